// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Conversions of text. The code page of the process is UTF-8.

/// GetACP: UTF-8.
@c @implementation
public func GetACP() -> UINT {
  UINT(CP_UTF8)
}

@c @implementation
public func GetOEMCP() -> UINT {
  UINT(CP_UTF8)
}

/// MultiByteToWideChar: the count of characters, with the NUL when the input length is −1.
@c @implementation
public func MultiByteToWideChar(
  _ CodePage: UINT, _ dwFlags: DWORD, _ lpMultiByteStr: LPCCH!, _ cbMultiByte: Int32,
  _ lpWideCharStr: LPWSTR!, _ cchWideChar: Int32
) -> Int32 {
  toWide(CodePage, dwFlags, lpMultiByteStr, cbMultiByte, lpWideCharStr, cchWideChar)
}

func toWide<Character: WideCharacter>(
  _ codePage: UINT, _ flags: DWORD, _ text: UnsafePointer<CChar>?, _ count: Int32,
  _ out: UnsafeMutablePointer<Character>?, _ size: Int32
) -> Int32 {
  win32(0) { () throws(WinsockError) in
    guard let text, count != 0, size >= 0 else { throw .invalidParameter }
    let bytes = try input(text, count).map { UInt8(bitPattern: $0) }
    let isStrict = flags & DWORD(MB_ERR_INVALID_CHARS) != 0
    let decoded: String
    if codePage == 28591 || codePage == 1252 {
      decoded = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    } else {
      decoded = String(decoding: bytes, as: UTF8.self)
      if isStrict && String(validating: bytes, as: UTF8.self) == nil {
        throw WinsockError(code: ERROR_NO_UNICODE_TRANSLATION)
      }
    }
    return try store(Character.encode(decoded), out, size)
  }
}

@c @implementation
public func WideCharToMultiByte(
  _ CodePage: UINT, _ dwFlags: DWORD, _ lpWideCharStr: LPCWCH!, _ cchWideChar: Int32,
  _ lpMultiByteStr: LPSTR!, _ cbMultiByte: Int32, _ lpDefaultChar: LPCCH!, _ lpUsedDefaultChar: LPBOOL!
) -> Int32 {
  fromWide(lpWideCharStr, cchWideChar, lpMultiByteStr, cbMultiByte, lpUsedDefaultChar)
}

func fromWide<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, _ count: Int32, _ out: LPSTR?, _ size: Int32, _ usedDefault: LPBOOL?
) -> Int32 {
  win32(0) { () throws(WinsockError) in
    guard let text, count != 0, size >= 0 else { throw .invalidParameter }
    // A NUL inside the counted text is text.
    let decoded = try input(text, count).split(separator: 0, omittingEmptySubsequences: false).map { part in
      Character.decode(Array(part), count: part.count)
    }.joined(separator: "\0")
    if let usedDefault {
      try requireAccess(usedDefault, 4)
      usedDefault.pointee = no
    }
    return try store(CChar.encode(decoded), out, size)
  }
}

/// The text with its NUL if the count is negative.
private func input<Character: WideCharacter>(
  _ text: UnsafePointer<Character>, _ count: Int32
) throws(WinsockError) -> [Character] {
  let length = count < 0 ? try Character.count(of: text, or: .noAccess) + 1 : Int(count)
  guard MemoryProbe().isMapped(text, length * MemoryLayout<Character>.stride) else { throw .noAccess }
  return Array(UnsafeBufferPointer(start: text, count: length))
}

private func store<Character: WideCharacter>(
  _ characters: [Character], _ out: UnsafeMutablePointer<Character>?, _ size: Int32
) throws(WinsockError) -> Int32 {
  if size == 0 { return Int32(characters.count) }
  guard let out else { throw .invalidParameter }
  guard characters.count <= Int(size) else { throw .insufficientBuffer }
  try requireAccess(out, characters.count * MemoryLayout<Character>.stride)
  for (i, character) in characters.enumerated() { out[i] = character }
  return Int32(characters.count)
}
