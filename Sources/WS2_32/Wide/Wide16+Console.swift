// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The console for -fshort-wchar.

@c(ws2_WriteConsoleW_16)
public func writeConsole16(
  _ console: HANDLE?, _ text: UnsafeRawPointer?, _ count: UInt32, _ written: UnsafeMutablePointer<UInt32>?,
  _ reserved: UnsafeMutableRawPointer?
) -> Int32 {
  writeConsole(console, text, count, written, UInt16.self)
}

@c(ws2_ReadConsoleW_16)
public func readConsole16(
  _ hConsoleInput: HANDLE!, _ lpBuffer: LPVOID!, _ nNumberOfCharsToRead: DWORD,
  _ lpNumberOfCharsRead: LPDWORD!, _ pInputControl: PCONSOLE_READCONSOLE_CONTROL!
) -> BOOL {
  readConsole(hConsoleInput, lpBuffer, nNumberOfCharsToRead, lpNumberOfCharsRead, UInt16.self)
}

@c(ws2_SetConsoleTitleW_16)
public func setConsoleTitle16(_ lpConsoleTitle: UnsafePointer<UInt16>!) -> BOOL {
  setTitle(Text(lpConsoleTitle))
}

@c(ws2_GetConsoleTitleW_16)
public func getConsoleTitle16(_ lpConsoleTitle: UnsafeMutablePointer<UInt16>!, _ nSize: DWORD) -> DWORD {
  getTitle(lpConsoleTitle, nSize)
}
