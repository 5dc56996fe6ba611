// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// WSARecv and WSASend, the calls by which servers live, from the first check to the result.
///
/// What servers do all the time — a connected stream, an OVERLAPPED, one buffer, no flags — is done in one piece, into
/// which all below is inlined. Its conditions are tested together and without an effect; a call that fails one of them
/// goes the general way (`Requests.swift`), where each rule has its place and its error.
///
/// The calls are no members of a class, so that they take what the C interface is passed and nothing else. The
/// functions within them stand for closures, which would become functions of their own; and so they would if a
/// reference to a class were the first thing they capture.
package enum StreamCalls {
  /// WSARecv.
  ///
  /// - Parameters:
  ///   - count: where an operation that completes within the call stores its bytes; nil only with an OVERLAPPED.
  ///   - inOutFlags: MSG_ flags in the numbers of the C interface.
  /// - Returns: 0 when it completed within the call, else −1; the last error says why.
  @inline(never)
  package static func receive(
    _ handle: UInt64, _ buffers: UnsafeRawPointer?, _ bufferCount: UInt32,
    _ count: UnsafeMutablePointer<UInt32>?, _ inOutFlags: UnsafeMutablePointer<UInt32>?,
    _ overlapped: UnsafeMutableRawPointer?, _ routine: CompletionRoutine?
  ) -> Int32 {
    guard let entry = use(of: handle) else { return -1 }
    @_transparent
    func receive(_ thread: Thread) -> Int32 {
      @_transparent
      func receive(_ socket: Socket) -> Int32 {
        socket.receive(entry, buffers, bufferCount, count, inOutFlags, overlapped, routine, thread)
      }
      return Socket.of(entry)._withUnsafeGuaranteedRef(receive)
    }
    return Thread.reference._withUnsafeGuaranteedRef(receive)
  }

  /// WSASend, likewise.
  @inline(never)
  package static func send(
    _ handle: UInt64, _ buffers: UnsafeRawPointer?, _ bufferCount: UInt32,
    _ count: UnsafeMutablePointer<UInt32>?, _ messageFlags: UInt32, _ overlapped: UnsafeMutableRawPointer?,
    _ routine: CompletionRoutine?
  ) -> Int32 {
    guard let entry = use(of: handle) else { return -1 }
    @_transparent
    func send(_ thread: Thread) -> Int32 {
      @_transparent
      func send(_ socket: Socket) -> Int32 {
        socket.send(entry, buffers, bufferCount, count, messageFlags, overlapped, routine, thread)
      }
      return Socket.of(entry)._withUnsafeGuaranteedRef(send)
    }
    return Thread.reference._withUnsafeGuaranteedRef(send)
  }

  /// A use of a socket's handle; nil if there is none, and the last error says why.
  @inline(__always)
  private static func use(of handle: UInt64) -> HandleEntryPointer? {
    let entry = Startup.isOpen ? HandleTable.acquire(Handle(bits: handle), .socket) : nil
    if _slowPath(entry == nil) {
      ThreadLocal.lastError = (Startup.isOpen ? WinsockError.notSocket : Startup.refusal).code
    }
    return entry
  }
}

extension Socket {
  /// What is so of a socket on which a call need not look any further, and what is not.
  private static let ready: SocketFlags = [.overlapped, .connected, .stream]
  private static let unreadyToReceive: SocketFlags = [.receiveShut, .failed, .usesUrgent]
  private static let unreadyToSend: SocketFlags = [.sendShut, .failed]

  // MARK: Receiving

  /// - Parameter entry: a use of the handle, which the call ends, or hands over to an operation that stays pending.
  @inline(__always)
  fileprivate func receive(
    _ entry: HandleEntryPointer, _ buffers: UnsafeRawPointer?, _ bufferCount: UInt32,
    _ count: UnsafeMutablePointer<UInt32>?, _ inOutFlags: UnsafeMutablePointer<UInt32>?,
    _ overlapped: UnsafeMutableRawPointer?, _ routine: CompletionRoutine?, _ thread: Thread
  ) -> Int32 {
    let probe = thread.probe
    guard flags.intersection(Socket.ready.union(Socket.unreadyToReceive)) == Socket.ready,
      !options.receivesUrgentInline,
      let inOutFlags, probe.isWritable(local: inOutFlags, 4), inOutFlags.pointee == 0,
      let block = usualBlock(overlapped, routine, count, probe),
      let buffer = usualBuffer(buffers, bufferCount, probe),
      probe.isWritable(buffer.iov_base, buffer.iov_len), let operation = OperationTable.take(thread)
    else {
      return receiveGenerally(
        entry, buffers, bufferCount, count, inOutFlags, overlapped, routine, thread)
    }
    Delivery.markPending(block)
    operation.pointee.begin(.receive, buffer)
    let outcome: Outcome
    do throws(WinsockError) {
      try attach(Reporting(block, routine), to: operation, nil, thread)
      outcome = try start(operation, .receive, thread, handing: entry, usually: .receive)
    } catch { return end(entry, error) }
    guard _slowPath(outcome != .pending) else { return Socket.failed(.ioPending) }
    return end(entry, outcome, count, inOutFlags)
  }

