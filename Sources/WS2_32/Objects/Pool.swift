// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The thread pool's work items, files and registered waits of the older interface, and timer queues.

/// BindIoCompletionCallback: completions of the file run the function on a pool thread, with the NTSTATUS.
@c @implementation
public func BindIoCompletionCallback(
  _ FileHandle: HANDLE!, _ Function: LPOVERLAPPED_COMPLETION_ROUTINE!, _ Flags: ULONG
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let routine = Function, Flags == 0 else { throw .invalidParameter }
    let file = try object(FileHandle)
    _ = try ThreadPool.shared.bind(file) { packet in
      routine(
        DWORD(truncatingIfNeeded: packet.status), packet.bytes,
        packet.overlapped?.assumingMemoryBound(to: _OVERLAPPED.self))
    }
  }
}

/// QueueUserWorkItem.
@c @implementation
public func QueueUserWorkItem(_ Function: LPTHREAD_START_ROUTINE!, _ Context: PVOID!, _ Flags: ULONG) -> BOOL
{
  win32 { () throws(WinsockError) in
    guard let routine = Function else { throw .invalidParameter }
    let context = UInt(bitPattern: Context)
    try ThreadPool.shared.submit { _ = routine(PVOID(bitPattern: context)) }
  }
}

// MARK: Registered waits

/// RegisterWaitForSingleObject: the callback runs in the pool, or on the waiting thread with
/// WT_EXECUTEINWAITTHREAD; again and again unless WT_EXECUTEONLYONCE is given.
@c @implementation
public func RegisterWaitForSingleObject(
  _ phNewWaitObject: PHANDLE!, _ hObject: HANDLE!, _ Callback: WAITORTIMERCALLBACK!, _ Context: PVOID!,
  _ dwMilliseconds: ULONG, _ dwFlags: ULONG
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let phNewWaitObject, let Callback else { throw .invalidParameter }
    try requireAccess(phNewWaitObject, 8)
    let object = try object(PseudoHandle.resolve(hObject), as: Waitable.self)
    let context = UInt(bitPattern: Context)
    let wait = PoolWait(pool: .shared, runsAtOnce: dwFlags & ULONG(WT_EXECUTEINWAITTHREAD) != 0) {
      Callback(PVOID(bitPattern: context), $0 ? 1 : 0)
    }
    let handle = try open(wait, or: .notEnoughMemory)
    // Before the wait begins: its callback may want the handle.
    phNewWaitObject.pointee = handle.pointer
    let isOnce = dwFlags & ULONG(WT_EXECUTEONLYONCE) != 0
    try wait.wait(
      for: object, until: Deadline(timeout: dwMilliseconds), interval: isOnce ? nil : UInt64(dwMilliseconds))
  }
}

/// UnregisterWait: ERROR_IO_PENDING while a callback has not ended; the wait is over all the same.
@c @implementation
public func UnregisterWait(_ WaitHandle: HANDLE!) -> BOOL {
  UnregisterWaitEx(WaitHandle, nil)
}

/// UnregisterWaitEx: INVALID_HANDLE_VALUE waits for the callbacks; an event is set when they have ended.
@c @implementation
public func UnregisterWaitEx(_ WaitHandle: HANDLE!, _ CompletionEvent: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in
    let wait = try object(WaitHandle, as: PoolWait.self)
    let completion = try Completion(CompletionEvent)
    _ = HandleTable.close(Handle(WaitHandle))
    wait.stop()
    guard completion.settle([wait]) else { throw .ioPending }
  }
}

/// What a function that ends waits or timers does about callbacks that have not ended.
private enum Completion {
  case nothing, waiting
  case event(Event)

  /// NULL, INVALID_HANDLE_VALUE, or an event.
  ///
  /// - Throws: `.invalidHandle` for anything else.
  init(_ handle: HANDLE?) throws(WinsockError) {
    switch UInt(bitPattern: handle) {
    case 0: self = .nothing
    case UInt.max: self = .waiting
    default: self = .event(try object(handle, as: Event.self))
    }
  }

  /// Whether all callbacks have ended. An event is set now, or by the pool once they have.
  func settle(_ items: [PoolItem]) -> Bool {
    switch self {
    case .nothing: return items.allSatisfy(\.isIdle)
    case .waiting:
      for item in items { item.waitUntilIdle() }
      return true
    case .event(let event):
      guard !items.allSatisfy(\.isIdle) else {
        event.set()
        return true
      }
      ThreadPool.shared.submitOrRun {
        for item in items { item.waitUntilIdle() }
        event.set()
      }
      return false
    }
  }
}

