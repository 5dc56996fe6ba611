// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Names of files: attributes, folders, copying and moving.

func filePath(_ name: Text?) throws(WinsockError) -> String {
  guard let path = try name?.path, !path.isEmpty else { throw .pathNotFound }
  return path
}

/// The file of a name, or why there is none.
func fileInformation(_ name: Text?) throws(WinsockError) -> FileInformation {
  let path = try filePath(name)
  if let found = FileSystem.information(path) { return found }
  throw FileError.system(Errno(Int32(-FileSystem.lastError)))
}

extension FileInformation {
  var attributes: DWORD {
    let kind = DWORD(isDirectory ? FILE_ATTRIBUTE_DIRECTORY : 0)
    let mark = DWORD(isReadOnly && !isDirectory ? FILE_ATTRIBUTE_READONLY : 0)
    return kind | mark == 0 ? DWORD(FILE_ATTRIBUTE_ARCHIVE) : kind | mark
  }
}

/// GetFileAttributes: folders and read-only files are told; INVALID_FILE_ATTRIBUTES for none.
@c @implementation
public func GetFileAttributesA(_ lpFileName: LPCSTR!) -> DWORD {
  win32(UInt32.max) { () throws(WinsockError) in try fileInformation(Text(lpFileName)).attributes }
}

@c @implementation
public func GetFileAttributesW(_ lpFileName: LPCWSTR!) -> DWORD {
  win32(UInt32.max) { () throws(WinsockError) in try fileInformation(Text(lpFileName)).attributes }
}

@c @implementation
public func GetFileAttributesExA(
  _ lpFileName: LPCSTR!, _ fInfoLevelId: GET_FILEEX_INFO_LEVELS, _ lpFileInformation: LPVOID!
) -> BOOL {
  attributes(Text(lpFileName), fInfoLevelId, lpFileInformation)
}

@c @implementation
public func GetFileAttributesExW(
  _ lpFileName: LPCWSTR!, _ fInfoLevelId: GET_FILEEX_INFO_LEVELS, _ lpFileInformation: LPVOID!
) -> BOOL {
  attributes(Text(lpFileName), fInfoLevelId, lpFileInformation)
}

func attributes(_ name: Text?, _ level: GET_FILEEX_INFO_LEVELS, _ out: UnsafeMutableRawPointer?) -> BOOL {
  win32 { () throws(WinsockError) in
    guard level == GetFileExInfoStandard else { throw .invalidParameter }
    let found = try fileInformation(name)
    try requireAccess(out, MemoryLayout<WIN32_FILE_ATTRIBUTE_DATA>.size)
    out?.storeBytes(of: found.attributeData, as: WIN32_FILE_ATTRIBUTE_DATA.self)
  }
}

extension FileInformation {
  /// What GetFileAttributesEx and FindFirstFile begin with.
  var attributeData: WIN32_FILE_ATTRIBUTE_DATA {
    WIN32_FILE_ATTRIBUTE_DATA(
      dwFileAttributes: attributes, ftCreationTime: FILETIME(unix: created),
      ftLastAccessTime: FILETIME(unix: accessed), ftLastWriteTime: FILETIME(unix: written),
      nFileSizeHigh: isDirectory ? 0 : DWORD(truncatingIfNeeded: size >> 32),
      nFileSizeLow: isDirectory ? 0 : DWORD(truncatingIfNeeded: size))
  }
}

/// SetFileAttributes: only FILE_ATTRIBUTE_READONLY has a counterpart here.
@c @implementation
public func SetFileAttributesA(_ lpFileName: LPCSTR!, _ dwFileAttributes: DWORD) -> BOOL {
  setAttributes(Text(lpFileName), dwFileAttributes)
}

@c @implementation
public func SetFileAttributesW(_ lpFileName: LPCWSTR!, _ dwFileAttributes: DWORD) -> BOOL {
  setAttributes(Text(lpFileName), dwFileAttributes)
}

