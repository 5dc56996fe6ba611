// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Names of threads, processors, and the process as an object.

private let wrongHandle = HRESULT(bitPattern: 0x8007_0006)

func describe(_ handle: HANDLE?, _ text: Text?) -> HRESULT {
  guard let thread = try? thread(handle) else { return wrongHandle }
  do throws(WinsockError) { thread.describe(try text?.string ?? "") } catch {
    return HRESULT(bitPattern: 0x8007_0000 | DWORD(bitPattern: error.code))
  }
  return 0
}

func description<Character: WideCharacter>(
  _ handle: HANDLE?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<Character>?>?
) -> HRESULT {
  guard let thread = try? thread(handle) else { return wrongHandle }
  guard let out, MemoryProbe().isWritable(out, 8) else { return HRESULT(bitPattern: 0x8007_0057) }
  guard let copy = block([thread.description], Character.self) else {
    return HRESULT(bitPattern: 0x8007_000E)
  }
  out.pointee = copy
  return 0
}

/// SetThreadDescription: debuggers and top see its first 15 bytes.
@c @implementation
public func SetThreadDescription(_ hThread: HANDLE!, _ lpThreadDescription: PCWSTR!) -> HRESULT {
  describe(hThread, Text(lpThreadDescription))
}

/// GetThreadDescription: freed by LocalFree.
@c @implementation
public func GetThreadDescription(_ hThread: HANDLE!, _ ppszThreadDescription: UnsafeMutablePointer<LPWSTR?>!)
  -> HRESULT
{
  description(hThread, ppszThreadDescription)
}

@c @implementation
public func GetProcessIdOfThread(_ Thread: HANDLE!) -> DWORD {
  win32(0) { () throws(WinsockError) in
    _ = try thread(Thread)
    return GetCurrentProcessId()
  }
}

@c @implementation
public func GetCurrentProcessorNumber() -> DWORD {
  DWORD(Processors.current)
}

// MARK: The process

/// OpenProcess: this one only; ERROR_INVALID_PARAMETER for others.
@c @implementation
public func OpenProcess(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ dwProcessId: DWORD) -> HANDLE! {
  win32(nil) { () throws(WinsockError) in
    guard dwProcessId == GetCurrentProcessId() else { throw .invalidParameter }
    return try open(ProcessObject(), or: .notEnoughMemory).pointer
  }
}

@c @implementation
public func GetProcessId(_ Process: HANDLE!) -> DWORD {
  win32(0) { () throws(WinsockError) in
    try requireProcess(Process)
    return GetCurrentProcessId()
  }
}

/// IsWow64Process: the processes are as wide as the system.
@c @implementation
public func IsWow64Process(_ hProcess: HANDLE!, _ Wow64Process: PBOOL!) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireProcess(hProcess)
    try requireAccess(Wow64Process, 4)
    Wow64Process.pointee = no
  }
}

/// GetExitCodeProcess: it runs.
@c @implementation
public func GetExitCodeProcess(_ hProcess: HANDLE!, _ lpExitCode: LPDWORD!) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireProcess(hProcess)
    try requireAccess(lpExitCode, 4)
    lpExitCode.pointee = DWORD(STILL_ACTIVE)
  }
}

/// TerminateProcess, of this process: at once, without the handlers of atexit.
@c @implementation
public func TerminateProcess(_ hProcess: HANDLE!, _ uExitCode: UINT) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try requireProcess(hProcess)
    ProcessInformation.exitAtOnce(Int32(bitPattern: uExitCode))
  }
}
