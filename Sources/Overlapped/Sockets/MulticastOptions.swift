// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Options of multicast groups, whose structures differ between the two sides.
enum MulticastOptions {
  enum Form {
    /// IP_MULTICAST_IF: an address of an interface, or its index as 0.0.0.n.
    case interface
    /// ip_mreq: group, interface.
    case membership
    /// ipv6_mreq: group, index.
    case membership6
    /// ip_mreq_source: group, source, interface.
    case sourceMembership
    /// group_req, group_source_req: index, then one or two addresses.
    case groupRequest(addresses: Int)
  }

  private static let groupOffset = 8
  private static let addressSize = 128
  /// IPV6_MULTICAST_ALL, which glibc has no name for.
  private static let ipv6MulticastAll: Int32 = 29

  /// Linux has a socket that is bound to the wildcard hear the groups that others have joined, unless told not to.
  static func hearOwnGroupsOnly(_ descriptor: Int32, _ family: Int32) {
    guard family == AddressFamily.inet || family == AddressFamily.inet6 else { return }
    // An IPv6 socket may join groups of IPv4.
    _ = System.setOption(descriptor, level: 0, name: IP_MULTICAST_ALL, 0)
    if family == AddressFamily.inet6 {
      _ = System.setOption(descriptor, level: 41, name: ipv6MulticastAll, 0)
    }
  }

