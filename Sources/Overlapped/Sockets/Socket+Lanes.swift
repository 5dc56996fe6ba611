// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// How a call that starts an operation ended.
public enum Outcome: Equatable, Sendable {
  case completed(bytes: UInt32, flags: UInt32)
  case pending
}

extension Socket {
  // MARK: Starting

  /// Starts an overlapped operation: attempts it if the lane is empty and success is likely, else queues it.
  ///
  /// The lane's first operation is the only one that the kernel knows (design 1); the others wait here, which
  /// is what keeps buffers in posting order.
  /// - Parameter use: the caller's use of the handle, which is gone when the outcome is `.pending`: an operation that
  ///   stays pending has taken it over, and needs none before. Nil if the operation has a use of its own already.
  /// - Throws: the error of an operation that failed at once; no completion follows, and the slot is free.
  @inline(never)
  func start(
    _ operation: OperationPointer, _ direction: Direction, _ thread: Thread,
    handing use: HandleEntryPointer? = nil
  ) throws(WinsockError) -> Outcome {
    // Before any attempt: the kernel drops a datagram that it cannot copy out.
    guard Buffers.areAccessible(operation, thread) else { throw abandon(operation, .badAddress, thread) }
    return try start(operation, direction, thread, handing: use, usually: nil)
  }

  /// The same for an operation whose buffers have been probed.
  /// - Parameter kind: of a transfer of a stream, which needs no look at what else the operation might be.
  @_transparent
  func start(
    _ operation: OperationPointer, _ direction: Direction, _ thread: Thread,
    handing use: HandleEntryPointer?, usually kind: OperationKind?
  ) throws(WinsockError) -> Outcome {
    if !operation.pointee.options.contains(.outlivesThread) { thread.hasStartedOperations = true }
    lock.lock()
    clearSignal()
    if _slowPath(flags.contains(.closing)) {
      lock.unlock()
      throw abandon(operation, .notSocket, thread)
    }
    var step = Transfer.Step.wouldBlock
    if isEmpty(direction) && isWorthAnAttempt(operation, direction, usually: kind, thread) {
      step =
        switch kind {
        case .receive: Receiving.once(into: operation.pointee.buffer, operation, self, flags)
        case .send: Sending.stream(operation, self)
        default: Transfer.attempt(operation, self)
        }
    }
    return try go(on: step, operation, direction, thread, handing: use, usually: kind)
  }

  /// What follows the first attempt of an operation, or the decision that none is worth it. Called with the lock held;
  /// returns without.
  @_transparent
  func go(
    on step: Transfer.Step, _ operation: OperationPointer, _ direction: Direction, _ thread: Thread,
    handing use: HandleEntryPointer?, usually kind: OperationKind? = nil
  ) throws(WinsockError) -> Outcome {
    switch step {
    case .wouldBlock: break
    case .moved:
      lock.unlock()
      return .pending
    case .done(let status): return try end(operation, status, thread, use)
    }
    operation.pointee.state = .queued
    if let use { operation.pointee.entry = use }
    guard withLane(direction, { $0.append(operation) }) else { return startBehind(direction, thread) }
    startHead(direction, operation, thread, usually: kind)
    lock.unlock()
    return .pending
  }

  /// The end of an operation that was over with its first attempt. Called with the lock held; returns without.
  @inline(__always)
  private func end(
    _ operation: OperationPointer, _ status: Status, _ thread: Thread, _ use: HandleEntryPointer?
  ) throws(WinsockError) -> Outcome {
    var aftermath = Aftermath()
    if operation.pointee.options.contains(.alwaysPends) {
      Delivery.deliver(operation, status, self, thread, &aftermath)
      lock.unlock()
      aftermath.settle()
      return .pending
    }
    // An error fails the call; a truncated message is a completion (behaviour 41, 79).
    if _slowPath(status.isFailure) {
      lock.unlock()
      throw abandon(operation, WinsockError(code: status.winsockError), thread)
    }
    let outcome =
      status == .success
      ? Outcome.completed(bytes: operation.pointee.reportedBytes, flags: operation.pointee.outputFlags)
      : .pending
    operation.pointee.options.insert(.immediate)
    Delivery.deliverUsually(operation, status, self, thread, &aftermath)
    if _slowPath(outcome == .pending), let use { aftermath.release(use) }
    lock.unlock()
    aftermath.settle()
    return outcome
  }

  /// The operation waits behind others; see `startDeferred`. Called with the lock held; returns without.
  @inline(never)
  private func startBehind(_ direction: Direction, _ thread: Thread) -> Outcome {
    var aftermath = Aftermath()
    startDeferred(direction, thread, &aftermath)
    lock.unlock()
    aftermath.settle()
    return .pending
  }

  /// Starts what registered I/O has put at the head of a lane and deferred: only there is an operation neither
  /// started nor behind one that is.
  @inline(__always)
  func startDeferred(_ direction: Direction, _ thread: Thread, _ aftermath: inout Aftermath) {
    if let head = laneHead(direction), head.pointee.state == .queued {
      let hint = isWorthAnAttempt(head, direction, thread)
      startNext(direction, thread, &aftermath, hint: hint)
    }
  }

