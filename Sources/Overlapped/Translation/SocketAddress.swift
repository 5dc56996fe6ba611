// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Address families and protocols: Windows number, Linux number.
public enum AddressFamily {
  public static let unspecified: Int32 = 0
  public static let unix: Int32 = 1
  public static let inet: Int32 = 2
  public static let inet6: Int32 = 23

  private static let rows: [(windows: Int32, linux: Int32)] = [
    (unspecified, AF_UNSPEC), (unix, AF_UNIX), (inet, AF_INET), (inet6, AF_INET6), (32, 31) /* Bluetooth */,
  ]

  public static func linux(_ windows: Int32) -> Int32? { rows.first { $0.windows == windows }?.linux }
  public static func windows(_ linux: Int32) -> Int32? { rows.first { $0.linux == linux }?.windows }
}

public enum SocketProtocol {
  /// AF_UNIX catalog entries have protocol numbers of their own; to Linux they are all 0.
  static func linux(_ number: Int32, family: Int32) -> Int32 { family == AddressFamily.unix ? 0 : number }
}

/// A socket address in Linux form. Only the family's number differs between the two sides.
public struct SocketAddress: Sendable, BitwiseCopyable {
  public static let capacity = 128
  private var words:
    (
      UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
      UInt64,
      UInt64, UInt64
    ) = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  // Keep the storage first: the kernel writes addresses at the start of this struct.
  public var length = 0

  public init() {}

  /// Reads an address of the program.
  ///
  /// - Throws: `.badAddress` for NULL or a length too short for its family; `.addressFamilyNotSupported`.
  public init(windows address: UnsafeRawPointer?, length: Int32) throws(WinsockError) {
    guard let address, length >= 2 else { throw .badAddress }
    guard Thread.current.probe.isReadable(address, min(Int(length), SocketAddress.capacity)) else {
      throw .badAddress
    }
    let family = Int32(address.loadUnaligned(as: UInt16.self))
    guard let linux = AddressFamily.linux(family) else { throw .addressFamilyNotSupported }
    var size = Int(length)
    switch family {
    case AddressFamily.inet: size = 16
    case AddressFamily.inet6: size = 28
    // What is longer than any address is cut, as on Windows.
    default: size = min(size, SocketAddress.capacity)
    }
    guard Int(length) >= size else { throw .badAddress }
    withUnsafeMutableBytes(of: &words) {
      $0.baseAddress!.copyMemory(from: address, byteCount: size)
      $0.storeBytes(of: UInt16(linux), as: UInt16.self)
    }
    if family == AddressFamily.unix { size = normalisePath(size) }
    self.length = size
  }

