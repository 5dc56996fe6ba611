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
    try clear(lpNumberOfBytesRead)
    return try read(hFile, lpBuffer, nNumberOfBytesToRead, lpNumberOfBytesRead, lpOverlapped, nil)
  }
}

@c @implementation
public func WriteFile(
  _ hFile: HANDLE!, _ lpBuffer: LPCVOID!, _ nNumberOfBytesToWrite: DWORD, _ lpNumberOfBytesWritten: LPDWORD!,
  _ lpOverlapped: LPOVERLAPPED!
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try clear(lpNumberOfBytesWritten)
    return try write(hFile, lpBuffer, nNumberOfBytesToWrite, lpNumberOfBytesWritten, lpOverlapped, nil)
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

/// The pages: the count is zero before any work and any other check.
private func clear(_ count: LPDWORD?) throws(WinsockError) {
  try requireAccess(optional: count, 4)
  count?.pointee = 0
}

private func read(
  _ handle: HANDLE?, _ buffer: LPVOID?, _ size: DWORD, _ count: LPDWORD?, _ overlapped: LPOVERLAPPED?,
  _ routine: FileRoutine?
) throws(WinsockError) -> BOOL {
  if let use = SocketUse(file: handle) {
    return try transferOnSocket(use, buffer, size, count, overlapped) { (list) throws(WinsockError) in
      try Socket.receive(
        use.entry, list, flags: 0, from: nil, Reporting(file: overlapped, routine), Thread.current,
        ignoresMode: true)
    }
  }
  return try transferOnFile(handle, overlapped, count, routine, size == 0 ? nil : endOfFile) {
    (file, offset) in
    guard file.isReadable else { return -Int(Errno.badDescriptor.code) }
    return FileSystem.read(file.descriptor, buffer, Int(size), at: offset)
  }
}

private func write(
  _ handle: HANDLE?, _ data: LPCVOID?, _ size: DWORD, _ count: LPDWORD?, _ overlapped: LPOVERLAPPED?,
  _ routine: FileRoutine?
) throws(WinsockError) -> BOOL {
  if let use = SocketUse(file: handle) {
    let data = UnsafeMutableRawPointer(mutating: data)
    return try transferOnSocket(use, data, size, count, overlapped) { (list) throws(WinsockError) in
      try Socket.send(
        use.entry, list, flags: 0, to: nil, Reporting(file: overlapped, routine), Thread.current)
    }
  }
  let appends = overlapped != nil
  return try transferOnFile(handle, overlapped, count, routine, nil) { (file, offset) in
    let end = appends && offset == nil ? Int64(FileSystem.size(file.descriptor)) : nil
    return FileSystem.write(file.descriptor, data, Int(size), at: offset ?? end)
  }
}

private func transferOnSocket(
  _ use: borrowing SocketUse, _ data: UnsafeMutableRawPointer?, _ size: DWORD, _ count: LPDWORD?,
  _ overlapped: LPOVERLAPPED?, _ start: (BufferList) throws(WinsockError) -> Outcome
) throws(WinsockError) -> BOOL {
  if overlapped == nil && use.socket.isOverlapped { throw .invalidParameter }
  var buffer = WSABUF(len: size, buf: data?.assumingMemoryBound(to: CChar.self))
  let outcome: Outcome
  do throws(WinsockError) {
    outcome = try withUnsafeMutablePointer(to: &buffer) { (buffer) throws(WinsockError) in
      try start(BufferList(buffer, 1))
    }
  } catch { throw error.asFileError }
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

extension WinsockError {
  /// kernel32 reports the errors of a socket in its own codes (behaviour 25).
  fileprivate var asFileError: WinsockError {
    switch self {
    case .connectionReset: WinsockError(code: ERROR_NETNAME_DELETED)
    case .connectionAborted: WinsockError(code: ERROR_CONNECTION_ABORTED)
    case .messageTooLong: .moreData
    case .shutDown: WinsockError(code: ERROR_PIPE_NOT_CONNECTED)
    case .badAddress: .noAccess
    case .invalidArgument: .invalidParameter
    case .timedOut: WinsockError(code: ERROR_SEM_TIMEOUT)
    default: self
    }
  }
}

private let endOfFile = Status(rawValue: 0xC000_0011)

/// With FILE_FLAG_OVERLAPPED a transfer goes to the thread pool; else an OVERLAPPED only names the offset.
private func transferOnFile(
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
  // The event of an OVERLAPPED that names an offset tells of success as well.
  let event = try overlapped.flatMap { (overlapped) throws(WinsockError) in
    try FileObject.event(of: UnsafeMutableRawPointer(overlapped))
  }
  event?.reset()
  let result = try FileError.check(transfer(file, overlapped?.offset))
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
    _ = FileSystem.seek(file.descriptor, position + result, .start)
  }
  if isEnd { throw WinsockError(code: ERROR_HANDLE_EOF) }
  event?.set()
  return yes
}

extension UnsafeMutablePointer where Pointee == _OVERLAPPED {
  /// Where in the file; nil for the end, which both halves 0xFFFFFFFF name.
  fileprivate var offset: Int64? {
    let value = UnsafeRawPointer(self).load(fromByteOffset: 16, as: UInt64.self)
    return value == UInt64.max ? nil : Int64(bitPattern: value & UInt64(Int64.max))
  }
}
