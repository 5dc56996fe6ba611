// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// Tells the program that an operation has completed.
enum Delivery {
  /// Offsets in OVERLAPPED.
  static let statusOffset = 0
  static let bytesOffset = 8

  /// Marks an OVERLAPPED as pending. `InternalHigh` stays as the program left it (behaviour 1).
  @inline(__always)
  static func markPending(_ block: UnsafeMutableRawPointer) {
    RawAtomic.storeRelease(UInt64(Status.pending.rawValue), at: block + statusOffset)
  }

  /// Stores a result: the count first, the status last, so that whoever sees the status sees everything.
  @inline(__always)
  static func store(_ status: Status, bytes: Int, in block: UnsafeMutableRawPointer) {
    block.storeBytes(of: UInt64(truncatingIfNeeded: bytes), toByteOffset: bytesOffset, as: UInt64.self)
    RawAtomic.storeRelease(UInt64(status.rawValue), at: block + statusOffset)
  }

  /// Completes an operation that is in no lane any more: stores the result, then signals exactly one target —
  /// blocking call, completion queue, routine, or event and port — and frees the slot.
  ///
  /// Under the socket's lock, so that packets keep the order of the operations; who has to wake up for it is
  /// collected in `aftermath`.
  @inline(never)
  static func deliver(
    _ operation: OperationPointer, _ status: Status, _ socket: Socket, _ thread: Thread,
    _ aftermath: inout Aftermath
  ) {
    operation.pointee.status = status
    operation.pointee.state = .completed
    Trace.completion(operation, socket)
    let options = operation.pointee.options
    if _slowPath(!options.isDisjoint(with: [.synchronous, .registered])) {
      if options.contains(.registered) {
        return deliverResult(operation, status, socket, thread, &aftermath)
      }
      // The waiting thread frees the slot, and its own call holds the socket.
      if let waiting = operation.pointee.thread, waiting !== thread { aftermath.wake(waiting) }
      return
    }
    if _slowPath(operation.pointee.kind == .accept) { Accepting.letGo(operation) }
    let entry = operation.pointee.entry
    let flags = socket.flags
    if let block = operation.pointee.statusBlock {
      let isPart = operation.pointee.outputFlags & MessageFlags.partial != 0 && status == .success
      store(isPart ? .receivePartial : status, bytes: operation.pointee.transferred, in: block)
    }
    if _slowPath(flags.contains(.hasEventSelection)) && operation.pointee.kind == .receive {
      socket.rare?.selection?.receivedOverlapped(socket, &aftermath)
      socket.rare?.notification?.completed(socket)
    }
    if operation.pointee.routine != nil {
      operation.pointee.entry = nil
      signalFile(socket, flags, &aftermath)
      let isQueued = Thread.enqueueRoutine(operation, &aftermath)
      if !isQueued { OperationTable.giveBack(operation, thread) }
      if let entry { aftermath.release(entry) }
      return
    }
    if let event = operation.pointee.event {
      signal(event, &aftermath)
      operation.pointee.event = nil
    } else {
      signalFile(socket, flags, &aftermath)
    }
    let isSkipped =
      options.contains(.immediate) && flags.contains(.skipPacketOnSuccess) && status == .success
    if !isSkipped && !options.contains(.withoutPacket) {
      queuePacket(operation, status, socket, thread, &aftermath)
    }
    operation.pointee.entry = nil
    OperationTable.giveBack(operation, thread)
    if let entry { aftermath.release(entry) }
  }

  /// The same, in one piece for what programs get all the time: a success of an operation that has nothing beside its
  /// buffer, of a socket that nobody observes otherwise.
  @_transparent
  static func deliverUsually(
    _ operation: OperationPointer, _ status: Status, _ socket: Socket, _ thread: Thread,
    _ aftermath: inout Aftermath
  ) {
    guard status == .success, operation.pointee.isPlain, socket.flags.isDisjoint(with: watched),
      operation.pointee.statusBlock != nil
    else { return deliver(operation, status, socket, thread, &aftermath) }
    deliverPlain(operation, socket, thread, &aftermath)
  }

  /// The same where all that is known: the operation `isUsual`, or plain, and nobody watches the socket.
  @_transparent
  static func deliverPlain(
    _ operation: OperationPointer, _ socket: Socket, _ thread: Thread, _ aftermath: inout Aftermath
  ) {
    let block = operation.pointee.statusBlock.unsafelyUnwrapped
    let bytes = operation.pointee.transferred
    if !operation.pointee.hasTarget {
      report(success: bytes, in: block, to: socket.portReference, socket, thread, &aftermath)
    } else if let event = operation.pointee.event {
      store(.success, bytes: bytes, in: block)
      signal(event, &aftermath)
      if let port = socket.portReference {
        push(success: bytes, block, to: port, socket, thread, &aftermath)
      }
    } else {
      return deliverRoutine(operation, block, socket, thread, &aftermath)
    }
    let entry = operation.pointee.entry
    operation.pointee.entry = nil
    OperationTable.giveBack(operation, thread)
    if let entry { aftermath.release(entry) }
  }

