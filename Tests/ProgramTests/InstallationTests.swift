// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// What a user of the installation does.
@Suite struct InstallationTests {
  @Test(arguments: [[], ["-fshort-wchar"]], [[], ["-O2", "-D_FORTIFY_SOURCE=2"]])
  func narrowAndWideOutputMix(width: [String], options: [String]) throws {
    let program = try Build.program("Tests/Programs/stdio_mix.c", options: width + options)
    let result = try run(program)
    #expect(
      result.lines == [
        "narrow 1", "wide 2 text long narrow narrow|   ab|cd   |ef", "narrow again",
        "0000beef 7 1234567890123 w 1.500000",
        "世界", "!",
      ], "\(result.output)")
  }

  /// The libraries that a makefile of a Windows project names.
  @Test func librariesOfAMakefile() throws {
    let program = try Build.program(
      "examples/c/udp_client.c",
      options: [
        "-lws2_32", "-lmswsock", "-lwsock32", "-liphlpapi", "-lkernel32", "-luser32", "-lwinmm", "-ladvapi32",
        "-lbcrypt", "-lole32", "-lshell32", "-lntdll",
      ].map { "-Wl,--no-as-needed," + $0 } + ["-L" + Place.prefix + "/lib"])
    let libraries = try run("sh", ["-c", "ldd \(program) | grep -c ws2_32"])
    #expect(libraries.lines == ["1"], "\(libraries.output)")
  }

  /// find_package(ws2_32), and the bare library names of a Windows project.
  @Test(.enabled(if: Build.exists("cmake"), "CMake is not installed"))
  func cmakePackage() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ws2-cmake-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = Place.project.appendingPathComponent("examples/c/receive.c").path
    let cpp = Place.project.appendingPathComponent("examples/cpp/echo.cpp").path
    try """
    cmake_minimum_required(VERSION 3.16)
    project(app C CXX)
    find_package(ws2_32 REQUIRED)
    add_executable(app "\(source)")
    target_link_libraries(app ws2_32 mswsock)
    add_executable(app2 "\(source)")
    target_link_libraries(app2 ws2_32::ws2_32)
    add_executable(echo "\(cpp)")
    target_compile_features(echo PRIVATE cxx_std_20)
    target_link_libraries(echo ws2_32)
    """.write(to: folder.appendingPathComponent("CMakeLists.txt"), atomically: true, encoding: .utf8)
    let build = folder.appendingPathComponent("build").path
    let configured = try run(
      "cmake", ["-S", folder.path, "-B", build, "-DCMAKE_PREFIX_PATH=\(Place.prefix)"])
    #expect(configured.status == 0, "\(configured.output)")
    let built = try run("cmake", ["--build", build])
    #expect(built.status == 0, "\(built.output)")
    let echoed = try run(build + "/echo")
    #expect(echoed.status == 0 && echoed.lines.last == "the server is done", "\(echoed.output)")
  }
}
