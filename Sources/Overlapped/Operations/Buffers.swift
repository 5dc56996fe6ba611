// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// The caller's array of buffers, each {length: UInt32, address} in 16 bytes (WSABUF). It is captured before
/// the call returns (behaviour 6).
public struct BufferList {
  let base: UnsafeRawPointer?
  let count: UInt32

  public init(_ base: UnsafeRawPointer?, count: UInt32) {
    self.base = base
    self.count = count
  }
}

enum Buffers {
  static let stride = 16

  /// The first buffer of an array that can be read.
  @inline(__always)
  static func first(of base: UnsafeRawPointer) -> iovec {
    iovec(
      iov_base: base.loadUnaligned(fromByteOffset: 8, as: UnsafeMutableRawPointer?.self),
      iov_len: Int(base.loadUnaligned(as: UInt32.self)))
  }

  /// Copies the descriptions of the buffers into an operation.
  ///
  /// - Parameter needsExtra: datagrams and messages need a header in any case.
  /// - Throws: `.badAddress` for an array outside the program's memory; `.invalidArgument` for no buffers.
  @inline(__always)
  static func capture(
    _ list: BufferList, into operation: OperationPointer, needsExtra: Bool, _ thread: Thread
  ) throws(WinsockError) {
    if list.count == 1, let base = list.base, thread.probe.isReadable(local: base, stride) {
      operation.pointee.buffer = first(of: base)
      if needsExtra { operation.pointee.extra = OperationExtra.take(vectors: 1) }
      return
    }
    try captureMany(list, into: operation, thread)
  }

  @inline(never)
  private static func captureMany(
    _ list: BufferList, into operation: OperationPointer, _ thread: Thread
  ) throws(WinsockError) {
    if list.count == 0 { throw .invalidArgument }
    guard let base = list.base, thread.probe.isReadable(base, Int(list.count) * stride) else {
      throw .badAddress
    }
    // A count so large that its array cannot be one is caught by the probe of its last page.
    let count = Int(list.count)
    let extra = OperationExtra.take(vectors: count)
    var total = 0
    for i in 0..<count {
      let length = Int(base.loadUnaligned(fromByteOffset: i * stride, as: UInt32.self))
      extra.pointee.vectors[i] = iovec(
        iov_base: base.loadUnaligned(fromByteOffset: i * stride + 8, as: UnsafeMutableRawPointer?.self),
        iov_len: length)
      total += length
    }
    extra.pointee.vectorCount = count
    extra.pointee.totalLength = total
    operation.pointee.extra = extra
  }

  /// Behaviour 8: buffers are probed when an operation starts.
  @inline(__always)
  static func areAccessible(_ operation: OperationPointer, _ thread: Thread) -> Bool {
    if operation.pointee.extra == nil {
      switch operation.pointee.kind {
      case .receive:
        return thread.probe.isWritable(operation.pointee.buffer.iov_base, operation.pointee.buffer.iov_len)
      case .send:
        return thread.probe.isReadable(operation.pointee.buffer.iov_base, operation.pointee.buffer.iov_len)
      default: return true
      }
    }
    return areAllAccessible(operation, thread)
  }

  @inline(never)
  private static func areAllAccessible(_ operation: OperationPointer, _ thread: Thread) -> Bool {
    switch operation.pointee.kind {
    case .receive, .send: break
    default: return true
    }
    let isReceive = operation.pointee.kind == .receive
    func isFine(_ vector: iovec) -> Bool {
      isReceive
        ? thread.probe.isWritable(vector.iov_base, vector.iov_len)
        : thread.probe.isReadable(vector.iov_base, vector.iov_len)
    }
    if let extra = operation.pointee.extra, extra.pointee.vectorCount > 0 {
      for i in 0..<extra.pointee.vectorCount where !isFine(extra.pointee.vectors[i]) { return false }
      return true
    }
    return isFine(operation.pointee.buffer)
  }
}
