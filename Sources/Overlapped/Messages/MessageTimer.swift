// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// A timer of a queue: as long as it is due, its message can be retrieved, after all others. Periods that
/// pass meanwhile are one.
struct MessageTimer {
  let window: WindowHandle
  let identifier: UInt64
  /// Milliseconds.
  let period: UInt32
  /// The address of the program's procedure, which is called instead of the window's; 0 for none.
  let procedure: Int64
  private(set) var due: Deadline
  var isDue = false

  static let shortestPeriod: UInt32 = 10
  static let longestPeriod: UInt32 = 0x7FFF_FFFF

  init(window: WindowHandle, identifier: UInt64, period: UInt32, procedure: Int64) {
    self.window = window
    self.identifier = identifier
    self.period = min(max(period, MessageTimer.shortestPeriod), MessageTimer.longestPeriod)
    self.procedure = procedure
    due = .after(milliseconds: UInt64(self.period))
  }

  func isSame(as other: MessageTimer) -> Bool { window == other.window && identifier == other.identifier }

  var message: Message { Message(window: window, Message.Number.timer, identifier, procedure) }

  /// Its message has been retrieved: due again at the next multiple of its period that is still to come.
  mutating func restart() {
    let length = UInt64(period) * 1_000_000
    let late = MonotonicClock.nanoseconds - due.nanoseconds
    due = Deadline(nanoseconds: due.nanoseconds + (late / length + 1) * length)
    isDue = false
  }
}

extension MessageQueue {
  /// SetTimer, for a window or for the calling thread.
  ///
  /// - Parameters:
  ///   - identifier: of a window's timer; of a thread's timer only if that exists, else a new one is made up.
  ///   - milliseconds: at least 10, at most 2^31 − 1; other values become these.
  /// - Returns: the timer's identifier.
  /// - Throws: `.invalidWindow`.
  public static func setTimer(
    _ handle: WindowHandle, _ identifier: UInt64, milliseconds: UInt32, procedure: Int64
  ) throws(WinsockError) -> UInt64 {
    let queue = handle == .none ? MessageQueue.current : try Desktop.require(handle).queue
    var identifier = identifier
    if handle == .none && !queue.hasTimer(.none, identifier) {
      repeat {
        identifier = queue.nextTimerIdentifier
        queue.nextTimerIdentifier = identifier > 0x100 ? identifier - 1 : 0x7FFF
      } while queue.hasTimer(.none, identifier)
    }
    queue.set(
      MessageTimer(window: handle, identifier: identifier, period: milliseconds, procedure: procedure))
    return identifier
  }

  /// KillTimer. A WM_TIMER that has been retrieved is not taken back.
  ///
  /// - Throws: `.invalidWindow`; `.invalidParameter` if there is no such timer.
  public static func killTimer(_ handle: WindowHandle, _ identifier: UInt64) throws(WinsockError) {
    let queue = handle == .none ? MessageQueue.current : try Desktop.require(handle).queue
    guard queue.removeTimer(handle, identifier) else { throw .invalidParameter }
  }
}
