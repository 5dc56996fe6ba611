// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Sends that wait behind one another on a stream go out together, in one system call: that is what deferring them
/// is for. The first carries the buffers of all; each has a result of its own.
enum Gathering {
  /// Lets `first`, the head of the send lane, carry what waits behind it. Under the socket's lock.
  @inline(__always)
  static func gather(_ first: OperationPointer, _ socket: Socket) {
    if let next = socket.sendLane.successor(of: first), canJoin(first), canJoin(next), socket.isStream {
      join(first, socket)
    }
  }

  private static func canJoin(_ operation: OperationPointer) -> Bool {
    operation.pointee.options.contains(.registered) && !operation.pointee.isCancelled
      && operation.pointee.kind == .send && operation.pointee.state == .queued
      && operation.pointee.extra == nil && operation.pointee.buffer.iov_len > 0
  }

  private static func join(_ first: OperationPointer, _ socket: Socket) {
    let extra = OperationExtra.take(vectors: OperationExtra.inlineVectors)
    var count = 0
    var total = 0
    var next: OperationPointer? = first
    while let operation = next, count < OperationExtra.inlineVectors, canJoin(operation) {
      extra.pointee.vectors[count] = operation.pointee.buffer
      total += operation.pointee.buffer.iov_len
      count += 1
      if operation != first { operation.pointee.state = .gathered }
      next = socket.sendLane.successor(of: operation)
    }
    extra.pointee.vectorCount = count
    extra.pointee.totalLength = total
    first.pointee.extra = extra
  }

  /// How many sends an operation carries beside itself.
  @inline(__always)
  static func followers(of operation: OperationPointer) -> Int {
    operation.pointee.extra.map { $0.pointee.vectorCount - 1 } ?? 0
  }

  /// The carrier has ended, and is in no lane any more: divides what was sent among all, in order. The others are
  /// what they were, and those that are complete are at the front of the lane.
  static func separate(_ first: OperationPointer, _ socket: Socket) {
    var left = first.pointee.transferred
    func take(_ operation: OperationPointer) {
      operation.pointee.transferred = min(left, operation.pointee.buffer.iov_len)
      left -= operation.pointee.transferred
    }
    OperationExtra.giveBack(first.pointee.extra!)
    first.pointee.extra = nil
    take(first)
    var next = socket.sendLane.head
    while let operation = next, operation.pointee.state == .gathered {
      operation.pointee.state = .queued
      take(operation)
      next = socket.sendLane.successor(of: operation)
    }
  }
}
