// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// State that few sockets have, so that the others need not carry it. Under the socket's lock.
final class RareState: @unchecked Sendable {
  /// Receives of urgent data.
  var urgentLane = OperationQueue()
  /// Of a socket that uses registered I/O.
  var requestQueue: RequestQueue? {
    didSet { requestQueueReference = requestQueue.map { .passUnretained($0) } }
  }
  private(set) var requestQueueReference: Unmanaged<RequestQueue>?
  /// How many threads wait for the socket itself, or are about to.
  var waiterCount = 0
  /// Their waits; under the dispatcher's lock.
  var waits = WaitList()
  var messageRest: MessageRest?
  /// An ICMP error that a send ran into; the next receive reports it.
  var datagramReport: Errno?
  var selection: EventSelection?
  var notification: SocketNotification?
  /// The selector's registration for whoever observes the socket.
  var watch: Handle?
  var isObserved: Bool { selection != nil || notification != nil || watchesUrgent }
  /// The outcome of a connect that did not block (SO_ERROR; behaviour 77).
  var connectError: Int32 = 0
  /// Urgent bytes that were taken out of the stream and not yet received.
  var urgentBytes: [UInt8] = []
  /// How many bytes of the stream are before each place at which an urgent byte was taken out while they were unread.
  var urgentMarks: [Int] = []
  var hasSeenUrgent = false
  /// Urgent bytes are taken out as they are noticed.
  var watchesUrgent = false
  /// Of a connected datagram socket: its peer.
  var peer: SocketAddress?
  /// Of a connected datagram socket: the address its datagrams leave from.
  var sourceAddress: SocketAddress?
  /// Another process has the kernel's socket as well.
  var isShared = false
  /// Somebody may see a moment's delay in the end of the kernel's socket: by its address, or by the events of a socket that
  /// lives on in another process.
  var isSeenToEnd: Bool { isShared || sharedPort != nil }
  /// The port, in network order, under which AddressSharing knows this socket.
  var sharedPort: UInt16?
  /// Connections that a condition function has deferred: the next accept takes them first.
  var deferred: [(descriptor: Int32, peer: SocketAddress)] = []
  /// Threads that wait for the kernel to give cancelled operations back.
  var reapers: [Thread] = []
  /// shutdown(SD_SEND) came while sends were pending.
  var shutsAfterSends = false
  /// Of operations that a ring has although the socket has moved to another engine: that ring.
  var formerEngines: [(operation: OperationPointer, engine: Unmanaged<Engine>)] = []
  /// Of a socket that has asked for changes of the network.
  var changes: ChangeRequests?
}

extension Socket {
  var rareState: RareState {
    if let rare { return rare }
    let state = RareState()
    rareReference = .passRetained(state)
    return state
  }

  // MARK: The engine that has an operation

  /// It is the socket's, unless the socket has moved while a ring had the operation. Under the lock.
  func engine(of operation: OperationPointer) -> Engine {
    guard operation.pointee.options.contains(.onFormerEngine),
      let found = rare?.formerEngines.first(where: { $0.operation == operation })
    else { return engine }
    return found.engine.takeUnretainedValue()
  }

  /// Operations that are started from now on use another engine; those that are only watched for move along. Under
  /// the lock.
  func move(to other: Engine) {
    let former = engine
    unregister()
    engine = other
    let heads = [Direction.receive, .send, .urgent].compactMap { direction in
      laneHead(direction).map { (direction, $0) }
    }
    rare?.formerEngines.removeAll { old in
      !heads.contains { $0.1 == old.operation && $0.1.pointee.options.contains(.onFormerEngine) }
    }
    for (direction, head) in heads where !head.pointee.options.contains(.onFormerEngine) {
      switch head.pointee.state {
      case .transferring, .watching:
        if former.isRing {
          rareState.formerEngines.append((head, .passUnretained(former)))
          head.pointee.options.insert(.onFormerEngine)
        } else {
          former.noteEnd()
          startHead(direction, head, Thread.current)
        }
      default: break
      }
    }
  }

  var hasSeenUrgent: Bool { rare?.hasSeenUrgent ?? false }

  // MARK: Errors of earlier datagrams

