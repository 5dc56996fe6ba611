// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A semaphore object: a count that waits take from.
public final class Semaphore: WaitableObject, @unchecked Sendable {
  private var count: Int32
  private let maximum: Int32

  public init(initial: Int32, maximum: Int32) {
    count = initial
    self.maximum = maximum
    super.init(kind: .semaphore)
  }

  override func isSignalled(for thread: Thread) -> Bool { count > 0 }

  override func consume(by thread: Thread) -> Bool {
    count -= 1
    return false
  }

  /// Adds `amount`; returns the count before.
  ///
  /// - Throws: `.tooManyPosts` if the maximum would be exceeded; nothing is added then.
  public func release(_ amount: Int32) throws(WinsockError) -> Int32 {
    var aftermath = Aftermath()
    Dispatcher.lock.lock()
    let previous = count
    let fits = amount > 0 && amount <= maximum - previous
    if fits {
      count += amount
      satisfyWaiters(&aftermath)
    }
    Dispatcher.lock.unlock()
    aftermath.settle()
    if !fits { throw .tooManyPosts }
    return previous
  }
}
