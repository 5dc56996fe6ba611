// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Locks in memory of the program.

// MARK: Critical sections

@c @implementation
public func InitializeCriticalSection(_ lpCriticalSection: LPCRITICAL_SECTION!) {
  section(lpCriticalSection).initialize(spinCount: 0)
}

@c @implementation
public func InitializeCriticalSectionAndSpinCount(
  _ lpCriticalSection: LPCRITICAL_SECTION!, _ dwSpinCount: DWORD
) -> BOOL {
  section(lpCriticalSection).initialize(spinCount: dwSpinCount)
  return yes
}

@c @implementation
public func InitializeCriticalSectionEx(
  _ lpCriticalSection: LPCRITICAL_SECTION!, _ dwSpinCount: DWORD, _ Flags: DWORD
) -> BOOL {
  guard Flags & ~DWORD(CRITICAL_SECTION_NO_DEBUG_INFO) == 0 else { return fail(no, .invalidParameter) }
  section(lpCriticalSection).initialize(spinCount: dwSpinCount)
  return yes
}

@c @implementation
public func SetCriticalSectionSpinCount(_ lpCriticalSection: LPCRITICAL_SECTION!, _ dwSpinCount: DWORD)
  -> DWORD
{
  let old = lpCriticalSection.pointee.SpinCount
  lpCriticalSection.pointee.SpinCount = ULONG_PTR(dwSpinCount)
  return DWORD(truncatingIfNeeded: old)
}

@c @implementation
public func EnterCriticalSection(_ lpCriticalSection: LPCRITICAL_SECTION!) {
  section(lpCriticalSection).enter()
}

@c @implementation
public func TryEnterCriticalSection(_ lpCriticalSection: LPCRITICAL_SECTION!) -> BOOL {
  section(lpCriticalSection).tryEnter() ? yes : no
}

@c @implementation
public func LeaveCriticalSection(_ lpCriticalSection: LPCRITICAL_SECTION!) {
  section(lpCriticalSection).leave()
}

@c @implementation
public func DeleteCriticalSection(_ lpCriticalSection: LPCRITICAL_SECTION!) {
  section(lpCriticalSection).initialize(spinCount: 0)
}

private func section(_ pointer: LPCRITICAL_SECTION) -> CriticalSection {
  CriticalSection(at: UnsafeMutableRawPointer(pointer))
}

// MARK: Slim reader/writer locks

@c @implementation
public func InitializeSRWLock(_ SRWLock: PSRWLOCK!) {
  SRWLock.pointee.Ptr = nil
}

@c @implementation
public func AcquireSRWLockExclusive(_ SRWLock: PSRWLOCK!) {
  slim(SRWLock).lockExclusive()
}

@c @implementation
public func AcquireSRWLockShared(_ SRWLock: PSRWLOCK!) {
  slim(SRWLock).lockShared()
}

@c @implementation
public func TryAcquireSRWLockExclusive(_ SRWLock: PSRWLOCK!) -> BOOLEAN {
  slim(SRWLock).tryExclusive() ? 1 : 0
}

@c @implementation
public func TryAcquireSRWLockShared(_ SRWLock: PSRWLOCK!) -> BOOLEAN {
  slim(SRWLock).tryShared() ? 1 : 0
}

@c @implementation
public func ReleaseSRWLockExclusive(_ SRWLock: PSRWLOCK!) {
  slim(SRWLock).unlockExclusive()
}

@c @implementation
public func ReleaseSRWLockShared(_ SRWLock: PSRWLOCK!) {
  slim(SRWLock).unlockShared()
}

private func slim(_ pointer: PSRWLOCK) -> SlimLock { SlimLock(at: UnsafeMutableRawPointer(pointer)) }

// MARK: Condition variables

@c @implementation
public func InitializeConditionVariable(_ ConditionVariable: PCONDITION_VARIABLE!) {
  ConditionVariable.pointee.Ptr = nil
}

@c @implementation
public func WakeConditionVariable(_ ConditionVariable: PCONDITION_VARIABLE!) {
  condition(ConditionVariable).wakeOne()
}

@c @implementation
public func WakeAllConditionVariable(_ ConditionVariable: PCONDITION_VARIABLE!) {
  condition(ConditionVariable).wakeAll()
}

/// ERROR_TIMEOUT when the time is over.
@c @implementation
public func SleepConditionVariableCS(
  _ ConditionVariable: PCONDITION_VARIABLE!, _ CriticalSection: PCRITICAL_SECTION!, _ dwMilliseconds: DWORD
) -> BOOL {
  let lock = section(CriticalSection)
  let isWoken = condition(ConditionVariable).sleep(
    until: Deadline(timeout: dwMilliseconds), unlock: { lock.leave() }, lock: { lock.enter() })
  return isWoken ? yes : fail(no, .timeout)
}

@c @implementation
public func SleepConditionVariableSRW(
  _ ConditionVariable: PCONDITION_VARIABLE!, _ SRWLock: PSRWLOCK!, _ dwMilliseconds: DWORD, _ Flags: ULONG
) -> BOOL {
  let lock = slim(SRWLock)
  let isShared = Flags & ULONG(CONDITION_VARIABLE_LOCKMODE_SHARED) != 0
  let isWoken = condition(ConditionVariable).sleep(
    until: Deadline(timeout: dwMilliseconds),
    unlock: { isShared ? lock.unlockShared() : lock.unlockExclusive() },
    lock: { isShared ? lock.lockShared() : lock.lockExclusive() })
  return isWoken ? yes : fail(no, .timeout)
}

