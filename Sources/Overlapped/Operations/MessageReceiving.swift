// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Receives on message-oriented connections: one message, or a part of it, at a time.
///
/// Linux throws away what does not fit of a message. Here the length is looked up first, and a message that is
/// too long is taken whole and handed out in parts (MSG_PARTIAL), or left where it is (WSAEMSGSIZE).
enum MessageReceiving {
  static func attempt(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    if socket.rare?.messageRest != nil { return .done(rest(operation, socket)) }
    switch nextLength(socket) {
    case .failure(let errno): return failed(errno, operation, socket)
    case .success(nil):
      socket.flags.insert(.ended)
      return .done(.gracefulDisconnect)
    case .success(let length?):
      if length <= operation.pointee.length { return take(operation, socket) }
      if socket.delivery == .partialMessages && !operation.pointee.options.contains(.peek) {
        return takePart(operation, socket, length)
      }
      return peekPart(operation, socket)
    }
  }

  /// A call that fails takes nothing: the message stays.
  private static func failed(_ errno: Errno, _ operation: OperationPointer, _ socket: Socket) -> Transfer.Step
  {
    socket.isTriedAgain(after: errno) ? .wouldBlock : .done(socket.fail(errno, operation))
  }

  /// The length of the next message; nil at the end of the connection.
  ///
  /// Both an empty message and the end read as 0 bytes; only a message carries its sender's credentials, for
  /// which the socket asked when it was made.
  private static func nextLength(_ socket: Socket) -> Result<Int?, Errno> {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { control in
      var header = msghdr()
      header.msg_control = control.baseAddress
      header.msg_controllen = control.count
      let result = System.receive(
        socket.descriptor, message: &header, flags: Int32(MSG_PEEK | MSG_TRUNC))
      if result < 0 { return .failure(Errno(Int32(-result))) }
      return .success(result == 0 && header.msg_controllen == 0 ? nil : result)
    }
  }

  /// A message that fits.
  private static func take(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    let result = receive(
      operation, socket, flags: operation.pointee.options.contains(.peek) ? Int32(MSG_PEEK) : 0)
    if result < 0 { return failed(Errno(Int32(-result)), operation, socket) }
    operation.pointee.transferred = result
    return .done(.success)
  }

  /// The first part of one that does not; the message stays.
  private static func peekPart(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    let result = receive(operation, socket, flags: Int32(MSG_PEEK))
    if result < 0 { return failed(Errno(Int32(-result)), operation, socket) }
    operation.pointee.transferred = min(result, operation.pointee.length)
    return .done(.bufferOverflow)
  }

  /// The first part; the rest waits for the next receives.
  private static func takePart(_ operation: OperationPointer, _ socket: Socket, _ length: Int)
    -> Transfer.Step
  {
    var message = [UInt8](repeating: 0, count: length)
    let result = System.receive(socket.descriptor, &message, length, flags: 0)
    if result < 0 { return failed(Errno(Int32(-result)), operation, socket) }
    socket.rareState.messageRest = MessageRest(bytes: message, offset: 0)
    return .done(rest(operation, socket))
  }

  private static func rest(_ operation: OperationPointer, _ socket: Socket) -> Status {
    guard let rest = socket.rareState.messageRest else { return .success }
    let n = copy(rest.bytes, from: rest.offset, into: operation)
    let isEnd = rest.offset + n == rest.bytes.count
    if !isEnd { operation.pointee.outputFlags |= MessageFlags.partial }
    if !operation.pointee.options.contains(.peek) {
      socket.rareState.messageRest = isEnd ? nil : MessageRest(bytes: rest.bytes, offset: rest.offset + n)
    }
    return .success
  }

  private static func receive(_ operation: OperationPointer, _ socket: Socket, flags: Int32) -> Int {
    if let extra = operation.pointee.extra, extra.pointee.vectorCount > 0 {
      var header = msghdr()
      header.msg_iov = extra.pointee.vectors
      header.msg_iovlen = min(extra.pointee.vectorCount, 1024)
      return System.receive(socket.descriptor, message: &header, flags: flags)
    }
    return System.receive(
      socket.descriptor, operation.pointee.buffer.iov_base, operation.pointee.buffer.iov_len, flags: flags)
  }

  /// Scatters bytes over the buffers of an operation; returns how many fitted.
  @discardableResult
  static func copy(_ bytes: [UInt8], from offset: Int, into operation: OperationPointer) -> Int {
    var done = 0
    func fill(_ vector: iovec) {
      let n = min(vector.iov_len, bytes.count - offset - done)
      guard n > 0, let base = vector.iov_base else { return }
      bytes.withUnsafeBytes { base.copyMemory(from: $0.baseAddress! + offset + done, byteCount: n) }
      done += n
    }
    if let extra = operation.pointee.extra, extra.pointee.vectorCount > 0 {
      for i in 0..<extra.pointee.vectorCount { fill(extra.pointee.vectors[i]) }
    } else {
      fill(operation.pointee.buffer)
    }
    operation.pointee.transferred = done
    return done
  }
}

/// What is left of a message whose first part was received.
struct MessageRest {
  var bytes: [UInt8]
  var offset: Int
}
