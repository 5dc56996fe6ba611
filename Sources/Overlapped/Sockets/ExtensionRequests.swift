// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// The output buffer of AcceptEx and how it is divided.
public struct AcceptOutput {
  let base: UnsafeMutableRawPointer?
  let dataLength: Int
  let localLength: Int
  let remoteLength: Int

  public init(_ base: UnsafeMutableRawPointer?, dataLength: UInt32, localLength: UInt32, remoteLength: UInt32)
  {
    self.base = base
    self.dataLength = Int(dataLength)
    self.localLength = Int(localLength)
    self.remoteLength = Int(remoteLength)
  }

  var length: Int { dataLength + localLength + remoteLength }
}

/// AcceptEx, ConnectEx, DisconnectEx, TransmitFile and the overlapped answers of WSAIoctl.
extension Socket {
  static func operation(
    _ kind: OperationKind, _ options: OperationOptions, _ thread: Thread, forCall: Bool = false
  ) throws(WinsockError) -> OperationPointer {
    guard let operation = OperationTable.take(thread, forCall: forCall) else { throw .wouldBlock }
    operation.pointee.kind = kind
    operation.pointee.options = options
    operation.pointee.transferred = 0
    operation.pointee.messageFlags = 0
    operation.pointee.statusBlock = nil
    operation.pointee.buffer = iovec()
    return operation
  }

  // MARK: AcceptEx

  /// AcceptEx: takes the next connection for the socket of `acceptEntry`, and its first data.
  ///
  /// - Throws: `.invalidArgument` if the listener does not listen, or the other socket is not a fresh one of
  ///   its kind; `.invalidParameter` without an OVERLAPPED.
  package static func accept(
    _ entry: HandleEntryPointer, into acceptEntry: HandleEntryPointer, _ output: AcceptOutput,
    _ reporting: Reporting,
    _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    guard reporting.overlapped != nil else { throw .invalidParameter }
    let listener = of(entry).takeUnretainedValue()
    try listener.prepareReport(reporting, thread)
    let accepting = of(acceptEntry).takeUnretainedValue()
    guard listener.flags.contains(.listening), output.base != nil else { throw .invalidArgument }
    guard output.remoteLength > 0, thread.probe.isWritable(output.base, output.length) else {
      throw .badAddress
    }
    // Also where a connection waits (behaviour 106).
    let operation = try operation(.accept, .alwaysPends, thread)
    let extra = OperationExtra.take(vectors: 1)
    operation.pointee.extra = extra
    operation.pointee.acceptOutput = output.base
    extra.pointee.dataLength = output.dataLength
    extra.pointee.localAddressLength = output.localLength
    extra.pointee.remoteAddressLength = output.remoteLength
    HandleTable.retain(acceptEntry)
    extra.pointee.acceptEntry = acceptEntry
    try listener.attach(reporting, to: operation, entry, thread)
    guard accepting.lock.withLock({ accepting.awaitConnection(like: listener) }) else {
      operation.pointee.kind = .receive  // it has no claim on the accepting socket
      throw listener.abandon(operation, .invalidArgument, thread)
    }
    return try listener.start(operation, .receive, thread)
  }

  /// Reserves a fresh socket for one AcceptEx. Under its lock.
  private func awaitConnection(like listener: Socket) -> Bool {
    let isUnused =
      flags.isDisjoint(with: [.bound, .connected, .connecting, .listening]) || flags.contains(.reusable)
    guard family == listener.family, type == listener.type, isUnused,
      flags.isDisjoint(with: [.awaitsConnection, .closing])
    else { return false }
    flags.insert(.awaitsConnection)
    return true
  }

  // MARK: ConnectEx and DisconnectEx

  /// ConnectEx: connects a bound socket, and sends the first data.
  package static func connect(
    _ entry: HandleEntryPointer, to address: SocketAddress, sending data: UnsafeRawBufferPointer,
    _ reporting: Reporting, _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    guard reporting.overlapped != nil else { throw .invalidParameter }
    let socket = of(entry).takeUnretainedValue()
    try socket.prepareReport(reporting, thread)
    guard socket.isConnectionOriented, socket.flags.isDisjoint(with: [.listening, .awaitsConnection]) else {
      throw .invalidArgument
    }
    socket.lock.withLock { socket.settleConnecting() }
    if !socket.flags.isDisjoint(with: [.connected, .disconnected]) { throw .alreadyConnected }
    guard socket.flags.contains(.bound), !socket.flags.contains(.connecting) else { throw .invalidArgument }
    guard address.family == socket.family else { throw .addressFamilyNotSupported }
    if socket.family != AddressFamily.unix { try address.requireDestination() }
    guard data.isEmpty || thread.probe.isReadable(data.baseAddress, data.count) else { throw .badAddress }
    let operation = try operation(.connect, .alwaysPends, thread)
    operation.pointee.extra = OperationExtra.take(vectors: 1)
    operation.pointee.extra!.pointee.address = address
    operation.pointee.buffer = iovec(
      iov_base: UnsafeMutableRawPointer(mutating: data.baseAddress), iov_len: data.count)
    try socket.attach(reporting, to: operation, entry, thread)
    return try socket.start(operation, .send, thread)
  }

