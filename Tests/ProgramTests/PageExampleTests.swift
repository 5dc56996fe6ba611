// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Foundation
import TestSupport
import Testing

/// The example of the specification page, byte for byte, receives from a server.
@Suite(.enabled(if: Place.specification != nil, "the specification is not beside this checkout"), .serialized)
struct PageExampleTests {
  private static func example() throws -> String {
    let page = try #require(Place.specification)
    let start = try #require(page.range(of: "<pre>#ifndef UNICODE"))
    let end = try #require(page.range(of: "</pre>", range: start.upperBound..<page.endIndex))
    let text = page[start.lowerBound..<end.lowerBound].dropFirst("<pre>".count)
    return text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&amp;", with: "&")
  }

  @Test(arguments: Build.installed(["gcc", "clang"]), Engine.allCases)
  func receives(compiler: String, engine: Engine) throws {
    let program = try Build.program(
      text: try Self.example(), name: "example-\(compiler).c", compiler: compiler)
    let sender = try Build.program("examples/c/send.c")
    // The sender may need a moment until it listens, and the example does not try twice.
    let script = """
      "$1" 27015 & sender=$!
      for attempt in $(seq 200); do
        output=$("$2" localhost); status=$?
        case $output in *Client*) break ;; esac
        sleep 0.05
      done
      printf '%s\\n' "$output"
      wait $sender
      exit $status
      """
    let result = try run("sh", ["-c", script, "sh", sender, program], environment: engine.environment)
    #expect(result.status == 0)
    #expect(result.lines.first == "Client connected...")
    let counts = result.lines.dropFirst().compactMap { line in
      line.firstMatch(of: /^Read (\d+) bytes$/).flatMap { Int($0.1) }
    }
    #expect(counts.count == result.lines.count - 1, "\(result.output)")
    #expect(counts.reduce(0, +) == 63)
    #expect(counts.last == 0)
  }
}
