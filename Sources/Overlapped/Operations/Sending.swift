// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Sends: bytes until all are taken, or one message.
enum Sending {
  /// The only buffer of a stream, taken whole by the kernel, is the usual case.
  @inline(__always)
  static func stream(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    guard operation.pointee.extra == nil else { return attempt(operation, socket) }
    let result = sendBuffer(operation, socket)
    guard result == operation.pointee.buffer.iov_len &- operation.pointee.transferred else {
      return goOn(operation, socket, result)
    }
    operation.pointee.transferred = operation.pointee.buffer.iov_len
    return .done(.success)
  }

  static func attempt(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    goOn(operation, socket, send(operation, socket))
  }

  /// Takes in what the kernel said, and goes on sending where that is called for.
  @inline(never)
  static func goOn(
    _ operation: OperationPointer, _ socket: Socket, _ first: Int
  ) -> Transfer.Step {
    var result = first
    while true {
      if result >= 0 {
        operation.pointee.transferred += result
        if !socket.isStream || operation.pointee.transferred >= operation.pointee.length {
          if !socket.flags.contains(.bound) { socket.flags.insert(.bound) }
          return .done(.success)
        }
        // The kernel took what it had room for; the engine goes on when there is room for more. Going on here
        // would, with a fast peer, make megabytes look sent before the call returns.
        if !operation.pointee.options.contains(.synchronous) {
          socket.lookAgain()
          return .wouldBlock
        }
      } else if let step = step(after: Errno(Int32(-result)), operation, socket) {
        return step
      }
      result = send(operation, socket)
    }
  }

  /// What an error leads to; nil if the send is to be tried again.
  private static func step(
    after errno: Errno, _ operation: OperationPointer, _ socket: Socket
  ) -> Transfer.Step? {
    switch errno.code {
    case EAGAIN:
      socket.flags.remove(.mayHaveRoom)
      if _slowPath(FaultPlan.isActive) { socket.lookAgain() }
      return .wouldBlock
    case ENOBUFS, ENOMEM:
      // The kernel is short of memory for the moment; it says so when there is room again.
      guard socket.isStream else { return .done(Status(errno)) }
      socket.lookAgain()
      return .wouldBlock
    default:
      // An earlier datagram's bad news belongs to the next receive; this one has not been sent yet. What concerns this
      // one, that there is no way for it or that it is too long, would come again.
      guard socket.isDatagram, socket.noteDatagramReport() else {
        return .done(socket.fail(errno, operation))
      }
      return nil
    }
  }

  @inline(__always)
  private static func send(_ operation: OperationPointer, _ socket: Socket) -> Int {
    if let extra = operation.pointee.extra {
      if extra.pointee.vectorCount == 0 {
        extra.pointee.remaining[0] = operation.pointee.buffer
        extra.pointee.remaining[0].iov_base = operation.pointee.buffer.iov_base?.advanced(
          by: operation.pointee.transferred)
        extra.pointee.remaining[0].iov_len -= operation.pointee.transferred
        extra.pointee.header.msg_iov = extra.pointee.remaining
        extra.pointee.header.msg_iovlen = 1
        return System.send(
          socket.descriptor, message: extra.pointer(to: \.header)!, flags: operation.pointee.messageFlags)
      }
      return System.send(
        socket.descriptor, message: Transfer.remainingHeader(operation, extra),
        flags: operation.pointee.messageFlags)
    }
    return sendBuffer(operation, socket)
  }

  @inline(__always)
  private static func sendBuffer(_ operation: OperationPointer, _ socket: Socket) -> Int {
    let rest = operation.pointee.rest
    return System.send(
      socket.descriptor, rest.iov_base, rest.iov_len, flags: operation.pointee.messageFlags)
  }
}
