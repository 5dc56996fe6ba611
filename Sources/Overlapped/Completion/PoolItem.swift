// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// An object of the thread pool with callbacks that are queued, run, and can be waited for or taken back: work,
/// timers, waits and I/O.
open class PoolItem: KernelObject, @unchecked Sendable {
  package let pool: ThreadPool
  private let lock = Lock()
  private var queued = 0
  private var running = 0
  private let changes = Futex(0)

  package init(pool: ThreadPool) {
    self.pool = pool
    super.init(kind: .other)
  }

  deinit { changes.deallocate() }

  /// Queues one callback.
  package func post(_ callback: @escaping () -> Void) {
    expect(1)
    pool.submitOrRun { self.run(callback) }
  }

  /// A callback is to come, or will not come after all.
  package func expect(_ change: Int) {
    lock.withLock { queued = max(0, queued + change) }
    announce()
  }

  /// Runs a callback whose turn has come, unless it has been taken back meanwhile.
  package func run(_ callback: () -> Void) {
    let isWanted = lock.withLock {
      guard queued > 0 else { return false }
      queued -= 1
      running += 1
      return true
    }
    guard isWanted else { return }
    let thread = Thread.current
    let (run, outer) = (Run(of: self), thread.poolRun)
    thread.poolRun = run
    callback()
    thread.poolRun = outer
    run.end()
  }

  /// A callback that runs, as the item counts it.
  final class Run {
    private var item: PoolItem?

    fileprivate init(of item: PoolItem) { self.item = item }

    fileprivate func end() {
      guard let item else { return }
      self.item = nil
      item.lock.withLock { item.running -= 1 }
      item.announce()
    }
  }

  /// The calling thread's callback goes on without its item, which does not wait for it any more.
  package static func disassociate(_ thread: Thread) { thread.poolRun?.end() }

  /// Takes back the callbacks that do not run yet; how many there were.
  @discardableResult
  package func takeBack() -> Int {
    let count = lock.withLock {
      defer { queued = 0 }
      return queued
    }
    announce()
    return count
  }

  /// No more callbacks are queued from now on, of an object that queues them by itself.
  package func stop() {}

  package var isIdle: Bool { lock.withLock { queued == 0 && running == 0 } }

  /// Waits until no callback is queued or runs.
  package func waitUntilIdle() {
    Thread.current.leaveActivePort()
    while true {
      let seen = changes.value
      if isIdle { return }
      changes.wait(while: seen, until: .never)
    }
  }

  private func announce() {
    changes.add(1)
    changes.wakeAll()
  }
}

/// A timer whose callbacks run in the pool, or on the clock's own thread: of a timer queue, or of the pool.
package final class PoolTimer: PoolItem, @unchecked Sendable {
  private final class Clockwork: Alarm, @unchecked Sendable {
    weak var timer: PoolTimer?
    override func goOff() { timer?.goOff() }
  }

  private let callback: () -> Void
  private let runsOnClock: Bool
  private let clockwork = Clockwork()
  private let stateLock = Lock()
  private var deadline = Deadline.never
  private var period: UInt64 = 0

  package init(pool: ThreadPool, runsOnClock: Bool = false, _ callback: @escaping () -> Void) {
    self.callback = callback
    self.runsOnClock = runsOnClock
    super.init(pool: pool)
    clockwork.timer = self
  }

  package var isSet: Bool { stateLock.withLock { deadline != .never } }

  /// Starts the timer anew; false if it was not set before.
  @discardableResult
  package func set(at deadline: Deadline, period: UInt32) -> Bool {
    let wasSet = stateLock.withLock {
      defer {
        self.deadline = deadline
        self.period = UInt64(period)
      }
      return self.deadline != .never
    }
    AlarmClock.shared.set(clockwork, at: deadline)
    return wasSet
  }

  package override func stop() {
    AlarmClock.shared.cancel(clockwork)
    stateLock.withLock { deadline = .never }
  }

  private func goOff() {
    stateLock.lock()
    let isDue = deadline.isPast
    if isDue {
      let following = Deadline(nanoseconds: deadline.nanoseconds + period * 1_000_000)
      deadline = period == 0 ? .never : following.isPast ? .after(milliseconds: period) : following
    }
    let next = deadline
    stateLock.unlock()
    guard isDue else { return }
    if next != .never { AlarmClock.shared.renew(clockwork, at: next) }
    if runsOnClock {
      expect(1)
      run(callback)
    } else {
      post(callback)
    }
  }
}
