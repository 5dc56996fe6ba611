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
    case .sourceMembership:
      guard value.count >= 12 else { throw .badAddress }
      guard isMulticast(word(0)) else { throw .invalidArgument }
      var request = ip_mreq_source()
      request.imr_multiaddr.s_addr = word(0)
      request.imr_sourceaddr.s_addr = word(4)
      request.imr_interface.s_addr = word(8)
      result = System.setOption(
        descriptor, level: level, name: name, &request, MemoryLayout<ip_mreq_source>.size)
    case .groupRequest(let addresses):
      var copy = try inLinuxForm(value, addresses)
      result = System.setOption(descriptor, level: level, name: name, &copy, copy.count)
    }
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
  }

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
