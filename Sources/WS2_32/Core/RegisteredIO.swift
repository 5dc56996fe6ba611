// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import CWinsock
import LinuxIO
import Overlapped

// Registered I/O. Its functions have no names in the library: WSAIoctl hands out the table below.

/// What SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER gives for WSAID_MULTIPLE_RIO.
enum RegisteredFunctions {
  static func isIdentity(_ identity: GUID) -> Bool {
    let rest = identity.Data4
    return identity.Data1 == 0x8509_e081 && identity.Data2 == 0x96dd && identity.Data3 == 0x4005
      && (rest.0, rest.1, rest.2, rest.3) == (0xb1, 0x65, 0x9e, 0x2e)
      && (rest.4, rest.5, rest.6, rest.7) == (0xe8, 0xc7, 0x9e, 0x3f)
  }

  static let table = RIO_EXTENSION_FUNCTION_TABLE(
    cbSize: DWORD(MemoryLayout<RIO_EXTENSION_FUNCTION_TABLE>.size),
    RIOReceive: { post(Socket.receive, $0, $1, $2, $3, $4) },
    RIOReceiveEx: { postEx(Socket.receive, $0, $1, $2, $3, $4, $5, $6, $7, $8) },
    RIOSend: { post(Socket.send, $0, $1, $2, $3, $4) },
    RIOSendEx: { postEx(Socket.send, $0, $1, $2, $3, $4, $5, $6, $7, $8) },
    RIOCloseCompletionQueue: { closeCompletionQueue($0) },
    RIOCreateCompletionQueue: { createCompletionQueue($0, $1) },
    RIOCreateRequestQueue: { createRequestQueue($0, $1, $2, $3, $4, $5, $6, $7) },
    RIODequeueCompletion: { dequeueCompletion($0, $1, $2) },
    RIODeregisterBuffer: { deregisterBuffer($0) },
    RIONotify: { notify($0) },
    RIORegisterBuffer: { registerBuffer($0, $1) },
    RIOResizeCompletionQueue: { resizeCompletionQueue($0, $1) },
    RIOResizeRequestQueue: { resizeRequestQueue($0, $1, $2) })
}

// MARK: Buffers

/// RIORegisterBuffer.
/// - Returns: RIO_INVALID_BUFFERID with WSAEINVAL for no bytes, WSAEFAULT for what is no memory.
private func registerBuffer(_ buffer: PCHAR?, _ length: DWORD) -> RIO_BUFFERID? {
  winsock(RIO_BUFFERID(bitPattern: 0xFFFF_FFFF)) { () throws(WinsockError) in
    RIO_BUFFERID(
      bitPattern: try RegisteredBuffer.register(
        UnsafeMutableRawPointer(buffer), length: length, Thread.current))
  }
}

/// RIODeregisterBuffer. An identifier that names no buffer is ignored.
private func deregisterBuffer(_ buffer: RIO_BUFFERID?) {
  RegisteredBuffer.deregister(UInt(bitPattern: buffer))
}

/// A RIO_BUF of the program; nil for NULL.
@inline(__always)
private func slice(_ buffer: PRIO_BUF?, _ thread: Thread) throws(WinsockError) -> BufferSlice? {
  guard let buffer else { return nil }
  guard thread.isReadable(buffer, MemoryLayout<RIO_BUF>.size) else { throw .badAddress }
  let value = buffer.pointee
  return BufferSlice(
    buffer: UInt(bitPattern: value.BufferId), offset: value.Offset, length: value.Length)
}

// MARK: Completion queues

/// A completion queue in use for the time of a call.
private struct QueueUse: ~Copyable {
  private let entry: HandleEntryPointer

  init(_ queue: RIO_CQ?) throws(WinsockError) {
    guard let entry = CompletionQueue.acquire(UInt(bitPattern: queue)) else { throw .invalidArgument }
    self.entry = entry
  }

  var queue: CompletionQueue { unsafeDowncast(entry.owner!, to: CompletionQueue.self) }

  deinit { HandleTable.release(entry) }
}

/// RIOCreateCompletionQueue.
/// - Returns: RIO_INVALID_CQ with WSAEFAULT for a wild pointer; WSAEINVAL for a size of 0 or beyond
///   RIO_MAX_CQ_SIZE, another type of notification, or a handle that is no event or port; WSAENOBUFS.
private func createCompletionQueue(_ size: DWORD, _ completion: PRIO_NOTIFICATION_COMPLETION?) -> RIO_CQ? {
  winsock(nil) { () throws(WinsockError) in
    let queue = try CompletionQueue(size: size, try notification(completion))
    return RIO_CQ(bitPattern: try queue.open())
  }
}

private func notification(_ completion: PRIO_NOTIFICATION_COMPLETION?) throws(WinsockError)
  -> QueueNotification
{
  guard let completion else { return .none }
  try requireReadable(completion, MemoryLayout<RIO_NOTIFICATION_COMPLETION>.size)
  switch completion.pointee.Type {
  case RIO_EVENT_COMPLETION:
    let (handle, resets) = (completion.pointee.Event.EventHandle, completion.pointee.Event.NotifyReset)
    guard let event = HandleTable.object(Handle(handle), as: Event.self) else { throw .invalidArgument }
    return .event(event, resets: resets != no)
  case RIO_IOCP_COMPLETION:
    let target = completion.pointee.Iocp
    guard let port = HandleTable.object(Handle(target.IocpHandle), as: CompletionPort.self),
      let overlapped = target.Overlapped
    else { throw .invalidArgument }
    return .port(port, key: UInt(bitPattern: target.CompletionKey), overlapped: overlapped)
  default: throw .invalidArgument
  }
}

