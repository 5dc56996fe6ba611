// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// An address of a network interface.
public struct InterfaceAddress: Sendable {
  public let isUp, isLoopback, isPointToPoint, canBroadcast, canMulticast: Bool
  /// A sockaddr in Linux form.
  public let address: [UInt8]
  /// The same; empty if there is none.
  public let netmask: [UInt8]

  /// The addresses of one family (AF_INET, AF_INET6), in the kernel's order.
  public static func all(family: Int32) -> [InterfaceAddress] {
    var result: [InterfaceAddress] = []
    Interface.forEachEntry { item in
      guard let address = item.ifa_addr, Int32(address.pointee.sa_family) == family else { return }
      let flags = item.ifa_flags
      func has(_ flag: Int) -> Bool { flags & UInt32(flag) != 0 }
      result.append(
        InterfaceAddress(
          isUp: has(IFF_UP), isLoopback: has(IFF_LOOPBACK),
          isPointToPoint: has(IFF_POINTOPOINT), canBroadcast: has(IFF_BROADCAST),
          canMulticast: has(IFF_MULTICAST), address: bytes(address, family),
          netmask: item.ifa_netmask.map { bytes($0, family) } ?? []))
    }
    return result
  }

  private static func bytes(_ address: UnsafePointer<sockaddr>, _ family: Int32) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: address, count: family == AF_INET ? 16 : 28))
  }
}
