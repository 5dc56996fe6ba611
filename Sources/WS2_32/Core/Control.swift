// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// ioctlsocket and WSAIoctl.

@c @implementation
public func ioctlsocket(_ s: SOCKET, _ cmd: LONG, _ argp: UnsafeMutablePointer<ws2_u_long>!) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    try requireWritable(argp, 4)
    switch UInt32(bitPattern: cmd) {
    case UInt32(FIONBIO): try use.socket.setNonBlocking(argp.pointee != 0)
    case UInt32(FIONREAD): argp.pointee = try use.socket.unreadCount()
    case UInt32(SIOCATMARK): argp.pointee = try use.socket.isAtMark() ? 1 : 0
    default: throw .notSupported
    }
  }
}

/// WSAIoctl. Every code here but two is answered at once; an OVERLAPPED is completed all the same (behaviour 58).
/// SIO_ADDRESS_LIST_CHANGE and SIO_ROUTING_INTERFACE_CHANGE wait for the change: WSA_IO_PENDING with an OVERLAPPED,
/// WSAEWOULDBLOCK without one on a non-blocking socket.
@c @implementation
public func WSAIoctl(
  _ s: SOCKET, _ dwIoControlCode: DWORD, _ lpvInBuffer: LPVOID!, _ cbInBuffer: DWORD, _ lpvOutBuffer: LPVOID!,
  _ cbOutBuffer: DWORD, _ lpcbBytesReturned: LPDWORD!, _ lpOverlapped: LPWSAOVERLAPPED!,
  _ lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    try requireWritable(lpcbBytesReturned, 4)
    if lpCompletionRoutine != nil && use.socket.hasPort { throw .invalidArgument }
    let input = UnsafeRawBufferPointer(start: lpvInBuffer, count: lpvInBuffer == nil ? 0 : Int(cbInBuffer))
    let output = UnsafeMutableRawBufferPointer(
      start: lpvOutBuffer, count: lpvOutBuffer == nil ? 0 : Int(cbOutBuffer))
    try requireReadable(input.baseAddress, input.count)
    try requireWritable(output.baseAddress, output.count)
    var call = ControlCall(handle: s, socket: use.socket, input: input, output: output)
    if let change = try call.awaitedChange(dwIoControlCode) {
      let reporting = Reporting(lpOverlapped, lpCompletionRoutine)
      let outcome = try Socket.awaitChange(use.entry, change, reporting, Thread.current)
      guard case .completed(let bytes, _) = outcome else { throw .ioPending }
      lpcbBytesReturned.pointee = bytes
      return
    }
    do throws(WinsockError) { try call.run(dwIoControlCode) } catch {
      if error == .badAddress || error == .noBuffers { lpcbBytesReturned.pointee = DWORD(call.returned) }
      throw error
    }
    lpcbBytesReturned.pointee = DWORD(call.returned)
    try Socket.complete(use.entry, Reporting(lpOverlapped, lpCompletionRoutine), Thread.current)
  }
}

/// One WSAIoctl.
struct ControlCall {
  let handle: SOCKET
  let socket: Socket
  let input: UnsafeRawBufferPointer
  let output: UnsafeMutableRawBufferPointer
  /// Bytes stored in the output; after WSAEFAULT, bytes needed.
  var returned = 0

  init(handle: SOCKET, socket: Socket, input: UnsafeRawBufferPointer, output: UnsafeMutableRawBufferPointer) {
    self.handle = handle
    self.socket = socket
    self.input = input
    self.output = output
  }

