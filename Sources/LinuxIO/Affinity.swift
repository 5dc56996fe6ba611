// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Which processors may run the threads of this process. Masks have a bit for each of the processors 0–63.
public enum Affinity {
  private static let lock = Lock()
  /// What the process may use; nil as long as nobody has restricted a thread: then Linux hands it on by itself.
  nonisolated(unsafe) private static var process: UInt64?

  /// Where new threads begin; nil to begin where the thread is that starts them.
  static var ofNewThreads: UInt64? { lock.withLock { process } }

  /// What the process may use, which a thread can be restricted to a part of.
  public static var ofProcess: UInt64 { lock.withLock { process ?? initial } }

  private static var initial: UInt64 {
    let mask = (of(thread: UInt32(getpid())) ?? 0) & Processors.online
    return mask == 0 ? Processors.online : mask
  }

  /// Nil for a thread that has ended.
  public static func of(thread: UInt32) -> UInt64? {
    var mask: UInt64 = 0
    return clinux_get_affinity(Int32(thread), &mask) < 0 ? nil : mask
  }

  /// Restricts a thread. Those that it starts may use what the process may, not what it does.
  ///
  /// - Returns: 0, or a negated errno: EINVAL if Linux allows none of these processors, ESRCH without the thread.
  public static func set(thread: UInt32, _ mask: UInt64) -> Int {
    lock.withLock {
      if process == nil { remember(initial) }
      return Int(clinux_set_affinity(Int32(thread), mask))
    }
  }

  /// Restricts all threads, those to come as well.
  ///
  /// - Returns: as above.
  public static func set(process mask: UInt64) -> Int {
    lock.withLock {
      let result = clinux_set_affinity(Int32(getpid()), mask)
      guard result == 0 else { return Int(result) }
      remember(mask)
      ProcessInformation.forEachThread { _ = clinux_set_affinity($0, mask) }
      return 0
    }
  }

  private static func remember(_ mask: UInt64) {
    // Looked up before a thread's own restriction can be taken for the process's.
    _ = Processors.available
    process = mask
  }
}

extension ProcessInformation {
  /// Every thread of the process, by its number. One that is started meanwhile may be missed.
  static func forEachThread(_ body: (Int32) -> Void) {
    for name in FileSystem.names(in: "/proc/self/task") ?? [] { if let id = Int32(name) { body(id) } }
  }

  /// The niceness of the process: −20 to 19, where 19 gives way to all others.
  public static var niceness: Int { Int(clinux_niceness(getpid())) }

  /// Changes it for all threads.
  ///
  /// - Returns: false if Linux refuses, as it does unprivileged users who want less than they have.
  public static func setNiceness(_ value: Int) -> Bool {
    guard clinux_set_niceness(getpid(), Int32(value)) == 0 else { return false }
    forEachThread { _ = clinux_set_niceness($0, Int32(value)) }
    return true
  }
}
