// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import CWinsock
import LinuxIO
import Overlapped

/// What a WSALookupServiceBegin asks for: one of the service classes to which Windows maps gethostbyname and its
/// kin, and the address records of DNS.
enum ServiceQuestion: Sendable {
  /// SVCID_INET_HOSTADDRBYNAME, SVCID_DNS_TYPE_A and _AAAA: the addresses of a host; nil for this one.
  case addresses(String?, families: [Int32])
  /// SVCID_HOSTNAME: this host's name.
  case ownName
  /// SVCID_INET_HOSTADDRBYINETSTRING: the host at an address.
  case host(at: String)
  /// SVCID_INET_SERVICEBYNAME: "http/tcp" or "80/tcp".
  case service(String)

  private static let hostName = class_(0x0002_a800, 0)
  private static let byAddress = class_(0x0002_a801, 0)
  private static let byService = class_(0x0002_a802, 0)
  private static let byName = class_(0x0002_a803, 0)
  private static let dnsA = class_(0x0009_0035, 1)
  private static let dnsAAAA = class_(0x0009_0035, 0x1c)

  private static func class_(_ first: UInt32, _ third: UInt16) -> GUID {
    GUID(Data1: first, Data2: 0, Data3: third, Data4: (0xc0, 0, 0, 0, 0, 0, 0, 0x46))
  }

  /// - Parameter families: the families the query is restricted to; none for IPv4 alone, as gethostbyname has it.
  /// - Throws: `.invalidArgument` without the name that a class needs; `.serviceNotFound` for other classes.
  init(_ serviceClass: GUID, name: String?, families: [Int32]) throws(WinsockError) {
    let addresses = ServiceQuestion.addresses
    if serviceClass.isSame(as: ServiceQuestion.hostName) {
      self = .ownName
    } else if serviceClass.isSame(as: ServiceQuestion.byName) {
      self = addresses(name, families.isEmpty ? [AddressFamily.inet] : families)
    } else if serviceClass.isSame(as: ServiceQuestion.dnsA) {
      self = addresses(name, [AddressFamily.inet])
    } else if serviceClass.isSame(as: ServiceQuestion.dnsAAAA) {
      self = addresses(name, [AddressFamily.inet6])
    } else if serviceClass.isSame(as: ServiceQuestion.byAddress) {
      guard let name else { throw .invalidArgument }
      self = .host(at: name)
    } else if serviceClass.isSame(as: ServiceQuestion.byService) {
      guard let name else { throw .invalidArgument }
      self = .service(name)
    } else {
      throw .serviceNotFound
    }
  }

  /// Asks the resolver. Blocks.
  ///
  /// - Returns: the result sets: the service itself, then its aliases.
  func answer() throws(WinsockError) -> [ServiceAnswer] {
    do throws(WinsockError) {
      switch self {
      case .addresses(let name, let families): return try hosts(name, families)
      case .ownName: return try hosts(nil, [AddressFamily.inet])
      case .host(let text): return [try host(at: text)]
      case .service(let text): return [try service(text)]
      }
    } catch { throw error == .hostNotFound || error == .noData ? .serviceNotFound : error }
  }

  private func hosts(_ name: String?, _ families: [Int32]) throws(WinsockError) -> [ServiceAnswer] {
    let asked = name ?? NameResolution.hostName
    // "This routine does not resolve host names that consist of a dotted IPv4 address."
    if NumericAddress.dotted(asked) != nil { throw .hostNotFound }
    var request = try LookupRequest(nil)
    request.socketType = Int32(SOCK_STREAM)
    request.flags = Int32(AI_CANONNAME)
    request.family = families.count == 1 ? families[0] : 0
    let found = try request.run(host: asked, service: nil)
    let addresses = found.addresses.map { SocketAddress(linux: $0.bytes) }.filter {
      families.contains($0.family)
    }
    let family = addresses.first?.family ?? AddressFamily.inet
    let canonical = found.canonicalName ?? asked
    let bytes = addresses.filter { $0.family == family }.map(\.hostBytes)
    let blob = Databases.host(canonical, family, bytes)
    var answers = [ServiceAnswer(name: canonical, addresses: addresses, blob: blob)]
    if canonical.lowercased() != asked.lowercased() {
      answers.append(ServiceAnswer(name: asked, addresses: addresses, blob: blob, isAlias: true))
    }
    return answers
  }

  private func host(at text: String) throws(WinsockError) -> ServiceAnswer {
    let bytes: [UInt8]
    let family: Int32
    if let address = NumericAddress.dotted(text) {
      bytes = withUnsafeBytes(of: address) { Array($0) }
      family = AddressFamily.inet
    } else if let address = NumericAddress.coloned(text) {
      (bytes, family) = (address, AddressFamily.inet6)
    } else {
      throw .invalidArgument
    }
    let name = try Databases.name(at: bytes, family: family)
    var linux = [UInt8](repeating: 0, count: family == AddressFamily.inet ? 16 : 28)
    linux[0] = UInt8(AddressFamily.linux(family)!)
    linux.replaceSubrange(family == AddressFamily.inet ? 4..<8 : 8..<24, with: bytes)
    return ServiceAnswer(
      name: name, addresses: [SocketAddress(linux: linux)], blob: Databases.host(name, family, [bytes]))
  }

  private func service(_ text: String) throws(WinsockError) -> ServiceAnswer {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    guard let name = parts.first else { throw .invalidArgument }
    let proto = parts.count > 1 ? parts[1] : nil
    let found: NameResolution.Service?
    if let port = UInt16(name) {
      found = NameResolution.service(port: Int32(port.bigEndian), protocol: proto)
    } else {
      found = NameResolution.service(named: name, protocol: proto)
    }
    let blob = try Databases.record(found)
    var address = SocketAddress.wildcard(family: AddressFamily.inet)
    address.port = UInt16(truncatingIfNeeded: found!.port)
    return ServiceAnswer(
      name: found!.name, addresses: [address], blob: blob, isDatagram: found!.protocolName == "udp")
  }
}

/// One result set of a look-up.
struct ServiceAnswer: Sendable {
  let name: String
  let addresses: [SocketAddress]
  /// A hostent or servent.
  let blob: RecordWriter
  var isAlias = false
  var isDatagram = false
}

extension SocketAddress {
  /// The address without family and port.
  var hostBytes: [UInt8] {
    withBytes { bytes, count in
      let all = UnsafeRawBufferPointer(start: bytes, count: count)
      return Array(family == AddressFamily.inet ? all[4..<8] : all[8..<24])
    }
  }
}
