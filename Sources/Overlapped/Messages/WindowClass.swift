// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A window procedure of the program: window, message, and its two parameters.
public typealias WindowProcedure = @convention(c) (UInt64, UInt32, UInt64, Int64) -> Int64

/// How a window procedure expects text in its messages.
public enum TextEncoding: Sendable {
  /// 8-bit characters: the A functions.
  case narrow
  /// 32-bit characters: the W functions as they are by default.
  case wide32
  /// 16-bit characters: the W functions of programs compiled with -fshort-wchar.
  case wide16

  public var isWide: Bool { self != .narrow }
}

/// What the windows of one kind share. The process is the name space of classes: the module that registered
/// one is kept, and is no part of its name.
public final class WindowClass: Sendable {
  public let name: String
  public let atom: UInt16
  public let procedure: WindowProcedure
  public let encoding: TextEncoding
  /// Bytes that each window has for the program (cbWndExtra).
  public let windowBytes: Int

  /// The most bytes a class may ask for.
  public static let maximumWindowBytes = 4096
  public static let maximumNameLength = 255

  init(
    name: String, atom: UInt16, procedure: @escaping WindowProcedure, encoding: TextEncoding, windowBytes: Int
  ) {
    self.name = name
    self.atom = atom
    self.procedure = procedure
    self.encoding = encoding
    self.windowBytes = windowBytes
  }
}

/// Names of window classes and of registered messages, which share one range of numbers from 0xC000 on.
/// Case makes no difference.
struct AtomTable {
  static let first: UInt32 = 0xC000
  private var numbers: [String: UInt16] = [:]

  /// The number of a name, a new one if it has none yet; nil when all 16,384 are taken.
  mutating func number(for name: String) -> UInt16? {
    let key = name.lowercased()
    if let number = numbers[key] { return number }
    guard let number = UInt16(exactly: AtomTable.first + UInt32(numbers.count)) else { return nil }
    numbers[key] = number
    return number
  }

  /// The number of a name that has one.
  func existing(_ name: String) -> UInt16? { numbers[name.lowercased()] }
}

/// How a program names a class: by its text, or by the atom that registering it returned.
public enum ClassName {
  case text(String)
  case atom(UInt16)
}
