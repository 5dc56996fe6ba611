// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Dates: local time, comparisons, the date of MS-DOS, time used.

@c @implementation
public func CompareFileTime(_ lpFileTime1: UnsafePointer<FILETIME>!, _ lpFileTime2: UnsafePointer<FILETIME>!)
  -> LONG
{
  guard let a = lpFileTime1?.pointee.ticks, let b = lpFileTime2?.pointee.ticks else { return 0 }
  return a < b ? -1 : a > b ? 1 : 0
}

/// FileTimeToLocalFileTime: with the difference to UTC that holds now.
@c @implementation
public func FileTimeToLocalFileTime(_ lpFileTime: UnsafePointer<FILETIME>!, _ lpLocalFileTime: LPFILETIME!)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    guard let time = lpFileTime?.pointee, let lpLocalFileTime else { throw .invalidParameter }
    lpLocalFileTime.pointee = FILETIME(ticks: time.ticks &+ UInt64(bitPattern: SystemDate.localOffset))
  }
}

@c @implementation
public func LocalFileTimeToFileTime(_ lpLocalFileTime: UnsafePointer<FILETIME>!, _ lpFileTime: LPFILETIME!)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    guard let time = lpLocalFileTime?.pointee, let lpFileTime else { throw .invalidParameter }
    lpFileTime.pointee = FILETIME(ticks: time.ticks &- UInt64(bitPattern: SystemDate.localOffset))
  }
}

/// FileTimeToDosDateTime: years 1980 to 2107, in steps of two seconds.
@c @implementation
public func FileTimeToDosDateTime(
  _ lpFileTime: UnsafePointer<FILETIME>!, _ lpFatDate: LPWORD!, _ lpFatTime: LPWORD!
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let lpFileTime, let lpFatDate, let lpFatTime else { throw .invalidParameter }
    var time = SYSTEMTIME()
    guard FileTimeToSystemTime(lpFileTime, &time) != no, (1980...2107).contains(time.wYear) else {
      throw .invalidParameter
    }
    lpFatDate.pointee = (time.wYear - 1980) << 9 | time.wMonth << 5 | time.wDay
    lpFatTime.pointee = time.wHour << 11 | time.wMinute << 5 | time.wSecond / 2
  }
}

@c @implementation
public func DosDateTimeToFileTime(_ wFatDate: WORD, _ wFatTime: WORD, _ lpFileTime: LPFILETIME!) -> BOOL {
  var time = SYSTEMTIME()
  time.wYear = 1980 + wFatDate >> 9
  time.wMonth = wFatDate >> 5 & 15
  time.wDay = wFatDate & 31
  time.wHour = wFatTime >> 11
  time.wMinute = wFatTime >> 5 & 63
  time.wSecond = 2 * (wFatTime & 31)
  return SystemTimeToFileTime(&time, lpFileTime)
}

/// GetTimeZoneInformation: the difference to UTC that holds now. Names, and dates of a change to summer time, are not
/// told: TIME_ZONE_ID_UNKNOWN.
@c @implementation
public func GetTimeZoneInformation(_ lpTimeZoneInformation: LPTIME_ZONE_INFORMATION!) -> DWORD {
  timeZone(UnsafeMutableRawPointer(lpTimeZoneInformation), WCHAR.self)
}

/// TIME_ZONE_INFORMATION: the difference in minutes, then two names of 32 characters with their dates.
func timeZone<Character>(_ out: UnsafeMutableRawPointer?, _ type: Character.Type) -> DWORD {
  win32(UInt32.max) { () throws(WinsockError) in
    let size = 44 + 64 * MemoryLayout<Character>.size
    try requireWritable(out, size)
    guard let out else { throw .noAccess }
    out.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    out.storeBytes(of: LONG(-SystemDate.localOffset / 600_000_000), as: LONG.self)
    return 0
  }
}

@c @implementation
public func GetProcessTimes(
  _ hProcess: HANDLE!, _ lpCreationTime: LPFILETIME!, _ lpExitTime: LPFILETIME!, _ lpKernelTime: LPFILETIME!,
  _ lpUserTime: LPFILETIME!
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try requireProcess(hProcess)
    let (kernel, user) = ProcessInformation.times(ofThread: false)
    return try times(kernel, user, lpCreationTime, lpExitTime, lpKernelTime, lpUserTime)
  }
}

/// GetThreadTimes, of the calling thread; of another one ERROR_NOT_SUPPORTED.
@c @implementation
public func GetThreadTimes(
  _ hThread: HANDLE!, _ lpCreationTime: LPFILETIME!, _ lpExitTime: LPFILETIME!, _ lpKernelTime: LPFILETIME!,
  _ lpUserTime: LPFILETIME!
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    let thread = try thread(hThread)
    guard thread === Thread.current else { throw .callNotSupported }
    let (kernel, user) = ProcessInformation.times(ofThread: true)
    return try times(kernel, user, lpCreationTime, lpExitTime, lpKernelTime, lpUserTime)
  }
}

private let startOfProcess = SystemDate.now

private func times(
  _ kernel: UInt64, _ user: UInt64, _ created: LPFILETIME?, _ ended: LPFILETIME?, _ inKernel: LPFILETIME?,
  _ inProgram: LPFILETIME?
) throws(WinsockError) -> BOOL {
  guard let created, let ended, let inKernel, let inProgram else { throw .noAccess }
  created.pointee = FILETIME(ticks: startOfProcess)
  ended.pointee = FILETIME(ticks: 0)
  inKernel.pointee = FILETIME(ticks: kernel / 100)
  inProgram.pointee = FILETIME(ticks: user / 100)
  return yes
}

/// timeGetTime: milliseconds, as GetTickCount.
@c @implementation
public func timeGetTime() -> DWORD {
  GetTickCount()
}

/// timeBeginPeriod: the clocks here are always finer than a millisecond; TIMERR_NOCANDO for 0.
@c @implementation
public func timeBeginPeriod(_ uPeriod: UINT) -> MMRESULT {
  uPeriod == 0 ? 97 : 0
}

@c @implementation
public func timeEndPeriod(_ uPeriod: UINT) -> MMRESULT {
  uPeriod == 0 ? 97 : 0
}

@c @implementation
public func timeGetDevCaps(_ ptc: LPTIMECAPS!, _ cbtc: UINT) -> MMRESULT {
  guard cbtc >= 8, Thread.current.isWritable(ptc, 8), let ptc else { return 97 }
  ptc.pointee = TIMECAPS(wPeriodMin: 1, wPeriodMax: 1_000_000)
  return 0
}

@c @implementation
public func QueryUnbiasedInterruptTime(_ UnbiasedTime: PULONGLONG!) -> BOOL {
  guard let UnbiasedTime else { return fail(no, .invalidParameter) }
  UnbiasedTime.pointee = MonotonicClock.nanoseconds / 100
  return yes
}
