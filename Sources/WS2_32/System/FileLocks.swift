// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Locks of parts of a file. They keep other locks away; reading and writing goes on (docs/DEVIATIONS.md).

private let lockViolation = WinsockError(code: ERROR_LOCK_VIOLATION)

private func range(_ offset: (low: DWORD, high: DWORD), _ length: (low: DWORD, high: DWORD))
  throws(WinsockError) -> FileRange
{
  let range = FileRange(
    offset: UInt64(offset.high) << 32 | UInt64(offset.low),
    length: UInt64(length.high) << 32 | UInt64(length.low))
  guard let range else { throw WinsockError(code: ERROR_INVALID_LOCK_RANGE) }
  return range
}

/// What LockFile and UnlockFile have in common.
private func withRange(
  _ handle: HANDLE?, _ offset: (low: DWORD, high: DWORD), _ length: (low: DWORD, high: DWORD),
  _ body: (LockedRanges, FileRange) throws(WinsockError) -> Void
) -> BOOL {
  win32 { () throws(WinsockError) in
    let file = try plainFile(handle)
    try body(file.ranges, try range(offset, length))
  }
}

private func giveBack(_ ranges: LockedRanges, _ range: FileRange) throws(WinsockError) {
  guard ranges.giveBack(range) else { throw WinsockError(code: ERROR_NOT_LOCKED) }
}

/// A file with parts; not a pipe, nor a terminal.
private func plainFile(_ handle: HANDLE?) throws(WinsockError) -> FileObject {
  let file = try object(handle, as: FileObject.self)
  guard FileSystem.kind(of: file.descriptor) == .disk else {
    throw WinsockError(code: ERROR_INVALID_FUNCTION)
  }
  return file
}

private func check(_ result: LockedRanges.Result) throws(WinsockError) {
  switch result {
  case .done: return
  case .conflict: throw lockViolation
  case .closed: throw .invalidHandle
  case .failed(let reason): throw FileError.system(reason)
  }
}

/// LockFile: exclusive, and never waits. ERROR_LOCK_VIOLATION where another lock is.
@c @implementation
public func LockFile(
  _ hFile: HANDLE!, _ dwFileOffsetLow: DWORD, _ dwFileOffsetHigh: DWORD, _ nNumberOfBytesToLockLow: DWORD,
  _ nNumberOfBytesToLockHigh: DWORD
) -> BOOL {
  withRange(
    hFile, (dwFileOffsetLow, dwFileOffsetHigh), (nNumberOfBytesToLockLow, nNumberOfBytesToLockHigh)
  ) { (ranges, range) throws(WinsockError) in try check(ranges.take(range, exclusive: true)) }
}

/// UnlockFile: a range that was locked as a whole; ERROR_NOT_LOCKED for any other.
@c @implementation
public func UnlockFile(
  _ hFile: HANDLE!, _ dwFileOffsetLow: DWORD, _ dwFileOffsetHigh: DWORD, _ nNumberOfBytesToUnlockLow: DWORD,
  _ nNumberOfBytesToUnlockHigh: DWORD
) -> BOOL {
  withRange(
    hFile, (dwFileOffsetLow, dwFileOffsetHigh), (nNumberOfBytesToUnlockLow, nNumberOfBytesToUnlockHigh),
    giveBack)
}

/// LockFileEx: shared without LOCKFILE_EXCLUSIVE_LOCK. Where another lock is it waits, on an overlapped file as an
/// operation that is pending; with LOCKFILE_FAIL_IMMEDIATELY it is ERROR_LOCK_VIOLATION.
@c @implementation
public func LockFileEx(
  _ hFile: HANDLE!, _ dwFlags: DWORD, _ dwReserved: DWORD, _ nNumberOfBytesToLockLow: DWORD,
  _ nNumberOfBytesToLockHigh: DWORD, _ lpOverlapped: LPOVERLAPPED!
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let lpOverlapped, dwReserved == 0 else { throw .invalidParameter }
    let file = try plainFile(hFile)
    guard Thread.current.isWritable(lpOverlapped, 32) else { throw .noAccess }
    let range = try range(
      (lpOverlapped.pointee.Offset, lpOverlapped.pointee.OffsetHigh),
      (nNumberOfBytesToLockLow, nNumberOfBytesToLockHigh))
    let isExclusive = dwFlags & DWORD(LOCKFILE_EXCLUSIVE_LOCK) != 0
    let mayWait = dwFlags & DWORD(LOCKFILE_FAIL_IMMEDIATELY) == 0
    let block = UnsafeMutableRawPointer(lpOverlapped)
    let result = file.ranges.take(range, exclusive: isExclusive)
    guard result == .conflict, mayWait else {
      try check(result)
      try report(file, block, range)
      return
    }
    guard file.isOverlapped else {
      try check(file.ranges.take(range, exclusive: isExclusive) { false } ?? .closed)
      return try report(file, block, range)
    }
    try file.startWaiting(block) { isCancelled in
      switch file.ranges.take(range, exclusive: isExclusive, until: isCancelled) {
      case .done: FileOutcome(status: .success, bytes: 0)
      case .failed(let reason): FileOutcome(status: FileError.status(reason), bytes: 0)
      case .conflict, .closed, nil: FileOutcome(status: .cancelled, bytes: 0)
      }
    }
    throw .ioPending
  }
}

/// A lock that was had at once is reported all the same: status, event and port. If it cannot be, it is given back.
private func report(_ file: FileObject, _ block: UnsafeMutableRawPointer, _ range: FileRange)
  throws(WinsockError)
{
  do throws(WinsockError) { try file.complete(block) } catch {
    _ = file.ranges.giveBack(range)
    throw error
  }
}

/// UnlockFileEx: as UnlockFile, the exclusive one of two locks of a range first.
@c @implementation
public func UnlockFileEx(
  _ hFile: HANDLE!, _ dwReserved: DWORD, _ nNumberOfBytesToUnlockLow: DWORD,
  _ nNumberOfBytesToUnlockHigh: DWORD, _ lpOverlapped: LPOVERLAPPED!
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let lpOverlapped, dwReserved == 0 else { throw .invalidParameter }
    let file = try plainFile(hFile)
    guard MemoryProbe().isReadable(lpOverlapped, 32) else { throw .noAccess }
    let range = try range(
      (lpOverlapped.pointee.Offset, lpOverlapped.pointee.OffsetHigh),
      (nNumberOfBytesToUnlockLow, nNumberOfBytesToUnlockHigh))
    try giveBack(file.ranges, range)
  }
}
