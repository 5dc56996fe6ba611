// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// How a call that moves data reports: to an OVERLAPPED, or by returning.
public struct Reporting: @unchecked Sendable {
  /// OVERLAPPED: status at 0, count at 8, event handle at 24; 32 bytes.
  var overlapped: UnsafeMutableRawPointer?
  var routine: CompletionRoutine?
  /// The routine gets errors as kernel32 calls them (ReadFileEx, WriteFileEx).
  public var inSystemErrors = false

  @inlinable @inline(__always)
  public init(overlapped: UnsafeMutableRawPointer?, routine: CompletionRoutine?) {
    self.init(overlapped, routine)
  }

  @usableFromInline
  init(_ overlapped: UnsafeMutableRawPointer?, _ routine: CompletionRoutine?) {
    self.overlapped = overlapped
    self.routine = routine
  }

  public static let byReturning = Reporting(nil, nil)
}

/// Where a receive stores the sender's address; both may be nil.
public struct AddressOutput {
  var address: UnsafeMutableRawPointer?
  var length: UnsafeMutablePointer<Int32>?

  public init(_ address: UnsafeMutableRawPointer?, _ length: UnsafeMutablePointer<Int32>?) {
    self.address = address
    self.length = length
  }
}

extension Socket {
  private static let eventOffset = 24
  static let overlappedSize = 32

  /// The event handle in an OVERLAPPED, with its low bit.
  @inline(__always)
  static func event(of block: UnsafeMutableRawPointer) -> UInt64 {
    block.loadUnaligned(fromByteOffset: eventOffset, as: UInt64.self)
  }

  // MARK: Receiving

  /// WSARecvFrom, recv, recvfrom, ReadFile.
  ///
  /// - Parameters:
  ///   - flags: MSG_ flags in the numbers of the C interface.
  ///   - entry: the handle under which the call was made.
  ///   - ignoresMode: block also on a non-blocking socket (ReadFile; behaviour 15).
  /// - Returns: bytes and output flags when it completed within the call.
  package static func receive(
    _ entry: HandleEntryPointer, _ list: BufferList, flags input: UInt32, from source: AddressOutput?,
    _ reporting: Reporting, _ thread: Thread, ignoresMode: Bool = false
  ) throws(WinsockError) -> Outcome {
    try unsafe(of(entry)) { (socket) throws(WinsockError) -> Outcome in
      try socket.receive(
        entry, list, input, source, reporting, thread, ignoresMode: ignoresMode, handsOver: false)
    }
  }

  /// - Parameter handsOver: an operation that stays pending takes over the caller's use of the handle.
  @inline(__always)
  func receive(
    _ entry: HandleEntryPointer, _ list: BufferList, _ input: UInt32, _ source: AddressOutput?,
    _ reporting: Reporting, _ thread: Thread, ignoresMode: Bool, handsOver: Bool
  ) throws(WinsockError) -> Outcome {
    let isOverlapped = reporting.overlapped != nil && flags.contains(.overlapped)
    if isOverlapped { try prepareReport(reporting, thread) }
    let options = try receiveOptions(input, isOverlapped: isOverlapped)
    try requireReceiving(options)
    guard let operation = OperationTable.take(thread, forCall: !isOverlapped) else { throw .wouldBlock }
    do throws(WinsockError) {
      try fillReceive(operation, list, input, options, source, thread)
    } catch {
      OperationTable.giveBack(operation, thread)
      throw error
    }
    if !isOverlapped && (reporting.overlapped != nil || ignoresMode) {
      operation.pointee.options.insert(.ignoresMode)
    }
    let direction = options.contains(.outOfBand) ? Direction.urgent : .receive
    if direction == .urgent { useUrgentData(thread) }
    if isOverlapped {
      try attach(reporting, to: operation, handsOver ? nil : entry, thread)
      return try start(operation, direction, thread, handing: handsOver ? entry : nil)
    }
    return try receiveWithinCall(operation, direction, thread)
  }

