// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// DisconnectEx: ends the sending side after everything before it has been sent; the lane's order sees to that.
enum Disconnecting {
  static func attempt(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    let result = System.shutdown(socket.descriptor, Int32(SHUT_WR))
    if result < 0 && Int32(-result) != ENOTCONN { return .done(Status(Errno(Int32(-result)))) }
    socket.flags.insert([.sendShut, .disconnected])
    if operation.pointee.options.contains(.fill) { return .done(reuse(socket)) }
    return .done(.success)
  }

  /// TF_REUSE_SOCKET: a new kernel socket takes the place of the old one under the same descriptor.
  private static func reuse(_ socket: Socket) -> Status {
    // ConnectEx needs a bound socket, and the one that is reused still is: it keeps its local address.
    var local = SocketAddress()
    let wasBound = local.loadLocal(of: socket.descriptor)
    guard let isBound = renew(socket, local: wasBound ? local : nil) else { return .insufficientResources }
    socket.flags.remove([
      .connected, .connecting, .receiveShut, .sendShut, .ended, .hungUp, .disconnected, .needsContext,
    ])
    socket.flags.insert([.mayHaveData, .mayHaveRoom, .reusable])
    if isBound { socket.flags.insert(.bound) } else { socket.flags.remove(.bound) }
    socket.failure = .success
    socket.connection.begin = 0
    socket.rare?.messageRest = nil
    socket.rare?.urgentBytes = []
    socket.rare?.urgentMarks = []
    return .success
  }

  /// The old connection from the same port is not quite over (TIME_WAIT): the socket goes on with another port.
  /// Windows has DisconnectEx wait for that.
  static func changePort(_ socket: Socket) -> Bool {
    var local = SocketAddress()
    guard local.loadLocal(of: socket.descriptor) else { return false }
    local.clearPort()
    return renew(socket, local: local) ?? false
  }

  /// Puts a new kernel socket under the descriptor, bound to `local`, or to another port if that one is taken.
  ///
  /// - Returns: whether it is bound; nil if there is no new socket.
  private static func renew(_ socket: Socket, local: SocketAddress?) -> Bool? {
    let result = System.socket(
      family: AddressFamily.linux(socket.family) ?? socket.family, type: socket.type,
      protocol: SocketProtocol.linux(socket.protocolNumber, family: socket.family))
    guard result >= 0 else { return nil }
    socket.unregister()
    _ = System.shutdown(socket.descriptor, Int32(SHUT_RDWR))
    guard clinux_move_descriptor(Int32(result), socket.descriptor) >= 0 else { return nil }
    socket.options.carryOver(to: socket.descriptor, socket.traits)
    _ = System.setOption(socket.descriptor, level: SOL_SOCKET, name: SO_REUSEADDR, 1)
    guard var local else { return false }
    if local.withBytes({ System.bind(socket.descriptor, $0, $1) }) >= 0 { return true }
    local.clearPort()
    return local.withBytes { System.bind(socket.descriptor, $0, $1) } >= 0
  }
}
