// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The thread pool's objects: work, timers, waits and I/O. What a program holds (PTP_WORK and its kin) is a handle of
// the table, so that a wrong one is found out.

/// What a callback environment says.
struct PoolEnvironment {
  let pool: ThreadPool
  let group: CleanupGroup?
  private let finalization: PTP_SIMPLE_CALLBACK?

  init(_ environment: PTP_CALLBACK_ENVIRON?) throws(WinsockError) {
    guard let environment else {
      (pool, group, finalization) = (.shared, nil, nil)
      return
    }
    try requireReadable(environment, MemoryLayout<TP_CALLBACK_ENVIRON_V3>.size)
    finalization = environment.pointee.FinalizationCallback
    if let pool = environment.pointee.Pool { self.pool = try poolObject(pool) } else { pool = .shared }
    if let group = environment.pointee.CleanupGroup {
      let object: CleanupGroup = try poolObject(group)
      object.cancelCallback = environment.pointee.CleanupGroupCancelCallback
      self.group = object
    } else {
      group = nil
    }
  }

  /// Runs a callback with its instance, then what it wanted done on its return.
  func run(_ context: UInt, _ callback: (PTP_CALLBACK_INSTANCE) -> Void) {
    let instance = CallbackInstance()
    let thread = Thread.current
    let outer = thread.attachments[CallbackInstance.key]
    thread.attachments[CallbackInstance.key] = instance
    callback(instance.pointer)
    thread.attachments[CallbackInstance.key] = outer
    for action in instance.actions { action() }
    finalization?(instance.pointer, PVOID(bitPattern: context))
  }
}

/// A callback that runs.
final class CallbackInstance {
  static let key = 0x7470
  var actions: [() -> Void] = []
  var pointer: PTP_CALLBACK_INSTANCE { PTP_CALLBACK_INSTANCE(Unmanaged.passUnretained(self).toOpaque()) }

  /// The one of the calling thread, if `pointer` is that.
  static func current(_ pointer: PTP_CALLBACK_INSTANCE?) -> CallbackInstance? {
    let instance = Thread.current.attachments[key] as? CallbackInstance
    return instance?.pointer == pointer ? instance : nil
  }
}

/// The object behind a PTP_…; `.invalidHandle` if it is none of that kind.
func poolObject<Object: KernelObject>(_ pointer: OpaquePointer?) throws(WinsockError) -> Object {
  guard let object = HandleTable.object(Handle(bits: UInt64(UInt(bitPattern: pointer))), as: Object.self)
  else {
    throw .invalidHandle
  }
  return object
}

/// Opens a handle for an object of the pool and, if it has one, tells the group.
private func openPoolObject(_ item: PoolItem, _ environment: PoolEnvironment?, _ context: UInt)
  throws(WinsockError) -> OpaquePointer?
{
  let handle = try open(item, or: .notEnoughMemory)
  environment?.group?.add(item, handle, context)
  return OpaquePointer(bitPattern: UInt(handle.bits))
}

private func closePoolObject(_ pointer: OpaquePointer?) {
  win32 { () throws(WinsockError) in
    let item: PoolItem = try poolObject(pointer)
    (item as? PoolTimer)?.stop()
    (item as? PoolWait)?.stop()
    CleanupGroup.forget(item)
    guard HandleTable.close(Handle(bits: UInt64(UInt(bitPattern: pointer)))) else { throw .invalidHandle }
  }
}

private func waitForCallbacks(_ pointer: OpaquePointer?, _ cancels: BOOL) {
  win32 { () throws(WinsockError) in
    let item: PoolItem = try poolObject(pointer)
    if cancels != no { item.takeBack() }
    item.waitUntilIdle()
  }
}

// MARK: Work

/// PTP_WORK: a callback that is queued as often as it is submitted.
private final class PoolWork: PoolItem, @unchecked Sendable {
  private let callback: () -> Void

  init(pool: ThreadPool, _ callback: @escaping () -> Void) {
    self.callback = callback
    super.init(pool: pool)
  }

  func submit() { post(callback) }
}

/// The word of an object that its own callbacks get; set once the object has its handle.
private final class OwnPointer: @unchecked Sendable { var value: OpaquePointer? }

@c @implementation
public func CreateThreadpoolWork(_ pfnwk: PTP_WORK_CALLBACK!, _ pv: PVOID!, _ pcbe: PTP_CALLBACK_ENVIRON!)
  -> PTP_WORK!
{
  win32(nil) { () throws(WinsockError) in
    guard let callback = pfnwk else { throw .invalidParameter }
    let environment = try PoolEnvironment(pcbe)
    let (context, own) = (UInt(bitPattern: pv), OwnPointer())
    let work = PoolWork(pool: environment.pool) {
      environment.run(context) { callback($0, PVOID(bitPattern: context), own.value) }
    }
    own.value = try openPoolObject(work, environment, context)
    return own.value
  }
}

