// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The variables that steer the library, read once each.
enum Environment {
  static func text(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
  static func number(_ name: String) -> Int? { text(name).flatMap { Int($0) } }
}
