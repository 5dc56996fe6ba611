// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Sends: bytes until all are taken, or one message.
enum Sending {
  static func attempt(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    while true {
      let result = send(operation, socket)
      if result >= 0 {
        operation.pointee.transferred += result
        if !socket.isStream || operation.pointee.transferred >= operation.pointee.length {
          if !socket.flags.contains(.bound) { socket.flags.insert(.bound) }
          return .done(.success)
        }
        if operation.pointee.options.contains(.synchronous) { continue }
        // The kernel took what it had room for; the engine goes on when there is room for more. Going on here
        // would, with a fast peer, make megabytes look sent before the call returns.
        socket.lookAgain()
        return .wouldBlock
      }
      switch Int32(-result) {
      case EAGAIN:
        socket.flags.remove(.mayHaveRoom)
        if _slowPath(FaultPlan.isActive) { socket.lookAgain() }
        return .wouldBlock
      case ENOBUFS, ENOMEM:
        // The kernel is short of memory for the moment; it says so when there is room again.
        if socket.isStream {
          socket.lookAgain()
          return .wouldBlock
        }
        return .done(Status(Errno(Int32(-result))))
      default:
        let errno = Errno(Int32(-result))
        // An earlier datagram's bad news belongs to the next receive; this one has not been sent yet.
        if socket.isDatagram && errno.isDatagramReport {
          socket.noteDatagramReport(errno)
          continue
        }
        return .done(socket.fail(errno, operation))
      }
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
    return System.send(
      socket.descriptor, operation.pointee.buffer.iov_base?.advanced(by: operation.pointee.transferred),
      operation.pointee.buffer.iov_len - operation.pointee.transferred, flags: operation.pointee.messageFlags)
  }
}
