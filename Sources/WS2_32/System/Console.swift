// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The console is the terminal, UTF-8 and its control sequences.

/// A handle of the terminal; `.invalidHandle` for a file or a pipe, as on Windows.
private func console(_ handle: HANDLE?) throws(WinsockError) -> Int32 {
  let descriptor = try file(handle).descriptor
  guard Terminal.isTerminal(descriptor) else { throw .invalidHandle }
  return descriptor
}

private func write(_ handle: HANDLE?, _ text: String) throws(WinsockError) {
  try write(Array(text.utf8)[...], to: console(handle))
}

// MARK: Text

@c @implementation
public func WriteConsoleA(
  _ hConsoleOutput: HANDLE!, _ lpBuffer: UnsafeRawPointer!, _ nNumberOfCharsToWrite: DWORD,
  _ lpNumberOfCharsWritten: LPDWORD!, _ lpReserved: LPVOID!
) -> BOOL {
  writeConsole(hConsoleOutput, lpBuffer, nNumberOfCharsToWrite, lpNumberOfCharsWritten, CChar.self)
}

@c @implementation
public func WriteConsoleW(
  _ hConsoleOutput: HANDLE!, _ lpBuffer: UnsafeRawPointer!, _ nNumberOfCharsToWrite: DWORD,
  _ lpNumberOfCharsWritten: LPDWORD!, _ lpReserved: LPVOID!
) -> BOOL {
  writeConsole(hConsoleOutput, lpBuffer, nNumberOfCharsToWrite, lpNumberOfCharsWritten, WCHAR.self)
}

/// ReadConsole: a line as it was typed, with "\r\n" at its end; whatever is there when lines are not waited for.
@c @implementation
public func ReadConsoleA(
  _ hConsoleInput: HANDLE!, _ lpBuffer: LPVOID!, _ nNumberOfCharsToRead: DWORD,
  _ lpNumberOfCharsRead: LPDWORD!, _ pInputControl: PCONSOLE_READCONSOLE_CONTROL!
) -> BOOL {
  readConsole(hConsoleInput, lpBuffer, nNumberOfCharsToRead, lpNumberOfCharsRead, CChar.self)
}

@c @implementation
public func ReadConsoleW(
  _ hConsoleInput: HANDLE!, _ lpBuffer: LPVOID!, _ nNumberOfCharsToRead: DWORD,
  _ lpNumberOfCharsRead: LPDWORD!, _ pInputControl: PCONSOLE_READCONSOLE_CONTROL!
) -> BOOL {
  readConsole(hConsoleInput, lpBuffer, nNumberOfCharsToRead, lpNumberOfCharsRead, WCHAR.self)
}

func writeConsole<Character: WideCharacter>(
  _ handle: HANDLE?, _ buffer: UnsafeRawPointer?, _ count: DWORD, _ written: LPDWORD?, _ type: Character.Type
) -> BOOL {
  win32 { () throws(WinsockError) in
    _ = try console(handle)
    try requireAccess(optional: written, 4)
    try requireReadable(buffer, Int(count) * MemoryLayout<Character>.stride)
    let characters = UnsafeBufferPointer(
      start: buffer?.assumingMemoryBound(to: Character.self), count: Int(count))
    // A NUL within the text is written as well.
    let text = characters.split(separator: 0, omittingEmptySubsequences: false).map {
      Character.decode(Array($0), count: $0.count)
    }.joined(separator: "\0")
    try write(handle, text)
    written?.pointee = count
  }
}

/// What was typed and did not fit into the buffer of the last read.
private enum TypedAhead {
  static let lock = Lock()
  nonisolated(unsafe) static var bytes: [UInt8] = []
}

