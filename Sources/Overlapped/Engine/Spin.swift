// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// Looking for completions for a moment before blocking: blocking and waking costs more than a short spin
/// when one connection answers quickly (linux-facts 8). Opt-in by `WS2_SPIN_US`, at most 50 µs, and adaptive:
/// spins that find nothing are skipped more and more often.
enum Spin {
  private static let nanoseconds = UInt64(min(max(Environment.number("WS2_SPIN_US") ?? 0, 0), 50)) * 1000
  static var isOn: Bool { Switches.spins && nanoseconds > 0 }
  /// Waits to skip, and how many were skipped; a race between two engines costs a spin, not correctness.
  nonisolated(unsafe) private static var penalty = 0
  nonisolated(unsafe) private static var skipped = 0

  private static var isSkipped: Bool {
    if skipped < penalty {
      skipped += 1
      return true
    }
    skipped = 0
    return false
  }

  @inline(__always)
  private static func spin(_ look: () -> Bool) -> Bool {
    if isSkipped { return false }
    let end = MonotonicClock.nanoseconds + nanoseconds
    repeat {
      if look() {
        penalty = 0
        return true
      }
    } while MonotonicClock.nanoseconds < end
    penalty = min(penalty * 2 + 1, 63)
    return false
  }

  @inline(never)
  static func spin(_ ring: Ring, submitting count: UInt32, until deadline: Deadline) -> Bool {
    var count = count
    return spin {
      _ = ring.enter(submitting: count, waitingFor: 0, timeout: 0)
      count = 0
      return ring.hasCompletions
    }
  }

  /// How many events there are; nil if none came.
  @inline(never)
  static func spin(_ set: EpollSet, _ events: UnsafeMutableBufferPointer<EpollEvent>) -> Int? {
    var found = 0
    let hit = spin {
      found = set.wait(into: events, until: .now)
      return found > 0
    }
    return hit ? found : nil
  }
}
