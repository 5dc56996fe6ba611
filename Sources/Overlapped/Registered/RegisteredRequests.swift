// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// A request of registered I/O, as the four functions make it.
package struct RegisteredRequest {
  package struct Flags: OptionSet {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    package static let dontNotify = Flags(rawValue: 1)
    package static let `defer` = Flags(rawValue: 2)
    package static let waitAll = Flags(rawValue: 4)
    package static let commitOnly = Flags(rawValue: 8)
  }

  /// Nil for a datagram whose data is not wanted, or empty.
  let data: BufferSlice?
  let flags: Flags
  let context: UInt64
  // The rest is used by RIOReceiveEx and RIOSendEx only.
  package var localAddress: BufferSlice?
  package var remoteAddress: BufferSlice?
  package var control: BufferSlice?
  package var flagsOutput: BufferSlice?

  package init(data: BufferSlice?, flags: UInt32, context: UInt64) {
    self.data = data
    self.flags = Flags(rawValue: flags)
    self.context = context
  }

  var hasExtras: Bool {
    localAddress != nil || remoteAddress != nil || control != nil || flagsOutput != nil
  }
}

extension Socket {
  /// RIOReceive, RIOReceiveEx.
  ///
  /// What is wrong with the request fails the call; what is wrong with the connection is its result.
  /// - Throws: `.invalidArgument` for flags, a queue or a part of a buffer that are none; `.badAddress` for a
  ///   buffer that is not registered or no memory any more; `.noBuffers` if too many are outstanding.
  package static func receive(on queue: UInt, _ request: RegisteredRequest, _ thread: Thread)
    throws(WinsockError)
  {
    try post(.receive, queue, request, thread)
  }

  /// RIOSend, RIOSendEx.
  package static func send(on queue: UInt, _ request: RegisteredRequest, _ thread: Thread)
    throws(WinsockError)
  {
    try post(.send, queue, request, thread)
  }

  @inline(__always)
  private static func post(
    _ direction: Direction, _ queue: UInt, _ request: RegisteredRequest, _ thread: Thread
  ) throws(WinsockError) {
    guard let entry = acquire(requestQueue: queue) else { throw .invalidArgument }
    defer { HandleTable.release(entry) }
    let socket = of(entry)
    let result: Result<Void, WinsockError> = socket._withUnsafeGuaranteedRef { socket in
      do throws(WinsockError) {
        if request.flags.contains(.commitOnly) {
          try socket.commit(direction, request, thread)
        } else {
          try socket.post(direction, request, entry, thread)
        }
        return .success(())
      } catch { return .failure(error) }
    }
    try result.get()
  }

  /// RIO_MSG_COMMIT_ONLY: starts what was deferred.
  private func commit(_ direction: Direction, _ request: RegisteredRequest, _ thread: Thread)
    throws(WinsockError)
  {
    guard request.flags == .commitOnly, request.data == nil, request.context == 0, !request.hasExtras else {
      throw .invalidArgument
    }
    var aftermath = Aftermath()
    lock.lock()
    startDeferred(direction, thread, &aftermath)
    lock.unlock()
    aftermath.settle()
  }

  private func post(
    _ direction: Direction, _ request: RegisteredRequest, _ entry: HandleEntryPointer,
    _ thread: Thread
  ) throws(WinsockError) {
    let known: RegisteredRequest.Flags =
      direction == .receive && isStream ? [.dontNotify, .defer, .waitAll] : [.dontNotify, .defer]
    guard request.flags.isSubset(of: known), request.data != nil || !isStream else { throw .invalidArgument }
    guard let operation = OperationTable.take(thread) else { throw .noBuffers }
    let share = shareReference(direction)
    do throws(WinsockError) {
      try fill(operation, direction, request)
      try admit(share)
    } catch {
      OperationTable.giveBack(operation, thread)
      throw error
    }
    HandleTable.retain(entry)
    operation.pointee.entry = entry
    do throws(WinsockError) {
      if let status = obstacle(direction, hasDestination: request.remoteAddress != nil) {
        try refuse(operation, direction, status, thread)
      } else if request.flags.contains(.defer) {
        try enqueueDeferred(operation, direction, thread)
      } else {
        _ = try start(operation, direction, thread)
      }
    } catch {
      share._withUnsafeGuaranteedRef { share in share.queue.withdraw(share) }
      throw error == .notSocket ? .invalidArgument : error
    }
  }

