// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO
internal import Synchronization

/// A procedure queued by QueueUserAPC.
public typealias UserProcedure = @convention(c) (UInt64) -> Void

/// The routines that are queued to a thread, in order. Under the dispatcher's lock, all but `hasAny`.
struct RoutineQueue: ~Copyable {
  private var operations = OperationQueue()
  private let isFilled = Atomic<Bool>(false)

  /// Whether there are any. The thread itself may ask without the lock, unless it is about to sleep: it sees every routine
  /// that was queued before anything it has heard of, and one that is just being queued may as well come a moment later.
  var hasAny: Bool { isFilled.load(ordering: .relaxed) }

  @inline(__always)
  mutating func append(_ operation: OperationPointer) {
    operations.append(operation)
    isFilled.store(true, ordering: .relaxed)
  }

  @inline(__always)
  mutating func removeFirst() -> OperationPointer? {
    guard let operation = operations.removeFirst() else { return nil }
    isFilled.store(!operations.isEmpty, ordering: .relaxed)
    return operation
  }

  /// False if it is not there.
  mutating func remove(_ operation: OperationPointer) -> Bool {
    defer { isFilled.store(!operations.isEmpty, ordering: .relaxed) }
    return operations.remove(operation)
  }
}

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

  /// Puts a completed operation in the queue of its thread; false if that does not want it any more.
  @_transparent
  static func enqueueRoutine(_ operation: OperationPointer, _ aftermath: inout Aftermath) -> Bool {
    // A local function: a closure would become a function of its own.
    @_transparent
    func enqueue(_ thread: Thread) -> Bool { thread.enqueueRoutine(operation, &aftermath) }
    guard let reference = operation.pointee.threadReference else { return false }
    return reference._withUnsafeGuaranteedRef(enqueue)
  }

  /// Puts a completed operation in the thread's queue; the thread wakes if it waits alertably. False if it has ended.
  @_transparent
  func enqueueRoutine(_ operation: OperationPointer, _ aftermath: inout Aftermath) -> Bool {
    Dispatcher.lock.lock()
    defer { Dispatcher.lock.unlock() }
    if hasExited { return false }
    appendRoutine(operation, &aftermath)
    return true
  }

  /// The same under the dispatcher's lock, for a thread that has not ended.
  @inline(__always)
  func appendRoutine(_ operation: OperationPointer, _ aftermath: inout Aftermath) {
    routines.append(operation)
    if isWaiting && wait.isAlertable {
      wait.outcome = .ranRoutines
      isWaiting = false
      aftermath.wake(self)
    }
  }

  /// Whether routines are queued to the calling thread.
  var hasRoutines: Bool { routines.hasAny }

  /// Runs all queued routines, also those that they queue themselves, in order; true if any ran.
  ///
  /// Each one has returned before the next begins: routines of a socket are not nested (the page).
  public func runRoutines() -> Bool {
    guard let first = takeRoutine() else { return false }
    runRoutines(from: first)
    return true
  }

  /// The same where the first one has been taken from the queue.
  func runRoutines(from first: OperationPointer) {
    var next: OperationPointer? = first
    while let operation = next {
      run(operation)
      next = takeRoutine()
    }
  }

  @inline(__always)
  private func takeRoutine() -> OperationPointer? {
    guard routines.hasAny else { return nil }
    return Dispatcher.lock.withLock { routines.removeFirst() }
  }

  @inline(__always)
  private func run(_ operation: OperationPointer) {
    switch operation.pointee.kind {
    case .timerRoutine: WaitableTimer.run(operation, self)
    case .userProcedure: runProcedure(operation)
    default: runCompletion(operation)
    }
  }

  @inline(never)
  private func runProcedure(_ operation: OperationPointer) {
    let procedure = operation.pointee.procedure
    let argument = UInt64(UInt(bitPattern: operation.pointee.statusBlock))
    OperationTable.giveBack(operation, self)
    procedure?(argument)
  }

  @inline(__always)
  private func runCompletion(_ operation: OperationPointer) {
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
