// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// A procedure queued by QueueUserAPC.
public typealias UserProcedure = @convention(c) (UInt64) -> Void

extension Thread {
  /// Queues a user procedure; false if the thread has ended.
  public func enqueue(_ procedure: @escaping UserProcedure, _ argument: UInt64) -> Bool {
    guard let operation = OperationTable.take(Thread.current) else { return false }
    operation.pointee.kind = .userProcedure
    operation.pointee.procedure = procedure
    operation.pointee.statusBlock = UnsafeMutableRawPointer(bitPattern: UInt(argument))
    var aftermath = Aftermath()
    let queued = enqueueRoutine(operation, &aftermath)
    aftermath.settle()
    if !queued { OperationTable.giveBack(operation, Thread.current) }
    return queued
  }

  /// Queues the routine of a transfer of a file that is over; nothing happens if the thread has ended.
  func enqueueCompletion(
    _ routine: @escaping CompletionRoutine, _ block: UnsafeMutableRawPointer, _ status: Status, bytes: Int
  ) {
    guard let operation = OperationTable.take(Thread.current) else { return }
    operation.pointee.kind = .immediate
    operation.pointee.routine = routine
    operation.pointee.statusBlock = block
    operation.pointee.status = status
    operation.pointee.transferred = bytes
    operation.pointee.options = .systemErrors
    var aftermath = Aftermath()
    if !enqueueRoutine(operation, &aftermath) { OperationTable.giveBack(operation, Thread.current) }
    aftermath.settle()
  }

  /// Puts a completed operation in the queue of its thread; the thread wakes if it waits alertably.
  func enqueueRoutine(_ operation: OperationPointer, _ aftermath: inout Aftermath) -> Bool {
    Dispatcher.lock.lock()
    defer { Dispatcher.lock.unlock() }
    if hasExited { return false }
    appendRoutine(operation, &aftermath)
    return true
  }

  /// The same under the dispatcher's lock, for a thread that has not ended.
  func appendRoutine(_ operation: OperationPointer, _ aftermath: inout Aftermath) {
    routines.append(operation)
    if wait.isWaiting && wait.isAlertable {
      wait.isWaiting = false
      wait.outcome = -2
      aftermath.wake(self)
    }
  }

  /// Whether routines are queued to the calling thread.
  var hasRoutines: Bool { Dispatcher.lock.withLock { !routines.isEmpty } }

  /// Runs all queued routines, also those that they queue themselves, in order; true if any ran.
  ///
  /// Each one has returned before the next begins: routines of a socket are not nested (the page).
  public func runRoutines() -> Bool {
    var ran = false
    while true {
      Dispatcher.lock.lock()
      let next = routines.removeFirst()
      Dispatcher.lock.unlock()
      guard let operation = next else { return ran }
      ran = true
      run(operation)
    }
  }

  private func run(_ operation: OperationPointer) {
    if operation.pointee.kind == .timerRoutine { return WaitableTimer.run(operation, self) }
    if operation.pointee.kind == .userProcedure {
      let procedure = operation.pointee.procedure
      let argument = UInt64(UInt(bitPattern: operation.pointee.statusBlock))
      OperationTable.giveBack(operation, self)
      procedure?(argument)
      return
    }
    let routine = operation.pointee.routine
    let block = operation.pointee.statusBlock
    let bytes = operation.pointee.reportedBytes
    let flags = operation.pointee.outputFlags
    let status = operation.pointee.status
    let asSystem = operation.pointee.options.contains(.systemErrors)
    let error = status.isError ? (asSystem ? status.systemError : UInt32(bitPattern: status.winsockError)) : 0
    OperationTable.giveBack(operation, self)
    routine?(error, bytes, block, flags)
  }

  /// Routines of a thread that ends never run (behaviour 44).
  func discardRoutines() {
    while true {
      Dispatcher.lock.lock()
      let next = routines.removeFirst()
      Dispatcher.lock.unlock()
      guard let operation = next else { return }
      WaitableTimer.drop(operation)
      OperationTable.giveBack(operation, self)
    }
  }
}
