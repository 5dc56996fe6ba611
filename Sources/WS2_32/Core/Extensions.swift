// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The extension functions of mswsock, found through WSAIoctl or by name.

/// What SIO_GET_EXTENSION_FUNCTION_POINTER knows.
enum ExtensionFunctions {
  /// The members of a GUID behind Data1, by which the functions are told apart.
  private static let endings: [UInt32: (UInt16, UInt16, UInt64)] = [
    0xb536_7df0: oldEnding, 0xb536_7df1: oldEnding, 0xb536_7df2: oldEnding,
    0xd968_9da0: (0x1f90, 0x11d3, 0x9971_00c0_4f68_c876),
    0x25a2_07b9: (0xddf3, 0x4660, 0x8ee9_76e5_8c74_063e),
    0x7fda_2e11: (0x8630, 0x436f, 0xa031_f536_a6ee_c157),
    0xf689_d7c8: (0x6f1f, 0x436b, 0x8a53_e54f_e351_c322),
    0x18c7_6f85: (0xdc66, 0x4964, 0x972e_23c2_7238_312b),
    0xa441_e712: (0x754f, 0x43ca, 0x84a7_0dee_44cf_606d),
  ]
  private static let oldEnding: (UInt16, UInt16, UInt64) = (0xcbac, 0x11cf, 0x95ca_0080_5f48_a192)

