// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Modules: the DLLs whose functions this library has, and shared objects of the program.

enum Modules {
  /// Names that stand for this library, without extension.
  private static let own: Set<String> = [
    "ws2_32", "wsock32", "mswsock", "kernel32", "kernelbase", "ntdll", "iphlpapi", "user32", "msvcrt",
    "advapi32", "ucrtbase", "winmm", "ole32", "shell32",
  ]
  private static let lock = Lock()
  /// How often each shared object was loaded. Whatever is no module of this table is no handle.
  nonisolated(unsafe) private static var loaded: [UnsafeMutableRawPointer: Int] = [:]

  private static func notFound() -> WinsockError { WinsockError(code: ERROR_MOD_NOT_FOUND) }

  static func handle(_ name: String) -> HMODULE? {
    var base =
      name.lowercased().split(whereSeparator: { $0 == "\\" || $0 == "/" }).last.map(String.init) ?? ""
    if base.hasSuffix(".dll") { base.removeLast(4) }
    let isOwn = own.contains(base) || base.hasPrefix("api-ms-win-")
    return isOwn ? HMODULE(SharedObjects.own) : nil
  }

  static func load(_ name: Text?) -> HMODULE? {
    win32(nil) { () throws(WinsockError) in
      guard let name else { throw .invalidParameter }
      if let own = handle(try name.string) { return own }
      guard let object = SharedObjects.open(try name.path) else { throw notFound() }
      lock.withLock { loaded[object, default: 0] += 1 }
      return HMODULE(object)
    }
  }

  static func free(_ module: HMODULE?) -> BOOL {
    win32 { () throws(WinsockError) in
      let object = try check(module)
      guard object != SharedObjects.own, object != SharedObjects.program else { return }
      lock.withLock {
        let count = (loaded[object] ?? 1) - 1
        loaded[object] = count == 0 ? nil : count
      }
      SharedObjects.close(object)
    }
  }

  /// The shared object behind a handle; NULL is the program.
  static func check(_ module: HMODULE?) throws(WinsockError) -> UnsafeMutableRawPointer {
    guard let object = module.map({ UnsafeMutableRawPointer($0) }) ?? SharedObjects.program else {
      throw .invalidHandle
    }
    guard
      object == SharedObjects.own || object == SharedObjects.program
        || lock.withLock({ loaded[object] != nil })
    else { throw notFound() }
    return object
  }

  /// NULL stands for the program itself.
  static func find(_ name: Text?, counts: Bool = false) -> HMODULE? {
    win32(nil) { () throws(WinsockError) in
      guard let name else { return HMODULE(SharedObjects.program) }
      if let own = handle(try name.string) { return own }
      guard let object = SharedObjects.find(try name.path) else { throw notFound() }
      // The dynamic linker counts a look-up; a program that does not ask for a reference gives none back.
      let isNew = lock.withLock {
        defer { loaded[object, default: 0] += counts || loaded[object] == nil ? 1 : 0 }
        return loaded[object] == nil
      }
      if !counts && !isNew { SharedObjects.close(object) }
      return HMODULE(object)
    }
  }

  static func find(
    _ flags: DWORD, _ name: Text?, _ address: UnsafeRawPointer?, _ out: UnsafeMutablePointer<HMODULE?>?
  )
    -> BOOL
  {
    let known = DWORD(
      GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT
        | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS)
    guard let out, flags & ~known == 0 else { return fail(no, .invalidParameter) }
    guard MemoryProbe().isWritable(out, 8) else { return fail(no, .noAccess) }
    if flags & DWORD(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) != 0 {
      guard let path = SharedObjects.path(ofAddress: address) else { return fail(no, notFound()) }
      out.pointee =
        path == SharedObjects.ownPath ? HMODULE(SharedObjects.own) : HMODULE(SharedObjects.program)
      if let object = SharedObjects.find(path), path != SharedObjects.ownPath,
        path != SharedObjects.programPath
      {
        lock.withLock { loaded[object, default: 0] += 1 }
        out.pointee = HMODULE(object)
      }
      return yes
    }
    out.pointee = find(name, counts: flags & DWORD(GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT) == 0)
    return out.pointee == nil ? no : yes
  }

