// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// What an edge of an epoll set, or poll, says.
public struct Readiness: Sendable {
  public let events: UInt32

  public init(_ events: UInt32) { self.events = events }

  // The numbers of POLLIN … and EPOLLIN … are the same.
  public static let readable: UInt32 = 0x1
  public static let urgent: UInt32 = 0x2
  public static let writable: UInt32 = 0x4
  public static let error: UInt32 = 0x8
  public static let hangUp: UInt32 = 0x10
  public static let peerHangUp: UInt32 = 0x2000

  public var isReadable: Bool { events & (Readiness.readable | Readiness.peerHangUp) != 0 }
  public var isWritable: Bool { events & Readiness.writable != 0 }
  public var isUrgent: Bool { events & Readiness.urgent != 0 }
  public var isHungUp: Bool { events & (Readiness.error | Readiness.hangUp | Readiness.peerHangUp) != 0 }
}
