// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Options of the protocols: a table of Windows numbers, Linux numbers and shapes.
enum ProtocolOptions {
  private enum Shape {
    case boolean, integer
    /// A boolean that comes back as one byte.
    case byteBoolean
    /// A boolean that is four bytes long in any case.
    case flag
    /// 0 to 255.
    case byte
    /// The same, or −1 for the system's choice.
    case hops
    /// The same bytes on both sides.
    case raw
    /// An IPv4 address, or an interface index written as 0.0.0.n in network order.
    case interface
    /// ip_mreq: group, interface (an address, or an index as above).
    case membership
    /// ipv6_mreq: group, index.
    case membership6
    /// ip_mreq_source: Linux has the last two of group, source, interface the other way round.
    case sourceMembership
    /// group_req and group_source_req: an index, then addresses whose family number differs.
    case groupRequest, sourceRequest
    case readOnlyInteger
    /// IP_DONTFRAGMENT.
    case discovery
    /// PMTUD_STATE, whose numbers differ.
    case discoveryMode
    /// Seconds or milliseconds here, milliseconds there; −1 for ever.
    case retransmission(Int32)
    /// An interface index in host order here, in network order there.
    case hostOrderIndex
    /// On or off here, the length of a queue there.
    case fastOpen
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
    Row(6, 1, TCP_NODELAY, .byteBoolean), Row(6, 4, TCP_MAXSEG, .readOnlyInteger),
    Row(6, 5, TCP_USER_TIMEOUT, .retransmission(1000)), Row(6, 14, TCP_USER_TIMEOUT, .retransmission(1)),
    Row(6, 15, TCP_FASTOPEN, .fastOpen),
    // IPPROTO_UDP
    Row(17, 1, SO_NO_CHECK, .flag, linuxLevel: SOL_SOCKET), Row(17, 2, UDP_SEGMENT, .integer),
    Row(17, 3, UDP_GRO, .flag),
    // IPPROTO_IP
    Row(0, 1, IP_OPTIONS, .raw), Row(0, 2, IP_HDRINCL, .boolean), Row(0, 3, IP_TOS, .byte),
    Row(0, 4, IP_TTL, .byte), Row(0, 9, IP_MULTICAST_IF, .interface),
    Row(0, 10, IP_MULTICAST_TTL, .byte),
    Row(0, 11, IP_MULTICAST_LOOP, .boolean), Row(0, 12, IP_ADD_MEMBERSHIP, .membership),
    Row(0, 13, IP_DROP_MEMBERSHIP, .membership), Row(0, 14, IP_MTU_DISCOVER, .discovery),
    Row(0, 15, IP_ADD_SOURCE_MEMBERSHIP, .sourceMembership),
    Row(0, 16, IP_DROP_SOURCE_MEMBERSHIP, .sourceMembership),
    Row(0, 17, IP_BLOCK_SOURCE, .sourceMembership), Row(0, 18, IP_UNBLOCK_SOURCE, .sourceMembership),
    Row(0, 19, IP_PKTINFO, .flag), Row(0, 21, IP_RECVTTL, .flag), Row(0, 31, IP_UNICAST_IF, .integer),
    Row(0, 40, IP_RECVTOS, .flag), Row(0, 50, IP_RECVTOS, .flag),
    Row(0, 41, MCAST_JOIN_GROUP, .groupRequest), Row(0, 42, MCAST_LEAVE_GROUP, .groupRequest),
    Row(0, 43, MCAST_BLOCK_SOURCE, .sourceRequest), Row(0, 44, MCAST_UNBLOCK_SOURCE, .sourceRequest),
    Row(0, 45, MCAST_JOIN_SOURCE_GROUP, .sourceRequest),
    Row(0, 46, MCAST_LEAVE_SOURCE_GROUP, .sourceRequest),
    Row(0, 71, IP_MTU_DISCOVER, .discoveryMode), Row(0, 73, IP_MTU, .readOnlyInteger),
    // IPPROTO_IPV6
    Row(41, 4, IPV6_UNICAST_HOPS, .hops), Row(41, 9, IPV6_MULTICAST_IF, .integer),
    Row(41, 10, IPV6_MULTICAST_HOPS, .hops), Row(41, 11, IPV6_MULTICAST_LOOP, .boolean),
    Row(41, 12, IPV6_JOIN_GROUP, .membership6), Row(41, 13, IPV6_LEAVE_GROUP, .membership6),
    Row(41, 14, IPV6_DONTFRAG, .boolean),
    Row(41, 19, IPV6_RECVPKTINFO, .flag), Row(41, 21, IPV6_RECVHOPLIMIT, .flag),
    Row(41, 26, IPV6_CHECKSUM, .integer), Row(41, 27, IPV6_V6ONLY, .byteBoolean),
    Row(41, 31, IPV6_UNICAST_IF, .hostOrderIndex),
    Row(41, 39, IPV6_TCLASS, .integer),
    Row(41, 40, IPV6_RECVTCLASS, .flag), Row(41, 50, IPV6_RECVTCLASS, .flag),
    Row(41, 41, MCAST_JOIN_GROUP, .groupRequest), Row(41, 42, MCAST_LEAVE_GROUP, .groupRequest),
    Row(41, 43, MCAST_BLOCK_SOURCE, .sourceRequest), Row(41, 44, MCAST_UNBLOCK_SOURCE, .sourceRequest),
    Row(41, 45, MCAST_JOIN_SOURCE_GROUP, .sourceRequest),
    Row(41, 46, MCAST_LEAVE_SOURCE_GROUP, .sourceRequest),
    Row(41, 71, IPV6_MTU_DISCOVER, .discoveryMode),
    Row(41, 72, IPV6_MTU, .readOnlyInteger),
  ]

