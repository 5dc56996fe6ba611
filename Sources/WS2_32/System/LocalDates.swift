// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Dates in the time zone of the process, with the difference to UTC that holds on the day itself, or in a given one.

/// SystemTimeToTzSpecificLocalTime: a zone that changes to summer time is ERROR_NOT_SUPPORTED, but for that of the process,
/// which NULL names.
@c @implementation
public func SystemTimeToTzSpecificLocalTime(
  _ lpTimeZoneInformation: UnsafePointer<TIME_ZONE_INFORMATION>!,
  _ lpUniversalTime: UnsafePointer<SYSTEMTIME>!, _ lpLocalTime: LPSYSTEMTIME!
) -> BOOL {
  convert(lpTimeZoneInformation, WCHAR.self, lpUniversalTime, lpLocalTime, toLocal: true)
}

@c @implementation
public func TzSpecificLocalTimeToSystemTime(
  _ lpTimeZoneInformation: UnsafePointer<TIME_ZONE_INFORMATION>!, _ lpLocalTime: UnsafePointer<SYSTEMTIME>!,
  _ lpUniversalTime: LPSYSTEMTIME!
) -> BOOL {
  convert(lpTimeZoneInformation, WCHAR.self, lpLocalTime, lpUniversalTime, toLocal: false)
}

@c(ws2_SystemTimeToTzSpecificLocalTime_16)
public func toLocalTime16(
  _ zone: UnsafeRawPointer?, _ universal: UnsafePointer<SYSTEMTIME>?, _ local: LPSYSTEMTIME?
) -> BOOL {
  convert(zone, UInt16.self, universal, local, toLocal: true)
}

@c(ws2_TzSpecificLocalTimeToSystemTime_16)
public func toSystemTime16(
  _ zone: UnsafeRawPointer?, _ local: UnsafePointer<SYSTEMTIME>?, _ universal: LPSYSTEMTIME?
) -> BOOL {
  convert(zone, UInt16.self, local, universal, toLocal: false)
}

private func convert<Character>(
  _ zone: UnsafeRawPointer?, _ type: Character.Type, _ from: UnsafePointer<SYSTEMTIME>?, _ to: LPSYSTEMTIME?,
  toLocal: Bool
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard from != nil, to != nil else { throw .invalidParameter }
    var time = FILETIME()
    guard SystemTimeToFileTime(from, &time) != no else { throw .invalidParameter }
    let seconds = Int(time.unix / 1_000_000_000)
    let ahead =
      try zone.map { (zone) throws(WinsockError) in try offset(zone, type) }
      ?? localOffset(seconds, isLocal: !toLocal)
    let ticks = Int64(ahead) * 10_000_000
    time = FILETIME(ticks: time.ticks &+ UInt64(bitPattern: toLocal ? ticks : -ticks))
    guard FileTimeToSystemTime(&time, to) != no else { throw .invalidParameter }
  }
}

/// What the zone of the process is ahead of UTC, in seconds, at a time that is counted in UTC or in this zone.
private func localOffset(_ seconds: Int, isLocal: Bool) -> Int {
  func offset(_ universal: Int) -> Int { Calendar.seconds(Calendar.local(universal)) - universal }
  return isLocal ? offset(seconds - offset(seconds)) : offset(seconds)
}

/// The same of a TIME_ZONE_INFORMATION: the difference in minutes, a name of 32 characters, and the date of a change.
private func offset<Character>(_ zone: UnsafeRawPointer, _ type: Character.Type) throws(WinsockError) -> Int {
  let name = 32 * MemoryLayout<Character>.size
  try requireReadable(zone, 44 + 2 * name)
  let month = zone.loadUnaligned(fromByteOffset: 4 + name + 2, as: WORD.self)
  guard month == 0 else { throw .callNotSupported }
  let bias = zone.loadUnaligned(as: LONG.self)
  return -60 * Int(bias)
}
