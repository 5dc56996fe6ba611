// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Variables and the command line.

/// GetEnvironmentVariable: 0 with ERROR_ENVVAR_NOT_FOUND for one that is not set.
@c @implementation
public func GetEnvironmentVariableA(_ lpName: LPCSTR!, _ lpBuffer: LPSTR!, _ nSize: DWORD) -> DWORD {
  getVariable(Text(lpName), lpBuffer, nSize)
}

@c @implementation
public func GetEnvironmentVariableW(_ lpName: LPCWSTR!, _ lpBuffer: LPWSTR!, _ nSize: DWORD) -> DWORD {
  getVariable(Text(lpName), lpBuffer, nSize)
}

func getVariable<Character: WideCharacter>(
  _ name: Text?, _ buffer: UnsafeMutablePointer<Character>?, _ size: DWORD
) -> DWORD {
  win32(0) { () throws(WinsockError) in
    guard let name = try name?.string, let value = Variables.get(name) else {
      throw WinsockError(code: ERROR_ENVVAR_NOT_FOUND)
    }
    ThreadLocal.lastError = 0
    return try giveText(value, buffer, size)
  }
}

/// SetEnvironmentVariable: NULL takes the variable away. getenv sees the change as well.
@c @implementation
public func SetEnvironmentVariableA(_ lpName: LPCSTR!, _ lpValue: LPCSTR!) -> BOOL {
  setVariable(Text(lpName), Text(lpValue))
}

@c @implementation
public func SetEnvironmentVariableW(_ lpName: LPCWSTR!, _ lpValue: LPCWSTR!) -> BOOL {
  setVariable(Text(lpName), Text(lpValue))
}

/// ExpandEnvironmentStrings: %name% becomes the value, or stays. The count includes the NUL.
@c @implementation
public func ExpandEnvironmentStringsA(_ lpSrc: LPCSTR!, _ lpDst: LPSTR!, _ nSize: DWORD) -> DWORD {
  expandVariables(Text(lpSrc), lpDst, nSize)
}

@c @implementation
public func ExpandEnvironmentStringsW(_ lpSrc: LPCWSTR!, _ lpDst: LPWSTR!, _ nSize: DWORD) -> DWORD {
  expandVariables(Text(lpSrc), lpDst, nSize)
}

func setVariable(_ name: Text?, _ value: Text?) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let name = try name?.string, !name.isEmpty, !name.contains("=") else { throw .invalidParameter }
    if value == nil && Variables.get(name) == nil {
      throw WinsockError(code: ERROR_ENVVAR_NOT_FOUND)
    }
    guard Variables.set(name, try value?.string) else { throw .notEnoughMemory }
  }
}

func expandVariables<Character: WideCharacter>(
  _ source: Text?, _ out: UnsafeMutablePointer<Character>?, _ size: DWORD
) -> DWORD {
  win32(0) { () throws(WinsockError) in
    guard let source = try source?.string else { throw .invalidParameter }
    var result = ""
    var rest = Substring(source)
    while let start = rest.firstIndex(of: "%") {
      result += rest[..<start]
      let after = rest[rest.index(after: start)...]
      guard let end = after.firstIndex(of: "%") else {
        rest = rest[start...]
        break
      }
      if let value = Variables.get(String(after[..<end])) {
        result += value
        rest = after[after.index(after: end)...]
      } else {
        result += "%" + after[..<end]
        rest = after[end...]
      }
    }
    let count = try giveText(result + rest, out, size)
    return count < size ? count + 1 : count
  }
}

/// A block that the program gives back, or that stays for good.
func block<Character: WideCharacter>(_ texts: [String], _ type: Character.Type) -> UnsafeMutablePointer<
  Character
>? {
  let characters: [Character] = texts.flatMap { Character.encode($0) + [0] } + (texts.isEmpty ? [0, 0] : [0])
  let size = characters.count * MemoryLayout<Character>.stride
  guard let memory = Heap.process.allocate(size) else { return fail(nil, .notEnoughMemory) }
  characters.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress!, byteCount: size) }
  return memory.assumingMemoryBound(to: Character.self)
}

@c @implementation
public func GetEnvironmentStringsA() -> LPSTR! {
  block(Variables.all, CChar.self)
}

@c @implementation
public func GetEnvironmentStringsW() -> LPWCH! {
  block(Variables.all, WCHAR.self)
}

@c @implementation
public func FreeEnvironmentStringsA(_ penv: LPCH!) -> BOOL {
  Heap.process.free(penv) ? yes : fail(no, .invalidParameter)
}