  @inline(never)
  private func receiveGenerally(
    _ entry: HandleEntryPointer, _ buffers: UnsafeRawPointer?, _ bufferCount: UInt32,
    _ count: UnsafeMutablePointer<UInt32>?, _ inOutFlags: UnsafeMutablePointer<UInt32>?,
    _ overlapped: UnsafeMutableRawPointer?, _ routine: CompletionRoutine?, _ thread: Thread
  ) -> Int32 {
    generally(entry, count, inOutFlags, overlapped, thread) { () throws(WinsockError) in
      guard let inOutFlags, thread.probe.isWritable(local: inOutFlags, 4) else { throw .badAddress }
      return try receive(
        entry, BufferList(buffers, count: bufferCount), inOutFlags.pointee, nil,
        Reporting(overlapped, routine), thread, ignoresMode: false, handsOver: true)
    }
  }

  // MARK: Sending

  /// Likewise.
  @inline(__always)
  fileprivate func send(
    _ entry: HandleEntryPointer, _ buffers: UnsafeRawPointer?, _ bufferCount: UInt32,
    _ count: UnsafeMutablePointer<UInt32>?, _ messageFlags: UInt32, _ overlapped: UnsafeMutableRawPointer?,
    _ routine: CompletionRoutine?, _ thread: Thread
  ) -> Int32 {
    let probe = thread.probe
    guard flags.intersection(Socket.ready.union(Socket.unreadyToSend)) == Socket.ready, messageFlags == 0,
      let block = usualBlock(overlapped, routine, count, probe),
      let buffer = usualBuffer(buffers, bufferCount, probe),
      probe.isReadable(buffer.iov_base, buffer.iov_len), let operation = OperationTable.take(thread)
    else {
      return sendGenerally(
        entry, buffers, bufferCount, count, messageFlags, overlapped, routine, thread)
    }
    Delivery.markPending(block)
    if let port = portReference, !withEngine(\.isRing), Socket.event(of: block) == 0 {
      return sendAtOnce(buffer, block, to: port, operation, entry, count, thread)
    }
    return start(sending: buffer, block, routine, operation, entry, count, thread)
  }

  @_transparent
  private func start(
    sending buffer: iovec, _ block: UnsafeMutableRawPointer, _ routine: CompletionRoutine?,
    _ operation: OperationPointer, _ entry: HandleEntryPointer, _ count: UnsafeMutablePointer<UInt32>?,
    _ thread: Thread
  ) -> Int32 {
    operation.pointee.begin(.send, buffer)
    do throws(WinsockError) {
      try attach(Reporting(block, routine), to: operation, nil, thread)
      let outcome = try start(operation, .send, thread, handing: entry, usually: .send)
      return end(entry, outcome, count, nil)
    } catch { return end(entry, error) }
  }

  /// Beside an epoll set most sends go out whole within the call. One that reports to a port is over, then, before it has
  /// become an operation.
  @inline(__always)
  private func sendAtOnce(
    _ buffer: iovec, _ block: UnsafeMutableRawPointer, to port: Unmanaged<CompletionPort>,
    _ operation: OperationPointer, _ entry: HandleEntryPointer, _ count: UnsafeMutablePointer<UInt32>?,
    _ thread: Thread
  ) -> Int32 {
    lock.lock()
    guard
      flags.intersection(Delivery.watched.union([.closing, .mayHaveRoom])) == .mayHaveRoom,
      sendLane.isEmpty
    else {
      lock.unlock()
      return sendLater(buffer, block, operation, entry, count, thread)
    }
    let sent = System.send(descriptor, buffer.iov_base, buffer.iov_len, flags: 0)
    guard sent == buffer.iov_len else {
      return sendRest(sent, of: buffer, block, operation, entry, count, thread)
    }
    // Before the packet, with which another thread may let go of everything that the program keeps for the send.
    count?.pointee = UInt32(truncatingIfNeeded: sent)
    var aftermath = Aftermath()
    Delivery.report(success: sent, in: block, to: port, self, thread, &aftermath)
    lock.unlock()
    aftermath.settle()
    OperationTable.putBack(operation, thread)
    HandleTable.release(entry)
    return Socket.succeeded()
  }

  @inline(never)
  private func sendLater(
    _ buffer: iovec, _ block: UnsafeMutableRawPointer, _ operation: OperationPointer,
    _ entry: HandleEntryPointer, _ count: UnsafeMutablePointer<UInt32>?, _ thread: Thread
  ) -> Int32 {
    start(sending: buffer, block, nil, operation, entry, count, thread)
  }

