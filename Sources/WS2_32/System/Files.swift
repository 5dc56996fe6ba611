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
    if let use = SocketUse(file: hFile) {
      if lpOverlapped == nil && use.socket.isOverlapped { throw .invalidParameter }
      var list = WSABUF(len: nNumberOfBytesToRead, buf: lpBuffer?.assumingMemoryBound(to: CChar.self))
      let outcome = try asSystem { () throws(WinsockError) in
        try Socket.receive(
          use.entry, BufferList(&list, 1), flags: 0, from: nil, Reporting(lpOverlapped), Thread.current,
          ignoresMode: true)
      }
      return try report(outcome, lpNumberOfBytesRead)
    }
    return try transferFile(hFile, lpOverlapped, lpNumberOfBytesRead) { (file, offset) in
      FileSystem.read(file.descriptor, lpBuffer, Int(nNumberOfBytesToRead), at: offset)
    }
  }
}

@c @implementation
public func WriteFile(
  _ hFile: HANDLE!, _ lpBuffer: LPCVOID!, _ nNumberOfBytesToWrite: DWORD, _ lpNumberOfBytesWritten: LPDWORD!,
  _ lpOverlapped: LPOVERLAPPED!
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    if let use = SocketUse(file: hFile) {
      if lpOverlapped == nil && use.socket.isOverlapped { throw .invalidParameter }
      let buffer = UnsafeMutableRawPointer(mutating: lpBuffer)
      var list = WSABUF(len: nNumberOfBytesToWrite, buf: buffer?.assumingMemoryBound(to: CChar.self))
      let outcome = try asSystem { () throws(WinsockError) in
        try Socket.send(
          use.entry, BufferList(&list, 1), flags: 0, to: nil, Reporting(lpOverlapped), Thread.current)
      }
      return try report(outcome, lpNumberOfBytesWritten)
    }
    return try transferFile(hFile, lpOverlapped, lpNumberOfBytesWritten) { (file, offset) in
      FileSystem.write(file.descriptor, lpBuffer, Int(nNumberOfBytesToWrite), at: offset)
    }
  }
}

private func report(_ outcome: Outcome, _ count: LPDWORD?) throws(WinsockError) -> BOOL {
  guard case .completed(let bytes, _) = outcome else { throw .ioPending }
  count?.pointee = bytes
  return yes
}

/// kernel32 reports the errors of a socket in its own codes (behaviour 25).
private func asSystem(_ body: () throws(WinsockError) -> Outcome) throws(WinsockError) -> Outcome {
  do throws(WinsockError) { return try body() } catch {
    switch error {
    case .connectionReset: throw WinsockError(code: Int32(ERROR_NETNAME_DELETED))
    case .connectionAborted: throw WinsockError(code: Int32(ERROR_CONNECTION_ABORTED))
    case .messageTooLong: throw .moreData
    case .shutDown: throw WinsockError(code: Int32(ERROR_PIPE_NOT_CONNECTED))
    case .badAddress: throw .noAccess
    case .invalidArgument: throw .invalidParameter
    case .timedOut: throw WinsockError(code: Int32(ERROR_SEM_TIMEOUT))
    default: throw error
    }
  }
}

private func transferFile(
  _ handle: HANDLE?, _ overlapped: LPOVERLAPPED?, _ count: LPDWORD?, _ transfer: (FileObject, Int64?) -> Int
) throws(WinsockError) -> BOOL {
  guard let file = HandleTable.object(Handle(handle), as: FileObject.self) else { throw .invalidHandle }
  if file.isOverlapped && overlapped == nil { throw .invalidParameter }
  let offset = overlapped.map { Int64(UnsafeRawPointer($0).load(fromByteOffset: 16, as: UInt64.self)) }
  let result = transfer(file, offset)
  guard result >= 0 else { throw FileError.system(Errno(Int32(-result))) }
  if let overlapped {
    let isEnd = result == 0 && file.isOverlapped
    let status = isEnd ? Status(rawValue: 0xC000_0011) : .success
    try file.report(status, bytes: result, to: UnsafeMutableRawPointer(overlapped))
    if isEnd { throw WinsockError(code: Int32(ERROR_HANDLE_EOF)) }
  }
  count?.pointee = DWORD(result)
  return yes
}

/// Errors of the file system as kernel32 calls them.
enum FileError {
  static func system(_ errno: Errno) -> WinsockError {
    switch errno {
    case .noEntry: .fileNotFound
    case .accessDenied, .notPermitted: .accessDeniedBySystem
    case .badDescriptor: .invalidHandle
    case .outOfMemory: .notEnoughMemory
    case .badAddress: .noAccess
    case .invalidArgument: .invalidParameter
    case .brokenPipe: WinsockError(code: 109)
    case .tooManyFiles, .tooManyFilesInSystem: WinsockError(code: 4)
    case .fileExists: WinsockError(code: 80)
    case .notDirectory: WinsockError(code: 3)
    case .isDirectory: .accessDeniedBySystem
    case .noSpace: WinsockError(code: 112)
    default: .generalFailure
    }
  }
}
