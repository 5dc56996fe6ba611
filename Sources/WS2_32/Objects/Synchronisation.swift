// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Mutex and semaphore objects.

@c @implementation
public func CreateMutexA(
  _ lpMutexAttributes: LPSECURITY_ATTRIBUTES!, _ bInitialOwner: BOOL, _ lpName: LPCSTR!
) -> HANDLE! {
  createMutex(Text(lpName), owned: bInitialOwner != no)
}

@c @implementation
public func CreateMutexW(
  _ lpMutexAttributes: LPSECURITY_ATTRIBUTES!, _ bInitialOwner: BOOL, _ lpName: LPCWSTR!
) -> HANDLE! {
  createMutex(Text(lpName), owned: bInitialOwner != no)
}

@c @implementation
public func CreateMutexExA(
  _ lpMutexAttributes: LPSECURITY_ATTRIBUTES!, _ lpName: LPCSTR!, _ dwFlags: DWORD, _ dwDesiredAccess: DWORD
) -> HANDLE! {
  createMutex(Text(lpName), owned: dwFlags & DWORD(CREATE_MUTEX_INITIAL_OWNER) != 0)
}

@c @implementation
public func CreateMutexExW(
  _ lpMutexAttributes: LPSECURITY_ATTRIBUTES!, _ lpName: LPCWSTR!, _ dwFlags: DWORD, _ dwDesiredAccess: DWORD
) -> HANDLE! {
  createMutex(Text(lpName), owned: dwFlags & DWORD(CREATE_MUTEX_INITIAL_OWNER) != 0)
}

func createMutex(_ name: Text?, owned: Bool) -> HANDLE? {
  NamedObjects.create(name, Mutex.self) { Mutex(ownedBy: owned ? Thread.current : nil) }
}

@c @implementation
public func OpenMutexA(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpName: LPCSTR!) -> HANDLE! {
  NamedObjects.open(Text(lpName), Mutex.self)
}

@c @implementation
public func OpenMutexW(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpName: LPCWSTR!) -> HANDLE! {
  NamedObjects.open(Text(lpName), Mutex.self)
}

/// ReleaseMutex: ERROR_NOT_OWNER for a thread that does not own it.
@c @implementation
public func ReleaseMutex(_ hMutex: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try object(hMutex, as: Mutex.self).release() }
}

@c @implementation
public func CreateSemaphoreA(
  _ lpSemaphoreAttributes: LPSECURITY_ATTRIBUTES!, _ lInitialCount: LONG, _ lMaximumCount: LONG,
  _ lpName: LPCSTR!
) -> HANDLE! {
  createSemaphore(Text(lpName), lInitialCount, lMaximumCount)
}

@c @implementation
public func CreateSemaphoreW(
  _ lpSemaphoreAttributes: LPSECURITY_ATTRIBUTES!, _ lInitialCount: LONG, _ lMaximumCount: LONG,
  _ lpName: LPCWSTR!
) -> HANDLE! {
  createSemaphore(Text(lpName), lInitialCount, lMaximumCount)
}

@c @implementation
public func CreateSemaphoreExA(
  _ lpSemaphoreAttributes: LPSECURITY_ATTRIBUTES!, _ lInitialCount: LONG, _ lMaximumCount: LONG,
  _ lpName: LPCSTR!, _ dwFlags: DWORD, _ dwDesiredAccess: DWORD
) -> HANDLE! {
  createSemaphore(Text(lpName), lInitialCount, lMaximumCount)
}

@c @implementation
public func CreateSemaphoreExW(
  _ lpSemaphoreAttributes: LPSECURITY_ATTRIBUTES!, _ lInitialCount: LONG, _ lMaximumCount: LONG,
  _ lpName: LPCWSTR!, _ dwFlags: DWORD, _ dwDesiredAccess: DWORD
) -> HANDLE! {
  createSemaphore(Text(lpName), lInitialCount, lMaximumCount)
}

func createSemaphore(_ name: Text?, _ initial: LONG, _ maximum: LONG) -> HANDLE? {
  guard maximum > 0, initial >= 0, initial <= maximum else { return fail(nil, .invalidParameter) }
  return NamedObjects.create(name, Semaphore.self) { Semaphore(initial: initial, maximum: maximum) }
}

@c @implementation
public func OpenSemaphoreA(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpName: LPCSTR!) -> HANDLE! {
  NamedObjects.open(Text(lpName), Semaphore.self)
}

@c @implementation
public func OpenSemaphoreW(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpName: LPCWSTR!) -> HANDLE! {
  NamedObjects.open(Text(lpName), Semaphore.self)
}

/// ReleaseSemaphore: ERROR_TOO_MANY_POSTS beyond the maximum; nothing is added then.
@c @implementation
public func ReleaseSemaphore(_ hSemaphore: HANDLE!, _ lReleaseCount: LONG, _ lpPreviousCount: LPLONG!) -> BOOL
{
  win32 { () throws(WinsockError) in
    let semaphore = try object(hSemaphore, as: Semaphore.self)
    guard lReleaseCount > 0 else { throw .invalidParameter }
    try requireAccess(optional: lpPreviousCount, 4)
    let previous = try semaphore.release(lReleaseCount)
    lpPreviousCount?.pointee = previous
  }
}
