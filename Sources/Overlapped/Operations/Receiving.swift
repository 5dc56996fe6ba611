// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Receives: how each style of delivery fills the buffers (the page, "Remarks").
enum Receiving {
  static func attempt(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    if operation.pointee.options.contains(.outOfBand) { return urgent(operation, socket) }
    switch socket.delivery {
    case .stream: return stream(operation, socket)
    case .datagram: return datagram(operation, socket)
    case .partialMessages, .wholeMessages: return MessageReceiving.attempt(operation, socket)
    }
  }

  // MARK: Byte streams

  /// The usual case: one receive into the only buffer, of an operation that `isUsual`.
  /// - Parameters:
  ///   - buffer: the operation's.
  ///   - flags: the socket's, which does not use urgent data.
  @inline(__always)
  static func once(
    into buffer: iovec, _ operation: OperationPointer, _ socket: Socket, _ flags: SocketFlags
  ) -> Transfer.Step {
    let result = System.receive(socket.descriptor, buffer.iov_base, buffer.iov_len, flags: 0)
    guard result > 0 else {
      if result != -Int(EAGAIN) || FaultPlan.isActive {
        return streamBrought(nothing: result, operation, socket)
      }
      socket.flags.remove(.mayHaveData)
      return .wouldBlock
    }
    operation.pointee.transferred = result
    if result < buffer.iov_len { noteDrained(socket, flags) }
    return .done(.success)
  }

  @inline(never)
  private static func stream(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    if operation.pointee.length == 0 { return lookForData(operation, socket) }
    while true {
      let asked = operation.pointee.length - operation.pointee.transferred
      // Linux forgets an urgent byte that is read past.
      if socket.flags.contains(.usesUrgent) { socket.collectUrgentByte() }
      let limit = socket.roomBeforeUrgentMark()
      let result = receive(operation, socket, limit: limit)
      guard result > 0 else { return streamBrought(nothing: result, operation, socket) }
      if operation.pointee.options.contains(.peek) {
        operation.pointee.transferred = result
        return .done(.success)
      }
      operation.pointee.transferred += result
      if limit != nil { socket.moveUrgentMarks(by: result) }
      if result == asked { return .done(.success) }
      // There were more buffers than one call takes, or the buffers are to be filled.
      if hasMoreVectors(operation) || operation.pointee.options.contains(.fill) { continue }
      noteDrained(socket, socket.flags)
      return .done(.success)
    }
  }

  /// A short receive has drained the socket, unless the peer's end waits behind the data, or the urgent mark cut it.
  @inline(__always)
  private static func noteDrained(_ socket: Socket, _ flags: SocketFlags) {
    if !flags.contains(.hungUp) && !FaultPlan.isActive && !socket.hasSeenUrgent {
      socket.flags.remove(.mayHaveData)
    }
  }

  /// The end of the stream, an error, or nothing yet.
  @inline(never)
  private static func streamBrought(
    nothing result: Int, _ operation: OperationPointer, _ socket: Socket
  ) -> Transfer.Step {
    switch Int32(-result) {
    case 0: return .done(end(of: operation, socket))
    case EAGAIN:
      socket.flags.remove(.mayHaveData)
      if _slowPath(FaultPlan.isActive) { socket.lookAgain() }  // an injected one is followed by no edge
      let isComplete = operation.pointee.transferred > 0 && !operation.pointee.options.contains(.fill)
      return isComplete ? .done(.success) : .wouldBlock
    case ENOBUFS, ENOMEM:
      // The data is there; no edge will tell of it again.
      socket.lookAgain()
      return .wouldBlock
    default: return .done(afterBytes(of: operation, socket.fail(Errno(Int32(-result)), operation)))
    }
  }

  /// Bytes that came before an error are delivered first; the error comes with the next receive.
  private static func afterBytes(of operation: OperationPointer, _ status: Status) -> Status {
    let keepsBytes = operation.pointee.transferred > 0 && !operation.pointee.options.contains(.fill)
    return keepsBytes ? .success : status
  }

  /// What it means that a receive of a stream reads 0: its end, as a rule. Linux tells of a reset once only; a receive that
  /// waits beside a send that has been told of it reads 0, which would pass for a whole stream.
  static func end(of operation: OperationPointer, _ socket: Socket) -> Status {
    if socket.failure != .success { return afterBytes(of: operation, socket.failure) }
    if socket.hasBeenReset { return afterBytes(of: operation, socket.fail(.connectionReset, operation)) }
    socket.flags.insert(.ended)
    return .success
  }

  /// A receive without room completes when there is data, and takes none (behaviour 10).
  private static func lookForData(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    var byte: UInt8 = 0
    let result = System.receive(socket.descriptor, &byte, 1, flags: Int32(MSG_PEEK))
    if result == 0 { return .done(end(of: operation, socket)) }
    if result > 0 { return .done(.success) }
    let errno = Errno(Int32(-result))
    return socket.isTriedAgain(after: errno) ? .wouldBlock : .done(socket.fail(errno, operation))
  }

  private static func hasMoreVectors(_ operation: OperationPointer) -> Bool {
    (operation.pointee.extra?.pointee.vectorCount ?? 0) > 1024
  }

  /// - Parameter limit: how many bytes to take at most.
  @inline(__always)
  private static func receive(_ operation: OperationPointer, _ socket: Socket, limit: Int?) -> Int {
    let flags = operation.pointee.messageFlags
    if let extra = operation.pointee.extra, extra.pointee.vectorCount > 0 {
      let header = Transfer.remainingHeader(operation, extra)
      if let limit { shorten(header, to: limit) }
      header.pointee.msg_name = nil
      header.pointee.msg_namelen = 0
      return System.receive(socket.descriptor, message: header, flags: flags)
    }
    let rest = operation.pointee.rest
    return System.receive(
      socket.descriptor, rest.iov_base, min(rest.iov_len, limit ?? .max), flags: flags)
  }