  mutating func run(_ code: UInt32) throws(WinsockError) {
    switch code {
    case UInt32(FIONBIO): try socket.setNonBlocking(try read(UInt32.self) != 0)
    case UInt32(FIONREAD): try put(try socket.unreadCount())
    case UInt32(SIOCATMARK): try put(Int32(try socket.isAtMark() ? 1 : 0))
    case SIO_UDP_CONNRESET, SIO_UDP_NETRESET:
      guard socket.delivery == .datagram else { throw .notSupported }
      socket.reportDatagramErrors(try boolean(), expired: code == SIO_UDP_NETRESET)
    case SIO_GET_EXTENSION_FUNCTION_POINTER: try extensionFunction()
    case SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER: try extensionTable()
    case SIO_KEEPALIVE_VALS: try keepAlive()
    case UInt32(SIO_BASE_HANDLE), UInt32(SIO_BSP_HANDLE), UInt32(SIO_BSP_HANDLE_SELECT),
      UInt32(SIO_BSP_HANDLE_POLL):
      try put(handle)
    case UInt32(SIO_IDEAL_SEND_BACKLOG_QUERY):
      guard output.count >= 4 else { throw .badAddress }
      guard socket.isConnectedStream else { throw .notConnected }
      try put(UInt32(65536))
    case SIO_MULTIPOINT_LOOPBACK: try setInteger(level: 0, name: 11)
    case SIO_MULTICAST_SCOPE: try setInteger(level: 0, name: 10)
    case SIO_LOOPBACK_FAST_PATH:
      // The loopback of Linux needs no such hint: asking for it is granted as it is.
      guard socket.isStreamSocket else { throw .notSupported }
      _ = try boolean()
    case UInt32(SIO_FLUSH): socket.flushRequests()
    case UInt32(SIO_AF_UNIX_GETPEERPID): try put(try socket.peerProcess())
    case UInt32(SIO_ENABLE_CIRCULAR_QUEUEING): throw .notSupported
    default: guard try runNetworkCode(code) else { throw .notSupported }
    }
  }

  // MARK: Values

  func read<Value>(_ type: Value.Type) throws(WinsockError) -> Value {
    guard input.count >= MemoryLayout<Value>.size else { throw .badAddress }
    return input.loadUnaligned(as: type)
  }

  func boolean() throws(WinsockError) -> Bool {
    guard input.count >= 1 else { throw .badAddress }
    return input.count >= 4 ? input.loadUnaligned(as: Int32.self) != 0 : input[0] != 0
  }

  mutating func put<Value>(_ value: Value) throws(WinsockError) {
    returned = MemoryLayout<Value>.size
    guard output.count >= returned else { throw .badAddress }
    withUnsafeBytes(of: value) { output.copyBytes(from: $0) }
  }

  private func setInteger(level: Int32, name: Int32) throws(WinsockError) {
    guard input.count >= 4 else { throw .badAddress }
    try socket.setOption(level, name, input)
  }

  // MARK: Keep-alive

  /// SIO_KEEPALIVE_VALS: {on, time in ms, interval in ms}.
  private func keepAlive() throws(WinsockError) {
    let values = try read((UInt32, UInt32, UInt32).self)
    try setOption(0xffff, 0x0008, values.0 == 0 ? 0 : 1)
    guard values.0 != 0 else { return }
    // Linux counts in seconds.
    try setOption(6, 3, Int32(clamping: max(values.1 / 1000, 1)))
    try setOption(6, 17, Int32(clamping: max(values.2 / 1000, 1)))
  }

  private func setOption(_ level: Int32, _ name: Int32, _ value: Int32) throws(WinsockError) {
    let result: Result<Void, WinsockError> = withUnsafeBytes(of: value) { bytes in
      do throws(WinsockError) { return .success(try socket.setOption(level, name, bytes)) } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  // MARK: Functions

  /// SIO_GET_EXTENSION_FUNCTION_POINTER.
  private mutating func extensionFunction() throws(WinsockError) {
    let identity = try read(GUID.self)
    guard let function = ExtensionFunctions.find(identity) else { throw .invalidArgument }
    try put(UInt(bitPattern: function))
  }

  /// SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER: the whole table of registered I/O, and only the whole.
  private mutating func extensionTable() throws(WinsockError) {
    guard RegisteredFunctions.isIdentity(try read(GUID.self)) else { throw .invalidArgument }
    try put(RegisteredFunctions.table)
  }
}
