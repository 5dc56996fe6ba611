// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import LinuxIO
import Overlapped

/// Errors of the file system as kernel32 calls them, and as the status of an operation.
enum FileError {
  private struct Row {
    let errno: Errno
    let error: Int32
    let status: UInt32
  }
  private static let rows = [
    Row(errno: .noEntry, error: 2, status: 0xC000_0034),
    Row(errno: .accessDenied, error: 5, status: 0xC000_0022),
    Row(errno: .notPermitted, error: 5, status: 0xC000_0022),
    Row(errno: .badDescriptor, error: 5, status: 0xC000_0022),
    Row(errno: .outOfMemory, error: 8, status: 0xC000_0017),
    Row(errno: .badAddress, error: 998, status: 0xC000_0005),
    Row(errno: .invalidArgument, error: 87, status: 0xC000_000D),
    Row(errno: .brokenPipe, error: 232, status: 0xC000_00B1),
    Row(errno: .tooManyFiles, error: 4, status: 0xC000_011F),
    Row(errno: .tooManyFilesInSystem, error: 4, status: 0xC000_011F),
    Row(errno: .fileExists, error: 80, status: 0xC000_0035),
    Row(errno: .notDirectory, error: 3, status: 0xC000_003A),
    Row(errno: .isDirectory, error: 5, status: 0xC000_0022),
    Row(errno: .directoryNotEmpty, error: 145, status: 0xC000_0101),
    Row(errno: .noSpace, error: 112, status: 0xC000_007F),
    Row(errno: .readOnlyFileSystem, error: 19, status: 0xC000_00A2),
    Row(errno: .nameTooLong, error: 206, status: 0xC000_0106),
    Row(errno: .crossDevice, error: 17, status: 0xC000_00D4),
    Row(errno: .inputOutput, error: 1117, status: 0xC000_0185),
    Row(errno: .wouldBlock, error: 232, status: 0xC000_00D9),
  ]
  private static let other = Row(errno: Errno(0), error: 31, status: 0xC000_0001)

  private static func row(_ errno: Errno) -> Row { rows.first { $0.errno == errno } ?? other }
  static func system(_ errno: Errno) -> WinsockError { WinsockError(code: row(errno).error) }
  static func status(_ errno: Errno) -> Status { Status(rawValue: row(errno).status) }

  /// A result of the file system: a count, or a negated errno.
  @discardableResult
  static func check(_ result: Int) throws(WinsockError) -> Int64 {
    guard result >= 0 else { throw system(Errno(Int32(-result))) }
    return Int64(result)
  }
}
