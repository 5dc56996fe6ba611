// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// Numeric addresses in the grammar of Windows' Rtl functions, which inet_pton, WSAStringToAddress and their
/// kin share. It differs from libc's: where a text stops being an address is part of the answer, ports may be
/// written in octal or hexadecimal, and a scope is a number.
enum NumericAddress {
  /// The beginning of a text that is an address; `end` is the first character beyond it.
  enum Prefix<Address> {
    case address(Address, end: Int)
    /// Where it stopped making sense; nil where the functions leave their terminator alone.
    case failure(at: Int?)
  }

  // MARK: IPv4

  /// - Parameter strict: four decimal parts; else also one to three parts, octal and hexadecimal ones.
  /// - Returns: the address in network order.
  static func parse4<Unit: WideCharacter>(_ text: [Unit], from start: Int = 0, strict: Bool) -> Prefix<UInt32>
  {
    var parts: [UInt32] = []
    var place = start
    while true {
      switch number(text, at: place, strict: strict) {
      case .failure(let at): return .failure(at: at)
      case .address(let value, let end):
        parts.append(value)
        place = end
      }
      guard character(text, place) == "." else { break }
      if parts.count == 4 { return .failure(at: place) }
      place += 1
    }
    guard let address = assemble(parts), !strict || parts.count == 4 else { return .failure(at: place) }
    return .address(address.bigEndian, end: place)
  }

  /// The last part fills the bytes that the others leave.
  private static func assemble(_ parts: [UInt32]) -> UInt32? {
    guard let last = parts.last, parts.dropLast().allSatisfy({ $0 <= 255 }) else { return nil }
    let free = 8 * UInt32(5 - parts.count)
    guard free == 32 || last >> free == 0 else { return nil }
    var address = last
    for (i, part) in parts.dropLast().enumerated() { address |= part << (24 - 8 * UInt32(i)) }
    return address
  }

  private static func number<Unit: WideCharacter>(_ text: [Unit], at start: Int, strict: Bool) -> Prefix<
    UInt32
  > {
    var place = start
    var base: UInt32 = 10
    if character(text, place) == "0" {
      let next = character(text, place + 1)
      if next == "x" || next == "X" {
        base = 16
        place += 2
        if strict { return .failure(at: place) }
      } else if digit(next, base: 10) != nil {
        base = 8
        place += 1
        if strict || digit(next, base: 8) == nil { return .failure(at: place) }
      }
    }
    let first = place
    var value: UInt64 = 0
    while let next = digit(character(text, place), base: base) {
      value = value * UInt64(base) + UInt64(next)
      if value > UInt64(UInt32.max) { return .failure(at: place) }
      place += 1
    }
    if place == first {
      return .failure(at: place == start && character(text, place) == "." ? place + 1 : place)
    }
    if base == 8 && digit(character(text, place), base: 10) != nil { return .failure(at: place) }
    return .address(UInt32(value), end: place)
  }

  // MARK: IPv6

