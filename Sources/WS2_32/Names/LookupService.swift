// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// WSALookupServiceBegin, Next and End. The resolver is asked by the first Next, which blocks until it answers or
// another thread ends the look-up.

/// A look-up under way, named by the handle of WSALookupServiceBegin.
final class ServiceLookup: KernelObject, @unchecked Sendable {
  let question: ServiceQuestion
  let restrictions: ServiceRestrictions
  private let query = NameQuery()
  private let answers = AnswerPlace<[ServiceAnswer]>()
  private let lock = Lock()
  private var isAsked = false
  private var position = 0
  private var wasTooLarge = false

  init(_ question: ServiceQuestion, _ restrictions: ServiceRestrictions) {
    self.question = question
    self.restrictions = restrictions
    super.init(kind: .other)
  }

  /// WSALookupServiceEnd: a WSALookupServiceNext that waits returns.
  override func lastHandleClosed() { query.end(with: .lookupCancelled) }

  /// Hands out the next result set; one that `deliver` finds no room for stays the next one, unless the call
  /// after it skips it.
  func next(
    skippingPrevious: Bool, _ deliver: (ServiceAnswer) throws(WinsockError) -> Void
  ) throws(WinsockError) {
    try ask()
    let found = try answers.get().filter {
      !$0.isAlias || restrictions.flags & DWORD(LUP_RETURN_ALIASES) != 0
    }
    try lock.withLock { () throws(WinsockError) in
      if skippingPrevious && wasTooLarge { position += 1 }
      wasTooLarge = false
      guard position < found.count else { throw .noMoreResults }
      do throws(WinsockError) { try deliver(found[position]) } catch {
        wasTooLarge = true
        throw error
      }
      position += 1
    }
  }

  private func ask() throws(WinsockError) {
    try lock.withLock { () throws(WinsockError) in
      guard !isAsked else { return }
      try query.start(until: .never, question.answer) { [answers] in answers.put($0) }
      isAsked = true
    }
  }
}

/// What a WSAQUERYSET restricts a query to, and what its flags ask for.
struct ServiceRestrictions: Sendable {
  let flags: DWORD
  let serviceClass: GUID
  let name: String?
  /// Family and protocol, any protocol 0.
  let protocols: [(family: Int32, number: Int32)]

  /// Reads a WSAQUERYSET, which is laid out alike in all widths of characters.
  init<Character: WideCharacter>(_ set: UnsafeRawPointer?, _ flags: DWORD, _ type: Character.Type)
    throws(WinsockError)
  {
    try requireReadable(set, QuerySet.size)
    let set = set!
    guard set.load(as: DWORD.self) >= DWORD(QuerySet.size) else { throw .invalidArgument }
    func pointer(_ offset: Int) -> UnsafeRawPointer? {
      set.load(fromByteOffset: offset, as: UnsafeRawPointer?.self)
    }
    guard let identity = pointer(QuerySet.serviceClass) else { throw .invalidArgument }
    try requireReadable(identity, MemoryLayout<GUID>.size)
    serviceClass = identity.loadUnaligned(as: GUID.self)
    self.flags = flags
    name = try Character.string(at: pointer(QuerySet.name)?.assumingMemoryBound(to: Character.self))
    let provider = UnsafeMutableRawPointer(mutating: pointer(QuerySet.provider))
    try NameSpaces.require(
      set.load(fromByteOffset: QuerySet.nameSpace, as: DWORD.self),
      provider?.assumingMemoryBound(to: GUID.self))
    let count = Int(set.load(fromByteOffset: QuerySet.protocolCount, as: DWORD.self))
    let items = pointer(QuerySet.protocols)
    guard count == 0 || items != nil else { throw .invalidArgument }
    try requireReadable(items, count * 8)
    protocols = (0..<count).map {
      (
        items!.load(fromByteOffset: 8 * $0, as: Int32.self),
        items!.load(fromByteOffset: 8 * $0 + 4, as: Int32.self)
      )
    }
  }
}

