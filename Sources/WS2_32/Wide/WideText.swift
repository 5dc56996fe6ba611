// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import CWinsock
import Overlapped

/// Wide strings: WCHAR is wchar_t, 32 bits by default, 16 with -fshort-wchar (design 12).
enum WideText {
  /// A string of 32-bit characters up to its NUL. Surrogate pairs, which Windows programs build by hand, are
  /// joined.
  static func string(_ wide: UnsafePointer<WCHAR>) -> String {
    var count = 0
    while wide[count] != 0 { count += 1 }
    return string(wide, count: count)
  }

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
  static func decode(_ text: UnsafePointer<Self>) -> String
}

extension WideCharacter {
  /// The string of the program at `text`; nil for NULL.
  ///
  /// - Throws: `.badAddress` where memory ends before the string does.
  static func string(at text: UnsafePointer<Self>?) throws(WinsockError) -> String? {
    guard var next = text else { return nil }
    while true {
      // As far as the page goes.
      let count = Swift.max((4096 - Int(bitPattern: next) & 4095) / MemoryLayout<Self>.stride, 1)
      try requireReadable(next, count * MemoryLayout<Self>.stride)
      for _ in 0..<count {
        if next.pointee == 0 { return decode(text!) }
        next += 1
      }
    }
  }
}

extension WCHAR: WideCharacter {
  static func encode(_ text: String) -> [WCHAR] { text.unicodeScalars.map { WCHAR(bitPattern: $0.value) } }
  static func decode(_ text: UnsafePointer<WCHAR>) -> String { WideText.string(text) }
}

extension UInt16: WideCharacter {
  static func encode(_ text: String) -> [UInt16] { Array(text.utf16) }
  static func decode(_ text: UnsafePointer<UInt16>) -> String {
    String(decodingCString: text, as: UTF16.self)
  }
}

/// An 8-bit character counts as one too: the same code then serves all three forms of a function.
extension CChar: WideCharacter {
  static func encode(_ text: String) -> [CChar] { text.utf8.map { CChar(bitPattern: $0) } }
  static func decode(_ text: UnsafePointer<CChar>) -> String { String(cString: text) }
}
