// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// gethostbyname and its kin. Each answers with a structure that belongs to the calling thread and holds until
// its next call of the kind.

/// One structure with everything it points to, in memory of the thread.
private final class ThreadRecord {
  private let block: UnsafeMutableRawPointer
  init(_ block: UnsafeMutableRawPointer) { self.block = block }
  deinit { HeapMemory.free(block) }
}

/// Lays a record out: the structure first, then pointer arrays, then texts and addresses.
struct RecordWriter: Sendable {
  private(set) var bytes: [UInt8]
  /// Offsets where the address of another offset belongs.
  private var links: [(at: Int, to: Int)] = []

  init(size: Int) { bytes = [UInt8](repeating: 0, count: size) }

  mutating func put<Value>(_ value: Value, at offset: Int) {
    withUnsafeBytes(of: value) { bytes.replaceSubrange(offset..<(offset + $0.count), with: $0) }
  }

  /// Where the data went.
  mutating func append(_ data: [UInt8]) -> Int {
    while bytes.count % 8 != 0 { bytes.append(0) }
    let offset = bytes.count
    bytes += data
    return offset
  }

  @discardableResult
  mutating func link(_ data: [UInt8], at offset: Int) -> Int {
    let target = append(data)
    links.append((offset, target))
    return target
  }

  mutating func link(_ text: String, at offset: Int) { link(Array(text.utf8) + [0], at: offset) }

  /// An array of pointers, ended by NULL.
  mutating func link(_ items: [[UInt8]], at offset: Int) {
    let array = append([UInt8](repeating: 0, count: 8 * (items.count + 1)))
    links.append((offset, array))
    for (i, item) in items.enumerated() { link(item, at: array + 8 * i) }
  }

  /// The record with offsets from its start in place of pointers, as a BLOB of WSALookupServiceNext has it.
  var selfRelative: [UInt8] {
    var copy = self
    for (at, to) in links { copy.put(UInt(to), at: at) }
    return copy.bytes
  }

  /// Copies the record to memory that stays where it is.
  func copy(to place: UnsafeMutableRawPointer) {
    bytes.withUnsafeBytes { place.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    for (at, to) in links {
      place.storeBytes(of: UInt(bitPattern: place + to), toByteOffset: at, as: UInt.self)
    }
  }

  fileprivate func keep(_ key: Int) -> UnsafeMutableRawPointer {
    let block = HeapMemory.allocate(bytes.count)!
    copy(to: block)
    Thread.current.attachments[key] = ThreadRecord(block)
    return block
  }
}

private func strings(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) + [0] } }

/// What the databases say, as records; also for the WSAAsyncGet functions.
enum Databases {
  static func host(named name: String) throws(WinsockError) -> RecordWriter {
    let name = name.isEmpty ? NameResolution.hostName : name
    var request = try LookupRequest(nil)
    request.family = AddressFamily.inet
    request.socketType = Int32(SOCK_STREAM)
    request.flags = Int32(AI_CANONNAME)
    let answer = try request.run(host: name, service: nil)
    return host(
      answer.canonicalName ?? name, AddressFamily.inet, answer.addresses.map { Array($0.bytes[4..<8]) })
  }

  static func host(at address: [UInt8], family: Int32) throws(WinsockError) -> RecordWriter {
    host(try name(at: address, family: family), family, [address])
  }

  /// The name of the host at an address in network order.
  static func name(at address: [UInt8], family: Int32) throws(WinsockError) -> String {
    guard
      (family == AddressFamily.inet && address.count == 4)
        || (family == AddressFamily.inet6 && address.count == 16)
    else {
      throw family == AddressFamily.inet || family == AddressFamily.inet6
        ? .badAddress : .addressFamilyNotSupported
    }
    var bytes = [UInt8](repeating: 0, count: address.count == 4 ? 16 : 28)
    bytes[0] = UInt8(AddressFamily.linux(family)!)
    bytes.replaceSubrange(address.count == 4 ? 4..<8 : 8..<24, with: address)
    do throws(NameResolution.Failure) {
      return try NameResolution.names(of: bytes, bytes.count, flags: .nameRequired).host
    } catch { throw WinsockError(error) }
  }

