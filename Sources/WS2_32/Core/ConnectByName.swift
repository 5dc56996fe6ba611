// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Connecting to one of several addresses.

/// WSAConnectByList: tries the addresses in turn until one answers.
@c @implementation
public func WSAConnectByList(
  _ s: SOCKET, _ SocketAddressList: PSOCKET_ADDRESS_LIST!, _ LocalAddressLength: LPDWORD!,
  _ LocalAddress: LPSOCKADDR!, _ RemoteAddressLength: LPDWORD!, _ RemoteAddress: LPSOCKADDR!,
  _ timeout: PTIMEVAL!, _ Reserved: LPWSAOVERLAPPED!
) -> BOOL {
  winsock(no) { () throws(WinsockError) in
    guard Reserved == nil, let list = SocketAddressList else { throw .invalidArgument }
    try requireReadable(list, MemoryLayout<SOCKET_ADDRESS_LIST>.offset(of: \.Address)!)
    guard list.pointee.iAddressCount > 0 else { throw .invalidArgument }
    let first = UnsafeRawPointer(list) + MemoryLayout<SOCKET_ADDRESS_LIST>.offset(of: \.Address)!
    let items = UnsafeBufferPointer(
      start: first.assumingMemoryBound(to: SOCKET_ADDRESS.self), count: Int(list.pointee.iAddressCount))
    guard MemoryProbe().isMapped(first, items.count * MemoryLayout<SOCKET_ADDRESS>.stride) else {
      throw .badAddress
    }
    var addresses: [SocketAddress] = []
    for item in items {
      addresses.append(try SocketAddress(windows: item.lpSockaddr, length: item.iSockaddrLength))
    }
    try connectToAny(s, addresses, timeout)
    return try report(s, LocalAddressLength, LocalAddress, RemoteAddressLength, RemoteAddress)
  }
}

/// WSAConnectByName: looks the names up, then tries the addresses in turn.
@c @implementation
public func WSAConnectByNameA(
  _ s: SOCKET, _ nodename: LPSTR!, _ servicename: LPSTR!, _ LocalAddressLength: LPDWORD!,
  _ LocalAddress: LPSOCKADDR!, _ RemoteAddressLength: LPDWORD!, _ RemoteAddress: LPSOCKADDR!,
  _ timeout: PTIMEVAL!, _ Reserved: LPWSAOVERLAPPED!
) -> BOOL {
  connectByName(
    s, UnsafePointer(nodename), UnsafePointer(servicename), LocalAddressLength, LocalAddress,
    RemoteAddressLength, RemoteAddress, timeout, Reserved)
}

@c @implementation
public func WSAConnectByNameW(
  _ s: SOCKET, _ nodename: LPWSTR!, _ servicename: LPWSTR!, _ LocalAddressLength: LPDWORD!,
  _ LocalAddress: LPSOCKADDR!, _ RemoteAddressLength: LPDWORD!, _ RemoteAddress: LPSOCKADDR!,
  _ timeout: PTIMEVAL!, _ Reserved: LPWSAOVERLAPPED!
) -> BOOL {
  connectByName(
    s, UnsafePointer(nodename), UnsafePointer(servicename), LocalAddressLength, LocalAddress,
    RemoteAddressLength, RemoteAddress, timeout, Reserved)
}

func connectByName<Character: WideCharacter>(
  _ s: SOCKET, _ host: UnsafePointer<Character>?, _ service: UnsafePointer<Character>?,
  _ localLength: LPDWORD?, _ local: LPSOCKADDR?, _ remoteLength: LPDWORD?, _ remote: LPSOCKADDR?,
  _ timeout: PTIMEVAL?, _ reserved: LPWSAOVERLAPPED?
) -> BOOL {
  winsock(no) { () throws(WinsockError) in
    guard reserved == nil, let host = try Character.string(at: host),
      let service = try Character.string(at: service)
    else { throw .invalidArgument }
    let socket = try SocketUse(s).socket
    guard socket.isStreamSocket else { throw .invalidArgument }
    var request = try LookupRequest(nil)
    request.family = socket.family
    // A socket for both families reaches IPv4 hosts by mapped addresses.
    if socket.isDualStack { request.flags = Int32(AI_V4MAPPED | AI_ALL) }
    request.socketType = Int32(SOCK_STREAM)
    let answer = try request.run(host: host, service: service)
    try connectToAny(s, answer.addresses.map { SocketAddress(linux: $0.bytes) }, timeout)
    return try report(s, localLength, local, remoteLength, remote)
  }
}