  private static func isWhole(_ identity: GUID) -> Bool {
    guard let ending = endings[identity.Data1] else { return false }
    let last = withUnsafeBytes(of: identity.Data4) { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
    return ending == (identity.Data2, identity.Data3, last)
  }

  static func find(_ identity: GUID) -> UnsafeRawPointer? {
    guard isWhole(identity) else { return nil }
    return switch identity.Data1 {
    case 0xb536_7df0: unsafeBitCast(transmitFile, to: UnsafeRawPointer.self)
    case 0xb536_7df1: unsafeBitCast(acceptEx, to: UnsafeRawPointer.self)
    case 0xb536_7df2: unsafeBitCast(getAcceptExSockaddrs, to: UnsafeRawPointer.self)
    case 0xd968_9da0: unsafeBitCast(transmitPackets, to: UnsafeRawPointer.self)
    case 0x25a2_07b9: unsafeBitCast(connectEx, to: UnsafeRawPointer.self)
    case 0x7fda_2e11: unsafeBitCast(disconnectEx, to: UnsafeRawPointer.self)
    case 0xf689_d7c8: unsafeBitCast(recvMsg, to: UnsafeRawPointer.self)
    case 0x18c7_6f85: unsafeBitCast(poll, to: UnsafeRawPointer.self)
    case 0xa441_e712: unsafeBitCast(sendMsg, to: UnsafeRawPointer.self)
    default: nil
    }
  }

  // The functions as C sees them.
  private static let transmitFile: LPFN_TRANSMITFILE = { TransmitFile($0, $1, $2, $3, $4, $5, $6) }
  private static let acceptEx: LPFN_ACCEPTEX = { AcceptEx($0, $1, $2, $3, $4, $5, $6, $7) }
  private static let getAcceptExSockaddrs: LPFN_GETACCEPTEXSOCKADDRS = {
    GetAcceptExSockaddrs($0, $1, $2, $3, $4, $5, $6, $7)
  }
  private static let transmitPackets: LPFN_TRANSMITPACKETS = { sendPackets($0, $1, $2, $3, $4, $5) }
  private static let connectEx: LPFN_CONNECTEX = { connectSocket($0, $1, $2, $3, $4, $5, $6) }
  private static let disconnectEx: LPFN_DISCONNECTEX = { disconnectSocket($0, $1, $2, $3) }
  private static let recvMsg: LPFN_WSARECVMSG = { receiveMessage($0, $1, $2, $3, $4) }
  private static let poll: LPFN_WSAPOLL = { WSAPoll($0, $1, $2) }
  private static let sendMsg: LPFN_WSASENDMSG = { WSASendMsg($0, $1, $2, $3, $4, $5) }
}

// MARK: AcceptEx

/// AcceptEx: a connection, its addresses and, if asked for, its first data in one operation.
@c @implementation
public func AcceptEx(
  _ sListenSocket: SOCKET, _ sAcceptSocket: SOCKET, _ lpOutputBuffer: PVOID!, _ dwReceiveDataLength: DWORD,
  _ dwLocalAddressLength: DWORD, _ dwRemoteAddressLength: DWORD, _ lpdwBytesReceived: LPDWORD!,
  _ lpOverlapped: LPOVERLAPPED!
) -> BOOL {
  winsock(no) { () throws(WinsockError) in
    let listener = try SocketUse(sListenSocket)
    let accepting = try SocketUse(sAcceptSocket)
    let output = AcceptOutput(
      lpOutputBuffer, dataLength: dwReceiveDataLength, localLength: dwLocalAddressLength,
      remoteLength: dwRemoteAddressLength)
    try requireWritable(optional: lpdwBytesReceived, 4)
    let outcome = try Socket.accept(
      listener.entry, into: accepting.entry, output, Reporting(lpOverlapped), Thread.current)
    return try report(outcome, lpdwBytesReceived)
  }
}

private func report(_ outcome: Outcome, _ count: LPDWORD?) throws(WinsockError) -> BOOL {
  guard case .completed(let bytes, _) = outcome else { throw .ioPending }
  count?.pointee = bytes
  return yes
}

/// A place for a result, or none.
private func isOutput(_ place: UnsafeRawPointer?, _ size: Int) -> Bool {
  place == nil || Thread.current.isWritable(place, size)
}

/// GetAcceptExSockaddrs.
@c @implementation
public func GetAcceptExSockaddrs(
  _ lpOutputBuffer: PVOID!, _ dwReceiveDataLength: DWORD, _ dwLocalAddressLength: DWORD,
  _ dwRemoteAddressLength: DWORD, _ LocalSockaddr: UnsafeMutablePointer<UnsafeMutablePointer<ws2_sockaddr>?>!,
  _ LocalSockaddrLength: LPINT!, _ RemoteSockaddr: UnsafeMutablePointer<UnsafeMutablePointer<ws2_sockaddr>?>!,
  _ RemoteSockaddrLength: LPINT!
) {
  // It returns nothing: where there is nothing to read or no room to write, it leaves all as it is.
  let (first, second) = (Int(dwLocalAddressLength), Int(dwRemoteAddressLength))
  guard let lpOutputBuffer,
    Thread.current.isReadable(lpOutputBuffer, Int(dwReceiveDataLength) + first + second),
    isOutput(LocalSockaddr, 8), isOutput(LocalSockaddrLength, 4), isOutput(RemoteSockaddr, 8),
    isOutput(RemoteSockaddrLength, 4)
  else { return }
  let found = AcceptBuffer.addresses(
    in: lpOutputBuffer, dataLength: Int(dwReceiveDataLength), localLength: Int(dwLocalAddressLength),
    remoteLength: Int(dwRemoteAddressLength))
  LocalSockaddr?.pointee = found.local.assumingMemoryBound(to: ws2_sockaddr.self)
  LocalSockaddrLength?.pointee = found.localLength
  RemoteSockaddr?.pointee = found.remote.assumingMemoryBound(to: ws2_sockaddr.self)
  RemoteSockaddrLength?.pointee = found.remoteLength
}

// MARK: ConnectEx, DisconnectEx

private func connectSocket(
  _ s: SOCKET, _ name: UnsafePointer<ws2_sockaddr>?, _ length: Int32, _ data: PVOID?, _ count: DWORD,
  _ sent: LPDWORD?, _ overlapped: LPOVERLAPPED?
) -> BOOL {
  winsock(no) { () throws(WinsockError) in
    let use = try SocketUse(s)
    try requireWritable(optional: sent, 4)
    let bytes = UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : Int(count))
    let outcome = try Socket.connect(
      use.entry, to: SocketAddress(windows: name, length: length), sending: bytes, Reporting(overlapped),
      Thread.current)
    return try report(outcome, sent)
  }
}

private func disconnectSocket(_ s: SOCKET, _ overlapped: LPOVERLAPPED?, _ flags: DWORD, _ reserved: DWORD)
  -> BOOL
{
  winsock(no) { () throws(WinsockError) in
    let use = try SocketUse(s)
    guard flags & ~DWORD(TF_REUSE_SOCKET) == 0, reserved == 0 else { throw .invalidArgument }
    return try report(
      try Socket.disconnect(use.entry, reuse: flags != 0, Reporting(overlapped), Thread.current), nil)
  }
}