  static func host(_ name: String, _ family: Int32, _ addresses: [[UInt8]]) -> RecordWriter {
    var record = RecordWriter(size: 32)
    record.link(name, at: 0)
    record.link([[UInt8]](), at: 8)
    record.put(Int16(family), at: 16)
    record.put(Int16(family == AddressFamily.inet ? 4 : 16), at: 18)
    record.link(addresses, at: 24)
    return record
  }

  static func record(_ service: NameResolution.Service?) throws(WinsockError) -> RecordWriter {
    guard let service else { throw .noData }
    var record = RecordWriter(size: 32)
    record.link(service.name, at: 0)
    record.link(strings(service.aliases), at: 8)
    record.link(service.protocolName, at: 16)
    record.put(UInt16(truncatingIfNeeded: service.port), at: 24)
    return record
  }

  static func record(_ entry: NameResolution.ProtocolEntry?) throws(WinsockError) -> RecordWriter {
    guard let entry else { throw .noData }
    var record = RecordWriter(size: 24)
    record.link(entry.name, at: 0)
    record.link(strings(entry.aliases), at: 8)
    record.put(Int16(truncatingIfNeeded: entry.number), at: 16)
    return record
  }
}

private func answer<Record>(
  _ key: Int, _ find: () throws(WinsockError) -> RecordWriter
) -> UnsafeMutablePointer<Record>? {
  winsock(nil) { () throws(WinsockError) in try find().keep(key).assumingMemoryBound(to: Record.self) }
}

@c @implementation
public func gethostbyname(_ name: UnsafePointer<CChar>!) -> UnsafeMutablePointer<ws2_hostent>! {
  answer(2) { () throws(WinsockError) in
    try Databases.host(named: try CChar.string(at: name) ?? NameResolution.hostName)
  }
}

@c @implementation
public func gethostbyaddr(_ addr: UnsafePointer<CChar>!, _ len: Int32, _ type: Int32) -> UnsafeMutablePointer<
  ws2_hostent
>! {
  answer(2) { () throws(WinsockError) in
    guard let addr, len > 0, len <= 16 else { throw .badAddress }
    try requireReadable(addr, Int(len))
    return try Databases.host(
      at: Array(UnsafeRawBufferPointer(start: addr, count: Int(len))), family: type)
  }
}

@c @implementation
public func getservbyname(_ name: UnsafePointer<CChar>!, _ proto: UnsafePointer<CChar>!)
  -> UnsafeMutablePointer<ws2_servent>!
{
  answer(3) { () throws(WinsockError) in
    guard let name = try CChar.string(at: name) else { throw .badAddress }
    return try Databases.record(
      WellKnownNames.service(named: name, protocol: try CChar.string(at: proto)))
  }
}

@c @implementation
public func getservbyport(_ port: Int32, _ proto: UnsafePointer<CChar>!) -> UnsafeMutablePointer<ws2_servent>!
{
  answer(3) { () throws(WinsockError) in
    try Databases.record(WellKnownNames.service(port: port, protocol: try CChar.string(at: proto)))
  }
}

@c @implementation
public func getprotobyname(_ name: UnsafePointer<CChar>!) -> UnsafeMutablePointer<ws2_protoent>! {
  answer(4) { () throws(WinsockError) in
    guard let name = try CChar.string(at: name) else { throw .badAddress }
    return try Databases.record(WellKnownNames.protocol(named: name))
  }
}

@c @implementation
public func getprotobynumber(_ number: Int32) -> UnsafeMutablePointer<ws2_protoent>! {
  answer(4) { () throws(WinsockError) in try Databases.record(WellKnownNames.protocol(number: number)) }
}

@c @implementation
public func gai_strerrorA(_ ecode: Int32) -> UnsafeMutablePointer<CChar>! {
  MessageTable.permanentText(ecode, CChar.self)
}

@c @implementation
public func gai_strerrorW(_ ecode: Int32) -> UnsafeMutablePointer<WCHAR>! {
  MessageTable.permanentText(ecode, WCHAR.self)
}
