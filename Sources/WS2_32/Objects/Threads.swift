// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Threads.

@c @implementation
public func CreateThread(
  _ lpThreadAttributes: LPSECURITY_ATTRIBUTES!, _ dwStackSize: SIZE_T,
  _ lpStartAddress: LPTHREAD_START_ROUTINE!, _ lpParameter: LPVOID!, _ dwCreationFlags: DWORD,
  _ lpThreadId: LPDWORD!
) -> HANDLE! {
  win32(nil) { () throws(WinsockError) in
    let known = DWORD(CREATE_SUSPENDED | STACK_SIZE_PARAM_IS_A_RESERVATION)
    guard dwCreationFlags & ~known == 0 else { throw .invalidParameter }
    guard let routine = lpStartAddress else { throw .invalidParameter }
    try requireAccess(optional: lpThreadId, 4)
    let (handle, id) = try Thread.start(
      stackSize: Int(dwStackSize), suspended: dwCreationFlags & DWORD(CREATE_SUSPENDED) != 0, routine,
      lpParameter)
    if let lpThreadId { lpThreadId.pointee = id }
    return handle.pointer
  }
}

/// ExitThread: ends the calling thread; its pending operations are cancelled (the page's Note).
@c @implementation
public func ExitThread(_ dwExitCode: DWORD) {
  Thread.exit(code: dwExitCode)
}

@c @implementation
public func _beginthreadex(
  _ _Security: UnsafeMutableRawPointer!, _ _StackSize: UInt32,
  _ _StartAddress: (@convention(c) (UnsafeMutableRawPointer?) -> UInt32)!,
  _ _ArgList: UnsafeMutableRawPointer!, _ _InitFlag: UInt32, _ _ThrdAddr: UnsafeMutablePointer<UInt32>!
) -> UInt {
  let handle = win32(nil as HANDLE?) { () throws(WinsockError) in
    guard let routine = _StartAddress else { throw .invalidParameter }
    let (handle, id) = try Thread.start(
      stackSize: Int(_StackSize), suspended: _InitFlag & UInt32(CREATE_SUSPENDED) != 0, routine, _ArgList)
    if let _ThrdAddr { _ThrdAddr.pointee = id }
    return handle.pointer
  }
  return UInt(bitPattern: handle)
}

@c @implementation
public func _endthreadex(_ _Retval: UInt32) {
  Thread.exit(code: _Retval)
}

/// _beginthread: the handle closes itself when the thread ends; −1 on failure.
@c @implementation
public func _beginthread(
  _ _StartAddress: (@convention(c) (UnsafeMutableRawPointer?) -> Void)!, _ _StackSize: UInt32,
  _ _ArgList: UnsafeMutableRawPointer!
) -> UInt {
  let routine = _StartAddress
  guard let routine else { return UInt.max }
  let box = Unmanaged.passRetained(PlainStart(routine, _ArgList))
  let handle = win32(nil as HANDLE?) { () throws(WinsockError) in
    try Thread.start(stackSize: Int(_StackSize), suspended: false, runPlainStart, box.toOpaque()).handle
      .pointer
  }
  guard let handle else {
    box.release()
    return UInt.max
  }
  box.takeUnretainedValue().publish(handle)
  return UInt(bitPattern: handle)
}

@c @implementation
public func _endthread() {
  Thread.exit(code: 0)
}

/// The argument of a thread of _beginthread, whose routine returns nothing.
private final class PlainStart: @unchecked Sendable {
  let routine: @convention(c) (UnsafeMutableRawPointer?) -> Void
  let argument: UnsafeMutableRawPointer?
  private let handle = Futex(0)

  init(
    _ routine: @escaping @convention(c) (UnsafeMutableRawPointer?) -> Void,
    _ argument: UnsafeMutableRawPointer?
  ) {
    self.routine = routine
    self.argument = argument
  }

  deinit { handle.deallocate() }

  /// Handles fit in 32 bits.
  func publish(_ value: HANDLE) {
    handle.store(UInt32(UInt(bitPattern: value)))
    handle.wakeAll()
  }

  func run() {
    routine(argument)
    while handle.value == 0 { handle.wait(while: 0, until: .never) }
    _ = HandleTable.close(Handle(bits: UInt64(handle.value)))
  }
}

@c private func runPlainStart(_ argument: UnsafeMutableRawPointer?) -> UInt32 {
  Unmanaged<PlainStart>.fromOpaque(argument!).takeRetainedValue().run()
  return 0
}