  private static func shorten(_ header: UnsafeMutablePointer<msghdr>, to limit: Int) {
    var left = limit
    for i in 0..<Int(header.pointee.msg_iovlen) {
      header.pointee.msg_iov[i].iov_len = min(header.pointee.msg_iov[i].iov_len, left)
      left -= header.pointee.msg_iov[i].iov_len
    }
  }

  // MARK: Urgent data

  private static func urgent(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    if let byte = socket.takeUrgentByte(peek: operation.pointee.options.contains(.peek)) {
      MessageReceiving.copy([byte], from: 0, into: operation)
      return .done(.success)
    }
    if socket.flags.contains(.ended) { return .done(.success) }
    return urgentEnd(operation, socket)
  }

  /// No urgent byte will come any more once the peer has ended the stream, or the connection has failed. What is left of
  /// the data proper stays for other receives.
  private static func urgentEnd(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    if socket.failure != .success { return .done(socket.failure) }
    let interest = Int16(truncatingIfNeeded: Readiness.peerHangUp)
    let now = Readiness(UInt32(UInt16(bitPattern: System.poll(socket.descriptor, events: interest))))
    guard now.isHungUp else { return .wouldBlock }
    var byte: UInt8 = 0
    let result = System.receive(socket.descriptor, &byte, 1, flags: Int32(MSG_PEEK))
    if result > 0 { return .done(now.events & Readiness.error != 0 ? .connectionReset : .success) }
    if result == 0 { return .done(end(of: operation, socket)) }
    let errno = Errno(Int32(-result))
    if errno == .wouldBlock { return now.events & Readiness.peerHangUp != 0 ? .done(.success) : .wouldBlock }
    return .done(socket.fail(errno, operation))
  }

  // MARK: Datagrams

  private static func datagram(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    let header = prepareHeader(operation)
    while true {
      if let errno = socket.takeDatagramReport() { return .done(Status(datagramReport: errno)) }
      let result = System.receive(socket.descriptor, message: header, flags: operation.pointee.messageFlags)
      if result >= 0 {
        operation.pointee.transferred = result
        storeSource(operation, header)
        var status = Status.success
        if header.pointee.msg_flags & Int32(MSG_TRUNC) != 0 { status = .bufferOverflow }
        if operation.pointee.options.contains(.message) {
          if !MessageControl.store(operation, header, socket.options.trafficReports), status == .success {
            status = .bufferOverflow
          }
        } else if operation.pointee.options.contains(.registered) {
          status = storeOutputs(operation, header, socket, status)
        }
        return .done(status)
      }
      let errno = Errno(Int32(-result))
      switch errno.code {
      case EAGAIN:
        socket.flags.remove(.mayHaveData)
        if _slowPath(FaultPlan.isActive) { socket.lookAgain() }  // an injected one is followed by no edge
        return .wouldBlock
      case ENOBUFS, ENOMEM:
        // The data is there; no edge will tell of it again.
        socket.lookAgain()
        return .wouldBlock
      default:
        // What is in no queue has been noted by another call, or made up.
        if !socket.noteDatagramReport() {
          guard errno.isDatagramReport else { return .done(socket.fail(errno, operation)) }
          if FaultPlan.isActive { return .done(Status(datagramReport: errno)) }
        }
      }
    }
  }

  /// What a request of registered I/O wants beside the data.
  private static func storeOutputs(
    _ operation: OperationPointer, _ header: UnsafeMutablePointer<msghdr>, _ socket: Socket, _ status: Status
  ) -> Status {
    let extra = operation.pointee.extra!
    extra.pointee.address.length = Int(header.pointee.msg_namelen)
    let fits = extra.pointee.outputs?.store(header, extra.pointee.address, socket) ?? true
    if !fits { return .bufferOverflow }
    return operation.pointee.options.contains(.withoutData) ? .success : status
  }

  /// A header over all buffers, the address and the control data of the operation.
  static func prepareHeader(_ operation: OperationPointer) -> UnsafeMutablePointer<msghdr> {
    let extra = operation.pointee.extra!
    let header = UnsafeMutablePointer(extra.pointer(to: \.header)!)
    if extra.pointee.vectorCount == 0 {
      extra.pointee.remaining[0] = operation.pointee.buffer
      header.pointee.msg_iov = extra.pointee.remaining
      header.pointee.msg_iovlen = 1
    } else {
      header.pointee.msg_iov = extra.pointee.vectors
      header.pointee.msg_iovlen = min(extra.pointee.vectorCount, 1024)
    }
    let address = UnsafeMutablePointer(extra.pointer(to: \.address)!)
    header.pointee.msg_name = UnsafeMutableRawPointer(address)
    header.pointee.msg_namelen = UInt32(SocketAddress.capacity)
    return header
  }

  /// Gives the program the sender's address, where it asked for it.
  static func storeSource(_ operation: OperationPointer, _ header: UnsafeMutablePointer<msghdr>) {
    let extra = operation.pointee.extra!
    guard let out = extra.pointee.addressOut, header.pointee.msg_namelen > 0 else { return }
    extra.pointee.address.length = Int(header.pointee.msg_namelen)
    extra.pointee.address.storeTruncated(into: out, length: extra.pointee.addressLengthOut)
  }
}
