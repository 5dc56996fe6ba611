// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// What the kernel knows about a TCP connection (TCP_INFO).
public struct TransmissionInformation: Sendable {
  /// A number of enum tcp_state.
  public var state: UInt8 = 0
  public var hasTimestamps = false
  /// Bytes.
  public var segmentSize, inFlight, congestionWindow, sendWindow, receiveWindow, reordered,
    retransmitted: UInt32
  public var bytesOut, bytesIn: UInt64
  /// Microseconds.
  public var roundTrip, shortestRoundTrip: UInt32
  /// Times in which retransmission time-outs ended; 0 before Linux 6.7, which does not count them.
  public var timeoutEpisodes: UInt32
  /// Milliseconds in which sending was held back by the peer's window, by the send buffer's room, and by neither: by the
  /// congestion window.
  public var limitedByReceiver, limitedBySender, limitedByCongestion: UInt32
  /// Since the connection was made.
  public var milliseconds: UInt64 = 0

  /// Whether a connection is over for both sides, or a connection no more.
  public static func isClosed(_ descriptor: Int32) -> Bool {
    var state: UInt8 = 0
    var length: UInt32 = 1
    return System.getOption(descriptor, level: Int32(IPPROTO_TCP), name: TCP_INFO, &state, &length) >= 0
      && state == 7  // TCP_CLOSE
  }

  public init?(_ descriptor: Int32) {
    // The kernel's structure has grown beyond libc's: the members behind it are read at their offsets.
    let size = 248
    var bytes = [UInt8](repeating: 0, count: size)
    var length = UInt32(size)
    guard
      System.getOption(descriptor, level: Int32(IPPROTO_TCP), name: TCP_INFO, &bytes, &length) >= 0
    else { return nil }
    func word(_ offset: Int) -> UInt32 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
    }
    func long(_ offset: Int) -> UInt64 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
    }
    state = bytes[0]
    hasTimestamps = bytes[5] & 1 != 0  // TCPI_OPT_TIMESTAMPS
    segmentSize = word(16)
    inFlight = word(24) &* segmentSize  // tcpi_unacked counts segments
    roundTrip = word(68)
    congestionWindow = word(80) &* segmentSize
    receiveWindow = word(96)
    retransmitted = UInt32(truncatingIfNeeded: long(208))
    bytesOut = long(200)
    bytesIn = long(128)
    shortestRoundTrip = word(148)
    reordered = word(224) &* segmentSize
    sendWindow = word(228)
    timeoutEpisodes = word(240) >> 16
    let (busy, receiver, sender) = (long(168), long(176), long(184))
    limitedByReceiver = UInt32(clamping: receiver / 1000)
    limitedBySender = UInt32(clamping: sender / 1000)
    limitedByCongestion = UInt32(clamping: (busy &- min(busy, receiver &+ sender)) / 1000)
  }
}
