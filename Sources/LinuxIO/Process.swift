// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

public enum ProcessInformation {
  public static var id: Int32 { getpid() }
  public static func exit(_ code: Int32) -> Never { CLinux.exit(code) }
}
