// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// Which modules of the project each one may import: downwards only.
private let allowed: [String: Set<String>] = [
  "LinuxIO": ["CLinux"],
  "Overlapped": ["LinuxIO", "CLinux"],
  "WS2_32": ["CWinsock", "Overlapped", "LinuxIO"],
]
private let modules: Set<String> = ["CLiburing", "CLinux", "CWinsock", "LinuxIO", "Overlapped", "WS2_32"]

private func sources(_ folder: String) -> [URL] {
  let root = Place.project.appendingPathComponent(folder)
  let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
  return files?.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
}

@Test func importsPointDownwards() throws {
  for (module, below) in allowed {
    let files = sources("Sources/\(module)")
    #expect(!files.isEmpty)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      for line in text.split(separator: "\n") where line.contains("import ") && !line.hasPrefix("//") {
        guard let name = line.split(separator: " ").last.map(String.init), modules.contains(name) else {
          continue
        }
        #expect(below.contains(name), "\(file.lastPathComponent) of \(module) imports \(name)")
      }
    }
  }
}

/// The model has Swift names: the C interface's prefixes stop at its own layer.
@Test func theModelHasNoHungarianNames() throws {
  for file in sources("Sources/Overlapped") + sources("Sources/LinuxIO") {
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.firstMatch(of: /\b(lp[A-Z]|dw[A-Z])[A-Za-z]+\s*:/) == nil, "\(file.lastPathComponent)")
  }
}

@Test func filesAreShortEnoughToRead() throws {
  for file in sources("Sources") + sources("Tests") {
    let lines = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 401, "\(file.lastPathComponent) has \(lines.count) lines")
  }
}