  /// The operation of a send of which the first attempt has come short. Called with the lock held; returns without.
  @inline(never)
  private func sendRest(
    _ sent: Int, of buffer: iovec, _ block: UnsafeMutableRawPointer, _ operation: OperationPointer,
    _ entry: HandleEntryPointer, _ count: UnsafeMutablePointer<UInt32>?, _ thread: Thread
  ) -> Int32 {
    clearSignal()
    operation.pointee.begin(.send, buffer)
    operation.pointee.statusBlock = block
    operation.pointee.event = nil
    operation.pointee.entry = nil
    operation.pointee.outlive(thread)
    let step = Sending.goOn(operation, self, sent)
    do throws(WinsockError) {
      return end(entry, try go(on: step, operation, .send, thread, handing: entry), count, nil)
    } catch { return end(entry, error) }
  }

  @inline(never)
  private func sendGenerally(
    _ entry: HandleEntryPointer, _ buffers: UnsafeRawPointer?, _ bufferCount: UInt32,
    _ count: UnsafeMutablePointer<UInt32>?, _ messageFlags: UInt32, _ overlapped: UnsafeMutableRawPointer?,
    _ routine: CompletionRoutine?, _ thread: Thread
  ) -> Int32 {
    generally(entry, count, nil, overlapped, thread) { () throws(WinsockError) in
      try send(
        entry, BufferList(buffers, count: bufferCount), messageFlags, nil, nil,
        Reporting(overlapped, routine), thread, handsOver: true)
    }
  }

  // MARK: What the two have in common

  /// The OVERLAPPED of a usual call, whose other outputs can be written as well; nil otherwise.
  @inline(__always)
  private func usualBlock(
    _ overlapped: UnsafeMutableRawPointer?, _ routine: CompletionRoutine?,
    _ count: UnsafeMutablePointer<UInt32>?, _ probe: MemoryProbe
  ) -> UnsafeMutableRawPointer? {
    guard let overlapped, probe.isWritable(overlapped, Socket.overlappedSize),
      count == nil || probe.isWritable(local: count, 4), routine == nil || portReference == nil
    else { return nil }
    return overlapped
  }

  /// The only buffer of a usual call, which is not empty; nil otherwise.
  @inline(__always)
  private func usualBuffer(
    _ buffers: UnsafeRawPointer?, _ count: UInt32, _ probe: MemoryProbe
  ) -> iovec? {
    guard count == 1, let buffers, probe.isReadable(local: buffers, Buffers.stride) else { return nil }
    let buffer = Buffers.first(of: buffers)
    return buffer.iov_len > 0 ? buffer : nil
  }

  /// A call that goes the general way, from its first check to its result.
  @inline(__always)
  private func generally(
    _ entry: HandleEntryPointer, _ count: UnsafeMutablePointer<UInt32>?,
    _ inOutFlags: UnsafeMutablePointer<UInt32>?, _ overlapped: UnsafeMutableRawPointer?, _ thread: Thread,
    _ call: () throws(WinsockError) -> Outcome
  ) -> Int32 {
    do throws(WinsockError) {
      try Socket.requireCount(count, overlapped, thread)
      return end(entry, try call(), count, inOutFlags)
    } catch {
      // A datagram that did not fit says how much of it did.
      if let bytes = error.bytes { count?.pointee = bytes }
      return end(entry, error)
    }
  }

  /// A call that has completed within itself still has its use of the handle; one that stays pending has handed it over.
  @inline(__always)
  private func end(
    _ entry: HandleEntryPointer, _ outcome: Outcome, _ count: UnsafeMutablePointer<UInt32>?,
    _ inOutFlags: UnsafeMutablePointer<UInt32>?
  ) -> Int32 {
    guard case .completed(let bytes, let outputFlags) = outcome else { return Socket.failed(.ioPending) }
    count?.pointee = bytes
    inOutFlags?.pointee = outputFlags
    HandleTable.release(entry)
    return Socket.succeeded()
  }

  @inline(__always)
  private func end(_ entry: HandleEntryPointer, _ error: WinsockError) -> Int32 {
    HandleTable.release(entry)
    return Socket.failed(error)
  }

  @inline(__always)
  fileprivate static func failed(_ error: WinsockError) -> Int32 {
    ThreadLocal.lastError = error.code
    return -1
  }

  @inline(__always)
  private static func succeeded() -> Int32 {
    ThreadLocal.lastError = 0
    return 0
  }

  /// The page: the count may be NULL only together with an OVERLAPPED.
  @inline(__always)
  package static func requireCount(
    _ count: UnsafeMutablePointer<UInt32>?, _ overlapped: UnsafeMutableRawPointer?, _ thread: Thread
  ) throws(WinsockError) {
    guard count == nil ? overlapped != nil : thread.probe.isWritable(local: count, 4) else {
      throw .badAddress
    }
  }
}
