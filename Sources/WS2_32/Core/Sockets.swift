// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Making, naming, connecting and closing sockets.

// MARK: Making

/// socket: overlapped unless SO_OPENTYPE says otherwise, as on Windows.
@c @implementation
public func socket(_ af: Int32, _ type: Int32, _ protocol: Int32) -> SOCKET {
  winsock(invalidSocket) { () throws(WinsockError) in
    try makeSocket(
      af, type, `protocol`, flags: OpenType.isOverlapped ? DWORD(WSA_FLAG_OVERLAPPED) : 0)
  }
}

/// WSASocket. A protocol entry overrides the three numbers where those are FROM_PROTOCOL_INFO; one that
/// WSADuplicateSocket filled in opens the shared socket.
@c @implementation
public func WSASocketA(
  _ af: Int32, _ type: Int32, _ protocol: Int32, _ lpProtocolInfo: LPWSAPROTOCOL_INFOA!, _ g: GROUP,
  _ dwFlags: DWORD
) -> SOCKET {
  makeSocket(af, type, `protocol`, UnsafePointer(lpProtocolInfo), flags: dwFlags)
}

@c @implementation
public func WSASocketW(
  _ af: Int32, _ type: Int32, _ protocol: Int32, _ lpProtocolInfo: LPWSAPROTOCOL_INFOW!, _ g: GROUP,
  _ dwFlags: DWORD
) -> SOCKET {
  makeSocket(af, type, `protocol`, UnsafePointer(lpProtocolInfo), flags: dwFlags)
}

private func makeSocket<Info: ProtocolInfo>(
  _ af: Int32, _ type: Int32, _ number: Int32, _ info: UnsafePointer<Info>?, flags: DWORD
) -> SOCKET {
  winsock(invalidSocket) { () throws(WinsockError) in
    guard let info else { return try makeSocket(af, type, number, flags: flags) }
    try requireReadable(info, MemoryLayout<Info>.size)
    let given = info.pointee
    if given.dwProviderReserved != 0 { return try Duplicates.open(given.dwProviderReserved) }
    let any = Int32(FROM_PROTOCOL_INFO)
    return try makeSocket(
      af == any ? given.iAddressFamily : af, type == any ? given.iSocketType : type,
      number == any ? given.iProtocol : number, flags: flags,
      catalogEntry: Catalog.entry(number: given.dwCatalogEntryId))
  }
}

private func makeSocket(
  _ af: Int32, _ type: Int32, _ number: Int32, flags: DWORD, catalogEntry: CatalogEntry? = nil
) throws(WinsockError) -> SOCKET {
  let known = DWORD(
    WSA_FLAG_OVERLAPPED | WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_ROOT
      | WSA_FLAG_MULTIPOINT_D_LEAF | WSA_FLAG_ACCESS_SYSTEM_SECURITY | WSA_FLAG_NO_HANDLE_INHERIT
      | WSA_FLAG_REGISTERED_IO)
  guard flags & ~known == 0 else { throw .invalidArgument }
  let entry =
    if let catalogEntry { catalogEntry } else { try Catalog.find(family: af, type: type, protocol: number) }
  let socket = try Socket.make(
    family: entry.family, type: entry.type,
    protocolNumber: entry.acceptsAnyProtocol ? number : entry.protocolNumber,
    delivery: entry.delivery, isOverlapped: flags & DWORD(WSA_FLAG_OVERLAPPED) != 0,
    isRegistered: flags & DWORD(WSA_FLAG_REGISTERED_IO) != 0)
  socket.catalogEntry = entry.number
  return try open(socket).bits
}

// MARK: Names

@c @implementation
public func bind(_ s: SOCKET, _ name: UnsafePointer<ws2_sockaddr>!, _ namelen: Int32) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    let address = try SocketAddress(windows: name, length: namelen)
    guard address.family == use.socket.family else { throw .addressFamilyNotSupported }
    try use.socket.bind(address)
  }
}

