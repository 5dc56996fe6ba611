// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// AcceptEx, and the blocking accept: takes a connection of a listener, and for AcceptEx its first data.
enum Accepting {
  static func attempt(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    guard let extra = operation.pointee.extra else { return .done(.invalidParameter) }
    let address = UnsafeMutablePointer(extra.pointer(to: \.address)!)
    var length = UInt32(SocketAddress.capacity)
    let result: Int
    if let deferred = socket.rare?.deferred.first {
      socket.rare?.deferred.removeFirst()
      address.pointee = deferred.peer
      length = UInt32(deferred.peer.length)
      result = Int(deferred.descriptor)
    } else {
      result = System.accept(socket.descriptor, UnsafeMutableRawPointer(address), &length)
    }
    if result < 0 {
      switch Int32(-result) {
      case EAGAIN, ECONNABORTED, EPROTO:
        socket.flags.remove(.mayHaveData)
        return .wouldBlock
      default: return .done(Status(Errno(Int32(-result))))
      }
    }
    extra.pointee.address.length = Int(length)
    operation.pointee.buffer.iov_len = result  // the new descriptor, for the caller of accept
    guard let acceptEntry = extra.pointee.acceptEntry else { return .done(.success) }
    var local = SocketAddress()
    _ = local.loadLocal(of: Int32(result))
    guard AcceptBuffer.hasRoom(for: local, and: address.pointee, extra) else {
      // The connection is there for the next one that accepts (behaviour 106).
      socket.rareState.deferred.insert((Int32(result), address.pointee), at: 0)
      return .done(.bufferTooSmall)
    }
    let accepting = Socket.of(acceptEntry).takeUnretainedValue()
    let status = adopt(Int32(result), accepting, local, operation)
    if status != .success || extra.pointee.dataLength == 0 { return .done(status) }
    handOver(operation, to: accepting, acceptEntry, listener: socket)
    return .moved
  }

  /// The connection is there, its first data is not: the operation waits in the lane of the accepting socket,
  /// and the listener's next AcceptEx takes the next connection. It still reports to the listener's port.
  private static func handOver(
    _ operation: OperationPointer, to accepting: Socket, _ acceptEntry: HandleEntryPointer, listener: Socket
  ) {
    let extra = operation.pointee.extra!
    extra.pointee.deliveryPort = listener.port
    extra.pointee.deliveryKey = listener.portKey
    extra.pointee.acceptEntry = operation.pointee.entry
    operation.pointee.entry = acceptEntry
    operation.pointee.kind = .receive
    operation.pointee.buffer = iovec(
      iov_base: operation.pointee.acceptOutput, iov_len: extra.pointee.dataLength)
    operation.pointee.state = .queued
    accepting.enqueueMoved(operation, Thread.current)
  }

  /// The AcceptEx is over: another one may use the accepting socket. Before the program is told. Under the
  /// listener's lock.
  static func letGo(_ operation: OperationPointer) {
    guard operation.pointee.kind == .accept, let entry = operation.pointee.extra?.pointee.acceptEntry else {
      return
    }
    Socket.of(entry)._withUnsafeGuaranteedRef { accepting in
      accepting.lock.withLock { _ = accepting.flags.remove(.awaitsConnection) }
    }
  }

  /// Puts the connection under the descriptor of the socket that was made for it, and fills in the output
  /// buffer of AcceptEx: data, local address, remote address, each address in its own area.
  private static func adopt(
    _ descriptor: Int32, _ accepting: Socket, _ local: SocketAddress, _ operation: OperationPointer
  ) -> Status {
    let extra = operation.pointee.extra!
    accepting.lock.lock()
    defer { accepting.lock.unlock() }
    if accepting.flags.contains(.closing) {
      System.close(descriptor)
      return .cancelled
    }
    accepting.options.carryOver(to: descriptor, accepting.traits)
    // The epoll set knows the file that is replaced here.
    accepting.unregister()
    guard clinux_move_descriptor(descriptor, accepting.descriptor) >= 0 else { return .insufficientResources }
    accepting.flags.insert([.connected, .bound, .needsContext])
    accepting.flags.remove([
      .reusable, .ended, .disconnected, .receiveShut, .sendShut, .hungUp, .awaitsConnection,
    ])
    accepting.flags.insert([.mayHaveData, .mayHaveRoom])
    accepting.connection.keep(extra.pointee.address, family: accepting.family)
    accepting.connection.begin = ConnectionRecord.now
    operation.pointee.transferred = 0
    AcceptBuffer.store(
      local: local, remote: extra.pointee.address, extra, output: operation.pointee.acceptOutput)
    return .success
  }
}

/// The output buffer of AcceptEx: `dataLength` bytes of data, then two areas, each of which begins with the
/// address and ends with its length (the layout GetAcceptExSockaddrs knows).
public enum AcceptBuffer {
  /// Bytes an area needs beyond the address: behaviour 106.
  static let overhead = 16

  /// Whether both areas take their addresses. An area of no bytes takes none.
  static func hasRoom(
    for local: SocketAddress, and remote: SocketAddress, _ extra: UnsafeMutablePointer<OperationExtra>
  ) -> Bool {
    func fits(_ address: SocketAddress, _ size: Int) -> Bool {
      size == 0 || size >= address.length + overhead
    }
    return fits(local, extra.pointee.localAddressLength) && fits(remote, extra.pointee.remoteAddressLength)
  }

  static func store(
    local: SocketAddress, remote: SocketAddress, _ extra: UnsafeMutablePointer<OperationExtra>,
    output: UnsafeMutableRawPointer?
  ) {
    guard let output else { return }
    let localArea = output + extra.pointee.dataLength
    let remoteArea = localArea + extra.pointee.localAddressLength
    put(local, localArea, extra.pointee.localAddressLength)
    put(remote, remoteArea, extra.pointee.remoteAddressLength)
  }

  private static func put(_ address: SocketAddress, _ area: UnsafeMutableRawPointer, _ size: Int) {
    if size == 0 { return }
    var length = Int32(size - 4)
    address.storeTruncated(into: area, length: &length)
    area.storeBytes(of: length, toByteOffset: size - 4, as: Int32.self)
  }

  /// GetAcceptExSockaddrs: where the addresses are.
  public static func addresses(
    in output: UnsafeMutableRawPointer, dataLength: Int, localLength: Int, remoteLength: Int
  ) -> (
    local: UnsafeMutableRawPointer, localLength: Int32, remote: UnsafeMutableRawPointer, remoteLength: Int32
  ) {
    let local = output + dataLength
    let remote = local + localLength
    func length(_ area: UnsafeMutableRawPointer, _ size: Int) -> Int32 {
      size < 4 ? 0 : area.loadUnaligned(fromByteOffset: size - 4, as: Int32.self)
    }
    return (local, length(local, localLength), remote, length(remote, remoteLength))
  }
}
