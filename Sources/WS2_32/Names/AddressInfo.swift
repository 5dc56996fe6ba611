// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// getaddrinfo in its three widths. Results are written by layout, so that one piece of code serves addrinfo,
// ADDRINFOW and, with other offsets, ADDRINFOEX.

/// Where the members of a result stand.
struct AddressInfoLayout {
  let size, next: Int
  static let plain = AddressInfoLayout(size: 48, next: 40)
  static let extended = AddressInfoLayout(size: 72, next: 64)
}

/// What a lookup asks for: the hints in the numbers of the C interface.
struct LookupRequest {
  var flags: Int32 = 0
  var family: Int32 = 0
  var socketType: Int32 = 0
  var protocolNumber: Int32 = 0

  /// Reads the hints, which all forms begin alike.
  init(_ hints: UnsafeRawPointer?, _ layout: AddressInfoLayout = .plain) throws(WinsockError) {
    guard let hints else { return }
    try requireReadable(hints, layout.size)
    flags = hints.load(as: Int32.self)
    family = hints.load(fromByteOffset: 4, as: Int32.self)
    socketType = hints.load(fromByteOffset: 8, as: Int32.self)
    protocolNumber = hints.load(fromByteOffset: 12, as: Int32.self)
    // Length, name, address and link may not be set in hints.
    for offset in [16, 24, 32, layout.next] where hints.load(fromByteOffset: offset, as: UInt.self) != 0 {
      throw .noRecovery
    }
    if flags & LookupRequest.nameFlags == LookupRequest.nameFlags { throw .invalidArgument }
  }

  /// Which name the first result shall have: only one of them may be asked for.
  private static let nameFlags = Int32(AI_CANONNAME | AI_FQDN)
  var wantsName: Bool { flags & LookupRequest.nameFlags != 0 }

  private static let flagRows: [(Int32, NameResolution.LookupFlags)] = [
    (Int32(AI_PASSIVE), .passive), (Int32(AI_CANONNAME), .canonicalName),
    (Int32(AI_NUMERICHOST), .numericHost),
    (Int32(AI_NUMERICSERV), .numericService), (Int32(AI_ALL), .all), (Int32(AI_ADDRCONFIG), .configured),
    (Int32(AI_V4MAPPED), .mapped), (Int32(AI_FQDN), .canonicalName),
  ]

  /// Whether the look-up can be tried at all.
  ///
  /// - Throws: the WSA code that getaddrinfo returns.
  func check(host: String?, service: String?) throws(WinsockError) {
    guard host != nil || service != nil else { throw .hostNotFound }
    guard [0, 2, 23].contains(family) else { throw .addressFamilyNotSupported }
    guard (0...4).contains(socketType) else { throw .socketTypeNotSupported }
    if wantsName && host == nil { throw .invalidArgument }
  }

  /// The number of a service that is given by a well-known name.
  private func number(of service: String) -> String {
    let transports: [Int32: String] = [Int32(SOCK_STREAM): "tcp", Int32(SOCK_DGRAM): "udp"]
    guard service.contains(where: { !$0.isNumber }) else { return service }
    let found = WellKnownNames.service(named: service, protocol: transports[socketType])
    return found.map { String(UInt16(bigEndian: UInt16(truncatingIfNeeded: $0.port))) } ?? service
  }

  /// Looks the names up. Blocks.
  ///
  /// - Throws: the WSA code that getaddrinfo returns.
  func run(host: String?, service: String?) throws(WinsockError) -> NameResolution.Answer {
    try check(host: host, service: service)
    let service = flags & Int32(AI_NUMERICSERV) != 0 ? service : service.map(number)
    var lookup: NameResolution.LookupFlags = []
    for (flag, meaning) in LookupRequest.flagRows where flags & flag != 0 { lookup.insert(meaning) }
    do throws(NameResolution.Failure) {
      // Without a type Linux lists each address once for every type; Windows lists it once.
      return try NameResolution.addresses(
        host: host == "" || host == "..localmachine" ? NameResolution.hostName : host, service: service,
        family: AddressFamily.linux(family) ?? 0,
        socketType: socketType == 0 && protocolNumber == 0 ? 1 : socketType, protocolNumber: protocolNumber,
        flags: lookup)
    } catch { throw WinsockError(error) }
  }
}