  @inline(__always)
  private func shareReference(_ direction: Direction) -> Unmanaged<QueueShare> {
    requestQueueReference!._withUnsafeGuaranteedRef { $0.share(direction) }
  }

  @inline(__always)
  private func admit(_ share: Unmanaged<QueueShare>) throws(WinsockError) {
    let result: Result<Void, WinsockError> = share._withUnsafeGuaranteedRef { share in
      share.queueReference._withUnsafeGuaranteedRef { queue in
        do throws(WinsockError) { return .success(try queue.admit(share)) } catch { return .failure(error) }
      }
    }
    try result.get()
  }

  // MARK: The operation

  @inline(__always)
  private func fill(
    _ operation: OperationPointer, _ direction: Direction, _ request: RegisteredRequest
  ) throws(WinsockError) {
    operation.pointee.kind = direction == .receive ? .receive : .send
    operation.pointee.options = [.registered, .alwaysPends, .outlivesThread]
    if request.flags.contains(.dontNotify) { operation.pointee.options.insert(.quiet) }
    if request.flags.contains(.waitAll) { operation.pointee.options.insert(.fill) }
    operation.pointee.requestContext = request.context
    operation.pointee.transferred = 0
    operation.pointee.messageFlags = 0
    operation.pointee.event = nil
    operation.pointee.thread = nil
    if let data = request.data {
      operation.pointee.buffer = try data.resolve()
    } else {
      operation.pointee.buffer = iovec()
      operation.pointee.options.insert(.withoutData)
    }
    if isStream && !request.hasExtras { return }
    try fillExtra(operation, direction, request)
  }

  // MARK: Starting

  /// Why the connection, as it is, cannot carry the request.
  @inline(__always)
  private func obstacle(_ direction: Direction, hasDestination: Bool) -> Status? {
    do throws(WinsockError) {
      if direction == .receive {
        try requireReceiving([])
      } else {
        try requireSending(0, hasDestination: hasDestination)
      }
      return nil
    } catch {
      return failure != .success && error.code == failure.winsockError ? failure : Status(error)
    }
  }

  /// The request has a result and nothing else. It comes in its turn, behind those of requests before it.
  private func refuse(
    _ operation: OperationPointer, _ direction: Direction, _ status: Status, _ thread: Thread
  ) throws(WinsockError) {
    var aftermath = Aftermath()
    lock.lock()
    if flags.contains(.closing) {
      lock.unlock()
      throw abandon(operation, .notSocket, thread)
    }
    if laneHead(direction) == nil {
      Delivery.deliver(operation, status, self, thread, &aftermath)
    } else {
      operation.pointee.options.insert(.cancelled)
      operation.pointee.cancelStatus = status
      operation.pointee.state = .queued
      withLane(direction) { $0.append(operation) }
      startDeferred(direction, thread, &aftermath)
    }
    lock.unlock()
    aftermath.settle()
  }

  /// Puts a request into its lane. If it is the first there it stays as it is until something that is not
  /// deferred comes after it; behind others it has its turn as ever.
  private func enqueueDeferred(_ operation: OperationPointer, _ direction: Direction, _ thread: Thread)
    throws(WinsockError)
  {
    lock.lock()
    defer { lock.unlock() }
    if flags.contains(.closing) { throw abandon(operation, .notSocket, thread) }
    guard Buffers.areAccessible(operation, thread) else { throw abandon(operation, .badAddress, thread) }
    operation.pointee.state = .queued
    withLane(direction) { $0.append(operation) }
  }

  /// SIO_FLUSH: requests that wait end with WSA_OPERATION_ABORTED.
  package func flushRequests() {
    guard requestQueueReference != nil else { return }
    cancelOperations { $0.pointee.options.contains(.registered) }
  }
}

extension Status {
  /// The status under which an error of a call is reported by a result.
  fileprivate init(_ error: WinsockError) {
    self = ErrnoRow.all.first { $0.error == error }?.status ?? .invalidParameter
  }
}