  /// Gives up an operation that failed before it began.
  func abandon(_ operation: OperationPointer, _ error: WinsockError, _ thread: Thread) -> WinsockError {
    Accepting.letGo(operation)
    if let event = operation.pointee.event {
      HandleTable.release(event)
      operation.pointee.event = nil
    }
    if let entry = operation.pointee.entry {
      HandleTable.release(entry)
      operation.pointee.entry = nil
    }
    OperationTable.giveBack(operation, thread)
    return error
  }

  /// Design 3: sockets without a port always try, because data that waits must make the call return 0. A
  /// port's worker tries only when the last receive left data behind, or nothing is known yet: a useless try
  /// costs 14–16 % in ping-pong traffic, and its queued entry rides along with its next wait. A thread that has
  /// been busy since its last packet for longer than a tick of the clock tries: data may have come meanwhile.
  @inline(__always)
  private func isWorthAnAttempt(
    _ operation: OperationPointer, _ direction: Direction, usually: OperationKind? = nil, _ thread: Thread
  ) -> Bool {
    let kind = usually ?? operation.pointee.kind
    guard portReference != nil || requestQueueReference != nil, kind == .receive || kind == .send
    else { return true }
    if withEngine(\.isRing) {
      guard thread.isWorker(of: engineReference),
        usually != nil || Transfer.canTransfer(operation, self)
      else { return true }
      if direction == .receive && flags.isDisjoint(with: [.mayHaveData, .ended]) {
        return TickClock.now &- thread.lastWait > TickClock.pause
      }
      return direction == .receive
    }
    return direction == .receive
      ? !flags.isDisjoint(with: [.mayHaveData, .ended, .hungUp])
      : direction == .urgent || flags.contains(.mayHaveRoom)
  }

  /// Gives the lane's first operation to the engine. Its last attempt said "would block", or none was worth it.
  /// - Parameter kind: of a usual transfer; see `start`.
  @inline(__always)
  func startHead(
    _ direction: Direction, _ operation: OperationPointer, _ thread: Thread,
    usually kind: OperationKind? = nil
  ) {
    if kind == nil && operation.pointee.options.contains(.synchronous) {
      // Its thread attempts it itself.
      operation.pointee.state = .direct
      return
    }
    if withEngine(\.isRing) {
      if let kind {
        // A local function: a closure would become a function of its own.
        @_transparent
        func hand(to engine: Engine) { engine.startTransfer(operation, descriptor, thread, usually: kind) }
        engineReference._withUnsafeGuaranteedRef(hand(to:))
      } else {
        startOnRing(operation, thread)
      }
    } else {
      register(for: operation)
      withEngine { $0.noteWatched(operation) }
    }
  }

  @inline(never)
  private func startOnRing(_ operation: OperationPointer, _ thread: Thread) {
    if Transfer.canTransfer(operation, self) {
      withEngine { $0.startTransfer(operation, descriptor, thread) }
    } else {
      let events = Transfer.events(for: operation, self)
      withEngine { $0.startWatch(operation, descriptor, events: events, thread) }
    }
  }

  /// Starts what has become the first operation, completing those that need not wait.
  func startNext(_ direction: Direction, _ thread: Thread, _ aftermath: inout Aftermath, hint attempt: Bool) {
    var attempt = attempt
    while let operation = laneHead(direction), operation.pointee.state == .queued {
      if operation.pointee.options.contains(.synchronous) {
        operation.pointee.state = .direct
        if let waiting = operation.pointee.thread { aftermath.wake(waiting) }
        return
      }
      if let status = standingStatus(operation, direction) {
        withLane(direction) { _ = $0.removeFirst() }
        Delivery.deliver(operation, status, self, thread, &aftermath)
        continue
      }
      if direction == .send { Gathering.gather(operation, self) }
      if attempt || !withEngine(\.isRing) || !Transfer.canTransfer(operation, self) {
        // Out of the lane first: an AcceptEx that gets its connection may move to another lane.
        withLane(direction) { _ = $0.removeFirst() }
        switch Transfer.attempt(operation, self) {
        case .wouldBlock: withLane(direction) { $0.prepend(operation) }
        case .moved:
          attempt = true
          continue
        case .done(let status):
          Delivery.deliver(operation, status, self, thread, &aftermath)
          attempt = true
          continue
        }
      }
      startHead(direction, operation, thread)
      return
    }
    if direction == .send && rare?.shutsAfterSends == true && sendLane.isEmpty {
      rare?.shutsAfterSends = false
      _ = System.shutdown(descriptor, 1)
    }
  }

  /// The status that every further operation has, once the connection has failed.
  private func standingStatus(_ operation: OperationPointer, _ direction: Direction) -> Status? {
    if operation.pointee.isCancelled { return operation.pointee.cancelStatus }
    if failure != .success && operation.pointee.kind != .disconnect { return failure }
    return nil
  }

  /// Takes in an AcceptEx that has got its connection and waits for data. Under the listener's lock.
  func enqueueMoved(_ operation: OperationPointer, _ thread: Thread) {
    var aftermath = Aftermath()
    lock.lock()
    if flags.contains(.closing) {
      Delivery.deliver(operation, .cancelled, self, thread, &aftermath)
      lock.unlock()
      aftermath.settle()
      return
    }
    if receiveLane.append(operation) { startNext(.receive, thread, &aftermath, hint: true) }
    lock.unlock()
    aftermath.settle()
  }
}
