// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import LinuxIO
import Overlapped

// Keys of the terminal (conio.h). Where standard input is no terminal its bytes are the keys.

private enum Keys {
  /// The second code of a key that is no character, still to be returned.
  nonisolated(unsafe) static var rest: [Int32] = []
  static let lock = Lock()

  /// What terminals send after ESC [, and what keyboards of Windows say after 0xE0.
  static let codes: [UInt8: Int32] = [
    UInt8(ascii: "A"): 72, UInt8(ascii: "B"): 80, UInt8(ascii: "C"): 77, UInt8(ascii: "D"): 75,
    UInt8(ascii: "H"): 71, UInt8(ascii: "F"): 79,
  ]

  /// Runs `body` while keys come one by one and are not shown.
  static func unbuffered<R>(_ body: () -> R) -> R {
    guard let mode = Terminal.mode(0) else { return body() }
    _ = Terminal.setMode(0, Terminal.Mode(signals: mode.signals, lines: false, echo: false))
    defer { _ = Terminal.setMode(0, mode) }
    return body()
  }

  static func byte() -> UInt8? {
    var byte: UInt8 = 0
    return FileSystem.read(0, &byte, 1, at: nil) == 1 ? byte : nil
  }

  static func next() -> Int32 {
    if !rest.isEmpty { return rest.removeFirst() }
    guard let first = byte() else { return -1 }
    if first == 10 { return 13 }
    guard first == 27, Terminal.hasInput(0), let second = byte() else { return Int32(first) }
    guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O"), let third = byte(),
      let code = codes[third]
    else {
      rest.append(Int32(second))
      return 27
    }
    rest.append(code)
    return 0xE0
  }
}

/// _kbhit.
@c(ws2_kbhit)
public func keyIsWaiting() -> Int32 {
  Keys.lock.withLock { !Keys.rest.isEmpty || Keys.unbuffered { Terminal.hasInput(0) } } ? 1 : 0
}

/// _getch and _getche: Enter is 13; −1 at the end of input.
@c(ws2_getch)
public func nextKey(_ echo: Int32) -> Int32 {
  let key = Keys.lock.withLock { Keys.unbuffered { Keys.next() } }
  if echo != 0, key >= 0, key != 0xE0 {
    var byte = UInt8(truncatingIfNeeded: key)
    _ = FileSystem.write(1, &byte, 1, at: nil)
  }
  return key
}