// MARK: TransmitFile, TransmitPackets

/// TransmitFile: head, (part of) a file, tail. Without an OVERLAPPED it begins at the file's position.
@c @implementation
public func TransmitFile(
  _ hSocket: SOCKET, _ hFile: HANDLE!, _ nNumberOfBytesToWrite: DWORD, _ nNumberOfBytesPerSend: DWORD,
  _ lpOverlapped: LPOVERLAPPED!, _ lpTransmitBuffers: LPTRANSMIT_FILE_BUFFERS!, _ dwReserved: DWORD
) -> BOOL {
  winsock(no) { () throws(WinsockError) in
    let use = try SocketUse(hSocket)
    let known = DWORD(
      TF_DISCONNECT | TF_REUSE_SOCKET | TF_WRITE_BEHIND | TF_USE_SYSTEM_THREAD | TF_USE_KERNEL_APC)
    guard dwReserved & ~known == 0, nNumberOfBytesToWrite <= mostToTransmit else { throw .invalidArgument }
    guard use.socket.delivery != .datagram else { throw .invalidArgument }
    try requireWritable(optional: lpOverlapped, MemoryLayout<_OVERLAPPED>.size)
    var buffers = TRANSMIT_FILE_BUFFERS()
    if let given = lpTransmitBuffers {
      try requireReadable(given, MemoryLayout<TRANSMIT_FILE_BUFFERS>.size)
      buffers = given.pointee
    }
    var elements: [Transmission.Element] = []
    if let head = buffers.Head, buffers.HeadLength > 0 {
      elements.append(try memoryElement(head, buffers.HeadLength))
    }
    if let hFile {
      let offset = lpOverlapped.map {
        UnsafeRawPointer($0).loadUnaligned(fromByteOffset: 16, as: Int64.self)
      }
      let part = try fileElement(hFile, offset: offset, count: nNumberOfBytesToWrite)
      try requireWithinFile(part, beside: Int(buffers.HeadLength) + Int(buffers.TailLength))
      elements.append(part)
    }
    if let tail = buffers.Tail, buffers.TailLength > 0 {
      elements.append(try memoryElement(tail, buffers.TailLength))
    }
    return try transmit(use.entry, elements, flags: dwReserved, lpOverlapped)
  }
}

/// The page: the most that one call of TransmitFile transmits.
private let mostToTransmit = 2_147_483_646

/// The page: the offset of the OVERLAPPED is within the file, and all that is sent, with head and tail, has its limit.
private func requireWithinFile(_ part: Transmission.Element, beside others: Int) throws(WinsockError) {
  guard case .file(let file, let offset, let count) = part,
    FileSystem.kind(of: file.descriptor) == .disk
  else { return }
  let begin = offset.map(Int.init) ?? FileSystem.seek(file.descriptor, 0, .current)
  guard begin >= 0 else { throw .invalidArgument }
  let left = FileSystem.size(file.descriptor) - begin
  if offset != nil && left < 0 { throw .invalidArgument }
  guard max(0, min(left, count ?? left)) + others <= mostToTransmit else { throw .invalidArgument }
}

private func memoryElement(_ base: UnsafeRawPointer, _ count: DWORD) throws(WinsockError)
  -> Transmission.Element
{
  try requireReadable(base, Int(count))
  return .memory(base, Int(count))
}

private func fileElement(_ file: HANDLE?, offset: Int64?, count: DWORD) throws(WinsockError)
  -> Transmission.Element
{
  // A handle of nothing, or of something else, is INVALID_HANDLE to the system, which Winsock calls so (behaviour 28).
  guard let object = HandleTable.object(Handle(file), as: FileObject.self) else { throw .notSocket }
  guard let duplicate = Transmission.File(duplicating: object.descriptor) else { throw .tooManySockets }
  return .file(duplicate, offset: offset, count: count == 0 ? nil : Int(count))
}

private func transmit(
  _ entry: HandleEntryPointer, _ elements: [Transmission.Element], packetEnds: [Bool] = [], flags: DWORD,
  _ overlapped: LPOVERLAPPED?
) throws(WinsockError) -> BOOL {
  // The page: a socket that is to be used again is disconnected first.
  if flags & DWORD(TF_REUSE_SOCKET) != 0 && flags & DWORD(TF_DISCONNECT) == 0 { throw .invalidArgument }
  let transmission = Transmission(
    elements, packetEnds: packetEnds, disconnects: flags & DWORD(TF_DISCONNECT) != 0,
    reuses: flags & DWORD(TF_REUSE_SOCKET) != 0)
  return try report(try Socket.transmit(entry, transmission, Reporting(overlapped), Thread.current), nil)
}

