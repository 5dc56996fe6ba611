// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

/// WSAAsyncSelect: makes the socket non-blocking, and tells its network events to a window: wParam is the
/// socket, lParam MAKELONG(event, error). Replaces WSAEventSelect, and is replaced by it; 0 events end both, and
/// the socket stays non-blocking. WSAEINVAL for a window that does not exist.
@c @implementation
public func WSAAsyncSelect(_ s: SOCKET, _ hWnd: HWND!, _ wMsg: u_int, _ lEvent: LONG) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    let events = NetworkEvents(rawValue: UInt32(bitPattern: lEvent))
    guard NetworkEvents.all.isSuperset(of: events) else { throw .invalidArgument }
    if events.isEmpty {
      try use.socket.select([], nil)
      return
    }
    guard let window = Desktop.window(WindowHandle(hWnd)) else { throw .invalidArgument }
    try use.socket.select(events, .window(window, message: wMsg, socket: Handle(bits: s)))
  }
}
