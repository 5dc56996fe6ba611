// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import CWinsock
import LinuxIO
import Overlapped

// WSAIoctl: what it tells about the network, as opposed to the socket.

extension ControlCall {
  /// False for a code that is not one of these.
  mutating func runNetworkCode(_ code: UInt32) throws(WinsockError) -> Bool {
    switch code {
    case UInt32(SIO_ADDRESS_LIST_QUERY): try addressList()
    case UInt32(SIO_GET_INTERFACE_LIST): try interfaceList()
    case UInt32(SIO_ROUTING_INTERFACE_QUERY): try routingInterface()
    case UInt32(SIO_GET_BROADCAST_ADDRESS):
      guard socket.family == AddressFamily.inet else { throw .notSupported }
      try put(ControlCall.socketAddress(UInt32.max))
    case SIO_TCP_INFO: try tcpInformation()
    case SIOCSIPMSFILTER: try socket.setMulticastFilter(.inet, input)
    case SIOCGIPMSFILTER: returned = try socket.multicastFilter(.inet, input, output)
    case SIOCSMSFILTER: try socket.setMulticastFilter(.anyFamily, input)
    case SIOCGMSFILTER: returned = try socket.multicastFilter(.anyFamily, input, output)
    default: return false
    }
    return true
  }

  private func requireInternet() throws(WinsockError) {
    guard socket.family == AddressFamily.inet || socket.family == AddressFamily.inet6 else {
      throw .notSupported
    }
  }

  // MARK: Addresses

  /// SIO_ADDRESS_LIST_QUERY: what a socket of this family can be bound to. The loopback is listed only where
  /// there is nothing else.
  private mutating func addressList() throws(WinsockError) {
    try requireInternet()
    let all = InterfaceAddress.all(family: AddressFamily.linux(socket.family)!).filter(\.isUp)
    let outside = all.filter { !$0.isLoopback }
    let addresses = (outside.isEmpty ? all : outside).map { SocketAddress(linux: $0.address) }
    let size = SocketAddress.size(family: socket.family)
    let header = MemoryLayout<SOCKET_ADDRESS_LIST>.offset(of: \.Address)!
    let stride = MemoryLayout<SOCKET_ADDRESS>.stride
    returned = header + addresses.count * (stride + size)
    guard output.count >= returned, let base = output.baseAddress else { throw .badAddress }
    base.storeBytes(of: Int32(addresses.count), as: Int32.self)
    for (i, address) in addresses.enumerated() {
      let place = base + header + addresses.count * stride + i * size
      var length = Int32(size)
      try address.store(into: place, length: &length)
      let entry = SOCKET_ADDRESS(
        lpSockaddr: place.assumingMemoryBound(to: ws2_sockaddr.self), iSockaddrLength: length)
      withUnsafeBytes(of: entry) {
        (base + header + i * stride).copyMemory(from: $0.baseAddress!, byteCount: $0.count)
      }
    }
  }

  private static func socketAddress(_ host: UInt32) -> (UInt16, UInt16, UInt32, UInt64) {
    (UInt16(AddressFamily.inet), 0, host, 0)
  }

  /// SIO_GET_INTERFACE_LIST: INTERFACE_INFO of each IPv4 address: flags, then address, broadcast address and
  /// mask in 24 bytes each.
  private mutating func interfaceList() throws(WinsockError) {
    try requireInternet()
    let flagSize = 4
    let addressSize = 24
    let size = flagSize + 3 * addressSize
    let items = InterfaceAddress.all(family: AddressFamily.inet)
    guard output.count >= items.count * size, let base = output.baseAddress else { throw .badAddress }
    returned = items.count * size
    for (i, item) in items.enumerated() {
      let place = base + i * size
      place.initializeMemory(as: UInt8.self, repeating: 0, count: size)
      place.storeBytes(of: ControlCall.flags(item), as: UInt32.self)
      for (j, address) in [item.address, [], item.netmask].enumerated() {
        let host =
          address.count < 8
          ? UInt32.max : address.withUnsafeBytes { $0.load(fromByteOffset: 4, as: UInt32.self) }
        let value = ControlCall.socketAddress(host)
        withUnsafeBytes(of: value) {
          (place + flagSize + j * addressSize).copyMemory(from: $0.baseAddress!, byteCount: 16)
        }
      }
    }
  }

