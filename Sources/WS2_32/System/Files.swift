// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// ReadFile and WriteFile, on sockets and on files.

@c @implementation
public func ReadFile(
  _ hFile: HANDLE!, _ lpBuffer: LPVOID!, _ nNumberOfBytesToRead: DWORD, _ lpNumberOfBytesRead: LPDWORD!,
  _ lpOverlapped: LPOVERLAPPED!
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try read(hFile, lpBuffer, nNumberOfBytesToRead, lpNumberOfBytesRead, lpOverlapped, nil)
  }
}

@c @implementation
public func WriteFile(
  _ hFile: HANDLE!, _ lpBuffer: LPCVOID!, _ nNumberOfBytesToWrite: DWORD, _ lpNumberOfBytesWritten: LPDWORD!,
  _ lpOverlapped: LPOVERLAPPED!
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try write(hFile, lpBuffer, nNumberOfBytesToWrite, lpNumberOfBytesWritten, lpOverlapped, nil)
  }
}

/// ReadFileEx: reports to a completion routine, always. The event handle of the OVERLAPPED is the program's.
@c @implementation
public func ReadFileEx(
  _ hFile: HANDLE!, _ lpBuffer: LPVOID!, _ nNumberOfBytesToRead: DWORD, _ lpOverlapped: LPOVERLAPPED!,
  _ lpCompletionRoutine: LPOVERLAPPED_COMPLETION_ROUTINE!
) -> BOOL {
  extended(lpOverlapped, lpCompletionRoutine) { () throws(WinsockError) in
    try read(hFile, lpBuffer, nNumberOfBytesToRead, nil, lpOverlapped, lpCompletionRoutine)
  }
}

/// WriteFileEx.
@c @implementation
public func WriteFileEx(
  _ hFile: HANDLE!, _ lpBuffer: LPCVOID!, _ nNumberOfBytesToWrite: DWORD, _ lpOverlapped: LPOVERLAPPED!,
  _ lpCompletionRoutine: LPOVERLAPPED_COMPLETION_ROUTINE!
) -> BOOL {
  extended(lpOverlapped, lpCompletionRoutine) { () throws(WinsockError) in
    try write(hFile, lpBuffer, nNumberOfBytesToWrite, nil, lpOverlapped, lpCompletionRoutine)
  }
}

/// The …Ex functions return TRUE for an operation on its way.
private func extended(
  _ overlapped: LPOVERLAPPED?, _ routine: LPOVERLAPPED_COMPLETION_ROUTINE?,
  _ body: () throws(WinsockError) -> BOOL
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    guard overlapped != nil, routine != nil else { throw .invalidParameter }
    ThreadLocal.lastError = 0
    do throws(WinsockError) { return try body() } catch {
      if error == .ioPending { return yes }
      throw error
    }
  }
}

// MARK: Reading and writing

private typealias FileRoutine = LPOVERLAPPED_COMPLETION_ROUTINE

private func read(
  _ handle: HANDLE?, _ buffer: LPVOID?, _ size: DWORD, _ count: LPDWORD?, _ overlapped: LPOVERLAPPED?,
  _ routine: FileRoutine?
) throws(WinsockError) -> BOOL {
  if let use = SocketUse(file: handle) {
    if overlapped == nil && use.socket.isOverlapped { throw .invalidParameter }
    var list = WSABUF(len: size, buf: buffer?.assumingMemoryBound(to: CChar.self))
    let outcome = try asSystem { () throws(WinsockError) in
      try Socket.receive(
        use.entry, BufferList(&list, 1), flags: 0, from: nil, Reporting(file: overlapped, routine),
        Thread.current, ignoresMode: true)
    }
    return try report(outcome, count)
  }
  return try transfer(handle, overlapped, count, routine, size == 0 ? nil : endOfFile) { (file, offset) in
    FileSystem.read(file.descriptor, buffer, Int(size), at: offset)
  }
}

private func write(
  _ handle: HANDLE?, _ data: LPCVOID?, _ size: DWORD, _ count: LPDWORD?, _ overlapped: LPOVERLAPPED?,
  _ routine: FileRoutine?
) throws(WinsockError) -> BOOL {
  if let use = SocketUse(file: handle) {
    if overlapped == nil && use.socket.isOverlapped { throw .invalidParameter }
    let buffer = UnsafeMutableRawPointer(mutating: data)
    var list = WSABUF(len: size, buf: buffer?.assumingMemoryBound(to: CChar.self))
    let outcome = try asSystem { () throws(WinsockError) in
      try Socket.send(
        use.entry, BufferList(&list, 1), flags: 0, to: nil, Reporting(file: overlapped, routine),
        Thread.current)
    }
    return try report(outcome, count)
  }
  let appends = overlapped != nil
  return try transfer(handle, overlapped, count, routine, nil) { (file, offset) in
    let end = appends && offset == nil ? Int64(FileSystem.size(file.descriptor)) : nil
    return FileSystem.write(file.descriptor, data, Int(size), at: offset ?? end)
  }
}

