// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A mutex object: owned by a thread, recursive, and abandoned when its owner ends without releasing it.
public final class Mutex: WaitableObject, @unchecked Sendable {
  private var owner: UInt32 = 0
  private var depth: Int32 = 0
  private var isAbandoned = false

  public init(ownedBy thread: Thread?) {
    super.init(kind: .mutex)
    if let thread {
      owner = thread.id
      depth = 1
      Mutex.remember(self, thread)
    }
  }

  override func isSignalled(for thread: Thread) -> Bool { depth == 0 || owner == thread.id }

  override func consume(by thread: Thread) -> Bool {
    if depth == 0 { Mutex.owned[thread.id, default: []].append(self) }
    owner = thread.id
    depth += 1
    defer { isAbandoned = false }
    return isAbandoned
  }

  /// Gives up one level of ownership.
  ///
  /// - Throws: `.notOwner` if the calling thread does not own the mutex.
  public func release() throws(WinsockError) {
    var aftermath = Aftermath()
    let released = Dispatcher.lock.withLock {
      guard depth > 0, owner == Thread.current.id else { return false }
      depth -= 1
      if depth == 0 {
        Mutex.owned[owner]?.removeAll { $0 === self }
        owner = 0
        satisfyWaiters(&aftermath)
      }
      return true
    }
    aftermath.settle()
    if !released { throw .notOwner }
  }

  // MARK: Owners that end

  /// The mutexes that each thread owns. Under the dispatcher's lock.
  nonisolated(unsafe) private static var owned: [UInt32: [Mutex]] = [:]

  private static func remember(_ mutex: Mutex, _ thread: Thread) {
    Dispatcher.lock.withLock { owned[thread.id, default: []].append(mutex) }
  }

  static func abandonAll(of thread: Thread, _ aftermath: inout Aftermath) {
    Dispatcher.lock.lock()
    for mutex in owned.removeValue(forKey: thread.id) ?? [] {
      mutex.owner = 0
      mutex.depth = 0
      mutex.isAbandoned = true
      mutex.satisfyWaiters(&aftermath)
    }
    Dispatcher.lock.unlock()
  }
}
