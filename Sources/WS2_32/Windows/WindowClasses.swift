// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Window classes. What they say about looks (icons, cursors, brushes, menus) is for a screen, and not kept.

extension ClassName {
  /// A name as programs give it: text, or an atom in place of a pointer (MAKEINTATOM).
  ///
  /// - Throws: `.invalidParameter` for no name; `.noAccess`.
  init(_ name: UnsafeRawPointer?, _ encoding: TextEncoding) throws(WinsockError) {
    guard let name else { throw .invalidParameter }
    if let atom = UInt16(exactly: UInt(bitPattern: name)) {
      self = .atom(atom)
    } else {
      self = .text(try encoding.read(name))
    }
  }
}

/// What registering a class takes, of the structures that programs fill in.
struct ClassDescription {
  var procedure: WNDPROC?
  var classBytes: Int32
  var windowBytes: Int32
  var name: UnsafeRawPointer?

  /// - Throws: `.invalidParameter`, `.insufficientBuffer` for a name that is too long, `.classAlreadyExists`.
  func register(_ encoding: TextEncoding) throws(WinsockError) -> ATOM {
    guard let procedure, let bytes = Int(exactly: windowBytes) else { throw .invalidParameter }
    let allowed = 0...Int(WindowClass.maximumWindowBytes)
    guard allowed ~= bytes, allowed ~= Int(classBytes) else { throw .invalidParameter }
    let name = try ClassName(name, encoding)
    if case .text(let text) = name {
      if text.isEmpty { throw .invalidParameter }
      if encoding.count(text) > WindowClass.maximumNameLength { throw .insufficientBuffer }
    }
    SystemClasses.prepare()
    return try Desktop.register(
      name, procedure: unsafeBitCast(procedure, to: WindowProcedure.self), encoding: encoding,
      windowBytes: bytes)
  }
}

/// The classes that are there without being registered, and mean something without a screen: a window with a
/// text, and the one that Windows has for message-only windows.
enum SystemClasses {
  private static let registered: Void = {
    for name in ["Message", "Static"] {
      _ = try? Desktop.register(
        .text(name), procedure: unsafeBitCast(defaultProcedure, to: WindowProcedure.self),
        encoding: .narrow, windowBytes: 0)
    }
  }()
  private static let defaultProcedure: WNDPROC = { DefWindowProcA($0, $1, $2, $3) }

  static func prepare() { _ = registered }
}

func registerClass(_ description: UnsafePointer<WNDCLASSA>?, _ encoding: TextEncoding) -> ATOM {
  user(0) { () throws(WinsockError) in
    guard Thread.current.isReadable(description, MemoryLayout<WNDCLASSA>.size), let c = description?.pointee
    else { throw .noAccess }
    return try ClassDescription(
      procedure: c.lpfnWndProc, classBytes: c.cbClsExtra, windowBytes: c.cbWndExtra, name: c.lpszClassName
    ).register(encoding)
  }
}

func registerClass(_ description: UnsafePointer<WNDCLASSEXA>?, _ encoding: TextEncoding) -> ATOM {
  user(0) { () throws(WinsockError) in
    guard Thread.current.isReadable(description, MemoryLayout<WNDCLASSEXA>.size), let c = description?.pointee
    else { throw .noAccess }
    guard c.cbSize == MemoryLayout<WNDCLASSEXA>.size else { throw .invalidParameter }
    return try ClassDescription(
      procedure: c.lpfnWndProc, classBytes: c.cbClsExtra, windowBytes: c.cbWndExtra, name: c.lpszClassName
    ).register(encoding)
  }
}

/// RegisterClass: ERROR_CLASS_ALREADY_EXISTS for a name that is taken, in any case of its letters.
@c @implementation
public func RegisterClassA(_ lpWndClass: UnsafePointer<WNDCLASSA>!) -> ATOM {
  registerClass(lpWndClass, .narrow)
}

@c @implementation
public func RegisterClassW(_ lpWndClass: UnsafePointer<WNDCLASSW>!) -> ATOM {
  // The two structures differ in the type of the names only.
  registerClass(UnsafeRawPointer(lpWndClass)?.assumingMemoryBound(to: WNDCLASSA.self), .wide32)
}

/// RegisterClassEx: the same; ERROR_INVALID_PARAMETER for another size of the structure.
@c @implementation
public func RegisterClassExA(_ unnamedParam1: UnsafePointer<WNDCLASSEXA>!) -> ATOM {
  registerClass(unnamedParam1, .narrow)
}

@c @implementation
public func RegisterClassExW(_ unnamedParam1: UnsafePointer<WNDCLASSEXW>!) -> ATOM {
  registerClass(UnsafeRawPointer(unnamedParam1)?.assumingMemoryBound(to: WNDCLASSEXA.self), .wide32)
}

func unregisterClass(_ name: UnsafeRawPointer?, _ encoding: TextEncoding) -> BOOL {
  user { () throws(WinsockError) in try Desktop.unregister(ClassName(name, encoding)) }
}

/// UnregisterClass: ERROR_CLASS_HAS_WINDOWS, ERROR_CLASS_DOES_NOT_EXIST.
@c @implementation
public func UnregisterClassA(_ lpClassName: LPCSTR!, _ hInstance: HINSTANCE!) -> BOOL {
  unregisterClass(lpClassName, .narrow)
}

@c @implementation
public func UnregisterClassW(_ lpClassName: LPCWSTR!, _ hInstance: HINSTANCE!) -> BOOL {
  unregisterClass(lpClassName, .wide32)
}

func className(_ hWnd: HWND?, _ out: UnsafeMutableRawPointer?, _ count: Int32, _ encoding: TextEncoding)
  -> Int32
{
  user(0) { () throws(WinsockError) in
    let name = try window(hWnd).windowClass.name
    guard count > 0 else { throw .insufficientBuffer }
    return Int32(try encoding.write(name, to: out, capacity: Int(count)))
  }
}

/// GetClassName: the number of characters copied.
@c @implementation
public func GetClassNameA(_ hWnd: HWND!, _ lpClassName: LPSTR!, _ nMaxCount: Int32) -> Int32 {
  className(hWnd, lpClassName, nMaxCount, .narrow)
}

@c @implementation
public func GetClassNameW(_ hWnd: HWND!, _ lpClassName: LPWSTR!, _ nMaxCount: Int32) -> Int32 {
  className(hWnd, lpClassName, nMaxCount, .wide32)
}

// MARK: Registered messages

func registerMessage(_ name: UnsafeRawPointer?, _ encoding: TextEncoding) -> UINT {
  user(0) { () throws(WinsockError) in
    let text = try encoding.read(name)
    guard !text.isEmpty, encoding.count(text) <= WindowClass.maximumNameLength else {
      throw .invalidParameter
    }
    guard let number = Desktop.messageNumber(for: text) else { throw .notEnoughMemory }
    return number
  }
}

/// RegisterWindowMessage: the same number, 0xC000 to 0xFFFF, for the same name, in any case of its letters.
@c @implementation
public func RegisterWindowMessageA(_ lpString: LPCSTR!) -> UINT { registerMessage(lpString, .narrow) }

@c @implementation
public func RegisterWindowMessageW(_ lpString: LPCWSTR!) -> UINT { registerMessage(lpString, .wide32) }