// MARK: Timer queues

/// A timer queue: only the timers that have to go with it.
private final class TimersOfQueue: KernelObject, @unchecked Sendable {
  static let standard = TimersOfQueue()
  private let lock = Lock()
  private var timers: [Handle: PoolTimer] = [:]

  init() { super.init(kind: .other) }

  func add(_ timer: PoolTimer, _ handle: Handle) { lock.withLock { timers[handle] = timer } }
  func remove(_ handle: Handle) -> PoolTimer? { lock.withLock { timers.removeValue(forKey: handle) } }
  func find(_ handle: Handle) -> PoolTimer? { lock.withLock { timers[handle] } }

  func removeAll() -> [PoolTimer] {
    let all = lock.withLock {
      defer { timers = [:] }
      return timers
    }
    for (handle, timer) in all {
      _ = HandleTable.close(handle)
      timer.stop()
    }
    return Array(all.values)
  }

  /// NULL stands for the default queue.
  static func of(_ handle: HANDLE?) throws(WinsockError) -> TimersOfQueue {
    guard let handle else { return standard }
    return try object(handle, as: TimersOfQueue.self)
  }
}

@c @implementation
public func CreateTimerQueue() -> HANDLE! {
  win32(nil) { () throws(WinsockError) in try open(TimersOfQueue(), or: .notEnoughMemory).pointer }
}

/// CreateTimerQueueTimer: the callback runs in the pool, or on the timers' thread with WT_EXECUTEINTIMERTHREAD.
@c @implementation
public func CreateTimerQueueTimer(
  _ phNewTimer: PHANDLE!, _ TimerQueue: HANDLE!, _ Callback: WAITORTIMERCALLBACK!, _ Parameter: PVOID!,
  _ DueTime: DWORD, _ Period: DWORD, _ Flags: ULONG
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let phNewTimer, let Callback else { throw .invalidParameter }
    try requireAccess(phNewTimer, 8)
    let queue = try TimersOfQueue.of(TimerQueue)
    guard Flags & ULONG(WT_EXECUTEONLYONCE) == 0 || Period == 0 else { throw .invalidParameter }
    let context = UInt(bitPattern: Parameter)
    let timer = PoolTimer(pool: .shared, runsOnClock: Flags & ULONG(WT_EXECUTEINTIMERTHREAD) != 0) {
      Callback(PVOID(bitPattern: context), 1)
    }
    let handle = try open(timer, or: .notEnoughMemory)
    queue.add(timer, handle)
    phNewTimer.pointee = handle.pointer
    timer.set(at: .after(milliseconds: UInt64(DueTime)), period: Period)
  }
}

@c @implementation
public func ChangeTimerQueueTimer(_ TimerQueue: HANDLE!, _ Timer: HANDLE!, _ DueTime: ULONG, _ Period: ULONG)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    let queue = try TimersOfQueue.of(TimerQueue)
    guard let timer = queue.find(Handle(Timer)) else { throw .invalidParameter }
    timer.set(at: .after(milliseconds: UInt64(DueTime)), period: Period)
  }
}

/// DeleteTimerQueueTimer: without an event ERROR_IO_PENDING says that a callback has not ended yet.
@c @implementation
public func DeleteTimerQueueTimer(_ TimerQueue: HANDLE!, _ Timer: HANDLE!, _ CompletionEvent: HANDLE!) -> BOOL
{
  win32 { () throws(WinsockError) in
    let queue = try TimersOfQueue.of(TimerQueue)
    let completion = try Completion(CompletionEvent)
    guard let timer = queue.remove(Handle(Timer)) else { throw .invalidParameter }
    _ = HandleTable.close(Handle(Timer))
    timer.stop()
    guard completion.settle([timer]) else { throw .ioPending }
  }
}

/// DeleteTimerQueueEx: with all its timers.
@c @implementation
public func DeleteTimerQueueEx(_ TimerQueue: HANDLE!, _ CompletionEvent: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in
    guard TimerQueue != nil else { throw .invalidHandle }
    let queue = try TimersOfQueue.of(TimerQueue)
    let completion = try Completion(CompletionEvent)
    _ = HandleTable.close(Handle(TimerQueue))
    _ = completion.settle(queue.removeAll())
  }
}

@c @implementation
public func DeleteTimerQueue(_ TimerQueue: HANDLE!) -> BOOL {
  DeleteTimerQueueEx(TimerQueue, nil)
}
