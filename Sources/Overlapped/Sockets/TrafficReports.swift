// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// What a program wants to be told of the traffic class of the packets it receives: the whole byte (IP_RECVTOS,
/// IPV6_RECVTCLASS), its two bits of congestion notification (IP_ECN, IPV6_ECN), or both. To Linux that is one option.
struct TrafficReports: OptionSet, BitwiseCopyable {
  let rawValue: UInt8
  static let service = TrafficReports(rawValue: 1)
  static let congestion = TrafficReports(rawValue: 2)
  static let service6 = TrafficReports(rawValue: 4)
  static let congestion6 = TrafficReports(rawValue: 8)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Nil for other options.
  init?(_ level: Int32, _ name: Int32) {
    switch (level, name) {
    case (0, 40): self = .service
    case (0, 50): self = .congestion
    case (41, 40): self = .service6
    case (41, 50): self = .congestion6
    default: return nil
    }
  }

  /// Those that share an option of Linux with this one.
  var ofSameLevel: TrafficReports {
    isDisjoint(with: [.service, .congestion]) ? [.service6, .congestion6] : [.service, .congestion]
  }
}

extension ProtocolOptions {
  /// UDP_RECV_MAX_COALESCED_SIZE.
  static func isCoalescing(_ level: Int32, _ name: Int32) -> Bool { level == 17 && name == 3 }

  /// Linux knows no limit for what it coalesces: it does so where the program takes the longest there is.
  static let largestDatagram: UInt32 = 65507
}
