// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Wide names of files and folders for -fshort-wchar.

@c(ws2_CreateFileW_16)
public func createFile16(
  _ name: Wide16, _ access: UInt32, _ share: UInt32, _ attributes: UnsafeRawPointer?, _ disposition: UInt32,
  _ flags: UInt32, _ template: HANDLE?
) -> HANDLE? {
  createFile(Text(name), access, disposition, flags)
}

@c(ws2_DeleteFileW_16)
public func deleteFile16(_ name: Wide16) -> Int32 { deleteFile(Text(name)) }

@c(ws2_GetFinalPathNameByHandleW_16)
public func getFinalPathNameByHandle16(
  _ hFile: HANDLE!, _ lpszFilePath: UnsafeMutablePointer<UInt16>!, _ cchFilePath: DWORD, _ dwFlags: DWORD
) -> DWORD {
  returnText(try finalPath(hFile), lpszFilePath, cchFilePath)
}

@c(ws2_GetDiskFreeSpaceExW_16)
public func getDiskFreeSpaceEx16(
  _ lpDirectoryName: UnsafePointer<UInt16>!, _ lpFreeBytesAvailableToCaller: PULARGE_INTEGER!,
  _ lpTotalNumberOfBytes: PULARGE_INTEGER!, _ lpTotalNumberOfFreeBytes: PULARGE_INTEGER!
) -> BOOL {
  diskSpace(
    Text(lpDirectoryName), lpFreeBytesAvailableToCaller, lpTotalNumberOfBytes, lpTotalNumberOfFreeBytes)
}

@c(ws2_GetFileAttributesW_16)
public func getFileAttributes16(_ lpFileName: UnsafePointer<UInt16>!) -> DWORD {
  win32(UInt32.max) { () throws(WinsockError) in try fileInformation(Text(lpFileName)).attributes }
}

@c(ws2_GetFileAttributesExW_16)
public func getFileAttributesEx16(
  _ lpFileName: UnsafePointer<UInt16>!, _ fInfoLevelId: GET_FILEEX_INFO_LEVELS, _ lpFileInformation: LPVOID!
) -> BOOL {
  attributes(Text(lpFileName), fInfoLevelId, lpFileInformation)
}

@c(ws2_SetFileAttributesW_16)
public func setFileAttributes16(_ lpFileName: UnsafePointer<UInt16>!, _ dwFileAttributes: DWORD) -> BOOL {
  setAttributes(Text(lpFileName), dwFileAttributes)
}

@c(ws2_CreateDirectoryW_16)
public func createDirectory16(
  _ lpPathName: UnsafePointer<UInt16>!, _ lpSecurityAttributes: LPSECURITY_ATTRIBUTES!
) -> BOOL {
  createDirectory(Text(lpPathName))
}

@c(ws2_RemoveDirectoryW_16)
public func removeDirectory16(_ lpPathName: UnsafePointer<UInt16>!) -> BOOL {
  removeDirectory(Text(lpPathName))
}

@c(ws2_MoveFileW_16)
public func moveFile16(_ lpExistingFileName: UnsafePointer<UInt16>!, _ lpNewFileName: UnsafePointer<UInt16>!)
  -> BOOL
{
  move(Text(lpExistingFileName), Text(lpNewFileName), flags: DWORD(MOVEFILE_COPY_ALLOWED))
}

@c(ws2_MoveFileExW_16)
public func moveFileEx16(
  _ lpExistingFileName: UnsafePointer<UInt16>!, _ lpNewFileName: UnsafePointer<UInt16>!, _ dwFlags: DWORD
) -> BOOL {
  move(Text(lpExistingFileName), Text(lpNewFileName), flags: dwFlags)
}

@c(ws2_CopyFileW_16)
public func copyFile16(
  _ lpExistingFileName: UnsafePointer<UInt16>!, _ lpNewFileName: UnsafePointer<UInt16>!, _ bFailIfExists: BOOL
) -> BOOL {
  copy(Text(lpExistingFileName), Text(lpNewFileName), isNew: bFailIfExists != no)
}

@c(ws2_FindFirstFileW_16)
public func findFirstFile16(_ lpFileName: UnsafePointer<UInt16>!, _ lpFindFileData: LPWIN32_FIND_DATAW!)
  -> HANDLE?
{
  findFirst(Text(lpFileName), UnsafeMutableRawPointer(lpFindFileData), UInt16.self)
}

@c(ws2_FindNextFileW_16)
public func findNextFile16(_ hFindFile: HANDLE!, _ lpFindFileData: LPWIN32_FIND_DATAW!) -> BOOL {
  findNext(hFindFile, UnsafeMutableRawPointer(lpFindFileData), UInt16.self)
}

@c(ws2_GetTempPathW_16)
public func getTempPath16(_ nBufferLength: DWORD, _ lpBuffer: UnsafeMutablePointer<UInt16>!) -> DWORD {
  returnText(temporaryFolder, lpBuffer, nBufferLength)
}

@c(ws2_GetTempFileNameW_16)
public func getTempFileName16(
  _ lpPathName: UnsafePointer<UInt16>!, _ lpPrefixString: UnsafePointer<UInt16>!, _ uUnique: UINT,
  _ lpTempFileName: UnsafeMutablePointer<UInt16>!
) -> UINT {
  temporaryName(Text(lpPathName), Text(lpPrefixString), uUnique, lpTempFileName)
}

@c(ws2_GetCurrentDirectoryW_16)
public func getCurrentDirectory16(_ nBufferLength: DWORD, _ lpBuffer: UnsafeMutablePointer<UInt16>!) -> DWORD
{
  returnText(try currentFolder(), lpBuffer, nBufferLength)
}

@c(ws2_SetCurrentDirectoryW_16)
public func setCurrentDirectory16(_ lpPathName: UnsafePointer<UInt16>!) -> BOOL {
  changeFolder(Text(lpPathName))
}

@c(ws2_GetFullPathNameW_16)
public func getFullPathName16(
  _ lpFileName: UnsafePointer<UInt16>!, _ nBufferLength: DWORD, _ lpBuffer: UnsafeMutablePointer<UInt16>!,
  _ lpFilePart: UnsafeMutablePointer<UnsafeMutablePointer<UInt16>?>!
) -> DWORD {
  fullPath(Text(lpFileName), nBufferLength, lpBuffer, lpFilePart)
}

@c(ws2_GetLongPathNameW_16)
public func getLongPathName16(
  _ lpszShortPath: UnsafePointer<UInt16>!, _ lpszLongPath: UnsafeMutablePointer<UInt16>!, _ cchBuffer: DWORD
) -> DWORD {
  otherName(Text(lpszShortPath), lpszLongPath, cchBuffer)
}

@c(ws2_GetShortPathNameW_16)
public func getShortPathName16(
  _ lpszLongPath: UnsafePointer<UInt16>!, _ lpszShortPath: UnsafeMutablePointer<UInt16>!, _ cchBuffer: DWORD
) -> DWORD {
  otherName(Text(lpszLongPath), lpszShortPath, cchBuffer)
}
