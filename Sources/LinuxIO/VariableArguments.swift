// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The variable arguments of a C function.
public enum VariableArguments {
  /// The next argument of a va_list as a machine word; the list moves on.
  public static func nextWord(_ list: UnsafeMutableRawPointer) -> UInt { clinux_next_argument(list) }
}
