// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The variables of the process, its name and its user.
public enum Variables {
  private static let lock = Lock()

  /// Nil for a variable that is not set.
  public static func get(_ name: String) -> String? {
    lock.withLock { getenv(name).map { String(cString: $0) } }
  }

  /// Nil takes the variable away. False when memory is short, or the name cannot be one.
  public static func set(_ name: String, _ value: String?) -> Bool {
    lock.withLock { value.map { setenv(name, $0, 1) } ?? unsetenv(name) } == 0
  }

  /// All of them as "name=value".
  public static var all: [String] {
    lock.withLock {
      var (texts, next) = ([String](), clinux_environment())
      while let list = next, let text = list.pointee {
        texts.append(String(cString: text))
        next = list + 1
      }
      return texts
    }
  }
}

extension ProcessInformation {
  /// The words of the command line.
  public static let arguments: [String] = {
    let text = FileSystem.text(of: "/proc/self/cmdline") ?? ""
    var words = text.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
    if words.last == "" { words.removeLast() }
    return words
  }()

  /// Whether another process traces this one.
  public static var isTraced: Bool {
    let status = FileSystem.text(of: "/proc/self/status") ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("TracerPid:") }
    return line.map { !$0.hasSuffix("\t0") } ?? false
  }

  /// Stops in a debugger; without one, ends the process (SIGTRAP).
  public static func raiseTrap() { raise(SIGTRAP) }

  /// Sends the process itself a signal of the terminal.
  public static func interrupt(quits: Bool) { kill(getpid(), quits ? SIGQUIT : SIGINT) }

  /// From the user database; the variable USER for a user that is not in it.
  public static var userName: String? {
    var (entry, found) = (passwd(), nil as UnsafeMutablePointer<passwd>?)
    var buffer = [CChar](repeating: 0, count: 4096)
    guard getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found) == 0, let found else {
      return Variables.get("USER")
    }
    return String(cString: found.pointee.pw_name)
  }

  /// CPU times in nanoseconds, of the process or of the calling thread: in the kernel, and in the program.
  public static func times(ofThread: Bool) -> (kernel: UInt64, user: UInt64) {
    var usage = rusage()
    guard clinux_rusage(ofThread ? 1 : 0, &usage) == 0 else { return (0, 0) }
    func nanoseconds(_ time: timeval) -> UInt64 {
      UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_usec) * 1000
    }
    return (nanoseconds(usage.ru_stime), nanoseconds(usage.ru_utime))
  }

  /// Bytes of memory: in all, and available; and the same of memory and swap together.
  public static var memory:
    (total: UInt64, available: UInt64, totalWithSwap: UInt64, availableWithSwap: UInt64)
  {
    var values: [Substring: UInt64] = [:]
    for line in (FileSystem.text(of: "/proc/meminfo") ?? "").split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == ":" || $0 == " " })
      if words.count >= 2, let number = UInt64(words[1]) { values[words[0]] = number * 1024 }
    }
    func value(_ name: Substring) -> UInt64 { values[name] ?? 0 }
    return (
      value("MemTotal"), value("MemAvailable"), value("MemTotal") + value("SwapTotal"),
      value("MemAvailable") + value("SwapFree")
    )
  }
}
