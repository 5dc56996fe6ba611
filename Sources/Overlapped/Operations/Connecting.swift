// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Connects: starts the attempt without blocking, then waits for the socket to become writable.
enum Connecting {
  /// The first part: true if the connection is made at once.
  static func begin(_ socket: Socket, _ address: SocketAddress) -> Result<Bool, Errno> {
    System.setNonBlocking(socket.descriptor, true)
    defer { System.setNonBlocking(socket.descriptor, false) }
    var result = address.withBytes { System.connect(socket.descriptor, $0, $1) }
    // The first call after an attempt that failed only acknowledges the failure.
    if result == -Int(ECONNABORTED) {
      result = address.withBytes { System.connect(socket.descriptor, $0, $1) }
    }
    socket.connection.keep(address, family: socket.family)
    switch Int32(-result) {
    case 0: return .success(true)
    case EINPROGRESS, EINTR: return .success(false)
    case EAGAIN where socket.family == AddressFamily.unix: return .failure(.connectionRefused)
    default: return .failure(Errno(Int32(-result)))
    }
  }

  static func attempt(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    // ConnectEx begins here; the blocking connect has begun before it waits.
    if let extra = operation.pointee.extra, !socket.flags.contains(.connecting),
      !socket.flags.contains(.connected)
    {
      var result = begin(socket, extra.pointee.address)
      if case .failure(.addressNotAvailable) = result, socket.flags.contains(.reusable),
        Disconnecting.changePort(socket)
      {
        result = begin(socket, extra.pointee.address)
      }
      switch result {
      case .failure(.addressNotAvailable) where extra.pointee.address.port != 0:
        // The local address is bound; it is in use for the same peer.
        return .done(.addressAlreadyExists)
      case .failure(let errno): return .done(Status(errno))
      case .success(true): socket.becomeConnected()
      case .success(false): socket.flags.insert(.connecting)
      }
      if socket.flags.contains(.connected) { socket.flags.insert(.needsContext) }
    }
    if socket.flags.contains(.connecting) {
      switch outcome(socket) {
      case nil: return .wouldBlock
      case .some(let errno) where errno.code != 0 && !endsConnection(errno):
        socket.flags.remove(.connecting)
        return .done(Status(errno))
      case .some(let errno):
        socket.becomeConnected()
        if errno.code != 0 { socket.failure = Status(errno) }
        if operation.pointee.extra != nil { socket.flags.insert(.needsContext) }
      }
    }
    // ConnectEx may carry the first data.
    if operation.pointee.buffer.iov_len == 0 { return .done(.success) }
    return Sending.attempt(operation, socket)
  }

  /// An attempt is refused or times out; a reset is the end of a connection that was made meanwhile.
  static func endsConnection(_ errno: Errno) -> Bool { errno == .connectionReset || errno == .brokenPipe }

  /// How the attempt in progress ended: errno 0 for success, nil while it goes on.
  static func outcome(_ socket: Socket) -> Errno? {
    let events = System.poll(socket.descriptor, events: Int16(POLLOUT))
    if events == 0 { return nil }
    return Errno(System.takeError(socket.descriptor))
  }
}

extension Socket {
  func becomeConnected() {
    flags.remove([.connecting, .reusable])
    flags.insert([.connected, .bound, .mayHaveData, .mayHaveRoom])
    failure = .success
    if isStream { connection.begin = ConnectionRecord.now }
    // No edge tells of a connection that a call or an operation finds made; the selector looks at it once more.
    if _slowPath(rare?.notification != nil) { _ = Selector.shared.watch(self) }
  }

  /// Takes note of the end of a connect that nobody waited for. Under the lock.
  func settleConnecting() {
    guard flags.contains(.connecting), sendLane.isEmpty, let errno = Connecting.outcome(self) else { return }
    if errno.code == 0 || Connecting.endsConnection(errno) {
      becomeConnected()
      if errno.code != 0 { failure = Status(errno) }
    } else {
      flags.remove(.connecting)
      rareState.connectError = WinsockError(errno).code
    }
  }
}
