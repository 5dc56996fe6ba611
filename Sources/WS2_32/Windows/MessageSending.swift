// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Posting messages, which waits for nobody, and sending them, which waits for the answer.

/// Messages of the system whose parameters are pointers: they are valid only while a sender waits.
private let synchronousMessages: Set<UINT> = [
  0x001, 0x00C, 0x00D, 0x01A, 0x01B, 0x024, 0x02B, 0x02C, 0x02D, 0x039, 0x046, 0x047, 0x04A, 0x053, 0x07C,
  0x07D, 0x081, 0x083, 0x087, 0x0B0, 0x0B2, 0x0B3, 0x0B4, 0x0C2, 0x0C4, 0x0CB, 0x0E3, 0x0E9, 0x0EA, 0x0EB,
  0x140, 0x143, 0x145, 0x148, 0x14A, 0x14C, 0x14D, 0x152, 0x158, 0x180, 0x181, 0x189, 0x18C, 0x18D, 0x18F,
  0x191, 0x192, 0x196, 0x198, 0x1A2, 0x213, 0x214, 0x216, 0x220, 0x229, 0x22A, 0x22B, 0x22D, 0x22E, 0x22F,
  0x30C,
]

private func requireAsynchronous(_ number: UINT) throws(WinsockError) {
  if synchronousMessages.contains(number) { throw .messageSyncOnly }
}

// MARK: Posting

private func post(_ hWnd: HWND?, _ number: UINT, _ word: WPARAM, _ long: LPARAM) -> BOOL {
  user { () throws(WinsockError) in
    try requireAsynchronous(number)
    switch WindowHandle(hWnd) {
    case .none: try MessageQueue.post(toThread: MessageQueue.current.threadID, number, word, long)
    case .broadcast: for window in MessageQueue.broadcastWindows { try? window.post(number, word, long) }
    default: try window(hWnd).post(number, word, long)
    }
  }
}

/// PostMessage: to a window, to the calling thread (NULL), or to every top-level window (HWND_BROADCAST).
/// ERROR_INVALID_WINDOW_HANDLE, ERROR_NOT_ENOUGH_QUOTA (10,000 messages), ERROR_MESSAGE_SYNC_ONLY.
@c @implementation
public func PostMessageA(_ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM) -> BOOL {
  post(hWnd, Msg, wParam, lParam)
}

@c @implementation
public func PostMessageW(_ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM) -> BOOL {
  post(hWnd, Msg, wParam, lParam)
}

private func post(toThread id: DWORD, _ number: UINT, _ word: WPARAM, _ long: LPARAM) -> BOOL {
  user { () throws(WinsockError) in
    try requireAsynchronous(number)
    try MessageQueue.post(toThread: id, number, word, long)
  }
}

/// PostThreadMessage: ERROR_INVALID_THREAD_ID for a thread that has no queue yet: it gets one by its first call
/// that needs one, such as PeekMessage.
@c @implementation
public func PostThreadMessageA(_ idThread: DWORD, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM) -> BOOL {
  post(toThread: idThread, Msg, wParam, lParam)
}

@c @implementation
public func PostThreadMessageW(_ idThread: DWORD, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM) -> BOOL {
  post(toThread: idThread, Msg, wParam, lParam)
}

// MARK: Sending

func sendMessage(
  _ hWnd: HWND?, _ number: UINT, _ word: WPARAM, _ long: LPARAM, _ encoding: TextEncoding
) -> LRESULT {
  user(0) { () throws(WinsockError) in
    guard WindowHandle(hWnd) == .broadcast else {
      return try window(hWnd).send(number, word, long, as: encoding)
    }
    for window in MessageQueue.broadcastWindows { _ = try? window.send(number, word, long, as: encoding) }
    return 1
  }
}

/// SendMessage: the result of the window's procedure, which runs on the window's thread; another thread's
/// messages are delivered meanwhile. ERROR_INVALID_WINDOW_HANDLE.
@c @implementation
public func SendMessageA(_ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM) -> LRESULT {
  sendMessage(hWnd, Msg, wParam, lParam, .narrow)
}

@c @implementation
public func SendMessageW(_ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM) -> LRESULT {
  sendMessage(hWnd, Msg, wParam, lParam, .wide32)
}

/// What SendMessageTimeout asks for besides the message; SendMessage asks for nothing.
struct SendLimits {
  var flags: UINT = 0
  var timeout: UINT = UINT.max
  var result: UnsafeMutablePointer<ULONG_PTR>?