  /// DisconnectEx: ends the sending side after what is under way; `reuse` makes the socket fresh again.
  package static func disconnect(
    _ entry: HandleEntryPointer, reuse: Bool, _ reporting: Reporting, _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    let socket = of(entry).takeUnretainedValue()
    if socket.flags.contains(.overlapped) { try socket.prepareReport(reporting, thread) }
    guard socket.isConnectionOriented, socket.flags.contains(.connected) else { throw .notConnected }
    // A second time only to make the socket fresh again.
    if socket.flags.contains(.disconnected) && !reuse { throw .notConnected }
    if reuse { socket.endReceives() }
    let operation = try operation(.disconnect, reuse ? [.fill, .alwaysPends] : .alwaysPends, thread)
    return try socket.run(operation, entry, reporting, thread)
  }

  // MARK: TransmitFile and TransmitPackets

  package static func transmit(
    _ entry: HandleEntryPointer, _ transmission: Transmission, _ reporting: Reporting, _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    let socket = of(entry).takeUnretainedValue()
    if socket.flags.contains(.overlapped) { try socket.prepareReport(reporting, thread) }
    guard socket.flags.contains(.connected) else { throw .notConnected }
    if socket.isDatagram && transmission.disconnects { throw .notSupported }
    if socket.flags.contains(.sendShut) { throw .shutDown }
    if transmission.reuses { socket.endReceives() }
    let operation = try operation(.transmit, [], thread)
    operation.pointee.extra = OperationExtra.take(vectors: 1)
    operation.pointee.extra!.pointee.transmission = transmission
    return try socket.run(operation, entry, reporting, thread)
  }

  /// Starts an operation of the send lane, or carries it out where there is no OVERLAPPED.
  private func run(
    _ operation: OperationPointer, _ entry: HandleEntryPointer, _ reporting: Reporting, _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    if reporting.overlapped != nil && flags.contains(.overlapped) {
      try attach(reporting, to: operation, entry, thread)
      return try start(operation, .send, thread)
    }
    defer { OperationTable.giveBack(operation, thread) }
    let status = try perform(operation, .send, isBlocking: true, timeout: options.sendTimeout, thread)
    guard status == .success else { throw WinsockError(code: status.winsockError) }
    return .completed(bytes: operation.pointee.reportedBytes, flags: 0)
  }

  // MARK: Calls that are over at once

  /// Reports a call that has done its work already to an OVERLAPPED: with 0 bytes (behaviour 58).
  package static func complete(
    _ entry: HandleEntryPointer, _ reporting: Reporting, _ thread: Thread
  ) throws(WinsockError) {
    let socket = of(entry).takeUnretainedValue()
    guard reporting.overlapped != nil, socket.flags.contains(.overlapped) else { return }
    try socket.prepareReport(reporting, thread)
    let operation = try operation(.immediate, .immediate, thread)
    try socket.attach(reporting, to: operation, entry, thread)
    var aftermath = Aftermath()
    socket.lock.lock()
    Delivery.deliver(operation, .success, socket, thread, &aftermath)
    socket.lock.unlock()
    aftermath.settle()
  }

  /// SO_UPDATE_ACCEPT_CONTEXT and SO_UPDATE_CONNECT_CONTEXT: the socket has all properties of a connected one.
  package func updateContext(from listener: Socket?) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    guard flags.contains(.connected) else { throw .notConnected }
    flags.remove(.needsContext)
    if let listener {
      options.inherit(from: listener.options, descriptor: descriptor, traits: traits)
      flags.insert(.accepted)
    }
  }

  /// SO_CONNECT_TIME: whole seconds since the connection was made; nil if there is none.
  package var connectedSeconds: UInt32? {
    lock.withLock {
      settleConnecting()
      guard flags.contains(.connected), connection.begin != 0 else { return nil }
      return UInt32(clamping: (ConnectionRecord.now - connection.begin) / 1000)
    }
  }

  /// SO_ERROR: how the last connect ended that did not block; reading does not clear it (behaviour 77).
  package var connectError: Int32 {
    lock.withLock {
      settleConnecting()
      return rare?.connectError ?? 0
    }
  }
}