// MARK: Identity

/// Handles that stand for the caller's own process and thread, without an entry in the table.
enum PseudoHandle {
  nonisolated(unsafe) static let process = HANDLE(bitPattern: UInt.max)
  nonisolated(unsafe) static let thread = HANDLE(bitPattern: UInt.max - 1)

  nonisolated(unsafe) private static let ownProcess = HandleTable.open(ProcessObject())?.pointer

  /// What a wait for one object accepts: also the process, which does not end while anybody waits.
  static func waitable(_ handle: HANDLE?) -> HANDLE? { handle == process ? ownProcess : resolve(handle) }

  /// A thread's pseudo-handle as a real one.
  static func resolve(_ handle: HANDLE?) -> HANDLE? {
    handle == thread ? Thread.currentHandle?.pointer : handle
  }
}

/// The thread behind a handle, which may be the pseudo-handle.
func thread(_ handle: HANDLE?) throws(WinsockError) -> Overlapped.Thread {
  try object(PseudoHandle.resolve(handle), as: Overlapped.Thread.self)
}

/// Handles of a process: this one only.
func requireProcess(_ handle: HANDLE?) throws(WinsockError) {
  if handle != PseudoHandle.process { _ = try object(handle, as: ProcessObject.self) }
}

@c @implementation
public func GetCurrentThread() -> HANDLE! {
  PseudoHandle.thread
}

@c @implementation
public func GetCurrentThreadId() -> DWORD {
  Thread.current.id
}

@c @implementation
public func GetThreadId(_ Thread: HANDLE!) -> DWORD {
  win32(0) { () throws(WinsockError) in try thread(Thread).id }
}

/// OpenThread: ERROR_INVALID_PARAMETER for an id that is no thread of this process known here.
@c @implementation
public func OpenThread(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ dwThreadId: DWORD) -> HANDLE! {
  win32(nil) { () throws(WinsockError) in
    for handle in HandleTable.handles(of: .thread) {
      if let thread = HandleTable.object(handle, as: Thread.self), thread.id == dwThreadId, !thread.hasExited
      {
        return try open(thread, or: .notEnoughMemory).pointer
      }
    }
    throw .invalidParameter
  }
}

@c @implementation
public func GetExitCodeThread(_ hThread: HANDLE!, _ lpExitCode: LPDWORD!) -> BOOL {
  win32 { () throws(WinsockError) in
    let thread = try thread(hThread)
    try requireAccess(lpExitCode, 4)
    lpExitCode.pointee = thread.currentExitCode
  }
}

// MARK: Suspending and priorities

@c @implementation
public func ResumeThread(_ hThread: HANDLE!) -> DWORD {
  win32(UInt32.max) { () throws(WinsockError) in try thread(hThread).resume() ?? 0 }
}

/// SuspendThread: only a thread that has not begun yet can be held; ERROR_ACCESS_DENIED for one that runs
/// (docs/DEVIATIONS.md).
@c @implementation
public func SuspendThread(_ hThread: HANDLE!) -> DWORD {
  win32(UInt32.max) { () throws(WinsockError) in
    guard let count = try thread(hThread).suspendAgain() else { throw .accessDeniedBySystem }
    return count
  }
}

/// TerminateThread: no thread of this process can be ended from outside without harm; ERROR_ACCESS_DENIED.
@c @implementation
public func TerminateThread(_ hThread: HANDLE!, _ dwExitCode: DWORD) -> BOOL {
  win32(no) { () throws(WinsockError) in
    let thread = try thread(hThread)
    if thread === Thread.current { Thread.exit(code: dwExitCode) }
    throw .accessDeniedBySystem
  }
}

@c @implementation
public func SetThreadPriority(_ hThread: HANDLE!, _ nPriority: Int32) -> BOOL {
  win32 { () throws(WinsockError) in
    let thread = try thread(hThread)
    guard [-15, -2, -1, 0, 1, 2, 15].contains(nPriority) else { throw .invalidParameter }
    thread.priority = nPriority
  }
}

@c @implementation
public func GetThreadPriority(_ hThread: HANDLE!) -> Int32 {
  win32(Int32.max) { () throws(WinsockError) in try thread(hThread).priority }
}

@c @implementation
public func SwitchToThread() -> BOOL {
  KernelThread.yield()
  return yes
}
