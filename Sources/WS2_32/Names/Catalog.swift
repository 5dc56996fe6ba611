// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

/// One transport of the protocol catalog: what WSAEnumProtocols says about it, and how its sockets behave.
struct CatalogEntry {
  let number: UInt32
  let name: String
  let family, type, protocolNumber: Int32
  let delivery: DeliveryStyle
  let serviceFlags: Int32
  let addressSizes: (minimum: Int32, maximum: Int32)
  /// 0 for a stream, 0xFFFFFFFF without a limit of its own.
  let messageSize: UInt32
  /// The entry that protocol 0 means.
  var isDefault = true
  /// Raw sockets: the entry stands for every protocol.
  var acceptsAnyProtocol = false
}

enum Catalog {
  private static let streamFlags = Int32(
    XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_GRACEFUL_CLOSE | XP1_EXPEDITED_DATA | XP1_IFS_HANDLES
  )
  private static let datagramFlags = Int32(
    XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED | XP1_SUPPORT_BROADCAST | XP1_SUPPORT_MULTIPOINT
      | XP1_IFS_HANDLES)
  private static let rawFlags = datagramFlags
  private static let localStreamFlags = Int32(
    XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_GRACEFUL_CLOSE | XP1_IFS_HANDLES)
  private static let messageFlags = localStreamFlags | Int32(XP1_MESSAGE_ORIENTED)

  private static let inet = (minimum: Int32(16), maximum: Int32(16))
  private static let inet6 = (minimum: Int32(28), maximum: Int32(28))
  private static let unix = (minimum: Int32(2), maximum: Int32(110))

  /// Message-oriented connections exist three times, one for each way in which the page lets them behave.
  static let entries: [CatalogEntry] = [
    CatalogEntry(
      number: 1001, name: "TCP/IP", family: 2, type: 1, protocolNumber: 6, delivery: .stream,
      serviceFlags: streamFlags, addressSizes: inet, messageSize: 0),
    CatalogEntry(
      number: 1002, name: "UDP/IP", family: 2, type: 2, protocolNumber: 17, delivery: .datagram,
      serviceFlags: datagramFlags, addressSizes: inet, messageSize: 65527),
    CatalogEntry(
      number: 1003, name: "RAW/IP", family: 2, type: 3, protocolNumber: 0, delivery: .datagram,
      serviceFlags: rawFlags, addressSizes: inet, messageSize: 32767, acceptsAnyProtocol: true),
    CatalogEntry(
      number: 1004, name: "TCP/IPv6", family: 23, type: 1, protocolNumber: 6, delivery: .stream,
      serviceFlags: streamFlags, addressSizes: inet6, messageSize: 0),
    CatalogEntry(
      number: 1005, name: "UDP/IPv6", family: 23, type: 2, protocolNumber: 17, delivery: .datagram,
      serviceFlags: datagramFlags, addressSizes: inet6, messageSize: 65527),
    CatalogEntry(
      number: 1006, name: "RAW/IPv6", family: 23, type: 3, protocolNumber: 0, delivery: .datagram,
      serviceFlags: rawFlags, addressSizes: inet6, messageSize: 32767, acceptsAnyProtocol: true),
    CatalogEntry(
      number: 1007, name: "AF_UNIX", family: 1, type: 1, protocolNumber: 0, delivery: .stream,
      serviceFlags: localStreamFlags, addressSizes: unix, messageSize: 0),
    CatalogEntry(
      number: 1008, name: "AF_UNIX messages, received in parts", family: 1, type: 5, protocolNumber: 1,
      delivery: .partialMessages, serviceFlags: messageFlags | Int32(XP1_PARTIAL_MESSAGE), addressSizes: unix,
      messageSize: 0xFFFF_FFFF),
    CatalogEntry(
      number: 1009, name: "AF_UNIX messages, received whole", family: 1, type: 5, protocolNumber: 2,
      delivery: .wholeMessages, serviceFlags: messageFlags, addressSizes: unix, messageSize: 0xFFFF_FFFF,
      isDefault: false),
    CatalogEntry(
      number: 1010, name: "AF_UNIX messages as a pseudo stream", family: 1, type: 5, protocolNumber: 3,
      delivery: .stream, serviceFlags: messageFlags | Int32(XP1_PSEUDO_STREAM), addressSizes: unix,
      messageSize: 0xFFFF_FFFF, isDefault: false),
    CatalogEntry(
      number: 1011, name: "AF_UNIX datagrams", family: 1, type: 2, protocolNumber: 0, delivery: .datagram,
      serviceFlags: Int32(XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED | XP1_IFS_HANDLES), addressSizes: unix,
      messageSize: 65527),
  ]

  static func entry(number: UInt32) -> CatalogEntry? { entries.first { $0.number == number } }

  /// The entry for the numbers of socket().
  ///
  /// - Throws: what is wrong with them: family, type, or their combination with the protocol.
  static func find(family: Int32, type: Int32, protocol number: Int32) throws(WinsockError) -> CatalogEntry {
    if family == 0 && number == 0 { throw .invalidArgument }
    let family = family == 0 ? AddressFamily.inet : family
    let inFamily = entries.filter { $0.family == family }
    guard !inFamily.isEmpty else { throw .addressFamilyNotSupported }
    // Type 0 lets the protocol decide; without one it is the family's stream.
    let ofType = inFamily.filter { type == 0 || $0.type == type }
    guard !ofType.isEmpty else { throw .socketTypeNotSupported }
    let matching = ofType.first {
      $0.acceptsAnyProtocol
        ? (0...255).contains(number) : number == 0 ? $0.isDefault : $0.protocolNumber == number
    }
    guard let matching else { throw .protocolNotSupported }
    return matching
  }

