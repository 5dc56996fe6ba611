// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// What one direction of a socket may occupy of a completion queue. Its numbers are under that queue's lock.
final class QueueShare: @unchecked Sendable {
  let queue: CompletionQueue
  /// The same for the hot paths, which need not count references to it.
  let queueReference: Unmanaged<CompletionQueue>
  let socketContext: UInt64
  /// How many requests may be outstanding, and are: posted and their results not yet taken.
  var limit: UInt32
  var outstanding: UInt32 = 0
  /// The socket is closed.
  var isClosed = false
  /// Its place in the queue's list.
  var index = 0

  init(_ queue: CompletionQueue, _ socketContext: UInt64, limit: UInt32) {
    self.queue = queue
    queueReference = .passUnretained(queue)
    self.socketContext = socketContext
    self.limit = limit
  }
}

/// A socket's request queue: the shares of its two directions. The requests themselves are operations in the
/// socket's lanes.
final class RequestQueue: @unchecked Sendable {
  let receives: QueueShare
  let sends: QueueShare
  private let receivesReference: Unmanaged<QueueShare>
  private let sendsReference: Unmanaged<QueueShare>
  /// The library asked for the packet information of datagrams, not the program. Under the socket's lock.
  var hidesPacketInfo = false

  fileprivate init(_ receives: QueueShare, _ sends: QueueShare) {
    self.receives = receives
    self.sends = sends
    receivesReference = .passUnretained(receives)
    sendsReference = .passUnretained(sends)
  }

  @inline(__always)
  func share(_ direction: Direction) -> Unmanaged<QueueShare> {
    direction == .send ? sendsReference : receivesReference
  }

  /// RIOResizeRequestQueue.
  fileprivate func resize(receives: UInt32, sends: UInt32) throws(WinsockError) {
    let (first, second) = (self.receives, self.sends)
    try CompletionQueue.withLocks(first.queue, second.queue) { () throws(WinsockError) in
      try first.queue.requireOpen()
      try second.queue.requireOpen()
      guard receives >= first.outstanding, sends >= second.outstanding else { throw .tooManyReferences }
      let growth = (Int(receives) - Int(first.limit), Int(sends) - Int(second.limit))
      try RequestQueue.requireRoom(first.queue, growth.0, second.queue, growth.1)
      first.queue.change(first, limit: receives)
      second.queue.change(second, limit: sends)
    }
  }

  fileprivate static func requireRoom(_ a: CompletionQueue, _ m: Int, _ b: CompletionQueue, _ n: Int)
    throws(WinsockError)
  {
    guard a === b ? a.hasRoom(for: m + n) : a.hasRoom(for: m) && b.hasRoom(for: n) else { throw .noBuffers }
  }

  /// A result of one of its operations. Under the socket's lock.
  @inline(__always)
  func deliver(
    _ operation: OperationPointer, _ status: Status, _ thread: Thread, _ aftermath: inout Aftermath
  ) {
    let reference = share(operation.pointee.kind == .send ? .send : .receive)
    reference._withUnsafeGuaranteedRef { share in
      let result = RegisteredResult(
        status: status.winsockError, bytes: operation.pointee.reportedBytes,
        socketContext: share.socketContext, requestContext: operation.pointee.requestContext)
      let entry = ResultEntry(
        result: result, share: reference, notifies: !operation.pointee.options.contains(.quiet))
      share.queueReference._withUnsafeGuaranteedRef { $0.append(entry, thread, &aftermath) }
    }
  }
}

extension Socket {
  /// RIOCreateRequestQueue: ties a socket to the queues where the results of its requests go.
  ///
  /// - Parameters:
  ///   - receives: how many may be outstanding; room for so many results is reserved in their queue.
  ///   - context: comes back with each result.
  /// - Returns: the identifier of the request queue, which lives as long as the socket.
  /// - Throws: `.notSupported` for a socket that was not made for registered I/O, or neither TCP nor UDP;
  ///   `.invalidArgument` if it has a request queue already or both numbers are 0; `.noBuffers` without room.
  package func makeRequestQueue(
    handle: Handle, receives: UInt32, _ receiveQueue: CompletionQueue, sends: UInt32,
    _ sendQueue: CompletionQueue, context: UInt64
  ) throws(WinsockError) -> UInt {
    guard flags.contains(.registered), family == AddressFamily.inet || family == AddressFamily.inet6,
      isStreamSocket || isDatagram
    else { throw .notSupported }
    guard receives > 0 || sends > 0 else { throw .invalidArgument }
    lock.lock()
    defer { lock.unlock() }
    guard !flags.contains(.closing), requestQueue == nil else { throw .invalidArgument }
    let queue = RequestQueue(
      QueueShare(receiveQueue, context, limit: receives), QueueShare(sendQueue, context, limit: sends))
    try CompletionQueue.withLocks(receiveQueue, sendQueue) { () throws(WinsockError) in
      try receiveQueue.requireOpen()
      try sendQueue.requireOpen()
      try RequestQueue.requireRoom(receiveQueue, Int(receives), sendQueue, Int(sends))
      receiveQueue.enter(queue.receives)
      sendQueue.enter(queue.sends)
    }
    rareState.requestQueue = queue
    // The threads that wait for the results shall find them where they wait.
    if port == nil, let port = receiveQueue.port ?? sendQueue.port { move(to: port.engine) }
    noteEngine()
    return RegisteredIdentifier.of(handle, .requestQueue)
  }

  /// Tells the completion queues which engine carries the socket. Under the lock.
  func noteEngine() {
    requestQueue?.receives.queue.note(engine)
    requestQueue?.sends.queue.note(engine)
  }

  /// The socket is closed: its shares go back, as far as no results are to come.
  func closeRequestQueue() {
    guard let requestQueue else { return }
    requestQueue.receives.queue.close(requestQueue.receives)
    requestQueue.sends.queue.close(requestQueue.sends)
  }

  /// RIOResizeRequestQueue.
  ///
  /// - Throws: `.tooManyReferences` if more requests are outstanding; `.noBuffers` without room for their results.
  package static func resizeRequestQueue(_ identifier: UInt, receives: UInt32, sends: UInt32)
    throws(WinsockError)
  {
    guard receives > 0 || sends > 0, let entry = acquire(requestQueue: identifier) else {
      throw .invalidArgument
    }
    defer { HandleTable.release(entry) }
    try behind(entry).requestQueue!.resize(receives: receives, sends: sends)
  }

  /// A use of the socket whose request queue it is.
  @inline(__always)
  static func acquire(requestQueue identifier: UInt) -> HandleEntryPointer? {
    guard let handle = RegisteredIdentifier.handle(identifier, .requestQueue),
      let entry = HandleTable.acquire(handle, .socket)
    else { return nil }
    if of(entry)._withUnsafeGuaranteedRef({ $0.requestQueueReference != nil }) { return entry }
    HandleTable.release(entry)
    return nil
  }
}
