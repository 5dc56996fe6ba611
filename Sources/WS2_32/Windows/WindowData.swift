// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// What programs keep in windows: their procedure, their data, their style.

/// One of the values that have negative indices.
private struct WindowValue {
  let read: @Sendable (Window.State) -> LONG_PTR
  let write: @Sendable (inout Window.State, LONG_PTR) -> Void

  static let table: [Int32: WindowValue] = [
    -12: WindowValue(read: { $0.identifier }, write: { $0.identifier = $1 }),
    -6: WindowValue(read: { $0.instance }, write: { $0.instance = $1 }),
    -21: WindowValue(read: { $0.userData }, write: { $0.userData = $1 }),
    -16: WindowValue(
      read: { LONG_PTR($0.style) }, write: { $0.style = UInt32(truncatingIfNeeded: $1) }),
    -20: WindowValue(
      read: { LONG_PTR($0.extendedStyle) }, write: { $0.extendedStyle = UInt32(truncatingIfNeeded: $1) }),
    -4: WindowValue(
      read: { unsafeBitCast($0.procedure, to: LONG_PTR.self) },
      write: { $0.procedure = unsafeBitCast($1, to: WindowProcedure.self) }),
  ]
  static let procedure: Int32 = -4
  static let parent: Int32 = -8
}

/// GetWindowLongPtr for values of `Value`'s size.
///
/// - Throws: `.invalidWindow`, `.invalidIndex`.
func windowValue<Value: FixedWidthInteger>(
  _ hWnd: HWND?, _ index: Int32, as type: Value.Type
) throws(WinsockError) -> Value {
  let window = try window(hWnd)
  let state = window.current
  if let value = WindowValue.table[index] { return Value(truncatingIfNeeded: value.read(state)) }
  if index == WindowValue.parent { return Value(truncatingIfNeeded: window.parentHandle.bits) }
  let size = MemoryLayout<Value>.size
  guard index >= 0, Int(index) + size <= state.bytes.count else { throw .invalidIndex }
  return state.bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: Int(index), as: Value.self) }
}

/// SetWindowLongPtr: the value before.
///
/// - Parameter encoding: what a new procedure expects.
/// - Throws: `.invalidWindow`, `.invalidIndex`; `.invalidParameter` for no procedure.
func setWindowValue<Value: FixedWidthInteger>(
  _ hWnd: HWND?, _ index: Int32, _ value: Value, _ encoding: TextEncoding
) throws(WinsockError) -> Value {
  let window = try window(hWnd)
  let old = try windowValue(hWnd, index, as: Value.self)
  guard index != WindowValue.parent else { throw .invalidIndex }
  guard index != WindowValue.procedure || value != 0 else { throw .invalidParameter }
  window.change { state in
    if let place = WindowValue.table[index] {
      place.write(&state, LONG_PTR(truncatingIfNeeded: value))
      if index == WindowValue.procedure { state.encoding = encoding }
    } else {
      state.bytes.withUnsafeMutableBytes {
        $0.storeBytes(of: value, toByteOffset: Int(index), as: Value.self)
      }
    }
  }
  return old
}

/// GetWindowLongPtr: a value of the window, or 8 of its cbWndExtra bytes. ERROR_INVALID_INDEX.
@c @implementation
public func GetWindowLongPtrA(_ hWnd: HWND!, _ nIndex: Int32) -> LONG_PTR {
  user(0) { () throws(WinsockError) in try windowValue(hWnd, nIndex, as: LONG_PTR.self) }
}

@c @implementation
public func GetWindowLongPtrW(_ hWnd: HWND!, _ nIndex: Int32) -> LONG_PTR {
  user(0) { () throws(WinsockError) in try windowValue(hWnd, nIndex, as: LONG_PTR.self) }
}

/// SetWindowLongPtr: the value before, so that 0 may be a success; a program sets the last error to 0 first.
@c @implementation
public func SetWindowLongPtrA(_ hWnd: HWND!, _ nIndex: Int32, _ dwNewLong: LONG_PTR) -> LONG_PTR {
  user(0) { () throws(WinsockError) in try setWindowValue(hWnd, nIndex, dwNewLong, .narrow) }
}

@c @implementation
public func SetWindowLongPtrW(_ hWnd: HWND!, _ nIndex: Int32, _ dwNewLong: LONG_PTR) -> LONG_PTR {
  user(0) { () throws(WinsockError) in try setWindowValue(hWnd, nIndex, dwNewLong, .wide32) }
}

/// GetWindowLong: the same with 32 bits, which hold no pointer: ERROR_INVALID_INDEX for the procedure and the
/// module, as on 64-bit Windows.
@c @implementation
public func GetWindowLongA(_ hWnd: HWND!, _ nIndex: Int32) -> LONG { shortValue(hWnd, nIndex) }

@c @implementation
public func GetWindowLongW(_ hWnd: HWND!, _ nIndex: Int32) -> LONG { shortValue(hWnd, nIndex) }

@c @implementation
public func SetWindowLongA(_ hWnd: HWND!, _ nIndex: Int32, _ dwNewLong: LONG) -> LONG {
  setShortValue(hWnd, nIndex, dwNewLong)
}

@c @implementation
public func SetWindowLongW(_ hWnd: HWND!, _ nIndex: Int32, _ dwNewLong: LONG) -> LONG {
  setShortValue(hWnd, nIndex, dwNewLong)
}

private let pointerIndices: Set<Int32> = [-4, -6, -8]

private func shortValue(_ hWnd: HWND?, _ index: Int32) -> LONG {
  user(0) { () throws(WinsockError) in
    guard !pointerIndices.contains(index) else { throw .invalidIndex }
    return try windowValue(hWnd, index, as: LONG.self)
  }
}

private func setShortValue(_ hWnd: HWND?, _ index: Int32, _ value: LONG) -> LONG {
  user(0) { () throws(WinsockError) in
    guard !pointerIndices.contains(index) else { throw .invalidIndex }
    return try setWindowValue(hWnd, index, value, .narrow)
  }
}
