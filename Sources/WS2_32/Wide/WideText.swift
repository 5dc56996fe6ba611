// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import CWinsock
import LinuxIO
import Overlapped

/// Wide strings: WCHAR is wchar_t, 32 bits by default, 16 with -fshort-wchar (design 12).
enum WideText {
  /// A string of 32-bit characters. Surrogate pairs, which Windows programs build by hand, are joined.
  static func string(_ wide: UnsafePointer<WCHAR>, count: Int) -> String {
    var units: [UInt16] = []
    units.reserveCapacity(count)
    for i in 0..<count {
      let value = UInt32(bitPattern: wide[i])
      if value < 0x1_0000 {
        units.append(UInt16(value))
      } else {
        units.append(contentsOf: Unicode.Scalar(value).map { Array(String($0).utf16) } ?? [0xFFFD])
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// The characters of a string with their NUL.
  static func characters<Unit: WideCharacter>(_ text: String, as type: Unit.Type) -> [Unit] {
    Unit.encode(text) + [0]
  }
}

/// A wide character of either width.
protocol WideCharacter: FixedWidthInteger, BitwiseCopyable {
  static func encode(_ text: String) -> [Self]
  /// The string of `count` characters, none of which is NUL.
  static func decode(_ text: UnsafePointer<Self>, count: Int) -> String
}

extension WideCharacter {
  /// The string of the program at `text`; nil for NULL.
  ///
  /// - Throws: `error` where memory ends before the string does.
  static func string(at text: UnsafePointer<Self>?, or error: WinsockError = .badAddress)
    throws(WinsockError) -> String?
  {
    guard let text else { return nil }
    return decode(text, count: try count(of: text, or: error))
  }

  /// The characters of a string of the program, without its NUL.
  ///
  /// - Throws: `error` where memory ends before the string does.
  static func units(at text: UnsafePointer<Self>, or error: WinsockError = .badAddress)
    throws(WinsockError) -> [Self]
  {
    Array(UnsafeBufferPointer(start: text, count: try count(of: text, or: error)))
  }

  /// How many characters stand before the NUL. Nothing is read beyond the page of the NUL: a string may end
  /// where its memory ends.
  static func count(of text: UnsafePointer<Self>, or error: WinsockError) throws(WinsockError) -> Int {
    var next = text
    while true {
      // As far as the page goes.
      let count = Swift.max((4096 - Int(bitPattern: next) & 4095) / MemoryLayout<Self>.stride, 1)
      guard MemoryProbe().isReadable(next, count * MemoryLayout<Self>.stride) else { throw error }
      for _ in 0..<count {
        if next.pointee == 0 { return next - text }
        next += 1
      }
    }
  }
}

extension WCHAR: WideCharacter {
  static func encode(_ text: String) -> [WCHAR] { text.unicodeScalars.map { WCHAR(bitPattern: $0.value) } }
  static func decode(_ text: UnsafePointer<WCHAR>, count: Int) -> String {
    WideText.string(text, count: count)
  }
}

extension UInt16: WideCharacter {
  static func encode(_ text: String) -> [UInt16] { Array(text.utf16) }
  static func decode(_ text: UnsafePointer<UInt16>, count: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF16.self)
  }
}

/// An 8-bit character counts as one too: the same code then serves all three forms of a function.
extension CChar: WideCharacter {
  static func encode(_ text: String) -> [CChar] { text.utf8.map { CChar(bitPattern: $0) } }
  static func decode(_ text: UnsafePointer<CChar>, count: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: text, count: count), as: UTF8.self)
  }
}
