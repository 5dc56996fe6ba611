// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// What RIOReceiveEx returns beside the data: parts of registered buffers, filled before the result is there.
struct RegisteredOutputs: BitwiseCopyable {
  /// SOCKADDR_INET each.
  var localAddress: UnsafeMutableRawPointer?
  var remoteAddress: UnsafeMutableRawPointer?
  /// RIO_CMSG_BUFFER: the length of the whole, then control data from the next multiple of eight on.
  var control: UnsafeMutableRawPointer?
  var controlRoom = 0
  var flags: UnsafeMutableRawPointer?

  /// The size of SOCKADDR_INET, which holds an address of either family.
  static let addressSize = 28
  static let controlBase = 8

  /// Whether they are memory still: a registered buffer may have been freed.
  func areWritable(_ thread: Thread) -> Bool {
    func isFine(_ place: UnsafeMutableRawPointer?, _ count: Int) -> Bool {
      place == nil || thread.probe.isWritable(place, count)
    }
    return isFine(localAddress, RegisteredOutputs.addressSize)
      && isFine(remoteAddress, RegisteredOutputs.addressSize) && isFine(control, controlRoom)
      && isFine(flags, 4)
  }

  /// Of a datagram.
  ///
  /// - Returns: false if there was not enough room for the control data.
  func store(_ header: UnsafeMutablePointer<msghdr>, _ source: SocketAddress, _ socket: Socket) -> Bool {
    if let remoteAddress, header.pointee.msg_namelen > 0 {
      source.storeTruncated(into: remoteAddress, length: nil)
    }
    if let localAddress {
      var address = SocketAddress()
      if address.loadLocal(of: socket.descriptor) {
        // A socket bound to all addresses learns from the packet which one it was.
        if var destination = MessageControl.destination(header) {
          destination.port = address.port
          address = destination
        }
        address.storeTruncated(into: localAddress, length: nil)
      }
    }
    var fits = true
    if let control {
      let room = UnsafeMutableRawBufferPointer(
        start: control + RegisteredOutputs.controlBase, count: controlRoom - RegisteredOutputs.controlBase)
      let (used, isComplete) = MessageControl.windowsForm(
        header, into: room, socket.options.trafficReports,
        hidesPacketInfo: socket.requestQueue?.hidesPacketInfo ?? false)
      control.storeBytes(of: UInt32(RegisteredOutputs.controlBase + min(used, room.count)), as: UInt32.self)
      fits = isComplete
    }
    flags?.storeBytes(of: MessageControl.flags(header, controlFits: fits), as: UInt32.self)
    return fits
  }

  /// Of a connection: its two addresses; there is no control data.
  func store(_ socket: Socket) {
    var address = SocketAddress()
    if let localAddress, address.loadLocal(of: socket.descriptor) {
      address.storeTruncated(into: localAddress, length: nil)
    }
    if let remoteAddress, address.loadPeer(of: socket.descriptor) {
      address.storeTruncated(into: remoteAddress, length: nil)
    }
    control?.storeBytes(of: UInt32(RegisteredOutputs.controlBase), as: UInt32.self)
    flags?.storeBytes(of: 0, as: UInt32.self)
  }
}
