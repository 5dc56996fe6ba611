// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// A wait that the pool carries out: a callback when an object is signalled or the time is over.
package final class PoolWait: PoolItem, @unchecked Sendable {
  fileprivate let callback: (_ timedOut: Bool) -> Void
  /// The callback runs on the thread that waits.
  fileprivate let runsAtOnce: Bool
  fileprivate unowned(unsafe) var waiter: PoolWaiter?
  /// Under the waiter's lock.
  fileprivate var object: Waitable?
  fileprivate var deadline = Deadline.never
  fileprivate var interval: UInt64?

  package init(pool: ThreadPool, runsAtOnce: Bool = false, _ callback: @escaping (_ timedOut: Bool) -> Void) {
    self.callback = callback
    self.runsAtOnce = runsAtOnce
    super.init(pool: pool)
  }

  package var isSet: Bool { waiter?.knows(self) ?? false }

  /// Waits for `object`, instead of what was waited for before.
  ///
  /// - Parameter interval: milliseconds after which the wait is taken up again each time; nil for once.
  package func wait(for object: Waitable, until deadline: Deadline, interval: UInt64? = nil)
    throws(WinsockError)
  {
    stop()
    let waiter = try PoolWaiter.withRoom()
    self.waiter = waiter
    waiter.add(self, object, deadline, interval)
  }

  /// Ends the wait. When the call returns the object is not waited for any more.
  package override func stop() {
    waiter?.remove(self)
    waiter = nil
  }

  fileprivate func satisfied(timedOut: Bool) {
    if runsAtOnce {
      expect(1)
      run { callback(timedOut) }
    } else {
      post { self.callback(timedOut) }
    }
  }
}

/// A thread that waits for up to 63 objects on behalf of the pool.
private final class PoolWaiter: @unchecked Sendable {
  nonisolated(unsafe) private static var waiters: [PoolWaiter] = []
  private static let listLock = Lock()

  private let lock = Lock()
  private var waits: [PoolWait] = []
  private let changed = Event(manualReset: false, initiallySet: false)
  /// Rounds begun: whoever removes a wait lets the round end that may still know it.
  private let rounds = Futex(0)
  private var threadID: UInt32 = 0
  private var reserved = 0

  static func withRoom() throws(WinsockError) -> PoolWaiter {
    try listLock.withLock { () throws(WinsockError) in
      if let free = waiters.first(where: { $0.reserved < Thread.maximumObjects - 1 }) {
        free.reserved += 1
        return free
      }
      let waiter = PoolWaiter()
      let (handle, id) = try Thread.start(
        stackSize: 0, suspended: false, poolWaiterMain, Unmanaged.passRetained(waiter).toOpaque())
      _ = HandleTable.close(handle)
      waiter.threadID = id
      waiter.reserved = 1
      waiters.append(waiter)
      return waiter
    }
  }

  func add(_ wait: PoolWait, _ object: Waitable, _ deadline: Deadline, _ interval: UInt64?) {
    lock.withLock {
      wait.object = object
      wait.deadline = deadline
      wait.interval = interval
      waits.append(wait)
    }
    changed.set()
  }

  func knows(_ wait: PoolWait) -> Bool { lock.withLock { waits.contains { $0 === wait } } }

  func remove(_ wait: PoolWait) {
    let isKnown = lock.withLock {
      defer { waits.removeAll { $0 === wait } }
      return waits.contains { $0 === wait }
    }
    PoolWaiter.listLock.withLock { reserved -= 1 }
    guard isKnown, Thread.current.id != threadID else { return }
    let round = rounds.value
    changed.set()
    while rounds.value == round { rounds.wait(while: round, until: .never) }
  }

  fileprivate func run() {
    let thread = Thread.current
    while true {
      lock.lock()
      let round = waits
      let objects = round.map { $0.object! }
      let deadline = round.map(\.deadline).min() ?? .never
      lock.unlock()
      rounds.add(1)
      rounds.wakeAll()
      thread.objects.initialize(to: .passUnretained(changed))
      for (i, object) in objects.enumerated() {
        (thread.objects + 1 + i).initialize(to: .passUnretained(object))
      }
      let outcome = withExtendedLifetime(objects) {
        thread.waitForObjects(objects.count + 1, all: false, alertable: false, until: deadline)
      }
      guard let index = outcome.index else {
        for wait in round where wait.deadline.isPast { finish(wait, timedOut: true) }
        continue
      }
      if index > 0 { finish(round[index - 1], timedOut: false) }
    }
  }

  private func finish(_ wait: PoolWait, timedOut: Bool) {
    let isWanted = lock.withLock {
      guard waits.contains(where: { $0 === wait }) else { return false }
      if let interval = wait.interval {
        wait.deadline = interval == UInt64(UInt32.max) ? .never : .after(milliseconds: interval)
      } else {
        waits.removeAll { $0 === wait }
      }
      return true
    }
    if isWanted { wait.satisfied(timedOut: timedOut) }
  }
}

@c private func poolWaiterMain(_ argument: UnsafeMutableRawPointer?) -> UInt32 {
  Unmanaged<PoolWaiter>.fromOpaque(argument!).takeRetainedValue().run()
  return 0
}
