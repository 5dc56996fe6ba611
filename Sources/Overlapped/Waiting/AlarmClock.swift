// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// Something that happens at a deadline: a waitable timer, a timer of a queue or of the pool.
open class Alarm: @unchecked Sendable {
  /// When it goes off; under the clock's lock. The number tells alarms of one moment apart.
  fileprivate final var deadline = Deadline.never
  fileprivate final var number: UInt64 = 0

  package init() {}

  /// Called on the clock's thread, without locks.
  package func goOff() {}
}

/// The thread that calls alarms at their deadlines. It is started by the first one and sleeps in between.
package final class AlarmClock: @unchecked Sendable {
  package static let shared = AlarmClock()

  private let lock = Lock()
  /// In descending order: the next one is the last.
  private var alarms: [Alarm] = []
  private var lastNumber: UInt64 = 0
  private var isRunning = false
  /// Counts the changes that the thread has to look at.
  private let changes = Futex(0)

  private init() {}

  /// Sets an alarm, or sets it anew.
  package func set(_ alarm: Alarm, at deadline: Deadline) {
    lock.lock()
    _ = remove(alarm)
    insert(alarm, at: deadline)
  }

  /// Sets an alarm that has gone off for the next time, unless somebody has set it meanwhile: that holds.
  package func renew(_ alarm: Alarm, at deadline: Deadline) {
    lock.lock()
    guard alarm.number == 0 else { return lock.unlock() }
    insert(alarm, at: deadline)
  }

  /// Called with the lock, which it gives back.
  private func insert(_ alarm: Alarm, at deadline: Deadline) {
    lastNumber += 1
    alarm.deadline = deadline
    alarm.number = lastNumber
    let place = place(of: alarm)
    alarms.insert(alarm, at: place)
    let isNext = place == alarms.count - 1
    let hasToStart = !isRunning
    isRunning = true
    lock.unlock()
    if hasToStart { start() }
    if isNext {
      changes.add(1)
      changes.wakeOne()
    }
  }

  /// False if the alarm was not set: it has gone off, or is about to.
  @discardableResult
  package func cancel(_ alarm: Alarm) -> Bool { lock.withLock { remove(alarm) } }

  private func remove(_ alarm: Alarm) -> Bool {
    guard alarm.number != 0 else { return false }
    let place = place(of: alarm)
    alarm.number = 0
    guard place < alarms.count, alarms[place] === alarm else { return false }
    alarms.remove(at: place)
    return true
  }

  /// The index of an alarm in the list, or where it belongs.
  private func place(of alarm: Alarm) -> Int {
    var (low, high) = (0, alarms.count)
    while low < high {
      let middle = (low + high) / 2
      let other = alarms[middle]
      let isLater =
        other.deadline > alarm.deadline || other.deadline == alarm.deadline && other.number > alarm.number
      if isLater { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: The thread

  private func start() {
    do { try KernelThread.start(alarmMain, nil) } catch { lock.withLock { isRunning = false } }
  }

  fileprivate func run() {
    KernelThread.blockSignals()
    while true {
      let seen = changes.value
      lock.lock()
      guard let next = alarms.last, next.deadline.isPast else {
        let deadline = alarms.last?.deadline ?? .never
        lock.unlock()
        changes.wait(while: seen, until: deadline)
        continue
      }
      alarms.removeLast()
      next.number = 0
      lock.unlock()
      next.goOff()
    }
  }
}

@c private func alarmMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  AlarmClock.shared.run()
  return nil
}
