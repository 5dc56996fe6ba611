// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// docs/FUNCTIONS.md is written by a script from the sources and the test programs.
@Suite struct FunctionTableTests {
  private func script(_ mode: String) throws -> Finished {
    try run("sh", [Place.project.appendingPathComponent("scripts/function-table.sh").path, mode])
  }

  @Test func theTableIsUpToDate() throws {
    let printed = try script("--print")
    try #require(printed.status == 0, "\(printed.output)")
    let committed = try String(
      contentsOf: Place.project.appendingPathComponent("docs/FUNCTIONS.md"), encoding: .utf8)
    #expect(
      committed.trimmingCharacters(in: .newlines) == printed.output.trimmingCharacters(in: .newlines),
      "run sh scripts/function-table.sh")
  }

  /// Nothing that the library exports is without a program that calls it.
  @Test func everyFunctionIsTested() throws {
    let untested = try script("--untested")
    try #require(untested.status == 0, "\(untested.output)")
    #expect(untested.lines.filter { !$0.isEmpty } == [])
  }
}

/// What needs a terminal, on one that script(1) makes.
@Suite(.enabled(if: Build.exists("script"), "script(1) is not installed")) struct TerminalTests {
  @Test func keysAndLines() throws {
    let program = try Build.program("Tests/Programs/system_console.c", options: ["-std=gnu11"])
    let result = try run(
      "sh", ["-c", "printf 'k\\ntyped\\n' | timeout 60 script -qec \"$1 terminal\" /dev/null", "sh", program])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("passed"), "\(result.output)")
  }

  /// wmain and WinMain are found where there is no main.
  @Test(arguments: ["cc", "c++"], ["", "-fshort-wchar"])
  func otherMains(compiler: String, option: String) throws {
    let text = """
      #include <windows.h>
      #include <tchar.h>
      #include <wchar.h>
      int wmain(int argc, wchar_t *argv[]) {
        return argc == 2 && argv[1][0] == 0xe4 && argv[1][1] == L'b' && argv[1][2] == 0 && !argv[2] ? 7 : 1;
      }
      """
    let name = compiler == "cc" ? "wmain.c" : "wmain.cpp"
    let program = try Build.program(
      text: text, name: name, compiler: compiler, options: option.isEmpty ? [] : [option])
    #expect(try run(program, ["\u{e4}b"]).status == 7)
    let windows = """
      #include <windows.h>
      int WINAPI WinMain(HINSTANCE instance, HINSTANCE before, LPSTR line, int show) {
        (void)instance; (void)before; (void)show;
        return !strcmp(line, "one \\"two three\\"") ? 8 : 1;
      }
      """
    let second = try Build.program(text: windows, name: "winmain.c")
    #expect(try run(second, ["one", "two three"]).status == 8)
    let nothing = """
      #include <windows.h>
      #include <stdio.h>
      void __cdecl main(int argc, char *argv[]) { printf("%d %s", argc, argv[1]); }
      """
    let third = try Build.program(
      text: nothing, name: "voidmain.cpp", compiler: "c++", options: ["-Dmain=void_main"])
    let result = try run(third, ["one"])
    #expect(result.status == 0 && result.output == "2 one", "\(result.output)")
  }
}

/// The same programs with 16-bit wide characters, and with the wide names behind the plain ones.
@Suite struct WidthTests {
  @Test(arguments: [
    "system_timers", "system_files", "system_strings", "system_threads", "system_machine", "system_modules",
    "system_adapters", "system_console", "core_names",
  ])
  func holds(program: String) throws {
    for options in [
      ["-fshort-wchar"], ["-fshort-wchar", "-DUNICODE", "-D_UNICODE"], ["-DUNICODE", "-D_UNICODE"],
    ] {
      let built = try Build.program(
        "Tests/Programs/\(program).c", options: ["-std=gnu11", "-Wall", "-Wextra", "-Werror"] + options)
      let result = try runAlone("timeout", ["120", built])
      #expect(result.status == 0 && result.lines.last == "passed", "\(options)\n\(result.output)")
    }
  }
}