  static func set(
    _ level: Int32, _ name: Int32, _ value: UnsafeRawBufferPointer, _ descriptor: Int32, _ form: Form
  ) throws(WinsockError) {
    func word(_ offset: Int) -> UInt32 { value.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
    let result: Int
    switch form {
    case .interface:
      guard value.count >= 4 else { throw .badAddress }
      var request = interface(word(0))
      result = System.setOption(descriptor, level: level, name: name, &request, MemoryLayout<ip_mreqn>.size)
    case .membership:
      guard value.count >= 8 else { throw .badAddress }
      guard isMulticast(word(0)) else { throw .invalidArgument }
      var request = interface(word(4))
      request.imr_multiaddr.s_addr = word(0)
      result = System.setOption(descriptor, level: level, name: name, &request, MemoryLayout<ip_mreqn>.size)
    case .membership6:
      guard value.count >= 20, let base = value.baseAddress else { throw .badAddress }
      result = System.setOption(descriptor, level: level, name: name, base, 20)
    case .sourceMembership:
      guard value.count >= 12 else { throw .badAddress }
      guard isMulticast(word(0)) else { throw .invalidArgument }
      if isIndex(word(8)), let general = generalNames[name] {
        result = try setRequest(general, level, sourceRequest(word(0), word(4), word(8)), descriptor)
      } else {
        var request = ip_mreq_source()
        request.imr_multiaddr.s_addr = word(0)
        request.imr_sourceaddr.s_addr = word(4)
        request.imr_interface.s_addr = word(8)
        if name == IP_ADD_SOURCE_MEMBERSHIP { try requireNotJoined(request, descriptor) }
        result = System.setOption(
          descriptor, level: level, name: name, &request, MemoryLayout<ip_mreq_source>.size)
      }
    case .groupRequest(let addresses):
      result = try setRequest(name, level, try inLinuxForm(value, addresses), descriptor)
    }
    if result < 0 { throw error(Errno(Int32(-result)), of: name) }
  }

  private static func setRequest(_ name: Int32, _ level: Int32, _ request: [UInt8], _ descriptor: Int32)
    throws(WinsockError) -> Int
  {
    if name == MCAST_JOIN_SOURCE_GROUP { try requireNotJoined(request, level, descriptor) }
    return System.setOption(descriptor, level: level, name: name, request, request.count)
  }

  /// Linux has words of its own for a group that is joined already, and for one that is not.
  private static func error(_ errno: Errno, of name: Int32) -> WinsockError {
    switch errno {
    case .addressInUse: .addressNotAvailable
    case .addressNotAvailable where leavingNames.contains(name): .invalidArgument
    default: WinsockError(errno)
    }
  }

  private static let leavingNames: Set<Int32> = [
    IP_DROP_MEMBERSHIP, IP_DROP_SOURCE_MEMBERSHIP, IP_UNBLOCK_SOURCE, MCAST_LEAVE_GROUP,
    MCAST_LEAVE_SOURCE_GROUP, MCAST_UNBLOCK_SOURCE, IPV6_LEAVE_GROUP,
  ]

  /// The options that take an index where these take an address.
  private static let generalNames: [Int32: Int32] = [
    IP_ADD_SOURCE_MEMBERSHIP: MCAST_JOIN_SOURCE_GROUP, IP_DROP_SOURCE_MEMBERSHIP: MCAST_LEAVE_SOURCE_GROUP,
    IP_BLOCK_SOURCE: MCAST_BLOCK_SOURCE, IP_UNBLOCK_SOURCE: MCAST_UNBLOCK_SOURCE,
  ]

  /// Whoever has joined a group from all sources does not join it from one; Linux would exchange the one for the
  /// other.
  private static func requireNotJoined(_ request: ip_mreq_source, _ descriptor: Int32) throws(WinsockError) {
    var filter = ip_msfilter()
    filter.imsf_multiaddr = request.imr_multiaddr
    filter.imsf_interface = request.imr_interface
    // As much as there is of it without sources.
    var size = UInt32(16)
    if System.getOption(descriptor, level: 0, name: IP_MSFILTER, &filter, &size) >= 0,
      filter.imsf_fmode == everyoneExcept
    {
      throw .addressNotAvailable
    }
  }

  private static func requireNotJoined(_ request: [UInt8], _ level: Int32, _ descriptor: Int32)
    throws(WinsockError)
  {
    // group_filter: index and group as in the request, then the mode and the number of sources.
    let modeOffset = groupOffset + addressSize
    var filter = request[0..<modeOffset] + [UInt8](repeating: 0xFF, count: 4) + [0, 0, 0, 0]
    let isJoined = filter.withUnsafeMutableBytes { bytes in
      var size = UInt32(bytes.count)
      return System.getOption(descriptor, level: level, name: MCAST_MSFILTER, bytes.baseAddress!, &size) >= 0
        && bytes.load(fromByteOffset: modeOffset, as: UInt32.self) == everyoneExcept
    }
    if isJoined { throw .addressNotAvailable }
  }

  /// MCAST_EXCLUDE.
  private static let everyoneExcept: UInt32 = 0

  /// group_source_req.
  private static func sourceRequest(_ group: UInt32, _ source: UInt32, _ index: UInt32) -> [UInt8] {
    var request = [UInt8](repeating: 0, count: groupOffset + 2 * addressSize)
    request.withUnsafeMutableBytes { bytes in
      bytes.storeBytes(of: index.byteSwapped, as: UInt32.self)
      for (i, address) in [group, source].enumerated() {
        let offset = groupOffset + i * addressSize
        bytes.storeBytes(of: UInt16(AF_INET), toByteOffset: offset, as: UInt16.self)
        bytes.storeBytes(of: address, toByteOffset: offset + 4, as: UInt32.self)
      }
    }
    return request
  }

  /// 0.0.0.n, in network order. 0.0.0.0 leaves the choice to the system.
  private static func isIndex(_ interface: UInt32) -> Bool { interface & 0xFF == 0 && interface != 0 }

  private static func interface(_ number: UInt32) -> ip_mreqn {
    var request = ip_mreqn()
    if number & 0xFF == 0 {
      request.imr_ifindex = Int32(number.byteSwapped & 0xFF_FFFF)
    } else {
      request.imr_address.s_addr = number
    }
    return request
  }

  /// 224.0.0.0/4, in network order.
  private static func isMulticast(_ address: UInt32) -> Bool { address & 0xF0 == 0xE0 }

  private static func inLinuxForm(_ value: UnsafeRawBufferPointer, _ addresses: Int) throws(WinsockError)
    -> [UInt8]
  {
    let size = groupOffset + addresses * addressSize
    guard value.count >= size else { throw .badAddress }
    var copy = [UInt8](value[0..<size])
    for i in 0..<addresses {
      let offset = groupOffset + i * addressSize
      let family = Int32(value.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
      guard let linux = AddressFamily.linux(family) else { throw .addressFamilyNotSupported }
      copy.withUnsafeMutableBytes { $0.storeBytes(of: UInt16(linux), toByteOffset: offset, as: UInt16.self) }
    }
    return copy
  }
}
