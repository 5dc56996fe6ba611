// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Dates. A FILETIME counts 100 ns since 1601, a time_t seconds since 1970.

/// Dates as Windows counts them.
enum SystemDate {
  /// 1970, in 100 ns since 1601.
  static let unixEpoch: UInt64 = 116_444_736_000_000_000
  /// 100 ns since 1601, in UTC.
  static var now: UInt64 { WallClock.nanoseconds / 100 + unixEpoch }
  /// What local time is ahead of UTC now, in 100 ns.
  static var localOffset: Int64 {
    let now = Int(WallClock.nanoseconds / 1_000_000_000)
    return Int64(Calendar.seconds(Calendar.local(now)) - now) * 10_000_000
  }
}

extension FILETIME {
  /// From nanoseconds since 1970.
  init(unix nanoseconds: Int64) {
    self.init(ticks: UInt64(bitPattern: nanoseconds / 100) &+ SystemDate.unixEpoch)
  }

  init(ticks: UInt64) {
    self.init(
      dwLowDateTime: DWORD(truncatingIfNeeded: ticks), dwHighDateTime: DWORD(truncatingIfNeeded: ticks >> 32))
  }

  var ticks: UInt64 { UInt64(dwHighDateTime) << 32 | UInt64(dwLowDateTime) }
  var unix: Int64 { (Int64(bitPattern: ticks) - Int64(SystemDate.unixEpoch)) * 100 }
}

// MARK: Now

@c @implementation
public func GetSystemTimeAsFileTime(_ lpSystemTimeAsFileTime: LPFILETIME!) {
  lpSystemTimeAsFileTime?.pointee = FILETIME(ticks: SystemDate.now)
}

@c @implementation
public func GetSystemTimePreciseAsFileTime(_ lpSystemTimeAsFileTime: LPFILETIME!) {
  lpSystemTimeAsFileTime?.pointee = FILETIME(ticks: SystemDate.now)
}

@c @implementation
public func GetSystemTime(_ lpSystemTime: LPSYSTEMTIME!) {
  lpSystemTime?.pointee = now(Calendar.utc)
}

@c @implementation
public func GetLocalTime(_ lpSystemTime: LPSYSTEMTIME!) {
  lpSystemTime?.pointee = now(Calendar.local)
}

private func now(_ date: (Int) -> Calendar.Date) -> SYSTEMTIME {
  let now = WallClock.nanoseconds
  return systemTime(date(Int(now / 1_000_000_000)), milliseconds: now / 1_000_000 % 1000)
}

private func systemTime(_ date: Calendar.Date, milliseconds: UInt64) -> SYSTEMTIME {
  SYSTEMTIME(
    wYear: WORD(date.year), wMonth: WORD(date.month), wDayOfWeek: WORD(date.dayOfWeek), wDay: WORD(date.day),
    wHour: WORD(date.hour), wMinute: WORD(date.minute), wSecond: WORD(date.second),
    wMilliseconds: WORD(milliseconds))
}

// MARK: Conversions

@c @implementation
public func FileTimeToSystemTime(_ lpFileTime: UnsafePointer<FILETIME>!, _ lpSystemTime: LPSYSTEMTIME!)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    guard let lpFileTime, let lpSystemTime else { throw .invalidParameter }
    let ticks = lpFileTime.pointee.ticks
    guard ticks < 1 << 63 else { throw .invalidParameter }
    let seconds = Int(ticks / 10_000_000) - Int(SystemDate.unixEpoch / 10_000_000)
    lpSystemTime.pointee = systemTime(Calendar.utc(seconds), milliseconds: ticks / 10_000 % 1000)
  }
}

@c @implementation
public func SystemTimeToFileTime(_ lpSystemTime: UnsafePointer<SYSTEMTIME>!, _ lpFileTime: LPFILETIME!)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    guard let time = lpSystemTime?.pointee, let lpFileTime else { throw .invalidParameter }
    guard (1601...30827).contains(time.wYear), (1...12).contains(time.wMonth), (1...31).contains(time.wDay),
      time.wHour < 24, time.wMinute < 60, time.wSecond < 60, time.wMilliseconds < 1000
    else { throw .invalidParameter }
    let leaps = time.wYear % 4 == 0 && (time.wYear % 100 != 0 || time.wYear % 400 == 0)
    let lengths: [WORD] = [31, leaps ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard time.wDay <= lengths[Int(time.wMonth) - 1] else { throw .invalidParameter }
    let seconds = Calendar.seconds(
      Calendar.Date(
        year: Int32(time.wYear), month: Int32(time.wMonth), day: Int32(time.wDay), hour: Int32(time.wHour),
        minute: Int32(time.wMinute), second: Int32(time.wSecond), dayOfWeek: 0))
    let ticks = Int64(seconds) * 10_000_000 + Int64(SystemDate.unixEpoch) + Int64(time.wMilliseconds) * 10_000
    lpFileTime.pointee = FILETIME(ticks: UInt64(ticks))
  }
}

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
