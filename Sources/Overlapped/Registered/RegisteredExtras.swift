// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// What RIOReceiveEx and RIOSendEx have beside the data: addresses, control data, flags.
extension Socket {
  @inline(never)
  func fillExtra(
    _ operation: OperationPointer, _ direction: Direction, _ request: RegisteredRequest
  ) throws(WinsockError) {
    operation.pointee.extra = OperationExtra.take(vectors: 1)
    if direction == .receive {
      guard request.hasExtras else { return }
      let outputs = try outputs(request)
      operation.pointee.extra!.pointee.outputs = outputs
      if isDatagram { prepare(for: outputs, operation.pointee.extra!) }
      return
    }
    guard request.localAddress == nil else { throw .invalidArgument }
    if let output = try request.flagsOutput?.resolve(minimum: 4) {
      output.iov_base!.storeBytes(of: 0, as: UInt32.self)
    }
    guard isDatagram else { return }
    var destination: SocketAddress?
    if let slice = request.remoteAddress { destination = try remoteAddress(slice) }
    if let destination {
      withUnsafePointer(to: destination) { address(operation, $0, nil) }
    } else {
      address(operation, nil, nil)
    }
    if let slice = request.control { try prepareControl(slice, operation.pointee.extra!) }
  }

  private func outputs(_ request: RegisteredRequest) throws(WinsockError) -> RegisteredOutputs {
    var outputs = RegisteredOutputs()
    outputs.localAddress = try request.localAddress?.resolve(minimum: RegisteredOutputs.addressSize).iov_base
    outputs.remoteAddress = try request.remoteAddress?.resolve(minimum: RegisteredOutputs.addressSize)
      .iov_base
    if let control = try request.control?.resolve(minimum: RegisteredOutputs.controlBase) {
      outputs.control = control.iov_base
      outputs.controlRoom = control.iov_len
    }
    outputs.flags = try request.flagsOutput?.resolve(minimum: 4).iov_base
    guard outputs.areWritable(Thread.current) else { throw .badAddress }
    return outputs
  }

  /// Room for control data, and the packet information if it is needed for the local address.
  private func prepare(for outputs: RegisteredOutputs, _ extra: UnsafeMutablePointer<OperationExtra>) {
    guard outputs.localAddress != nil || outputs.control != nil else { return }
    _ = extra.pointee.makeControlRoom(MessageControl.receiveRoom)
    if outputs.localAddress != nil { lock.withLock { askForDestination() } }
  }

  private func remoteAddress(_ slice: BufferSlice) throws(WinsockError) -> SocketAddress {
    let bytes = try slice.resolve(minimum: RegisteredOutputs.addressSize)
    do throws(WinsockError) {
      let address = try SocketAddress(windows: bytes.iov_base, length: Int32(RegisteredOutputs.addressSize))
      if address.family == family { return address }
    } catch { if error == .badAddress { throw error } }
    throw .invalidArgument
  }

  private func prepareControl(_ slice: BufferSlice, _ extra: UnsafeMutablePointer<OperationExtra>)
    throws(WinsockError)
  {
    let bytes = try slice.resolve(minimum: RegisteredOutputs.controlBase)
    guard Thread.current.probe.isReadable(bytes.iov_base, bytes.iov_len) else { throw .badAddress }
    let total = Int(bytes.iov_base!.loadUnaligned(as: UInt32.self))
    guard total >= RegisteredOutputs.controlBase, total <= bytes.iov_len else { throw .invalidArgument }
    let control = UnsafeRawBufferPointer(
      start: bytes.iov_base! + RegisteredOutputs.controlBase, count: total - RegisteredOutputs.controlBase)
    guard control.count > 0 else { return }
    let room = extra.pointee.makeControlRoom(MessageControl.linuxRoom(for: control.count))
    guard let count = MessageControl.linuxForm(of: control, into: room) else { throw .invalidArgument }
    extra.pointee.header.msg_controllen = count
  }

  // MARK: Where datagrams were sent to

  /// Has Linux tell with each datagram which local address it was sent to. Under the lock.
  private func askForDestination() {
    guard let requestQueue, !requestQueue.hidesPacketInfo else { return }
    let (level, name) = PacketInfo.linuxOption(family)
    var (on, length) = (Int32(0), UInt32(4))
    if System.getOption(descriptor, level: level, name: name, &on, &length) >= 0, on != 0 { return }
    _ = System.setOption(descriptor, level: level, name: name, 1)
    requestQueue.hidesPacketInfo = true
  }

  /// The program sets the option itself: then its control data shows it. Under the lock.
  func notePacketInfo(_ level: Int32, _ name: Int32, _ value: UnsafeRawBufferPointer) {
    guard let requestQueue, PacketInfo.isOption(level, name), let first = value.first else { return }
    if first != 0 {
      requestQueue.hidesPacketInfo = false
    } else if requestQueue.hidesPacketInfo {
      requestQueue.hidesPacketInfo = false
      askForDestination()
    }
  }
}

/// The option by which a datagram's packet information is asked for.
private enum PacketInfo {
  static func linuxOption(_ family: Int32) -> (level: Int32, name: Int32) {
    family == AddressFamily.inet6 ? (41, Int32(IPV6_RECVPKTINFO)) : (0, Int32(IP_PKTINFO))
  }

  /// In the numbers of the C interface.
  static func isOption(_ level: Int32, _ name: Int32) -> Bool { name == 19 && (level == 0 || level == 41) }
}