func setAttributes(_ name: Text?, _ attributes: DWORD) -> BOOL {
  win32 { () throws(WinsockError) in
    let readOnly = attributes & DWORD(FILE_ATTRIBUTE_READONLY) != 0
    try FileError.check(FileSystem.setReadOnly(try filePath(name), readOnly))
  }
}

@c @implementation
public func CreateDirectoryA(_ lpPathName: LPCSTR!, _ lpSecurityAttributes: LPSECURITY_ATTRIBUTES!) -> BOOL {
  createDirectory(Text(lpPathName))
}

@c @implementation
public func CreateDirectoryW(_ lpPathName: LPCWSTR!, _ lpSecurityAttributes: LPSECURITY_ATTRIBUTES!) -> BOOL {
  createDirectory(Text(lpPathName))
}

@c @implementation
public func RemoveDirectoryA(_ lpPathName: LPCSTR!) -> BOOL {
  removeDirectory(Text(lpPathName))
}

@c @implementation
public func RemoveDirectoryW(_ lpPathName: LPCWSTR!) -> BOOL {
  removeDirectory(Text(lpPathName))
}

@c @implementation
public func MoveFileA(_ lpExistingFileName: LPCSTR!, _ lpNewFileName: LPCSTR!) -> BOOL {
  move(Text(lpExistingFileName), Text(lpNewFileName), flags: DWORD(MOVEFILE_COPY_ALLOWED))
}

@c @implementation
public func MoveFileW(_ lpExistingFileName: LPCWSTR!, _ lpNewFileName: LPCWSTR!) -> BOOL {
  move(Text(lpExistingFileName), Text(lpNewFileName), flags: DWORD(MOVEFILE_COPY_ALLOWED))
}

@c @implementation
public func MoveFileExA(_ lpExistingFileName: LPCSTR!, _ lpNewFileName: LPCSTR!, _ dwFlags: DWORD) -> BOOL {
  move(Text(lpExistingFileName), Text(lpNewFileName), flags: dwFlags)
}

@c @implementation
public func MoveFileExW(_ lpExistingFileName: LPCWSTR!, _ lpNewFileName: LPCWSTR!, _ dwFlags: DWORD) -> BOOL {
  move(Text(lpExistingFileName), Text(lpNewFileName), flags: dwFlags)
}

/// CopyFile: the contents and the access rights.
@c @implementation
public func CopyFileA(_ lpExistingFileName: LPCSTR!, _ lpNewFileName: LPCSTR!, _ bFailIfExists: BOOL) -> BOOL
{
  copy(Text(lpExistingFileName), Text(lpNewFileName), isNew: bFailIfExists != no)
}

@c @implementation
public func CopyFileW(_ lpExistingFileName: LPCWSTR!, _ lpNewFileName: LPCWSTR!, _ bFailIfExists: BOOL)
  -> BOOL
{
  copy(Text(lpExistingFileName), Text(lpNewFileName), isNew: bFailIfExists != no)
}

func createDirectory(_ name: Text?) -> BOOL {
  win32 { () throws(WinsockError) in
    let path = try filePath(name)
    let result = FileSystem.createDirectory(path)
    if Errno(Int32(-result)) == .fileExists { throw .alreadyExists }
    // The folder around it is missing.
    if Errno(Int32(-result)) == .noEntry { throw .pathNotFound }
    try FileError.check(result)
  }
}

func removeDirectory(_ name: Text?) -> BOOL {
  win32 { () throws(WinsockError) in
    let result = FileSystem.removeDirectory(try filePath(name))
    if Errno(Int32(-result)) == .notDirectory { throw WinsockError(code: ERROR_DIRECTORY) }
    try FileError.check(result)
  }
}

func move(_ old: Text?, _ new: Text?, flags: DWORD) -> BOOL {
  win32 { () throws(WinsockError) in
    let (from, to) = (try filePath(old), try filePath(new))
    guard flags & DWORD(MOVEFILE_DELAY_UNTIL_REBOOT) == 0 else { throw .callNotSupported }
    let replaces = flags & DWORD(MOVEFILE_REPLACE_EXISTING) != 0
    let result = FileSystem.rename(from, to, replaces: replaces)
    let error = Errno(Int32(-result))
    if error == .fileExists { throw .alreadyExists }
    if error == .crossDevice && flags & DWORD(MOVEFILE_COPY_ALLOWED) != 0 {
      try copy(from, to, isNew: !replaces)
      try FileError.check(FileSystem.delete(from))
      return
    }
    try FileError.check(result)
  }
}

