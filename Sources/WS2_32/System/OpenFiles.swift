// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Plain files: opening, sizes, positions.

@c @implementation
public func CreateFileA(
  _ lpFileName: LPCSTR!, _ dwDesiredAccess: DWORD, _ dwShareMode: DWORD,
  _ lpSecurityAttributes: LPSECURITY_ATTRIBUTES!, _ dwCreationDisposition: DWORD,
  _ dwFlagsAndAttributes: DWORD, _ hTemplateFile: HANDLE!
) -> HANDLE! {
  createFile(Text(lpFileName), dwDesiredAccess, dwCreationDisposition, dwFlagsAndAttributes)
}

@c @implementation
public func CreateFileW(
  _ lpFileName: LPCWSTR!, _ dwDesiredAccess: DWORD, _ dwShareMode: DWORD,
  _ lpSecurityAttributes: LPSECURITY_ATTRIBUTES!, _ dwCreationDisposition: DWORD,
  _ dwFlagsAndAttributes: DWORD, _ hTemplateFile: HANDLE!
) -> HANDLE! {
  createFile(Text(lpFileName), dwDesiredAccess, dwCreationDisposition, dwFlagsAndAttributes)
}

/// CreateFile2: attributes and flags in a structure of their own, which may be missing.
@c @implementation
public func CreateFile2(
  _ lpFileName: LPCWSTR!, _ dwDesiredAccess: DWORD, _ dwShareMode: DWORD, _ dwCreationDisposition: DWORD,
  _ pCreateExParams: LPCREATEFILE2_EXTENDED_PARAMETERS!
) -> HANDLE! {
  createFile2(Text(lpFileName), dwDesiredAccess, dwCreationDisposition, pCreateExParams)
}

@c(ws2_CreateFile2_16)
public func createFile2For16(
  _ name: Wide16, _ access: UInt32, _ share: UInt32, _ disposition: UInt32,
  _ extended: LPCREATEFILE2_EXTENDED_PARAMETERS?
) -> HANDLE? {
  createFile2(Text(name), access, disposition, extended)
}

private func createFile2(
  _ name: Text?, _ access: DWORD, _ disposition: DWORD, _ extended: LPCREATEFILE2_EXTENDED_PARAMETERS?
) -> HANDLE? {
  let size = MemoryLayout<CREATEFILE2_EXTENDED_PARAMETERS>.size
  guard let extended else { return createFile(name, access, disposition, 0) }
  guard Thread.current.isReadable(extended, size), extended.pointee.dwSize >= DWORD(size) else {
    return fail(HANDLE(bitPattern: UInt.max), .invalidParameter)
  }
  let flags = extended.pointee.dwFileAttributes | extended.pointee.dwFileFlags
  return createFile(name, access, disposition, flags | extended.pointee.dwSecurityQosFlags)
}

/// Sharing modes have no counterpart on Linux: every file is shared.
func createFile(_ name: Text?, _ access: DWORD, _ disposition: DWORD, _ flags: DWORD) -> HANDLE? {
  win32(HANDLE(bitPattern: UInt.max)) { () throws(WinsockError) in
    guard let name, case let string = try name.string, !string.isEmpty else { throw .pathNotFound }
    if let console = try StandardHandles.open(string, access) { return console }
    let mode: FileSystem.OpenMode
    switch disposition {
    case DWORD(CREATE_NEW): mode = .createNew
    case DWORD(CREATE_ALWAYS): mode = .createAlways
    case DWORD(OPEN_EXISTING): mode = .openExisting
    case DWORD(OPEN_ALWAYS): mode = .openAlways
    case DWORD(TRUNCATE_EXISTING): mode = .truncate
    default: throw .invalidParameter
    }
    let reads = access & (DWORD(GENERIC_READ) | DWORD(GENERIC_ALL) | DWORD(FILE_READ_DATA)) != 0
    let overwrites = access & (DWORD(GENERIC_WRITE) | DWORD(GENERIC_ALL) | DWORD(FILE_WRITE_DATA)) != 0
    // The right to append alone is one to write at the end.
    let appends = !overwrites && access & DWORD(FILE_APPEND_DATA) != 0
    let writes = overwrites || appends
    let path = string.uppercased() == "NUL" ? "/dev/null" : try name.path
    let existing = FileSystem.information(path)
    let existed = existing != nil
    // A folder is opened only by those who say that they mean one.
    if existing?.isDirectory ?? false, flags & DWORD(FILE_FLAG_BACKUP_SEMANTICS) == 0 || writes {
      throw .accessDeniedBySystem
    }
    let result = FileSystem.open(path, reads: reads, writes: writes, appends: appends, mode)
    if Errno(Int32(truncatingIfNeeded: -result)) == .noEntry, !FileSystem.hasFolder(path) {
      throw .pathNotFound
    }
    try FileError.check(result)
    if flags & DWORD(FILE_FLAG_DELETE_ON_CLOSE) != 0 { _ = FileSystem.delete(path) }
    let file = FileObject(
      descriptor: Int32(result), isOverlapped: flags & DWORD(FILE_FLAG_OVERLAPPED) != 0, path: path,
      isReadable: reads || access & DWORD(MAXIMUM_ALLOWED) != 0)
    let handle = try open(file, or: .notEnoughMemory)
    // Both "always" modes say whether the file was there.
    let tells = mode == .createAlways || mode == .openAlways
    ThreadLocal.lastError = tells && existed ? WinsockError.alreadyExists.code : 0
    return handle.pointer
  }
}

