// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Names have one form here, as on volumes of Windows without short names. The file has to exist.

func otherName<Character: WideCharacter>(
  _ name: Text?, _ buffer: UnsafeMutablePointer<Character>?, _ size: DWORD
) -> DWORD {
  win32(0) { () throws(WinsockError) in
    guard name != nil else { throw .invalidParameter }
    _ = try fileInformation(name)
    return try giveText(try filePath(name), buffer, size)
  }
}

@c @implementation
public func GetLongPathNameA(_ lpszShortPath: LPCSTR!, _ lpszLongPath: LPSTR!, _ cchBuffer: DWORD) -> DWORD {
  otherName(Text(lpszShortPath), lpszLongPath, cchBuffer)
}

@c @implementation
public func GetLongPathNameW(_ lpszShortPath: LPCWSTR!, _ lpszLongPath: LPWSTR!, _ cchBuffer: DWORD) -> DWORD
{
  otherName(Text(lpszShortPath), lpszLongPath, cchBuffer)
}

@c @implementation
public func GetShortPathNameA(_ lpszLongPath: LPCSTR!, _ lpszShortPath: LPSTR!, _ cchBuffer: DWORD) -> DWORD {
  otherName(Text(lpszLongPath), lpszShortPath, cchBuffer)
}

@c @implementation
public func GetShortPathNameW(_ lpszLongPath: LPCWSTR!, _ lpszShortPath: LPWSTR!, _ cchBuffer: DWORD) -> DWORD
{
  otherName(Text(lpszLongPath), lpszShortPath, cchBuffer)
}