/// Where the members of WSAQUERYSET stand.
enum QuerySet {
  static let size = MemoryLayout<WSAQUERYSETA>.size
  static let name = offset(\.lpszServiceInstanceName)
  static let serviceClass = offset(\.lpServiceClassId)
  static let nameSpace = offset(\.dwNameSpace)
  static let provider = offset(\.lpNSProviderId)
  static let protocolCount = offset(\.dwNumberOfProtocols)
  static let protocols = offset(\.lpafpProtocols)
  static let queryString = offset(\.lpszQueryString)
  static let addressCount = offset(\.dwNumberOfCsAddrs)
  static let addresses = offset(\.lpcsaBuffer)
  static let outputFlags = offset(\.dwOutputFlags)
  static let blob = offset(\.lpBlob)

  private static func offset(_ member: PartialKeyPath<WSAQUERYSETA>) -> Int {
    MemoryLayout<WSAQUERYSETA>.offset(of: member)!
  }
}

/// A result set as WSALookupServiceNext returns it: everything it points to lies behind it.
struct QuerySetWriter<Character: WideCharacter> {
  private var record = RecordWriter(size: QuerySet.size)
  private let answer: ServiceAnswer
  private let restrictions: ServiceRestrictions

  init(_ answer: ServiceAnswer, _ restrictions: ServiceRestrictions) {
    self.answer = answer
    self.restrictions = restrictions
  }

  /// - Parameter flags: of the call. They restrict what the look-up asked for, and never add to it; a call that
  ///   names nothing gets all of that.
  mutating func write(_ flags: DWORD) -> RecordWriter {
    let wanted = restrictions.flags & (flags & DWORD(LUP_RETURN_ALL) == 0 ? ~0 : flags)
    record.put(DWORD(QuerySet.size), at: 0)
    record.put(NameSpaces.dns, at: QuerySet.nameSpace)
    record.link(bytes(of: NameSpaces.provider), at: QuerySet.provider)
    if answer.isAlias { record.put(DWORD(RESULT_IS_ALIAS), at: QuerySet.outputFlags) }
    if wanted & DWORD(LUP_RETURN_NAME) != 0 { record.link(Character.bytes(answer.name), at: QuerySet.name) }
    if wanted & DWORD(LUP_RETURN_TYPE) != 0 {
      record.link(bytes(of: restrictions.serviceClass), at: QuerySet.serviceClass)
    }
    if wanted & DWORD(LUP_RETURN_QUERY_STRING) != 0, let name = restrictions.name {
      record.link(Character.bytes(name), at: QuerySet.queryString)
    }
    if wanted & DWORD(LUP_RETURN_ADDR) != 0 {
      writeAddresses(inLocalPart: flags & DWORD(LUP_RES_SERVICE) != 0)
    }
    if wanted & DWORD(LUP_RETURN_BLOB) != 0 { writeBlob() }
    return record
  }

  /// An array of CSADDR_INFO, for each address and each protocol it may be used with.
  private mutating func writeAddresses(inLocalPart: Bool) {
    let pairs = answer.addresses.flatMap { address in protocols(address.family).map { (address, $0) } }
    let size = MemoryLayout<CSADDR_INFO>.size
    let array = record.link([UInt8](repeating: 0, count: size * pairs.count), at: QuerySet.addresses)
    record.put(DWORD(pairs.count), at: QuerySet.addressCount)
    for (i, (address, number)) in pairs.enumerated() {
      let place = array + i * size
      let any = SocketAddress.wildcard(family: address.family)
      write(inLocalPart ? address : any, at: place)
      write(inLocalPart ? any : address, at: place + 16)
      record.put(number == Int32(IPPROTO_UDP) ? Int32(SOCK_DGRAM) : Int32(SOCK_STREAM), at: place + 32)
      record.put(number, at: place + 36)
    }
  }

  /// A SOCKET_ADDRESS.
  private mutating func write(_ address: SocketAddress, at place: Int) {
    var bytes = [UInt8](repeating: 0, count: SocketAddress.capacity)
    var length = Int32(bytes.count)
    bytes.withUnsafeMutableBytes { try? address.store(into: $0.baseAddress, length: &length) }
    record.link(Array(bytes.prefix(Int(length))), at: place)
    record.put(length, at: place + 8)
  }

  private func protocols(_ family: Int32) -> [Int32] {
    let (tcp, udp) = (Int32(IPPROTO_TCP), Int32(IPPROTO_UDP))
    if restrictions.protocols.isEmpty { return [answer.isDatagram ? udp : tcp] }
    return restrictions.protocols.filter { $0.family == family || $0.family == 0 }
      .map { $0.number == 0 ? tcp : $0.number }
  }