  /// An address in Linux form.
  public init(linux bytes: [UInt8]) {
    let count = min(bytes.count, SocketAddress.capacity)
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes.prefix(count)) }
    length = count
  }

  /// Windows programs pass all of sockaddr_un, and separate by either slash, as in names of files. Linux would take
  /// the zeroes behind an abstract name for part of it.
  ///
  /// - Returns: how much of the address counts: 2 for one without a name.
  private mutating func normalisePath(_ size: Int) -> Int {
    withUnsafeMutableBytes(of: &words) { bytes in
      guard size > 2, bytes[2] != 0 else { return (bytes[2..<size].lastIndex { $0 != 0 } ?? 1) + 1 }
      let end = bytes[2..<size].firstIndex(of: 0) ?? size
      for i in 2..<end where bytes[i] == UInt8(ascii: "\\") { bytes[i] = UInt8(ascii: "/") }
      return min(end + 1, size)
    }
  }

  /// An AF_UNIX address without a name.
  var isUnnamed: Bool { family == AddressFamily.unix && length <= 2 }

  /// An IPv4 address in 48 bits: port and host as they stand behind the family.
  var packed: UInt64 { words.0.littleEndian >> 16 }

  init(packed: UInt64) {
    words.0 = (packed << 16 | UInt64(AF_INET)).littleEndian
    length = 16
  }

  /// What there is to an IPv6 address, in 24 bytes.
  struct Compact: BitwiseCopyable {
    fileprivate var host: (UInt64, UInt64)
    fileprivate var scope: UInt32
    fileprivate var port: UInt16
  }

  var compact: Compact {
    Compact(host: (words.1, words.2), scope: UInt32(truncatingIfNeeded: words.3.littleEndian), port: port)
  }

  init(_ kept: Compact) {
    self = .any(family: AF_INET6, length: 28)
    (words.1, words.2, words.3) = (kept.host.0, kept.host.1, UInt64(kept.scope).littleEndian)
    port = kept.port
  }

  private static func any(family: Int32, length: Int) -> SocketAddress {
    var address = SocketAddress()
    withUnsafeMutableBytes(of: &address.words) { $0.storeBytes(of: UInt16(family), as: UInt16.self) }
    address.length = length
    return address
  }

  /// What dissolves the association of a datagram socket.
  static let unspecified = any(family: AF_UNSPEC, length: 16)

  /// What a place for an address of the family has to hold at least; 0 where addresses have no fixed length.
  static func leastLength(family: Int32) -> Int32 {
    switch family {
    case AddressFamily.inet: 16
    case AddressFamily.inet6: 28
    default: 0
    }
  }

  public static func wildcard(family: Int32) -> SocketAddress {
    any(family: AddressFamily.linux(family) ?? AF_INET, length: family == AddressFamily.inet6 ? 28 : 16)
  }

  /// The same with other bytes at an offset: those of the address proper.
  func with(address bytes: UnsafeRawPointer, count: Int, at offset: Int) -> SocketAddress {
    var copy = self
    withUnsafeMutableBytes(of: &copy.words) {
      ($0.baseAddress! + offset).copyMemory(from: bytes, byteCount: count)
    }
    return copy
  }

  /// In the numbers of the C interface.
  public var family: Int32 {
    let linux = withUnsafeBytes(of: words) { Int32($0.load(as: UInt16.self)) }
    return AddressFamily.windows(linux) ?? linux
  }

  /// The zero address or AF_UNSPEC.
  var isUnspecified: Bool {
    switch family {
    case AddressFamily.unspecified: true
    case AddressFamily.inet: withUnsafeBytes(of: words) { $0.load(fromByteOffset: 4, as: UInt32.self) } == 0
    case AddressFamily.inet6: withUnsafeBytes(of: words) { bytes in (8..<24).allSatisfy { bytes[$0] == 0 } }
    default: false
    }
  }

  /// A link-local IPv6 address that does not say of which interface.
  var lacksScope: Bool {
    family == AddressFamily.inet6
      && withUnsafeBytes(of: words) { bytes in
        bytes[8] == 0xFE && bytes[9] & 0xC0 == 0x80 && (24..<28).allSatisfy { bytes[$0] == 0 }
      }
  }

  /// The IPv4 address in an IPv6 address of the form ::ffff:a.b.c.d; any other is itself.
  var unmapped: SocketAddress {
    guard family == AddressFamily.inet6 else { return self }
    return withUnsafeBytes(of: words) { bytes in
      guard (8..<18).allSatisfy({ bytes[$0] == 0 }), bytes[18] == 0xFF, bytes[19] == 0xFF else { return self }
      var plain = SocketAddress.any(family: AF_INET, length: 16)
      plain.port = port
      return plain.with(address: bytes.baseAddress! + 20, count: 4, at: 4)
    }
  }

  var isMulticast: Bool {
    switch family {
    case AddressFamily.inet: withUnsafeBytes(of: words) { $0[4] & 0xF0 == 0xE0 }
    case AddressFamily.inet6: withUnsafeBytes(of: words) { $0[8] == 0xFF }
    default: false
    }
  }

  /// 255.255.255.255.
  var isBroadcast: Bool {
    family == AddressFamily.inet
      && withUnsafeBytes(of: words) { $0.load(fromByteOffset: 4, as: UInt32.self) } == UInt32.max
  }

  /// The same IPv4 or IPv6 address, whatever the port.
  func hasSameHost(as other: SocketAddress) -> Bool {
    guard family == other.family else { return false }
    let range = family == AddressFamily.inet ? 4..<8 : 8..<24
    return withUnsafeBytes(of: words) { mine in
      withUnsafeBytes(of: other.words) { mine[range].elementsEqual($0[range]) }
    }
  }

  /// Nothing can be sent to the wildcard, or to port 0; Linux takes the first for the loopback.
  package func requireDestination() throws(WinsockError) {
    if port == 0 || isUnspecified { throw .addressNotAvailable }
  }

  /// The local address from which this one is reached.
  package func routedSource() throws(WinsockError) -> SocketAddress {
    var remote = self
    if remote.port == 0 { remote.port = 1 }
    var local = SocketAddress()
    let result = remote.withBytes { bytes, count in
      DatagramPeer.findSource(bytes, count, mayBroadcast: true) { local.loadLocal(of: $0) }
    }
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
    return local
  }

  /// The way to this address; nil if there is none.
  func routePath(isIPv6: Bool) throws(Errno) -> RoutePath? {
    let result: Result<RoutePath?, Errno> = withBytes { bytes, count in
      do throws(Errno) {
        return .success(try RoutingSocket.path(towards: bytes, count, isIPv6: isIPv6))
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// How long an address of a family is for a program.
  package static func size(family: Int32) -> Int {
    switch family {
    case AddressFamily.inet: 16
    case AddressFamily.inet6: 28
    default: 110
    }
  }

  /// In network order.
  public var port: UInt16 {
    get { withUnsafeBytes(of: words) { $0.load(fromByteOffset: 2, as: UInt16.self) } }
    set {
      withUnsafeMutableBytes(of: &words) { $0.storeBytes(of: newValue, toByteOffset: 2, as: UInt16.self) }
    }
  }

  mutating func clearPort() { port = 0 }

  /// Gives `body` the address as the kernel takes it, and its length.
  public func withBytes<R>(_ body: (UnsafeRawPointer, Int) -> R) -> R {
    withUnsafeBytes(of: words) { body($0.baseAddress!, length) }
  }

  mutating func loadLocal(of descriptor: Int32) -> Bool {
    var size = UInt32(SocketAddress.capacity)
    let result = withUnsafeMutableBytes(of: &words) {
      System.localAddress(descriptor, $0.baseAddress!, &size)
    }
    length = Int(size)
    return result >= 0
  }

  mutating func loadPeer(of descriptor: Int32) -> Bool {
    var size = UInt32(SocketAddress.capacity)
    let result = withUnsafeMutableBytes(of: &words) { System.peerAddress(descriptor, $0.baseAddress!, &size) }
    length = Int(size)
    return result >= 0
  }

  /// The length a program sees: sockaddr_un is always whole on Windows.
  private var windowsLength: Int { family == AddressFamily.unix ? 110 : length }

  /// Writes the address where a call returns one, and its length.
  ///
  /// - Throws: `.badAddress` if a pointer is NULL or the room is too small.
  public func store(into out: UnsafeMutableRawPointer?, length: UnsafeMutablePointer<Int32>?)
    throws(WinsockError)
  {
    let probe = Thread.current.probe
    guard let out, let length, probe.isWritable(length, 4), Int(length.pointee) >= windowsLength,
      probe.isWritable(out, windowsLength)
    else { throw .badAddress }
    put(into: out, windowsLength)
    length.pointee = Int32(windowsLength)
  }

  /// The same, as far as there is room: what a datagram's source does.
  func storeTruncated(into out: UnsafeMutableRawPointer, length: UnsafeMutablePointer<Int32>?) {
    let room = length.map { Int($0.pointee) } ?? windowsLength
    put(into: out, min(room, windowsLength))
    length?.pointee = Int32(windowsLength)
  }

  private func put(into out: UnsafeMutableRawPointer, _ count: Int) {
    var copy = words
    withUnsafeMutableBytes(of: &copy) {
      $0.storeBytes(of: UInt16(truncatingIfNeeded: family), as: UInt16.self)
      if count > 0 { out.copyMemory(from: $0.baseAddress!, byteCount: min(count, SocketAddress.capacity)) }
    }
  }
}

enum ListenBacklog {
  /// SOMAXCONN is 0x7fffffff on Windows, and SOMAXCONN_HINT(n) is −n.
  static func linux(_ backlog: Int32) -> Int32 {
    if backlog == Int32.max { return 4096 }
    if backlog < 0 { return min(max(backlog == .min ? 4096 : -backlog, 200), 65535) }
    return max(backlog, 1)
  }
}