  @inline(never)
  static func deliverRoutine(
    _ operation: OperationPointer, _ block: UnsafeMutableRawPointer, _ socket: Socket, _ thread: Thread,
    _ aftermath: inout Aftermath
  ) {
    report(
      success: operation.pointee.transferred, in: block, to: nil, socket, thread, &aftermath)
    operation.pointee.status = .success
    operation.pointee.state = .completed
    let entry = operation.pointee.entry
    operation.pointee.entry = nil
    if !Thread.enqueueRoutine(operation, &aftermath) { OperationTable.giveBack(operation, thread) }
    if let entry { aftermath.release(entry) }
  }

  /// What a success of a socket that is not `watched` leads to, if there is no event for it.
  @inline(__always)
  static func report(
    success bytes: Int, in block: UnsafeMutableRawPointer, to port: Unmanaged<CompletionPort>?,
    _ socket: Socket, _ thread: Thread, _ aftermath: inout Aftermath
  ) {
    store(.success, bytes: bytes, in: block)
    socket.raiseSignalUnseen()
    if let port { push(success: bytes, block, to: port, socket, thread, &aftermath) }
  }

  @inline(__always)
  static func push(
    success bytes: Int, _ block: UnsafeMutableRawPointer, to port: Unmanaged<CompletionPort>,
    _ socket: Socket, _ thread: Thread, _ aftermath: inout Aftermath
  ) {
    let packet = CompletionPacket(
      key: socket.portKey, overlapped: block, status: UInt(Status.success.rawValue),
      bytes: UInt32(truncatingIfNeeded: bytes))
    port._withUnsafeGuaranteedRef { $0.push(packet, thread, &aftermath) }
  }

  /// Signals an event, and ends the operation's use of its handle.
  @inline(__always)
  static func signal(_ event: HandleEntryPointer, _ aftermath: inout Aftermath) {
    Unmanaged<Event>.fromOpaque(event.pointee.object!)._withUnsafeGuaranteedRef { $0.set(&aftermath) }
    HandleTable.release(event)
  }

  /// Whose completions concern more than the port.
  static let watched: SocketFlags = [
    .hasEventSelection, .skipSettingEvent, .hasWaiters, .skipPacketOnSuccess, .traced,
  ]

  /// A request of registered I/O has one target, its completion queue.
  private static func deliverResult(
    _ operation: OperationPointer, _ status: Status, _ socket: Socket, _ thread: Thread,
    _ aftermath: inout Aftermath
  ) {
    if Gathering.followers(of: operation) > 0 {
      return deliverGathered(operation, status, socket, thread, &aftermath)
    }
    if let outputs = operation.pointee.extra?.pointee.outputs, socket.isStream, !status.isError {
      outputs.store(socket)
    }
    if _slowPath(socket.flags.contains(.hasEventSelection)) && operation.pointee.kind == .receive {
      socket.rare?.selection?.receivedOverlapped(socket, &aftermath)
    }
    socket.requestQueueReference?._withUnsafeGuaranteedRef {
      $0.deliver(operation, status, thread, &aftermath)
    }
    let entry = operation.pointee.entry
    operation.pointee.entry = nil
    OperationTable.giveBack(operation, thread)
    if let entry { aftermath.release(entry) }
  }

  /// Each send that has gone out whole is a success, whatever became of those behind it; the caller goes on with
  /// the first that has not.
  private static func deliverGathered(
    _ operation: OperationPointer, _ status: Status, _ socket: Socket, _ thread: Thread,
    _ aftermath: inout Aftermath
  ) {
    let count = Gathering.followers(of: operation)
    Gathering.separate(operation, socket)
    func isWhole(_ operation: OperationPointer) -> Bool {
      operation.pointee.transferred == operation.pointee.buffer.iov_len
    }
    deliverResult(operation, isWhole(operation) ? .success : status, socket, thread, &aftermath)
    for _ in 0..<count {
      guard let next = socket.sendLane.head, isWhole(next) else { return }
      _ = socket.sendLane.removeFirst()
      deliver(next, .success, socket, thread, &aftermath)
    }
  }

  /// Without an event of its own an operation signals the socket. FILE_SKIP_SET_EVENT_ON_HANDLE leaves the signal
  /// alone; whoever waits for this very operation goes on all the same.
  @inline(__always)
  private static func signalFile(_ socket: Socket, _ flags: SocketFlags, _ aftermath: inout Aftermath) {
    if _slowPath(flags.contains(.skipSettingEvent)) {
      socket.raiseForWaiters(&aftermath)
    } else {
      socket.raiseSignal(&aftermath)
    }
  }

  /// The packet goes to the port of the socket the operation was issued on (behaviour 52), if it has one now.
  @inline(__always)
  private static func queuePacket(
    _ operation: OperationPointer, _ status: Status, _ socket: Socket, _ thread: Thread,
    _ aftermath: inout Aftermath
  ) {
    var packet = CompletionPacket(
      key: socket.portKey, overlapped: operation.pointee.statusBlock, status: UInt(status.rawValue),
      bytes: operation.pointee.reportedBytes)
    if _slowPath(operation.pointee.extra != nil && operation.pointee.isMovedAccept) {
      // An AcceptEx that waited for data in the lane of the accepting socket.
      packet.key = operation.pointee.extra!.pointee.deliveryKey
      operation.pointee.extra!.pointee.deliveryPort?.push(packet, thread, &aftermath)
    } else if let port = socket.portReference {
      port._withUnsafeGuaranteedRef { $0.push(packet, thread, &aftermath) }
    }
  }
}
