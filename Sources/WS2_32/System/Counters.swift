// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// What the system counts: operations on their way, handles, bytes, the time of the processors. The names of statuses.

/// GetThreadIOPendingFlag: whether an operation that the thread has started is on its way.
@c @implementation
public func GetThreadIOPendingFlag(_ hThread: HANDLE!, _ lpIOIsPending: PBOOL!) -> BOOL {
  win32 { () throws(WinsockError) in
    let thread = try thread(hThread)
    try requireAccess(lpIOIsPending, 4)
    let isPending =
      Socket.hasOperations(of: thread)
      || HandleTable.handles(of: .file).contains {
        HandleTable.object($0, as: FileObject.self)?.hasRequests(of: thread) ?? false
      }
    lpIOIsPending.pointee = isPending ? yes : no
  }
}

/// GetProcessHandleCount: the open handles of this library.
@c @implementation
public func GetProcessHandleCount(_ hProcess: HANDLE!, _ pdwHandleCount: PDWORD!) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireProcess(hProcess)
    try requireAccess(pdwHandleCount, 4)
    pdwHandleCount.pointee = DWORD(HandleTable.count)
  }
}

/// GetProcessIoCounters: reads and writes as Linux counts them. ERROR_ACCESS_DENIED where it does not tell.
@c @implementation
public func GetProcessIoCounters(_ hProcess: HANDLE!, _ lpIoCounters: PIO_COUNTERS!) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireProcess(hProcess)
    try requireAccess(lpIoCounters, MemoryLayout<IO_COUNTERS>.size)
    guard let transfers = ProcessInformation.transfers else { throw .accessDeniedBySystem }
    lpIoCounters.pointee = IO_COUNTERS(
      ReadOperationCount: transfers.reads, WriteOperationCount: transfers.writes, OtherOperationCount: 0,
      ReadTransferCount: transfers.bytesRead, WriteTransferCount: transfers.bytesWritten,
      OtherTransferCount: 0)
  }
}

/// GetSystemTimes: of all processors together. The time in the kernel includes the idle one. Each of the three may be
/// NULL.
@c @implementation
public func GetSystemTimes(
  _ lpIdleTime: PFILETIME!, _ lpKernelTime: PFILETIME!, _ lpUserTime: PFILETIME!
) -> BOOL {
  win32 { () throws(WinsockError) in
    for out in [lpIdleTime, lpKernelTime, lpUserTime] { try requireAccess(optional: out, 8) }
    guard let times = ProcessInformation.timesOfProcessors else { throw .callNotSupported }
    lpIdleTime?.pointee = FILETIME(ticks: times.idle / 100)
    lpKernelTime?.pointee = FILETIME(ticks: (times.kernel + times.idle) / 100)
    lpUserTime?.pointee = FILETIME(ticks: times.user / 100)
  }
}

/// QueryInterruptTime: 100 ns since the system was started, with the time that it slept.
@c @implementation
public func QueryInterruptTime(_ lpInterruptTime: PULONGLONG!) {
  lpInterruptTime?.pointee = MonotonicClock.withSleep / 100
}

@c @implementation
public func QueryInterruptTimePrecise(_ lpInterruptTimePrecise: PULONGLONG!) {
  lpInterruptTimePrecise?.pointee = MonotonicClock.withSleep / 100
}

/// RtlNtStatusToDosError: what kernel32 calls a status. ERROR_MR_MID_NOT_FOUND for one that is not among those of
/// ntstatus.h here.
@c @implementation
public func RtlNtStatusToDosError(_ Status: NTSTATUS) -> ULONG {
  let status = ULONG(bitPattern: Status)
  // A program's own status is nobody's to translate; an HRESULT or a Win32 error in the clothes of one is undressed.
  if status & 0x2000_0000 != 0 { return status }
  let plain = status & 0xFFFF_0000 == 0xD000_0000 ? status & ~0x1000_0000 : status
  if [0x8007_0000, 0xC007_0000, 0xC001_0000].contains(plain & 0xFFFF_0000) { return plain & 0xFFFF }
  let error = Overlapped.Status(rawValue: plain).systemError
  return error == 0 && plain != 0 ? ULONG(ERROR_MR_MID_NOT_FOUND) : error
}