func readConsole<Character: WideCharacter>(
  _ handle: HANDLE?, _ buffer: UnsafeMutableRawPointer?, _ size: DWORD, _ count: LPDWORD?,
  _ type: Character.Type
) -> BOOL {
  win32 { () throws(WinsockError) in
    let descriptor = try console(handle)
    try requireAccess(optional: count, 4)
    try requireWritable(buffer, Int(size) * MemoryLayout<Character>.stride)
    guard let out = buffer?.assumingMemoryBound(to: Character.self), size > 0 else { throw .invalidParameter }
    var bytes = TypedAhead.lock.withLock {
      defer { TypedAhead.bytes = [] }
      return TypedAhead.bytes
    }
    if bytes.isEmpty {
      var chunk = [UInt8](repeating: 0, count: 4096)
      let n = try FileError.check(FileSystem.read(descriptor, &chunk, chunk.count, at: nil))
      bytes = Array(chunk[..<Int(n)])
      if Terminal.mode(descriptor)?.lines ?? true, bytes.last == 10 {
        bytes.replaceSubrange((bytes.count - 1)..., with: [13, 10])
      }
    }
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var (used, taken) = (0, 0)
    while taken < scalars.count {
      let units = Character.encode(String(scalars[taken]))
      if used + units.count > Int(size) { break }
      for unit in units {
        out[used] = unit
        used += 1
      }
      taken += 1
    }
    let rest = String(String.UnicodeScalarView(scalars[taken...]))
    TypedAhead.lock.withLock { TypedAhead.bytes = Array(rest.utf8) + TypedAhead.bytes }
    count?.pointee = DWORD(used)
  }
}

@c @implementation
public func FlushConsoleInputBuffer(_ hConsoleInput: HANDLE!) -> BOOL {
  win32(no) { () throws(WinsockError) in
    TypedAhead.lock.withLock { TypedAhead.bytes = [] }
    return Terminal.flushInput(try console(hConsoleInput)) ? yes : no
  }
}

// MARK: Modes

private let outputMode = DWORD(
  ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING)

/// GetConsoleMode: keys as signals, lines and echo of an input; of an output that control sequences work.
@c @implementation
public func GetConsoleMode(_ hConsoleHandle: HANDLE!, _ lpMode: LPDWORD!) -> BOOL {
  win32 { () throws(WinsockError) in
    let descriptor = try console(hConsoleHandle)
    try requireWritable(lpMode, 4)
    guard isInput(hConsoleHandle), let mode = Terminal.mode(descriptor) else {
      lpMode.pointee = outputMode
      return
    }
    lpMode.pointee =
      (mode.signals ? DWORD(ENABLE_PROCESSED_INPUT) : 0) | (mode.lines ? DWORD(ENABLE_LINE_INPUT) : 0)
      | (mode.echo ? DWORD(ENABLE_ECHO_INPUT) : 0) | DWORD(ENABLE_VIRTUAL_TERMINAL_INPUT)
  }
}

/// SetConsoleMode. Control sequences cannot be switched off; other bits of an output change nothing.
@c @implementation
public func SetConsoleMode(_ hConsoleHandle: HANDLE!, _ dwMode: DWORD) -> BOOL {
  win32(no) { () throws(WinsockError) in
    let descriptor = try console(hConsoleHandle)
    guard isInput(hConsoleHandle) else { return yes }
    // Echo without lines does not exist on Windows.
    let lines = dwMode & DWORD(ENABLE_LINE_INPUT) != 0
    let echo = dwMode & DWORD(ENABLE_ECHO_INPUT) != 0
    guard lines || !echo else { throw .invalidParameter }
    let mode = Terminal.Mode(signals: dwMode & DWORD(ENABLE_PROCESSED_INPUT) != 0, lines: lines, echo: echo)
    return Terminal.setMode(descriptor, mode) ? yes : no
  }
}

/// A terminal is both: the handle of standard input is asked about input.
private func isInput(_ handle: HANDLE?) -> Bool {
  (HandleTable.object(Handle(handle), as: FileObject.self)?.descriptor ?? -1) == 0
}

/// GetConsoleScreenBufferInfo: the size. A terminal does not tell where its cursor is: position 0, 0.
@c @implementation
public func GetConsoleScreenBufferInfo(
  _ hConsoleOutput: HANDLE!, _ lpConsoleScreenBufferInfo: PCONSOLE_SCREEN_BUFFER_INFO!
) -> BOOL {
  win32 { () throws(WinsockError) in
    let descriptor = try console(hConsoleOutput)
    try requireWritable(lpConsoleScreenBufferInfo, MemoryLayout<CONSOLE_SCREEN_BUFFER_INFO>.size)
    guard let (columns, rows) = Terminal.size(descriptor) else { throw .invalidHandle }
    let size = COORD(X: SHORT(columns), Y: SHORT(rows))
    lpConsoleScreenBufferInfo.pointee = CONSOLE_SCREEN_BUFFER_INFO(
      dwSize: size, dwCursorPosition: COORD(X: 0, Y: 0), wAttributes: ConsoleState.attributes,
      srWindow: SMALL_RECT(Left: 0, Top: 0, Right: size.X - 1, Bottom: size.Y - 1), dwMaximumWindowSize: size)
  }
}

