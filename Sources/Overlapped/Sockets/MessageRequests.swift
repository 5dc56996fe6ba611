// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// WSARecvMsg and WSASendMsg. The program's WSAMSG is read here by its layout: name 0, its length 8, buffers
/// 16, their number 24, control length 32, control buffer 40, flags 48.
extension Socket {
  private static let messageSize = 56

  /// WSARecvMsg: a datagram with its sender, control data and flags.
  package static func receiveMessage(
    _ entry: HandleEntryPointer, _ message: UnsafeMutableRawPointer?, _ reporting: Reporting, _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    guard let message, thread.probe.isWritable(message, messageSize) else { throw .badAddress }
    let socket = of(entry).takeUnretainedValue()
    guard socket.isDatagram else { throw .notSupported }
    let isOverlapped = reporting.overlapped != nil && socket.flags.contains(.overlapped)
    if isOverlapped { try socket.prepareReport(reporting, thread) }
    // Only MSG_PEEK means something on input; programs leave the output of the last call there.
    let input = message.load(fromByteOffset: 48, as: UInt32.self) & MessageFlags.peek
    let options: OperationOptions = input == 0 ? .message : [.message, .peek]
    try socket.requireReceiving(options)
    guard let operation = OperationTable.take(thread, forCall: !isOverlapped) else { throw .wouldBlock }
    do throws(WinsockError) {
      try socket.fillReceive(
        operation, bufferList(message), input, options, nameOutput(message), thread)
    } catch {
      OperationTable.giveBack(operation, thread)
      throw error
    }
    operation.pointee.extra?.pointee.message = message
    _ = operation.pointee.extra?.pointee.makeControlRoom(MessageControl.receiveRoom)
    if isOverlapped {
      try socket.attach(reporting, to: operation, entry, thread)
      return try socket.start(operation, .receive, thread)
    }
    return try socket.receiveWithinCall(operation, .receive, thread)
  }

  private static func bufferList(_ message: UnsafeMutableRawPointer) -> BufferList {
    BufferList(
      message.load(fromByteOffset: 16, as: UnsafeRawPointer?.self),
      count: message.load(fromByteOffset: 24, as: UInt32.self))
  }

  private static func nameOutput(_ message: UnsafeMutableRawPointer) -> AddressOutput? {
    guard let name = message.load(as: UnsafeMutableRawPointer?.self) else { return nil }
    return AddressOutput(name, (message + 8).assumingMemoryBound(to: Int32.self))
  }

  /// WSASendMsg: one datagram with control data.
  package static func sendMessage(
    _ entry: HandleEntryPointer, _ message: UnsafeMutableRawPointer?, flags: UInt32, _ reporting: Reporting,
    _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    guard let message, thread.probe.isWritable(message, messageSize) else { throw .badAddress }
    guard of(entry).takeUnretainedValue().isDatagram else { throw .notSupported }
    var destination: SocketAddress?
    if let name = message.load(as: UnsafeRawPointer?.self) {
      destination = try SocketAddress(windows: name, length: message.load(fromByteOffset: 8, as: Int32.self))
    }
    let control = try control(of: message, thread)
    guard let destination else {
      return try send(
        entry, bufferList(message), flags: flags, to: nil, control: control, reporting, thread)
    }
    return try withUnsafePointer(to: destination) { (address) throws(WinsockError) in
      try send(entry, bufferList(message), flags: flags, to: address, control: control, reporting, thread)
    }
  }

  private static func control(of message: UnsafeMutableRawPointer, _ thread: Thread) throws(WinsockError)
    -> [UInt8]?
  {
    let length = Int(message.load(fromByteOffset: 32, as: UInt32.self))
    guard length > 0 else { return nil }
    let base = message.load(fromByteOffset: 40, as: UnsafeRawPointer?.self)
    guard thread.probe.isReadable(base, length) else { throw .badAddress }
    guard let result = MessageControl.linuxForm(of: UnsafeRawBufferPointer(start: base, count: length)) else {
      throw .invalidArgument
    }
    return result
  }
}