  static func fileName(_ module: HMODULE?) throws(WinsockError) -> String {
    let object = try check(module)
    if object == SharedObjects.program { return SharedObjects.programPath }
    if object == SharedObjects.own { return SharedObjects.ownPath }
    guard let path = SharedObjects.path(of: object) else { throw notFound() }
    return path
  }

  /// A function by its name on Windows: what libc has as well is exported under another, and wide functions exist for
  /// both widths.
  static func function(_ module: HMODULE?, _ name: UnsafePointer<CChar>?, width: Int) -> FARPROC? {
    win32(nil) { () throws(WinsockError) in
      let missing = WinsockError(code: ERROR_PROC_NOT_FOUND)
      // A value below 64 Ki is an ordinal, which nothing here has.
      guard let name, UInt(bitPattern: name) > 0xFFFF else { throw missing }
      let object = try check(module)
      let text = try CChar.string(at: name, or: .noAccess)!
      var candidates = [text]
      if object == SharedObjects.own { candidates.insert("ws2_" + text, at: 0) }
      if object == SharedObjects.own && width == 2 { candidates.insert("ws2_" + text + "_16", at: 0) }
      for candidate in candidates {
        if let address = SharedObjects.symbol(candidate, in: object) {
          return unsafeBitCast(address, to: FARPROC.self)
        }
      }
      throw missing
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

/// FreeLibrary: this library stays.
@c @implementation
public func FreeLibrary(_ hLibModule: HMODULE!) -> BOOL {
  hLibModule == nil ? fail(no, .invalidHandle) : Modules.free(hLibModule)
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
  let byAddress = dwFlags & DWORD(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) != 0
  return Modules.find(dwFlags, byAddress ? nil : Text(lpModuleName), UnsafeRawPointer(lpModuleName), phModule)
}

@c @implementation
public func GetModuleHandleExW(
  _ dwFlags: DWORD, _ lpModuleName: LPCWSTR!, _ phModule: UnsafeMutablePointer<HMODULE?>!
) -> BOOL {
  let byAddress = dwFlags & DWORD(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) != 0
  return Modules.find(dwFlags, byAddress ? nil : Text(lpModuleName), UnsafeRawPointer(lpModuleName), phModule)
}

@c @implementation
public func GetProcAddress(_ hModule: HMODULE!, _ lpProcName: LPCSTR!) -> FARPROC! {
  Modules.function(hModule, lpProcName, width: MemoryLayout<WCHAR>.size)
}

/// GetModuleFileName: a name that does not fit is cut off, with ERROR_INSUFFICIENT_BUFFER.
@c @implementation
public func GetModuleFileNameA(_ hModule: HMODULE!, _ lpFilename: LPSTR!, _ nSize: DWORD) -> DWORD {
  moduleFileName(hModule, lpFilename, nSize)
}

@c @implementation
public func GetModuleFileNameW(_ hModule: HMODULE!, _ lpFilename: LPWSTR!, _ nSize: DWORD) -> DWORD {
  moduleFileName(hModule, lpFilename, nSize)
}

func moduleFileName<Character: WideCharacter>(
  _ module: HMODULE?, _ out: UnsafeMutablePointer<Character>?, _ size: DWORD
) -> DWORD {
  win32(0) { () throws(WinsockError) in
    let characters = Character.encode(try Modules.fileName(module))
    try requireAccess(out, Int(size) * MemoryLayout<Character>.stride)
    guard let out, size > 0 else { throw .insufficientBuffer }
    let kept = characters.prefix(Int(size) - 1)
    for (i, character) in kept.enumerated() { out[i] = character }
    out[kept.count] = 0
    ThreadLocal.lastError = kept.count < characters.count ? WinsockError.insufficientBuffer.code : 0
    return kept.count < characters.count ? size : DWORD(kept.count)
  }
}
