// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Clocks.

@c @implementation
public func GetTickCount() -> DWORD {
  DWORD(truncatingIfNeeded: MonotonicClock.nanoseconds / 1_000_000)
}

@c @implementation
public func GetTickCount64() -> ULONGLONG {
  ULONGLONG(MonotonicClock.nanoseconds / 1_000_000)
}

@c @implementation
public func QueryPerformanceCounter(_ lpPerformanceCount: UnsafeMutablePointer<LARGE_INTEGER>!) -> BOOL {
  guard let lpPerformanceCount else { return fail(no, .noAccess) }
  lpPerformanceCount.pointee.QuadPart = Int64(MonotonicClock.nanoseconds / 100)
  return yes
}

/// 10 MHz, as on current Windows.
@c @implementation
public func QueryPerformanceFrequency(_ lpFrequency: UnsafeMutablePointer<LARGE_INTEGER>!) -> BOOL {
  guard let lpFrequency else { return fail(no, .noAccess) }
  lpFrequency.pointee.QuadPart = 10_000_000
  return yes
}
