// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The lock under which signals meet waits, as in a dispatcher of the kernel kind: one for the process, so
/// that a wait for all of several objects is atomic. It is a leaf: nothing else is locked under it.
enum Dispatcher {
  static let lock = Lock()
}

/// One thread's interest in one object, part of the thread's array of 64; linked in the object.
struct WaitBlock {
  unowned(unsafe) var thread: Thread
  var next: UnsafeMutablePointer<WaitBlock>?
  var index: Int32
}

/// An object that threads wait for: event, socket, thread, mutex, semaphore, timer.
///
/// Subclasses keep their state under `Dispatcher.lock`.
open class Waitable: KernelObject, @unchecked Sendable {
  private final var firstBlock: UnsafeMutablePointer<WaitBlock>?

  /// Whether a wait of `thread` would be satisfied now.
  func isSignalled(for thread: Thread) -> Bool { false }

  /// Takes what satisfying a wait takes: the signal of an auto-reset event, a count of a semaphore.
  /// Returns true if the object was abandoned by its owner (mutexes).
  func consume(by thread: Thread) -> Bool { false }

  // MARK: Under the dispatcher's lock

  func link(_ block: UnsafeMutablePointer<WaitBlock>) {
    // Last in the list: threads are released in the order in which they began to wait.
    block.pointee.next = nil
    guard var last = firstBlock else {
      firstBlock = block
      return
    }
    while let next = last.pointee.next { last = next }
    last.pointee.next = block
  }

  func unlink(_ block: UnsafeMutablePointer<WaitBlock>) {
    guard var previous = firstBlock else { return }
    if previous == block {
      firstBlock = block.pointee.next
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

  final var hasWaiters: Bool { firstBlock != nil }

  /// Satisfies waits while the object stays signalled; the threads go to `aftermath`.
  final func satisfyWaiters(_ aftermath: inout Aftermath) {
    var block = firstBlock
    while let current = block {
      // A satisfied thread unlinks its blocks later, but is no longer waiting; it is passed over.
      block = current.pointee.next
      let thread = current.pointee.thread
      guard thread.wait.isWaiting, isSignalled(for: thread) else { continue }
      if thread.trySatisfy(index: current.pointee.index, by: self) { aftermath.wake(thread) }
    }
  }
}

/// What is left to do once the locks are released: threads to wake, uses of handles to end. No wake-up happens
/// under a lock, and the last use of a socket must not end inside it.
struct Aftermath: ~Copyable {
  private var thread: Thread?
  private var entry: HandleEntryPointer?
  private var moreThreads: [Thread] = []
  private var moreEntries: [HandleEntryPointer] = []

  @inline(__always)
  mutating func wake(_ thread: Thread) {
    if self.thread == nil { self.thread = thread } else { moreThreads.append(thread) }
  }

  @inline(__always)
  mutating func release(_ entry: HandleEntryPointer) {
    if self.entry == nil { self.entry = entry } else { moreEntries.append(entry) }
  }

  /// To be called without locks.
  @inline(__always)
  mutating func settle() {
    if let thread {
      self.thread = nil
      thread.wake()
    }
    if let entry {
      self.entry = nil
      HandleTable.release(entry)
    }
    if _slowPath(!moreThreads.isEmpty || !moreEntries.isEmpty) { settleMore() }
  }

  @inline(never)
  private mutating func settleMore() {
    for thread in moreThreads { thread.wake() }
    for entry in moreEntries { HandleTable.release(entry) }
    moreThreads.removeAll(keepingCapacity: true)
    moreEntries.removeAll(keepingCapacity: true)
  }
}
