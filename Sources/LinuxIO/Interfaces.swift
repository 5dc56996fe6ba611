// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// A network interface as the kernel shows it.
public struct Interface: Sendable {
  public struct Address: Sendable {
    /// A socket address in the kernel's form.
    public let bytes: [UInt8]
    public let isIPv6: Bool
    public let prefixLength: Int
    /// IPv4 only, in network order.
    public let broadcast: UInt32
  }

  public let name: String
  public let index: UInt32
  public var isUp = false
  public var isRunning = false
  public var isLoopback = false
  public var isPointToPoint = false
  public var hasMulticast = false
  public var addresses: [Address] = []

  private func attribute(_ file: String) -> String? {
    FileSystem.text(of: "/sys/class/net/\(name)/\(file)")?.split(separator: "\n").first.map(String.init)
  }

  public var mtu: UInt32 { attribute("mtu").flatMap { UInt32($0) } ?? 0 }
  /// Bits per second; 0 if it is not known.
  public var speed: UInt64 {
    attribute("speed").flatMap { Int($0) }.map { $0 > 0 ? UInt64($0) * 1_000_000 : 0 } ?? 0
  }
  public var hardwareAddress: [UInt8] {
    let bytes = (attribute("address") ?? "").split(separator: ":").compactMap { UInt8($0, radix: 16) }
    return bytes.allSatisfy { $0 == 0 } ? [] : bytes
  }
  public func counter(_ name: String) -> UInt64 {
    attribute("statistics/\(name)").flatMap { UInt64($0) } ?? 0
  }

  /// All interfaces, in the order of their indexes.
  public static var all: [Interface] {
    var found: [String: Interface] = [:]
    forEachEntry { entry in
      let name = String(cString: entry.ifa_name)
      var interface = found[name] ?? Interface(name: name, index: if_nametoindex(name))
      func has(_ flag: Int) -> Bool { Int(entry.ifa_flags) & flag != 0 }
      interface.isUp = has(0x1)
      interface.isRunning = has(0x40)
      interface.isLoopback = has(0x8)
      interface.isPointToPoint = has(0x10)
      interface.hasMulticast = has(0x1000)
      if let address = address(of: entry) { interface.addresses.append(address) }
      found[name] = interface
    }
    return found.values.sorted { $0.index < $1.index }
  }

  /// What getifaddrs tells: an entry per address, and one per interface for its counters.
  static func forEachEntry(_ body: (ifaddrs) -> Void) {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return }
    defer { freeifaddrs(list) }
    var next = list
    while let entry = next?.pointee {
      body(entry)
      next = entry.ifa_next
    }
  }

  private static func address(of entry: ifaddrs) -> Address? {
    guard let pointer = entry.ifa_addr else { return nil }
    let isIPv6 = Int32(pointer.pointee.sa_family) == AF_INET6
    guard isIPv6 || Int32(pointer.pointee.sa_family) == AF_INET else { return nil }
    let size = isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    func bytes(_ address: UnsafeMutablePointer<sockaddr>) -> [UInt8] {
      Array(UnsafeRawBufferPointer(start: address, count: size))
    }
    let mask = entry.ifa_netmask.map { Array(bytes($0)[(isIPv6 ? 8 : 4)..<(isIPv6 ? 24 : 8)]) } ?? []
    var broadcast: UInt32 = 0
    if !isIPv6, Int(entry.ifa_flags) & 0x2 != 0, let other = entry.ifa_ifu.ifu_broadaddr {
      broadcast = bytes(other)[4..<8].enumerated().reduce(0) {
        $0 | UInt32($1.element) << (8 * UInt32($1.offset))
      }
    }
    return Address(
      bytes: bytes(pointer), isIPv6: isIPv6, prefixLength: mask.reduce(0) { $0 + $1.nonzeroBitCount },
      broadcast: broadcast)
  }

  /// The index of the interface by which the kernel would reach an address (in the kernel's form); 0 for none.
  public static func index(towards address: UnsafeRawPointer, _ length: Int, isIPv6: Bool) -> UInt32 {
    let probe = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    guard probe >= 0 else { return 0 }
    defer { close(probe) }
    guard connect(probe, address.assumingMemoryBound(to: sockaddr.self), socklen_t(length)) == 0 else {
      return 0
    }
    var own = [UInt8](repeating: 0, count: 128)
    var size = socklen_t(128)
    let isNamed = own.withUnsafeMutableBytes {
      getsockname(probe, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), &size) == 0
    }
    guard isNamed else { return 0 }
    let part = isIPv6 ? 8..<24 : 4..<8
    return all.first { interface in
      interface.addresses.contains { $0.isIPv6 == isIPv6 && Array($0.bytes[part]) == Array(own[part]) }
    }?.index ?? (own[4] == 127 ? all.first { $0.isLoopback }?.index ?? 0 : 0)
  }

  public static func index(_ name: String) -> UInt32 { if_nametoindex(name) }
  public static func name(_ index: UInt32) -> String? {
    var buffer = [CChar](repeating: 0, count: 16)
    return if_indextoname(index, &buffer).map { String(cString: $0) }
  }

  /// The default gateway of an interface, IPv4 in network order; 0 for none.
  public var gateway: UInt32 {
    for line in (FileSystem.text(of: "/proc/net/route") ?? "").split(separator: "\n") {
      let fields = line.split(separator: "\t")
      if fields.count > 3, fields[0] == name, fields[1] == "00000000" {
        return UInt32(fields[2], radix: 16) ?? 0
      }
    }
    return 0
  }

  /// The DNS servers of the system, as texts, and the domain.
  public static var resolver: (servers: [String], domain: String) {
    var (servers, domain) = ([String](), "")
    for line in (FileSystem.text(of: "/etc/resolv.conf") ?? "").split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard words.count >= 2 else { continue }
      if words[0] == "nameserver" { servers.append(String(words[1])) }
      if words[0] == "domain" || (words[0] == "search" && domain.isEmpty) { domain = String(words[1]) }
    }
    return (servers, domain)
  }
}
