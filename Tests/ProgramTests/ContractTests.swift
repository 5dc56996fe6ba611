// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// The programs of Tests/Programs: the rules of docs/CONTRACT.md check by check, then the socket functions beside the
/// page and the Win32 around them. Whatever lies there is run, on both engines.
@Suite struct ContractTests {
  /// A program, the arguments and the variables it runs with.
  struct Run: Sendable, CustomStringConvertible {
    let program: String
    var arguments: [String] = []
    var environment: [String: String] = [:]
    /// Of the compiler.
    var options: [String] = []
    var description: String {
      ([program] + options + arguments + environment.map { "\($0)=\($1)" }).joined(separator: " ")
    }
  }

  private static let folder = Place.project.appendingPathComponent("Tests/Programs")

  /// File names by program: name.c or name.cpp.
  private static let files: [String: String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return Dictionary(
      uniqueKeysWithValues: names.filter { $0.hasSuffix(".c") || $0.hasSuffix(".cpp") }
        .map { (String($0.prefix { $0 != "." }), $0) })
  }()

  /// Parts of other tests.
  private static let elsewhere: Set = [
    "fallback", "faulty_shortage", "stdio_mix", "porting", "with_posix", "with_posix_side",
  ]

  /// Programs that need more than their name.
  private static let special: [Run] =
    [Run(program: "contract_limits", environment: ["WS2_MAX_OPERATIONS": "32"])] + faults + tortures

  private static let faults: [Run] = [
    fault("37", code: "10050", errno: 100), fault("38", code: "10052", errno: 102),
    fault("39", code: "10060", errno: 110), fault("21", code: "10054", errno: 104),
    Run(
      program: "contract_faults", arguments: ["38", "10052", "udp"], environment: ["WS2_FAULTS": "fail=113"]),
  ]

  private static func fault(_ rule: String, code: String, errno: Int) -> Run {
    Run(program: "contract_faults", arguments: [rule, code], environment: ["WS2_FAULTS": "fail=\(errno)"])
  }

  private static let tortures: [Run] = [
    Run(program: "torture", arguments: ["3s"]),
    Run(program: "torture_ports", arguments: ["100000"]),
    Run(program: "rio_torture", arguments: ["100000"]),
  ]

  /// Once more with 16-bit characters.
  private static let wide: [Run] = ["duplicate_process", "lookup", "names_ex"].map {
    Run(program: $0, options: ["-fshort-wchar"])
  }

  static let runs: [Run] = {
    let named = elsewhere.union(special.map(\.program))
    let plain = files.keys.filter { !named.contains($0) }.sorted().map { Run(program: $0) }
    return plain + wide + special
  }()

  @Test(arguments: runs, Engine.allCases)
  func holds(run: Run, engine: Engine) throws {
    let file = try #require(ContractTests.files[run.program])
    let isCpp = file.hasSuffix(".cpp")
    let program = try Build.program(
      "Tests/Programs/\(file)", compiler: isCpp ? "c++" : "cc",
      options: [isCpp ? "-std=gnu++17" : "-std=gnu11", "-Wall", "-Wextra", "-Werror"] + run.options)
    let result = try runAlone(
      "timeout", ["120", program] + run.arguments,
      environment: run.environment.merging(engine.environment) { $1 })
    #expect(result.status == 0, "\(result.output)")
    #expect(result.lines.last == "passed", "\(result.output)")
    #expect(!result.lines.contains { $0.hasPrefix("FAILED") })
  }

  /// Every rule of docs/CONTRACT.md is checked by a program, and every checked rule stands there.
  @Test func theTableIsComplete() throws {
    let table = try String(
      contentsOf: Place.project.appendingPathComponent("docs/CONTRACT.md"), encoding: .utf8)
    let listed = Set(table.matches(of: /\| R(\d+) \|/).map { String($0.1) })
    var checked: Set<String> = ["37", "38", "39"]  // given to contract_faults as an argument
    let folder = Place.project.appendingPathComponent("Tests/Programs")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".c") {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      for match in text.matches(of: /\b(?:check|equal)\((\d+),/) where match.1 != "0" {
        checked.insert(String(match.1))
      }
    }
    #expect(listed == checked)
  }

  /// The files that docs/CONTRACT.md names are there.
  @Test func theTableNamesFiles() throws {
    let table = try String(
      contentsOf: Place.project.appendingPathComponent("docs/CONTRACT.md"), encoding: .utf8)
    let rows = table.matches(of: /\| R(\d+) \|.*\| ([a-z_, ]+) \| (\S+) \|/)
    #expect(rows.count == table.matches(of: /\| R\d+ \|/).count)
    let sources = Place.project.appendingPathComponent("Sources")
    for row in rows {
      let found = [sources, sources.appendingPathComponent("Overlapped")].contains {
        FileManager.default.fileExists(atPath: $0.appendingPathComponent(String(row.3)).path)
      }
      #expect(found, "R\(row.1): \(row.3)")
      for program in row.2.split(separator: ", ") {
        #expect(Self.files[String(program)] != nil, "R\(row.1): \(program)")
      }
    }
  }

  /// Where io_uring is refused everything works on epoll.
  @Test func aRefusedRingFallsBack() throws {
    let program = try Build.program("Tests/Programs/fallback.c")
    let refused = try TestSupport.run(program, environment: ["WS2_REFUSE_IO_URING": "1"])
    #expect(refused.status == 0, "\(refused.output)")
    #expect(refused.lines.contains("engine epoll"))
    let forced = try TestSupport.run(program, environment: ["WS2_ENGINE": "epoll"])
    #expect(forced.lines.contains("engine epoll"))
  }
}
