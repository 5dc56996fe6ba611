// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
package import LinuxIO

extension Socket {
  // MARK: Making

  /// A new socket, as WSASocket makes it.
  public static func make(
    family: Int32, type: Int32, protocolNumber: Int32, delivery: DeliveryStyle, isOverlapped: Bool,
    isRegistered: Bool = false
  ) throws(WinsockError) -> Socket {
    guard let linuxFamily = AddressFamily.linux(family) else { throw .addressFamilyNotSupported }
    // A pseudo stream is a byte stream also in the kernel.
    let linuxType =
      delivery == .stream && type != Int32(SOCK_RAW.rawValue) ? Int32(SOCK_STREAM.rawValue) : type
    let result = System.socket(
      family: linuxFamily, type: linuxType, protocol: SocketProtocol.linux(protocolNumber, family: family))
    guard result >= 0 else { throw WinsockError(Errno(Int32(-result))) }
    let socket = Socket(
      descriptor: Int32(result), family: family, type: type, protocolNumber: protocolNumber,
      delivery: delivery,
      isOverlapped: isOverlapped)
    if isRegistered { socket.flags.insert(.registered) }
    socket.options.prepare(descriptor: Int32(result), traits: socket.traits)
    if delivery.isMessageConnection {
      _ = System.setOption(Int32(result), level: SOL_SOCKET, name: SO_PASSCRED, 1)
    }
    return socket
  }

  // MARK: Addresses