extension WinsockError {
  init(_ failure: NameResolution.Failure) {
    switch failure {
    case .tryAgain: self = .tryAgain
    case .badFlags: self = .invalidArgument
    case .family: self = .addressFamilyNotSupported
    case .memory: self = .notEnoughMemory
    case .service: self = .typeNotFound
    case .socketType: self = .socketTypeNotSupported
    case .permanent: self = .noRecovery
    default: self = .hostNotFound
    }
  }
}

/// Chains of results: each node is one allocation that holds the structure, the address and the name.
enum AddressInfoChain {
  static func make<Character: WideCharacter>(
    _ answer: NameResolution.Answer, _ request: LookupRequest, _ layout: AddressInfoLayout,
    _ type: Character.Type
  ) -> UnsafeMutableRawPointer? {
    var first: UnsafeMutableRawPointer?
    var link: UnsafeMutableRawPointer?
    for (i, address) in answer.addresses.enumerated() {
      let name = i == 0 && request.wantsName ? answer.canonicalName : nil
      let node = makeNode(address, request, name.map { Character.encode($0) + [0] } ?? [], layout)
      if let link { link.storeBytes(of: UInt(bitPattern: node), toByteOffset: layout.next, as: UInt.self) }
      if first == nil { first = node }
      link = node
    }
    return first
  }