@c @implementation
public func SubmitThreadpoolWork(_ pwk: PTP_WORK!) {
  win32 { () throws(WinsockError) in
    let work: PoolWork = try poolObject(pwk)
    work.submit()
  }
}

@c @implementation
public func WaitForThreadpoolWorkCallbacks(_ pwk: PTP_WORK!, _ fCancelPendingCallbacks: BOOL) {
  waitForCallbacks(pwk, fCancelPendingCallbacks)
}

@c @implementation
public func CloseThreadpoolWork(_ pwk: PTP_WORK!) {
  closePoolObject(pwk)
}

/// TrySubmitThreadpoolCallback: runs a callback once, without an object.
@c @implementation
public func TrySubmitThreadpoolCallback(
  _ pfns: PTP_SIMPLE_CALLBACK!, _ pv: PVOID!, _ pcbe: PTP_CALLBACK_ENVIRON!
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let callback = pfns else { throw .invalidParameter }
    let environment = try PoolEnvironment(pcbe)
    let context = UInt(bitPattern: pv)
    try environment.pool.submit { environment.run(context) { callback($0, PVOID(bitPattern: context)) } }
  }
}

// MARK: Timers

extension Deadline {
  /// A FILETIME as timers take it: negative counts 100 ns from now, otherwise the date.
  init(fileTime: Int64) {
    let now = MonotonicClock.nanoseconds
    let distance =
      fileTime < 0
      ? UInt64(fileTime.magnitude) : UInt64(max(0, fileTime - Int64(SystemDate.now)))
    let (nanoseconds, overflow) = distance.multipliedReportingOverflow(by: 100)
    self = overflow || nanoseconds > 1 << 62 ? .never : Deadline(nanoseconds: now + nanoseconds)
  }
}

@c @implementation
public func CreateThreadpoolTimer(_ pfnti: PTP_TIMER_CALLBACK!, _ pv: PVOID!, _ pcbe: PTP_CALLBACK_ENVIRON!)
  -> PTP_TIMER!
{
  win32(nil) { () throws(WinsockError) in
    guard let callback = pfnti else { throw .invalidParameter }
    let environment = try PoolEnvironment(pcbe)
    let (context, own) = (UInt(bitPattern: pv), OwnPointer())
    let timer = PoolTimer(pool: environment.pool) {
      environment.run(context) { callback($0, PVOID(bitPattern: context), own.value) }
    }
    own.value = try openPoolObject(timer, environment, context)
    return own.value
  }
}

@c @implementation
public func SetThreadpoolTimer(
  _ pti: PTP_TIMER!, _ pftDueTime: PFILETIME!, _ msPeriod: DWORD, _ msWindowLength: DWORD
) {
  _ = SetThreadpoolTimerEx(pti, pftDueTime, msPeriod, msWindowLength)
}

/// SetThreadpoolTimerEx: a NULL due time stops the timer. TRUE if it was set before.
@c @implementation
public func SetThreadpoolTimerEx(
  _ pti: PTP_TIMER!, _ pftDueTime: PFILETIME!, _ msPeriod: DWORD, _ msWindowLength: DWORD
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    let timer: PoolTimer = try poolObject(pti)
    guard let due = pftDueTime?.pointee else {
      defer { timer.stop() }
      return timer.isSet ? yes : no
    }
    return timer.set(at: Deadline(fileTime: Int64(bitPattern: due.ticks)), period: msPeriod) ? yes : no
  }
}

@c @implementation
public func IsThreadpoolTimerSet(_ pti: PTP_TIMER!) -> BOOL {
  win32(no) { () throws(WinsockError) in
    let timer: PoolTimer = try poolObject(pti)
    return timer.isSet ? yes : no
  }
}

@c @implementation
public func WaitForThreadpoolTimerCallbacks(_ pti: PTP_TIMER!, _ fCancelPendingCallbacks: BOOL) {
  waitForCallbacks(pti, fCancelPendingCallbacks)
}

@c @implementation
public func CloseThreadpoolTimer(_ pti: PTP_TIMER!) {
  closePoolObject(pti)
}

// MARK: Waits

