// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Modules: the DLLs whose functions this library has, and shared objects of the program.

enum Modules {
  /// Names that stand for this library, without extension.
  private static let own: Set<String> = [
    "ws2_32", "wsock32", "mswsock", "kernel32", "kernelbase", "ntdll", "iphlpapi", "user32", "msvcrt",
    "advapi32",
  ]

  static func handle(_ name: String) -> HMODULE? {
    var base =
      name.lowercased().split(whereSeparator: { $0 == "\\" || $0 == "/" }).last.map(String.init) ?? ""
    if base.hasSuffix(".dll") { base.removeLast(4) }
    return own.contains(base) ? HMODULE(SharedObjects.own) : nil
  }

  static func load(_ name: Text?) -> HMODULE? {
    win32(nil) { () throws(WinsockError) in
      guard let name else { throw .invalidParameter }
      if let own = handle(name.string) { return own }
      guard let object = SharedObjects.open(name.path) else {
        throw WinsockError(code: Int32(ERROR_MOD_NOT_FOUND))
      }
      return HMODULE(object)
    }
  }

  /// NULL stands for the program itself.
  static func find(_ name: Text?) -> HMODULE? {
    win32(nil) { () throws(WinsockError) in
      guard let name else { return HMODULE(SharedObjects.program) }
      if let own = handle(name.string) { return own }
      guard let object = SharedObjects.find(name.path) else {
        throw WinsockError(code: Int32(ERROR_MOD_NOT_FOUND))
      }
      return HMODULE(object)
    }
  }
}

@c @implementation
public func LoadLibraryA(_ lpLibFileName: LPCSTR!) -> HMODULE! {
  Modules.load(Text(lpLibFileName))
}

@c @implementation
public func LoadLibraryW(_ lpLibFileName: LPCWSTR!) -> HMODULE! {
  Modules.load(Text(lpLibFileName))
}

@c @implementation
public func LoadLibraryExA(_ lpLibFileName: LPCSTR!, _ hFile: HANDLE!, _ dwFlags: DWORD) -> HMODULE! {
  Modules.load(Text(lpLibFileName))
}

@c @implementation
public func LoadLibraryExW(_ lpLibFileName: LPCWSTR!, _ hFile: HANDLE!, _ dwFlags: DWORD) -> HMODULE! {
  Modules.load(Text(lpLibFileName))
}

@c @implementation
public func FreeLibrary(_ hLibModule: HMODULE!) -> BOOL {
  guard let hLibModule else { return unsupported(no, .invalidHandle) }
  let object = UnsafeMutableRawPointer(hLibModule)
  if object != SharedObjects.own && object != SharedObjects.program { SharedObjects.close(object) }
  return yes
}

@c @implementation
public func GetModuleHandleA(_ lpModuleName: LPCSTR!) -> HMODULE! {
  Modules.find(Text(lpModuleName))
}

@c @implementation
public func GetModuleHandleW(_ lpModuleName: LPCWSTR!) -> HMODULE! {
  Modules.find(Text(lpModuleName))
}

@c @implementation
public func GetModuleHandleExA(
  _ dwFlags: DWORD, _ lpModuleName: LPCSTR!, _ phModule: UnsafeMutablePointer<HMODULE?>!
) -> BOOL {
  moduleHandle(dwFlags, Text(dwFlags & byAddress == 0 ? lpModuleName : nil), phModule)
}

@c @implementation
public func GetModuleHandleExW(
  _ dwFlags: DWORD, _ lpModuleName: LPCWSTR!, _ phModule: UnsafeMutablePointer<HMODULE?>!
) -> BOOL {
  moduleHandle(dwFlags, Text(dwFlags & byAddress == 0 ? lpModuleName : nil), phModule)
}

private let byAddress = DWORD(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS)

func moduleHandle(_ flags: DWORD, _ name: Text?, _ out: UnsafeMutablePointer<HMODULE?>?) -> BOOL {
  guard let out else { return unsupported(no, .invalidParameter) }
  out.pointee = Modules.find(name)
  return out.pointee == nil ? no : yes
}

/// GetProcAddress: functions that are exported under another name here are found under their own.
@c @implementation
public func GetProcAddress(_ hModule: HMODULE!, _ lpProcName: LPCSTR!) -> FARPROC! {
  win32(nil) { () throws(WinsockError) in
    // A value below 64 Ki is an ordinal, which nothing here has.
    guard let lpProcName, UInt(bitPattern: lpProcName) > 0xFFFF else {
      throw WinsockError(code: Int32(ERROR_PROC_NOT_FOUND))
    }
    let name = String(cString: lpProcName)
    let object = hModule.map { UnsafeMutableRawPointer($0) } ?? SharedObjects.program
    let candidates = object == SharedObjects.own ? ["ws2_" + name, name] : [name]
    for candidate in candidates {
      if let address = SharedObjects.symbol(candidate, in: object) {
        return unsafeBitCast(address, to: FARPROC.self)
      }
    }
    throw WinsockError(code: Int32(ERROR_PROC_NOT_FOUND))
  }
}
