// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Pools of a program's own, and cleanup groups.

@c @implementation
public func CreateThreadpool(_ reserved: PVOID!) -> PTP_POOL! {
  win32(nil) { () throws(WinsockError) in
    guard reserved == nil else { throw .invalidParameter }
    return try open(ThreadPool(maximum: 500), or: .notEnoughMemory).opaque
  }
}

/// CloseThreadpool: what is queued still runs.
@c @implementation
public func CloseThreadpool(_ ptpp: PTP_POOL!) {
  with(ptpp, as: ThreadPool.self) { (pool) throws(WinsockError) in
    guard HandleTable.close(Handle(ptpp)) else { throw .invalidHandle }
    pool.close()
  }
}

@c @implementation
public func SetThreadpoolThreadMaximum(_ ptpp: PTP_POOL!, _ cthrdMost: DWORD) {
  with(ptpp, as: ThreadPool.self) { $0.setMaximum(Int(clamping: cthrdMost)) }
}

@c @implementation
public func SetThreadpoolThreadMinimum(_ ptpp: PTP_POOL!, _ cthrdMic: DWORD) -> BOOL {
  win32 { () throws(WinsockError) in
    let pool = try object(ptpp, as: ThreadPool.self)
    guard cthrdMic <= 500 else { throw .invalidParameter }
    guard pool.setMinimum(Int(cthrdMic)) else { throw .notEnoughMemory }
  }
}

/// SetThreadpoolStackInformation: of the threads that the pool starts from now on. Linux commits stacks as they are
/// used, so of the two sizes only the reserve has an effect.
@c @implementation
public func SetThreadpoolStackInformation(_ ptpp: PTP_POOL!, _ ptpsi: PTP_POOL_STACK_INFORMATION!) -> BOOL {
  win32 { () throws(WinsockError) in
    let pool = try object(ptpp, as: ThreadPool.self)
    guard let ptpsi, MemoryProbe().isReadable(ptpsi, 16) else { throw .noAccess }
    let (reserve, commit) = (ptpsi.pointee.StackReserve, ptpsi.pointee.StackCommit)
    guard reserve < 1 << 40, commit <= max(reserve, SIZE_T(KernelThread.defaultStackSize)) else {
      throw .invalidParameter
    }
    pool.stackOfWorkers = ThreadPool.Stack(reserve: Int(reserve), commit: Int(commit))
  }
}

/// QueryThreadpoolStackInformation: before any is set, what Linux gives a thread, of which it commits a page.
@c @implementation
public func QueryThreadpoolStackInformation(_ ptpp: PTP_POOL!, _ ptpsi: PTP_POOL_STACK_INFORMATION!) -> BOOL {
  win32 { () throws(WinsockError) in
    let pool = try object(ptpp, as: ThreadPool.self)
    try requireAccess(ptpsi, 16)
    let stack = pool.stackOfWorkers
    ptpsi.pointee.StackReserve = SIZE_T(stack.reserve > 0 ? stack.reserve : KernelThread.defaultStackSize)
    ptpsi.pointee.StackCommit = SIZE_T(stack.commit > 0 ? stack.commit : Pages.size)
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

  /// Ends all members; if they are cancelled, each is named to the cancel callback, whether it had callbacks to be
  /// taken back or not.
  func close(cancelling: Bool, _ cleanupContext: PVOID?) {
    let all = CleanupGroup.lock.withLock {
      defer { members = [] }
      for member in members { CleanupGroup.groups[ObjectIdentifier(member.item)] = nil }
      return members
    }
    for member in all {
      member.item.stop()
      if cancelling { _ = member.item.takeBack() }
      member.item.waitUntilIdle()
      if cancelling { cancelCallback?(PVOID(bitPattern: member.context), cleanupContext) }
      _ = HandleTable.close(member.handle)
    }
  }
}

@c @implementation
public func CreateThreadpoolCleanupGroup() -> PTP_CLEANUP_GROUP! {
  win32(nil) { () throws(WinsockError) in try open(CleanupGroup(), or: .notEnoughMemory).opaque }
}

/// CloseThreadpoolCleanupGroupMembers: waits for the callbacks that run, and for those that are queued unless they are
/// to be cancelled.
@c @implementation
public func CloseThreadpoolCleanupGroupMembers(
  _ ptpcg: PTP_CLEANUP_GROUP!, _ fCancelPendingCallbacks: BOOL, _ pvCleanupContext: PVOID!
) {
  with(ptpcg, as: CleanupGroup.self) {
    $0.close(cancelling: fCancelPendingCallbacks != no, pvCleanupContext)
  }
}

@c @implementation
public func CloseThreadpoolCleanupGroup(_ ptpcg: PTP_CLEANUP_GROUP!) {
  win32 { () throws(WinsockError) in try close(Handle(ptpcg).pointer, as: CleanupGroup.self) }
}
