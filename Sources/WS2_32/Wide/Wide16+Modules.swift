// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Threads and modules for -fshort-wchar.

@c(ws2_SetThreadDescription_16)
public func setThreadDescription16(_ hThread: HANDLE!, _ lpThreadDescription: UnsafePointer<UInt16>!)
  -> HRESULT
{
  describe(hThread, Text(lpThreadDescription))
}

@c(ws2_GetThreadDescription_16)
public func getThreadDescription16(
  _ hThread: HANDLE!, _ ppszThreadDescription: UnsafeMutablePointer<UnsafeMutablePointer<UInt16>?>!
) -> HRESULT {
  description(hThread, ppszThreadDescription)
}

@c(ws2_LoadLibraryW_16)
public func loadLibrary16(_ lpLibFileName: UnsafePointer<UInt16>!) -> HMODULE? {
  Modules.load(Text(lpLibFileName))
}

@c(ws2_LoadLibraryExW_16)
public func loadLibraryEx16(_ lpLibFileName: UnsafePointer<UInt16>!, _ hFile: HANDLE!, _ dwFlags: DWORD)
  -> HMODULE?
{
  Modules.load(Text(lpLibFileName))
}

@c(ws2_GetModuleHandleW_16)
public func getModuleHandle16(_ lpModuleName: UnsafePointer<UInt16>!) -> HMODULE? {
  Modules.find(Text(lpModuleName))
}

@c(ws2_GetModuleHandleExW_16)
public func getModuleHandleEx16(
  _ dwFlags: DWORD, _ lpModuleName: UnsafePointer<UInt16>!, _ phModule: UnsafeMutablePointer<HMODULE?>!
) -> BOOL {
  let byAddress = dwFlags & DWORD(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) != 0
  return Modules.find(dwFlags, byAddress ? nil : Text(lpModuleName), UnsafeRawPointer(lpModuleName), phModule)
}

@c(ws2_GetProcAddress_16)
public func getProcAddress16(_ hModule: HMODULE!, _ lpProcName: LPCSTR!) -> FARPROC? {
  Modules.function(hModule, lpProcName, width: MemoryLayout<UInt16>.size)
}

@c(ws2_GetModuleFileNameW_16)
public func getModuleFileName16(
  _ hModule: HMODULE!, _ lpFilename: UnsafeMutablePointer<UInt16>!, _ nSize: DWORD
) -> DWORD {
  moduleFileName(hModule, lpFilename, nSize)
}
