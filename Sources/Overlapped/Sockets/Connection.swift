// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// 48 bits at any even place.
struct Packed48 {
  private var parts: (UInt16, UInt16, UInt16) = (0, 0, 0)

  var value: UInt64 {
    get { UInt64(parts.0) | UInt64(parts.1) << 16 | UInt64(parts.2) << 32 }
    set {
      parts = (
        UInt16(truncatingIfNeeded: newValue), UInt16(truncatingIfNeeded: newValue >> 16),
        UInt16(truncatingIfNeeded: newValue >> 32)
      )
    }
  }
}

/// What a socket remembers of its connection: Windows still tells it when the connection is over (behaviour 72).
struct ConnectionRecord {
  private var moment = Packed48()
  /// An IPv4 address; or where an IPv6 address lies.
  private var peer = Packed48()

  /// When the connection was made, in milliseconds of the monotonic clock; 0 if there is none.
  var begin: UInt64 {
    get { moment.value }
    set { moment.value = newValue }
  }

  static var now: UInt64 { MonotonicClock.nanoseconds / 1_000_000 }

  /// - Parameter family: of the socket, which says how the peer is kept. Names of AF_UNIX the kernel does not forget.
  mutating func keep(_ address: SocketAddress, family: Int32) {
    guard address.family == family else { return }
    switch family {
    case AddressFamily.inet: peer.value = address.packed
    case AddressFamily.inet6:
      if let place {
        place.pointee = address.compact
      } else {
        let place = UnsafeMutablePointer<SocketAddress.Compact>.allocate(capacity: 1)
        place.initialize(to: address.compact)
        peer.value = UInt64(UInt(bitPattern: place))
      }
    default: break
    }
  }

  func peer(family: Int32) -> SocketAddress? {
    switch family {
    case AddressFamily.inet: peer.value == 0 ? nil : SocketAddress(packed: peer.value)
    case AddressFamily.inet6: place.map { SocketAddress($0.pointee) }
    default: nil
    }
  }

  /// The socket ends.
  func discard(family: Int32) { if family == AddressFamily.inet6 { place?.deallocate() } }

  private var place: UnsafeMutablePointer<SocketAddress.Compact>? { .init(bitPattern: UInt(peer.value)) }
}
