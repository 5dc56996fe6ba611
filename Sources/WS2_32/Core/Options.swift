// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped
import Synchronization

// getsockopt and setsockopt. Most options are the core's; those that involve the catalog or a second socket
// are here.

private let socketLevel = Int32(SOL_SOCKET)

@c @implementation
public func getsockopt(
  _ s: SOCKET, _ level: Int32, _ optname: Int32, _ optval: UnsafeMutablePointer<CChar>!,
  _ optlen: UnsafeMutablePointer<Int32>!
) -> Int32 {
  winsock { () throws(WinsockError) in
    // SO_OPENTYPE is the thread's: any socket will do, also none.
    let isOpenType = level == socketLevel && optname == Int32(SO_OPENTYPE)
    let use = isOpenType ? nil : try SocketUse(s)
    try requireWritable(optlen, 4)
    guard let optval, let optlen, optlen.pointee > 0 else { throw .badAddress }
    try requireWritable(optval, Int(optlen.pointee))
    let out = UnsafeMutableRawBufferPointer(start: optval, count: Int(optlen.pointee))
    guard let use else {
      optlen.pointee = Int32(try store(OpenType.value, out))
      return
    }
    if level == socketLevel, let size = protocolInfoSizes[optname], Int(optlen.pointee) < size {
      optlen.pointee = Int32(size)
      throw .badAddress
    }
    optlen.pointee = Int32(try value(use.socket, level, optname, out))
  }
}

private func value(
  _ socket: Socket, _ level: Int32, _ name: Int32, _ out: UnsafeMutableRawBufferPointer
) throws(WinsockError) -> Int {
  guard level == socketLevel else { return try socket.option(level, name, into: out) }
  switch name {
  case Int32(SO_ERROR): return try store(socket.connectError, out)
  case Int32(SO_PROTOCOL_INFOA):
    guard let entry = Catalog.entry(number: socket.catalogEntry) else { throw .noProtocolOption }
    var info = WSAPROTOCOL_INFOA(entry)
    info.iProtocol = socket.protocolNumber
    return try store(info, out)
  case Int32(SO_PROTOCOL_INFOW):
    guard let entry = Catalog.entry(number: socket.catalogEntry) else { throw .noProtocolOption }
    // The shorter form is that of a program with 16-bit characters.
    guard out.count >= MemoryLayout<WSAPROTOCOL_INFOW>.size else {
      return try store(ProtocolInfo16(entry), out)
    }
    var info = WSAPROTOCOL_INFOW(entry)
    info.iProtocol = socket.protocolNumber
    return try store(info, out)
  case Int32(SO_CONNECT_TIME): return try store(socket.connectedSeconds ?? 0xFFFF_FFFF, out)
  case Int32(SO_BSP_STATE): return try boundState(socket, out)
  default: return try socket.option(level, name, into: out)
  }
}

/// What a program must have room for; after WSAEFAULT it finds the size in its length.
private let protocolInfoSizes: [Int32: Int] = [
  Int32(SO_PROTOCOL_INFOA): MemoryLayout<WSAPROTOCOL_INFOA>.size,
  Int32(SO_PROTOCOL_INFOW): MemoryLayout<ProtocolInfo16>.size,
]

/// SO_OPENTYPE: which sockets socket() makes for the calling thread. 0 is overlapped ones; the two synchronous
/// kinds are not.
enum OpenType {
  private final class Choice {
    static let key = 5
    let value: Int32
    init(_ value: Int32) { self.value = value }
  }
  private static let isUsed = Atomic<Bool>(false)

  static var value: Int32 {
    guard isUsed.load(ordering: .relaxed) else { return 0 }
    return (Thread.current.attachments[Choice.key] as? Choice)?.value ?? 0
  }

  static func set(_ value: Int32) {
    isUsed.store(true, ordering: .relaxed)
    Thread.current.attachments[Choice.key] = Choice(value)
  }

  static var isOverlapped: Bool { value & Int32(SO_SYNCHRONOUS_ALERT | SO_SYNCHRONOUS_NONALERT) == 0 }
}

private func store<Value>(_ value: Value, _ out: UnsafeMutableRawBufferPointer) throws(WinsockError) -> Int {
  let size = MemoryLayout<Value>.size
  guard out.count >= size else { throw .badAddress }
  withUnsafeBytes(of: value) { out.copyBytes(from: $0) }
  return size
}

/// SO_BSP_STATE: CSADDR_INFO with both addresses behind it.
private func boundState(_ socket: Socket, _ out: UnsafeMutableRawBufferPointer) throws(WinsockError) -> Int {
  let size = MemoryLayout<CSADDR_INFO>.size
  guard out.count >= size + 2 * SocketAddress.capacity, let base = out.baseAddress else { throw .badAddress }
  var info = CSADDR_INFO()
  info.iSocketType = socket.type
  info.iProtocol = socket.protocolNumber
  info.LocalAddr = storeAddress(try? socket.localAddress(), base + size)
  info.RemoteAddr = storeAddress(try? socket.peerAddress(), base + size + SocketAddress.capacity)
  withUnsafeBytes(of: info) { out.copyBytes(from: $0) }
  return size + 2 * SocketAddress.capacity
}

private func storeAddress(_ address: SocketAddress?, _ place: UnsafeMutableRawPointer) -> SOCKET_ADDRESS {
  var length = Int32(SocketAddress.capacity)
  guard let address, (try? address.store(into: place, length: &length)) != nil else {
    return SOCKET_ADDRESS()
  }
  return SOCKET_ADDRESS(lpSockaddr: place.assumingMemoryBound(to: ws2_sockaddr.self), iSockaddrLength: length)
}

@c @implementation
public func setsockopt(
  _ s: SOCKET, _ level: Int32, _ optname: Int32, _ optval: UnsafePointer<CChar>!, _ optlen: Int32
) -> Int32 {
  winsock { () throws(WinsockError) in
    if level == socketLevel && optname == Int32(SO_OPENTYPE) {
      guard optlen >= 4 else { throw .badAddress }
      try requireReadable(optval, 4)
      OpenType.set(UnsafeRawPointer(optval!).loadUnaligned(as: Int32.self))
      return
    }
    let use = try SocketUse(s)
    if level == socketLevel && optname == Int32(SO_UPDATE_CONNECT_CONTEXT) {
      try use.socket.updateContext(from: nil)
      return
    }
    guard optlen >= 0 else { throw .badAddress }
    try requireReadable(optval, Int(optlen))
    let input = UnsafeRawBufferPointer(start: optval, count: optval == nil ? 0 : Int(optlen))
    if level == socketLevel && optname == Int32(SO_UPDATE_ACCEPT_CONTEXT) {
      guard input.count >= MemoryLayout<SOCKET>.size else { throw .badAddress }
      let listener = try SocketUse(input.loadUnaligned(as: SOCKET.self))
      try use.socket.updateContext(from: listener.socket)
      return
    }
    try use.socket.setOption(level, optname, input)
  }
}
