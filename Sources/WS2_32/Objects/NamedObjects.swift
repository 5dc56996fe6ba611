// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import CWinsock
import LinuxIO
import Overlapped

/// A string of the program in any of its forms, read when the function is called. Whether it could be read is for
/// the function to say, among its other errors.
struct Text {
  private let content: Result<String, WinsockError>

  /// Nil for NULL.
  /// - Parameter error: what `string` throws if the pointer leads nowhere, or memory ends before the string does.
  init?<Character: WideCharacter>(_ text: UnsafePointer<Character>?, or error: WinsockError = .noAccess) {
    guard let text else { return nil }
    do throws(WinsockError) {
      let count = try Character.count(of: text, or: error)
      content = .success(Character.decode(text, count: count))
    } catch { content = .failure(error) }
  }

  var string: String { get throws(WinsockError) { try content.get() } }

  /// File names: Windows separates by either slash.
  var path: String { get throws(WinsockError) { String(try string.map { $0 == "\\" ? "/" : $0 }) } }
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
      guard let name = try name?.string, !name.isEmpty else {
        let handle = try WS2_32.open(make(), or: .notEnoughMemory)
        ThreadLocal.lastError = 0
        return handle.pointer
      }
      return try lock.withLock { () throws(WinsockError) -> HANDLE? in
        if let existing = table[name]?.object, existing.isOpen {
          guard let object = existing as? Object else { throw .invalidHandle }
          let handle = try WS2_32.open(object, or: .notEnoughMemory)
          ThreadLocal.lastError = WinsockError.alreadyExists.code
          return handle.pointer
        }
        let object = make()
        let handle = try WS2_32.open(object, or: .notEnoughMemory)
        table = table.filter { $0.value.object != nil }
        table[name] = Weak(object)
        ThreadLocal.lastError = 0
        return handle.pointer
      }
    }
  }

  static func open<Object: KernelObject>(_ name: Text?, _ type: Object.Type) -> HANDLE? {
    win32(nil) { () throws(WinsockError) in
      guard let name = try name?.string else { throw .invalidParameter }
      guard let existing = lock.withLock({ table[name]?.object }), existing.isOpen else {
        throw .fileNotFound
      }
      guard let object = existing as? Object else { throw .invalidHandle }
      return try WS2_32.open(object, or: .notEnoughMemory).pointer
    }
  }
}
