// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Waitable timers.

@c @implementation
public func CreateWaitableTimerA(
  _ lpTimerAttributes: LPSECURITY_ATTRIBUTES!, _ bManualReset: BOOL, _ lpTimerName: LPCSTR!
) -> HANDLE! {
  createWaitableTimer(Text(lpTimerName), manual: bManualReset != no)
}

@c @implementation
public func CreateWaitableTimerW(
  _ lpTimerAttributes: LPSECURITY_ATTRIBUTES!, _ bManualReset: BOOL, _ lpTimerName: LPCWSTR!
) -> HANDLE! {
  createWaitableTimer(Text(lpTimerName), manual: bManualReset != no)
}

/// CreateWaitableTimerEx. Every timer here has the resolution that CREATE_WAITABLE_TIMER_HIGH_RESOLUTION asks for.
@c @implementation
public func CreateWaitableTimerExA(
  _ lpTimerAttributes: LPSECURITY_ATTRIBUTES!, _ lpTimerName: LPCSTR!, _ dwFlags: DWORD,
  _ dwDesiredAccess: DWORD
) -> HANDLE! {
  createWaitableTimer(Text(lpTimerName), flags: dwFlags)
}

@c @implementation
public func CreateWaitableTimerExW(
  _ lpTimerAttributes: LPSECURITY_ATTRIBUTES!, _ lpTimerName: LPCWSTR!, _ dwFlags: DWORD,
  _ dwDesiredAccess: DWORD
) -> HANDLE! {
  createWaitableTimer(Text(lpTimerName), flags: dwFlags)
}

@c @implementation
public func OpenWaitableTimerA(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpTimerName: LPCSTR!)
  -> HANDLE!
{
  NamedObjects.open(Text(lpTimerName), WaitableTimer.self)
}

@c @implementation
public func OpenWaitableTimerW(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpTimerName: LPCWSTR!)
  -> HANDLE!
{
  NamedObjects.open(Text(lpTimerName), WaitableTimer.self)
}

func createWaitableTimer(_ name: Text?, flags: DWORD) -> HANDLE? {
  let known = DWORD(CREATE_WAITABLE_TIMER_MANUAL_RESET | CREATE_WAITABLE_TIMER_HIGH_RESOLUTION)
  guard flags & ~known == 0 else { return fail(nil, .invalidParameter) }
  return createWaitableTimer(name, manual: flags & DWORD(CREATE_WAITABLE_TIMER_MANUAL_RESET) != 0)
}

func createWaitableTimer(_ name: Text?, manual: Bool) -> HANDLE? {
  NamedObjects.create(name, WaitableTimer.self) { WaitableTimer(manualReset: manual) }
}

/// SetWaitableTimer. There is no suspended system to resume: with fResume it succeeds and the last error is
/// ERROR_NOT_SUPPORTED, as documented.
@c @implementation
public func SetWaitableTimer(
  _ hTimer: HANDLE!, _ lpDueTime: UnsafePointer<LARGE_INTEGER>!, _ lPeriod: LONG,
  _ pfnCompletionRoutine: PTIMERAPCROUTINE!, _ lpArgToCompletionRoutine: LPVOID!, _ fResume: BOOL
) -> BOOL {
  win32 { () throws(WinsockError) in
    let timer = try object(hTimer, as: WaitableTimer.self)
    try requireReadable(lpDueTime, 8)
    guard lPeriod >= 0 else { throw .invalidParameter }
    timer.set(
      at: Deadline(fileTime: lpDueTime.pointee.QuadPart), period: UInt32(lPeriod),
      routine: pfnCompletionRoutine, argument: lpArgToCompletionRoutine)
    if fResume != no { ThreadLocal.lastError = WinsockError.callNotSupported.code }
  }
}

/// SetWaitableTimerEx: the tolerable delay is not made use of.
@c @implementation
public func SetWaitableTimerEx(
  _ hTimer: HANDLE!, _ lpDueTime: UnsafePointer<LARGE_INTEGER>!, _ lPeriod: LONG,
  _ pfnCompletionRoutine: PTIMERAPCROUTINE!, _ lpArgToCompletionRoutine: LPVOID!,
  _ WakeContext: PREASON_CONTEXT!, _ TolerableDelay: ULONG
) -> BOOL {
  SetWaitableTimer(hTimer, lpDueTime, lPeriod, pfnCompletionRoutine, lpArgToCompletionRoutine, no)
}

@c @implementation
public func CancelWaitableTimer(_ hTimer: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try object(hTimer, as: WaitableTimer.self).cancel() }
}

// MARK: Waiting on addresses

/// WaitOnAddress: FALSE with ERROR_TIMEOUT when the time is over.
@c @implementation
public func WaitOnAddress(
  _ Address: UnsafeMutableRawPointer!, _ CompareAddress: PVOID!, _ AddressSize: SIZE_T,
  _ dwMilliseconds: DWORD
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard [1, 2, 4, 8].contains(AddressSize) else { throw .invalidParameter }
    try requireReadable(Address, Int(AddressSize))
    try requireReadable(CompareAddress, Int(AddressSize))
    let isWoken = AddressWaits.wait(
      at: Address, size: Int(AddressSize), while: CompareAddress, until: Deadline(timeout: dwMilliseconds))
    guard isWoken else { throw .timeout }
  }
}

@c @implementation
public func WakeByAddressSingle(_ Address: PVOID!) {
  AddressWaits.wakeOne(at: Address)
}

@c @implementation
public func WakeByAddressAll(_ Address: PVOID!) {
  AddressWaits.wakeAll(at: Address)
}