  @inline(__always)
  func fillReceive(
    _ operation: OperationPointer, _ list: BufferList, _ input: UInt32, _ options: OperationOptions,
    _ source: AddressOutput?, _ thread: Thread
  ) throws(WinsockError) {
    operation.pointee.kind = .receive
    operation.pointee.options = options
    operation.pointee.transferred = 0
    operation.pointee.statusBlock = nil
    operation.pointee.messageFlags = options.contains(.peek) ? Int32(MSG_PEEK) : 0
    try Buffers.capture(list, into: operation, needsExtra: isDatagram, thread)
    guard isDatagram, let source else { return }
    try fillSource(operation, source, thread)
  }

  @inline(never)
  private func fillSource(
    _ operation: OperationPointer, _ source: AddressOutput, _ thread: Thread
  ) throws(WinsockError) {
    guard let extra = operation.pointee.extra else { return }
    if let address = source.address {
      guard let length = source.length, thread.probe.isWritable(length, 4),
        length.pointee >= SocketAddress.leastLength(family: family),
        thread.probe.isWritable(address, Int(length.pointee))
      else { throw .badAddress }
    }
    extra.pointee.addressOut = source.address
    extra.pointee.addressLengthOut = source.length
  }

  func receiveWithinCall(
    _ operation: OperationPointer, _ direction: Direction, _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    defer { OperationTable.giveBack(operation, thread) }
    let status: Status
    do throws(WinsockError) {
      status = try perform(
        operation, direction,
        isBlocking: !flags.contains(.nonBlocking) || operation.pointee.ignoresNonBlocking,
        timeout: options.receiveTimeout, thread)
    } catch {
      // A call that fails re-arms as well: for want of memory it may have left the data that was told.
      rare?.selection?.received(self)
      rare?.notification?.attempted(.input, foundNothing: error == .wouldBlock, self)
      throw error
    }
    rare?.selection?.received(self)
    rare?.notification?.attempted(.input, foundNothing: false, self)
    guard status == .success else {
      if status == .bufferOverflow { throw .truncated(bytes: operation.pointee.reportedBytes) }
      throw WinsockError(code: status.winsockError)
    }
    return .completed(bytes: operation.pointee.reportedBytes, flags: operation.pointee.outputFlags)
  }

  /// The combinations that the page excludes fail with WSAEOPNOTSUPP.
  @inline(__always)
  private func receiveOptions(_ input: UInt32, isOverlapped: Bool) throws(WinsockError) -> OperationOptions {
    if input == 0 { return [] }
    return try receiveOptionsSlow(input, isOverlapped)
  }

  @inline(never)
  private func receiveOptionsSlow(_ input: UInt32, _ isOverlapped: Bool) throws(WinsockError)
    -> OperationOptions
  {
    guard input & ~MessageFlags.receivable == 0 else { throw .notSupported }
    var options: OperationOptions = []
    if input & MessageFlags.peek != 0 { options.insert(.peek) }
    if input & MessageFlags.outOfBand != 0 {
      guard isStream, family != AddressFamily.unix else { throw .notSupported }
      if self.options.receivesUrgentInline { throw .invalidArgument }
      options.insert(.outOfBand)
    }
    if input & MessageFlags.partial != 0 { options.insert(.partial) }
    if input & MessageFlags.waitAll != 0 {
      let excluded = MessageFlags.peek | MessageFlags.outOfBand | MessageFlags.partial
      guard isStream, input & excluded == 0, isOverlapped || !flags.contains(.nonBlocking) else {
        throw .notSupported
      }
      options.insert(.fill)
    }
    return options
  }

  /// The states in which a socket cannot receive, in the order in which Windows finds them.
  @inline(__always)
  func requireReceiving(_ options: OperationOptions) throws(WinsockError) {
    if _fastPath(flags.contains(.connected) && flags.isDisjoint(with: [.receiveShut]) && failure == .success)
    {
      return
    }
    try requireReceivingSlow()
  }

  @inline(never)
  private func requireReceivingSlow() throws(WinsockError) {
    lock.withLock { settleConnecting() }
    if flags.contains(.receiveShut) { throw .shutDown }
    if isConnectionOriented {
      if !flags.contains(.connected) { throw .notConnected }
      if failure != .success { throw WinsockError(code: failure.winsockError) }
    } else if !flags.contains(.bound) {
      throw .invalidArgument
    }
  }

