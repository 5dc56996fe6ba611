// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CLinux

/// A point on the monotonic clock, in nanoseconds; `.never` is the time-out that does not come.
public struct Deadline: Equatable, Comparable, Sendable {
  public let nanoseconds: UInt64

  public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  public static let never = Deadline(nanoseconds: .max)
  /// Already past: the caller polls.
  public static let now = Deadline(nanoseconds: 0)

  /// `milliseconds` from now.
  public static func after(milliseconds: UInt64) -> Deadline {
    Deadline(nanoseconds: clinux_monotonic_ns() &+ milliseconds &* 1_000_000)
  }

  public static func < (a: Deadline, b: Deadline) -> Bool { a.nanoseconds < b.nanoseconds }

  public var isPast: Bool {
    if self == .never { return false }
    return nanoseconds == 0 || clinux_monotonic_ns() >= nanoseconds
  }

  /// What is left in nanoseconds, 0 when past; nil for `.never`.
  public var remaining: Int64? {
    if self == .never { return nil }
    if nanoseconds == 0 { return 0 }
    let now = clinux_monotonic_ns()
    return nanoseconds <= now ? 0 : Int64(clamping: nanoseconds - now)
  }
}

/// The clock that `Deadline` counts on: nanoseconds since the system was started.
public enum MonotonicClock {
  public static var nanoseconds: UInt64 { clinux_monotonic_ns() }

  /// The same with the time that the system slept.
  public static var withSleep: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// A clock that costs next to nothing, for what need not be exact.
public enum TickClock {
  @inlinable @inline(__always)
  public static var now: UInt64 { clinux_ticks() }
  /// About 8 milliseconds of it.
  @inlinable @inline(__always)
  public static var pause: UInt64 { clinux_ticks_of_a_pause() }
}
