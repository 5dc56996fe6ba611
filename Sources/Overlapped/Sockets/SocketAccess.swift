// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
package import LinuxIO

/// What the layer above asks a socket.
extension Socket {
  package func option(
    _ level: Int32, _ name: Int32, into out: UnsafeMutableRawBufferPointer
  ) throws(WinsockError) -> Int {
    lock.lock()
    defer { lock.unlock() }
    return try options.get(level: level, name: name, into: out, descriptor: descriptor, traits: traits)
  }

  package func setOption(_ level: Int32, _ name: Int32, _ value: UnsafeRawBufferPointer) throws(WinsockError)
  {
    lock.lock()
    defer { lock.unlock() }
    try options.set(level: level, name: name, value: value, descriptor: descriptor, traits: traits)
    if requestQueueReference != nil { notePacketInfo(level, name, value) }
  }

  package var isOverlapped: Bool { flags.contains(.overlapped) }
  /// The socket behind an entry in use.
  package static func behind(_ entry: HandleEntryPointer) -> Socket { of(entry).takeUnretainedValue() }

  package var hasPort: Bool { lock.withLock { port != nil } }
  package var isStreamSocket: Bool { type == Int32(SOCK_STREAM.rawValue) }
  package var isConnectedStream: Bool { isStreamSocket && lock.withLock { flags.contains(.connected) } }
  /// An IPv6 socket without IPV6_V6ONLY.
  package var isDualStack: Bool {
    guard family == AddressFamily.inet6 else { return false }
    var (value, size) = (Int32(1), UInt32(4))
    _ = System.getOption(descriptor, level: 41, name: IPV6_V6ONLY, &value, &size)
    return value == 0
  }
  package var isBound: Bool { lock.withLock { flags.contains(.bound) } }

  /// The process at the other end of an AF_UNIX connection: the one that connected, or that listens
  /// (SIO_AF_UNIX_GETPEERPID).
  package func peerProcess() throws(WinsockError) -> UInt32 {
    guard family == AddressFamily.unix, isConnectionOriented else { throw .notSupported }
    try lock.withLock { () throws(WinsockError) in
      settleConnecting()
      guard flags.contains(.connected) else { throw .notConnected }
    }
    guard let peer = LocalChannel.peer(of: descriptor), peer.process > 0 else { throw .notConnected }
    return UInt32(peer.process)
  }

  /// Closing would have to wait for data that has not gone out, on a socket that must not wait.
  package var mustLinger: Bool {
    lock.withLock {
      flags.contains(.nonBlocking) && flags.contains(.connected) && options.lingerSeconds != nil
        && failure == .success && System.unsentCount(descriptor) > 0
    }
  }

  /// A condition function wants to decide later.
  package func deferConnection(_ connection: Socket, _ peer: SocketAddress) {
    let descriptor = System.duplicate(connection.descriptor)
    guard descriptor >= 0 else { return }
    lock.withLock {
      if flags.contains(.closing) { return System.close(Int32(descriptor)) }
      rareState.deferred.append((Int32(descriptor), peer))
    }
  }

  package var tcpInformation: TransmissionInformation? {
    guard var found = TransmissionInformation(descriptor) else { return nil }
    let begin = lock.withLock { connection.begin }
    if begin != 0 { found.milliseconds = ConnectionRecord.now &- begin }
    return found
  }

  /// The connection is not wanted: its peer gets a reset.
  package func resetOnClose() {
    var value = linger(l_onoff: 1, l_linger: 0)
    _ = System.setOption(descriptor, level: SOL_SOCKET, name: SO_LINGER, &value, MemoryLayout<linger>.size)
  }

  /// Makes a socket of a descriptor that came from elsewhere, with its present state.
  package static func adopt(
    _ descriptor: Int32, family: Int32, type: Int32, protocolNumber: Int32, delivery: DeliveryStyle,
    isOverlapped: Bool
  ) -> Socket {
    let socket = Socket(
      descriptor: descriptor, family: family, type: type, protocolNumber: protocolNumber, delivery: delivery,
      isOverlapped: isOverlapped)
    var address = SocketAddress()
    if address.loadLocal(of: descriptor), address.port != 0 || family == AddressFamily.unix {
      socket.flags.insert(.bound)
    }
    if address.loadPeer(of: descriptor) { socket.flags.insert([.connected, .bound]) }
    var (listens, length) = (Int32(0), UInt32(4))
    if System.getOption(descriptor, level: SOL_SOCKET, name: SO_ACCEPTCONN, &listens, &length) >= 0,
      listens != 0
    {
      socket.flags.insert(.listening)
    }
    return socket
  }
}
