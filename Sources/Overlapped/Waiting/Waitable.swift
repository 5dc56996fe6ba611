// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The lock under which signals meet waits, as in a dispatcher of the kernel kind: one for the process, so
/// that a wait for all of several objects is atomic. It is a leaf: nothing else is locked under it.
enum Dispatcher {
  static let lock = Lock()
  /// The socket whose waits are being satisfied although its signal does not stand.
  nonisolated(unsafe) static var raised: UnsafeRawPointer?
}

/// One thread's interest in one object, part of the thread's array of 64; linked in the object.
struct WaitBlock {
  var thread: Unmanaged<Thread>
  var next: UnsafeMutablePointer<WaitBlock>?
  var index: Int32
}

/// The waits for one object, in the order in which they began. Under the dispatcher's lock.
struct WaitList {
  private(set) var first: UnsafeMutablePointer<WaitBlock>?

  mutating func append(_ block: UnsafeMutablePointer<WaitBlock>) {
    block.pointee.next = nil
    guard var last = first else {
      first = block
      return
    }
    while let next = last.pointee.next { last = next }
    last.pointee.next = block
  }

  mutating func remove(_ block: UnsafeMutablePointer<WaitBlock>) {
    guard var previous = first else { return }
    if previous == block {
      first = block.pointee.next
      return
    }
    while let next = previous.pointee.next {
      if next == block {
        previous.pointee.next = block.pointee.next
        return
      }
      previous = next
    }
  }

  /// Satisfies waits while `object`, whose list this is, stays signalled; the threads go to `aftermath`. Their blocks leave
  /// this list before they see that their wait is over.
  @inline(__always)
  mutating func satisfy<Object: Waitable>(by object: Object, _ aftermath: inout Aftermath) {
    var block = first
    while let current = block {
      // A thread whose wait something else has ended unlinks its blocks later; it is passed over.
      block = current.pointee.next
      let thread = current.pointee.thread
      let index = current.pointee.index
      let isSatisfied = thread._withUnsafeGuaranteedRef { $0.takeSatisfaction(by: object, index: index) }
      guard isSatisfied else { continue }
      remove(current)
      thread._withUnsafeGuaranteedRef { $0.isWaiting = false }
      aftermath.wake(thread)
    }
  }
}

/// An object that threads wait for: event, socket, thread, mutex, semaphore, timer.
///
/// Subclasses keep their state under `Dispatcher.lock`. All but the socket derive from `WaitableObject`.
open class Waitable: KernelObject, @unchecked Sendable {
  /// Whether a wait of `thread` would be satisfied now.
  func isSignalled(for thread: Thread) -> Bool { false }

  /// Takes what satisfying a wait takes: the signal of an auto-reset event, a count of a semaphore.
  /// Returns true if the object was abandoned by its owner (mutexes).
  func consume(by thread: Thread) -> Bool { false }

  /// A thread is about to wait for the object, or has waited: for objects that keep their state under a lock of
  /// their own. Called without locks.
  func announceWaiter() {}
  func retractWaiter() {}

  // MARK: Under the dispatcher's lock

  func link(_ block: UnsafeMutablePointer<WaitBlock>) { preconditionFailure("no list of waits") }
  func unlink(_ block: UnsafeMutablePointer<WaitBlock>) { preconditionFailure("no list of waits") }

  /// Satisfies waits while the object stays signalled; the threads go to `aftermath`.
  final func satisfy(_ waits: inout WaitList, _ aftermath: inout Aftermath) {
    waits.satisfy(by: self, &aftermath)
  }
}

/// A waitable object that has the list of its waits at hand.
open class WaitableObject: Waitable, @unchecked Sendable {
  private final var waits = WaitList()

  final var hasWaiters: Bool { waits.first != nil }

  /// The wait for this object, if there is one only.
  @inline(__always)
  final var onlyWait: UnsafeMutablePointer<WaitBlock>? {
    guard let first = waits.first, first.pointee.next == nil else { return nil }
    return first
  }
  @inline(__always)
  final func removeOnlyWait() { waits = WaitList() }

  override func link(_ block: UnsafeMutablePointer<WaitBlock>) { waits.append(block) }
  override func unlink(_ block: UnsafeMutablePointer<WaitBlock>) { waits.remove(block) }

  final func satisfyWaiters(_ aftermath: inout Aftermath) { satisfyWaiters(by: self, &aftermath) }

  /// The same for a class that knows itself: without virtual calls.
  @inline(__always)
  final func satisfyWaiters<Object: WaitableObject>(by object: Object, _ aftermath: inout Aftermath) {
    waits.satisfy(by: object, &aftermath)
  }
}

/// What is left to do once the locks are released: threads to wake, objects to let go. No wake-up happens under a
/// lock, and a socket must not end inside its own.
///
/// One of each is the usual case and needs no memory; what goes beyond that is linked behind.
struct Aftermath: ~Copyable {
  private var thread: Unmanaged<Thread>?
  /// Of closed handles: their last use has ended here.
  private var entry: HandleEntryPointer?
  private var more: UnsafeMutablePointer<Node>?

  private struct Node {
    var thread: Unmanaged<Thread>?
    var entry: HandleEntryPointer?
    var next: UnsafeMutablePointer<Node>?
  }

  @inline(__always)
  init() {}

  @inline(__always)
  mutating func wake(_ thread: Thread) { wake(Unmanaged.passUnretained(thread)) }

  @inline(__always)
  mutating func wake(_ thread: Unmanaged<Thread>) {
    // A thread that finds what it waits for while it drives is awake: it must only not sleep again.
    if ThreadLocal.thread == thread.toOpaque() {
      thread._withUnsafeGuaranteedRef { $0.skipSleep() }
    } else {
      wakeOther(thread)
    }
  }

  @inline(never)
  private mutating func wakeOther(_ thread: Unmanaged<Thread>) {
    // Retained: the thread may see for itself that its wait is over, and end, before it is woken.
    _ = thread.retain()
    if self.thread == nil { self.thread = thread } else { add(Node(thread: thread)) }
  }

  /// Ends a use of a handle.
  @inline(__always)
  mutating func release(_ entry: HandleEntryPointer) {
    if _fastPath(!HandleTable.endUse(entry)) { return }
    if self.entry == nil { self.entry = entry } else { add(Node(entry: entry)) }
  }

  @inline(never)
  private mutating func add(_ node: Node) {
    let place = UnsafeMutablePointer<Node>.allocate(capacity: 1)
    place.initialize(to: node)
    place.pointee.next = more
    more = place
  }

  /// To be called without locks.
  @inline(__always)
  mutating func settle() {
    if _slowPath(thread != nil || entry != nil) { settleAll() }
  }

  @inline(never)
  private mutating func settleAll() {
    var node = Node(thread: thread, entry: entry, next: more)
    (thread, entry, more) = (nil, nil, nil)
    while true {
      if let reference = node.thread {
        reference._withUnsafeGuaranteedRef { $0.wake() }
        reference.release()
      }
      if let entry = node.entry { HandleTable.free(entry) }
      guard let next = node.next else { return }
      node = next.move()
      next.deallocate()
    }
  }
}