  /// A BLOB: its pointers are offsets from its start, so that it can be copied elsewhere.
  private mutating func writeBlob() {
    let data = answer.blob.selfRelative
    let place = record.link([UInt8](repeating: 0, count: MemoryLayout<BLOB>.size), at: QuerySet.blob)
    record.put(ULONG(data.count), at: place)
    record.link(data, at: place + 8)
  }

  private func bytes<Value>(of value: Value) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }
}

// MARK: The bodies, for all widths

func beginLookup<Character: WideCharacter>(
  _ set: UnsafeRawPointer?, _ flags: DWORD, _ out: LPHANDLE?, _ type: Character.Type
) -> INT {
  winsock { () throws(WinsockError) in
    try requireWritable(out, 8)
    let restrictions = try ServiceRestrictions(set, flags, type)
    // This name space has no containers.
    if flags & DWORD(LUP_CONTAINERS) != 0 { throw .noData }
    let families = Set(restrictions.protocols.map(\.family)).subtracting([0])
    let question = try ServiceQuestion(
      restrictions.serviceClass, name: restrictions.name, families: families.sorted())
    out!.pointee = try open(ServiceLookup(question, restrictions), or: .notEnoughMemory).pointer
  }
}

func nextResult<Character: WideCharacter>(
  _ lookup: HANDLE?, _ flags: DWORD, _ length: LPDWORD?, _ out: UnsafeMutableRawPointer?,
  _ type: Character.Type
) -> INT {
  winsock { () throws(WinsockError) in
    let lookup = try object(lookup, as: ServiceLookup.self)
    try requireWritable(length, 4)
    try lookup.next(skippingPrevious: flags & DWORD(LUP_FLUSHPREVIOUS) != 0) {
      (answer) throws(WinsockError) in
      var writer = QuerySetWriter<Character>(answer, lookup.restrictions)
      try writer.write(flags).store(in: out, length!)
    }
  }
}

// MARK: Exports

/// WSALookupServiceBegin: a handle for a query of the name space. WSAEINVAL for a set without size or class,
/// WSASERVICE_NOT_FOUND for a name space, provider or class that is not there, WSANO_DATA for containers.
@c @implementation
public func WSALookupServiceBeginA(
  _ lpqsRestrictions: LPWSAQUERYSETA!, _ dwControlFlags: DWORD, _ lphLookup: LPHANDLE!
) -> INT {
  beginLookup(lpqsRestrictions, dwControlFlags, lphLookup, CChar.self)
}

@c @implementation
public func WSALookupServiceBeginW(
  _ lpqsRestrictions: LPWSAQUERYSETW!, _ dwControlFlags: DWORD, _ lphLookup: LPHANDLE!
) -> INT {
  beginLookup(lpqsRestrictions, dwControlFlags, lphLookup, WCHAR.self)
}

/// WSALookupServiceNext: the next result set. WSAEFAULT and the size needed if it does not fit, WSA_E_NO_MORE,
/// WSASERVICE_NOT_FOUND for a name that is unknown, WSA_E_CANCELLED if the look-up is ended meanwhile.
@c @implementation
public func WSALookupServiceNextA(
  _ hLookup: HANDLE!, _ dwControlFlags: DWORD, _ lpdwBufferLength: LPDWORD!, _ lpqsResults: LPWSAQUERYSETA!
) -> INT {
  nextResult(hLookup, dwControlFlags, lpdwBufferLength, lpqsResults, CChar.self)
}

@c @implementation
public func WSALookupServiceNextW(
  _ hLookup: HANDLE!, _ dwControlFlags: DWORD, _ lpdwBufferLength: LPDWORD!, _ lpqsResults: LPWSAQUERYSETW!
) -> INT {
  nextResult(hLookup, dwControlFlags, lpdwBufferLength, lpqsResults, WCHAR.self)
}

/// WSALookupServiceEnd: WSA_INVALID_HANDLE if there is no such look-up.
@c @implementation
public func WSALookupServiceEnd(_ hLookup: HANDLE!) -> INT {
  winsock { () throws(WinsockError) in try close(hLookup, as: ServiceLookup.self) }
}
