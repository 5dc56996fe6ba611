// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// How a program names the objects of registered I/O.
///
/// The lower half is a handle, whose look-up finds stale and wild values; the upper half says of what kind. No
/// such value is a handle to the rest of the system, so that none can be closed or waited for by mistake, and
/// RIO_INVALID_CQ, RIO_INVALID_RQ (0) and RIO_INVALID_BUFFERID (0xFFFFFFFF) name nothing.
package enum RegisteredIdentifier {
  /// The three things that programs name.
  package enum Kind: UInt64 {
    case completionQueue = 1
    case buffer
    /// The handle is that of the socket: a request queue lives as long as it.
    case requestQueue
  }

  /// The name of the object behind a handle.
  package static func of(_ handle: Handle, _ kind: Kind) -> UInt {
    UInt(kind.rawValue << 32 | handle.bits & ~3)
  }

  /// The handle in a name; nil if it is one of another kind.
  @inline(__always)
  static func handle(_ identifier: UInt, _ kind: Kind) -> Handle? {
    guard UInt64(identifier) >> 32 == kind.rawValue else { return nil }
    return Handle(bits: UInt64(identifier) & 0xFFFF_FFFF)
  }
}
