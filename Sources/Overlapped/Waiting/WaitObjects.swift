// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// What a thread waits for at a time, besides the deadline and its routines.
///
/// There are three: nothing, one event, and several objects of any kind. The wait itself (`Thread.wait`) is written once,
/// and the compiler makes one of it for each of them, so that the usual waits pay for no list and no virtual call.
protocol WaitObjects {
  /// A thread is about to wait for the objects, or has waited (`Waitable.announceWaiter`). Called without locks.
  func announceWaiter()
  func retractWaiter()

  // MARK: Under the dispatcher's lock

  /// Takes what the wait of `thread` is satisfied by; nil if it is not satisfied now.
  func satisfy(_ thread: Thread) -> WaitOutcome?
  /// Links the thread's blocks in the objects, and takes them out again.
  func link(_ thread: Thread)
  func unlink(_ thread: Thread)
  /// Whether it is always one object: who satisfies its wait leaves no block behind.
  static var isOne: Bool { get }
  /// How many objects have to be signalled together; 0 if any one will do.
  var countOfAll: Int32 { get }
}

/// Only the deadline ends the wait, or a routine (SleepEx).
struct NoObjects: WaitObjects {
  func announceWaiter() {}
  func retractWaiter() {}
  func satisfy(_ thread: Thread) -> WaitOutcome? { nil }
  func link(_ thread: Thread) {}
  func unlink(_ thread: Thread) {}
  static var isOne: Bool { false }
  var countOfAll: Int32 { 0 }
}

/// One event, by far the most usual object. A use of its handle keeps it alive.
struct OneEvent: WaitObjects {
  private let event: Unmanaged<Event>

  init(_ use: HandleEntryPointer) { event = .fromOpaque(use.pointee.object!) }

  // An event keeps its state under the dispatcher's lock.
  func announceWaiter() {}
  func retractWaiter() {}

  @inline(__always)
  func satisfy(_ thread: Thread) -> WaitOutcome? {
    event._withUnsafeGuaranteedRef { $0.take() } ? .object(0) : nil
  }

  @inline(__always)
  func link(_ thread: Thread) {
    let block = thread.block(0)
    event._withUnsafeGuaranteedRef { $0.link(block) }
  }

  @inline(__always)
  func unlink(_ thread: Thread) {
    let block = thread.blocks
    event._withUnsafeGuaranteedRef { $0.unlink(block) }
  }

  static var isOne: Bool { true }
  var countOfAll: Int32 { 0 }
}

/// The first `count` of a thread's `objects`. Whoever waits keeps them alive.
struct ObjectList: WaitObjects {
  let objects: UnsafeMutablePointer<Unmanaged<Waitable>>
  let count: Int
  /// All are wanted at once, to be consumed together; else the lowest index wins.
  let isForAll: Bool

  func announceWaiter() { for i in 0..<count { objects[i]._withUnsafeGuaranteedRef { $0.announceWaiter() } } }
  func retractWaiter() { for i in 0..<count { objects[i]._withUnsafeGuaranteedRef { $0.retractWaiter() } } }

  func satisfy(_ thread: Thread) -> WaitOutcome? { isForAll ? takeAll(thread) : takeFirst(thread) }

  private func takeFirst(_ thread: Thread) -> WaitOutcome? {
    for i in 0..<count where isSignalled(i, thread) {
      return consume(i, thread) ? .abandoned(i) : .object(i)
    }
    return nil
  }

  private func takeAll(_ thread: Thread) -> WaitOutcome? {
    for i in 0..<count where !isSignalled(i, thread) { return nil }
    var hasAbandoned = false
    for i in 0..<count where consume(i, thread) { hasAbandoned = true }
    return hasAbandoned ? .abandoned(0) : .object(0)
  }

  private func isSignalled(_ i: Int, _ thread: Thread) -> Bool {
    objects[i]._withUnsafeGuaranteedRef { $0.isSignalled(for: thread) }
  }

  private func consume(_ i: Int, _ thread: Thread) -> Bool {
    objects[i]._withUnsafeGuaranteedRef { $0.consume(by: thread) }
  }

  func link(_ thread: Thread) {
    for i in 0..<count {
      let block = thread.block(i)
      objects[i]._withUnsafeGuaranteedRef { $0.link(block) }
    }
  }

  func unlink(_ thread: Thread) {
    for i in 0..<count {
      let block = thread.blocks + i
      objects[i]._withUnsafeGuaranteedRef { $0.unlink(block) }
    }
  }

  static var isOne: Bool { false }
  var countOfAll: Int32 { isForAll ? Int32(truncatingIfNeeded: count) : 0 }
}

extension Thread {
  /// Block `index`, made ready to be linked.
  @inline(__always)
  fileprivate func block(_ index: Int) -> UnsafeMutablePointer<WaitBlock> {
    let block = blocks + index
    block.initialize(
      to: WaitBlock(
        thread: .passUnretained(self), next: nil, index: Int32(truncatingIfNeeded: index)))
    return block
  }

  /// The thread's objects as a wait takes them.
  func list(_ count: Int, all: Bool) -> ObjectList {
    ObjectList(objects: objects, count: count, isForAll: all && count > 0)
  }

  /// Names the objects of a wait, and keeps them alive while `body` waits for them; `.failed` if one of the
  /// handles is not open or cannot be waited for.
  func withObjects(_ handles: UnsafeBufferPointer<UInt>, _ body: () -> WaitOutcome) -> WaitOutcome {
    withUnsafeTemporaryAllocation(of: HandleEntryPointer.self, capacity: handles.count) { uses in
      var count = 0
      defer { for use in uses[..<count] { HandleTable.release(use) } }
      for bits in handles {
        guard let use = HandleTable.acquire(Handle(bits: UInt64(bits))) else { return .failed }
        uses.initializeElement(at: count, to: use)
        guard let object = use.waitable else {
          HandleTable.release(use)
          return .failed
        }
        (objects + count).initialize(to: object)
        count += 1
      }
      return body()
    }
  }
}

extension HandleEntryPointer {
  /// The object of an entry in use, if it can be waited for.
  fileprivate var waitable: Unmanaged<Waitable>? {
    guard let object = pointee.object,
      Unmanaged<KernelObject>.fromOpaque(object)._withUnsafeGuaranteedRef({ $0.kind.isWaitable })
    else { return nil }
    return .fromOpaque(object)
  }
}
