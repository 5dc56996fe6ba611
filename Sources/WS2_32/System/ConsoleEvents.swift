// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Events of the console: Ctrl-C and its kin.

/// SetConsoleCtrlHandler: Ctrl-C is SIGINT, Ctrl-Break SIGQUIT, closing SIGHUP, shutting down SIGTERM. Handlers
/// run on a thread of their own, the last one set first; when none takes the event the process ends.
@c @implementation
public func SetConsoleCtrlHandler(_ HandlerRoutine: PHANDLER_ROUTINE!, _ Add: BOOL) -> BOOL {
  ConsoleEvents.change(HandlerRoutine, add: Add != no) ? yes : fail(no, .invalidParameter)
}

private enum ConsoleEvents {
  private static let lock = Lock()
  nonisolated(unsafe) private static var handlers: [PHANDLER_ROUTINE] = []
  nonisolated(unsafe) private static var ignoresInterrupt = false

  static func change(_ handler: PHANDLER_ROUTINE?, add: Bool) -> Bool {
    SignalWatcher.start { signal in deliver(signal) }
    return lock.withLock {
      guard let handler else {
        ignoresInterrupt = add
        return true
      }
      if add {
        handlers.append(handler)
        return true
      }
      let address = unsafeBitCast(handler, to: UInt.self)
      guard let index = handlers.lastIndex(where: { unsafeBitCast($0, to: UInt.self) == address }) else {
        return false
      }
      handlers.remove(at: index)
      return true
    }
  }

  private static func deliver(_ signal: SignalWatcher.Signal) {
    let event: DWORD
    switch signal {
    case .interrupt:
      if lock.withLock({ ignoresInterrupt }) { return }
      event = DWORD(CTRL_C_EVENT)
    case .quit: event = DWORD(CTRL_BREAK_EVENT)
    case .hangUp: event = DWORD(CTRL_CLOSE_EVENT)
    case .terminate: event = DWORD(CTRL_SHUTDOWN_EVENT)
    }
    for handler in lock.withLock({ handlers }).reversed() where handler(event) != no { return }
    ProcessInformation.exit(Int32(bitPattern: 0xC000_013A))  // STATUS_CONTROL_C_EXIT
  }
}

/// GenerateConsoleCtrlEvent, to this process. Another group of processes is ERROR_INVALID_PARAMETER.
@c @implementation
public func GenerateConsoleCtrlEvent(_ dwCtrlEvent: DWORD, _ dwProcessGroupId: DWORD) -> BOOL {
  win32 { () throws(WinsockError) in
    guard dwCtrlEvent <= DWORD(CTRL_BREAK_EVENT) else { throw .invalidParameter }
    guard dwProcessGroupId == 0 || dwProcessGroupId == GetCurrentProcessId() else { throw .invalidParameter }
    ProcessInformation.interrupt(quits: dwCtrlEvent == DWORD(CTRL_BREAK_EVENT))
  }
}