private func condition(_ pointer: PCONDITION_VARIABLE) -> Overlapped.ConditionVariable {
  Overlapped.ConditionVariable(at: UnsafeMutableRawPointer(pointer))
}

// MARK: One-time initialisation

@c @implementation
public func InitOnceInitialize(_ InitOnce: PINIT_ONCE!) {
  InitOnce.pointee.Ptr = nil
}

@c @implementation
public func InitOnceExecuteOnce(
  _ InitOnce: PINIT_ONCE!, _ InitFn: PINIT_ONCE_FN!, _ Parameter: PVOID!,
  _ Context: UnsafeMutablePointer<LPVOID?>!
) -> BOOL {
  let once = OnceInitialization(at: UnsafeMutableRawPointer(InitOnce))
  switch once.begin(asynchronous: false) {
  case nil: return fail(no, .invalidParameter)
  case .done(let context):
    Context?.pointee = context
    return yes
  case .begin:
    var context: PVOID?
    let hasSucceeded = InitFn(InitOnce, Parameter, &context) != no
    _ = once.complete(context, succeeded: hasSucceeded)
    if hasSucceeded { Context?.pointee = context }
    return hasSucceeded ? yes : no
  }
}

@c @implementation
public func InitOnceBeginInitialize(
  _ lpInitOnce: LPINIT_ONCE!, _ dwFlags: DWORD, _ fPending: PBOOL!,
  _ lpContext: UnsafeMutablePointer<LPVOID?>!
) -> BOOL {
  let once = OnceInitialization(at: UnsafeMutableRawPointer(lpInitOnce))
  guard let fPending else { return fail(no, .invalidParameter) }
  if dwFlags & DWORD(INIT_ONCE_CHECK_ONLY) != 0 {
    guard let context = once.result else { return fail(no, .generalFailure) }
    fPending.pointee = no
    lpContext?.pointee = context
    return yes
  }
  switch once.begin(asynchronous: dwFlags & DWORD(INIT_ONCE_ASYNC) != 0) {
  case nil: return fail(no, .invalidParameter)
  case .done(let context):
    fPending.pointee = no
    lpContext?.pointee = context
  case .begin: fPending.pointee = yes
  }
  return yes
}

@c @implementation
public func InitOnceComplete(_ lpInitOnce: LPINIT_ONCE!, _ dwFlags: DWORD, _ lpContext: LPVOID!) -> BOOL {
  let once = OnceInitialization(at: UnsafeMutableRawPointer(lpInitOnce))
  let hasFailed = dwFlags & DWORD(INIT_ONCE_INIT_FAILED) != 0
  guard once.complete(lpContext, succeeded: !hasFailed) else { return fail(no, .generalFailure) }
  return yes
}

// MARK: Singly linked lists

/// One lock for all lists: they are short, and so is every operation.
private enum Lists {
  static let lock = Lock()

  /// The header holds the first entry and the number of entries.
  static func change<R>(
    _ header: PSLIST_HEADER, _ body: (inout PSLIST_ENTRY?, inout UInt64) -> R
  ) -> R {
    lock.withLock {
      let raw = UnsafeMutableRawPointer(header)
      var first = raw.load(as: PSLIST_ENTRY?.self)
      var depth = raw.load(fromByteOffset: 8, as: UInt64.self)
      let result = body(&first, &depth)
      raw.storeBytes(of: UInt(bitPattern: first), as: UInt.self)
      raw.storeBytes(of: depth, toByteOffset: 8, as: UInt64.self)
      return result
    }
  }
}

@c @implementation
public func InitializeSListHead(_ ListHead: PSLIST_HEADER!) {
  Lists.change(ListHead) { first, depth in
    first = nil
    depth = 0
  }
}

@c @implementation
public func InterlockedPushEntrySList(_ ListHead: PSLIST_HEADER!, _ ListEntry: PSLIST_ENTRY!) -> PSLIST_ENTRY!
{
  Lists.change(ListHead) { first, depth in
    let old = first
    ListEntry.pointee.Next = old
    first = ListEntry
    depth += 1
    return old
  }
}

@c @implementation
public func InterlockedPopEntrySList(_ ListHead: PSLIST_HEADER!) -> PSLIST_ENTRY! {
  Lists.change(ListHead) { first, depth in
    let old = first
    if let old {
      first = old.pointee.Next
      depth -= 1
    }
    return old
  }
}

@c @implementation
public func InterlockedFlushSList(_ ListHead: PSLIST_HEADER!) -> PSLIST_ENTRY! {
  Lists.change(ListHead) { first, depth in
    let old = first
    first = nil
    depth = 0
    return old
  }
}

@c @implementation
public func QueryDepthSList(_ ListHead: PSLIST_HEADER!) -> USHORT {
  Lists.change(ListHead) { USHORT(truncatingIfNeeded: $1) }
}
