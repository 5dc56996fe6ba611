// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import Foundation

/// Builds C and C++ programs against the installation.
public enum Build {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  private static let flags: (compile: [String], link: [String]) = {
    func ask(_ what: String) -> [String] {
      let environment = ["PKG_CONFIG_PATH": Place.prefix + "/lib/pkgconfig"]
      let answer = try? run("pkg-config", [what, "ws2_32"], environment: environment)
      return (answer?.output ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    }
    return (ask("--cflags"), ask("--libs"))
  }()

  private static let folder: URL = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ws2-tests-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }()

  /// Compiles a source file of the project; returns the program's path.
  public static func program(_ path: String, compiler: String = "cc", options: [String] = []) throws -> String
  {
    try program(source: Place.project.appendingPathComponent(path), compiler: compiler, options: options)
  }

  /// Compiles a source text.
  public static func program(
    text: String, name: String, compiler: String = "cc", options: [String] = []
  ) throws -> String {
    let source = folder.appendingPathComponent(name)
    try text.write(to: source, atomically: true, encoding: .utf8)
    return try program(source: source, compiler: compiler, options: options)
  }

  private static func program(source: URL, compiler: String, options: [String]) throws -> String {
    let output = folder.appendingPathComponent(source.lastPathComponent + "-\(UUID().uuidString.prefix(8))")
      .path
    let arguments = options + flags.compile + [source.path] + flags.link + ["-o", output]
    let result = try run(compiler, arguments)
    guard result.status == 0 else { throw Failure(description: result.output) }
    return output
  }

  /// Compiles without linking; returns what the compiler said.
  public static func check(text: String, name: String, compiler: String, options: [String]) throws -> Finished
  {
    let source = folder.appendingPathComponent(UUID().uuidString + "-" + name)
    try text.write(to: source, atomically: true, encoding: .utf8)
    return try run(compiler, options + flags.compile + ["-fsyntax-only", source.path])
  }

  /// Those of some tools that are there; the others are named.
  public static func installed(_ tools: [String]) -> [String] {
    tools.filter {
      let isThere = exists($0)
      if !isThere { print("\($0) is not installed: its tests are left out") }
      return isThere
    }
  }

  public static func exists(_ tool: String) -> Bool {
    ((try? run("sh", ["-c", "command -v \(tool)"]))?.status ?? 1) == 0
  }
}
