// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// A terminal: how it hands over what is typed, and its size.
public enum Terminal {
  /// How a terminal hands over what is typed.
  public struct Mode: Equatable, Sendable {
    /// Keys such as Ctrl-C are signals; whole lines only; what is typed is shown.
    public var signals, lines, echo: Bool
    public init(signals: Bool, lines: Bool, echo: Bool) {
      (self.signals, self.lines, self.echo) = (signals, lines, echo)
    }
  }

  public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Nil if it is no terminal.
  public static func mode(_ descriptor: Int32) -> Mode? {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return nil }
    func has(_ flag: Int32) -> Bool { settings.c_lflag & UInt32(flag) != 0 }
    return Mode(signals: has(ISIG), lines: has(ICANON), echo: has(ECHO))
  }

  /// False if it is no terminal.
  public static func setMode(_ descriptor: Int32, _ mode: Mode) -> Bool {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return false }
    func put(_ flag: Int32, _ on: Bool) {
      if on { settings.c_lflag |= UInt32(flag) } else { settings.c_lflag &= ~UInt32(flag) }
    }
    put(ISIG, mode.signals)
    put(ICANON, mode.lines)
    put(ECHO, mode.echo)
    return tcsetattr(descriptor, TCSANOW, &settings) == 0
  }

  /// Columns and rows; nil if it is no terminal.
  public static func size(_ descriptor: Int32) -> (columns: Int, rows: Int)? {
    var size = winsize()
    guard clinux_ioctl(descriptor, UInt(TIOCGWINSZ), &size) >= 0 else { return nil }
    return (size.ws_col == 0 ? 80 : Int(size.ws_col), size.ws_row == 0 ? 25 : Int(size.ws_row))
  }

  /// Drops what has been typed and not read.
  public static func flushInput(_ descriptor: Int32) -> Bool { tcflush(descriptor, TCIFLUSH) == 0 }

  /// Whether there is something to read now.
  public static func hasInput(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) > 0
  }
}
