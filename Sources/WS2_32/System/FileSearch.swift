// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Searching a folder.

/// A search that has begun: what is left to report.
private final class FileSearch: KernelObject, @unchecked Sendable {
  let folder: String
  var names: ArraySlice<String>

  init(_ folder: String, _ names: [String]) {
    self.folder = folder
    self.names = names[...]
    super.init(kind: .other)
  }

  /// Fills the next file in; false at the end.
  func next<Character: WideCharacter>(_ out: UnsafeMutableRawPointer, _ type: Character.Type) -> Bool {
    while let name = names.popFirst() {
      // What has vanished meanwhile is passed over.
      guard let found = FileSystem.information(folder + name) else { continue }
      out.initializeMemory(as: UInt8.self, repeating: 0, count: 44 + 274 * MemoryLayout<Character>.size)
      out.storeBytes(of: found.attributeData, as: WIN32_FILE_ATTRIBUTE_DATA.self)
      let text = (out + 44).assumingMemoryBound(to: Character.self)
      for (i, character) in Character.encode(name).prefix(259).enumerated() { text[i] = character }
      return true
    }
    return false
  }
}

func findFirst<Character: WideCharacter>(
  _ pattern: Text?, _ out: UnsafeMutableRawPointer?, _ type: Character.Type
) -> HANDLE? {
  win32(HANDLE(bitPattern: UInt.max)) { () throws(WinsockError) in
    let whole = try filePath(pattern)
    try requireAccess(out, 44 + 274 * MemoryLayout<Character>.size)
    guard let out else { throw .noAccess }
    let slash = whole.lastIndex(of: "/").map { whole.index(after: $0) } ?? whole.startIndex
    let folder = String(whole[..<slash])
    var name = String(whole[slash...])
    guard !name.isEmpty else { throw .fileNotFound }
    if name == "*.*" { name = "*" }
    let isPattern = name.contains { $0 == "*" || $0 == "?" }
    guard let all = isPattern ? FileSystem.names(in: folder.isEmpty ? "." : folder) : [name] else {
      throw .pathNotFound
    }
    let search = FileSearch(folder, isPattern ? all.filter { FileSystem.matches($0, name) } : all)
    guard search.next(out, type) else { throw .fileNotFound }
    return try open(search, or: .notEnoughMemory).pointer
  }
}

func findNext<Character: WideCharacter>(
  _ handle: HANDLE?, _ out: UnsafeMutableRawPointer?, _ type: Character.Type
) -> BOOL {
  win32 { () throws(WinsockError) in
    let search = try object(handle, as: FileSearch.self)
    try requireAccess(out, 44 + 274 * MemoryLayout<Character>.size)
    guard let out, search.next(out, type) else { throw WinsockError(code: ERROR_NO_MORE_FILES) }
  }
}

/// FindFirstFile: patterns with * and ?, in upper or lower case.
@c @implementation
public func FindFirstFileA(_ lpFileName: LPCSTR!, _ lpFindFileData: LPWIN32_FIND_DATAA!) -> HANDLE! {
  findFirst(Text(lpFileName), UnsafeMutableRawPointer(lpFindFileData), CChar.self)
}

@c @implementation
public func FindFirstFileW(_ lpFileName: LPCWSTR!, _ lpFindFileData: LPWIN32_FIND_DATAW!) -> HANDLE! {
  findFirst(Text(lpFileName), UnsafeMutableRawPointer(lpFindFileData), WCHAR.self)
}

@c @implementation
public func FindNextFileA(_ hFindFile: HANDLE!, _ lpFindFileData: LPWIN32_FIND_DATAA!) -> BOOL {
  findNext(hFindFile, UnsafeMutableRawPointer(lpFindFileData), CChar.self)
}

@c @implementation
public func FindNextFileW(_ hFindFile: HANDLE!, _ lpFindFileData: LPWIN32_FIND_DATAW!) -> BOOL {
  findNext(hFindFile, UnsafeMutableRawPointer(lpFindFileData), WCHAR.self)
}

@c @implementation
public func FindClose(_ hFindFile: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try close(hFindFile, as: FileSearch.self) }
}