  static let known = UINT(SMTO_BLOCK | SMTO_ABORTIFHUNG | SMTO_NOTIMEOUTIFNOTHUNG | SMTO_ERRORONEXIT)

  func send(
    _ window: Window, _ number: UINT, _ word: WPARAM, _ long: LPARAM
  ) throws(WinsockError) -> LRESULT {
    try window.send(
      number, word, long, delivers: flags & UINT(SMTO_BLOCK) == 0,
      failsWithWindow: flags & UINT(SMTO_ERRORONEXIT) != 0, until: Deadline(timeout: timeout))
  }
}

func sendMessage(
  _ hWnd: HWND?, _ number: UINT, _ word: WPARAM, _ long: LPARAM, _ limits: SendLimits,
  _ encoding: TextEncoding
) -> LRESULT {
  user(0) { () throws(WinsockError) in
    guard limits.flags & ~SendLimits.known == 0 else { throw .invalidParameter }
    if let place = limits.result, !Thread.current.isWritable(place, 8) { throw .noAccess }
    let targets = WindowHandle(hWnd) == .broadcast ? MessageQueue.broadcastWindows : [try window(hWnd)]
    for window in targets {
      let answer = try window.send(number, word, long, as: encoding, limits)
      limits.result?.pointee = ULONG_PTR(bitPattern: answer)
    }
    return 1
  }
}

/// SendMessageTimeout: ERROR_TIMEOUT when the window's thread does not answer in time. No thread here counts as
/// hung: SMTO_ABORTIFHUNG and SMTO_NOTIMEOUTIFNOTHUNG change nothing.
@c @implementation
public func SendMessageTimeoutA(
  _ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM, _ fuFlags: UINT, _ uTimeout: UINT,
  _ lpdwResult: UnsafeMutablePointer<ULONG_PTR>!
) -> LRESULT {
  sendMessage(
    hWnd, Msg, wParam, lParam, SendLimits(flags: fuFlags, timeout: uTimeout, result: lpdwResult), .narrow)
}

@c @implementation
public func SendMessageTimeoutW(
  _ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM, _ fuFlags: UINT, _ uTimeout: UINT,
  _ lpdwResult: UnsafeMutablePointer<ULONG_PTR>!
) -> LRESULT {
  sendMessage(
    hWnd, Msg, wParam, lParam, SendLimits(flags: fuFlags, timeout: uTimeout, result: lpdwResult), .wide32)
}

private func notify(_ hWnd: HWND?, _ number: UINT, _ word: WPARAM, _ long: LPARAM) -> BOOL {
  user { () throws(WinsockError) in
    try requireAsynchronous(number)
    guard WindowHandle(hWnd) == .broadcast else {
      try window(hWnd).notify(number, word, long)
      return
    }
    for window in MessageQueue.broadcastWindows { try? window.notify(number, word, long) }
  }
}

/// SendNotifyMessage: as SendMessage for a window of the calling thread; another thread's is not waited for.
@c @implementation
public func SendNotifyMessageA(_ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM) -> BOOL {
  notify(hWnd, Msg, wParam, lParam)
}

@c @implementation
public func SendNotifyMessageW(_ hWnd: HWND!, _ Msg: UINT, _ wParam: WPARAM, _ lParam: LPARAM) -> BOOL {
  notify(hWnd, Msg, wParam, lParam)
}

// MARK: While a message of another thread is worked on

/// InSendMessage: whether the procedure works on a message that another thread has sent.
@c @implementation
public func InSendMessage() -> BOOL { MessageQueue.current.messageInProgress == nil ? no : yes }

/// InSendMessageEx: ISMEX_SEND or ISMEX_NOTIFY, with ISMEX_REPLIED once its sender goes on.
@c @implementation
public func InSendMessageEx(_ lpReserved: LPVOID!) -> DWORD {
  guard let message = MessageQueue.current.messageInProgress else { return DWORD(ISMEX_NOSEND) }
  let kind = message.isNotification ? ISMEX_NOTIFY : ISMEX_SEND
  return DWORD(kind) | (message.isAnswered ? DWORD(ISMEX_REPLIED) : 0)
}

/// ReplyMessage: answers the message that is worked on, so that its sender goes on; FALSE if there is none.
@c @implementation
public func ReplyMessage(_ lResult: LRESULT) -> BOOL {
  guard let message = MessageQueue.current.messageInProgress else { return no }
  message.reply(lResult)
  return yes
}
