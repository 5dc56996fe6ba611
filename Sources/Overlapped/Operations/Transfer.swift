// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Moves the bytes of an operation: by a system call that does not block, or by what the ring brought back.
/// All functions are called under the socket's lock.
enum Transfer {
  /// What an attempt led to.
  enum Step {
    /// Nothing, or not enough yet: wait for the socket to become ready.
    case wouldBlock
    case done(Status)
    /// It has left this lane for another socket's (AcceptEx that waits for the first data).
    case moved
  }

  /// Whether the ring can do it as one receive or send. Everything else is watched for and attempted.
  static func canTransfer(_ operation: OperationPointer, _ socket: Socket) -> Bool {
    let readsPast = socket.options.receivesUrgentInline || socket.flags.contains(.usesUrgent)
    guard socket.isStream, operation.pointee.options.isDisjoint(with: [.peek, .outOfBand, .message]),
      operation.pointee.length > 0, operation.pointee.messageFlags == 0
    else { return false }
    return operation.pointee.kind == .send || operation.pointee.kind == .receive && !readsPast
  }

  /// What to watch for (POLLIN …).
  static func events(for operation: OperationPointer, _ socket: Socket) -> UInt32 {
    switch operation.pointee.kind {
    case .receive where operation.pointee.options.contains(.outOfBand):
      Readiness.urgent | Readiness.hangUp | Readiness.peerHangUp
    case .receive, .accept: Readiness.readable | Readiness.peerHangUp
    default: Readiness.writable
    }
  }

  @inline(__always)
  static func attempt(_ operation: OperationPointer, _ socket: Socket) -> Step {
    switch operation.pointee.kind {
    case .receive: Receiving.attempt(operation, socket)
    case .send: Sending.attempt(operation, socket)
    case .accept: Accepting.attempt(operation, socket)
    case .connect: Connecting.attempt(operation, socket)
    case .disconnect: Disconnecting.attempt(operation, socket)
    case .transmit: Transmitting.attempt(operation, socket)
    case .immediate, .change, .userProcedure, .timerRoutine: .done(.success)
    }
  }

  // MARK: The ring

  /// Fills in a submission for what is left of the operation.
  /// - Parameter kind: of a usual transfer; see `Socket.start`.
  @inline(__always)
  static func prepare(
    _ operation: OperationPointer, _ ring: Ring, _ descriptor: Int32, _ identity: UInt64,
    usually kind: OperationKind?
  ) {
    guard kind == .receive else { return prepare(operation, ring, descriptor, identity) }
    let buffer = operation.pointee.buffer
    ring.prepareReceive(descriptor, buffer.iov_base, buffer.iov_len, identity)
  }

  @inline(__always)
  private static func prepare(
    _ operation: OperationPointer, _ ring: Ring, _ descriptor: Int32, _ identity: UInt64
  ) {
    let isSend = operation.pointee.kind == .send
    if let extra = operation.pointee.extra, extra.pointee.vectorCount > 0 {
      let header = remainingHeader(operation, extra)
      if isSend {
        ring.prepareSend(descriptor, message: header, identity)
      } else {
        ring.prepareReceive(descriptor, message: header, identity)
      }
      return
    }
    let rest = operation.pointee.rest
    if isSend {
      ring.prepareSend(descriptor, rest.iov_base, rest.iov_len, identity)
    } else {
      ring.prepareReceive(descriptor, rest.iov_base, rest.iov_len, identity)
    }
  }

  /// Takes in the result of a transfer of the ring.
  @inline(__always)
  static func absorb(_ operation: OperationPointer, result: Int, _ socket: Socket) -> Step {
    if result > 0 {
      operation.pointee.transferred += result
      if operation.pointee.transferred < operation.pointee.length
        && (operation.pointee.kind == .send || operation.pointee.options.contains(.fill))
      {
        return .wouldBlock  // the rest follows; a send is never short (design 1)
      }
      return .done(.success)
    }
    switch result {
    case 0:
      return .done(operation.pointee.kind == .receive ? Receiving.end(of: operation, socket) : .success)
    case -Int(EAGAIN), -Int(EINTR), -Int(ECANCELED), -Int(ENOBUFS), -Int(ENOMEM):
      return .wouldBlock
    default:
      return .done(socket.fail(Errno(Int32(-result)), operation))
    }
  }

  /// The message header over the buffers that are not yet full.
  static func remainingHeader(
    _ operation: OperationPointer, _ extra: UnsafeMutablePointer<OperationExtra>
  ) -> UnsafeMutablePointer<msghdr> {
    var skip = operation.pointee.options.contains(.peek) ? 0 : operation.pointee.transferred
    var count = 0
    for i in 0..<extra.pointee.vectorCount {
      var vector = extra.pointee.vectors[i]
      if skip >= vector.iov_len {
        skip -= vector.iov_len
        continue
      }
      vector.iov_base = vector.iov_base?.advanced(by: skip)
      vector.iov_len -= skip
      skip = 0
      // The kernel takes up to 1,024 at a time; the rest follows with the next attempt.
      if count == 1024 { break }
      extra.pointee.remaining[count] = vector
      count += 1
    }
    extra.pointee.header.msg_iov = extra.pointee.remaining
    extra.pointee.header.msg_iovlen = count
    return UnsafeMutablePointer(extra.pointer(to: \.header)!)
  }
}

extension Socket {
  /// The connection is over, and this side has not ended it: the peer has reset it. A state that another process may have
  /// brought about says nothing.
  var hasBeenReset: Bool {
    let hasSentEnd = flags.contains(.sendShut) && rare?.shutsAfterSends != true
    return isStream && family != AddressFamily.unix && !hasSentEnd && !flags.contains(.receiveShut)
      && !(rare?.isShared ?? false) && TransmissionInformation.isClosed(descriptor)
  }

  /// What an error of a connection is. Linux does not say whether keep-alive has found it broken, and names the last
  /// thing that the network has said, if anything, in the place of the time-out that has ended it.
  func status(of errno: Errno) -> Status {
    guard isConnectionOriented,
      [.timedOut, .hostUnreachable, .networkUnreachable, .hostDown].contains(errno)
    else { return Status(errno) }
    let isSilent = options.keepsAlive && System.unsentCount(descriptor) == 0
    return isSilent ? .hopLimitExceeded : Status(.timedOut)
  }

  /// Records an error of a transfer and says how the operation ends.
  func fail(_ errno: Errno, _ operation: OperationPointer) -> Status {
    var status = status(of: errno)
    if errno == .brokenPipe {
      // This side's own shutdown, or what is left of a reset that was reported before.
      status =
        flags.contains(.sendShut) ? .pipeDisconnected : failure == .success ? .connectionReset : failure
    }
    if isConnectionOriented && flags.contains(.connected) && errno.endsConnection { failure = status }
    return status
  }
}
