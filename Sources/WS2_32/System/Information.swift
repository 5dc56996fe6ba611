// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The system, the date, and conversions of text.

// MARK: The machine

@c @implementation
public func GetSystemInfo(_ lpSystemInfo: LPSYSTEM_INFO!) {
  guard let lpSystemInfo else { return }
  lpSystemInfo.pointee = machine
}

@c @implementation
public func GetNativeSystemInfo(_ lpSystemInfo: LPSYSTEM_INFO!) {
  guard let lpSystemInfo else { return }
  lpSystemInfo.pointee = machine
}

private var machine: SYSTEM_INFO {
  var information = SYSTEM_INFO()
  information.wProcessorArchitecture = 9  // PROCESSOR_ARCHITECTURE_AMD64
  information.dwPageSize = DWORD(Pages.size)
  information.lpMinimumApplicationAddress = LPVOID(bitPattern: 0x10000)
  information.lpMaximumApplicationAddress = LPVOID(bitPattern: 0x7FFF_FFFE_FFFF)
  information.dwNumberOfProcessors = DWORD(Processors.count)
  information.dwActiveProcessorMask = Processors.count >= 64 ? .max : 1 << DWORD_PTR(Processors.count) - 1
  information.dwProcessorType = 8664
  information.dwAllocationGranularity = 65536
  return information
}

// MARK: Dates. A FILETIME counts 100 ns since 1601, a time_t seconds since 1970.

private let epochDifference: UInt64 = 116_444_736_000_000_000

private func fileTime(_ ticks: UInt64) -> FILETIME {
  FILETIME(
    dwLowDateTime: DWORD(truncatingIfNeeded: ticks), dwHighDateTime: DWORD(truncatingIfNeeded: ticks >> 32))
}

@c @implementation
public func GetSystemTimeAsFileTime(_ lpSystemTimeAsFileTime: LPFILETIME!) {
  lpSystemTimeAsFileTime?.pointee = fileTime(WallClock.nanoseconds / 100 + epochDifference)
}

@c @implementation
public func GetSystemTimePreciseAsFileTime(_ lpSystemTimeAsFileTime: LPFILETIME!) {
  lpSystemTimeAsFileTime?.pointee = fileTime(WallClock.nanoseconds / 100 + epochDifference)
}

@c @implementation
public func GetSystemTime(_ lpSystemTime: LPSYSTEMTIME!) {
  guard let lpSystemTime else { return }
  let now = WallClock.nanoseconds
  lpSystemTime.pointee = systemTime(
    Calendar.utc(Int(now / 1_000_000_000)), milliseconds: now / 1_000_000 % 1000)
}

@c @implementation
public func GetLocalTime(_ lpSystemTime: LPSYSTEMTIME!) {
  guard let lpSystemTime else { return }
  let now = WallClock.nanoseconds
  lpSystemTime.pointee = systemTime(
    Calendar.local(Int(now / 1_000_000_000)), milliseconds: now / 1_000_000 % 1000)
}

private func systemTime(_ date: Calendar.Date, milliseconds: UInt64) -> SYSTEMTIME {
  SYSTEMTIME(
    wYear: WORD(date.year), wMonth: WORD(date.month), wDayOfWeek: WORD(date.dayOfWeek), wDay: WORD(date.day),
    wHour: WORD(date.hour), wMinute: WORD(date.minute), wSecond: WORD(date.second),
    wMilliseconds: WORD(milliseconds))
}

@c @implementation
public func FileTimeToSystemTime(_ lpFileTime: UnsafePointer<FILETIME>!, _ lpSystemTime: LPSYSTEMTIME!)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    guard let lpFileTime, let lpSystemTime else { throw .invalidParameter }
    let ticks = lpFileTime.pointee.ticks
    guard ticks < 1 << 63 else { throw .invalidParameter }
    let seconds = Int(ticks / 10_000_000) - Int(epochDifference / 10_000_000)
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
    let ticks = Int64(seconds) * 10_000_000 + Int64(epochDifference) + Int64(time.wMilliseconds) * 10_000
    lpFileTime.pointee = fileTime(UInt64(ticks))
  }
}

// MARK: Text. The code page of the process is UTF-8.

