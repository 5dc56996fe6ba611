// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

extension Socket {
  /// Carries out an operation within the call: at once, or, on a blocking socket, after waiting alertably.
  ///
  /// A call that waits holds its place in the lane, so it neither overtakes overlapped operations nor is
  /// overtaken. At the head of the lane the thread attempts the operation itself and polls in between; behind
  /// others it sleeps until its turn comes.
  /// - Parameter timeout: milliseconds, 0 for none (SO_RCVTIMEO, SO_SNDTIMEO).
  /// - Returns: the status; the operation's slot stays the caller's, also when this throws.
  func perform(
    _ operation: OperationPointer, _ direction: Direction, isBlocking: Bool, timeout: UInt32, _ thread: Thread
  ) throws(WinsockError) -> Status {
    operation.pointee.options.insert(.synchronous)
    operation.pointee.thread = thread
    guard Buffers.areAccessible(operation, thread) else { throw .badAddress }
    lock.lock()
    if flags.contains(.closing) {
      lock.unlock()
      throw .notSocket
    }
    if laneHead(direction) == nil {
      if case .done(let status) = Transfer.attempt(operation, self) {
        lock.unlock()
        return status
      }
    }
    guard isBlocking else {
      lock.unlock()
      throw .wouldBlock
    }
    if thread.isInInterruptingRoutine {
      lock.unlock()
      throw .inProgress
    }
    operation.pointee.state = laneHead(direction) == nil ? .direct : .queued
    withLane(direction) { $0.append(operation) }
    var aftermath = Aftermath()
    if operation.pointee.state == .queued { startDeferred(direction, thread, &aftermath) }
    lock.unlock()
    aftermath.settle()
    waitFor(operation, direction, timeout, thread)
    let status = operation.pointee.status
    if status == .requestAborted { throw .interrupted }
    return status
  }

  /// Waits until the operation has completed; on return it is in no lane.
  func waitFor(
    _ operation: OperationPointer, _ direction: Direction, _ timeout: UInt32, _ thread: Thread
  ) {
    var deadline = timeout == 0 ? Deadline.never : .after(milliseconds: UInt64(timeout))
    thread.beginBlockingCall(operation)
    defer { thread.endBlockingCall() }
    while true {
      thread.beginBlockingWait()
      if thread.runInterruptingRoutines() { continue }
      thread.runBlockingHook()
      if let status = thread.takeCancellation() { cancel(operation, operation.pointee.identity, status) }
      lock.lock()
      if operation.pointee.state == .direct && !operation.pointee.isCancelled {
        if case .done(let status) = Transfer.attempt(operation, self) {
          operation.pointee.status = status
          finishDirect(operation, direction, thread)
          return
        }
      }
      if operation.pointee.isCancelled && operation.pointee.state == .direct {
        operation.pointee.status = operation.pointee.cancelStatus
        finishDirect(operation, direction, thread)
        return
      }
      let state = operation.pointee.state
      lock.unlock()
      if state == .completed { return }
      if deadline.isPast {
        cancel(operation, operation.pointee.identity, .ioTimeout)
        deadline = .never
        continue
      }
      if state == .direct {
        let events = Int16(truncatingIfNeeded: Transfer.events(for: operation, self))
        whilePolled { thread.sleep(on: descriptor, events: events, until: deadline) }
      } else {
        thread.sleep(until: deadline, driving: engine)
      }
      thread.endAlertableWait()
    }
  }

  /// Called with the lock held; releases it.
  private func finishDirect(_ operation: OperationPointer, _ direction: Direction, _ thread: Thread) {
    operation.pointee.state = .completed
    _ = withLane(direction) { $0.remove(operation) }
    var aftermath = Aftermath()
    startNext(direction, thread, &aftermath, hint: true)
    lock.unlock()
    thread.endAlertableWait()
    aftermath.settle()
  }
}

extension Thread {
  /// The call in progress, which CancelSynchronousIo and WSACancelBlockingCall end.
  func beginBlockingCall(_ operation: OperationPointer?) {
    if isActiveInPort { leavePort() }
    Dispatcher.lock.lock()
    blockingOperation = operation
    callCancellation = nil
    isInBlockingCall = true
    Dispatcher.lock.unlock()
  }

  func endBlockingCall() {
    Dispatcher.lock.lock()
    blockingOperation = nil
    isInBlockingCall = false
    Dispatcher.lock.unlock()
    wakeWord.store(Wake.awake)
  }

  /// Blocking calls wait alertably (the page's Note): a routine that is queued wakes the thread.
  func beginBlockingWait() {
    prepareToSleep()
    Dispatcher.lock.lock()
    beginWait(alertable: true)
    Dispatcher.lock.unlock()
  }

  /// Ends the blocking call in progress with `status`. From any thread; false if there is none.
  public func cancelBlockingCall(_ status: Status) -> Bool {
    Dispatcher.lock.lock()
    guard isInBlockingCall else {
      Dispatcher.lock.unlock()
      return false
    }
    callCancellation = status
    Dispatcher.lock.unlock()
    wake()
    return true
  }

  func takeCancellation() -> Status? {
    Dispatcher.lock.withLock {
      defer { callCancellation = nil }
      return callCancellation
    }
  }

  /// Calls the blocking hook until it has nothing more to do, or has cancelled the call.
  func runBlockingHook() {
    guard let hook = blockingHook, !isInHook else { return }
    isInHook = true
    while Dispatcher.lock.withLock({ callCancellation == nil }), hook() != 0 {}
    isInHook = false
  }

  /// Runs what is queued inside the interrupted call; a blocking call in there fails with WSAEINPROGRESS.
  func runInterruptingRoutines() -> Bool {
    guard hasRoutines else { return false }
    endAlertableWait()
    wakeWord.store(Wake.awake)
    let outer = isInInterruptingRoutine
    let operation = blockingOperation
    isInInterruptingRoutine = true
    _ = runRoutines()
    isInInterruptingRoutine = outer
    Dispatcher.lock.lock()
    blockingOperation = operation
    Dispatcher.lock.unlock()
    isInBlockingCall = true
    return true
  }
}
