// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// The programs of Tests/Programs: the rules of docs/CONTRACT.md check by check, then the plain
/// socket functions (core) and the Win32 around them (system), windows and messages.
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

  static let plain: [Run] = [
    "contract_call", "contract_errors", "contract_streams", "contract_messages", "contract_routines",
    "core", "system", "messages", "message_threads", "async_select", "async_names", "async_echo",
    "duplicate_process", "lookup", "names_ex", "names_slow", "notification_ports", "notifications",
    "unix_sockets",
  ].map { Run(program: $0) }

  /// With 16-bit characters.
  static let wide: [Run] = ["duplicate_process", "lookup", "names_ex"].map {
    Run(program: $0, options: ["-fshort-wchar"])
  }

  static let limits = Run(program: "contract_limits", environment: ["WS2_MAX_OPERATIONS": "32"])

  static let faults: [Run] =
    [
      "contract_call", "contract_errors", "contract_streams", "contract_messages", "contract_routines",
      "core",
      "system", "messages", "message_threads", "async_select", "async_names", "async_echo",
      "rio", "rio_datagrams", "rio_errors",
      "core", "system", "messages", "message_threads", "async_select", "async_names", "async_echo", "lookup", "names_ex",
      "core", "system", "messages", "message_threads", "async_select", "async_names", "async_echo", "lookup", "names_ex", "notifications",
      "core", "system", "messages", "message_threads", "async_select", "async_names", "async_echo", "lookup", "names_ex", "notifications", "duplicate_process",
      "core", "system", "messages", "message_threads", "async_select", "async_names", "async_echo", "lookup", "names_ex", "notifications", "duplicate_process", "unix_sockets",
      "core", "system", "messages", "message_threads", "async_select", "async_names", "async_echo", "lookup", "names_ex", "notifications", "duplicate_process", "unix_sockets", "notification_ports",
      "core", "system", "messages", "message_threads", "async_select", "async_names", "async_echo", "lookup", "names_ex", "notifications", "duplicate_process", "unix_sockets", "notification_ports", "names_slow",
      "address_text",
      "address_text", "sharing", "options", "sockets",
      "address_text", "sharing", "options", "ioctl", "sockets",
      "address_text", "sharing", "options", "ioctl", "sockets", "names", "wild",
      "ports", "extensions", "robust",
      "system", "system_timers", "system_pool",
      "system", "system_timers", "system_pool", "system_files",
      "system_strings", "system_seh", "system_templates", "system_threads", "system_locks", "system_memory",
      "system_machine", "system_modules", "system_adapters", "system_console", "core_calls", "core_names",
      "core_unsupported",
    ].map { Run(program: $0) }
    + ["duplicate_process", "lookup", "names_ex"].map { Run(program: $0, options: ["-fshort-wchar"]) }
    + [Run(program: "contract_limits", environment: ["WS2_MAX_OPERATIONS": "32"])]
    + [
      ("37", "10050", 100), ("38", "10052", 102), ("39", "10060", 110), ("21", "10054", 104),
    ].map { rule, code, errno in
      Run(program: "contract_faults", arguments: [rule, code], environment: ["WS2_FAULTS": "fail=\(errno)"])
    } + [
      Run(
        program: "contract_faults", arguments: ["38", "10052", "udp"], environment: ["WS2_FAULTS": "fail=113"]
      )
    ]
    + [Run(program: "torture", arguments: ["3"]), Run(program: "rio_torture", arguments: ["100"])]
    + [
      // Not "would block": the last byte of a stream raises no second edge.
      Run(
        program: "rio_torture", arguments: ["30"],
        environment: ["WS2_FAULTS": "seed=5,eintr=10,short=30,ecanceled=10"])
    ]
    + [Run(program: "torture", arguments: ["3"]), Run(program: "torture_ports", arguments: ["100000"])]
    + [
      Run(
        program: "torture", arguments: ["3"],
        environment: ["WS2_FAULTS": "seed=5,eintr=10,eagain=10,short=30,enobufs=3,ecanceled=10"])
    ]

  static let torture: [Run] = [
    Run(program: "torture", arguments: ["3"]),
    Run(
      program: "torture", arguments: ["3"],
      environment: ["WS2_FAULTS": "seed=5,eintr=10,eagain=10,short=30,enobufs=3,ecanceled=10"]),
  ]

  static let runs: [Run] = plain + wide + [limits] + faults + torture

  @Test(arguments: runs, Engine.allCases)
  func holds(run: Run, engine: Engine) throws {
    let isCpp = run.program == "system_templates"
    let program = try Build.program(
      "Tests/Programs/\(run.program).c", options: ["-std=gnu11", "-Wall", "-Wextra", "-Werror"] + run.options)
      "Tests/Programs/\(run.program).\(isCpp ? "cpp" : "c")", compiler: isCpp ? "c++" : "cc",
      options: [isCpp ? "-std=gnu++17" : "-std=gnu11", "-Wall", "-Wextra", "-Werror"])
    let result = try TestSupport.run(
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
