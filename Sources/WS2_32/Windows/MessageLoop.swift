// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Retrieving messages and handing them to window procedures.

extension Message {
  /// - Parameter lpMsg: must be writable.
  fileprivate func store(into lpMsg: LPMSG) {
    lpMsg.pointee = MSG(
      hwnd: window.pointer, message: number, wParam: wordParameter, lParam: longParameter, time: time,
      pt: POINT(x: 0, y: 0))
  }
}

private func getMessage(_ lpMsg: LPMSG?, _ hWnd: HWND?, _ minimum: UINT, _ maximum: UINT) -> BOOL {
  user(-1) { () throws(WinsockError) in
    guard Thread.current.isWritable(lpMsg, MemoryLayout<MSG>.size), let lpMsg else { throw .noAccess }
    let message = MessageQueue.current.get(try MessageFilter(WindowHandle(hWnd), minimum, maximum))
    message.store(into: lpMsg)
    return message.number == Message.Number.quit ? no : yes
  }
}

/// GetMessage: waits for a message; 0 for WM_QUIT, −1 on failure (ERROR_INVALID_WINDOW_HANDLE). Messages that
/// other threads have sent are delivered meanwhile.
@c @implementation
public func GetMessageA(_ lpMsg: LPMSG!, _ hWnd: HWND!, _ wMsgFilterMin: UINT, _ wMsgFilterMax: UINT) -> BOOL
{
  getMessage(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax)
}

@c @implementation
public func GetMessageW(_ lpMsg: LPMSG!, _ hWnd: HWND!, _ wMsgFilterMin: UINT, _ wMsgFilterMax: UINT) -> BOOL
{
  getMessage(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax)
}

private func peekMessage(
  _ lpMsg: LPMSG?, _ hWnd: HWND?, _ minimum: UINT, _ maximum: UINT, _ options: UINT
) -> BOOL {
  user(no) { () throws(WinsockError) in
    guard Thread.current.isWritable(lpMsg, MemoryLayout<MSG>.size), let lpMsg else { throw .noAccess }
    // PM_QS_…: the upper half says which kinds; none stands for all.
    let kinds = options >> 16 == 0 ? QueueStatus.all : QueueStatus(rawValue: options >> 16)
    let filter = try MessageFilter(WindowHandle(hWnd), minimum, maximum, kinds: kinds)
    let isRemoving = options & UINT(PM_REMOVE) != 0
    guard let message = MessageQueue.current.peek(filter, removing: isRemoving) else { return no }
    message.store(into: lpMsg)
    return yes
  }
}

/// PeekMessage: the same without waiting; PM_NOREMOVE leaves the message in the queue.
@c @implementation
public func PeekMessageA(
  _ lpMsg: LPMSG!, _ hWnd: HWND!, _ wMsgFilterMin: UINT, _ wMsgFilterMax: UINT, _ wRemoveMsg: UINT
) -> BOOL {
  peekMessage(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax, wRemoveMsg)
}

@c @implementation
public func PeekMessageW(
  _ lpMsg: LPMSG!, _ hWnd: HWND!, _ wMsgFilterMin: UINT, _ wMsgFilterMax: UINT, _ wRemoveMsg: UINT
) -> BOOL {
  peekMessage(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax, wRemoveMsg)
}

/// TranslateMessage: TRUE for the messages of keys, as on Windows. There is no keyboard and hence no layout by
/// which keys are characters: no WM_CHAR comes of them (docs/DEVIATIONS.md).
@c @implementation
public func TranslateMessage(_ lpMsg: UnsafePointer<MSG>!) -> BOOL {
  user(no) { () throws(WinsockError) in
    guard Thread.current.isReadable(lpMsg, MemoryLayout<MSG>.size), let lpMsg else { throw .noAccess }
    let keys = [WM_KEYDOWN, WM_KEYUP, WM_SYSKEYDOWN, WM_SYSKEYUP].map { UINT($0) }
    return keys.contains(lpMsg.pointee.message) ? yes : no
  }
}

private func dispatch(_ lpMsg: UnsafePointer<MSG>?) -> LRESULT {
  user(0) { () throws(WinsockError) in
    guard Thread.current.isReadable(lpMsg, MemoryLayout<MSG>.size), let m = lpMsg?.pointee else {
      throw .noAccess
    }
    let handle = WindowHandle(m.hwnd)
    if MessageQueue.current.callsTimer(Message(window: handle, m.message, m.wParam, m.lParam)) {
      unsafeBitCast(m.lParam, to: TIMERPROC.self)(m.hwnd, m.message, m.wParam, GetTickCount())
      return 0
    }
    if handle == .none { return 0 }
    return try Desktop.require(handle).call(m.message, m.wParam, m.lParam)
  }
}

