// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Which processors run the process and its threads. There is one group of processors, those that Linux numbers 0–63.

/// Restricts a thread to a part of what the process may use.
///
/// - Returns: what the thread was restricted to.
/// - Throws: `.invalidParameter` for processors that are not the process's, or none; `.accessDeniedBySystem` for a
///   thread that has ended.
private func restrict(_ thread: Overlapped.Thread, _ mask: UInt64) throws(WinsockError) -> UInt64 {
  guard mask != 0, mask & ~Affinity.ofProcess == 0 else { throw .invalidParameter }
  let former = try affinity(of: thread)
  guard Affinity.set(thread: thread.id, mask) == 0 else { throw .invalidParameter }
  return former
}

private func affinity(of thread: Overlapped.Thread) throws(WinsockError) -> UInt64 {
  guard !thread.hasExited, let mask = Affinity.of(thread: thread.id) else { throw .accessDeniedBySystem }
  return mask & Processors.online
}

/// SetThreadAffinityMask: the mask before; 0 with ERROR_INVALID_PARAMETER for a processor that is not the process's.
@c @implementation
public func SetThreadAffinityMask(_ hThread: HANDLE!, _ dwThreadAffinityMask: DWORD_PTR) -> DWORD_PTR {
  win32(0) { () throws(WinsockError) in try restrict(try thread(hThread), dwThreadAffinityMask) }
}

/// GetProcessAffinityMask: the processors that the process may use, and those of the machine.
@c @implementation
public func GetProcessAffinityMask(
  _ hProcess: HANDLE!, _ lpProcessAffinityMask: PDWORD_PTR!, _ lpSystemAffinityMask: PDWORD_PTR!
) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireProcess(hProcess)
    try requireAccess(lpProcessAffinityMask, 8)
    try requireAccess(lpSystemAffinityMask, 8)
    lpProcessAffinityMask.pointee = Affinity.ofProcess
    lpSystemAffinityMask.pointee = Processors.online
  }
}

/// SetProcessAffinityMask: all threads, those to come as well.
@c @implementation
public func SetProcessAffinityMask(_ hProcess: HANDLE!, _ dwProcessAffinityMask: DWORD_PTR) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireProcess(hProcess)
    guard dwProcessAffinityMask != 0, dwProcessAffinityMask & ~Processors.online == 0,
      Affinity.set(process: dwProcessAffinityMask) == 0
    else { throw .invalidParameter }
  }
}

// MARK: Groups

/// GetProcessGroupAffinity: the one group.
@c @implementation
public func GetProcessGroupAffinity(_ hProcess: HANDLE!, _ GroupCount: PUSHORT!, _ GroupArray: PUSHORT!)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    try requireProcess(hProcess)
    try requireAccess(GroupCount, 2)
    let room = GroupCount.pointee
    GroupCount.pointee = 1
    guard room >= 1 else { throw .insufficientBuffer }
    try requireAccess(GroupArray, 2)
    GroupArray.pointee = 0
  }
}

@c @implementation
public func GetThreadGroupAffinity(_ hThread: HANDLE!, _ GroupAffinity: PGROUP_AFFINITY!) -> BOOL {
  win32 { () throws(WinsockError) in
    let mask = try affinity(of: try thread(hThread))
    guard let GroupAffinity else { throw .invalidParameter }
    try requireAccess(GroupAffinity, MemoryLayout<GROUP_AFFINITY>.size)
    GroupAffinity.pointee = GROUP_AFFINITY(Mask: mask, Group: 0, Reserved: (0, 0, 0))
  }
}

