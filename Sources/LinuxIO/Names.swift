// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// What a C function has left in a buffer.
private func text(_ buffer: [CChar]) -> String {
  String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Host and service names, by the C library's resolver.
public enum NameResolution {
  /// One address of a host, in Linux form.
  public struct Address: Sendable {
    public let family: Int32
    public let socketType: Int32
    public let protocolNumber: Int32
    public let bytes: [UInt8]
  }

  /// What a host name stands for.
  public struct Answer: Sendable {
    public let addresses: [Address]
    public let canonicalName: String?
  }

  /// An EAI_ code.
  public struct Failure: Error, Equatable, Sendable {
    public let code: Int32
    public static let noName = Failure(code: EAI_NONAME)
    public static let tryAgain = Failure(code: EAI_AGAIN)
    public static let badFlags = Failure(code: EAI_BADFLAGS)
    public static let permanent = Failure(code: EAI_FAIL)
    public static let family = Failure(code: EAI_FAMILY)
    public static let memory = Failure(code: EAI_MEMORY)
    public static let overflow = Failure(code: EAI_OVERFLOW)
    public static let service = Failure(code: EAI_SERVICE)
    public static let socketType = Failure(code: EAI_SOCKTYPE)
  }

  /// AI_ flags of Linux.
  public struct LookupFlags: OptionSet, Sendable {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let passive = LookupFlags(rawValue: Int32(AI_PASSIVE))
    public static let canonicalName = LookupFlags(rawValue: Int32(AI_CANONNAME))
    public static let numericHost = LookupFlags(rawValue: Int32(AI_NUMERICHOST))
    public static let numericService = LookupFlags(rawValue: Int32(AI_NUMERICSERV))
    public static let mapped = LookupFlags(rawValue: Int32(AI_V4MAPPED))
    public static let all = LookupFlags(rawValue: Int32(AI_ALL))
    public static let configured = LookupFlags(rawValue: Int32(AI_ADDRCONFIG))
  }

  /// getaddrinfo.
  public static func addresses(
    host: String?, service: String?, family: Int32, socketType: Int32, protocolNumber: Int32,
    flags: LookupFlags
  ) throws(Failure) -> Answer {
    var hints = addrinfo()
    hints.ai_family = family
    hints.ai_socktype = socketType
    hints.ai_protocol = protocolNumber
    hints.ai_flags = flags.rawValue
    var list: UnsafeMutablePointer<addrinfo>?
    let code = withOptionalCString(host) { host in
      withOptionalCString(service) { getaddrinfo(host, $0, &hints, &list) }
    }
    guard code == 0 else { throw Failure(code: code) }
    defer { freeaddrinfo(list) }
    var result: [Address] = []
    let name = list?.pointee.ai_canonname.map { String(cString: $0) }
    var next = list
    while let item = next {
      let bytes = UnsafeRawBufferPointer(start: item.pointee.ai_addr, count: Int(item.pointee.ai_addrlen))
      result.append(
        Address(
          family: item.pointee.ai_family, socketType: item.pointee.ai_socktype,
          protocolNumber: item.pointee.ai_protocol, bytes: Array(bytes)))
      next = item.pointee.ai_next
    }
    return Answer(addresses: result, canonicalName: name)
  }

  private static func withOptionalCString<R>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> R) -> R {
    guard let text else { return body(nil) }
    return text.withCString { body($0) }
  }

  /// NI_ flags of Linux.
  public struct NameFlags: OptionSet, Sendable {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let numericHost = NameFlags(rawValue: Int32(NI_NUMERICHOST))
    public static let numericService = NameFlags(rawValue: Int32(NI_NUMERICSERV))
    public static let noDomain = NameFlags(rawValue: Int32(NI_NOFQDN))
    public static let nameRequired = NameFlags(rawValue: Int32(NI_NAMEREQD))
    public static let datagram = NameFlags(rawValue: Int32(NI_DGRAM))
  }

  /// getnameinfo.
  public static func names(
    of address: UnsafeRawPointer, _ length: Int, flags: NameFlags
  ) throws(Failure) -> (host: String, service: String) {
    var host = [CChar](repeating: 0, count: 1025)
    var service = [CChar](repeating: 0, count: 64)
    let code = getnameinfo(
      address.assumingMemoryBound(to: sockaddr.self), socklen_t(length), &host, 1025, &service, 64,
      flags.rawValue)
    guard code == 0 else { throw Failure(code: code) }
    return (text(host), text(service))
  }

  /// What gethostname says.
  public static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    _ = gethostname(&name, 255)
    return text(name)
  }

  // MARK: Services and protocols

  /// An entry of the services database.
  public struct Service: Sendable {
    public let name: String
    public let aliases: [String]
    /// In network order.
    public let port: Int32
    public let protocolName: String

    public init(name: String, aliases: [String], port: Int32, protocolName: String) {
      (self.name, self.aliases, self.port, self.protocolName) = (name, aliases, port, protocolName)
    }
  }

  /// Nil if there is none; `protocol` nil stands for any.
  public static func service(named name: String, protocol proto: String?) -> Service? {
    find(proto) { getservbyname_r(name, $3, $0, $1, $2, $4) }
  }

  /// The same by its port, in network order.
  public static func service(port: Int32, protocol proto: String?) -> Service? {
    find(proto) { getservbyport_r(port, $3, $0, $1, $2, $4) }
  }

  private static func find(
    _ proto: String?,
    _ call: (
      UnsafeMutablePointer<servent>, UnsafeMutablePointer<CChar>, Int, UnsafePointer<CChar>?,
      UnsafeMutablePointer<UnsafeMutablePointer<servent>?>
    ) -> Int32
  ) -> Service? {
    var entry = servent()
    var buffer = [CChar](repeating: 0, count: 4096)
    var result: UnsafeMutablePointer<servent>?
    _ = withOptionalCString(proto) { call(&entry, &buffer, 4096, $0, &result) }
    guard let found = result?.pointee else { return nil }
    return Service(
      name: String(cString: found.s_name), aliases: strings(found.s_aliases), port: found.s_port,
      protocolName: String(cString: found.s_proto))
  }

  /// An entry of the protocols database.
  public struct ProtocolEntry: Sendable {
    public let name: String
    public let aliases: [String]
    public let number: Int32

    public init(name: String, aliases: [String], number: Int32) {
      (self.name, self.aliases, self.number) = (name, aliases, number)
    }
  }

  public static func `protocol`(named name: String) -> ProtocolEntry? {
    findProtocol { getprotobyname_r(name, $0, $1, $2, $3) }
  }

  public static func `protocol`(number: Int32) -> ProtocolEntry? {
    findProtocol { getprotobynumber_r(number, $0, $1, $2, $3) }
  }

  private static func findProtocol(
    _ call: (
      UnsafeMutablePointer<protoent>, UnsafeMutablePointer<CChar>, Int,
      UnsafeMutablePointer<UnsafeMutablePointer<protoent>?>
    ) -> Int32
  ) -> ProtocolEntry? {
    var entry = protoent()
    var buffer = [CChar](repeating: 0, count: 4096)
    var result: UnsafeMutablePointer<protoent>?
    _ = call(&entry, &buffer, 4096, &result)
    guard let found = result?.pointee else { return nil }
    return ProtocolEntry(
      name: String(cString: found.p_name), aliases: strings(found.p_aliases), number: found.p_proto)
  }

  private static func strings(_ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [String] {
    var result: [String] = []
    var next = list
    while let text = next?.pointee {
      result.append(String(cString: text))
      next = next.map { $0 + 1 }
    }
    return result
  }
}

/// Addresses as text.
public enum AddressText {
  /// An IPv4 address, which is in network order, as "a.b.c.d".
  public static func format4(_ address: UInt32) -> String {
    withUnsafeBytes(of: address) { "\($0[0]).\($0[1]).\($0[2]).\($0[3])" }
  }
}
