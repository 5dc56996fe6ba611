// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// FormatMessage: texts of error codes, and inserts %1 … %99.

@c @implementation
public func FormatMessageA(
  _ dwFlags: DWORD, _ lpSource: LPCVOID!, _ dwMessageId: DWORD, _ dwLanguageId: DWORD, _ lpBuffer: LPSTR!,
  _ nSize: DWORD, _ Arguments: UnsafeMutablePointer<va_list>!
) -> DWORD {
  formatMessage(
    dwFlags, lpSource?.assumingMemoryBound(to: CChar.self), dwMessageId, UnsafeMutableRawPointer(lpBuffer),
    nSize,
    Arguments.map { UnsafeMutableRawPointer($0) }, CChar.self)
}

@c @implementation
public func FormatMessageW(
  _ dwFlags: DWORD, _ lpSource: LPCVOID!, _ dwMessageId: DWORD, _ dwLanguageId: DWORD, _ lpBuffer: LPWSTR!,
  _ nSize: DWORD, _ Arguments: UnsafeMutablePointer<va_list>!
) -> DWORD {
  formatMessage(
    dwFlags, lpSource?.assumingMemoryBound(to: WCHAR.self), dwMessageId, UnsafeMutableRawPointer(lpBuffer),
    nSize,
    Arguments.map { UnsafeMutableRawPointer($0) }, WCHAR.self)
}

/// Returns the number of characters stored without the NUL; 0 with ERROR_MR_MID_NOT_FOUND for a code without a text.
func formatMessage<Character: WideCharacter>(
  _ flags: DWORD, _ source: UnsafePointer<Character>?, _ code: DWORD, _ buffer: UnsafeMutableRawPointer?,
  _ size: DWORD,
  _ arguments: UnsafeMutableRawPointer?, _ type: Character.Type
) -> DWORD {
  win32(0) { () throws(WinsockError) in
    guard let buffer else { throw .invalidParameter }
    var text: String
    if flags & DWORD(FORMAT_MESSAGE_FROM_STRING) != 0 {
      guard let string = try Character.string(at: source, or: .noAccess) else { throw .invalidParameter }
      text = string
    } else {
      guard let message = MessageTable.text(MessageTable.code(code)) else {
        throw WinsockError(code: ERROR_MR_MID_NOT_FOUND)
      }
      text = message + (flags & DWORD(FORMAT_MESSAGE_MAX_WIDTH_MASK) == 0xFF ? " " : "\r\n")
    }
    if flags & DWORD(FORMAT_MESSAGE_IGNORE_INSERTS) == 0 {
      let isArray = flags & DWORD(FORMAT_MESSAGE_ARGUMENT_ARRAY) != 0
      var inserts = MessageInserts(arguments, isArray: isArray)
      text = try inserts.expand(text, Character.self)
    }
    let characters = Character.encode(text) + [0]
    if flags & DWORD(FORMAT_MESSAGE_ALLOCATE_BUFFER) != 0 {
      let length = max(characters.count, Int(size)) * MemoryLayout<Character>.stride
      guard let block = Heap.process.allocate(length) else { throw .notEnoughMemory }
      characters.withUnsafeBytes { block.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
      try requireAccess(buffer, 8)
      buffer.storeBytes(of: UInt(bitPattern: block), as: UInt.self)
    } else {
      guard characters.count <= Int(size) else { throw .insufficientBuffer }
      try requireAccess(buffer, characters.count * MemoryLayout<Character>.stride)
      characters.withUnsafeBytes { buffer.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    }
    return DWORD(characters.count - 1)
  }
}

/// The arguments of a message: an array of words, or a va_list, whose words are read one after the other.
private struct MessageInserts {
  private let array: UnsafeMutablePointer<UInt>?
  private var list: UnsafeMutableRawPointer?
  private var read: [UInt] = []

  init(_ arguments: UnsafeMutableRawPointer?, isArray: Bool) {
    array = isArray ? arguments?.assumingMemoryBound(to: UInt.self) : nil
    list = isArray ? nil : arguments
  }

  private mutating func word(_ number: Int) throws(WinsockError) -> UInt? {
    if let array {
      guard MemoryProbe().isReadable(array + (number - 1), 8) else { throw .noAccess }
      return array[number - 1]
    }
    guard let list else { return nil }
    try requireAccess(list, 24)
    while read.count < number { read.append(VariableArguments.nextWord(list)) }
    return read[number - 1]
  }

  mutating func expand<Character: WideCharacter>(_ text: String, _ type: Character.Type)
    throws(WinsockError) -> String
  {
    var result = ""
    var rest = Substring(text)
    while let percent = rest.firstIndex(of: "%") {
      result += rest[..<percent]
      rest = rest[rest.index(after: percent)...]
      guard let next = rest.first else { break }
      if let digit = next.wholeNumberValue, digit > 0 {
        let digits = rest.prefix(2).prefix { $0.wholeNumberValue != nil }
        rest = rest.dropFirst(digits.count)
        result += try insert(Int(digits)!, format(&rest), type)
      } else {
        rest = rest.dropFirst()
        switch next {
        case "n": result += "\r\n"
        case "r": result += "\r"
        case "b": result += " "
        case "0": return result
        default: result.append(next)
        }
      }
    }
    return result + rest
  }

  /// "!s!", "!d!", "!08x!" behind a number; strings without it.
  private func format(_ rest: inout Substring) -> String {
    guard rest.hasPrefix("!"), let end = rest.dropFirst().firstIndex(of: "!") else { return "s" }
    let format = String(rest[rest.index(after: rest.startIndex)..<end])
    rest = rest[rest.index(after: end)...]
    return format
  }

  private mutating func insert<Character: WideCharacter>(
    _ number: Int, _ format: String, _ type: Character.Type
  ) throws(WinsockError) -> String {
    guard let word = try word(number) else { return "%\(number)" }
    switch format.last {
    case "s": return try Character.string(at: UnsafePointer(bitPattern: word), or: .noAccess) ?? "(null)"
    case "S": return try CChar.string(at: UnsafePointer(bitPattern: word), or: .noAccess) ?? "(null)"
    case "x", "X":
      let isWide = format.contains("I64") || format.contains("ll")
      let digits = String(isWide ? word : word & 0xFFFF_FFFF, radix: 16, uppercase: format.last == "X")
      return padded(digits, format)
    case "u":
      return padded(
        format.contains("I64") || format.contains("ll") ? "\(word)" : "\(UInt32(truncatingIfNeeded: word))",
        format)
    default:
      return padded(
        format.contains("I64") || format.contains("ll")
          ? "\(Int(bitPattern: word))" : "\(Int32(truncatingIfNeeded: Int(bitPattern: word)))", format)
    }
  }

  private func padded(_ digits: String, _ format: String) -> String {
    let isZero = format.hasPrefix("0")
    let width = Int(format.prefix { $0.isNumber }) ?? 0
    return String(repeating: isZero ? "0" : " ", count: max(0, width - digits.count)) + digits
  }
}
