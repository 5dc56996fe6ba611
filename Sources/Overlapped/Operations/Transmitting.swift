// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// TransmitFile and TransmitPackets: memory and parts of files, in order, as one operation of the send lane.
public final class Transmission: @unchecked Sendable {
  /// A descriptor of a file, for as long as the file is being sent.
  public final class File: Sendable {
    public let descriptor: Int32

    /// - Returns: nil if the process has no descriptor left.
    public init?(duplicating descriptor: Int32) {
      let result = System.duplicate(descriptor)
      guard result >= 0 else { return nil }
      self.descriptor = Int32(result)
    }

    deinit { System.close(descriptor) }
  }

  /// One piece of what is sent.
  public enum Element {
    case memory(UnsafeRawPointer, Int)
    /// The file, where to begin, and how many bytes; nil up to its end.
    case file(File, offset: Int64?, count: Int?)
  }

  private let elements: [Element]
  /// Which elements end a datagram.
  private let packetEnds: [Bool]
  private var current = 0
  private var doneInElement = 0
  let disconnects: Bool
  let reuses: Bool

  /// - Parameter packetEnds: for each element whether a datagram ends with it; the last one always ends one.
  public init(_ elements: [Element], packetEnds: [Bool] = [], disconnects: Bool, reuses: Bool) {
    self.elements = elements
    self.packetEnds = packetEnds
    self.disconnects = disconnects
    self.reuses = reuses
  }

  /// Sends as much as the socket takes; bytes moved, or a negated errno. 0 when all is sent.
  fileprivate func step(_ socket: Int32) -> Int {
    while current < elements.count {
      switch elements[current] {
      case .memory(let base, let count):
        if doneInElement == count { break }
        let more = current + 1 < elements.count ? Int32(MSG_MORE) : 0
        let n = System.send(socket, base + doneInElement, count - doneInElement, flags: more)
        if n > 0 { doneInElement += n }
        return n
      case .file(let file, let offset, let count):
        let left = count.map { $0 - doneInElement } ?? 0x7fff_f000
        if left == 0 { break }
        let n = System.sendFile(
          socket, file.descriptor, offset: offset.map { $0 + Int64(doneInElement) }, left)
        if n != 0 {
          if n > 0 { doneInElement += n }
          return n
        }
      }
      current += 1
      doneInElement = 0
    }
    return 0
  }

  // MARK: Datagrams

  /// The next datagram, and how many elements it is made of; nil when all are sent.
  fileprivate func nextPacket() -> (bytes: [UInt8], elements: Int)? {
    guard current < elements.count else { return nil }
    var bytes: [UInt8] = []
    var next = current
    repeat {
      switch elements[next] {
      case .memory(let base, let count): bytes += UnsafeRawBufferPointer(start: base, count: count)
      case .file(let file, let offset, let count):
        bytes += System.readFile(file.descriptor, offset: offset, count ?? Transmission.largestPacket)
      }
      next += 1
    } while next < elements.count && !(packetEnds.indices.contains(next - 1) && packetEnds[next - 1])
    return (bytes, next - current)
  }

  fileprivate func finishPacket(_ count: Int) { current += count }

  /// A longer one fails as it is.
  private static let largestPacket = 65536
}

enum Transmitting {
  static func attempt(_ operation: OperationPointer, _ socket: Socket) -> Transfer.Step {
    guard let transmission = operation.pointee.extra?.pointee.transmission else {
      return .done(.invalidParameter)
    }
    if socket.isDatagram { return datagrams(transmission, operation, socket) }
    // sendfile has no MSG_DONTWAIT: the descriptor itself must not block.
    System.setNonBlocking(socket.descriptor, true)
    defer { System.setNonBlocking(socket.descriptor, false) }
    while true {
      let n = transmission.step(socket.descriptor)
      if n > 0 {
        operation.pointee.transferred += n
        continue
      }
      if n == 0 { break }
      switch Int32(-n) {
      case EAGAIN:
        socket.flags.remove(.mayHaveRoom)
        if _slowPath(FaultPlan.isActive) { socket.lookAgain() }
        return .wouldBlock
      case ENOBUFS, ENOMEM:
        socket.lookAgain()
        return .wouldBlock
      default: break
      }
      return .done(socket.fail(Errno(Int32(-n)), operation))
    }
    if transmission.disconnects || transmission.reuses {
      if transmission.reuses { operation.pointee.options.insert(.fill) }
      return Disconnecting.attempt(operation, socket)
    }
    return .done(.success)
  }

  private static func datagrams(
    _ transmission: Transmission, _ operation: OperationPointer, _ socket: Socket
  ) -> Transfer.Step {
    while var packet = transmission.nextPacket() {
      let n = packet.bytes.withUnsafeMutableBytes { bytes in
        var vector = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
        return withUnsafeMutablePointer(to: &vector) { vector in
          var header = msghdr()
          header.msg_iov = vector
          header.msg_iovlen = 1
          guard var peer = socket.datagramPeer else {
            return System.send(socket.descriptor, message: &header, flags: 0)
          }
          return withUnsafeMutablePointer(to: &peer) { peer in
            header.msg_name = UnsafeMutableRawPointer(peer)
            header.msg_namelen = UInt32(peer.pointee.length)
            return System.send(socket.descriptor, message: &header, flags: 0)
          }
        }
      }
      if n == -Int(EAGAIN) {
        socket.flags.remove(.mayHaveRoom)
        if _slowPath(FaultPlan.isActive) { socket.lookAgain() }
        return .wouldBlock
      }
      if n < 0 { return .done(socket.fail(Errno(Int32(-n)), operation)) }
      operation.pointee.transferred += n
      transmission.finishPacket(packet.elements)
    }
    return .done(.success)
  }
}