private func sendPackets(
  _ s: SOCKET, _ packets: LPTRANSMIT_PACKETS_ELEMENT?, _ count: DWORD, _ sendSize: DWORD,
  _ overlapped: LPOVERLAPPED?,
  _ flags: DWORD
) -> BOOL {
  winsock(no) { () throws(WinsockError) in
    let use = try SocketUse(s)
    let known = DWORD(TP_DISCONNECT | TP_REUSE_SOCKET | TP_USE_SYSTEM_THREAD | TP_USE_KERNEL_APC)
    guard flags & ~known == 0, count > 0 || flags & DWORD(TP_DISCONNECT) != 0 else { throw .invalidArgument }
    try requireWritable(optional: overlapped, MemoryLayout<_OVERLAPPED>.size)
    try requireReadable(packets, Int(count) * MemoryLayout<_TRANSMIT_PACKETS_ELEMENT>.stride)
    var elements: [Transmission.Element] = []
    for i in 0..<Int(count) { elements.append(try element(packets![i])) }
    let ends = (0..<Int(count)).map { packets![$0].dwElFlags & ULONG(TP_ELEMENT_EOP) != 0 }
    return try transmit(use.entry, elements, packetEnds: ends, flags: flags, overlapped)
  }
}

private func element(_ packet: _TRANSMIT_PACKETS_ELEMENT) throws(WinsockError) -> Transmission.Element {
  let flags = packet.dwElFlags & ULONG(TP_ELEMENT_FILE | TP_ELEMENT_MEMORY)
  guard packet.dwElFlags & ~ULONG(TP_ELEMENT_FILE | TP_ELEMENT_MEMORY | TP_ELEMENT_EOP) == 0,
    flags != ULONG(TP_ELEMENT_FILE | TP_ELEMENT_MEMORY)
  else { throw .invalidArgument }
  // A file is the default.
  if flags != ULONG(TP_ELEMENT_MEMORY) {
    let offset = packet.nFileOffset.QuadPart
    return try fileElement(packet.hFile, offset: offset < 0 ? nil : offset, count: packet.cLength)
  }
  guard let memory = packet.pBuffer else { throw .badAddress }
  return try memoryElement(memory, packet.cLength)
}

// MARK: Messages with control data

private func receiveMessage(
  _ s: SOCKET, _ message: LPWSAMSG?, _ count: LPDWORD?, _ overlapped: LPWSAOVERLAPPED?,
  _ routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE?
) -> INT {
  winsock(socketError) { () throws(WinsockError) in
    let use = try SocketUse(s)
    // The page: the count may be NULL only together with an OVERLAPPED.
    if overlapped == nil { try requireWritable(count, 4) } else { try requireWritable(optional: count, 4) }
    do throws(WinsockError) {
      let outcome = try Socket.receiveMessage(
        use.entry, UnsafeMutableRawPointer(message), Reporting(overlapped, routine), Thread.current)
      guard case .completed(let bytes, _) = outcome else { throw .ioPending }
      count?.pointee = bytes
      return success
    } catch {
      // A message that did not fit says how much of it did (behaviour 32).
      if let bytes = error.bytes { count?.pointee = bytes }
      throw error
    }
  }
}

/// WSASendMsg.
@c @implementation
public func WSASendMsg(
  _ s: SOCKET, _ lpMsg: LPWSAMSG!, _ dwFlags: DWORD, _ lpNumberOfBytesSent: LPDWORD!,
  _ lpOverlapped: LPWSAOVERLAPPED!, _ lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    if lpOverlapped == nil {
      try requireWritable(lpNumberOfBytesSent, 4)
    } else {
      try requireWritable(optional: lpNumberOfBytesSent, 4)
    }
    let outcome = try Socket.sendMessage(
      use.entry, UnsafeMutableRawPointer(lpMsg), flags: dwFlags, Reporting(lpOverlapped, lpCompletionRoutine),
      Thread.current)
    guard case .completed(let bytes, _) = outcome else { throw .ioPending }
    lpNumberOfBytesSent?.pointee = bytes
  }
}
