// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// What the kernel knows about processors and threads.
public enum Processors {
  public static let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// How many of them this process may use: a container or taskset may allow fewer than there are.
  public static let available = max(1, min(count, Int(clinux_available_processors())))

  /// The one that runs the calling thread.
  public static var current: Int32 { max(0, clinux_current_processor()) }

  /// Whether a thread of this process is running or runnable, and not blocked.
  public static func isRunning(_ thread: UInt32) -> Bool {
    let file = open_readonly("/proc/self/task/\(thread)/stat")
    guard file >= 0 else { return false }
    defer { System.close(file) }
    var buffer = [UInt8](repeating: 0, count: 256)
    let n = read(file, &buffer, buffer.count)
    // "pid (name) state ...": the name may hold anything, so the state is what follows the last ")".
    guard n > 0, let end = buffer[..<n].lastIndex(of: UInt8(ascii: ")")), end + 2 < n else { return false }
    return buffer[end + 2] == UInt8(ascii: "R")
  }

  private static func open_readonly(_ path: String) -> Int32 { clinux_open(path, O_RDONLY | O_CLOEXEC, 0) }
}
