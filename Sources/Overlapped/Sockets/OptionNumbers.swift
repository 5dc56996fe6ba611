// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Numbers of the options at SOL_SOCKET.
enum SocketOption {
  static let debug: Int32 = 0x0001
  static let acceptsConnections: Int32 = 0x0002
  static let reuseAddress: Int32 = 0x0004
  static let exclusiveAddress: Int32 = ~0x0004
  static let keepAlive: Int32 = 0x0008
  static let dontRoute: Int32 = 0x0010
  static let broadcast: Int32 = 0x0020
  static let linger: Int32 = 0x0080
  static let dontLinger: Int32 = ~0x0080
  static let outOfBandInline: Int32 = 0x0100
  static let sendBuffer: Int32 = 0x1001
  static let receiveBuffer: Int32 = 0x1002
  static let sendLowWater: Int32 = 0x1003
  static let receiveLowWater: Int32 = 0x1004
  static let sendTimeout: Int32 = 0x1005
  static let receiveTimeout: Int32 = 0x1006
  static let error: Int32 = 0x1007
  static let type: Int32 = 0x1008
  static let maximumMessage: Int32 = 0x2003
  static let conditionalAccept: Int32 = 0x3002
  static let randomizePort: Int32 = 0x3005
  static let portScalability: Int32 = 0x3006
  static let reuseUnicastPort: Int32 = 0x3007
  static let reuseMulticastPort: Int32 = 0x3008
}
