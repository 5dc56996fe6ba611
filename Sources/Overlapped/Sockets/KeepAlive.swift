// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// When a silent connection is probed. Windows begins after two hours and gives up after ten probes, a second
/// apart; the kernel is told when keep-alive is switched on or a program chooses other values.
struct KeepAlive: BitwiseCopyable, Equatable {
  /// Seconds.
  private(set) var idle: Int32 = 7200
  private(set) var interval: Int32 = 1
  private(set) var probes: Int32 = 10

  /// The member that an option of IPPROTO_TCP stands for: TCP_KEEPIDLE, TCP_KEEPCNT, TCP_KEEPINTVL.
  static func part(of name: Int32) -> WritableKeyPath<KeepAlive, Int32>? {
    switch name {
    case 3: \.idle
    case 16: \.probes
    case 17: \.interval
    default: nil
    }
  }

  mutating func set(_ part: WritableKeyPath<KeepAlive, Int32>, _ value: Int32) throws(WinsockError) {
    guard value > 0 else { throw .invalidArgument }
    self[keyPath: part] = value
  }

  /// Linux counts up to 32767 seconds and 127 probes.
  func apply(_ descriptor: Int32) {
    _ = System.setOption(descriptor, level: 6, name: TCP_KEEPIDLE, min(idle, 32767))
    _ = System.setOption(descriptor, level: 6, name: TCP_KEEPINTVL, min(interval, 32767))
    _ = System.setOption(descriptor, level: 6, name: TCP_KEEPCNT, min(probes, 127))
  }
}