  /// The entries of a list of protocol numbers that ends with 0; all for NULL.
  static func selection(_ protocols: UnsafePointer<Int32>?) throws(WinsockError) -> [CatalogEntry] {
    guard var next = protocols else { return entries }
    var wanted: Set<Int32> = []
    try requireReadable(next, 4)
    while next.pointee != 0 {
      wanted.insert(next.pointee)
      next += 1
      try requireReadable(next, 4)
    }
    return entries.filter { wanted.contains($0.protocolNumber) }
  }
}

/// A catalog entry as programs see it. Both forms of WSAPROTOCOL_INFO have the same members; they differ in the
/// characters of the name.
protocol ProtocolInfo {
  init(_ entry: CatalogEntry)
  var dwCatalogEntryId: DWORD { get }
  var iAddressFamily: Int32 { get }
  var iSocketType: Int32 { get }
  var iProtocol: Int32 { get set }
  /// The number of a shared socket (WSADuplicateSocket), else 0.
  var dwProviderReserved: DWORD { get set }
}

extension WSAPROTOCOL_INFOA: ProtocolInfo {
  init(_ entry: CatalogEntry) {
    self.init()
    dwServiceFlags1 = DWORD(bitPattern: entry.serviceFlags)
    dwProviderFlags = DWORD(PFL_MATCHES_PROTOCOL_ZERO) * (entry.isDefault ? 1 : 0)
    ProviderId = GUID(
      Data1: 0x5753_3200 + entry.number, Data2: 0x5f33, Data3: 0x4c69,
      Data4: (0x8e, 0x6e, 0x75, 0x72, 0x69, 0x6e, 0x67, 0))
    dwCatalogEntryId = entry.number
    ProtocolChain.ChainLen = Int32(BASE_PROTOCOL)
    iVersion = 2
    iAddressFamily = entry.family
    iMinSockAddr = entry.addressSizes.minimum
    iMaxSockAddr = entry.addressSizes.maximum
    iSocketType = entry.type
    iProtocol = entry.protocolNumber
    iProtocolMaxOffset = entry.acceptsAnyProtocol ? 255 : 0
    iNetworkByteOrder = Int32(BIGENDIAN)
    dwMessageSize = entry.messageSize
    copy(entry.name, into: &szProtocol)
  }
}

extension WSAPROTOCOL_INFOW: ProtocolInfo {
  init(_ entry: CatalogEntry) {
    self.init()
    // Both forms begin with the same members.
    withUnsafeMutableBytes(of: &self) { out in
      withUnsafeBytes(of: WSAPROTOCOL_INFOA(entry)) {
        out.copyBytes(from: $0.prefix(MemoryLayout<WSAPROTOCOL_INFOA>.offset(of: \.szProtocol)!))
      }
    }
    withUnsafeMutableBytes(of: &szProtocol) { out in
      for (i, scalar) in entry.name.unicodeScalars.prefix(Int(WSAPROTOCOL_LEN)).enumerated() {
        out.storeBytes(of: WCHAR(scalar.value), toByteOffset: i * MemoryLayout<WCHAR>.size, as: WCHAR.self)
      }
    }
  }
}

/// WSAEnumProtocols: as many entries as there are; WSAENOBUFS and the size needed if they do not fit.
@c @implementation
public func WSAEnumProtocolsA(
  _ lpiProtocols: LPINT!, _ lpProtocolBuffer: LPWSAPROTOCOL_INFOA!, _ lpdwBufferLength: LPDWORD!
) -> Int32 {
  enumerate(lpiProtocols, lpProtocolBuffer, lpdwBufferLength)
}

@c @implementation
public func WSAEnumProtocolsW(
  _ lpiProtocols: LPINT!, _ lpProtocolBuffer: LPWSAPROTOCOL_INFOW!, _ lpdwBufferLength: LPDWORD!
) -> Int32 {
  enumerate(lpiProtocols, lpProtocolBuffer, lpdwBufferLength)
}

/// WSCEnumProtocols: the same for programs that install providers; the error goes to lpErrno as well.
@c @implementation
public func WSCEnumProtocols(
  _ lpiProtocols: LPINT!, _ lpProtocolBuffer: LPWSAPROTOCOL_INFOW!, _ lpdwBufferLength: LPDWORD!,
  _ lpErrno: LPINT!
) -> Int32 {
  enumerate(lpErrno) { WSAEnumProtocolsW(lpiProtocols, lpProtocolBuffer, lpdwBufferLength) }
}

func enumerate(_ error: LPINT?, _ body: () -> Int32) -> Int32 {
  guard let error, Thread.current.isWritable(error, 4) else { return fail(socketError, .badAddress) }
  let count = body()
  if count == socketError { error.pointee = ThreadLocal.lastError }
  return count
}

private func enumerate<Info: ProtocolInfo>(
  _ protocols: LPINT?, _ out: UnsafeMutablePointer<Info>?, _ length: LPDWORD?
) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    try enumerate(Catalog.selection(protocols).map { Info($0) }, out, length)
  }
}

func enumerate<Item>(_ items: [Item], _ out: UnsafeMutablePointer<Item>?, _ length: LPDWORD?)
  throws(WinsockError) -> Int32
{
  try requireWritable(length, 4)
  guard let length else { throw .badAddress }
  let needed = items.count * MemoryLayout<Item>.stride
  guard Int(length.pointee) >= needed, let out else {
    length.pointee = DWORD(needed)
    throw .noBuffers
  }
  try requireWritable(out, needed)
  for (i, item) in items.enumerated() { out[i] = item }
  length.pointee = DWORD(needed)
  return Int32(items.count)
}
