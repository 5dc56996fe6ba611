// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Sending and receiving. The rules of the page's parameters are checked here, its remarks in the core.

// MARK: Overlapped

/// WSARecv.
/// - Returns: 0 when it completed within the call; else −1 with WSA_IO_PENDING or the error.
@c @implementation
public func WSARecv(
  _ s: SOCKET, _ lpBuffers: LPWSABUF!, _ dwBufferCount: DWORD, _ lpNumberOfBytesRecvd: LPDWORD!,
  _ lpFlags: LPDWORD!, _ lpOverlapped: LPWSAOVERLAPPED!,
  _ lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  // OVERLAPPED* and void* are passed alike, and so is all the rest: the call goes on there without coming back here.
  StreamCalls.receive(
    s, lpBuffers, dwBufferCount, lpNumberOfBytesRecvd, lpFlags, lpOverlapped,
    unsafeBitCast(lpCompletionRoutine, to: CompletionRoutine?.self))
}

/// WSARecvFrom.
@c @implementation
public func WSARecvFrom(
  _ s: SOCKET, _ lpBuffers: LPWSABUF!, _ dwBufferCount: DWORD, _ lpNumberOfBytesRecvd: LPDWORD!,
  _ lpFlags: LPDWORD!, _ lpFrom: UnsafeMutablePointer<ws2_sockaddr>!, _ lpFromlen: LPINT!,
  _ lpOverlapped: LPWSAOVERLAPPED!, _ lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  transfer(s, lpNumberOfBytesRecvd, lpFlags, lpOverlapped) { (entry, thread) throws(WinsockError) in
    let flags = try inputFlags(lpFlags, thread)
    return try Socket.receive(
      entry, BufferList(lpBuffers, dwBufferCount), flags: flags, from: AddressOutput(lpFrom, lpFromlen),
      Reporting(lpOverlapped, lpCompletionRoutine), thread)
  }
}

/// WSASend.
@c @implementation
public func WSASend(
  _ s: SOCKET, _ lpBuffers: LPWSABUF!, _ dwBufferCount: DWORD, _ lpNumberOfBytesSent: LPDWORD!,
  _ dwFlags: DWORD, _ lpOverlapped: LPWSAOVERLAPPED!,
  _ lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  StreamCalls.send(
    s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, lpOverlapped,
    unsafeBitCast(lpCompletionRoutine, to: CompletionRoutine?.self))
}

/// WSASendTo. On a connected stream the address is ignored.
@c @implementation
public func WSASendTo(
  _ s: SOCKET, _ lpBuffers: LPWSABUF!, _ dwBufferCount: DWORD, _ lpNumberOfBytesSent: LPDWORD!,
  _ dwFlags: DWORD, _ lpTo: UnsafePointer<ws2_sockaddr>!, _ iTolen: Int32, _ lpOverlapped: LPWSAOVERLAPPED!,
  _ lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  transfer(s, lpNumberOfBytesSent, nil, lpOverlapped) { (entry, thread) throws(WinsockError) in
    try withDestination(lpTo, iTolen, Socket.behind(entry)) { (destination) throws(WinsockError) in
      try Socket.send(
        entry, BufferList(lpBuffers, dwBufferCount), flags: dwFlags, to: destination,
        Reporting(lpOverlapped, lpCompletionRoutine), thread)
    }
  }
}

/// What WSARecvFrom and WSASendTo have in common.
@inline(__always)
private func transfer(
  _ s: SOCKET, _ count: LPDWORD?, _ flags: LPDWORD?, _ overlapped: LPWSAOVERLAPPED?,
  _ body: (HandleEntryPointer, Thread) throws(WinsockError) -> Outcome
) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    let thread = Thread.current
    try Socket.requireCount(count, overlapped, thread)
    do throws(WinsockError) {
      guard case .completed(let bytes, let output) = try body(use.entry, thread) else { throw .ioPending }
      count?.pointee = bytes
      flags?.pointee = output
    } catch {
      // A datagram that did not fit says how much of it did.
      if let bytes = error.bytes { count?.pointee = bytes }
      throw error
    }
  }
}

@inline(__always)
private func inputFlags(_ flags: LPDWORD?, _ thread: Thread) throws(WinsockError) -> UInt32 {
  guard let flags, thread.isWritable(flags, 4) else { throw .badAddress }
  return flags.pointee
}

