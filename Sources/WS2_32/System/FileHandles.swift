// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// What an open file tells about itself; pipes; locks; disks.

private func information(_ handle: HANDLE?) throws(WinsockError) -> FileInformation {
  guard let found = FileSystem.information(of: try file(handle).descriptor) else { throw .invalidHandle }
  return found
}

/// GetFileType: sockets are pipes, as on Windows.
@c @implementation
public func GetFileType(_ hFile: HANDLE!) -> DWORD {
  win32(DWORD(FILE_TYPE_UNKNOWN)) { () throws(WinsockError) in
    let object = try object(hFile)
    ThreadLocal.lastError = 0
    if object is Socket { return DWORD(FILE_TYPE_PIPE) }
    guard let file = object as? FileObject else { throw .invalidHandle }
    switch FileSystem.kind(of: file.descriptor) {
    case .disk: return DWORD(FILE_TYPE_DISK)
    case .character: return DWORD(FILE_TYPE_CHAR)
    case .pipe: return DWORD(FILE_TYPE_PIPE)
    case .unknown: return DWORD(FILE_TYPE_UNKNOWN)
    }
  }
}

@c @implementation
public func GetFileInformationByHandle(_ hFile: HANDLE!, _ lpFileInformation: LPBY_HANDLE_FILE_INFORMATION!)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    let found = try information(hFile)
    try requireWritable(lpFileInformation, MemoryLayout<BY_HANDLE_FILE_INFORMATION>.size)
    let data = found.attributeData
    lpFileInformation.pointee = BY_HANDLE_FILE_INFORMATION(
      dwFileAttributes: data.dwFileAttributes, ftCreationTime: data.ftCreationTime,
      ftLastAccessTime: data.ftLastAccessTime, ftLastWriteTime: data.ftLastWriteTime,
      dwVolumeSerialNumber: DWORD(truncatingIfNeeded: found.device), nFileSizeHigh: data.nFileSizeHigh,
      nFileSizeLow: data.nFileSizeLow, nNumberOfLinks: found.links,
      nFileIndexHigh: DWORD(truncatingIfNeeded: found.inode >> 32),
      nFileIndexLow: DWORD(truncatingIfNeeded: found.inode))
  }
}

@c @implementation
public func GetFileTime(
  _ hFile: HANDLE!, _ lpCreationTime: LPFILETIME!, _ lpLastAccessTime: LPFILETIME!,
  _ lpLastWriteTime: LPFILETIME!
) -> BOOL {
  win32 { () throws(WinsockError) in
    let found = try information(hFile)
    for out in [lpCreationTime, lpLastAccessTime, lpLastWriteTime] { try requireAccess(optional: out, 8) }
    lpCreationTime?.pointee = FILETIME(unix: found.created)
    lpLastAccessTime?.pointee = FILETIME(unix: found.accessed)
    lpLastWriteTime?.pointee = FILETIME(unix: found.written)
  }
}

/// SetFileTime: the time of creation cannot be set here; ERROR_NOT_SUPPORTED.
@c @implementation
public func SetFileTime(
  _ hFile: HANDLE!, _ lpCreationTime: UnsafePointer<FILETIME>!, _ lpLastAccessTime: UnsafePointer<FILETIME>!,
  _ lpLastWriteTime: UnsafePointer<FILETIME>!
) -> BOOL {
  win32 { () throws(WinsockError) in
    let file = try file(hFile)
    guard lpCreationTime == nil else { throw .callNotSupported }
    for time in [lpLastAccessTime, lpLastWriteTime] where time != nil && !MemoryProbe().isReadable(time, 8) {
      throw .noAccess
    }
    try FileError.check(
      FileSystem.setTimes(
        file.descriptor, accessed: lpLastAccessTime?.pointee.unix, written: lpLastWriteTime?.pointee.unix))
  }
}

/// GetFinalPathNameByHandle: the name without \\?\.
@c @implementation
public func GetFinalPathNameByHandleA(
  _ hFile: HANDLE!, _ lpszFilePath: LPSTR!, _ cchFilePath: DWORD, _ dwFlags: DWORD
) -> DWORD {
  returnText(try finalPath(hFile), lpszFilePath, cchFilePath)
}

@c @implementation
public func GetFinalPathNameByHandleW(
  _ hFile: HANDLE!, _ lpszFilePath: LPWSTR!, _ cchFilePath: DWORD, _ dwFlags: DWORD
) -> DWORD {
  returnText(try finalPath(hFile), lpszFilePath, cchFilePath)
}