/// SetThreadGroupAffinity: ERROR_INVALID_PARAMETER for another group than the one there is.
@c @implementation
public func SetThreadGroupAffinity(
  _ hThread: HANDLE!, _ GroupAffinity: UnsafePointer<GROUP_AFFINITY>!,
  _ PreviousGroupAffinity: PGROUP_AFFINITY!
) -> BOOL {
  win32 { () throws(WinsockError) in
    let thread = try thread(hThread)
    guard let GroupAffinity else { throw .invalidParameter }
    guard MemoryProbe().isReadable(GroupAffinity, MemoryLayout<GROUP_AFFINITY>.size) else { throw .noAccess }
    try requireAccess(optional: PreviousGroupAffinity, MemoryLayout<GROUP_AFFINITY>.size)
    let wanted = GroupAffinity.pointee
    guard wanted.Group == 0, wanted.Reserved == (0, 0, 0) else { throw .invalidParameter }
    let former = try restrict(thread, wanted.Mask)
    PreviousGroupAffinity?.pointee = GROUP_AFFINITY(Mask: former, Group: 0, Reserved: (0, 0, 0))
  }
}

// MARK: Ideal processors

/// Linux places threads by itself: the processor is kept, and returned.
///
/// - Returns: the one before.
private func prefer(_ thread: Overlapped.Thread, _ processor: UInt32) throws(WinsockError) -> UInt32 {
  guard processor < 64, Processors.online & 1 << UInt64(processor) != 0 else { throw .invalidParameter }
  let former = idealProcessor(of: thread)
  thread.idealProcessor = processor
  return former
}

/// Before one is set: the first that the process may use.
private func idealProcessor(of thread: Overlapped.Thread) -> UInt32 {
  thread.idealProcessor ?? UInt32(Affinity.ofProcess.trailingZeroBitCount)
}

/// SetThreadIdealProcessor: the one before; MAXIMUM_PROCESSORS only asks. (DWORD)-1 with ERROR_INVALID_PARAMETER for a
/// processor that is not there.
@c @implementation
public func SetThreadIdealProcessor(_ hThread: HANDLE!, _ dwIdealProcessor: DWORD) -> DWORD {
  win32(DWORD.max) { () throws(WinsockError) in
    let thread = try thread(hThread)
    if dwIdealProcessor == DWORD(MAXIMUM_PROCESSORS) { return idealProcessor(of: thread) }
    return try prefer(thread, dwIdealProcessor)
  }
}

@c @implementation
public func SetThreadIdealProcessorEx(
  _ hThread: HANDLE!, _ lpIdealProcessor: PPROCESSOR_NUMBER!, _ lpPreviousIdealProcessor: PPROCESSOR_NUMBER!
) -> BOOL {
  win32 { () throws(WinsockError) in
    let thread = try thread(hThread)
    guard MemoryProbe().isReadable(lpIdealProcessor, 4) else { throw .noAccess }
    try requireAccess(optional: lpPreviousIdealProcessor, 4)
    let wanted = lpIdealProcessor.pointee
    guard wanted.Group == 0, wanted.Reserved == 0 else { throw .invalidParameter }
    let former = try prefer(thread, UInt32(wanted.Number))
    lpPreviousIdealProcessor?.pointee = PROCESSOR_NUMBER(Group: 0, Number: BYTE(former), Reserved: 0)
  }
}

@c @implementation
public func GetThreadIdealProcessorEx(_ hThread: HANDLE!, _ lpIdealProcessor: PPROCESSOR_NUMBER!) -> BOOL {
  win32 { () throws(WinsockError) in
    let thread = try thread(hThread)
    try requireAccess(lpIdealProcessor, 4)
    let number = BYTE(idealProcessor(of: thread))
    lpIdealProcessor.pointee = PROCESSOR_NUMBER(Group: 0, Number: number, Reserved: 0)
  }
}

/// GetCurrentProcessorNumberEx: the processor that runs the calling thread.
@c @implementation
public func GetCurrentProcessorNumberEx(_ ProcNumber: PPROCESSOR_NUMBER!) {
  ProcNumber?.pointee = PROCESSOR_NUMBER(Group: 0, Number: BYTE(Processors.current & 63), Reserved: 0)
}