@c @implementation
public func CreateThreadpoolWait(_ pfnwa: PTP_WAIT_CALLBACK!, _ pv: PVOID!, _ pcbe: PTP_CALLBACK_ENVIRON!)
  -> PTP_WAIT!
{
  win32(nil) { () throws(WinsockError) in
    guard let callback = pfnwa else { throw .invalidParameter }
    let environment = try PoolEnvironment(pcbe)
    let (context, own) = (UInt(bitPattern: pv), OwnPointer())
    let wait = PoolWait(pool: environment.pool) { timedOut in
      let result = timedOut ? TP_WAIT_RESULT(WinsockError.waitTimeout.code) : TP_WAIT_RESULT(WAIT_OBJECT_0)
      environment.run(context) { callback($0, PVOID(bitPattern: context), own.value, result) }
    }
    own.value = try openPoolObject(wait, environment, context)
    return own.value
  }
}

@c @implementation
public func SetThreadpoolWait(_ pwa: PTP_WAIT!, _ h: HANDLE!, _ pftTimeout: PFILETIME!) {
  _ = SetThreadpoolWaitEx(pwa, h, pftTimeout, nil)
}

/// SetThreadpoolWaitEx: waits once; a NULL handle ends the wait, a NULL time-out has no end.
@c @implementation
public func SetThreadpoolWaitEx(_ pwa: PTP_WAIT!, _ h: HANDLE!, _ pftTimeout: PFILETIME!, _ Reserved: PVOID!)
  -> BOOL
{
  win32(no) { () throws(WinsockError) in
    let wait: PoolWait = try poolObject(pwa)
    let wasSet = wait.isSet ? yes : no
    guard h != nil else {
      wait.stop()
      return wasSet
    }
    let object = try object(PseudoHandle.resolve(h), as: Waitable.self)
    let deadline = pftTimeout.map { Deadline(fileTime: Int64(bitPattern: $0.pointee.ticks)) } ?? .never
    try wait.wait(for: object, until: deadline)
    return wasSet
  }
}

@c @implementation
public func WaitForThreadpoolWaitCallbacks(_ pwa: PTP_WAIT!, _ fCancelPendingCallbacks: BOOL) {
  waitForCallbacks(pwa, fCancelPendingCallbacks)
}

@c @implementation
public func CloseThreadpoolWait(_ pwa: PTP_WAIT!) {
  closePoolObject(pwa)
}

// MARK: I/O

/// PTP_IO: operations of a file that are announced one by one.
private final class PoolFile: PoolItem, @unchecked Sendable {
  var key: UInt = 0
  override func lastHandleClosed() { pool.unregister(key) }
}

@c @implementation
public func CreateThreadpoolIo(
  _ fl: HANDLE!, _ pfnio: PTP_WIN32_IO_CALLBACK!, _ pv: PVOID!, _ pcbe: PTP_CALLBACK_ENVIRON!
) -> PTP_IO! {
  win32(nil) { () throws(WinsockError) in
    guard let callback = pfnio else { throw .invalidParameter }
    let file = try object(fl)
    let environment = try PoolEnvironment(pcbe)
    let (context, own) = (UInt(bitPattern: pv), OwnPointer())
    let io = PoolFile(pool: environment.pool)
    io.key = try environment.pool.register { packet in
      let error = Status(rawValue: UInt32(truncatingIfNeeded: packet.status)).systemError
      io.run {
        environment.run(context) {
          callback(
            $0, PVOID(bitPattern: context), packet.overlapped, error, ULONG_PTR(packet.bytes), own.value)
        }
      }
    }
    do throws(WinsockError) { try environment.pool.associate(file, key: io.key) } catch {
      environment.pool.unregister(io.key)
      throw error
    }
    own.value = try openPoolObject(io, environment, context)
    return own.value
  }
}

/// StartThreadpoolIo: to be called before each operation.
@c @implementation
public func StartThreadpoolIo(_ pio: PTP_IO!) {
  win32 { () throws(WinsockError) in
    let io: PoolFile = try poolObject(pio)
    io.expect(1)
  }
}

/// CancelThreadpoolIo: the operation failed at once, no callback will come.
@c @implementation
public func CancelThreadpoolIo(_ pio: PTP_IO!) {
  win32 { () throws(WinsockError) in
    let io: PoolFile = try poolObject(pio)
    io.expect(-1)
  }
}

@c @implementation
public func WaitForThreadpoolIoCallbacks(_ pio: PTP_IO!, _ fCancelPendingCallbacks: BOOL) {
  waitForCallbacks(pio, fCancelPendingCallbacks)
}

@c @implementation
public func CloseThreadpoolIo(_ pio: PTP_IO!) {
  closePoolObject(pio)
}
