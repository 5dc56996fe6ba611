// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Wide names of events, mutexes, semaphores and waitable timers for -fshort-wchar.

@c(ws2_CreateEventW_16)
public func createEvent16(_ attributes: UnsafeRawPointer?, _ manual: Int32, _ set: Int32, _ name: Wide16)
  -> HANDLE?
{
  createEvent(Text(name), manual: manual != 0, set: set != 0)
}

@c(ws2_CreateEventExW_16)
public func createEventEx16(
  _ attributes: UnsafeRawPointer?, _ name: Wide16, _ flags: UInt32, _ access: UInt32
) -> HANDLE? {
  createEvent(Text(name), flags: flags)
}

@c(ws2_OpenEventW_16)
public func openEvent16(_ access: UInt32, _ inherit: Int32, _ name: Wide16) -> HANDLE? {
  NamedObjects.open(Text(name), Event.self)
}

@c(ws2_CreateMutexW_16)
public func createMutex16(_ attributes: UnsafeRawPointer?, _ owned: Int32, _ name: Wide16) -> HANDLE? {
  createMutex(Text(name), owned: owned != 0)
}

@c(ws2_CreateMutexExW_16)
public func createMutexEx16(
  _ attributes: UnsafeRawPointer?, _ name: Wide16, _ flags: UInt32, _ access: UInt32
) -> HANDLE? {
  createMutex(Text(name), owned: flags & 1 != 0)
}

@c(ws2_OpenMutexW_16)
public func openMutex16(_ access: UInt32, _ inherit: Int32, _ name: Wide16) -> HANDLE? {
  NamedObjects.open(Text(name), Mutex.self)
}

@c(ws2_CreateSemaphoreW_16)
public func createSemaphore16(
  _ attributes: UnsafeRawPointer?, _ initial: Int32, _ maximum: Int32, _ name: Wide16
) -> HANDLE? {
  createSemaphore(Text(name), initial, maximum)
}

@c(ws2_CreateSemaphoreExW_16)
public func createSemaphoreEx16(
  _ attributes: UnsafeRawPointer?, _ initial: Int32, _ maximum: Int32, _ name: Wide16, _ flags: UInt32,
  _ access: UInt32
) -> HANDLE? {
  createSemaphore(Text(name), initial, maximum)
}

@c(ws2_OpenSemaphoreW_16)
public func openSemaphore16(_ access: UInt32, _ inherit: Int32, _ name: Wide16) -> HANDLE? {
  NamedObjects.open(Text(name), Semaphore.self)
}

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
