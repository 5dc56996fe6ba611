// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The process, and others by their number.
public enum ProcessInformation {
  public static var id: Int32 { getpid() }
  public static var user: UInt32 { geteuid() }
  /// Ends the process without the handlers of atexit.
  public static func exitAtOnce(_ code: Int32) -> Never { _exit(code) }
  /// Ends the process without the handlers of atexit, which would run beside the other threads. What stdio holds is
  /// written.
  public static func exit(_ code: Int32) -> Never {
    clinux_flush()
    _exit(code)
  }

  /// Names a thread for debuggers.
  public static func name(thread: UInt32, _ name: String) { _ = clinux_name_thread(Int32(thread), name) }

  /// A descriptor that becomes readable when the process has ended; the negated errno if there is no such process
  /// or the kernel has no such descriptors.
  public static func open(_ id: Int32) -> Int { Int(clinux_open_process(id)) }

  /// 0 if the process is there and may be signalled, else the negated errno.
  public static func probe(_ id: Int32) -> Int { kill(id, 0) < 0 ? -Int(clinux_errno()) : 0 }
}
