// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// The completion routine of a waitable timer: its argument, and the two halves of the time it went off.
public typealias TimerRoutine = @convention(c) (UnsafeMutableRawPointer?, UInt32, UInt32) -> Void

/// A waitable timer: signalled at its due time, once or again and again; a synchronisation timer takes its
/// signal back with each satisfied wait.
public final class WaitableTimer: WaitableObject, @unchecked Sendable {
  /// What goes off; the clock keeps it, and it does not keep the timer.
  private final class Clockwork: Alarm, @unchecked Sendable {
    weak var timer: WaitableTimer?
    override func goOff() { timer?.goOff(self) }
  }

  /// A completion routine and whose it is.
  private struct Completion {
    let routine: TimerRoutine
    let argument: UnsafeMutableRawPointer?
    let thread: Thread
    /// The operation in the thread's queue, while it is there.
    var queued: OperationPointer?
    var time: UInt64 = 0
  }

  private let isManual: Bool
  private let clockwork = Clockwork()
  /// What follows is kept under the dispatcher's lock.
  private var isSet = false
  private var deadline = Deadline.never
  private var period: UInt64 = 0
  private var completion: Completion?

  public init(manualReset: Bool) {
    isManual = manualReset
    super.init(kind: .timer)
    clockwork.timer = self
  }

  override func isSignalled(for thread: Thread) -> Bool { isSet }

  override func consume(by thread: Thread) -> Bool {
    if !isManual { isSet = false }
    return false
  }

  // MARK: Setting

  /// Starts the timer anew: not signalled until `deadline`, then every `period` milliseconds if that is not 0.
  /// The routine is queued to the calling thread each time, unless it still waits there from the time before.
  package func set(
    at deadline: Deadline, period: UInt32, routine: TimerRoutine?, argument: UnsafeMutableRawPointer?
  ) {
    cancel()
    Dispatcher.lock.withLock {
      isSet = false
      self.deadline = deadline
      self.period = UInt64(period)
      completion = routine.map { Completion(routine: $0, argument: argument, thread: Thread.current) }
    }
    AlarmClock.shared.set(clockwork, at: deadline)
  }

  /// Stops the timer and takes back its queued routine; the signal stays as it is.
  public func cancel() {
    AlarmClock.shared.cancel(clockwork)
    Dispatcher.lock.lock()
    deadline = .never
    var queued = completion?.queued
    // A routine that has left the queue is about to run on its thread, which finds that it must not.
    if let found = queued, completion?.thread.routines.remove(found) == false { queued = nil }
    let old = completion
    completion = nil
    Dispatcher.lock.unlock()
    withExtendedLifetime(old) {}
    guard let queued else { return }
    WaitableTimer.drop(queued)
    OperationTable.giveBack(queued, Thread.current)
  }

  public override func lastHandleClosed() { cancel() }

  // MARK: Going off

  private func goOff(_ alarm: Alarm) {
    let operation = OperationTable.take(Thread.current)
    var aftermath = Aftermath()
    Dispatcher.lock.lock()
    let isDue = deadline.isPast
    let isAlive = completion.map { !$0.thread.hasExited } ?? true
    var isQueued = false
    if isDue && isAlive {
      isSet = true
      if let operation { isQueued = queueRoutine(operation, &aftermath) }
      satisfyWaiters(&aftermath)
      // A timer that is late goes on from now: what it has missed is not made up for.
      let following = Deadline(nanoseconds: deadline.nanoseconds + period * 1_000_000)
      deadline = period == 0 ? .never : following.isPast ? .after(milliseconds: period) : following
    }
    let next = isDue && isAlive && period != 0 ? deadline : nil
    Dispatcher.lock.unlock()
    if let operation, !isQueued { OperationTable.giveBack(operation, Thread.current) }
    aftermath.settle()
    if let next { AlarmClock.shared.renew(alarm, at: next) }
  }

  /// Puts the routine in its thread's queue. Under the dispatcher's lock.
  private func queueRoutine(_ operation: OperationPointer, _ aftermath: inout Aftermath) -> Bool {
    guard let thread = completion?.thread, completion?.queued == nil else { return false }
    operation.pointee.kind = .timerRoutine
    operation.pointee.statusBlock = Unmanaged.passRetained(self).toOpaque()
    completion?.queued = operation
    completion?.time = WallClock.nanoseconds / 100 + 116_444_736_000_000_000
    thread.appendRoutine(operation, &aftermath)
    return true
  }

  /// Runs the routine whose turn it is on the calling thread, which has taken `operation` from its queue.
  static func run(_ operation: OperationPointer, _ thread: Thread) {
    let timer = Unmanaged<WaitableTimer>.fromOpaque(operation.pointee.statusBlock!).takeRetainedValue()
    let completion = Dispatcher.lock.withLock { () -> Completion? in
      guard timer.completion?.queued == operation else { return nil }
      timer.completion?.queued = nil
      return timer.completion
    }
    OperationTable.giveBack(operation, thread)
    guard let completion else { return }
    completion.routine(
      completion.argument, UInt32(truncatingIfNeeded: completion.time), UInt32(completion.time >> 32))
  }

  /// The routine of this operation will not run.
  static func drop(_ operation: OperationPointer) {
    guard operation.pointee.kind == .timerRoutine, let timer = operation.pointee.statusBlock else { return }
    Unmanaged<WaitableTimer>.fromOpaque(timer).release()
  }
}