@c @implementation
public func DeleteFileA(_ lpFileName: LPCSTR!) -> BOOL {
  deleteFile(Text(lpFileName))
}

@c @implementation
public func DeleteFileW(_ lpFileName: LPCWSTR!) -> BOOL {
  deleteFile(Text(lpFileName))
}

func deleteFile(_ name: Text?) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let name else { throw .pathNotFound }
    try FileError.check(FileSystem.delete(try name.path))
  }
}

/// A file of the program; a socket is none.
func file(_ handle: HANDLE?) throws(WinsockError) -> FileObject {
  try object(handle, as: FileObject.self)
}

@c @implementation
public func FlushFileBuffers(_ hFile: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try FileError.check(FileSystem.flush(try file(hFile).descriptor)) }
}

@c @implementation
public func GetFileSizeEx(_ hFile: HANDLE!, _ lpFileSize: PLARGE_INTEGER!) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireAccess(lpFileSize, 8)
    lpFileSize.pointee.QuadPart = try FileError.check(FileSystem.size(try file(hFile).descriptor))
  }
}

/// INVALID_FILE_SIZE may also be the low half of a size: the last error tells.
@c @implementation
public func GetFileSize(_ hFile: HANDLE!, _ lpFileSizeHigh: LPDWORD!) -> DWORD {
  win32(UInt32.max) { () throws(WinsockError) in
    let size = try FileError.check(FileSystem.size(try file(hFile).descriptor))
    try requireAccess(optional: lpFileSizeHigh, 4)
    lpFileSizeHigh?.pointee = DWORD(truncatingIfNeeded: size >> 32)
    ThreadLocal.lastError = 0
    return DWORD(truncatingIfNeeded: size)
  }
}

@c @implementation
public func SetEndOfFile(_ hFile: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try FileError.check(FileSystem.truncate(try file(hFile).descriptor)) }
}

@c @implementation
public func SetFilePointerEx(
  _ hFile: HANDLE!, _ liDistanceToMove: LARGE_INTEGER, _ lpNewFilePointer: PLARGE_INTEGER!,
  _ dwMoveMethod: DWORD
) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireAccess(optional: lpNewFilePointer, 8)
    let position = try seek(hFile, liDistanceToMove.QuadPart, dwMoveMethod)
    lpNewFilePointer?.pointee.QuadPart = position
  }
}

@c @implementation
public func SetFilePointer(
  _ hFile: HANDLE!, _ lDistanceToMove: LONG, _ lpDistanceToMoveHigh: PLONG!, _ dwMoveMethod: DWORD
) -> DWORD {
  win32(UInt32.max) { () throws(WinsockError) in
    try requireAccess(optional: lpDistanceToMoveHigh, 4)
    var distance = Int64(lDistanceToMove)
    if let high = lpDistanceToMoveHigh {
      distance = Int64(high.pointee) << 32 | Int64(UInt32(bitPattern: lDistanceToMove))
    }
    let position = try seek(hFile, distance, dwMoveMethod)
    lpDistanceToMoveHigh?.pointee = LONG(truncatingIfNeeded: position >> 32)
    ThreadLocal.lastError = 0
    return DWORD(truncatingIfNeeded: position)
  }
}

private func seek(_ handle: HANDLE?, _ distance: Int64, _ method: DWORD) throws(WinsockError) -> Int64 {
  guard let origin = FileSystem.Origin(rawValue: Int32(bitPattern: method)) else { throw .invalidParameter }
  let result = FileSystem.seek(try file(handle).descriptor, distance, origin)
  if result == -Int(Errno.invalidArgument.code) { throw WinsockError(code: ERROR_NEGATIVE_SEEK) }
  return try FileError.check(result)
}