/// What a program has set and may ask for.
enum ConsoleState {
  nonisolated(unsafe) static var attributes: WORD = 7
  nonisolated(unsafe) static var title = ""
  static let lock = Lock()
}

/// SetConsoleTextAttribute: colours as control sequences.
@c @implementation
public func SetConsoleTextAttribute(_ hConsoleOutput: HANDLE!, _ wAttributes: WORD) -> BOOL {
  win32 { () throws(WinsockError) in
    // Blue is the lowest bit on Windows, red that of a terminal.
    func colour(_ bits: WORD) -> Int { Int(bits & 1) << 2 | Int(bits & 2) | Int(bits & 4) >> 2 }
    func code(_ bits: WORD, _ plain: Int, _ bright: Int) -> Int {
      (bits & 8 != 0 ? bright : plain) + colour(bits)
    }
    let isPlain = wAttributes == 7
    let sequence =
      "\u{1B}[0\(isPlain ? "" : ";\(code(wAttributes, 30, 90));\(code(wAttributes >> 4, 40, 100))")m"
    try write(hConsoleOutput, sequence)
    ConsoleState.attributes = wAttributes
  }
}

@c @implementation
public func SetConsoleCursorPosition(_ hConsoleOutput: HANDLE!, _ dwCursorPosition: COORD) -> BOOL {
  win32 { () throws(WinsockError) in
    guard dwCursorPosition.X >= 0, dwCursorPosition.Y >= 0 else { throw .invalidParameter }
    try write(hConsoleOutput, "\u{1B}[\(dwCursorPosition.Y + 1);\(dwCursorPosition.X + 1)H")
  }
}

/// SetConsoleTitle: sent to the terminal behind the standard output, if that is one, and remembered.
@c @implementation
public func SetConsoleTitleA(_ lpConsoleTitle: LPCSTR!) -> BOOL {
  setTitle(Text(lpConsoleTitle))
}

@c @implementation
public func SetConsoleTitleW(_ lpConsoleTitle: LPCWSTR!) -> BOOL {
  setTitle(Text(lpConsoleTitle))
}

@c @implementation
public func GetConsoleTitleA(_ lpConsoleTitle: LPSTR!, _ nSize: DWORD) -> DWORD {
  getTitle(lpConsoleTitle, nSize)
}

@c @implementation
public func GetConsoleTitleW(_ lpConsoleTitle: LPWSTR!, _ nSize: DWORD) -> DWORD {
  getTitle(lpConsoleTitle, nSize)
}

func getTitle<Character: WideCharacter>(_ out: UnsafeMutablePointer<Character>?, _ size: DWORD) -> DWORD {
  returnText(ConsoleState.lock.withLock { ConsoleState.title }, out, size)
}

func setTitle(_ title: Text?) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let title = try title?.string else { throw .invalidParameter }
    let output = try StandardHandles.get(STD_OUTPUT_HANDLE)
    if (try? console(output)) != nil { try write(output, "\u{1B}]0;\(title)\u{7}") }
    ConsoleState.lock.withLock { ConsoleState.title = title }
  }
}

/// GetConsoleCP: UTF-8.
@c @implementation
public func GetConsoleCP() -> UINT {
  UINT(CP_UTF8)
}

@c @implementation
public func GetConsoleOutputCP() -> UINT {
  UINT(CP_UTF8)
}

/// SetConsoleCP: the code page is UTF-8; any other is ERROR_INVALID_PARAMETER.
@c @implementation
public func SetConsoleCP(_ wCodePageID: UINT) -> BOOL {
  wCodePageID == UINT(CP_UTF8) ? yes : fail(no, .invalidParameter)
}

@c @implementation
public func SetConsoleOutputCP(_ wCodePageID: UINT) -> BOOL {
  wCodePageID == UINT(CP_UTF8) ? yes : fail(no, .invalidParameter)
}

/// GetConsoleWindow: a terminal has no window of this process.
@c @implementation
public func GetConsoleWindow() -> HWND! {
  nil
}

/// AllocConsole: ERROR_ACCESS_DENIED, as for a process that has a console.
@c @implementation
public func AllocConsole() -> BOOL {
  unsupported(no, .accessDeniedBySystem)
}

@c @implementation
public func AttachConsole(_ dwProcessId: DWORD) -> BOOL {
  unsupported(no, .accessDeniedBySystem)
}
