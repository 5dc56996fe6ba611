// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Folders of the user and of the system, which shlobj.h numbers.

/// nil for numbers that have no counterpart, and without HOME.
private func folder(_ number: Int32) -> String? {
  let home = Variables.get("HOME")
  switch number {
  case CSIDL_PROFILE, CSIDL_PERSONAL: return home
  case CSIDL_APPDATA: return Variables.get("XDG_CONFIG_HOME") ?? home.map { $0 + "/.config" }
  case CSIDL_LOCAL_APPDATA: return Variables.get("XDG_DATA_HOME") ?? home.map { $0 + "/.local/share" }
  case CSIDL_COMMON_APPDATA: return "/var/lib"
  case CSIDL_WINDOWS: return "/usr"
  case CSIDL_SYSTEM: return "/usr/lib"
  default: return nil
  }
}

private func isFolder(_ path: String) -> Bool { FileSystem.information(path)?.isDirectory ?? false }

/// The folder and those around it, where they are missing.
private func makeFolder(_ path: String) {
  if path.isEmpty || isFolder(path) { return }
  makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
  _ = FileSystem.createDirectory(path)
}

/// SHGetFolderPath: an HRESULT. The path is stored as well where the folder is not there (S_FALSE).
private func giveFolder<Character: WideCharacter>(
  _ number: Int32, _ out: UnsafeMutablePointer<Character>?
) -> HRESULT {
  let flags = CSIDL_FLAG_CREATE | CSIDL_FLAG_DONT_VERIFY
  let wrong = HRESULT(bitPattern: 0x8007_0057)  // E_INVALIDARG
  guard let path = folder(number & ~flags), let out else { return wrong }
  let characters = Character.encode(path) + [0]
  guard characters.count <= MAX_PATH,
    MemoryProbe().isWritable(out, characters.count * MemoryLayout<Character>.stride)
  else { return wrong }
  for (i, character) in characters.enumerated() { out[i] = character }
  if number & CSIDL_FLAG_CREATE != 0 { makeFolder(path) }
  return number & CSIDL_FLAG_DONT_VERIFY != 0 || isFolder(path) ? 0 : 1
}

@c @implementation
public func SHGetFolderPathA(
  _ hwnd: HWND!, _ csidl: Int32, _ hToken: HANDLE!, _ dwFlags: DWORD, _ pszPath: LPSTR!
) -> HRESULT {
  giveFolder(csidl, pszPath)
}

@c @implementation
public func SHGetFolderPathW(
  _ hwnd: HWND!, _ csidl: Int32, _ hToken: HANDLE!, _ dwFlags: DWORD, _ pszPath: LPWSTR!
) -> HRESULT {
  giveFolder(csidl, pszPath)
}

@c(ws2_SHGetFolderPathW_16)
public func getFolderPath16(
  _ hwnd: HWND!, _ csidl: Int32, _ hToken: HANDLE!, _ dwFlags: DWORD, _ pszPath: UnsafeMutablePointer<UInt16>!
) -> HRESULT {
  giveFolder(csidl, pszPath)
}

/// SHGetSpecialFolderPath: whether the folder is there.
private func giveSpecialFolder<Character: WideCharacter>(
  _ out: UnsafeMutablePointer<Character>?, _ number: Int32, _ create: BOOL
) -> BOOL {
  giveFolder(number | (create != no ? CSIDL_FLAG_CREATE : 0), out) == 0 ? yes : no
}

@c @implementation
public func SHGetSpecialFolderPathA(_ hwnd: HWND!, _ pszPath: LPSTR!, _ csidl: Int32, _ fCreate: BOOL) -> BOOL
{
  giveSpecialFolder(pszPath, csidl, fCreate)
}

@c @implementation
public func SHGetSpecialFolderPathW(_ hwnd: HWND!, _ pszPath: LPWSTR!, _ csidl: Int32, _ fCreate: BOOL)
  -> BOOL
{
  giveSpecialFolder(pszPath, csidl, fCreate)
}

@c(ws2_SHGetSpecialFolderPathW_16)
public func getSpecialFolderPath16(
  _ hwnd: HWND!, _ pszPath: UnsafeMutablePointer<UInt16>!, _ csidl: Int32, _ fCreate: BOOL
) -> BOOL {
  giveSpecialFolder(pszPath, csidl, fCreate)
}
