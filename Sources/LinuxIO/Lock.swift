// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
public import Synchronization

/// A mutual-exclusion lock that is never held across a blocking system call.
///
/// A word: 0 free, 1 held, 2 held and perhaps waited for. Who comes first takes it, also before those that wait: handing
/// it over in turn, as `Synchronization.Mutex` does, makes every thread that comes meanwhile wait as well
/// (docs/DECISIONS.md).
public struct Lock: ~Copyable, @unchecked Sendable {
  @usableFromInline let word = Atomic<UInt32>(0)

  public init() {}

  @inlinable @inline(__always)
  public func lock() {
    if _slowPath(!word.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged) {
      waitForIt()
    }
  }

  @inlinable @inline(__always)
  public func unlock() {
    if _slowPath(word.exchange(0, ordering: .releasing) == 2) { wakeOne() }
  }

  /// It is held for some hundred instructions at most, so that its holder is worth a short look.
  @inline(never) @usableFromInline
  func waitForIt() {
    for _ in 0..<Lock.looks {
      clinux_relax()
      if word.load(ordering: .relaxed) == 0,
        word.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged
      {
        return
      }
    }
    // Who has slept does not know whether others still do.
    while word.exchange(2, ordering: .acquiring) != 0 { _ = clinux_futex_wait(address, 2, nil) }
  }

  @inline(never) @usableFromInline
  func wakeOne() { _ = clinux_futex_wake(address, 1) }

  private static let looks = 100

  private var address: UnsafeMutablePointer<UInt32> {
    withUnsafePointer(to: self) {
      UnsafeMutablePointer(mutating: UnsafeRawPointer($0).assumingMemoryBound(to: UInt32.self))
    }
  }

  /// Runs `body` with the lock held.
  @inlinable @inline(__always)
  public func withLock<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    lock()
    defer { unlock() }
    return try body()
  }
}
