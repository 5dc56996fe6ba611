// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Wide names of the machine for -fshort-wchar.

@c(ws2_GetVersionExW_16)
public func getVersionEx16(_ lpVersionInformation: LPOSVERSIONINFOW!) -> BOOL {
  version(UnsafeMutableRawPointer(lpVersionInformation), UInt16.self)
}

@c(ws2_GetComputerNameW_16)
public func getComputerName16(_ lpBuffer: UnsafeMutablePointer<UInt16>!, _ nSize: LPDWORD!) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try giveName(
      try machineName(ComputerNameNetBIOS), lpBuffer, nSize,
      tooSmall: WinsockError(code: ERROR_BUFFER_OVERFLOW))
  }
}

@c(ws2_GetComputerNameExW_16)
public func getComputerNameEx16(
  _ NameType: COMPUTER_NAME_FORMAT, _ lpBuffer: UnsafeMutablePointer<UInt16>!, _ nSize: LPDWORD!
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try giveName(try machineName(NameType), lpBuffer, nSize, tooSmall: .moreData)
  }
}

@c(ws2_GetUserNameW_16)
public func getUserName16(_ lpBuffer: UnsafeMutablePointer<UInt16>!, _ pcbBuffer: LPDWORD!) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try giveName(
      ProcessInformation.userName ?? "", lpBuffer, pcbBuffer, tooSmall: .insufficientBuffer, countsNul: true)
  }
}

@c(ws2_GetSystemDirectoryW_16)
public func getSystemDirectory16(_ lpBuffer: UnsafeMutablePointer<UInt16>!, _ uSize: UINT) -> UINT {
  returnText("/usr/lib", lpBuffer, uSize)
}

@c(ws2_GetWindowsDirectoryW_16)
public func getWindowsDirectory16(_ lpBuffer: UnsafeMutablePointer<UInt16>!, _ uSize: UINT) -> UINT {
  returnText("/usr", lpBuffer, uSize)
}

@c(ws2_OutputDebugStringW_16)
public func outputDebugString16(_ lpOutputString: UnsafePointer<UInt16>!) {
  if let text = try? Text(lpOutputString)?.string { Trace.text(text) }
}

@c(ws2_GetTimeZoneInformation_16)
public func getTimeZoneInformation16(_ lpTimeZoneInformation: LPTIME_ZONE_INFORMATION!) -> DWORD {
  timeZone(UnsafeMutableRawPointer(lpTimeZoneInformation), UInt16.self)
}

@c(ws2_VerifyVersionInfoW_16)
public func verifyVersionInfo16(
  _ asked: UnsafeRawPointer?, _ types: DWORD, _ conditions: ULONGLONG
) -> BOOL {
  verify(asked, types, conditions, servicePack: 276)
}