/// RIOCloseCompletionQueue. What is not a queue is ignored.
private func closeCompletionQueue(_ queue: RIO_CQ?) { CompletionQueue.close(UInt(bitPattern: queue)) }

/// RIOResizeCompletionQueue: WSAEINVAL; WSAETOOMANYREFS if the request queues need more; WSAENOBUFS.
private func resizeCompletionQueue(_ queue: RIO_CQ?, _ size: DWORD) -> BOOL {
  winsock(no) { () throws(WinsockError) in
    try QueueUse(queue).queue.resize(to: size)
    return yes
  }
}

/// RIONotify.
/// - Returns: the error itself: WSAEINVAL, also for a queue that is polled; WSAEALREADY.
private func notify(_ queue: RIO_CQ?) -> INT {
  do throws(WinsockError) {
    try QueueUse(queue).queue.requestNotification(Thread.current)
    return 0
  } catch { return error.code }
}

/// RIODequeueCompletion.
/// - Returns: how many results were stored; RIO_CORRUPT_CQ for what is not a queue, or no memory.
private func dequeueCompletion(_ queue: RIO_CQ?, _ results: PRIORESULT?, _ count: ULONG) -> ULONG {
  winsock(ULONG(RIO_CORRUPT_CQ)) { () throws(WinsockError) in
    let use = try QueueUse(queue)
    try requireWritable(results, Int(count) * MemoryLayout<RIORESULT>.stride)
    return ULONG(use.queue.take(into: UnsafeMutableRawPointer(results), count: Int(count), Thread.current))
  }
}

// MARK: Request queues

/// RIOCreateRequestQueue. Each request has one buffer.
/// - Returns: RIO_INVALID_RQ with WSAENOTSOCK, WSAEOPNOTSUPP, WSAEINVAL, or WSAENOBUFS if a completion queue has
///   no room for so many results.
private func createRequestQueue(
  _ s: SOCKET, _ receives: ULONG, _ receiveBuffers: ULONG, _ sends: ULONG, _ sendBuffers: ULONG,
  _ receiveQueue: RIO_CQ?, _ sendQueue: RIO_CQ?, _ context: PVOID?
) -> RIO_RQ? {
  winsock(nil) { () throws(WinsockError) in
    let use = try SocketUse(s)
    guard receiveBuffers == 1, sendBuffers == 1 else { throw .invalidArgument }
    let receiveUse = try QueueUse(receiveQueue)
    let sendUse = try QueueUse(sendQueue)
    return RIO_RQ(
      bitPattern: try use.socket.makeRequestQueue(
        handle: Handle(bits: s), receives: receives, receiveUse.queue, sends: sends, sendUse.queue,
        context: UInt64(UInt(bitPattern: context))))
  }
}

/// RIOResizeRequestQueue: WSAEINVAL; WSAETOOMANYREFS if more requests are outstanding; WSAENOBUFS.
private func resizeRequestQueue(_ queue: RIO_RQ?, _ receives: DWORD, _ sends: DWORD) -> BOOL {
  winsock(no) { () throws(WinsockError) in
    try Socket.resizeRequestQueue(UInt(bitPattern: queue), receives: receives, sends: sends)
    return yes
  }
}

// MARK: Requests

/// What Socket.receive and Socket.send are for requests.
private typealias Start = (UInt, RegisteredRequest, Thread) throws(WinsockError) -> Void

/// RIOReceive, RIOSend.
@inline(__always)
private func post(
  _ start: Start, _ queue: RIO_RQ?, _ data: PRIO_BUF?, _ count: ULONG, _ flags: DWORD, _ context: PVOID?
) -> BOOL {
  post { (thread) throws(WinsockError) in
    try start(UInt(bitPattern: queue), request(data, count, flags, context, thread), thread)
  }
}

/// RIOReceiveEx, which tells addresses, control data and flags of what was received, and RIOSendEx, which sends to an
/// address, with control data.
@inline(__always)
private func postEx(
  _ start: Start, _ queue: RIO_RQ?, _ data: PRIO_BUF?, _ count: ULONG, _ local: PRIO_BUF?,
  _ remote: PRIO_BUF?, _ control: PRIO_BUF?, _ flagsOut: PRIO_BUF?, _ flags: DWORD, _ context: PVOID?
) -> BOOL {
  post { (thread) throws(WinsockError) in
    var request = try request(data, count, flags, context, thread)
    request.localAddress = try slice(local, thread)
    request.remoteAddress = try slice(remote, thread)
    request.control = try slice(control, thread)
    request.flagsOutput = try slice(flagsOut, thread)
    try start(UInt(bitPattern: queue), request, thread)
  }
}

/// The body of a request: the calling thread, without counting references to it.
@inline(__always)
private func post(_ body: (Thread) throws(WinsockError) -> Void) -> BOOL {
  winsock(no) { () throws(WinsockError) in
    let result: Result<Void, WinsockError> = Thread.reference._withUnsafeGuaranteedRef { thread in
      do throws(WinsockError) { return .success(try body(thread)) } catch { return .failure(error) }
    }
    try result.get()
    return yes
  }
}

/// The page: the count is 1, or 0 together with NULL.
@inline(__always)
private func request(
  _ data: PRIO_BUF?, _ count: ULONG, _ flags: DWORD, _ context: PVOID?, _ thread: Thread
) throws(WinsockError) -> RegisteredRequest {
  guard count <= 1, count == 1 || data == nil else { throw .invalidArgument }
  if count == 1 && data == nil { throw .badAddress }
  return RegisteredRequest(
    data: try slice(data, thread), flags: flags, context: UInt64(UInt(bitPattern: context)))
}
