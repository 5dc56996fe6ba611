// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The waits. All of them come down to one function of the core.

let failedWait = UInt32.max

@c @implementation
public func WaitForSingleObject(_ hHandle: HANDLE!, _ dwMilliseconds: DWORD) -> DWORD {
  wait(for: hHandle, dwMilliseconds, alertable: false)
}

@c @implementation
public func WaitForSingleObjectEx(_ hHandle: HANDLE!, _ dwMilliseconds: DWORD, _ bAlertable: BOOL) -> DWORD {
  wait(for: hHandle, dwMilliseconds, alertable: bAlertable != no)
}

private func wait(for handle: HANDLE?, _ milliseconds: DWORD, alertable: Bool) -> DWORD {
  win32(failedWait) { () throws(WinsockError) in
    var bits = UInt(bitPattern: PseudoHandle.waitable(handle))
    return try withUnsafePointer(to: &bits) { (p) throws(WinsockError) in
      try wait(UnsafeBufferPointer(start: p, count: 1), all: false, alertable, milliseconds)
    }
  }
}

@c @implementation
public func WaitForMultipleObjects(
  _ nCount: DWORD, _ lpHandles: UnsafePointer<HANDLE?>!, _ bWaitAll: BOOL, _ dwMilliseconds: DWORD
) -> DWORD {
  waitForObjects(nCount, lpHandles, all: bWaitAll != no, dwMilliseconds, alertable: false)
}

@c @implementation
public func WaitForMultipleObjectsEx(
  _ nCount: DWORD, _ lpHandles: UnsafePointer<HANDLE?>!, _ bWaitAll: BOOL, _ dwMilliseconds: DWORD,
  _ bAlertable: BOOL
) -> DWORD {
  waitForObjects(nCount, lpHandles, all: bWaitAll != no, dwMilliseconds, alertable: bAlertable != no)
}

/// Pseudo-handles are not accepted here (behaviour 105).
private func waitForObjects(
  _ count: DWORD, _ handles: UnsafePointer<HANDLE?>?, all: Bool, _ milliseconds: DWORD, alertable: Bool
) -> DWORD {
  win32(failedWait) { () throws(WinsockError) in
    try wait(try handleArray(count, handles, error: .invalidParameter), all: all, alertable, milliseconds)
  }
}

/// WSAWaitForMultipleEvents: 1 to 64 events; 0 and 65 are WSA_INVALID_PARAMETER.
@c @implementation
public func WSAWaitForMultipleEvents(
  _ cEvents: DWORD, _ lphEvents: UnsafePointer<HANDLE?>!, _ fWaitAll: BOOL, _ dwTimeout: DWORD,
  _ fAlertable: BOOL
) -> DWORD {
  winsock(failedWait) { () throws(WinsockError) in
    try wait(
      try handleArray(cEvents, lphEvents, error: .invalidParameter), all: fWaitAll != no, fAlertable != no,
      dwTimeout)
  }
}

/// The array of a wait for several objects.
func handleArray(
  _ count: DWORD, _ handles: UnsafePointer<HANDLE?>?, error: WinsockError
) throws(WinsockError) -> UnsafeBufferPointer<UInt> {
  guard count > 0, count <= 64 else { throw error }
  guard Thread.current.isReadable(handles, Int(count) * 8), let handles else { throw error }
  return UnsafeBufferPointer(
    start: UnsafeRawPointer(handles).assumingMemoryBound(to: UInt.self), count: Int(count))
}

private func wait(
  _ handles: UnsafeBufferPointer<UInt>, all: Bool, _ alertable: Bool, _ milliseconds: DWORD
) throws(WinsockError) -> DWORD {
  let deadline = Deadline(timeout: milliseconds)
  return try waitResult(
    Thread.current.wait(for: handles, all: all, alertable: alertable, until: deadline))
}

/// What the waits return for an outcome.
/// - Throws: `.invalidHandle` for nil.
func waitResult(_ outcome: WaitOutcome?) throws(WinsockError) -> DWORD {
  switch outcome {
  case nil: throw .invalidHandle
  case .object(let index): return UInt32(WAIT_OBJECT_0) + UInt32(index)
  case .abandoned(let index): return UInt32(WAIT_ABANDONED_0) + UInt32(index)
  case .timedOut: return UInt32(WinsockError.waitTimeout.code)
  case .ranRoutines: return UInt32(WAIT_IO_COMPLETION)
  }
}

/// SignalObjectAndWait: sets an event, releases a mutex or a semaphore, and waits for another object. The two
/// steps are not one: another thread may run in between.
@c @implementation
public func SignalObjectAndWait(
  _ hObjectToSignal: HANDLE!, _ hObjectToWaitOn: HANDLE!, _ dwMilliseconds: DWORD, _ bAlertable: BOOL
) -> DWORD {
  win32(failedWait) { () throws(WinsockError) in
    switch HandleTable.object(Handle(hObjectToSignal)) {
    case let event as Event: event.set()
    case let mutex as Mutex: try mutex.release()
    case let semaphore as Semaphore: _ = try semaphore.release(1)
    default: throw .invalidHandle
    }
    var bits = UInt(bitPattern: PseudoHandle.waitable(hObjectToWaitOn))
    return try withUnsafePointer(to: &bits) { (p) throws(WinsockError) in
      try wait(UnsafeBufferPointer(start: p, count: 1), all: false, bAlertable != no, dwMilliseconds)
    }
  }
}

// MARK: Sleeping

@c @implementation
public func Sleep(_ dwMilliseconds: DWORD) {
  if dwMilliseconds == 0 {
    KernelThread.yield()
  } else {
    _ = Thread.current.pause(alertable: false, until: Deadline(timeout: dwMilliseconds))
  }
}

/// SleepEx: WAIT_IO_COMPLETION if routines ran; they run also with a time-out of 0.
@c @implementation
public func SleepEx(_ dwMilliseconds: DWORD, _ bAlertable: BOOL) -> DWORD {
  let hasRun = Thread.current.pause(alertable: bAlertable != no, until: Deadline(timeout: dwMilliseconds))
  return hasRun ? DWORD(WAIT_IO_COMPLETION) : 0
}

/// QueueUserAPC: ERROR_GEN_FAILURE for a thread that has ended, or that this library has never seen.
@c @implementation
public func QueueUserAPC(_ pfnAPC: PAPCFUNC!, _ hThread: HANDLE!, _ dwData: ULONG_PTR) -> DWORD {
  win32(0) { () throws(WinsockError) in
    let thread = try thread(hThread)
    guard let procedure = pfnAPC else { throw .invalidParameter }
    guard thread.enqueue(procedure, dwData) else { throw .generalFailure }
    return 1
  }
}