private func report(_ outcome: Outcome, _ count: LPDWORD?) throws(WinsockError) -> BOOL {
  guard case .completed(let bytes, _) = outcome else { throw .ioPending }
  count?.pointee = bytes
  return yes
}

extension Reporting {
  /// A routine of ReadFileEx has no flags, and gets errors as kernel32 calls them.
  fileprivate init(file overlapped: LPOVERLAPPED?, _ routine: FileRoutine?) {
    self.init(
      overlapped: UnsafeMutableRawPointer(overlapped),
      routine: unsafeBitCast(routine, to: CompletionRoutine?.self))
    inSystemErrors = true
  }
}

/// kernel32 reports the errors of a socket in its own codes (behaviour 25).
private func asSystem(_ body: () throws(WinsockError) -> Outcome) throws(WinsockError) -> Outcome {
  do throws(WinsockError) { return try body() } catch {
    switch error {
    case .connectionReset: throw WinsockError(code: ERROR_NETNAME_DELETED)
    case .connectionAborted: throw WinsockError(code: ERROR_CONNECTION_ABORTED)
    case .messageTooLong: throw .moreData
    case .shutDown: throw WinsockError(code: ERROR_PIPE_NOT_CONNECTED)
    case .badAddress: throw .noAccess
    case .invalidArgument: throw .invalidParameter
    case .timedOut: throw WinsockError(code: ERROR_SEM_TIMEOUT)
    default: throw error
    }
  }
}

private let endOfFile = Status(rawValue: 0xC000_0011)

/// A transfer of a plain file. With FILE_FLAG_OVERLAPPED it goes to the thread pool; else an OVERLAPPED only names
/// the offset.
private func transfer(
  _ handle: HANDLE?, _ overlapped: LPOVERLAPPED?, _ count: LPDWORD?, _ routine: FileRoutine?,
  _ statusOfNothing: Status?, _ transfer: @escaping (FileObject, Int64?) -> Int
) throws(WinsockError) -> BOOL {
  let file = try object(handle, as: FileObject.self)
  guard file.isOverlapped else {
    if routine != nil { throw .invalidParameter }
    return try transferNow(file, overlapped, count, statusOfNothing, transfer)
  }
  guard let overlapped else { throw .invalidParameter }
  guard Thread.current.isWritable(overlapped, 32) else { throw .noAccess }
  let offset = overlapped.offset
  try file.start(
    UnsafeMutableRawPointer(overlapped), routine: unsafeBitCast(routine, to: CompletionRoutine?.self)
  ) {
    let result = transfer(file, offset)
    if result < 0 { return FileOutcome(status: FileError.status(Errno(Int32(-result))), bytes: 0) }
    return FileOutcome(status: result == 0 ? statusOfNothing ?? .success : .success, bytes: result)
  }
  throw .ioPending
}

private func transferNow(
  _ file: FileObject, _ overlapped: LPOVERLAPPED?, _ count: LPDWORD?, _ statusOfNothing: Status?,
  _ transfer: (FileObject, Int64?) -> Int
) throws(WinsockError) -> BOOL {
  count?.pointee = 0
  let result = transfer(file, overlapped?.offset)
  guard result >= 0 else { throw FileError.system(Errno(Int32(-result))) }
  // The end of a pipe whose other side is closed is an error; that of a file is only a count of 0.
  if result == 0, statusOfNothing != nil, FileSystem.kind(of: file.descriptor) == .pipe {
    throw WinsockError(code: ERROR_BROKEN_PIPE)
  }
  count?.pointee = DWORD(result)
  guard let overlapped else { return yes }
  let isEnd = result == 0 && statusOfNothing != nil
  overlapped.pointee.InternalHigh = ULONG_PTR(result)
  overlapped.pointee.Internal = isEnd ? ULONG_PTR(endOfFile.rawValue) : 0
  if let position = overlapped.offset {
    _ = FileSystem.seek(file.descriptor, position + Int64(result), .start)
  }
  if isEnd { throw WinsockError(code: ERROR_HANDLE_EOF) }
  return yes
}

extension UnsafeMutablePointer where Pointee == _OVERLAPPED {
  /// Where in the file; nil for the end, which both halves 0xFFFFFFFF name.
  fileprivate var offset: Int64? {
    let value = UnsafeRawPointer(self).load(fromByteOffset: 16, as: UInt64.self)
    return value == UInt64.max ? nil : Int64(bitPattern: value & UInt64(Int64.max))
  }
}

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
