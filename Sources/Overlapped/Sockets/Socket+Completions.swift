// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

extension SocketFlags {
  /// What an edge tells that brings nothing but data and room.
  @inline(__always)
  init(plain readiness: Readiness) {
    rawValue = readiness.events &* SocketFlags.mayHaveData.rawValue
  }
}

/// What the engine tells a socket: a completion of the ring, or an edge of the epoll set.
extension Socket {
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
    guard operation.pointee.state == .transferring, result > 0, operation.pointee.isUsual,
      flags.isDisjoint(with: Delivery.watched)
    else { return completedGenerally(operation, result, hasMore: hasMore, thread, &aftermath) }
    // A receive that brought something, or a send that went out whole, is the usual case.
    operation.pointee.transferred &+= result
    if operation.pointee.kind == .receive {
      if hasMore { flags.insert(.mayHaveData) } else { flags.remove(.mayHaveData) }
      if receiveLane.head == operation { _ = receiveLane.removeFirst() }
      Delivery.deliverPlain(operation, self, thread, &aftermath)
      if !receiveLane.isEmpty { startNext(.receive, thread, &aftermath, hint: hasMore) }
    } else if operation.pointee.rest.iov_len > 0 {
      startHead(.send, operation, thread)  // a send is never short (design 1)
    } else {
      if sendLane.head == operation { _ = sendLane.removeFirst() }
      Delivery.deliverPlain(operation, self, thread, &aftermath)
      if !sendLane.isEmpty || rareReference != nil { startNext(.send, thread, &aftermath, hint: false) }
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

  /// What decides how an edge is taken in: a stream, and nothing else of these.
  private static let usualFlags: SocketFlags = Delivery.watched.union([.stream, .usesUrgent, .hungUp])

  /// The same as `advance`, with a receive of a stream in mind: it need not leave the lane to be attempted.
  /// - Parameter known: the flags.
  @inline(__always)
  private func advanceReceives(_ known: SocketFlags, _ thread: Thread, _ aftermath: inout Aftermath) {
    guard let operation = receiveLane.head else { return }
    guard operation.pointee.kind == .receive, operation.pointee.state == .watching,
      operation.pointee.isUsual,
      known.intersection(Socket.usualFlags) == .stream
    else { return advance(.receive, thread, &aftermath) }
    guard case .done(let status) = Receiving.once(into: operation.pointee.buffer, operation, self, known)
    else { return }
    _ = receiveLane.removeFirst()
    if _fastPath(status == .success) {
      Delivery.deliverPlain(operation, self, thread, &aftermath)
    } else {
      Delivery.deliver(operation, status, self, thread, &aftermath)
    }
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