  private static func flags(_ item: InterfaceAddress) -> UInt32 {
    let rows = [
      (item.isUp, IFF_UP), (item.canBroadcast, IFF_BROADCAST), (item.isLoopback, IFF_LOOPBACK),
      (item.isPointToPoint, IFF_POINTTOPOINT), (item.canMulticast, IFF_MULTICAST),
    ]
    return rows.reduce(0) { $1.0 ? $0 | UInt32($1.1) : $0 }
  }

  /// The change that a code waits for; nil for one that does not wait.
  func awaitedChange(_ code: UInt32) throws(WinsockError) -> NetworkChange? {
    switch code {
    case UInt32(SIO_ADDRESS_LIST_CHANGE):
      try requireInternet()
      return .addressList
    case UInt32(SIO_ROUTING_INTERFACE_CHANGE):
      try requireInternet()
      return .path(try remoteAddress())
    default: return nil
    }
  }

  private func remoteAddress() throws(WinsockError) -> SocketAddress {
    guard input.count <= Int(Int32.max) else { throw .badAddress }
    let remote = try SocketAddress(windows: input.baseAddress, length: Int32(input.count))
    guard remote.family == socket.family else { throw .addressFamilyNotSupported }
    return remote
  }

  /// SIO_ROUTING_INTERFACE_QUERY: the local address from which a remote one is reached.
  private mutating func routingInterface() throws(WinsockError) {
    try requireInternet()
    var local = try remoteAddress().routedSource()
    local.port = 0
    returned = SocketAddress.size(family: socket.family)
    var length = Int32(clamping: output.count)
    try local.store(into: output.baseAddress, length: &length)
  }

  // MARK: TCP

  /// SIO_TCP_INFO: the input is the version wanted. What Linux does not count is 0.
  private mutating func tcpInformation() throws(WinsockError) {
    guard socket.isStreamSocket, socket.family != AddressFamily.unix else { throw .notSupported }
    let version = try read(UInt32.self)
    guard version <= 1 else { throw .invalidArgument }
    guard socket.isConnectedStream, let found = socket.tcpInformation else { throw .notConnected }
    var answer = TCP_INFO_v1()
    answer.State = TCPSTATE(rawValue: ControlCall.states[Int(found.state), default: TCPSTATE_CLOSED.rawValue])
    answer.Mss = found.segmentSize
    answer.ConnectionTimeMs = found.milliseconds
    answer.TimestampsEnabled = found.hasTimestamps ? 1 : 0
    answer.RttUs = found.roundTrip
    answer.MinRttUs = found.shortestRoundTrip
    answer.BytesInFlight = found.inFlight
    answer.Cwnd = found.congestionWindow
    answer.SndWnd = found.sendWindow
    answer.RcvWnd = found.receiveWindow
    answer.RcvBuf = found.receiveWindow
    answer.BytesOut = found.bytesOut
    answer.BytesIn = found.bytesIn
    answer.BytesReordered = found.reordered
    answer.BytesRetrans = found.retransmitted
    answer.TimeoutEpisodes = found.timeoutEpisodes
    answer.SndLimTimeRwin = found.limitedByReceiver
    answer.SndLimTimeCwnd = found.limitedByCongestion
    answer.SndLimTimeSnd = found.limitedBySender
    if version == 1 { return try put(answer) }
    // Version 0 is the beginning of version 1.
    try put(withUnsafeBytes(of: answer) { $0.loadUnaligned(as: TCP_INFO_v0.self) })
  }

  /// TCPSTATE by the kernel's number.
  private static let states: [Int: UInt32] = [
    1: TCPSTATE_ESTABLISHED.rawValue, 2: TCPSTATE_SYN_SENT.rawValue, 3: TCPSTATE_SYN_RCVD.rawValue,
    4: TCPSTATE_FIN_WAIT_1.rawValue, 5: TCPSTATE_FIN_WAIT_2.rawValue, 6: TCPSTATE_TIME_WAIT.rawValue,
    7: TCPSTATE_CLOSED.rawValue, 8: TCPSTATE_CLOSE_WAIT.rawValue, 9: TCPSTATE_LAST_ACK.rawValue,
    10: TCPSTATE_LISTEN.rawValue, 11: TCPSTATE_CLOSING.rawValue,
  ]
}
