// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Options of the protocols: a table of Windows numbers, Linux numbers and shapes.
enum ProtocolOptions {
  private enum Shape {
    case boolean, integer
    /// The same bytes on both sides.
    case raw
    /// An IPv4 address, or an interface index written as 0.0.0.n in network order.
    case interface
    /// group_req: the index is followed by an address whose family number differs.
    case groupRequest
    case readOnlyInteger
    /// Milliseconds here, seconds there.
    case discovery
  }

  private struct Row {
    let level: Int32
    let name: Int32
    let linuxLevel: Int32
    let linuxName: Int32
    let shape: Shape
    init(_ level: Int32, _ name: Int32, _ linuxName: Int32, _ shape: Shape, linuxLevel: Int32? = nil) {
      self.level = level
      self.name = name
      self.linuxLevel = linuxLevel ?? level
      self.linuxName = linuxName
      self.shape = shape
    }
  }

  private static let rows = [
    // IPPROTO_TCP
    Row(6, 1, TCP_NODELAY, .boolean), Row(6, 3, TCP_KEEPIDLE, .integer),
    Row(6, 4, TCP_MAXSEG, .readOnlyInteger),
    Row(6, 15, TCP_FASTOPEN, .boolean), Row(6, 16, TCP_KEEPCNT, .integer),
    Row(6, 17, TCP_KEEPINTVL, .integer),
    // IPPROTO_IP
    Row(0, 1, IP_OPTIONS, .raw), Row(0, 2, IP_HDRINCL, .boolean), Row(0, 3, IP_TOS, .integer),
    Row(0, 4, IP_TTL, .integer), Row(0, 9, IP_MULTICAST_IF, .interface),
    Row(0, 10, IP_MULTICAST_TTL, .integer),
    Row(0, 11, IP_MULTICAST_LOOP, .boolean), Row(0, 12, IP_ADD_MEMBERSHIP, .raw),
    Row(0, 13, IP_DROP_MEMBERSHIP, .raw), Row(0, 14, IP_MTU_DISCOVER, .discovery),
    Row(0, 19, IP_PKTINFO, .boolean), Row(0, 21, IP_RECVTTL, .boolean), Row(0, 40, IP_RECVTOS, .boolean),
    Row(0, 50, IP_RECVTOS, .boolean), Row(0, 41, MCAST_JOIN_GROUP, .groupRequest),
    Row(0, 42, MCAST_LEAVE_GROUP, .groupRequest), Row(0, 73, IP_MTU, .readOnlyInteger),
    // IPPROTO_IPV6
    Row(41, 4, IPV6_UNICAST_HOPS, .integer), Row(41, 9, IPV6_MULTICAST_IF, .integer),
    Row(41, 10, IPV6_MULTICAST_HOPS, .integer), Row(41, 11, IPV6_MULTICAST_LOOP, .boolean),
    Row(41, 12, IPV6_JOIN_GROUP, .raw), Row(41, 13, IPV6_LEAVE_GROUP, .raw),
    Row(41, 14, IPV6_DONTFRAG, .boolean),
    Row(41, 19, IPV6_RECVPKTINFO, .boolean), Row(41, 21, IPV6_RECVHOPLIMIT, .boolean),
    Row(41, 26, IPV6_CHECKSUM, .integer), Row(41, 27, IPV6_V6ONLY, .boolean),
    Row(41, 39, IPV6_TCLASS, .integer),
    Row(41, 40, IPV6_RECVTCLASS, .boolean), Row(41, 50, IPV6_RECVTCLASS, .boolean),
    Row(41, 41, MCAST_JOIN_GROUP, .groupRequest), Row(41, 42, MCAST_LEAVE_GROUP, .groupRequest),
    Row(41, 72, IPV6_MTU, .readOnlyInteger),
  ]

  private static let levels: Set<Int32> = [0, 6, 17, 41]

  private static func find(_ level: Int32, _ name: Int32, _ traits: SocketTraits) throws(WinsockError) -> Row
  {
    guard levels.contains(level) else { throw .invalidArgument }
    let fits: Bool
    switch level {
    case 6: fits = traits.isStream && traits.family != AddressFamily.unix
    case 0: fits = traits.family == AddressFamily.inet || traits.family == AddressFamily.inet6
    case 41: fits = traits.family == AddressFamily.inet6
    default: fits = traits.isDatagram
    }
    // IP_DONTFRAGMENT and IPV6_DONTFRAG are told apart by their level; membership by interface as well.
    guard fits, let row = rows.first(where: { $0.level == level && $0.name == name }) else {
      throw .noProtocolOption
    }
    return row
  }

  static func set(
    level: Int32, name: Int32, value: UnsafeRawBufferPointer, descriptor: Int32, traits: SocketTraits
  ) throws(WinsockError) {
    let row = try find(level, name, traits)
    switch row.shape {
    case .boolean: try apply(descriptor, row, try boolean(value) ? 1 : 0)
    case .integer: try apply(descriptor, row, try value.count == 1 ? Int32(value[0]) : integer(value))
    case .discovery: try apply(descriptor, row, try boolean(value) ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT)
    case .readOnlyInteger: throw .noProtocolOption
    case .raw:
      guard let base = value.baseAddress else { throw .badAddress }
      try check(System.setOption(descriptor, level: row.linuxLevel, name: row.linuxName, base, value.count))
    case .interface:
      let number = UInt32(bitPattern: try integer(value))
      var request = ip_mreqn()
      if number & 0xFF == 0 {
        request.imr_ifindex = Int32(number.byteSwapped & 0xFF_FFFF)
      } else {
        request.imr_address.s_addr = number
      }
      try check(
        System.setOption(descriptor, level: 0, name: row.linuxName, &request, MemoryLayout<ip_mreqn>.size))
    case .groupRequest:
      guard value.count >= 136, let base = value.baseAddress else { throw .badAddress }
      var copy = [UInt8](value[0..<136])
      let family = Int32(base.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
      guard let linux = AddressFamily.linux(family) else { throw .addressFamilyNotSupported }
      copy.withUnsafeMutableBytes { $0.storeBytes(of: UInt16(linux), toByteOffset: 8, as: UInt16.self) }
      try check(System.setOption(descriptor, level: row.linuxLevel, name: row.linuxName, &copy, 136))
    }
  }

  static func get(
    level: Int32, name: Int32, into out: UnsafeMutableRawBufferPointer, descriptor: Int32,
    traits: SocketTraits
  ) throws(WinsockError) -> Int {
    let row = try find(level, name, traits)
    var value: Int32 = 0
    var length: UInt32 = 4
    switch row.shape {
    case .boolean, .integer, .readOnlyInteger, .discovery:
      try check(System.getOption(descriptor, level: row.linuxLevel, name: row.linuxName, &value, &length))
      if row.shape == .discovery { return try put(value == IP_PMTUDISC_DO, out) }
      return row.shape == .boolean ? try put(value != 0, out) : try put(value, out)
    case .interface:
      var address = in_addr()
      try check(System.getOption(descriptor, level: 0, name: row.linuxName, &address, &length))
      return try put(Int32(bitPattern: address.s_addr), out)
    case .raw, .groupRequest: throw .noProtocolOption
    }
  }

  private static func apply(_ descriptor: Int32, _ row: Row, _ value: Int32) throws(WinsockError) {
    try check(System.setOption(descriptor, level: row.linuxLevel, name: row.linuxName, value))
  }

  private static func check(_ result: Int) throws(WinsockError) {
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
  }
}