func finalPath(_ handle: HANDLE?) throws(WinsockError) -> String {
  guard let path = FileSystem.linkTarget("/proc/self/fd/\(try file(handle).descriptor)") else {
    throw .invalidHandle
  }
  return path
}

/// CreatePipe: both ends are files; a read of an empty pipe without a writer is ERROR_BROKEN_PIPE.
@c @implementation
public func CreatePipe(
  _ hReadPipe: PHANDLE!, _ hWritePipe: PHANDLE!, _ lpPipeAttributes: LPSECURITY_ATTRIBUTES!, _ nSize: DWORD
) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireWritable(hReadPipe, 8)
    try requireWritable(hWritePipe, 8)
    guard let ends = FileSystem.pipe() else { throw WinsockError(code: ERROR_TOO_MANY_OPEN_FILES) }
    let reader = FileObject(descriptor: ends.0, isOverlapped: false)
    let writer = FileObject(descriptor: ends.1, isOverlapped: false)
    let first = try open(reader, or: .notEnoughMemory)
    hWritePipe.pointee = try open(writer, or: .notEnoughMemory).pointer
    hReadPipe.pointee = first.pointer
    if lpPipeAttributes?.pointee.bInheritHandle ?? no != no {
      HandleFlags.set(
        Handle(hReadPipe.pointee), mask: DWORD(HANDLE_FLAG_INHERIT), flags: DWORD(HANDLE_FLAG_INHERIT))
      HandleFlags.set(
        Handle(hWritePipe.pointee), mask: DWORD(HANDLE_FLAG_INHERIT), flags: DWORD(HANDLE_FLAG_INHERIT))
    }
  }
}

/// PeekNamedPipe: how much can be read. The bytes themselves cannot be looked at: ERROR_NOT_SUPPORTED with a buffer.
@c @implementation
public func PeekNamedPipe(
  _ hNamedPipe: HANDLE!, _ lpBuffer: LPVOID!, _ nBufferSize: DWORD, _ lpBytesRead: LPDWORD!,
  _ lpTotalBytesAvail: LPDWORD!, _ lpBytesLeftThisMessage: LPDWORD!
) -> BOOL {
  win32 { () throws(WinsockError) in
    let file = try file(hNamedPipe)
    guard lpBuffer == nil || nBufferSize == 0 else { throw .callNotSupported }
    guard FileSystem.kind(of: file.descriptor) == .pipe else {
      throw WinsockError(code: ERROR_INVALID_FUNCTION)
    }
    let count = DWORD(try FileError.check(FileSystem.available(file.descriptor)))
    if count == 0 && FileSystem.isBroken(file.descriptor) {
      throw WinsockError(code: ERROR_BROKEN_PIPE)
    }
    for out in [lpBytesRead, lpTotalBytesAvail, lpBytesLeftThisMessage] {
      try requireAccess(optional: out, 4)
    }
    lpBytesRead?.pointee = 0
    lpTotalBytesAvail?.pointee = count
    lpBytesLeftThisMessage?.pointee = 0
  }
}

@c @implementation
public func GetDiskFreeSpaceExA(
  _ lpDirectoryName: LPCSTR!, _ lpFreeBytesAvailableToCaller: PULARGE_INTEGER!,
  _ lpTotalNumberOfBytes: PULARGE_INTEGER!, _ lpTotalNumberOfFreeBytes: PULARGE_INTEGER!
) -> BOOL {
  diskSpace(
    Text(lpDirectoryName), lpFreeBytesAvailableToCaller, lpTotalNumberOfBytes, lpTotalNumberOfFreeBytes)
}

@c @implementation
public func GetDiskFreeSpaceExW(
  _ lpDirectoryName: LPCWSTR!, _ lpFreeBytesAvailableToCaller: PULARGE_INTEGER!,
  _ lpTotalNumberOfBytes: PULARGE_INTEGER!, _ lpTotalNumberOfFreeBytes: PULARGE_INTEGER!
) -> BOOL {
  diskSpace(
    Text(lpDirectoryName), lpFreeBytesAvailableToCaller, lpTotalNumberOfBytes, lpTotalNumberOfFreeBytes)
}

func diskSpace(
  _ name: Text?, _ available: PULARGE_INTEGER?, _ total: PULARGE_INTEGER?, _ free: PULARGE_INTEGER?
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let space = FileSystem.space(try name?.path ?? ".") else { throw .pathNotFound }
    for out in [available, total, free] { try requireAccess(optional: out, 8) }
    available?.pointee.QuadPart = space.available
    total?.pointee.QuadPart = space.total
    free?.pointee.QuadPart = space.free
  }
}
