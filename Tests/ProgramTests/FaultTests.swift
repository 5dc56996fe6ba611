// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// Programs whose system calls fail or come short (WS2_FAULTS). What has struck, and how often, is in the report that the
/// library makes at the end: a fault that never happened proves nothing.
@Suite struct FaultTests {
  /// A plan of faults, and the engines where all of it can strike.
  struct Plan: Sendable, CustomStringConvertible {
    let faults: String
    let engine: Engine
    var description: String { "\(faults) \(engine)" }
    var failsSends: Bool { faults.contains("enobufs") || faults.contains("enomem") }
    /// Those that must have struck.
    var names: [String] {
      faults.split(separator: ",").map { String($0.prefix { $0 != "=" }) }.map {
        $0 == "ring" ? "overflow" : $0
      }
    }
  }

  private static let ofCalls = ["eintr=50", "eagain=50", "enobufs=40", "enomem=40"]
  private static let mixed = "eintr=10,eagain=10,enobufs=3,enomem=3"
  /// A ring can also cancel what nobody cancelled, and overflow.
  private static let mixedOfRing = mixed + ",ecanceled=10,ring=4"
  private static let all: [Plan] =
    Engine.allCases.flatMap { engine in ofCalls.map { Plan(faults: $0, engine: engine) } }
    + [Plan(faults: "ecanceled=50", engine: .ring), Plan(faults: mixedOfRing, engine: .ring)]
    + [Plan(faults: mixed, engine: .epoll)]

  private static let ofStreams =
    all + [Plan(faults: "ring=4", engine: .ring)]
    + Engine.allCases.map { Plan(faults: "short=90", engine: $0) }

  /// Runs a program under a plan, until all of it has struck: whether a queue overflows in one run of some seconds
  /// depends on what else the machine has to do.
  private func run(_ name: String, _ arguments: [String], _ plan: Plan) throws {
    let program = try Build.program(
      "Tests/Programs/\(name).c", options: ["-std=gnu11", "-Wall", "-Wextra", "-Werror"])
    var missing = Set(plan.names)
    for seed in 5..<25 where !missing.isEmpty {
      missing.subtract(try struck(by: program, arguments, plan, seed: seed))
    }
    #expect(missing.isEmpty)
  }

  /// What has struck in one run, which must go well.
  private func struck(by program: String, _ arguments: [String], _ plan: Plan, seed: Int) throws -> [String] {
    let result = try TestSupport.run(
      "timeout", ["120", program] + arguments,
      environment: plan.engine.environment.merging(["WS2_FAULTS": "seed=\(seed),report=1," + plan.faults]) {
        $1
      })
    try #require(result.status == 0, "\(result.output)")
    #expect(result.lines.contains("passed"), "\(result.output)")
    #expect(!result.lines.contains { $0.hasPrefix("FAILED") }, "\(result.output)")
    let report = try #require(result.lines.first { $0.hasPrefix("faults: ") })
    return report.split(separator: " ").dropFirst().filter { !$0.hasSuffix("=0") }.map {
      String($0.prefix { $0 != "=" })
    }
  }

  /// EINTR, EAGAIN, ENOBUFS, ENOMEM, ECANCELED, short transfers, a completion queue that overflows: nothing is lost,
  /// nothing comes twice.
  @Test(arguments: ofStreams) func streamsAreWhole(plan: Plan) throws {
    try run("faulty_streams", [], plan)
  }

  /// What fails a call of the program itself: an event must come for the next one.
  @Test(arguments: ofStreams.filter { $0.names.allSatisfy { !["overflow", "ecanceled"].contains($0) } })
  func eventsComeAgain(plan: Plan) throws {
    try run("faulty_selection", [], plan)
  }

  @Test(arguments: all.filter { !$0.names.contains("overflow") })
  func messagesAreWhole(plan: Plan) throws {
    try run("faulty_messages", plan.failsSends ? ["fails"] : [], plan)
  }

  @Test(
    arguments: [("torture", "3s"), ("torture_ports", "50000"), ("rio_torture", "30000")], Engine.allCases)
  func torture(program: (name: String, amount: String), engine: Engine) throws {
    let faults = (engine == .ring ? Self.mixedOfRing : Self.mixed) + ",short=30"
    try run(program.name, [program.amount], Plan(faults: faults, engine: engine))
  }

  /// Without memory, or buffers, for as long as the program runs. ("fail" has receives fail only.)
  @Test(
    arguments: [
      ("receives", "fail=12"), ("receives", "fail=105"), ("sends", "enomem=100"), ("sends", "enobufs=100"),
    ], Engine.allCases)
  func shortageIsWaitedOut(which: (calls: String, faults: String), engine: Engine) throws {
    let program = try Build.program(
      "Tests/Programs/faulty_shortage.c", options: ["-std=gnu11", "-Wall", "-Wextra", "-Werror"])
    let result = try TestSupport.run(
      "timeout", ["60", program, which.calls],
      environment: engine.environment.merging(["WS2_FAULTS": which.faults]) { $1 })
    #expect(result.status == 0, "\(result.output)")
    #expect(result.lines.last == "passed", "\(result.output)")
  }
}
