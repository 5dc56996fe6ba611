// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Calls that know no MSG_NOSIGNAL: what they do to a broken pipe or connection must not end the process.
enum BrokenPipe {
  /// Calls with SIGPIPE held back, and takes the one away that the call has raised. It goes to the calling thread.
  /// - Parameter body: returns a negated errno when it fails.
  static func silently(_ body: () -> Int) -> Int {
    var pipe = sigset_t()
    var former = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipe, &former)
    // Who holds it back himself keeps what he has.
    guard sigismember(&former, SIGPIPE) == 0 else { return body() }
    let result = body()
    if result == -Int(EPIPE) {
      var now = timespec()
      while sigtimedwait(&pipe, nil, &now) < 0 && clinux_errno() == EINTR {}
    }
    pthread_sigmask(SIG_SETMASK, &former, nil)
    return result
  }
}

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