  private static func makeNode<Character: WideCharacter>(
    _ address: NameResolution.Address, _ request: LookupRequest, _ name: [Character],
    _ layout: AddressInfoLayout
  ) -> UnsafeMutableRawPointer {
    let addressOffset = layout.size
    let nameOffset = layout.size + SocketAddress.capacity
    let size = nameOffset + name.count * MemoryLayout<Character>.stride
    let node = Allocation.allocate(size)
    node.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    let family = AddressFamily.windows(address.family) ?? address.family
    node.storeBytes(of: request.flags, as: Int32.self)
    node.storeBytes(of: family, toByteOffset: 4, as: Int32.self)
    node.storeBytes(of: request.socketType, toByteOffset: 8, as: Int32.self)
    node.storeBytes(of: request.protocolNumber, toByteOffset: 12, as: Int32.self)
    node.storeBytes(of: address.bytes.count, toByteOffset: 16, as: Int.self)
    node.storeBytes(of: UInt(bitPattern: node + addressOffset), toByteOffset: 32, as: UInt.self)
    address.bytes.withUnsafeBytes {
      (node + addressOffset).copyMemory(from: $0.baseAddress!, byteCount: $0.count)
    }
    node.storeBytes(of: UInt16(family), toByteOffset: addressOffset, as: UInt16.self)
    if !name.isEmpty {
      node.storeBytes(of: UInt(bitPattern: node + nameOffset), toByteOffset: 24, as: UInt.self)
      name.withUnsafeBytes { (node + nameOffset).copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    }
    return node
  }

  static func free(_ chain: UnsafeMutableRawPointer?, _ layout: AddressInfoLayout) {
    var next = chain
    while let node = next {
      next = node.load(fromByteOffset: layout.next, as: UnsafeMutableRawPointer?.self)
      Allocation.free(node)
    }
  }
}

/// The body of the plain forms. Returns 0 or the error, which is the last error as well.
func lookUp<Character: WideCharacter>(
  _ host: UnsafePointer<Character>?, _ service: UnsafePointer<Character>?, _ hints: UnsafeRawPointer?,
  _ result: UnsafeMutableRawPointer?
) -> Int32 {
  returningError { () throws(WinsockError) in
    try requireWritable(result, 8)
    result!.storeBytes(of: 0, as: UInt.self)
    let request = try LookupRequest(hints)
    let answer = try request.run(host: Character.string(at: host), service: Character.string(at: service))
    let chain = AddressInfoChain.make(answer, request, .plain, Character.self)
    result!.storeBytes(of: UInt(bitPattern: chain), as: UInt.self)
  }
}

@c @implementation
public func getaddrinfo(
  _ nodename: UnsafePointer<CChar>!, _ servname: UnsafePointer<CChar>!, _ hints: UnsafePointer<ws2_addrinfo>!,
  _ res: UnsafeMutablePointer<UnsafeMutablePointer<ws2_addrinfo>?>!
) -> Int32 {
  lookUp(nodename, servname, UnsafeRawPointer(hints), UnsafeMutableRawPointer(res))
}

@c @implementation
public func GetAddrInfoW(
  _ pNodeName: PCWSTR!, _ pServiceName: PCWSTR!, _ pHints: UnsafePointer<ADDRINFOW>!,
  _ ppResult: UnsafeMutablePointer<PADDRINFOW?>!
) -> Int32 {
  lookUp(pNodeName, pServiceName, UnsafeRawPointer(pHints), UnsafeMutableRawPointer(ppResult))
}

@c @implementation
public func freeaddrinfo(_ pAddrInfo: LPADDRINFO!) {
  AddressInfoChain.free(UnsafeMutableRawPointer(pAddrInfo), .plain)
}

@c @implementation
public func FreeAddrInfoW(_ pAddrInfo: PADDRINFOW!) {
  AddressInfoChain.free(UnsafeMutableRawPointer(pAddrInfo), .plain)
}

// MARK: getnameinfo

/// Returns 0 or the error; WSAENOBUFS… as ERROR_INSUFFICIENT_BUFFER when a buffer is too small.
func names<Character: WideCharacter>(
  _ address: UnsafeRawPointer?, _ length: Int32, _ host: UnsafeMutablePointer<Character>?, _ hostSize: DWORD,
  _ service: UnsafeMutablePointer<Character>?, _ serviceSize: DWORD, _ flags: Int32
) -> Int32 {
  returningError { () throws(WinsockError) in
    guard host != nil || service != nil else { throw .hostNotFound }
    let name = try SocketAddress(windows: address, length: length)
    let found = try resolve(name, flags)
    try put(found.host, host, hostSize)
    try put(found.service, service, serviceSize)
  }
}

private func resolve(_ address: SocketAddress, _ flags: Int32) throws(WinsockError) -> (
  host: String, service: String
) {
  let rows: [(Int32, NameResolution.NameFlags)] = [
    (Int32(NI_NOFQDN), .noDomain), (Int32(NI_NUMERICHOST), .numericHost), (Int32(NI_NAMEREQD), .nameRequired),
    (Int32(NI_NUMERICSERV), .numericService), (Int32(NI_DGRAM), .datagram),
  ]
  var meaning: NameResolution.NameFlags = []
  for (flag, value) in rows where flags & flag != 0 { meaning.insert(value) }
  let result: Result<(host: String, service: String), WinsockError> = address.withBytes { bytes, count in
    do throws(NameResolution.Failure) {
      return .success(try NameResolution.names(of: bytes, count, flags: meaning))
    } catch { return .failure(WinsockError(error)) }
  }
  return try result.get()
}

private func put<Character: WideCharacter>(
  _ text: String, _ out: UnsafeMutablePointer<Character>?, _ size: DWORD
) throws(WinsockError) {
  guard let out, size > 0 else { return }
  let characters = Character.encode(text) + [0]
  guard characters.count <= Int(size) else { throw .insufficientBuffer }
  try requireWritable(out, characters.count * MemoryLayout<Character>.stride)
  for (i, character) in characters.enumerated() { out[i] = character }
}

@c @implementation
public func getnameinfo(
  _ sa: UnsafePointer<ws2_sockaddr>!, _ salen: ws2_socklen_t, _ host: UnsafeMutablePointer<CChar>!,
  _ hostlen: DWORD, _ serv: UnsafeMutablePointer<CChar>!, _ servlen: DWORD, _ flags: Int32
) -> Int32 {
  names(sa, salen, host, hostlen, serv, servlen, flags)
}

@c @implementation
public func GetNameInfoW(
  _ pSockaddr: UnsafePointer<SOCKADDR>!, _ SockaddrLength: ws2_socklen_t, _ pNodeBuffer: PWCHAR!,
  _ NodeBufferSize: DWORD, _ pServiceBuffer: PWCHAR!, _ ServiceBufferSize: DWORD, _ Flags: INT
) -> INT {
  names(pSockaddr, SockaddrLength, pNodeBuffer, NodeBufferSize, pServiceBuffer, ServiceBufferSize, Flags)
}

@c @implementation
public func ws2_gethostname(_ name: UnsafeMutablePointer<CChar>!, _ namelen: Int32) -> Int32 {
  hostName(name, namelen)
}

@c @implementation
public func GetHostNameW(_ name: PWSTR!, _ namelen: Int32) -> Int32 {
  hostName(name, namelen)
}

/// WSAEFAULT if the name does not fit.
func hostName<Character: WideCharacter>(_ out: UnsafeMutablePointer<Character>?, _ size: Int32) -> Int32 {
  winsock { () throws(WinsockError) in
    guard let out, size > 0 else { throw .badAddress }
    do throws(WinsockError) { try put(NameResolution.hostName, out, DWORD(size)) } catch { throw .badAddress }
  }
}