  // MARK: Sending

  /// WSASendTo, WSASendMsg, send, sendto, WriteFile.
  package static func send(
    _ entry: HandleEntryPointer, _ list: BufferList, flags input: UInt32,
    to destination: UnsafePointer<SocketAddress>?,
    control: [UInt8]? = nil, _ reporting: Reporting, _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    try unsafe(of(entry)) { (socket) throws(WinsockError) -> Outcome in
      try socket.send(entry, list, input, destination, control, reporting, thread, handsOver: false)
    }
  }

  @inline(__always)
  func send(
    _ entry: HandleEntryPointer, _ list: BufferList, _ input: UInt32,
    _ destination: UnsafePointer<SocketAddress>?, _ control: [UInt8]?, _ reporting: Reporting,
    _ thread: Thread, handsOver: Bool
  ) throws(WinsockError) -> Outcome {
    let isOverlapped = reporting.overlapped != nil && flags.contains(.overlapped)
    if isOverlapped { try prepareReport(reporting, thread) }
    try requireSending(input, hasDestination: destination != nil)
    guard let operation = OperationTable.take(thread, forCall: !isOverlapped) else { throw .wouldBlock }
    operation.pointee.kind = .send
    operation.pointee.options = []
    operation.pointee.transferred = 0
    operation.pointee.statusBlock = nil
    operation.pointee.messageFlags = input == 0 ? 0 : MessageFlags.linuxForSending(input)
    do throws(WinsockError) {
      try Buffers.capture(list, into: operation, needsExtra: !isStream, thread)
      if !isStream { address(operation, destination, control) }
    } catch {
      OperationTable.giveBack(operation, thread)
      throw error
    }
    if !isOverlapped && reporting.overlapped != nil { operation.pointee.options.insert(.ignoresMode) }
    if isOverlapped {
      try attach(reporting, to: operation, handsOver ? nil : entry, thread)
      return try start(operation, .send, thread, handing: handsOver ? entry : nil)
    }
    return try sendWithinCall(operation, thread)
  }

  /// Where a connected datagram socket sends to.
  var datagramPeer: SocketAddress? { isDatagram && flags.contains(.connected) ? rare?.peer : nil }

  func address(
    _ operation: OperationPointer, _ destination: UnsafePointer<SocketAddress>?, _ control: [UInt8]?
  ) {
    guard let extra = operation.pointee.extra else { return }
    extra.pointee.header = msghdr()
    if let address = destination?.pointee ?? datagramPeer {
      extra.pointee.address = address
      extra.pointee.header.msg_name = UnsafeMutableRawPointer(
        UnsafeMutablePointer(extra.pointer(to: \.address)!))
      extra.pointee.header.msg_namelen = UInt32(address.length)
    }
    if let control { extra.pointee.setControl(control) }
  }

  private func sendWithinCall(_ operation: OperationPointer, _ thread: Thread) throws(WinsockError) -> Outcome
  {
    defer { OperationTable.giveBack(operation, thread) }
    let isBlocking = !flags.contains(.nonBlocking) || operation.pointee.ignoresNonBlocking
    let status: Status
    do {
      status = try perform(operation, .send, isBlocking: isBlocking, timeout: options.sendTimeout, thread)
    } catch {
      // A non-blocking send takes what there is room for.
      if error == .wouldBlock {
        rare?.selection?.sendWouldBlock(self)
        rare?.notification?.attempted(.output, foundNothing: true, self)
        if operation.pointee.transferred > 0 {
          return .completed(bytes: operation.pointee.reportedBytes, flags: 0)
        }
      }
      throw error
    }
    guard status == .success else { throw WinsockError(code: status.winsockError) }
    return .completed(bytes: operation.pointee.reportedBytes, flags: 0)
  }

