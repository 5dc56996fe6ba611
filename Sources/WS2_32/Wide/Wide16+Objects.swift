// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Wide names of waitable timers for -fshort-wchar.

@c(ws2_CreateWaitableTimerW_16)
public func createWaitableTimer16(
  _ lpTimerAttributes: LPSECURITY_ATTRIBUTES!, _ bManualReset: BOOL, _ lpTimerName: UnsafePointer<UInt16>!
) -> HANDLE? {
  createWaitableTimer(Text(lpTimerName), manual: bManualReset != no)
}

@c(ws2_CreateWaitableTimerExW_16)
public func createWaitableTimerEx16(
  _ lpTimerAttributes: LPSECURITY_ATTRIBUTES!, _ lpTimerName: UnsafePointer<UInt16>!, _ dwFlags: DWORD,
  _ dwDesiredAccess: DWORD
) -> HANDLE? {
  createWaitableTimer(Text(lpTimerName), flags: dwFlags)
}

@c(ws2_OpenWaitableTimerW_16)
public func openWaitableTimer16(
  _ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpTimerName: UnsafePointer<UInt16>!
) -> HANDLE? {
  NamedObjects.open(Text(lpTimerName), WaitableTimer.self)
}
