// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Text of windows, in the three encodings that programs use.

extension TextEncoding {
  /// A string of the program up to its NUL; empty for NULL.
  /// - Throws: `.noAccess`.
  func read(_ text: UnsafeRawPointer?) throws(WinsockError) -> String {
    func string<Character: WideCharacter>(_ type: Character.Type) throws(WinsockError) -> String {
      try Character.string(at: text?.assumingMemoryBound(to: type), or: .noAccess) ?? ""
    }
    switch self {
    case .narrow: return try string(CChar.self)
    case .wide32: return try string(WCHAR.self)
    case .wide16: return try string(UInt16.self)
    }
  }

  /// Bytes of one character.
  var width: Int {
    switch self {
    case .narrow: 1
    case .wide32: 4
    case .wide16: 2
    }
  }

  /// The characters of a string, without NUL.
  func bytes(_ text: String) -> [UInt8] {
    switch self {
    case .narrow: Array(text.utf8)
    case .wide32: WCHAR.encode(text).withUnsafeBytes { Array($0) }
    case .wide16: UInt16.encode(text).withUnsafeBytes { Array($0) }
    }
  }

  /// How many characters a string has in this encoding.
  func count(_ text: String) -> Int { bytes(text).count / width }

  /// The characters of a string and a NUL.
  func terminated(_ text: String) -> [UInt8] { bytes(text) + [UInt8](repeating: 0, count: width) }

  /// Copies as much of a string as fits, with its NUL.
  ///
  /// - Parameter capacity: characters; nothing is written if there are none.
  /// - Returns: characters without the NUL.
  /// - Throws: `.noAccess`.
  func write(_ text: String, to out: UnsafeMutableRawPointer?, capacity: Int) throws(WinsockError) -> Int {
    guard capacity > 0 else { return 0 }
    let bytes = bytes(text).prefix((min(capacity, 1 << 30) - 1) * width) + [UInt8](repeating: 0, count: width)
    guard Thread.current.isWritable(out, bytes.count), let out else { throw .noAccess }
    bytes.withUnsafeBytes { out.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    return bytes.count / width - 1
  }
}

extension Window {
  /// Sends a message whose parameters are of one encoding to a window that may want another: WM_SETTEXT and
  /// WM_GETTEXT are the two that carry text.
  func send(
    _ number: UINT, _ word: WPARAM, _ long: LPARAM, as encoding: TextEncoding,
    _ limits: SendLimits = SendLimits()
  ) throws(WinsockError) -> LRESULT {
    let own = current.encoding
    let pointer = UnsafeMutableRawPointer(bitPattern: Int(long))
    let isText = number == Message.Number.setText || number == Message.Number.getText
    guard isText, own != encoding, pointer != nil else {
      return try limits.send(self, number, word, long)
    }
    guard number == Message.Number.getText else {
      return try withCopy(of: own.terminated(encoding.read(pointer))) { (place) throws(WinsockError) in
        try limits.send(self, number, word, LPARAM(Int(bitPattern: place)))
      }
    }
    // Longer texts are cut off there.
    let count = min(Int(clamping: word), 0x1_0000)
    return try withCopy(of: [UInt8](repeating: 0, count: (count + 1) * own.width)) {
      (place) throws(WinsockError) -> LRESULT in
      _ = try limits.send(self, number, WPARAM(count), LPARAM(Int(bitPattern: place)))
      return LRESULT(try encoding.write(own.read(place), to: pointer, capacity: Int(clamping: word)))
    }
  }
}

/// Gives `body` a copy of the bytes, at a place where they stay for its time.
func withCopy<R>(
  of bytes: [UInt8], _ body: (UnsafeMutableRawPointer) throws(WinsockError) -> R
) throws(WinsockError) -> R {
  try withUnsafeTemporaryAllocation(byteCount: max(bytes.count, 1), alignment: 8) {
    (memory) throws(WinsockError) -> R in
    memory.copyBytes(from: bytes)
    return try body(memory.baseAddress!)
  }
}

// MARK: Reading and setting

func setText(_ hWnd: HWND?, _ text: UnsafeRawPointer?, _ encoding: TextEncoding) -> BOOL {
  user(no) { () throws(WinsockError) in
    let text = Int64(Int(bitPattern: text))
    return try window(hWnd).send(Message.Number.setText, 0, text, as: encoding) > 0 ? yes : no
  }
}

func getText(_ hWnd: HWND?, _ out: UnsafeMutableRawPointer?, _ count: Int32, _ encoding: TextEncoding)
  -> Int32
{
  user(0) { () throws(WinsockError) in
    let window = try window(hWnd)
    guard count > 0 else { return 0 }
    let place = Int64(Int(bitPattern: out))
    return Int32(try window.send(Message.Number.getText, WPARAM(count), place, as: encoding))
  }
}

/// SetWindowText: sends WM_SETTEXT.
@c @implementation
public func SetWindowTextA(_ hWnd: HWND!, _ lpString: LPCSTR!) -> BOOL { setText(hWnd, lpString, .narrow) }

@c @implementation
public func SetWindowTextW(_ hWnd: HWND!, _ lpString: LPCWSTR!) -> BOOL { setText(hWnd, lpString, .wide32) }

/// GetWindowText: sends WM_GETTEXT; the number of characters copied.
@c @implementation
public func GetWindowTextA(_ hWnd: HWND!, _ lpString: LPSTR!, _ nMaxCount: Int32) -> Int32 {
  getText(hWnd, lpString, nMaxCount, .narrow)
}

@c @implementation
public func GetWindowTextW(_ hWnd: HWND!, _ lpString: LPWSTR!, _ nMaxCount: Int32) -> Int32 {
  getText(hWnd, lpString, nMaxCount, .wide32)
}

/// GetWindowTextLength: sends WM_GETTEXTLENGTH. A window of another encoding may answer with more than the
/// text has.
@c @implementation
public func GetWindowTextLengthA(_ hWnd: HWND!) -> Int32 { textLength(hWnd) }

@c @implementation
public func GetWindowTextLengthW(_ hWnd: HWND!) -> Int32 { textLength(hWnd) }

func textLength(_ hWnd: HWND?) -> Int32 {
  user(0) { () throws(WinsockError) in
    Int32(truncatingIfNeeded: try window(hWnd).send(Message.Number.getTextLength))
  }
}