  static func parse6<Unit: WideCharacter>(_ text: [Unit], from start: Int = 0) -> Prefix<[UInt8]> {
    var groups: [UInt16] = []
    var gap: Int?
    var place = start
    if character(text, place) == ":" {
      guard character(text, place + 1) == ":" else { return .failure(at: place) }
      gap = 0
      place += 2
    }
    while groups.count < 8, let end = hexadecimal(text, at: place) {
      if end - place > 4 { return .failure(at: nil) }
      if character(text, end) == "." && groups.count <= 6 {
        switch parse4(text, from: place, strict: true) {
        case .failure(let at): return .failure(at: at)
        case .address(let address, let end):
          let value = UInt32(bigEndian: address)
          groups += [UInt16(value >> 16), UInt16(value & 0xFFFF)]
          place = end
        }
        break
      }
      groups.append(text[place..<end].reduce(0) { $0 << 4 | UInt16(digit(scalar($1), base: 16)!) })
      place = end
      guard character(text, place) == ":", groups.count < 8 else { break }
      if character(text, place + 1) == ":" {
        if gap != nil { break }
        gap = groups.count
        place += 2
      } else if hexadecimal(text, at: place + 1) != nil {
        place += 1
      } else {
        break
      }
    }
    guard gap == nil ? groups.count == 8 : groups.count < 8 else { return .failure(at: place) }
    if let gap { groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap) }
    return .address(groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, end: place)
  }

  /// Where the hexadecimal digits end; nil if there are none.
  private static func hexadecimal<Unit: WideCharacter>(_ text: [Unit], at start: Int) -> Int? {
    var end = start
    while digit(character(text, end), base: 16) != nil { end += 1 }
    return end > start ? end : nil
  }

  // MARK: Whole texts

  /// An IPv4 address of four decimal parts and nothing else.
  static func dotted(_ text: String) -> UInt32? {
    let units = text.utf8.map { CChar(bitPattern: $0) }
    guard case .address(let address, let end) = parse4(units, strict: true), end == units.count else {
      return nil
    }
    return address
  }

  /// An IPv6 address and nothing else.
  static func coloned(_ text: String) -> [UInt8]? {
    let units = text.utf8.map { CChar(bitPattern: $0) }
    guard case .address(let address, let end) = parse6(units), end == units.count else { return nil }
    return address
  }

  /// An address with an optional port: "1.2.3.4:80". The address is given also where only the port is wrong.
  static func parseWhole4<Unit: WideCharacter>(_ text: [Unit], strict: Bool) -> (
    address: UInt32?, port: UInt16?
  ) {
    guard case .address(let address, let end) = parse4(text, strict: strict) else { return (nil, nil) }
    if end == text.count { return (address, 0) }
    return (address, character(text, end) == ":" ? port(text, at: end + 1) : nil)
  }

  /// "::1", "fe80::1%3", "[::1]:80".
  static func parseWhole6<Unit: WideCharacter>(_ text: [Unit]) -> (
    address: [UInt8], scope: UInt32, port: UInt16
  )? {
    let isBracketed = character(text, 0) == "["
    guard case .address(let address, var end) = parse6(text, from: isBracketed ? 1 : 0) else { return nil }
    var scope: UInt32 = 0
    if character(text, end) == "%" {
      var digits = 0
      var value: UInt64 = 0
      while let next = digit(character(text, end + 1 + digits), base: 10) {
        value = value * 10 + UInt64(next)
        digits += 1
        if value > UInt64(UInt32.max) { return nil }
      }
      if digits == 0 { return nil }
      scope = UInt32(value)
      end += 1 + digits
    }
    guard isBracketed else { return end == text.count ? (address, scope, 0) : nil }
    guard character(text, end) == "]" else { return nil }
    if end + 1 == text.count { return (address, scope, 0) }
    guard character(text, end + 1) == ":", let port = port(text, at: end + 2) else { return nil }
    return (address, scope, port)
  }

  /// A port up to the end of the text: not 0, octal or hexadecimal if it begins so.
  private static func port<Unit: WideCharacter>(_ text: [Unit], at start: Int) -> UInt16? {
    guard case .address(let value, let end) = number(text, at: start, strict: false), end == text.count else {
      return nil
    }
    return value == 0 ? nil : UInt16(exactly: value)
  }

  // MARK: Formatting

  /// Sixteen bytes as text. The last four are dotted where the address embeds an IPv4 address: compatible,
  /// mapped, translated, and ISATAP.
  static func format6(_ bytes: UnsafeRawPointer) -> String {
    let words = (0..<8).map {
      UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))
    }
    guard embedsIPv4(words) else { return format(words) }
    let tail = (12..<16).map { String(bytes.load(fromByteOffset: $0, as: UInt8.self)) }
    let head = format(Array(words[..<6]))
    return (head.hasSuffix("::") ? head : head + ":") + tail.joined(separator: ".")
  }

  private static func embedsIPv4(_ words: [UInt16]) -> Bool {
    if words[4] & 0xFDFF == 0 && words[5] == 0x5EFE { return true }
    guard words[..<4].allSatisfy({ $0 == 0 }) else { return false }
    return switch (words[4], words[5]) {
    case (0, 0): words[6] != 0
    case (0, 0xFFFF), (0xFFFF, 0): true
    default: false
    }
  }

  /// Words in hexadecimal, the longest run of zeroes left out.
  private static func format(_ words: [UInt16]) -> String {
    var run = 0..<0
    var begin = 0
    for i in 0...words.count where i == words.count || words[i] != 0 {
      if i - begin > max(run.count, 1) { run = begin..<i }
      begin = i + 1
    }
    let text = words.map { String($0, radix: 16) }
    if run.isEmpty { return text.joined(separator: ":") }
    return text[..<run.lowerBound].joined(separator: ":") + "::"
      + text[run.upperBound...].joined(separator: ":")
  }

  // MARK: Characters

  private static func scalar<Unit: WideCharacter>(_ unit: Unit) -> Unicode.Scalar? {
    Unicode.Scalar(UInt32(truncatingIfNeeded: unit))
  }

  private static func character<Unit: WideCharacter>(_ text: [Unit], _ place: Int) -> Unicode.Scalar? {
    place < text.count ? scalar(text[place]) : nil
  }

  private static func digit(_ character: Unicode.Scalar?, base: UInt32) -> UInt32? {
    guard let value = character?.value else { return nil }
    let digit: UInt32
    switch value {
    case 48...57: digit = value - 48
    case 65...70: digit = value - 55
    case 97...102: digit = value - 87
    default: return nil
    }
    return digit < base ? digit : nil
  }
}
