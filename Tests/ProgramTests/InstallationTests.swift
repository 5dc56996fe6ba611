// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// What a user of the installation does.
@Suite struct InstallationTests {
  @Test(arguments: ["", "-fshort-wchar"])
  func narrowAndWideOutputMix(option: String) throws {
    let program = try Build.program("Tests/Programs/stdio_mix.c", options: option.isEmpty ? [] : [option])
    let result = try run(program)
    #expect(
      result.lines == [
        "narrow 1", "wide 2 text long narrow narrow|   ab|cd   |ef", "narrow again",
        "0000beef 7 1234567890123 w 1.500000",
        "世界", "!",
      ], "\(result.output)")
  }

  /// find_package(ws2_32), and the bare library names of a Windows project.
  @Test(.enabled(if: Build.exists("cmake"), "CMake is not installed"))
  func cmakePackage() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ws2-cmake-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = Place.project.appendingPathComponent("examples/c/receive.c").path
    try """
    cmake_minimum_required(VERSION 3.16)
    project(app C)
    find_package(ws2_32 REQUIRED)
    add_executable(app "\(source)")
    target_link_libraries(app ws2_32 mswsock)
    add_executable(app2 "\(source)")
    target_link_libraries(app2 ws2_32::ws2_32)
    """.write(to: folder.appendingPathComponent("CMakeLists.txt"), atomically: true, encoding: .utf8)
    let build = folder.appendingPathComponent("build").path
    let configured = try run(
      "cmake", ["-S", folder.path, "-B", build, "-DCMAKE_PREFIX_PATH=\(Place.prefix)"])
    #expect(configured.status == 0, "\(configured.output)")
    let built = try run("cmake", ["--build", build])
    #expect(built.status == 0, "\(built.output)")
  }
}