/// MultiByteToWideChar: the count of characters, with the NUL when the input length is −1.
@c @implementation
public func MultiByteToWideChar(
  _ CodePage: UINT, _ dwFlags: DWORD, _ lpMultiByteStr: LPCCH!, _ cbMultiByte: Int32,
  _ lpWideCharStr: LPWSTR!, _ cchWideChar: Int32
) -> Int32 {
  toWide(CodePage, dwFlags, lpMultiByteStr, cbMultiByte, lpWideCharStr, cchWideChar)
}

func toWide<Character: WideCharacter>(
  _ codePage: UINT, _ flags: DWORD, _ text: UnsafePointer<CChar>?, _ count: Int32,
  _ out: UnsafeMutablePointer<Character>?, _ size: Int32
) -> Int32 {
  win32(0) { () throws(WinsockError) in
    guard let text, count != 0, size >= 0 else { throw .invalidParameter }
    let bytes = try input(text, count).map { UInt8(bitPattern: $0) }
    let isStrict = flags & DWORD(MB_ERR_INVALID_CHARS) != 0
    let decoded: String
    if codePage == 28591 || codePage == 1252 {
      decoded = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    } else {
      decoded = String(decoding: bytes, as: UTF8.self)
      if isStrict && String(validating: bytes, as: UTF8.self) == nil {
        throw WinsockError(code: ERROR_NO_UNICODE_TRANSLATION)
      }
    }
    return try store(Character.encode(decoded), out, size)
  }
}

@c @implementation
public func WideCharToMultiByte(
  _ CodePage: UINT, _ dwFlags: DWORD, _ lpWideCharStr: LPCWCH!, _ cchWideChar: Int32,
  _ lpMultiByteStr: LPSTR!, _ cbMultiByte: Int32, _ lpDefaultChar: LPCCH!, _ lpUsedDefaultChar: LPBOOL!
) -> Int32 {
  fromWide(lpWideCharStr, cchWideChar, lpMultiByteStr, cbMultiByte, lpUsedDefaultChar)
}

func fromWide<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, _ count: Int32, _ out: LPSTR?, _ size: Int32, _ usedDefault: LPBOOL?
) -> Int32 {
  win32(0) { () throws(WinsockError) in
    guard let text, count != 0, size >= 0 else { throw .invalidParameter }
    // A NUL inside the counted text is text.
    let decoded = try input(text, count).split(separator: 0, omittingEmptySubsequences: false).map { part in
      Character.decode(Array(part), count: part.count)
    }.joined(separator: "\0")
    if let usedDefault {
      try requireAccess(usedDefault, 4)
      usedDefault.pointee = no
    }
    return try store(CChar.encode(decoded), out, size)
  }
}

/// The text with its NUL if the count is negative.
private func input<Character: WideCharacter>(
  _ text: UnsafePointer<Character>, _ count: Int32
) throws(WinsockError) -> [Character] {
  let length = count < 0 ? try Character.count(of: text, or: .noAccess) + 1 : Int(count)
  guard MemoryProbe().isMapped(text, length * MemoryLayout<Character>.stride) else { throw .noAccess }
  return Array(UnsafeBufferPointer(start: text, count: length))
}

private func store<Character: WideCharacter>(
  _ characters: [Character], _ out: UnsafeMutablePointer<Character>?, _ size: Int32
) throws(WinsockError) -> Int32 {
  if size == 0 { return Int32(characters.count) }
  guard let out else { throw .invalidParameter }
  guard characters.count <= Int(size) else { throw .insufficientBuffer }
  try requireAccess(out, characters.count * MemoryLayout<Character>.stride)
  for (i, character) in characters.enumerated() { out[i] = character }
  return Int32(characters.count)
}

/// Dates as Windows counts them.
enum SystemDate {
  /// 100 ns since 1601, in UTC.
  static var now: UInt64 { WallClock.nanoseconds / 100 + epochDifference }
  /// 1970.
  static var unixEpoch: UInt64 { epochDifference }
  /// What local time is ahead of UTC now, in 100 ns.
  static var localOffset: Int64 {
    let now = Int(WallClock.nanoseconds / 1_000_000_000)
    return Int64(Calendar.seconds(Calendar.local(now)) - now) * 10_000_000
  }
}
