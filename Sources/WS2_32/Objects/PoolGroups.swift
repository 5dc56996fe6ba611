// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Pools of a program's own, cleanup groups, and what a callback may ask for on its return.

@c @implementation
public func CreateThreadpool(_ reserved: PVOID!) -> PTP_POOL! {
  win32(nil) { () throws(WinsockError) in
    guard reserved == nil else { throw .invalidParameter }
    let pool = ThreadPool(maximum: 500)
    return OpaquePointer(bitPattern: UInt(try open(pool, or: .notEnoughMemory).bits))
  }
}

/// CloseThreadpool: what is queued still runs.
@c @implementation
public func CloseThreadpool(_ ptpp: PTP_POOL!) {
  win32 { () throws(WinsockError) in
    let pool: ThreadPool = try poolObject(ptpp)
    guard HandleTable.close(Handle(bits: UInt64(UInt(bitPattern: ptpp)))) else { throw .invalidHandle }
    pool.close()
  }
}

@c @implementation
public func SetThreadpoolThreadMaximum(_ ptpp: PTP_POOL!, _ cthrdMost: DWORD) {
  win32 { () throws(WinsockError) in
    let pool: ThreadPool = try poolObject(ptpp)
    pool.setMaximum(Int(clamping: cthrdMost))
  }
}

@c @implementation
public func SetThreadpoolThreadMinimum(_ ptpp: PTP_POOL!, _ cthrdMic: DWORD) -> BOOL {
  win32 { () throws(WinsockError) in
    let pool: ThreadPool = try poolObject(ptpp)
    guard cthrdMic <= 500 else { throw .invalidParameter }
    guard pool.setMinimum(Int(cthrdMic)) else { throw .notEnoughMemory }
  }
}

// MARK: Cleanup groups

/// Objects that are closed together.
final class CleanupGroup: KernelObject, @unchecked Sendable {
  private struct Member {
    let item: PoolItem
    let handle: Handle
    let context: UInt
  }
  private static let lock = Lock()
  nonisolated(unsafe) private static var groups: [ObjectIdentifier: CleanupGroup] = [:]
  private var members: [Member] = []
  var cancelCallback: PTP_CLEANUP_GROUP_CANCEL_CALLBACK?

  init() { super.init(kind: .other) }

  func add(_ item: PoolItem, _ handle: Handle, _ context: UInt) {
    CleanupGroup.lock.withLock {
      members.append(Member(item: item, handle: handle, context: context))
      CleanupGroup.groups[ObjectIdentifier(item)] = self
    }
  }

  /// The object is closed by itself.
  static func forget(_ item: PoolItem) {
    lock.withLock {
      groups.removeValue(forKey: ObjectIdentifier(item))?.members.removeAll { $0.item === item }
    }
  }

  /// Ends all members; those whose callbacks are taken back are named to the cancel callback.
  func close(cancelling: Bool, _ cleanupContext: PVOID?) {
    let all = CleanupGroup.lock.withLock {
      defer { members = [] }
      for member in members { CleanupGroup.groups[ObjectIdentifier(member.item)] = nil }
      return members
    }
    for member in all {
      (member.item as? PoolTimer)?.stop()
      (member.item as? PoolWait)?.stop()
      let isCancelled = cancelling && member.item.takeBack() > 0
      member.item.waitUntilIdle()
      if isCancelled { cancelCallback?(PVOID(bitPattern: member.context), cleanupContext) }
      _ = HandleTable.close(member.handle)
    }
  }
}

@c @implementation
public func CreateThreadpoolCleanupGroup() -> PTP_CLEANUP_GROUP! {
  win32(nil) { () throws(WinsockError) in
    OpaquePointer(bitPattern: UInt(try open(CleanupGroup(), or: .notEnoughMemory).bits))
  }
}

/// CloseThreadpoolCleanupGroupMembers: waits for the callbacks that run, and for those that are queued unless they are
/// to be cancelled.
@c @implementation
public func CloseThreadpoolCleanupGroupMembers(
  _ ptpcg: PTP_CLEANUP_GROUP!, _ fCancelPendingCallbacks: BOOL, _ pvCleanupContext: PVOID!
) {
  win32 { () throws(WinsockError) in
    let group: CleanupGroup = try poolObject(ptpcg)
    group.close(cancelling: fCancelPendingCallbacks != no, pvCleanupContext)
  }
}

@c @implementation
public func CloseThreadpoolCleanupGroup(_ ptpcg: PTP_CLEANUP_GROUP!) {
  win32 { () throws(WinsockError) in
    let _: CleanupGroup = try poolObject(ptpcg)
    guard HandleTable.close(Handle(bits: UInt64(UInt(bitPattern: ptpcg)))) else { throw .invalidHandle }
  }
}

// MARK: Instances

private func onReturn(_ instance: PTP_CALLBACK_INSTANCE?, _ action: @escaping () -> Void) {
  CallbackInstance.current(instance)?.actions.append(action)
}

@c @implementation
public func SetEventWhenCallbackReturns(_ pci: PTP_CALLBACK_INSTANCE!, _ evt: HANDLE!) {
  let event = UInt(bitPattern: evt)
  onReturn(pci) { _ = SetEvent(HANDLE(bitPattern: event)) }
}

@c @implementation
public func ReleaseSemaphoreWhenCallbackReturns(_ pci: PTP_CALLBACK_INSTANCE!, _ sem: HANDLE!, _ crel: DWORD)
{
  let semaphore = UInt(bitPattern: sem)
  onReturn(pci) { _ = ReleaseSemaphore(HANDLE(bitPattern: semaphore), LONG(bitPattern: crel), nil) }
}

@c @implementation
public func ReleaseMutexWhenCallbackReturns(_ pci: PTP_CALLBACK_INSTANCE!, _ mut: HANDLE!) {
  let mutex = UInt(bitPattern: mut)
  onReturn(pci) { _ = ReleaseMutex(HANDLE(bitPattern: mutex)) }
}

@c @implementation
public func LeaveCriticalSectionWhenCallbackReturns(_ pci: PTP_CALLBACK_INSTANCE!, _ pcs: PCRITICAL_SECTION!)
{
  let section = UInt(bitPattern: pcs)
  onReturn(pci) { LeaveCriticalSection(PRTL_CRITICAL_SECTION(bitPattern: section)) }
}

@c @implementation
public func FreeLibraryWhenCallbackReturns(_ pci: PTP_CALLBACK_INSTANCE!, _ mod: HMODULE!) {
  let module = UInt(bitPattern: mod)
  onReturn(pci) { _ = FreeLibrary(HMODULE(bitPattern: module)) }
}

/// CallbackMayRunLong: TRUE, since the pool always keeps a worker for the next callback.
@c @implementation
public func CallbackMayRunLong(_ pci: PTP_CALLBACK_INSTANCE!) -> BOOL {
  CallbackInstance.current(pci) == nil ? no : yes
}