private func connectToAny(_ s: SOCKET, _ addresses: [SocketAddress], _ timeout: PTIMEVAL?)
  throws(WinsockError)
{
  let use = try SocketUse(s)
  var last = WinsockError.hostUnreachable
  let end: Deadline
  if let timeout {
    try requireReadable(timeout, MemoryLayout<ws2_timeval>.size)
    end = .after(
      milliseconds: UInt64(
        max(Int64(timeout.pointee.tv_sec) * 1000 + Int64(timeout.pointee.tv_usec) / 1000, 1)))
  } else {
    end = .never
  }
  for address in addresses where address.family == use.socket.family {
    do throws(WinsockError) {
      try Socket.connect(use.entry, address, Thread.current, until: end)
      return
    } catch {
      last = error
      if end.isPast { throw .timedOut }
    }
  }
  throw last
}

private func report(
  _ s: SOCKET, _ localLength: LPDWORD?, _ local: LPSOCKADDR?, _ remoteLength: LPDWORD?, _ remote: LPSOCKADDR?
) throws(WinsockError) -> BOOL {
  let use = try SocketUse(s)
  if let local, let localLength { try store(try use.socket.localAddress(), local, localLength) }
  if let remote, let remoteLength { try store(try use.socket.peerAddress(), remote, remoteLength) }
  return yes
}

private func store(_ address: SocketAddress, _ out: LPSOCKADDR, _ length: LPDWORD) throws(WinsockError) {
  try requireWritable(length, 4)
  var size = Int32(clamping: length.pointee)
  try address.store(into: out, length: &size)
  length.pointee = DWORD(bitPattern: size)
}

// MARK: Multicast

/// WSAJoinLeaf: joins a multicast group with a datagram socket, for both directions unless told otherwise.
@c @implementation
public func WSAJoinLeaf(
  _ s: SOCKET, _ name: UnsafePointer<ws2_sockaddr>!, _ namelen: Int32, _ lpCallerData: LPWSABUF!,
  _ lpCalleeData: LPWSABUF!, _ lpSQOS: LPQOS!, _ lpGQOS: LPQOS!, _ dwFlags: DWORD
) -> SOCKET {
  winsock(invalidSocket) { () throws(WinsockError) in
    let use = try SocketUse(s)
    guard use.socket.delivery == .datagram else { throw .notSupported }
    guard dwFlags & ~DWORD(JL_BOTH | JL_SENDER_ONLY | JL_RECEIVER_ONLY) == 0 else { throw .invalidArgument }
    let address = try SocketAddress(windows: name, length: namelen)
    let raw = UnsafeRawPointer(name!)
    if dwFlags & DWORD(JL_SENDER_ONLY) == 0 {
      if address.family == AddressFamily.inet {
        let request = [raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self), 0]
        try join(use.socket, level: Int32(IPPROTO_IP), option: Int32(IP_ADD_MEMBERSHIP), request)
      } else {
        var request = (0..<4).map { raw.loadUnaligned(fromByteOffset: 8 + 4 * $0, as: UInt32.self) }
        request.append(raw.loadUnaligned(fromByteOffset: 24, as: UInt32.self))
        try join(use.socket, level: Int32(IPPROTO_IPV6), option: Int32(IPV6_ADD_MEMBERSHIP), request)
      }
    }
    return s
  }
}

private func join(_ socket: Socket, level: Int32, option: Int32, _ request: [UInt32]) throws(WinsockError) {
  let result: Result<Void, WinsockError> = request.withUnsafeBytes { bytes in
    do throws(WinsockError) { return .success(try socket.setOption(level, option, bytes)) } catch {
      return .failure(error)
    }
  }
  try result.get()
}