/// DispatchMessage: calls the window's procedure, or that of a timer; its result.
@c @implementation
public func DispatchMessageA(_ lpMsg: UnsafePointer<MSG>!) -> LRESULT { dispatch(lpMsg) }

@c @implementation
public func DispatchMessageW(_ lpMsg: UnsafePointer<MSG>!) -> LRESULT { dispatch(lpMsg) }

/// PostQuitMessage: WM_QUIT comes when the thread has no posted message left.
@c @implementation
public func PostQuitMessage(_ nExitCode: Int32) { MessageQueue.current.quit(nExitCode) }

/// GetMessageTime: when the message that was retrieved last had been posted, by GetTickCount.
@c @implementation
public func GetMessageTime() -> LONG { LONG(bitPattern: MessageQueue.current.lastTime) }

/// GetMessagePos: there is no cursor; it stays at the origin.
@c @implementation
public func GetMessagePos() -> DWORD { 0 }

// MARK: Waiting

/// WaitMessage: until a message comes that the thread has not seen.
@c @implementation
public func WaitMessage() -> BOOL {
  MessageQueue.current.waitForMessage()
  return yes
}

/// GetQueueStatus: kinds of messages in the queue (high word), and those that are new (low word).
@c @implementation
public func GetQueueStatus(_ flags: UINT) -> DWORD {
  let (present, new) = MessageQueue.current.takeStatus(QueueStatus(rawValue: flags))
  return present.rawValue << 16 | new.rawValue
}

private func messageWait(
  _ count: DWORD, _ handles: UnsafePointer<HANDLE?>?, _ milliseconds: DWORD, _ mask: DWORD, _ flags: DWORD
) -> DWORD {
  user(failedWait) { () throws(WinsockError) in
    // One place of the 64 is the queue's.
    guard count < 64, flags & ~7 == 0 else { throw .invalidParameter }
    var list = UnsafeBufferPointer<UInt>(start: nil, count: 0)
    if count > 0 {
      guard let array = handleArray(count, handles) else { throw .invalidParameter }
      list = array
    }
    let outcome = MessageQueue.current.wait(
      for: list, or: QueueStatus(rawValue: mask), old: flags & DWORD(MWMO_INPUTAVAILABLE) != 0,
      all: flags & DWORD(MWMO_WAITALL) != 0, alertable: flags & DWORD(MWMO_ALERTABLE) != 0,
      until: Deadline(timeout: milliseconds))
    if outcome == .failed { throw .invalidHandle }
    return outcome.rawValue
  }
}

/// MsgWaitForMultipleObjects: up to 63 objects, or messages of the kinds in the mask that the thread has not
/// seen: WAIT_OBJECT_0 + nCount.
@c @implementation
public func MsgWaitForMultipleObjects(
  _ nCount: DWORD, _ pHandles: UnsafePointer<HANDLE?>!, _ fWaitAll: BOOL, _ dwMilliseconds: DWORD,
  _ dwWakeMask: DWORD
) -> DWORD {
  messageWait(nCount, pHandles, dwMilliseconds, dwWakeMask, fWaitAll != no ? DWORD(MWMO_WAITALL) : 0)
}

/// MsgWaitForMultipleObjectsEx: MWMO_WAITALL, MWMO_ALERTABLE, MWMO_INPUTAVAILABLE.
@c @implementation
public func MsgWaitForMultipleObjectsEx(
  _ nCount: DWORD, _ pHandles: UnsafePointer<HANDLE?>!, _ dwMilliseconds: DWORD, _ dwWakeMask: DWORD,
  _ dwFlags: DWORD
) -> DWORD {
  messageWait(nCount, pHandles, dwMilliseconds, dwWakeMask, dwFlags)
}

// MARK: Timers

/// SetTimer: WM_TIMER, or a call of the procedure, every so many milliseconds, at least 10. For no window the
/// identifier is made up. Returns it, or 1 for the timer 0 of a window. ERROR_INVALID_WINDOW_HANDLE.
@c @implementation
public func SetTimer(_ hWnd: HWND!, _ nIDEvent: UINT_PTR, _ uElapse: UINT, _ lpTimerFunc: TIMERPROC!)
  -> UINT_PTR
{
  user(0) { () throws(WinsockError) in
    let identifier = try MessageQueue.setTimer(
      WindowHandle(hWnd), nIDEvent, milliseconds: uElapse,
      procedure: unsafeBitCast(lpTimerFunc, to: LPARAM.self))
    return max(identifier, 1)
  }
}

/// KillTimer: ERROR_INVALID_PARAMETER if there is no such timer.
@c @implementation
public func KillTimer(_ hWnd: HWND!, _ uIDEvent: UINT_PTR) -> BOOL {
  user { () throws(WinsockError) in try MessageQueue.killTimer(WindowHandle(hWnd), uIDEvent) }
}