func copy(_ old: Text?, _ new: Text?, isNew: Bool) -> BOOL {
  win32 { () throws(WinsockError) in try copy(filePath(old), filePath(new), isNew: isNew) }
}

private func copy(_ from: String, _ to: String, isNew: Bool) throws(WinsockError) {
  let source = Int32(try FileError.check(FileSystem.open(from, reads: true, writes: false, .openExisting)))
  defer { System.close(source) }
  let mode: FileSystem.OpenMode = isNew ? .createNew : .createAlways
  let target = Int32(try FileError.check(FileSystem.open(to, reads: false, writes: true, mode)))
  defer { System.close(target) }
  var buffer = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = try FileError.check(FileSystem.read(source, &buffer, buffer.count, at: nil))
    if count == 0 { return }
    try write(buffer[..<Int(count)], to: target)
  }
}

/// Writes all bytes, in as many pieces as it takes.
func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(WinsockError) {
  var rest = bytes
  while !rest.isEmpty {
    let n = rest.withUnsafeBytes { FileSystem.write(descriptor, $0.baseAddress!, $0.count, at: nil) }
    rest = rest.dropFirst(Int(try FileError.check(n)))
  }
}

// MARK: Places

/// Copies a text as the functions do that return a length: without the NUL if it fits, else what is needed.
func giveText<Character: WideCharacter>(
  _ text: String, _ buffer: UnsafeMutablePointer<Character>?, _ size: DWORD
) throws(WinsockError) -> DWORD {
  let characters = Character.encode(text) + [0]
  guard characters.count <= Int(size) else { return DWORD(characters.count) }
  try requireAccess(buffer, characters.count * MemoryLayout<Character>.stride)
  for (i, character) in characters.enumerated() { buffer![i] = character }
  return DWORD(characters.count - 1)
}

/// The body of a function that only returns a text.
func returnText<Character: WideCharacter>(
  _ text: @autoclosure () throws(WinsockError) -> String, _ buffer: UnsafeMutablePointer<Character>?,
  _ size: DWORD
) -> DWORD {
  win32(0) { () throws(WinsockError) in try giveText(text(), buffer, size) }
}

var temporaryFolder: String {
  let folder = Variables.get("TMP") ?? Variables.get("TEMP") ?? Variables.get("TMPDIR") ?? "/tmp"
  return folder.hasSuffix("/") ? folder : folder + "/"
}

/// GetTempPath: TMP, TEMP, TMPDIR, or /tmp; with a slash at its end.
@c @implementation
public func GetTempPathA(_ nBufferLength: DWORD, _ lpBuffer: LPSTR!) -> DWORD {
  returnText(temporaryFolder, lpBuffer, nBufferLength)
}

@c @implementation
public func GetTempPathW(_ nBufferLength: DWORD, _ lpBuffer: LPWSTR!) -> DWORD {
  returnText(temporaryFolder, lpBuffer, nBufferLength)
}

/// GetTempFileName: with uUnique 0 a number is found that is free, and an empty file made.
@c @implementation
public func GetTempFileNameA(
  _ lpPathName: LPCSTR!, _ lpPrefixString: LPCSTR!, _ uUnique: UINT, _ lpTempFileName: LPSTR!
) -> UINT {
  temporaryName(Text(lpPathName), Text(lpPrefixString), uUnique, lpTempFileName)
}

@c @implementation
public func GetTempFileNameW(
  _ lpPathName: LPCWSTR!, _ lpPrefixString: LPCWSTR!, _ uUnique: UINT, _ lpTempFileName: LPWSTR!
) -> UINT {
  temporaryName(Text(lpPathName), Text(lpPrefixString), uUnique, lpTempFileName)
}

