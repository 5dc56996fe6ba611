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
  wait(forOne: UInt(bitPattern: PseudoHandle.waitable(handle)), alertable, milliseconds)
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
  guard let handles = handleArray(count, handles) else { return fail(failedWait, .invalidParameter) }
  return wait(handles, all: all, alertable, milliseconds)
}

/// WSAWaitForMultipleEvents: 1 to 64 events; 0 and 65 are WSA_INVALID_PARAMETER.
@c @implementation
public func WSAWaitForMultipleEvents(
  _ cEvents: DWORD, _ lphEvents: UnsafePointer<HANDLE?>!, _ fWaitAll: BOOL, _ dwTimeout: DWORD,
  _ fAlertable: BOOL
) -> DWORD {
  guard cEvents != 1 else {
    return EventCalls.waitForOne(cEvents, lphEvents, fWaitAll, dwTimeout, fAlertable)
  }
  return waitForEvents(cEvents, lphEvents, all: fWaitAll != no, dwTimeout, alertable: fAlertable != no)
}

@inline(never)
private func waitForEvents(
  _ count: DWORD, _ events: UnsafePointer<HANDLE?>?, all: Bool, _ milliseconds: DWORD, alertable: Bool
) -> DWORD {
  guard Startup.isOpen else { return fail(failedWait, Startup.refusal) }
  let result = waitForObjects(count, events, all: all, milliseconds, alertable: alertable)
  if result != failedWait { ThreadLocal.lastError = success }
  return result
}

/// The array of a wait for several objects; nil if it is not one.
@inline(__always)
func handleArray(_ count: DWORD, _ handles: UnsafePointer<HANDLE?>?) -> UnsafeBufferPointer<UInt>? {
  guard count > 0, count <= 64, MemoryProbe().isReadable(handles, Int(count) * 8) else { return nil }
  return UnsafeBufferPointer(
    start: UnsafeRawPointer(handles)?.assumingMemoryBound(to: UInt.self), count: Int(count))
}

/// What all waits for objects come down to.
@inline(__always)
private func wait(
  _ handles: UnsafeBufferPointer<UInt>, all: Bool, _ alertable: Bool, _ milliseconds: DWORD
) -> DWORD {
  let outcome = Thread.reference._withUnsafeGuaranteedRef {
    $0.wait(for: handles, all: all, alertable: alertable, timeout: milliseconds)
  }
  if outcome == .repeated { return fail(failedWait, .invalidParameter) }
  return outcome == .failed ? fail(failedWait, .invalidHandle) : outcome.rawValue
}

/// The same for one object.
@inline(__always)
private func wait(forOne handle: UInt, _ alertable: Bool, _ milliseconds: DWORD) -> DWORD {
  let outcome = Thread.reference._withUnsafeGuaranteedRef {
    $0.wait(forOne: handle, alertable: alertable, timeout: milliseconds)
  }
  return outcome == .failed ? fail(failedWait, .invalidHandle) : outcome.rawValue
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
    return wait(for: hObjectToWaitOn, dwMilliseconds, alertable: bAlertable != no)
  }
}

// MARK: Sleeping

@c @implementation
public func Sleep(_ dwMilliseconds: DWORD) {
  if dwMilliseconds == 0 {
    KernelThread.yield()
  } else {
    pause(dwMilliseconds, alertable: false)
  }
}

/// SleepEx: WAIT_IO_COMPLETION if routines ran; they run also with a time-out of 0.
@c @implementation
public func SleepEx(_ dwMilliseconds: DWORD, _ bAlertable: BOOL) -> DWORD {
  pause(dwMilliseconds, alertable: bAlertable != no) ? DWORD(WAIT_IO_COMPLETION) : 0
}

@inline(__always) @discardableResult
private func pause(_ milliseconds: DWORD, alertable: Bool) -> Bool {
  Thread.reference._withUnsafeGuaranteedRef { $0.pause(alertable: alertable, timeout: milliseconds) }
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