  private static let levels: Set<Int32> = [0, 6, 17, 41]
  /// IP_MULTICAST_… and memberships, packet information, TTL and traffic class of a packet: at both levels.
  private static let datagramOptions = Set<Int32>(
    [9, 10, 11, 12, 13] + Array(15...19) + [21, 50] + Array(40...46))

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
    guard fits, let row = rows.first(where: { $0.level == level && $0.name == name }) else {
      throw .noProtocolOption
    }
    // Groups and what comes with a packet are no matter of streams.
    if traits.isStream && level != 6 && datagramOptions.contains(name) { throw .invalidArgument }
    // A program that builds headers itself has a raw socket.
    if level == 0 && name == 2 && traits.type != Int32(SOCK_RAW.rawValue) { throw .invalidArgument }
    return row
  }

  /// IPV6_PROTECTION_LEVEL, whose number is the same at both levels. Linux has no Teredo to keep out: the level
  /// is kept and returned (docs/DEVIATIONS.md).
  static func isProtectionLevel(_ level: Int32, _ name: Int32, _ traits: SocketTraits) -> Bool {
    name == 23 && (level == 0 || level == 41) && traits.family != AddressFamily.unix
  }

  static func isMulticastInterface(_ level: Int32, _ name: Int32) -> Bool { level == 0 && name == 9 }

  static func set(
    level: Int32, name: Int32, value: UnsafeRawBufferPointer, descriptor: Int32, traits: SocketTraits
  ) throws(WinsockError) {
    let row = try find(level, name, traits)
    switch row.shape {
    case .boolean, .byteBoolean: try apply(descriptor, row, try boolean(value) ? 1 : 0)
    case .flag: try apply(descriptor, row, try integer(value) != 0 ? 1 : 0)
    case .integer: try apply(descriptor, row, try integer(value))
    case .byte:
      let number = try small(value)
      guard (0...255).contains(number) else { throw .invalidArgument }
      try apply(descriptor, row, number)
    case .hops:
      let number = try small(value)
      guard (-1...255).contains(number) else { throw .invalidArgument }
      try apply(descriptor, row, number)
    case .discovery: try apply(descriptor, row, try boolean(value) ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT)
    case .discoveryMode:
      let number = try integer(value)
      guard let mode = discoveryModes.first(where: { $0.windows == number }) else { throw .invalidArgument }
      try apply(descriptor, row, mode.linux)
    case .retransmission(let scale):
      let number = try integer(value)
      guard number >= -1 else { throw .invalidArgument }
      let (time, isTooLong) = number.multipliedReportingOverflow(by: scale)
      try apply(descriptor, row, number == -1 || isTooLong ? .max : time)
    case .hostOrderIndex: try apply(descriptor, row, try integer(value).byteSwapped)
    case .fastOpen: try apply(descriptor, row, try boolean(value) ? fastOpenQueue : 0)
    case .readOnlyInteger: throw .noProtocolOption
    case .raw:
      guard let base = value.baseAddress else { throw .badAddress }
      try check(System.setOption(descriptor, level: row.linuxLevel, name: row.linuxName, base, value.count))
    case .interface, .membership, .membership6, .sourceMembership, .groupRequest, .sourceRequest:
      try MulticastOptions.set(row.linuxLevel, row.linuxName, value, descriptor, form(of: row))
    }
  }

  /// An option that is on or off to Linux, whatever it is to the program.
  static func set(level: Int32, name: Int32, on: Bool, descriptor: Int32, traits: SocketTraits)
    throws(WinsockError)
  {
    try apply(descriptor, try find(level, name, traits), on ? 1 : 0)
  }

  private static func form(of row: Row) -> MulticastOptions.Form {
    switch row.shape {
    case .membership: .membership
    case .membership6: .membership6
    case .sourceMembership: .sourceMembership
    case .groupRequest: .groupRequest(addresses: 1)
    case .sourceRequest: .groupRequest(addresses: 2)
    default: .interface
    }
  }

  private static let discoveryModes: [(windows: Int32, linux: Int32)] = [
    (0, IP_PMTUDISC_WANT), (1, IP_PMTUDISC_DO), (2, IP_PMTUDISC_DONT), (3, IP_PMTUDISC_PROBE),
  ]
  private static let fastOpenQueue: Int32 = 256

  /// Options of IP are taken in any length: the first byte counts where there is no room for more.
  private static func small(_ value: UnsafeRawBufferPointer) throws(WinsockError) -> Int32 {
    guard !value.isEmpty, value.baseAddress != nil else { throw .badAddress }
    return value.count < 4 ? Int32(value[0]) : value.loadUnaligned(as: Int32.self)
  }

  private static func putSmall(_ value: Int32, _ out: UnsafeMutableRawBufferPointer) throws(WinsockError)
    -> Int
  {
    guard (1...3).contains(out.count) else { return try put(value, out) }
    out[0] = UInt8(truncatingIfNeeded: value)
    return 1
  }

  static func get(
    level: Int32, name: Int32, into out: UnsafeMutableRawBufferPointer, descriptor: Int32,
    traits: SocketTraits
  ) throws(WinsockError) -> Int {
    let row = try find(level, name, traits)
    var value: Int32 = 0
    var length: UInt32 = 4
    switch row.shape {
    case .membership, .membership6, .sourceMembership, .groupRequest, .sourceRequest: throw .noProtocolOption
    case .raw:
      guard name == 1, level == 0 else { throw .noProtocolOption }
      length = UInt32(out.count)
      try check(
        System.getOption(descriptor, level: row.linuxLevel, name: row.linuxName, out.baseAddress!, &length))
      return Int(length)
    default:
      try check(System.getOption(descriptor, level: row.linuxLevel, name: row.linuxName, &value, &length))
    }
    switch row.shape {
    case .boolean: return try put(value != 0, out)
    case .byteBoolean: return try putByte(value != 0, out)
    case .flag, .fastOpen: return try put(Int32(value != 0 ? 1 : 0), out)
    case .byte, .hops: return try putSmall(value, out)
    case .discovery: return try put(value == IP_PMTUDISC_DO, out)
    case .discoveryMode: return try put(discoveryModes.first { $0.linux == value }?.windows ?? 0, out)
    case .retransmission(let scale): return try put(value == .max ? -1 : value / scale, out)
    case .hostOrderIndex: return try put(value.byteSwapped, out)
    default: return try put(value, out)
    }
  }

  private static func apply(_ descriptor: Int32, _ row: Row, _ value: Int32) throws(WinsockError) {
    try check(System.setOption(descriptor, level: row.linuxLevel, name: row.linuxName, value))
  }

  private static func check(_ result: Int) throws(WinsockError) {
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
  }
}
