// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

/// WSAStartup. Versions 1.0 to 2.2 are granted as asked for, higher ones as 2.2.
/// - Returns: 0, or the error itself: WSAEFAULT, WSAVERNOTSUPPORTED.
@c @implementation
public func WSAStartup(_ wVersionRequested: WORD, _ lpWSAData: LPWSADATA!) -> Int32 {
  guard Thread.current.isWritable(lpWSAData, MemoryLayout<WSAData>.size), let data = lpWSAData else {
    return WinsockError.badAddress.code
  }
  let (major, minor) = (wVersionRequested & 0xFF, wVersionRequested >> 8)
  var answer = WSAData()
  answer.wHighVersion = 0x0202
  answer.wVersion = 0x0202
  copy("WinSock 2.0", into: &answer.szDescription)
  copy("Running", into: &answer.szSystemStatus)
  guard major >= 1 else {
    data.pointee = answer
    return WinsockError.versionNotSupported.code
  }
  // Of each major version, the minor ones that were published.
  if major == 1 { answer.wVersion = minor == 0 ? 0x0001 : 0x0101 }
  if major == 2 && minor <= 2 { answer.wVersion = wVersionRequested }
  answer.iMaxSockets = major == 1 ? 32767 : 0
  answer.iMaxUdpDg = major == 1 ? 65467 : 0
  data.pointee = answer
  Startup.start()
  return 0
}

/// WSACleanup: WSANOTINITIALISED if there is nothing to clean up.
@c @implementation
public func WSACleanup() -> Int32 {
  winsock { () throws(WinsockError) in
    if try Startup.end() { closeAll() }
  }
}

/// The last WSACleanup closes every socket (behaviour 21).
private func closeAll() {
  BackgroundLookup.cancelAll()
  for kind in [ObjectKind.socket, .socketCopy] {
    // iphlpapi goes on without Winsock.
    for handle in HandleTable.handles(of: kind) where handle != ChangeNotices.handle {
      _ = HandleTable.close(handle, kind: kind)
    }
  }
}

/// Puts a short text and its NUL into an array of characters that C declares.
func copy<Characters>(_ text: String, into characters: inout Characters) {
  withUnsafeMutableBytes(of: &characters) { out in
    let bytes = Array(text.utf8.prefix(out.count - 1)) + [0]
    out.copyBytes(from: bytes)
  }
}

// MARK: The last error: one value for both interfaces.

@c @implementation
public func WSAGetLastError() -> Int32 {
  ThreadLocal.lastError
}

@c @implementation
public func WSASetLastError(_ iError: Int32) {
  ThreadLocal.lastError = iError
}

@c @implementation
public func GetLastError() -> DWORD {
  UInt32(bitPattern: ThreadLocal.lastError)
}

@c @implementation
public func SetLastError(_ dwErrCode: DWORD) {
  ThreadLocal.lastError = Int32(bitPattern: dwErrCode)
}

// MARK: Winsock 1.1

/// WSASetBlockingHook: the hook runs on this thread while a call blocks. Returns the hook before.
@c @implementation
public func WSASetBlockingHook(_ lpBlockFunc: FARPROC!) -> FARPROC! {
  winsock(nil) { () throws(WinsockError) in
    let thread = Thread.current
    let old = thread.blockingHook
    thread.blockingHook = unsafeBitCast(lpBlockFunc, to: BlockingHook?.self)
    Startup.noteHook()
    return unsafeBitCast(old ?? defaultHook, to: FARPROC.self)
  }
}

/// What stands for "no hook" in the answer of WSASetBlockingHook.
private let defaultHook: BlockingHook = { 0 }

@c @implementation
public func WSAUnhookBlockingHook() -> Int32 {
  winsock { () throws(WinsockError) in Thread.current.blockingHook = nil }
}

/// WSAIsBlocking: whether the calling thread is inside a blocking call, that is, in its hook or routine.
@c @implementation
public func WSAIsBlocking() -> BOOL {
  Thread.current.isInBlockingCall ? yes : no
}

/// WSACancelBlockingCall: the blocking call in progress ends with WSAEINTR; WSAEINVAL if there is none.
@c @implementation
public func WSACancelBlockingCall() -> Int32 {
  Thread.current.cancelBlockingCall(.requestAborted) ? success : fail(socketError, .invalidArgument)
}
