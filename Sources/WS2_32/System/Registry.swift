// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The registry: its roots are there, and nothing is in them (docs/DEVIATIONS.md).

/// Keys are the numbers of the roots: no other is ever handed out.
private func isRoot(_ key: HKEY?) -> Bool {
  let first = UInt(bitPattern: Int(Int32(bitPattern: 0x8000_0000)))
  return (first...first + 5).contains(UInt(bitPattern: key))
}

/// `error` of a key that is there.
private func result(_ key: HKEY?, _ error: Int32) -> LSTATUS {
  isRoot(key) ? error : ERROR_INVALID_HANDLE
}

/// RegOpenKeyEx: no name, or an empty one, is the key itself.
private func openKey<Character: FixedWidthInteger>(
  _ key: HKEY?, _ name: UnsafePointer<Character>?, _ opened: PHKEY?
) -> LSTATUS {
  guard let opened, MemoryProbe().isWritable(opened, 8) else { return ERROR_INVALID_PARAMETER }
  guard isRoot(key) else { return ERROR_INVALID_HANDLE }
  let isItself = name.map { $0.pointee == 0 } ?? true
  opened.pointee = isItself ? key : nil
  return isItself ? ERROR_SUCCESS : ERROR_FILE_NOT_FOUND
}

@c @implementation
public func RegOpenKeyExA(
  _ hKey: HKEY!, _ lpSubKey: LPCSTR!, _ ulOptions: DWORD, _ samDesired: REGSAM, _ phkResult: PHKEY!
) -> LSTATUS {
  openKey(hKey, lpSubKey, phkResult)
}

@c @implementation
public func RegOpenKeyExW(
  _ hKey: HKEY!, _ lpSubKey: LPCWSTR!, _ ulOptions: DWORD, _ samDesired: REGSAM, _ phkResult: PHKEY!
) -> LSTATUS {
  openKey(hKey, lpSubKey, phkResult)
}

@c(ws2_RegOpenKeyExW_16)
public func openKey16(
  _ hKey: HKEY!, _ lpSubKey: Wide16, _ ulOptions: DWORD, _ samDesired: REGSAM, _ phkResult: PHKEY!
) -> LSTATUS {
  openKey(hKey, lpSubKey, phkResult)
}

@c @implementation
public func RegCloseKey(_ hKey: HKEY!) -> LSTATUS { result(hKey, ERROR_SUCCESS) }

@c @implementation
public func RegQueryValueExA(
  _ hKey: HKEY!, _ lpValueName: LPCSTR!, _ lpReserved: LPDWORD!, _ lpType: LPDWORD!, _ lpData: LPBYTE!,
  _ lpcbData: LPDWORD!
) -> LSTATUS {
  result(hKey, ERROR_FILE_NOT_FOUND)
}

@c @implementation
public func RegQueryValueExW(
  _ hKey: HKEY!, _ lpValueName: LPCWSTR!, _ lpReserved: LPDWORD!, _ lpType: LPDWORD!, _ lpData: LPBYTE!,
  _ lpcbData: LPDWORD!
) -> LSTATUS {
  result(hKey, ERROR_FILE_NOT_FOUND)
}

@c @implementation
public func RegGetValueA(
  _ hKey: HKEY!, _ lpSubKey: LPCSTR!, _ lpValue: LPCSTR!, _ dwFlags: DWORD, _ pdwType: LPDWORD!,
  _ pvData: PVOID!, _ pcbData: LPDWORD!
) -> LSTATUS {
  result(hKey, ERROR_FILE_NOT_FOUND)
}

@c @implementation
public func RegGetValueW(
  _ hKey: HKEY!, _ lpSubKey: LPCWSTR!, _ lpValue: LPCWSTR!, _ dwFlags: DWORD, _ pdwType: LPDWORD!,
  _ pvData: PVOID!, _ pcbData: LPDWORD!
) -> LSTATUS {
  result(hKey, ERROR_FILE_NOT_FOUND)
}

@c @implementation
public func RegEnumKeyExA(
  _ hKey: HKEY!, _ dwIndex: DWORD, _ lpName: LPSTR!, _ lpcchName: LPDWORD!, _ lpReserved: LPDWORD!,
  _ lpClass: LPSTR!, _ lpcchClass: LPDWORD!, _ lpftLastWriteTime: PFILETIME!
) -> LSTATUS {
  result(hKey, ERROR_NO_MORE_ITEMS)
}

@c @implementation
public func RegEnumKeyExW(
  _ hKey: HKEY!, _ dwIndex: DWORD, _ lpName: LPWSTR!, _ lpcchName: LPDWORD!, _ lpReserved: LPDWORD!,
  _ lpClass: LPWSTR!, _ lpcchClass: LPDWORD!, _ lpftLastWriteTime: PFILETIME!
) -> LSTATUS {
  result(hKey, ERROR_NO_MORE_ITEMS)
}

@c @implementation
public func RegEnumValueA(
  _ hKey: HKEY!, _ dwIndex: DWORD, _ lpValueName: LPSTR!, _ lpcchValueName: LPDWORD!, _ lpReserved: LPDWORD!,
  _ lpType: LPDWORD!, _ lpData: LPBYTE!, _ lpcbData: LPDWORD!
) -> LSTATUS {
  result(hKey, ERROR_NO_MORE_ITEMS)
}

@c @implementation
public func RegEnumValueW(
  _ hKey: HKEY!, _ dwIndex: DWORD, _ lpValueName: LPWSTR!, _ lpcchValueName: LPDWORD!, _ lpReserved: LPDWORD!,
  _ lpType: LPDWORD!, _ lpData: LPBYTE!, _ lpcbData: LPDWORD!
) -> LSTATUS {
  result(hKey, ERROR_NO_MORE_ITEMS)
}

@c @implementation
public func RegCreateKeyExA(
  _ hKey: HKEY!, _ lpSubKey: LPCSTR!, _ Reserved: DWORD, _ lpClass: LPSTR!, _ dwOptions: DWORD,
  _ samDesired: REGSAM, _ lpSecurityAttributes: LPSECURITY_ATTRIBUTES!, _ phkResult: PHKEY!,
  _ lpdwDisposition: LPDWORD!
) -> LSTATUS {
  result(hKey, ERROR_ACCESS_DENIED)
}

@c @implementation
public func RegCreateKeyExW(
  _ hKey: HKEY!, _ lpSubKey: LPCWSTR!, _ Reserved: DWORD, _ lpClass: LPWSTR!, _ dwOptions: DWORD,
  _ samDesired: REGSAM, _ lpSecurityAttributes: LPSECURITY_ATTRIBUTES!, _ phkResult: PHKEY!,
  _ lpdwDisposition: LPDWORD!
) -> LSTATUS {
  result(hKey, ERROR_ACCESS_DENIED)
}

@c @implementation
public func RegSetValueExA(
  _ hKey: HKEY!, _ lpValueName: LPCSTR!, _ Reserved: DWORD, _ dwType: DWORD,
  _ lpData: UnsafePointer<BYTE>!, _ cbData: DWORD
) -> LSTATUS {
  result(hKey, ERROR_ACCESS_DENIED)
}

@c @implementation
public func RegSetValueExW(
  _ hKey: HKEY!, _ lpValueName: LPCWSTR!, _ Reserved: DWORD, _ dwType: DWORD,
  _ lpData: UnsafePointer<BYTE>!, _ cbData: DWORD
) -> LSTATUS {
  result(hKey, ERROR_ACCESS_DENIED)
}
