// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import Foundation

/// What a finished program has left.
public struct Finished: Sendable {
  public let status: Int32
  public let output: String
  public var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// Runs a program until it ends. Standard error joins standard output; standard input is empty.
/// - Parameter folder: where it runs; that of the tests if not given.
public func run(
  _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], in folder: URL? = nil
) throws -> Finished {
  let process = Process()
  if let folder { process.currentDirectoryURL = folder }
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  // Nothing that a test starts may outlive it.
  process.arguments = ["timeout", "-k", "5", "240", program] + arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  process.standardInput = FileHandle.nullDevice
  // The threads that run tests block signals, and programs that are started from them would inherit that.
  var (none, old) = (sigset_t(), sigset_t())
  sigemptyset(&none)
  pthread_sigmask(SIG_SETMASK, &none, &old)
  defer { pthread_sigmask(SIG_SETMASK, &old, nil) }
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return Finished(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
}

/// Runs a program in an empty folder of its own: what it names there is nobody else's, although tests run side by side.
public func runAlone(
  _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
) throws -> Finished {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ws2-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try run(program, arguments, environment: environment, in: folder)
}

/// Where things are: the project, and the installation that `make test` has made.
public enum Place {
  public static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  public static let prefix: String = {
    guard let prefix = ProcessInfo.processInfo.environment["WS2_PREFIX"] else {
      fatalError("WS2_PREFIX is not set: run the tests by `make test`")
    }
    return prefix
  }()

  /// The specification, which stands beside a checkout of the project; nil elsewhere.
  public static let specification: String? = try? String(
    contentsOf: project.deletingLastPathComponent().appendingPathComponent("shared/reference/wsarecv.md"),
    encoding: .utf8)
}

/// The engines that every test runs on.
public enum Engine: String, CaseIterable, Sendable, CustomStringConvertible {
  case ring = "io_uring"
  case epoll
  public var description: String { rawValue }
  public var environment: [String: String] { ["WS2_ENGINE": rawValue] }
}
