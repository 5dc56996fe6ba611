// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// How a call that starts an operation ended.
public enum Outcome: Equatable, Sendable {
  case completed(bytes: UInt32, flags: UInt32)
  case pending
}

extension SocketFlags {
  /// What an edge tells that brings nothing but data and room.
  @inline(__always)
  init(plain readiness: Readiness) {
    rawValue = readiness.events &* SocketFlags.mayHaveData.rawValue
  }
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
        case .receive: Receiving.stream(operation, self, flags)
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
      if !withEngine({ thread.isWorker(of: $0) })
        || !Transfer.canTransfer(operation, self, usually: usually)
      {
        return true
      }
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
      if kind != nil && Transfer.canTransfer(operation, self, usually: kind) {
        // A local function: a closure would become a function of its own.
        @_transparent
        func hand(to engine: Engine) { engine.startTransfer(operation, descriptor, thread) }
        engineReference._withUnsafeGuaranteedRef(hand(to:))
      } else {
        startOnRing(operation, thread)
      }
    } else {
      register(for: operation)
      withEngine { $0.noteWatched(operation, thread) }
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

  // MARK: Completions

  /// A completion of the ring for one of this socket's operations.
  @inline(__always)
  func completed(
    _ operation: OperationPointer, _ completion: RingCompletion, _ thread: Thread,
    _ aftermath: inout Aftermath
  ) {
    let result = Int(completion.result)
    let hasMore = Ring.socketHasMore(completion.flags)
    lock.lock()
    defer { lock.unlock() }
    guard OperationTable.isCurrent(operation, completion.user_data) else { return }
    guard operation.pointee.state == .transferring, result > 0, operation.pointee.extra == nil,
      operation.pointee.options.isDisjoint(with: [.fill, .cancelled])
    else { return completedGenerally(operation, result, hasMore: hasMore, thread, &aftermath) }
    // A receive that brought something, or a send that went out whole, is the usual case.
    operation.pointee.transferred &+= result
    if operation.pointee.kind == .receive {
      if hasMore { flags.insert(.mayHaveData) } else { flags.remove(.mayHaveData) }
      if receiveLane.head == operation { _ = receiveLane.removeFirst() }
      Delivery.deliverUsually(operation, .success, self, thread, &aftermath)
      if !receiveLane.isEmpty { startNext(.receive, thread, &aftermath, hint: hasMore) }
    } else if operation.pointee.rest.iov_len > 0 {
      startHead(.send, operation, thread)  // a send is never short (design 1)
    } else {
      if sendLane.head == operation { _ = sendLane.removeFirst() }
      Delivery.deliverUsually(operation, .success, self, thread, &aftermath)
      startNext(.send, thread, &aftermath, hint: false)
    }
  }

  @inline(never)
  private func completedGenerally(
    _ operation: OperationPointer, _ result: Int, hasMore: Bool, _ thread: Thread,
    _ aftermath: inout Aftermath
  ) {
    let direction = Socket.direction(of: operation)
    var step: Transfer.Step
    if operation.pointee.state == .transferring {
      if direction == .receive {
        if hasMore { flags.insert(.mayHaveData) } else { flags.remove(.mayHaveData) }
      }
      step = Transfer.absorb(operation, result: result, self)
    } else {
      flags.insert(direction == .send ? .mayHaveRoom : .mayHaveData)
      withLane(direction) { _ = $0.removeFirst() }
      step = result < 0 && operation.pointee.isCancelled ? .wouldBlock : Transfer.attempt(operation, self)
      if case .wouldBlock = step { withLane(direction) { $0.prepend(operation) } }
    }
    if operation.pointee.isCancelled { wakeReapers(&aftermath) }
    // What was asked to end and has not: neither data nor an end of its own came first.
    if case .wouldBlock = step, operation.pointee.isCancelled { step = .done(operation.pointee.cancelStatus) }
    switch step {
    case .wouldBlock:
      // Also "cancelled, though nobody asked": the thread that submitted it has ended (design 7).
      startHead(direction, operation, thread)
    case .moved: startNext(direction, thread, &aftermath, hint: true)
    case .done(let status):
      if laneHead(direction) == operation { withLane(direction) { _ = $0.removeFirst() } }
      Delivery.deliver(operation, status, self, thread, &aftermath)
      startNext(direction, thread, &aftermath, hint: direction == .receive && flags.contains(.mayHaveData))
    }
  }

  /// An edge of the epoll set.
  @inline(__always)
  func becameReady(_ events: UInt32, token: UInt64, _ thread: Thread, _ aftermath: inout Aftermath) {
    lock.lock()
    defer { lock.unlock() }
    guard isCurrent(token) else { return }
    let readiness = Readiness(events)
    guard readiness.isPlain else { return becameReady(readiness, thread, &aftermath) }
    let known = flags.union(SocketFlags(plain: readiness))
    flags = known
    if readiness.isReadable { advanceReceives(known, thread, &aftermath) }
    if readiness.isWritable, !sendLane.isEmpty { advance(.send, thread, &aftermath) }
  }

  /// The same where there is more to it than data and room.
  @inline(never)
  private func becameReady(_ readiness: Readiness, _ thread: Thread, _ aftermath: inout Aftermath) {
    if readiness.isReadable { flags.insert(.mayHaveData) }
    if readiness.isWritable { flags.insert(.mayHaveRoom) }
    if readiness.isHungUp { flags.insert(.hungUp) }
    if readiness.isUrgent { collectUrgentByte() }
    if readiness.isUrgent || readiness.isHungUp { advance(.urgent, thread, &aftermath) }
    if readiness.isReadable || readiness.isHungUp { advance(.receive, thread, &aftermath) }
    if readiness.isWritable || readiness.isHungUp { advance(.send, thread, &aftermath) }
  }

  /// The same as `advance`, with a receive of a stream in mind: it need not leave the lane to be attempted.
  /// - Parameter known: the flags.
  @inline(__always)
  private func advanceReceives(_ known: SocketFlags, _ thread: Thread, _ aftermath: inout Aftermath) {
    guard let operation = receiveLane.head else { return }
    guard operation.pointee.kind == .receive, operation.pointee.state == .watching,
      !operation.pointee.options.contains(.onFormerEngine),
      known.intersection([.stream, .usesUrgent, .hungUp]) == .stream
    else { return advance(.receive, thread, &aftermath) }
    guard case .done(let status) = Receiving.stream(operation, self, known) else { return }
    _ = receiveLane.removeFirst()
    Delivery.deliverUsually(operation, status, self, thread, &aftermath)
    withEngine { $0.noteEnd() }
    if !receiveLane.isEmpty { startNext(.receive, thread, &aftermath, hint: true) }
  }

  /// Attempts the lane's first operation, if the epoll set watches for it, and then what follows.
  func advance(_ direction: Direction, _ thread: Thread, _ aftermath: inout Aftermath) {
    guard let operation = laneHead(direction), operation.pointee.state == .watching,
      !operation.pointee.options.contains(.onFormerEngine)
    else { return }
    withLane(direction) { _ = $0.removeFirst() }
    switch Transfer.attempt(operation, self) {
    case .wouldBlock:
      withLane(direction) { $0.prepend(operation) }
      return
    case .moved: break
    case .done(let status): Delivery.deliver(operation, status, self, thread, &aftermath)
    }
    withEngine { $0.noteEnd() }
    startNext(direction, thread, &aftermath, hint: true)
  }
}
