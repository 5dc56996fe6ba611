// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// A part of a file: `length` bytes from `offset` on, which do not go beyond 2^64.
public struct FileRange: Equatable, Sendable {
  public let offset, length: UInt64

  /// Nil if there is no such range.
  public init?(offset: UInt64, length: UInt64) {
    guard length == 0 || !offset.addingReportingOverflow(length - 1).overflow else { return nil }
    (self.offset, self.length) = (offset, length)
  }

  /// Of a range that is not empty.
  public var last: UInt64 { offset + (length - 1) }

  /// Empty ranges overlap with nothing.
  public func overlaps(_ other: FileRange) -> Bool {
    length > 0 && other.length > 0 && offset <= other.last && other.offset <= last
  }
}

/// The kernel's locks of parts of a file. They belong to the open file, whoever has a descriptor of it, and end with
/// it.
public enum RangeLock {
  public enum Kind: Sendable { case none, shared, exclusive }

  /// Makes the lock of `range` what `kind` says, without waiting. What lies beyond 2^63 the kernel can neither lock nor
  /// read.
  ///
  /// - Returns: 0, or a negated errno: EAGAIN if another open file has a lock there.
  public static func set(_ descriptor: Int32, _ range: FileRange, _ kind: Kind) -> Int {
    guard range.length > 0, range.offset <= UInt64(Int64.max) else { return 0 }
    let length = range.last >= UInt64(Int64.max) ? 0 : Int64(range.length)  // 0: to the end
    let type = kind == .exclusive ? F_WRLCK : kind == .shared ? F_RDLCK : F_UNLCK
    while true {
      let result = clinux_lock(descriptor, Int32(type), Int64(range.offset), length)
      if result == -Int(EACCES) { return -Int(EAGAIN) }
      if result != -Int(EINTR) { return Int(result) }
    }
  }
}
