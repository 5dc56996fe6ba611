// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

private let library = Place.prefix + "/lib/libws2_32.so"

private func symbols(_ path: String) throws -> Set<String> {
  let result = try run("nm", ["-D", "--defined-only", path])
  try #require(result.status == 0, "\(result.output)")
  return Set(
    result.lines.compactMap { $0.split(separator: " ").last?.split(separator: "@").first.map(String.init) })
}

/// Nothing that the library exports may take the place of a function of libc in the host process.
@Test func exportsDoNotCollideWithLibc() throws {
  let listing = try run("ldd", [library])
  let libc = try #require(
    listing.lines.first { $0.contains("libc.so") }?.split(separator: " ").dropFirst(2).first)
  let ours = try symbols(library)
  #expect(ours.contains("ws2_send") && ours.contains("WSARecv"))
  #expect(ours.intersection(try symbols(String(libc))).isEmpty)
}

@Test func exportsAreCFunctionsOnly() throws {
  let strange = try symbols(library).filter {
    $0.hasPrefix("$") || $0.hasPrefix("swift_") || $0.hasPrefix("_Z")
  }
  #expect(strange.isEmpty)
}

/// The Swift runtime and liburing are inside.
@Test func nothingButLibcIsNeeded() throws {
  let result = try run("readelf", ["-d", library])
  let needed = result.lines.filter { $0.contains("(NEEDED)") }.compactMap { $0.split(separator: "[").last }
  #expect(!needed.isEmpty)
  for name in needed {
    let isLibc = ["libc.so", "libm.so", "ld-linux", "libpthread.so", "libdl.so"].contains {
      name.hasPrefix($0)
    }
    #expect(isLibc, "needs \(name)")
  }
  #expect(result.output.contains("Library soname: [libws2_32.so.0]"))
}
