// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import CWinsock
import LinuxIO
import Overlapped

/// A string of the program, from either of its two forms.
struct Text: Hashable {
  var string: String

  init?(_ narrow: UnsafePointer<CChar>?) {
    guard let narrow else { return nil }
    string = String(cString: narrow)
  }

  /// A wide string of 32-bit characters.
  init?(_ wide: UnsafePointer<WCHAR>?) {
    guard let wide else { return nil }
    string = WideText.string(wide)
  }

  /// A wide string of 16-bit characters (-fshort-wchar).
  init?(_ wide: UnsafePointer<UInt16>?) {
    guard let wide else { return nil }
    string = String(decodingCString: wide, as: UTF16.self)
  }

  /// File names: Windows separates by either slash.
  var path: String { String(string.map { $0 == "\\" ? "/" : $0 }) }
}

/// Objects that programs name: an object lives under its name as long as a handle is open. One process is one
/// name space (docs/DEVIATIONS.md).
enum NamedObjects {
  private final class Weak {
    weak var object: KernelObject?
    init(_ object: KernelObject) { self.object = object }
  }
  private static let lock = Lock()
  nonisolated(unsafe) private static var table: [String: Weak] = [:]

  /// A handle for a new object, or for the one of that name: then the last error is ERROR_ALREADY_EXISTS.
  static func create<Object: KernelObject>(_ name: Text?, _ type: Object.Type, _ make: () -> Object)
    -> HANDLE?
  {
    win32(nil) { () throws(WinsockError) in
      guard let name, !name.string.isEmpty else {
        let handle = try WS2_32.open(make(), or: .notEnoughMemory)
        ThreadLocal.lastError = 0
        return handle.pointer
      }
      return try lock.withLock { () throws(WinsockError) -> HANDLE? in
        if let existing = table[name.string]?.object, existing.isOpen {
          guard let object = existing as? Object else { throw .invalidHandle }
          let handle = try WS2_32.open(object, or: .notEnoughMemory)
          ThreadLocal.lastError = WinsockError.alreadyExists.code
          return handle.pointer
        }
        let object = make()
        let handle = try WS2_32.open(object, or: .notEnoughMemory)
        table = table.filter { $0.value.object != nil }
        table[name.string] = Weak(object)
        ThreadLocal.lastError = 0
        return handle.pointer
      }
    }
  }

  static func open<Object: KernelObject>(_ name: Text?, _ type: Object.Type) -> HANDLE? {
    win32(nil) { () throws(WinsockError) in
      guard let name else { throw .invalidParameter }
      guard let existing = lock.withLock({ table[name.string]?.object }), existing.isOpen else {
        throw .fileNotFound
      }
      guard let object = existing as? Object else { throw .invalidHandle }
      return try WS2_32.open(object, or: .notEnoughMemory).pointer
    }
  }
}