  public func bind(_ address: SocketAddress) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    // Linux would choose a name for one that has none; Windows has no such names.
    if flags.contains(.bound) || address.isUnnamed { throw .invalidArgument }
    if family == AddressFamily.inet || family == AddressFamily.inet6 {
      try requireBindable(address)
      try AddressSharing.bind(
        descriptor, try withScope(address), type: type, options.addressUse, isDualStack: isDualStack)
      var bound = SocketAddress()
      if bound.loadLocal(of: descriptor) { rareState.sharedPort = bound.port }
    } else {
      let result = address.withBytes { System.bind(descriptor, $0, $1) }
      if result < 0 {
        let errno = Errno(Int32(-result))
        // A folder that is not there.
        throw errno == .noEntry ? .invalidArgument : WinsockError(errno)
      }
    }
    flags.insert(.bound)
    rare?.selection?.stateChanged(self)
  }

  /// A link-local address needs no scope to be bound to: the interface is the one that has it.
  private func withScope(_ address: SocketAddress) throws(WinsockError) -> SocketAddress {
    guard address.lacksScope else { return address }
    for candidate in InterfaceAddress.all(family: AF_INET6) {
      var local = SocketAddress(linux: candidate.address)
      local.port = address.port
      if local.hasSameHost(as: address) { return local }
    }
    throw .addressNotAvailable
  }

  /// A group or a broadcast address is no local address on Windows.
  private func requireBindable(_ address: SocketAddress) throws(WinsockError) {
    let plain = address.unmapped
    if plain.isMulticast || plain.family != address.family && !isDualStack { throw .addressNotAvailable }
    guard plain.isBroadcast else { return }
    throw isDatagram && !options.mayBroadcast ? .accessDenied : .addressNotAvailable
  }

  public func localAddress() throws(WinsockError) -> SocketAddress {
    guard flags.contains(.bound) else { throw .invalidArgument }
    var address = SocketAddress()
    guard address.loadLocal(of: descriptor) else { throw .invalidArgument }
    // A connected datagram socket shows the address its datagrams leave from.
    if isDatagram, var source = rare?.sourceAddress, address.isUnspecified {
      source.port = address.port
      return source
    }
    return address
  }

  public func peerAddress() throws(WinsockError) -> SocketAddress {
    lock.withLock { settleConnecting() }
    guard flags.contains(.connected), !flags.contains(.needsContext) || isDatagram else {
      throw .notConnected
    }
    if isDatagram, let peer = rare?.peer { return peer }
    var address = SocketAddress()
    if address.loadPeer(of: descriptor) { return address }
    guard let kept = connection.peer(family: family) else { throw .notConnected }
    return kept
  }

  // MARK: Listening and accepting

  public func listen(backlog: Int32) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    if !isConnectionOriented { throw .notSupported }
    if flags.contains(.connected) { throw .alreadyConnected }
    if !flags.contains(.bound) { throw .invalidArgument }
    let result = System.listen(descriptor, backlog: ListenBacklog.linux(backlog))
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
    // accept4 has no MSG_DONTWAIT.
    System.setNonBlocking(descriptor, true)
    flags.insert(.listening)
    rare?.selection?.stateChanged(self)
  }

  /// accept: a new socket with the listener's properties (behaviour 112), and the peer's address.
  package static func accept(_ entry: HandleEntryPointer, _ thread: Thread) throws(WinsockError) -> (
    Socket, SocketAddress
  ) {
    try unsafe(of(entry)) { (listener) throws(WinsockError) -> (Socket, SocketAddress) in
      try listener.accept(thread)
    }
  }

  private func accept(_ thread: Thread) throws(WinsockError) -> (Socket, SocketAddress) {
    guard isConnectionOriented else { throw .notSupported }
    guard flags.contains(.listening) else { throw .invalidArgument }
    guard let operation = OperationTable.take(thread, forCall: true) else { throw .wouldBlock }
    defer { OperationTable.giveBack(operation, thread) }
    operation.pointee.kind = .accept
    operation.pointee.options = []
    operation.pointee.transferred = 0
    operation.pointee.statusBlock = nil
    operation.pointee.extra = OperationExtra.take(vectors: 1)
    let isBlocking = !flags.contains(.nonBlocking)
    let status: Status
    do throws(WinsockError) {
      status = try perform(operation, .receive, isBlocking: isBlocking, timeout: 0, thread)
    } catch {
      rare?.notification?.attempted(.input, foundNothing: error == .wouldBlock, self)
      throw error
    }
    guard status == .success else { throw WinsockError(code: status.winsockError) }
    rare?.selection?.accepted(self)
    rare?.notification?.attempted(.input, foundNothing: false, self)
    let socket = Socket(
      descriptor: Int32(operation.pointee.buffer.iov_len), family: family, type: type,
      protocolNumber: protocolNumber, delivery: delivery, isOverlapped: flags.contains(.overlapped))
    socket.inherit(from: self)
    socket.catalogEntry = catalogEntry
    socket.connection.keep(operation.pointee.extra!.pointee.address, family: family)
    return (socket, operation.pointee.extra!.pointee.address)
  }

  /// What a new connection takes over from its listener.
  private func inherit(from listener: Socket) {
    options.inherit(from: listener.options, descriptor: descriptor, traits: traits)
    flags.formUnion(listener.flags.intersection([.nonBlocking, .registered]))
    if delivery.isMessageConnection {
      _ = System.setOption(descriptor, level: SOL_SOCKET, name: SO_PASSCRED, 1)
    }
    flags.insert(.accepted)
    becomeConnected()
  }

  // MARK: Connecting

  /// connect, WSAConnect.
  package static func connect(
    _ entry: HandleEntryPointer, _ address: SocketAddress, _ thread: Thread, until deadline: Deadline = .never
  ) throws(WinsockError) {
    try unsafe(of(entry)) { (socket) throws(WinsockError) in
      let milliseconds = deadline.remaining.map { UInt32(clamping: max($0 / 1_000_000, 1)) } ?? 0
      try socket.connect(address, thread, timeout: milliseconds)
    }
  }

  private func connect(_ address: SocketAddress, _ thread: Thread, timeout: UInt32) throws(WinsockError) {
    lock.lock()
    settleConnecting()
    if isDatagram {
      defer { lock.unlock() }
      try connectDatagram(address)
      return
    }
    do throws(WinsockError) {
      try requireConnectable()
      guard address.family == family else { throw .addressFamilyNotSupported }
      if family != AddressFamily.unix { try address.requireDestination() }
      switch Connecting.begin(self, address) {
      case .failure(let errno):
        flags.insert(.bound)
        throw WinsockError(errno)
      case .success(true):
        becomeConnected()
        rare?.selection?.stateChanged(self)
        // A connection over the loopback is made at once; a Windows program still sees it on its way.
        if flags.contains(.nonBlocking) { throw .wouldBlock }
        lock.unlock()
        return
      case .success(false): flags.insert([.connecting, .bound])
      }
      if flags.contains(.nonBlocking) {
        if rare?.selection != nil { rare?.selection?.stateChanged(self) }
        throw .wouldBlock
      }
    } catch {
      lock.unlock()
      throw error
    }
    lock.unlock()
    try finishConnecting(thread, timeout: timeout)
  }

  private func finishConnecting(_ thread: Thread, timeout: UInt32) throws(WinsockError) {
    guard let operation = OperationTable.take(thread, forCall: true) else { throw .wouldBlock }
    defer { OperationTable.giveBack(operation, thread) }
    operation.pointee.kind = .connect
    operation.pointee.options = []
    operation.pointee.transferred = 0
    operation.pointee.statusBlock = nil
    operation.pointee.buffer = iovec()
    let status = try perform(operation, .send, isBlocking: true, timeout: timeout, thread)
    if status == .success { return }
    lock.withLock { giveUpConnecting() }
    throw WinsockError(code: status.winsockError)
  }

  /// An attempt that was given up must not succeed behind the program's back.
  private func giveUpConnecting() {
    guard flags.contains(.connecting) else { return }
    flags.remove(.connecting)
    _ = SocketAddress.unspecified.withBytes { System.connect(descriptor, $0, $1) }
  }

  private func requireConnectable() throws(WinsockError) {
    if !flags.isDisjoint(with: [.listening, .awaitsConnection]) { throw .invalidArgument }
    if flags.contains(.connecting) { throw sendLane.isEmpty ? .alreadyInProgress : .invalidArgument }
    if flags.contains(.connected) {
      throw flags.contains(.needsContext) ? .invalidArgument : .alreadyConnected
    }
  }

  /// A datagram socket's peer is kept here, and a filter drops what others send: Linux would answer them with
  /// "port unreachable", which on Windows nobody sees (behaviour of connect).
  private func connectDatagram(_ address: SocketAddress) throws(WinsockError) {
    if family != AddressFamily.unix && isDatagramSocket { return try filterPeer(address) }
    var address = address
    if address.isUnspecified { address = .unspecified }
    let result = address.withBytes { System.connect(descriptor, $0, $1) }
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
    flags.insert(.bound)
    if address.isUnspecified { flags.remove(.connected) } else { flags.insert(.connected) }
    rare?.peer = nil
    rare?.selection?.stateChanged(self)
  }

  private var isDatagramSocket: Bool { type == Int32(SOCK_DGRAM.rawValue) }

  private func filterPeer(_ address: SocketAddress) throws(WinsockError) {
    guard address.family == family || address.family == AddressFamily.unspecified else {
      throw .addressFamilyNotSupported
    }
    if address.isUnspecified || address.family == AddressFamily.unspecified {
      DatagramPeer.removeFilter(descriptor)
      if let port = rare?.sharedPort { AddressSharing.connected(descriptor, port: port, to: nil) }
      flags.remove(.connected)
      rare?.peer = nil
      rare?.sourceAddress = nil
      return
    }
    guard address.port != 0 else { throw .addressNotAvailable }
    // The route decides, as in connect(2), whether there is a way, and from which address.
    var source = SocketAddress()
    let result = address.withBytes {
      DatagramPeer.findSource(
        $0, $1, mayBroadcast: options.mayBroadcast, onlyIPv6: family == AddressFamily.inet6 && !isDualStack
      ) { source.loadLocal(of: $0) }
    }
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
    if !flags.contains(.bound) {
      let any = SocketAddress.wildcard(family: family)
      let result = any.withBytes { System.bind(descriptor, $0, $1) }
      if result < 0 { throw WinsockError(Errno(Int32(-result))) }
      flags.insert(.bound)
    }
    let filtered = address.withBytes { DatagramPeer.filter(descriptor, peer: $0, $1) }
    if filtered < 0 { throw WinsockError(Errno(Int32(-filtered))) }
    if let port = rare?.sharedPort { AddressSharing.connected(descriptor, port: port, to: address) }
    flags.insert(.connected)
    rareState.peer = address
    rareState.sourceAddress = source
    rare?.selection?.stateChanged(self)
  }

  // MARK: Ending

  /// shutdown.
  /// - Parameter how: 0 receive, 1 send, 2 both.
  public func shutDown(_ how: Int32) throws(WinsockError) {
    var aftermath = Aftermath()
    defer { aftermath.settle() }
    lock.lock()
    defer { lock.unlock() }
    guard (0...2).contains(how) else { throw .invalidArgument }
    settleConnecting()
    if isConnectionOriented && !flags.contains(.connected) { throw .notConnected }
    if how != 0 {
      // Sends in the lane go out first: the end of the stream comes behind them.
      startDeferred(.send, Thread.current, &aftermath)
      if sendLane.isEmpty {
        _ = System.shutdown(descriptor, Int32(SHUT_WR))
      } else {
        rareState.shutsAfterSends = true
      }
      flags.insert(.sendShut)
    }
    // Local only (behaviour 69, 70): the peer may go on sending, and pending receives go on.
    if how != 1 { flags.insert(.receiveShut) }
  }

  // MARK: Modes

  /// FIONBIO.
  public func setNonBlocking(_ on: Bool) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    if !on && rare?.selection != nil { throw .invalidArgument }
    if on { flags.insert(.nonBlocking) } else { flags.remove(.nonBlocking) }
  }

  /// SIO_UDP_CONNRESET, SIO_UDP_NETRESET.
  public func reportDatagramErrors(_ on: Bool, expired: Bool) {
    let off: SocketFlags = expired ? .ignoresExpired : .ignoresUnreachable
    lock.lock()
    if on { flags.remove(off) } else { flags.insert(off) }
    lock.unlock()
  }

  /// SetFileCompletionNotificationModes: bits add up and are never cleared (behaviour 56).
  public func setNotificationModes(skipPacketOnSuccess: Bool, skipSettingEvent: Bool) throws(WinsockError) {
    guard flags.contains(.overlapped) else { throw .invalidParameter }
    lock.lock()
    if skipPacketOnSuccess { flags.insert(.skipPacketOnSuccess) }
    if skipSettingEvent { flags.insert(.skipSettingEvent) }
    lock.unlock()
  }

  /// CreateIoCompletionPort: completions from now on go to the port, also of operations under way
  /// (behaviour 51); operations started from now on use its engine.
  public func associate(with port: CompletionPort, key: UInt) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    guard flags.contains(.overlapped), self.port == nil else { throw .invalidParameter }
    self.port = port
    portKey = key
    move(to: port.engine)
    noteEngine()
  }

  /// Unread bytes (FIONREAD): without urgent ones (behaviour 82).
  public func unreadCount() throws(WinsockError) -> UInt32 {
    lock.lock()
    defer { lock.unlock() }
    if let rest = rare?.messageRest { return UInt32(rest.bytes.count - rest.offset) }
    collectUrgentByte()
    var result = System.unreadCount(descriptor)
    if isStream {
      result = unreadBesideUrgent(result)
    } else if result >= 0 && delivery == .datagram && family != AddressFamily.unix {
      let all = DatagramQueue.unreadCount(descriptor)
      if all.taken != nil { noteDatagramReport() }
      result = max(all.bytes, result)
    }
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
    if result > 0 { flags.insert(.mayHaveData) }
    return UInt32(result)
  }

  /// SIOCATMARK: TRUE when no urgent data waits (behaviour 83).
  public func isAtMark() throws(WinsockError) -> Bool {
    if isStream { useUrgentData(Thread.current) }
    lock.lock()
    defer { lock.unlock() }
    guard isStream else { throw .invalidArgument }
    if options.receivesUrgentInline { return true }
    collectUrgentByte()
    return rare?.urgentBytes.isEmpty ?? true
  }
}