@c @implementation
public func getsockname(
  _ s: SOCKET, _ name: UnsafeMutablePointer<ws2_sockaddr>!, _ namelen: UnsafeMutablePointer<Int32>!
) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    try use.socket.localAddress().store(into: name, length: namelen)
  }
}

@c @implementation
public func getpeername(
  _ s: SOCKET, _ name: UnsafeMutablePointer<ws2_sockaddr>!, _ namelen: UnsafeMutablePointer<Int32>!
) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    try use.socket.peerAddress().store(into: name, length: namelen)
  }
}

// MARK: Connections

@c @implementation
public func listen(_ s: SOCKET, _ backlog: Int32) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    try use.socket.listen(backlog: backlog)
  }
}

@c @implementation
public func accept(
  _ s: SOCKET, _ addr: UnsafeMutablePointer<ws2_sockaddr>!, _ addrlen: UnsafeMutablePointer<Int32>!
) -> SOCKET {
  winsock(invalidSocket) { () throws(WinsockError) in
    let use = try SocketUse(s)
    return try acceptConnection(use.entry, addr, addrlen) { _ in true }
  }
}

/// WSAAccept: the condition function sees the caller's address and says accept, reject or defer. Linux has
/// taken the connection by then: one that is rejected is reset, one that is deferred waits for the next accept.
@c @implementation
public func WSAAccept(
  _ s: SOCKET, _ addr: UnsafeMutablePointer<ws2_sockaddr>!, _ addrlen: LPINT!,
  _ lpfnCondition: LPCONDITIONPROC!, _ dwCallbackData: DWORD_PTR
) -> SOCKET {
  winsock(invalidSocket) { () throws(WinsockError) in
    let use = try SocketUse(s)
    guard let condition = lpfnCondition else {
      return try acceptConnection(use.entry, addr, addrlen) { _ in true }
    }
    return try acceptConnection(use.entry, addr, addrlen) { (peer) throws(WinsockError) in
      try ask(condition, dwCallbackData, peer, use.socket)
    }
  }
}

private func acceptConnection(
  _ listener: HandleEntryPointer, _ name: UnsafeMutablePointer<ws2_sockaddr>?,
  _ length: UnsafeMutablePointer<Int32>?,
  _ isWanted: (SocketAddress) throws(WinsockError) -> Bool
) throws(WinsockError) -> SOCKET {
  if let name {
    // Looked at first: a connection must not be lost for want of room for its address.
    try requireWritable(length, 4)
    let size = SocketAddress.size(family: Socket.behind(listener).family)
    guard Int(length!.pointee) >= size else { throw .badAddress }
    try requireWritable(name, size)
  }
  let (socket, peer) = try Socket.accept(listener, Thread.current)
  let wanted: Bool
  do throws(WinsockError) { wanted = try isWanted(peer) } catch {
    if error == .tryAgain { Socket.behind(listener).deferConnection(socket, peer) }
    throw error
  }
  guard wanted else {
    socket.resetOnClose()
    throw .connectionRefused
  }
  if let name { try peer.store(into: name, length: length) }
  let handle = try open(socket)
  if let selector = listener.owner as? Socket { socket.inheritSelection(of: selector, as: handle) }
  return handle.bits
}

private func ask(
  _ condition: LPCONDITIONPROC, _ context: DWORD_PTR, _ peer: SocketAddress, _ listener: Socket
) throws(WinsockError) -> Bool {
  let local = try listener.localAddress()
  var (peerLength, localLength) = (Int32(SocketAddress.capacity), Int32(SocketAddress.capacity))
  let answer = try withUnsafeTemporaryAllocation(
    byteCount: 2 * SocketAddress.capacity, alignment: 8
  ) { (bytes) throws(WinsockError) -> Int32 in
    let base = bytes.baseAddress!
    try peer.store(into: base, length: &peerLength)
    try local.store(into: base + SocketAddress.capacity, length: &localLength)
    var caller = WSABUF(len: ULONG(peerLength), buf: base.assumingMemoryBound(to: CChar.self))
    var callee = WSABUF(
      len: ULONG(localLength), buf: (base + SocketAddress.capacity).assumingMemoryBound(to: CChar.self))
    var (none, noneBack) = (WSABUF(), WSABUF())
    var group: GROUP = 0
    return condition(&caller, &none, nil, nil, &callee, &noneBack, &group, context)
  }
  if answer == CF_DEFER { throw .tryAgain }
  return answer == CF_ACCEPT
}