@c @implementation
public func FreeEnvironmentStringsW(_ penv: LPWCH!) -> BOOL {
  Heap.process.free(penv) ? yes : fail(no, .invalidParameter)
}

// MARK: The command line

/// The words as one line, by the rules by which Windows programs take it apart again.
private let commandLine: String = ProcessInformation.arguments.map { word in
  guard word.isEmpty || word.contains(where: { $0 == " " || $0 == "\t" || $0 == "\"" }) else { return word }
  var (quoted, backslashes) = ("\"", 0)
  for character in word {
    if character == "\\" {
      backslashes += 1
    } else {
      if character == "\"" { quoted += String(repeating: "\\", count: backslashes + 1) }
      backslashes = 0
    }
    quoted.append(character)
  }
  return quoted + String(repeating: "\\", count: backslashes) + "\""
}.joined(separator: " ")

/// The line in each width of characters, made once.
enum PermanentCommandLine {
  nonisolated(unsafe) private static let narrow = block([commandLine], CChar.self)
  nonisolated(unsafe) private static let wide = block([commandLine], WCHAR.self)
  nonisolated(unsafe) private static let short = block([commandLine], UInt16.self)

  static func get(_ type: CChar.Type) -> UnsafeMutablePointer<CChar>? { narrow }
  static func get(_ type: WCHAR.Type) -> UnsafeMutablePointer<WCHAR>? { wide }
  static func get(_ type: UInt16.Type) -> UnsafeMutablePointer<UInt16>? { short }
}

@c @implementation
public func GetCommandLineA() -> LPSTR! {
  PermanentCommandLine.get(CChar.self)
}

@c @implementation
public func GetCommandLineW() -> LPWSTR! {
  PermanentCommandLine.get(WCHAR.self)
}

/// Takes a command line apart: quotes hold words together, backslashes before a quote escape.
func splitCommandLine(_ line: String) -> [String] {
  var (words, word, isWord, isQuoted, backslashes) = ([String](), "", false, false, 0)
  for character in line {
    switch character {
    case "\\":
      backslashes += 1
      isWord = true
    case "\"":
      word += String(repeating: "\\", count: backslashes / 2)
      if backslashes % 2 == 1 { word.append("\"") } else { isQuoted.toggle() }
      (backslashes, isWord) = (0, true)
    case " " where !isQuoted, "\t" where !isQuoted:
      word += String(repeating: "\\", count: backslashes)
      backslashes = 0
      if isWord { words.append(word) }
      (word, isWord) = ("", false)
    default:
      word += String(repeating: "\\", count: backslashes)
      word.append(character)
      (backslashes, isWord) = (0, true)
    }
  }
  word += String(repeating: "\\", count: backslashes)
  return isWord ? words + [word] : words
}

func splitCommandLine<Character: WideCharacter>(
  _ line: Text?, _ count: UnsafeMutablePointer<Int32>?, _ type: Character.Type
) -> UnsafeMutablePointer<UnsafeMutablePointer<Character>?>? {
  win32(nil) { () throws(WinsockError) in
    guard let line = try line?.string, let count else { throw .invalidParameter }
    try requireAccess(count, 4)
    let words = line.isEmpty ? [ProcessInformation.arguments.first ?? ""] : splitCommandLine(line)
    // One block, as LocalFree expects: pointers, then what they point to.
    let texts = words.map { Character.encode($0) + [0] }
    let table = (words.count + 1) * MemoryLayout<UInt>.size
    let size = texts.reduce(table) { $0 + $1.count * MemoryLayout<Character>.stride }
    guard let memory = Heap.process.allocate(size) else { throw .notEnoughMemory }
    let pointers = memory.assumingMemoryBound(to: UnsafeMutablePointer<Character>?.self)
    var next = (memory + table).assumingMemoryBound(to: Character.self)
    for (i, text) in texts.enumerated() {
      pointers[i] = next
      for character in text {
        next.pointee = character
        next += 1
      }
    }
    pointers[words.count] = nil
    count.pointee = Int32(words.count)
    return pointers
  }
}

/// CommandLineToArgvW: the result is freed by LocalFree.
@c @implementation
public func CommandLineToArgvW(_ lpCmdLine: LPCWSTR!, _ pNumArgs: UnsafeMutablePointer<Int32>!)
  -> UnsafeMutablePointer<LPWSTR?>!
{
  splitCommandLine(Text(lpCmdLine), pNumArgs, WCHAR.self)
}