func temporaryName<Character: WideCharacter>(
  _ folder: Text?, _ prefix: Text?, _ unique: UINT, _ out: UnsafeMutablePointer<Character>?
) -> UINT {
  win32(0) { () throws(WinsockError) in
    let folder = try filePath(folder)
    let start = (folder.hasSuffix("/") ? folder : folder + "/") + (try prefix?.string ?? "").prefix(3)
    guard FileSystem.information(folder)?.isDirectory ?? false else {
      throw WinsockError(code: ERROR_DIRECTORY)
    }
    var number = unique & 0xFFFF
    if unique == 0 {
      number = UINT(truncatingIfNeeded: MonotonicClock.nanoseconds / 1000) & 0xFFFF
      for _ in 0..<0xFFFF {
        number = number == 0xFFFF ? 1 : max(number + 1, 1)
        let result = FileSystem.open(
          start + String(number, radix: 16) + ".tmp", reads: true, writes: true, .createNew)
        if result >= 0 { System.close(Int32(result)) }
        if Errno(Int32(-result)) != .fileExists {
          try FileError.check(result)
          break
        }
      }
    }
    _ = try giveText(start + String(number, radix: 16) + ".tmp", out, DWORD(MAX_PATH))
    return number
  }
}

func currentFolder() throws(WinsockError) -> String {
  guard let folder = FileSystem.currentDirectory else { throw .fileNotFound }
  return folder
}

func changeFolder(_ name: Text?) -> BOOL {
  win32 { () throws(WinsockError) in try FileError.check(FileSystem.changeDirectory(try filePath(name))) }
}

@c @implementation
public func GetCurrentDirectoryA(_ nBufferLength: DWORD, _ lpBuffer: LPSTR!) -> DWORD {
  returnText(try currentFolder(), lpBuffer, nBufferLength)
}

@c @implementation
public func GetCurrentDirectoryW(_ nBufferLength: DWORD, _ lpBuffer: LPWSTR!) -> DWORD {
  returnText(try currentFolder(), lpBuffer, nBufferLength)
}

@c @implementation
public func SetCurrentDirectoryA(_ lpPathName: LPCSTR!) -> BOOL {
  changeFolder(Text(lpPathName))
}

@c @implementation
public func SetCurrentDirectoryW(_ lpPathName: LPCWSTR!) -> BOOL {
  changeFolder(Text(lpPathName))
}

/// GetFullPathName: by the letters alone; the file need not exist.
@c @implementation
public func GetFullPathNameA(
  _ lpFileName: LPCSTR!, _ nBufferLength: DWORD, _ lpBuffer: LPSTR!,
  _ lpFilePart: UnsafeMutablePointer<LPSTR?>!
) -> DWORD {
  fullPath(Text(lpFileName), nBufferLength, lpBuffer, lpFilePart)
}

@c @implementation
public func GetFullPathNameW(
  _ lpFileName: LPCWSTR!, _ nBufferLength: DWORD, _ lpBuffer: LPWSTR!,
  _ lpFilePart: UnsafeMutablePointer<LPWSTR?>!
) -> DWORD {
  fullPath(Text(lpFileName), nBufferLength, lpBuffer, lpFilePart)
}

func fullPath<Character: WideCharacter>(
  _ name: Text?, _ size: DWORD, _ buffer: UnsafeMutablePointer<Character>?,
  _ filePart: UnsafeMutablePointer<UnsafeMutablePointer<Character>?>?
) -> DWORD {
  win32(0) { () throws(WinsockError) in
    let path = try filePath(name)
    try requireAccess(optional: filePart, 8)
    let whole = path.hasPrefix("/") ? path : (FileSystem.currentDirectory ?? "") + "/" + path
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    let tail = path.hasSuffix("/") && !parts.isEmpty ? "/" : ""
    let result = "/" + parts.joined(separator: "/") + tail
    let count = try giveText(result, buffer, size)
    if let filePart, count < size {
      let last = tail.isEmpty ? Character.encode(String(parts.last ?? "")).count : 0
      filePart.pointee = last == 0 ? nil : buffer! + Int(count) - last
    }
    return count
  }
}