@c @implementation
public func connect(_ s: SOCKET, _ name: UnsafePointer<ws2_sockaddr>!, _ namelen: Int32) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    try Socket.connect(use.entry, SocketAddress(windows: name, length: namelen), Thread.current)
  }
}

/// WSAConnect: user data and quality of service are refused, as by every provider of Windows.
@c @implementation
public func WSAConnect(
  _ s: SOCKET, _ name: UnsafePointer<ws2_sockaddr>!, _ namelen: Int32, _ lpCallerData: LPWSABUF!,
  _ lpCalleeData: LPWSABUF!, _ lpSQOS: LPQOS!, _ lpGQOS: LPQOS!
) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    guard lpSQOS == nil, lpGQOS == nil else { throw .notSupported }
    if let data = lpCallerData {
      try requireReadable(data, MemoryLayout<WSABUF>.size)
      if data.pointee.len > 0 { throw .noBuffers }
    }
    try requireWritable(optional: lpCalleeData, MemoryLayout<WSABUF>.size)
    try Socket.connect(use.entry, SocketAddress(windows: name, length: namelen), Thread.current)
    if let data = lpCalleeData { data.pointee.len = 0 }
  }
}

// MARK: Ending

@c @implementation
public func shutdown(_ s: SOCKET, _ how: Int32) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    try use.socket.shutDown(how)
  }
}

/// WSASendDisconnect: no provider here carries disconnect data (XP1_DISCONNECT_DATA).
@c @implementation
public func WSASendDisconnect(_ s: SOCKET, _ lpOutboundDisconnectData: LPWSABUF!) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    try refuseDisconnectData(lpOutboundDisconnectData)
    try use.socket.shutDown(Int32(SD_SEND))
  }
}

@c @implementation
public func WSARecvDisconnect(_ s: SOCKET, _ lpInboundDisconnectData: LPWSABUF!) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    try refuseDisconnectData(lpInboundDisconnectData)
    try use.socket.shutDown(Int32(SD_RECEIVE))
  }
}

private func refuseDisconnectData(_ data: LPWSABUF?) throws(WinsockError) {
  guard let data else { return }
  try requireReadable(data, MemoryLayout<WSABUF>.size)
  if data.pointee.len > 0 { throw .noProtocolOption }
}

/// closesocket: cancels what is pending, delivers it, then closes. WSAEWOULDBLOCK, and the socket stays, where a
/// non-blocking one would have to linger.
@c @implementation
public func closesocket(_ s: SOCKET) -> Int32 {
  winsock { () throws(WinsockError) in
    do {
      let use = try SocketUse(s)
      guard !use.socket.mustLinger else { throw .wouldBlock }
    }
    guard HandleTable.close(Handle(bits: s), kind: .socket) else { throw .notSocket }
  }
}

// MARK: Extensions of this library

@c @implementation
public func WSAGetSocketDescriptor(_ s: SOCKET) -> Int32 {
  winsock(-1) { () throws(WinsockError) in try SocketUse(s).socket.descriptor }
}

@c @implementation
public func WSAGetEngineName() -> UnsafePointer<CChar>! {
  EngineChoice.current.kind == .ring ? ringName : epollName
}

nonisolated(unsafe) private let ringName = permanent("io_uring")
nonisolated(unsafe) private let epollName = permanent("epoll")

/// A C string that is never freed.
func permanent(_ text: String) -> UnsafePointer<CChar> {
  let bytes = text.utf8CString
  let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
  _ = bytes.withUnsafeBufferPointer {
    UnsafeMutableBufferPointer(start: copy, count: bytes.count).initialize(from: $0)
  }
  return UnsafePointer(copy)
}
