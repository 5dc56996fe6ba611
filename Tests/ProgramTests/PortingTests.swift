// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// What docs/PORTING.md promises to a program that comes from Windows.
@Suite struct PortingTests {
  struct Compiler: Sendable, CustomStringConvertible {
    let name, version, language: String
    var description: String { "\(name) -std=\(version)" }
  }

  static let compilers: [Compiler] = {
    let all = [
      Compiler(name: "gcc", version: "gnu11", language: "c"),
      Compiler(name: "clang", version: "c17", language: "c"),
      Compiler(name: "g++", version: "c++17", language: "c++"),
      Compiler(name: "clang++", version: "c++20", language: "c++"),
    ]
    let installed = Build.installed(all.map(\.name))
    return all.filter { installed.contains($0.name) }
  }()

  private func expectPassed(_ program: String, _ engine: Engine) throws {
    let result = try runAlone("timeout", ["120", program], environment: engine.environment)
    #expect(result.status == 0, "\(result.output)")
    #expect(result.lines.last == "passed", "\(result.output)")
    #expect(!result.lines.contains { $0.hasPrefix("FAILED") })
  }

  @Test(arguments: compilers, Engine.allCases)
  func habitsOfPrograms(compiler: Compiler, engine: Engine) throws {
    let options = ["-std=\(compiler.version)", "-Wall", "-Wextra", "-Werror"]
    let source = Place.project.appendingPathComponent("Tests/Programs/porting.c")
    let text = try String(contentsOf: source, encoding: .utf8)
    let program = try Build.program(
      text: text, name: "porting-\(UUID().uuidString.prefix(8))." + (compiler.language == "c" ? "c" : "cpp"),
      compiler: compiler.name, options: options + ["-I" + source.deletingLastPathComponent().path])
    try expectPassed(program, engine)
  }

  /// A descriptor goes to code that knows POSIX only.
  @Test(arguments: Engine.allCases)
  func withPosix(engine: Engine) throws {
    let side = Place.project.appendingPathComponent("Tests/Programs/with_posix_side.c").path
    let program = try Build.program(
      "Tests/Programs/with_posix.c", options: ["-std=gnu11", "-Wall", "-Wextra", "-Werror", side])
    try expectPassed(program, engine)
  }

  /// The macros that a Windows compiler or project sets leave the headers of libc and libstdc++ intact.
  @Test(arguments: compilers)
  func macrosOfWindows(compiler: Compiler) throws {
    let isCpp = compiler.language == "c++"
    let text = """
      #include <winsock2.h>
      #include <ws2tcpip.h>
      #include <mswsock.h>
      #include <windows.h>
      #include <process.h>
      #include <\(isCpp ? "thread" : "threads.h")>
      #include <\(isCpp ? "filesystem" : "math.h")>
      #include <\(isCpp ? "iostream" : "stdio.h")>
      #include <\(isCpp ? "random" : "locale.h")>
      #include <\(isCpp ? "atomic" : "stdatomic.h")>
      #include <time.h>
      int main(void) {
        TCHAR text[] = TEXT("text");
        SOCKET s = WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
        HANDLE e = CreateEvent(NULL, TRUE, FALSE, NULL);
        return closesocket(s) + !CloseHandle(e) + (text[0] == 0);
      }
      """
    for macros in [
      ["-D_WIN32"], ["-D_WIN32", "-DWIN32", "-D_WINDOWS", "-D_WIN64", "-DUNICODE", "-D_UNICODE"],
      ["-DUNICODE", "-D_UNICODE", "-DNOMINMAX", "-DWIN32_LEAN_AND_MEAN", "-D_WIN32_WINNT=0x0600"],
    ] {
      let result = try Build.check(
        text: text, name: isCpp ? "macros.cpp" : "macros.c", compiler: compiler.name,
        options: ["-std=\(compiler.version)", "-Wall", "-Wextra", "-Werror"] + macros)
      #expect(result.status == 0, "\(compiler) \(macros)\n\(result.output)")
    }
  }
}