  @inline(__always)
  func requireSending(_ input: UInt32, hasDestination: Bool) throws(WinsockError) {
    if _fastPath(
      flags.contains(.connected) && flags.isDisjoint(with: [.sendShut]) && failure == .success && input == 0)
    {
      return
    }
    try requireSendingSlow(input, hasDestination)
  }

  @inline(never)
  private func requireSendingSlow(_ input: UInt32, _ hasDestination: Bool) throws(WinsockError) {
    guard input & ~MessageFlags.sendable == 0 else { throw .notSupported }
    if input & MessageFlags.outOfBand != 0 && (!isStream || family == AddressFamily.unix) {
      throw .notSupported
    }
    lock.withLock { settleConnecting() }
    if flags.contains(.sendShut) { throw .shutDown }
    if isConnectionOriented {
      if !flags.contains(.connected) { throw .notConnected }
      if failure != .success { throw WinsockError(code: failure.winsockError) }
    } else if !flags.contains(.connected) && !hasDestination {
      throw .notConnected
    }
  }

  // MARK: Reporting

  /// Checks where to report, and marks the OVERLAPPED as pending: also a call that then fails leaves it so
  /// (behaviour 2).
  @inline(__always)
  func prepareReport(_ reporting: Reporting, _ thread: Thread) throws(WinsockError) {
    guard let block = reporting.overlapped else { return }
    guard thread.probe.isWritable(block, Socket.overlappedSize) else { throw .badAddress }
    Delivery.markPending(block)
    if reporting.routine != nil && portReference != nil { throw .invalidArgument }
    // Also by a call that fails: nobody is to take it for a completion (behaviour 23).
    guard reporting.routine == nil, case let event = Socket.event(of: block), event & ~3 != 0,
      let use = HandleTable.acquire(Handle(bits: event), .event)
    else { return }
    Unmanaged<Event>.fromOpaque(use.pointee.object!)._withUnsafeGuaranteedRef { $0.reset() }
    HandleTable.release(use)
  }

  /// Ties an operation to its OVERLAPPED: routine or event, thread and, unless `start` does that, the handle.
  ///
  /// - Throws: `.invalidHandle` for an event handle that names none; the slot is free then.
  @inline(__always)
  func attach(
    _ reporting: Reporting, to operation: OperationPointer, _ entry: HandleEntryPointer?, _ thread: Thread
  ) throws(WinsockError) {
    guard let block = reporting.overlapped else { return }
    operation.pointee.statusBlock = block
    operation.pointee.event = nil
    operation.pointee.entry = entry
    if let entry { HandleTable.retain(entry) }
    if let routine = reporting.routine {
      operation.pointee.routine = routine
      operation.pointee.thread = thread
      if reporting.inSystemErrors { operation.pointee.options.insert(.systemErrors) }
    } else {
      let event = Socket.event(of: block)
      if event & 1 != 0 { operation.pointee.options.insert(.withoutPacket) }
      if event & ~3 != 0 {
        guard let eventEntry = HandleTable.acquire(Handle(bits: event), .event) else {
          if let entry { HandleTable.release(entry) }
          OperationTable.giveBack(operation, thread)
          throw .invalidHandle
        }
        operation.pointee.event = eventEntry
        operation.pointee.thread = thread
        Unmanaged<Event>.fromOpaque(eventEntry.pointee.object!)._withUnsafeGuaranteedRef { $0.reset() }
      } else if portReference != nil && event & 1 == 0 {
        operation.pointee.outlive(thread)
      } else {
        operation.pointee.thread = thread
      }
    }
  }

  // MARK: Access without reference counting

  @inlinable @inline(__always)
  package static func of(_ entry: HandleEntryPointer) -> Unmanaged<Socket> {
    .fromOpaque(entry.pointee.object!)
  }

  @inline(__always)
  static func unsafe<R>(_ socket: Unmanaged<Socket>, _ body: (Socket) throws(WinsockError) -> R)
    throws(WinsockError) -> R
  {
    // The handle entry's use keeps the object alive for the call.
    let result: Result<R, WinsockError> = socket._withUnsafeGuaranteedRef { socket in
      do throws(WinsockError) { return .success(try body(socket)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