private func withDestination<R>(
  _ address: UnsafePointer<ws2_sockaddr>?, _ length: Int32, _ socket: Socket,
  _ body: (UnsafePointer<SocketAddress>?) throws(WinsockError) -> R
) throws(WinsockError) -> R {
  guard socket.delivery == .datagram, let address else { return try body(nil) }
  let destination = try SocketAddress(windows: address, length: length)
  guard destination.family == socket.family else { throw .addressFamilyNotSupported }
  if socket.type == Int32(SOCK_DGRAM), socket.family != AddressFamily.unix {
    try destination.requireDestination()
  }
  return try withUnsafePointer(to: destination, body)
}

// MARK: Blocking

@c @implementation
public func recv(_ s: SOCKET, _ buf: UnsafeMutablePointer<CChar>!, _ len: Int32, _ flags: Int32) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    let use = try SocketUse(s)
    return try receive(use.entry, buf, len, flags, nil)
  }
}

@c @implementation
public func recvfrom(
  _ s: SOCKET, _ buf: UnsafeMutablePointer<CChar>!, _ len: Int32, _ flags: Int32,
  _ from: UnsafeMutablePointer<ws2_sockaddr>!, _ fromlen: UnsafeMutablePointer<Int32>!
) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    let use = try SocketUse(s)
    return try receive(use.entry, buf, len, flags, from == nil ? nil : AddressOutput(from, fromlen))
  }
}

private func receive(
  _ entry: HandleEntryPointer, _ buffer: UnsafeMutablePointer<CChar>?, _ length: Int32, _ flags: Int32,
  _ source: AddressOutput?
) throws(WinsockError) -> Int32 {
  var list = WSABUF(len: ULONG(bitPattern: length), buf: buffer)
  let outcome = try Socket.receive(
    entry, BufferList(&list, 1), flags: UInt32(bitPattern: flags), from: source, .byReturning, Thread.current)
  guard case .completed(let bytes, _) = outcome else { return 0 }
  return Int32(bitPattern: bytes)
}

@c @implementation
public func send(_ s: SOCKET, _ buf: UnsafePointer<CChar>!, _ len: Int32, _ flags: Int32) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    let use = try SocketUse(s)
    return try transmit(use.entry, buf, len, flags, nil)
  }
}

@c @implementation
public func sendto(
  _ s: SOCKET, _ buf: UnsafePointer<CChar>!, _ len: Int32, _ flags: Int32, _ to: UnsafePointer<ws2_sockaddr>!,
  _ tolen: Int32
) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    let use = try SocketUse(s)
    return try withDestination(to, tolen, use.socket) { (destination) throws(WinsockError) in
      try transmit(use.entry, buf, len, flags, destination)
    }
  }
}

private func transmit(
  _ entry: HandleEntryPointer, _ buffer: UnsafePointer<CChar>?, _ length: Int32, _ flags: Int32,
  _ destination: UnsafePointer<SocketAddress>?
) throws(WinsockError) -> Int32 {
  var list = WSABUF(len: ULONG(bitPattern: length), buf: UnsafeMutablePointer(mutating: buffer))
  let outcome = try Socket.send(
    entry, BufferList(&list, 1), flags: UInt32(bitPattern: flags), to: destination, .byReturning,
    Thread.current)
  guard case .completed(let bytes, _) = outcome else { return 0 }
  return Int32(bitPattern: bytes)
}

/// WSARecvEx: recv with flags in and out; a truncated datagram is a success with MSG_PARTIAL.
@c @implementation
public func WSARecvEx(
  _ s: SOCKET, _ buf: UnsafeMutablePointer<CChar>!, _ len: Int32, _ flags: UnsafeMutablePointer<Int32>!
) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    let use = try SocketUse(s)
    try requireWritable(flags, 4)
    var list = WSABUF(len: ULONG(bitPattern: len), buf: buf)
    do throws(WinsockError) {
      let outcome = try Socket.receive(
        use.entry, BufferList(&list, 1), flags: UInt32(bitPattern: flags.pointee), from: nil, .byReturning,
        Thread.current)
      guard case .completed(let bytes, let output) = outcome else { return 0 }
      flags.pointee = Int32(bitPattern: output)
      return Int32(bitPattern: bytes)
    } catch {
      guard error == .messageTooLong else { throw error }
      flags.pointee = Int32(MSG_PARTIAL)
      return Int32(bitPattern: error.bytes ?? 0)
    }
  }
}
