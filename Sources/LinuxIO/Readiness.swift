// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// What an edge of an epoll set, or poll, says.
public struct Readiness: Sendable {
  public let events: UInt32

  public init(_ events: UInt32) { self.events = events }

  // The numbers of POLLIN … and EPOLLIN … are the same.
  @inlinable public static var readable: UInt32 { 0x1 }
  @inlinable public static var urgent: UInt32 { 0x2 }
  @inlinable public static var writable: UInt32 { 0x4 }
  @inlinable public static var error: UInt32 { 0x8 }
  @inlinable public static var hangUp: UInt32 { 0x10 }
  @inlinable public static var peerHangUp: UInt32 { 0x2000 }

  /// Nothing but data and room.
  @inlinable @inline(__always)
  public var isPlain: Bool { events & ~(Readiness.readable | Readiness.writable) == 0 }
  @inlinable @inline(__always)
  public var isReadable: Bool { events & (Readiness.readable | Readiness.peerHangUp) != 0 }
  @inlinable @inline(__always)
  public var isWritable: Bool { events & Readiness.writable != 0 }
  @inlinable @inline(__always)
  public var isUrgent: Bool { events & Readiness.urgent != 0 }
  @inlinable @inline(__always)
  public var isHungUp: Bool { events & (Readiness.error | Readiness.hangUp | Readiness.peerHangUp) != 0 }
}
