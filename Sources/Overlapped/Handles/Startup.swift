// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import LinuxIO

/// Whether the program may use Winsock: WSAStartup counts, WSACleanup counts down (behaviour 21).
public enum Startup {
  // The count; negative once some thread has a blocking hook: a call inside that is WSAEINPROGRESS.
  private static var hasHooks: UInt64 { 1 << 63 }

  private static var isStarted: Bool { StartupCount.value & ~hasHooks != 0 }

  /// - Throws: `.notInitialised`; `.inProgress` inside a blocking hook.
  @inlinable @inline(__always)
  package static func require() throws(WinsockError) {
    if !isOpen { throw refusal }
  }

  /// Whether the calling thread may use Winsock now; if not, `refusal` says why.
  @inlinable @inline(__always)
  package static var isOpen: Bool { isUsual || isOpenBesideHooks }

  /// Winsock is open, and nobody has a blocking hook.
  @inlinable @inline(__always)
  package static var isUsual: Bool { _fastPath(Int64(bitPattern: StartupCount.value) > 0) }

  @inline(never) @usableFromInline
  static var isOpenBesideHooks: Bool { isStarted && !Thread.current.isInHook }

  @inline(never) @usableFromInline
  package static var refusal: WinsockError { isStarted ? .inProgress : .notInitialised }

  package static func start() { StartupCount.change { $0 &+ 1 } }

  package static func noteHook() { StartupCount.change { $0 | hasHooks } }

  /// Counts down.
  /// - Returns: whether that was the last one.
  package static func end() throws(WinsockError) -> Bool {
    let old = StartupCount.change { $0 & ~hasHooks == 0 ? $0 : $0 &- 1 } & ~hasHooks
    if old == 0 { throw .notInitialised }
    return old == 1
  }
}
