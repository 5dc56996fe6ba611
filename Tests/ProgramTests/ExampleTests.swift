// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// The examples say what stands in examples/transcripts: the servers when a client drives them (scripts/example.sh).
@Suite struct ExampleTests {
  static let names = ["event", "routine", "iocp", "select", "udp", "echo"]

  /// All of them built once, side by side.
  private static let folder: Result<URL, any Error> = Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ws2-examples-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let warnings = ["-Wall", "-Wextra", "-Werror"]
    for source in try sources(of: "c") {
      let program = try Build.program(
        "examples/c/\(source)", options: ["-std=gnu11", "-Wno-unknown-pragmas"] + warnings)
      try FileManager.default.moveItem(
        atPath: program, toPath: folder.appendingPathComponent(String(source.dropLast(2))).path)
    }
    let program = try Build.program(
      "examples/cpp/echo.cpp", compiler: "c++", options: ["-std=c++17"] + warnings)
    try FileManager.default.moveItem(
      atPath: program, toPath: folder.appendingPathComponent("echo").path)
    return folder
  }

  private static func sources(of language: String) throws -> [String] {
    let folder = Place.project.appendingPathComponent("examples/\(language)").path
    return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix("." + language) }
  }

  private static func transcript(_ name: String) throws -> String {
    try String(
      contentsOf: Place.project.appendingPathComponent("examples/transcripts/\(name).txt"), encoding: .utf8)
  }

  @Test(arguments: names, Engine.allCases)
  func saysWhatItShould(name: String, engine: Engine) throws {
    let script = Place.project.appendingPathComponent("scripts/example.sh").path
    let folder = try Self.folder.get().path
    let result = try run("sh", [script, name, folder], environment: engine.environment)
    #expect(result.output == (try Self.transcript(name)))
    #expect(result.status == 0)
  }

  /// No example is left out here, and none is longer than a reader's patience.
  @Test func allAreRun() throws {
    let script = Place.project.appendingPathComponent("scripts/example.sh").path
    #expect(try run("sh", [script, "list"]).output == Self.names.joined(separator: " ") + "\n")
    let pairs = ["receive.c", "send.c"]  // these are `make run`
    let measured = ["iocp_echo.c", "rio_echo.c"]  // and these `make bench`
    let clients = ["event_client.c", "iocp_client.c", "udp_client.c"]
    let servers = try Self.sources(of: "c").filter { !(pairs + measured + clients).contains($0) }
    #expect(
      Set(servers.map { $0.replacingOccurrences(of: "_server.c", with: "") })
        == Set(Self.names).subtracting(["echo"]))
    for source in try Self.sources(of: "c") {
      let text = try String(
        contentsOf: Place.project.appendingPathComponent("examples/c/\(source)"), encoding: .utf8)
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 260, "\(source)")
    }
  }
}
