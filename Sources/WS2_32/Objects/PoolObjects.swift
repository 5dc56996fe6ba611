// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The thread pool's objects: work, timers, waits and I/O. What a program holds (PTP_WORK and its kin) is a handle of
// the table, so that a wrong one is found out.

extension Handle {
  init(_ object: OpaquePointer?) { self.init(bits: UInt64(UInt(bitPattern: object))) }

  /// As programs hold objects of the pool.
  var opaque: OpaquePointer? { OpaquePointer(bitPattern: UInt(bits)) }
}

/// The object behind a PTP_WORK or its kin.
///
/// - Throws: `.invalidHandle` where there is none, or one of another kind.
func object<Object: KernelObject>(_ pointer: OpaquePointer?, as type: Object.Type) throws(WinsockError)
  -> Object
{
  try object(Handle(pointer).pointer, as: type)
}

/// The body of a function of one object that returns nothing.
func with<Object: KernelObject>(
  _ pointer: OpaquePointer?, as type: Object.Type, _ body: (Object) throws(WinsockError) -> Void
) {
  win32 { () throws(WinsockError) in try body(object(pointer, as: type)) }
}

/// The body of CreateThreadpoolWork and its kin: opens a handle for what `make` makes and, if it has one, tells the
/// group.
private func createPoolObject<Callback>(
  _ callback: Callback?, _ context: PVOID?, _ environment: PTP_CALLBACK_ENVIRON?,
  _ make: (Callback, CallbackTarget) throws(WinsockError) -> PoolItem
) -> OpaquePointer? {
  win32(nil) { () throws(WinsockError) in
    guard let callback else { throw .invalidParameter }
    let target = try CallbackTarget(environment, context)
    let item = try make(callback, target)
    let handle = try open(item, or: .notEnoughMemory)
    target.environment.group?.add(item, handle, target.context)
    target.object = handle.opaque
    return target.object
  }
}

private func closePoolObject(_ pointer: OpaquePointer?) {
  with(pointer, as: PoolItem.self) { (item) throws(WinsockError) in
    item.stop()
    CleanupGroup.forget(item)
    guard HandleTable.close(Handle(pointer)) else { throw .invalidHandle }
  }
}

private func waitForCallbacks(_ pointer: OpaquePointer?, _ cancels: BOOL) {
  with(pointer, as: PoolItem.self) { item in
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

@c @implementation
public func CreateThreadpoolWork(_ pfnwk: PTP_WORK_CALLBACK!, _ pv: PVOID!, _ pcbe: PTP_CALLBACK_ENVIRON!)
  -> PTP_WORK!
{
  createPoolObject(pfnwk, pv, pcbe) { (callback, target) in
    PoolWork(pool: target.pool) { target.run(callback) }
  }
}

@c @implementation
public func SubmitThreadpoolWork(_ pwk: PTP_WORK!) {
  with(pwk, as: PoolWork.self) { $0.submit() }
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

/// The time that a program gives; nil for NULL.
private func deadline(_ time: PFILETIME?) throws(WinsockError) -> Deadline? {
  guard let time else { return nil }
  guard MemoryProbe().isReadable(time, MemoryLayout<FILETIME>.size) else { throw .noAccess }
  return Deadline(fileTime: Int64(bitPattern: time.pointee.ticks))
}

@c @implementation
public func CreateThreadpoolTimer(_ pfnti: PTP_TIMER_CALLBACK!, _ pv: PVOID!, _ pcbe: PTP_CALLBACK_ENVIRON!)
  -> PTP_TIMER!
{
  createPoolObject(pfnti, pv, pcbe) { (callback, target) in
    PoolTimer(pool: target.pool) { target.run(callback) }
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
    let timer = try object(pti, as: PoolTimer.self)
    guard let due = try deadline(pftDueTime) else {
      defer { timer.stop() }
      return timer.isSet ? yes : no
    }
    return timer.set(at: due, period: msPeriod) ? yes : no
  }
}

@c @implementation
public func IsThreadpoolTimerSet(_ pti: PTP_TIMER!) -> BOOL {
  win32(no) { () throws(WinsockError) in try object(pti, as: PoolTimer.self).isSet ? yes : no }
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
  createPoolObject(pfnwa, pv, pcbe) { (callback, target) in
    PoolWait(pool: target.pool) { timedOut in
      let result = timedOut ? TP_WAIT_RESULT(WAIT_TIMEOUT) : TP_WAIT_RESULT(WAIT_OBJECT_0)
      target.run { callback($0, $1, $2, result) }
    }
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
    let wait = try object(pwa, as: PoolWait.self)
    let wasSet = wait.isSet ? yes : no
    guard h != nil else {
      wait.stop()
      return wasSet
    }
    let object = try object(PseudoHandle.resolve(h), as: Waitable.self)
    try wait.wait(for: object, until: deadline(pftTimeout) ?? .never)
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
  createPoolObject(pfnio, pv, pcbe) { (callback, target) throws(WinsockError) in
    let io = PoolFile(pool: target.pool)
    io.key = try target.pool.bind(object(fl)) { packet in
      let error = Status(rawValue: UInt32(truncatingIfNeeded: packet.status)).systemError
      io.run {
        target.run { callback($0, $1, packet.overlapped, error, ULONG_PTR(packet.bytes), $2) }
      }
    }
    return io
  }
}

/// StartThreadpoolIo: to be called before each operation.
@c @implementation
public func StartThreadpoolIo(_ pio: PTP_IO!) {
  with(pio, as: PoolFile.self) { $0.expect(1) }
}

/// CancelThreadpoolIo: the operation failed at once, no callback will come.
@c @implementation
public func CancelThreadpoolIo(_ pio: PTP_IO!) {
  with(pio, as: PoolFile.self) { $0.expect(-1) }
}

@c @implementation
public func WaitForThreadpoolIoCallbacks(_ pio: PTP_IO!, _ fCancelPendingCallbacks: BOOL) {
  waitForCallbacks(pio, fCancelPendingCallbacks)
}

@c @implementation
public func CloseThreadpoolIo(_ pio: PTP_IO!) {
  closePoolObject(pio)
}
