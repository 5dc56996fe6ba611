// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Hands the signals that end a console program to a callback, on a thread of its own.
public enum SignalWatcher {
  /// SIGINT, SIGQUIT, SIGHUP, SIGTERM.
  public enum Signal: Sendable { case interrupt, quit, hangUp, terminate }

  private static let lock = Lock()
  nonisolated(unsafe) private static var callback: ((Signal) -> Void)?
  private static let rows: [(Int32, Signal)] = [
    (SIGINT, .interrupt), (SIGQUIT, .quit), (SIGHUP, .hangUp), (SIGTERM, .terminate),
  ]

  /// The first call installs the handlers; later ones change nothing.
  public static func start(_ body: @escaping (Signal) -> Void) {
    lock.withLock {
      guard callback == nil, clinux_signal_pipe() >= 0 else { return }
      callback = body
      for (number, _) in rows { clinux_catch_signal(number) }
      try? KernelThread.start(watchSignals, nil)
    }
  }

  fileprivate static func run() {
    KernelThread.blockSignals()
    var number: UInt8 = 0
    while CLinux.read(clinux_signal_pipe(), &number, 1) == 1 {
      if let (_, signal) = rows.first(where: { $0.0 == Int32(number) }) { callback?(signal) }
    }
  }
}

@c private func watchSignals(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  SignalWatcher.run()
  return nil
}