  /// Empties the error queue, and keeps an ICMP error for the next receive, unless SIO_UDP_CONNRESET is off, or
  /// SIO_UDP_NETRESET for one that says that the TTL has expired.
  ///
  /// - Returns: whether there was an ICMP error, of whatever kind.
  @discardableResult
  func noteDatagramReport() -> Bool {
    guard family == AddressFamily.inet || family == AddressFamily.inet6 else { return false }
    let found = DatagramErrors.drain(descriptor)
    guard let errno = found.report else { return found.isAny }
    let off: SocketFlags = errno == .hostUnreachable ? .ignoresExpired : .ignoresUnreachable
    if !flags.contains(off) { rareState.datagramReport = errno }
    return true
  }

  func takeDatagramReport() -> Errno? {
    guard let errno = rare?.datagramReport else { return nil }
    rare?.datagramReport = nil
    return errno
  }

  // MARK: Urgent data

  /// The program wants urgent data. A receive that the ring has would read past an urgent byte, and Linux
  /// forgets it then: that receive comes back, and is watched for instead.
  func useUrgentData(_ thread: Thread) {
    lock.lock()
    defer { lock.unlock() }
    guard !flags.contains(.usesUrgent) else { return }
    flags.insert(.usesUrgent)
    // Two urgent bytes are kept apart only if the first is taken before the second comes.
    rareState.watchesUrgent = true
    _ = Selector.shared.watch(self)
    if let head = receiveLane.head, head.pointee.state == .transferring, !head.pointee.isCancelled {
      _ = engine(of: head).cancel(head)
    }
  }

  /// Collects the urgent byte the kernel holds, if it has one, so that a second does not push it into the
  /// stream: Linux keeps one only. Two that arrive between two looks still do (docs/DEVIATIONS.md).
  func collectUrgentByte() {
    guard isStream, !options.receivesUrgentInline else { return }
    var byte: UInt8 = 0
    var hasFound = false
    while System.receive(descriptor, &byte, 1, flags: MessageFlags.linuxOutOfBand) == 1 {
      rareState.hasSeenUrgent = true
      rareState.urgentBytes.append(byte)
      // FIONREAD stops at the byte.
      let before = System.unreadCount(descriptor)
      if before > 0 && flags.contains(.usesUrgent) { rareState.urgentMarks.append(before) }
      hasFound = true
    }
    if hasFound { completeUrgentReceive() }
  }

  /// How much of the stream a receive may take at once: Linux steps over an urgent byte that was taken out only while it is
  /// the last one, and has others in the stream. Nil if there is none ahead. Under the lock.
  func roomBeforeUrgentMark() -> Int? {
    while let rare, rare.urgentMarks.first == 0 {
      rare.urgentMarks.removeFirst()
      // At the last one FIONREAD is 0.
      var byte: UInt8 = 0
      let isInStream = System.unreadCount(descriptor) > 0
      if isInStream && System.receive(descriptor, &byte, 1, flags: 0) == 1 {
        rare.urgentMarks = rare.urgentMarks.map { $0 - 1 }
      }
    }
    return rare?.urgentMarks.first
  }

  /// A receive has taken so much of the stream.
  func moveUrgentMarks(by count: Int) {
    rareState.urgentMarks = rareState.urgentMarks.map { max(0, $0 - count) }
    _ = roomBeforeUrgentMark()
  }

  /// The byte is here now: whoever watches the descriptor for it would wait in vain.
  private func completeUrgentReceive() {
    guard let head = urgentLane.head, head.pointee.state == .watching else { return }
    let engine = engine(of: head)
    if engine.isRing {
      // It comes back as "cancelled, though nobody asked", and is attempted again.
      _ = engine.cancel(head)
    } else {
      var aftermath = Aftermath()
      advance(.urgent, Thread.current, &aftermath)
      aftermath.settle()
    }
  }

  /// Bytes that wait beside urgent ones. FIONREAD stops at the urgent mark; a look past it is tried as well.
  func unreadBesideUrgent(_ count: Int) -> Int {
    guard flags.contains(.usesUrgent) || hasSeenUrgent else { return count }
    let unread = max(count, System.receive(descriptor, nil, 1 << 30, flags: MessageFlags.linuxMeasure))
    return unread - (rare?.urgentMarks.filter { $0 < unread }.count ?? 0)
  }

  func takeUrgentByte(peek: Bool) -> UInt8? {
    collectUrgentByte()
    guard let rare, let byte = rare.urgentBytes.first else { return nil }
    if !peek { rare.urgentBytes.removeFirst() }
    return byte
  }
}
