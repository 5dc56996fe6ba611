// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// What window procedures leave to the system, and calling them by hand.

/// DefWindowProc, for every encoding.
func defaultProcedure(
  _ hWnd: HWND?, _ number: UINT, _ word: WPARAM, _ long: LPARAM, _ encoding: TextEncoding
) -> LRESULT {
  user(0) { () throws(WinsockError) in
    let window = try window(hWnd)
    let pointer = UnsafeMutableRawPointer(bitPattern: Int(long))
    switch number {
    case Message.Number.nonclientCreate:
      guard Thread.current.isReadable(pointer, MemoryLayout<CREATESTRUCTA>.size), let pointer else {
        throw .noAccess
      }
      let text = try encoding.read(pointer.assumingMemoryBound(to: CREATESTRUCTA.self).pointee.lpszName)
      window.change { $0.text = text }
      return 1
    case Message.Number.setText:
      let text = try encoding.read(pointer)
      window.change { $0.text = text }
      return 1
    case Message.Number.getText:
      return LRESULT(try encoding.write(window.current.text, to: pointer, capacity: Int(clamping: word)))
    case Message.Number.getTextLength:
      return LRESULT(encoding.count(window.current.text))
    case Message.Number.close:
      try window.destroy()
      return 0
    case Message.Number.queryEndSession, Message.Number.queryOpen: return 1
    default: return 0
    }
  }
}

/// DefWindowProc: keeps the window's text, destroys it for WM_CLOSE, and agrees to WM_NCCREATE,
/// WM_QUERYENDSESSION and WM_QUERYOPEN; 0 for all that needs a screen.
@c @implementation
public func DefWindowProcA(_ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM) -> LRESULT {
  defaultProcedure(hWnd, Msg, wParam, lParam, .narrow)
}

@c @implementation
public func DefWindowProcW(_ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM) -> LRESULT {
  defaultProcedure(hWnd, Msg, wParam, lParam, .wide32)
}

/// CallWindowProc: calls a procedure that SetWindowLongPtr has returned; it gets the parameters as they are.
@c @implementation
public func CallWindowProcA(
  _ lpPrevWndFunc: WNDPROC!, _ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM
) -> LRESULT {
  guard let procedure = lpPrevWndFunc else { return fail(0, .invalidParameter) }
  return procedure(hWnd, Msg, wParam, lParam)
}

@c @implementation
public func CallWindowProcW(
  _ lpPrevWndFunc: WNDPROC!, _ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM
) -> LRESULT {
  guard let procedure = lpPrevWndFunc else { return fail(0, .invalidParameter) }
  return procedure(hWnd, Msg, wParam, lParam)
}
