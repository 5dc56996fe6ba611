// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The time of day.
public enum WallClock {
  /// Since 1970, in UTC.
  public static var nanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// Dates of the Gregorian calendar.
public enum Calendar {
  /// Months count from 1, days of the week from 0, which is Sunday.
  public struct Date: Sendable {
    public var year, month, day, hour, minute, second, dayOfWeek: Int32

    public init(
      year: Int32, month: Int32, day: Int32, hour: Int32, minute: Int32, second: Int32, dayOfWeek: Int32
    ) {
      (self.year, self.month, self.day) = (year, month, day)
      (self.hour, self.minute, self.second, self.dayOfWeek) = (hour, minute, second, dayOfWeek)
    }

    fileprivate init(_ fields: tm) {
      self.init(
        year: fields.tm_year + 1900, month: fields.tm_mon + 1, day: fields.tm_mday, hour: fields.tm_hour,
        minute: fields.tm_min, second: min(fields.tm_sec, 59), dayOfWeek: fields.tm_wday)
    }
  }

  /// The date of a time in seconds since 1970, in UTC.
  public static func utc(_ seconds: Int) -> Date {
    var (time, fields) = (time_t(seconds), tm())
    gmtime_r(&time, &fields)
    return Date(fields)
  }

  /// The same in the time zone of the process.
  public static func local(_ seconds: Int) -> Date {
    var (time, fields) = (time_t(seconds), tm())
    localtime_r(&time, &fields)
    return Date(fields)
  }

  /// Seconds since 1970 of a date in UTC.
  public static func seconds(_ date: Date) -> Int {
    var fields = tm()
    fields.tm_year = date.year - 1900
    fields.tm_mon = date.month - 1
    fields.tm_mday = date.day
    fields.tm_hour = date.hour
    fields.tm_min = date.minute
    fields.tm_sec = date.second
    return timegm(&fields)
  }
}
