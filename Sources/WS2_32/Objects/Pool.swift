// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Thread-pool I/O, work items and registered waits.

/// BindIoCompletionCallback: completions of the file run the function on a pool thread, with the NTSTATUS.
@c @implementation
public func BindIoCompletionCallback(
  _ FileHandle: HANDLE!, _ Function: LPOVERLAPPED_COMPLETION_ROUTINE!, _ Flags: ULONG
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    guard let routine = Function, Flags == 0 else { throw .invalidParameter }
    guard let file = HandleTable.object(Handle(FileHandle)) else { throw .invalidHandle }
    let key = try ThreadPool.shared.register { packet in
      routine(
        DWORD(truncatingIfNeeded: packet.status), packet.bytes,
        packet.overlapped?.assumingMemoryBound(to: _OVERLAPPED.self))
    }
    do throws(WinsockError) { try ThreadPool.shared.associate(file, key: key) } catch {
      ThreadPool.shared.unregister(key)
      throw error
    }
    return yes
  }
}

/// QueueUserWorkItem.
@c @implementation
public func QueueUserWorkItem(_ Function: LPTHREAD_START_ROUTINE!, _ Context: PVOID!, _ Flags: ULONG) -> BOOL
{
  win32(no) { () throws(WinsockError) in
    guard let routine = Function else { throw .invalidParameter }
    let context = UInt(bitPattern: Context)
    try ThreadPool.shared.submit { _ = routine(PVOID(bitPattern: context)) }
    return yes
  }
}

// MARK: TP_IO

/// What a PTP_IO points to.
private final class PoolIO: @unchecked Sendable {
  let callback: PTP_WIN32_IO_CALLBACK
  let context: PVOID?
  private let lock = Lock()
  /// Starts without their callback yet, and callbacks that run.
  private var expected = 0
  private var running = 0
  private let generation = Futex(0)
  var key: UInt = 0
  private var isClosed = false

  init(_ callback: PTP_WIN32_IO_CALLBACK, _ context: PVOID?) {
    self.callback = callback
    self.context = context
  }

  deinit { generation.deallocate() }

  var pointer: PTP_IO { PTP_IO(Unmanaged.passUnretained(self).toOpaque()) }

  func expect(_ change: Int) {
    lock.withLock { expected = max(0, expected + change) }
    generation.add(1)
    generation.wakeAll()
  }

  func completed(_ packet: CompletionPacket) {
    lock.withLock { running += 1 }
    let error = Status(rawValue: UInt32(truncatingIfNeeded: packet.status)).systemError
    callback(nil, context, packet.overlapped, error, ULONG_PTR(packet.bytes), pointer)
    lock.withLock {
      running -= 1
      expected = max(0, expected - 1)
    }
    generation.add(1)
    generation.wakeAll()
  }

  /// Waits for the callbacks that are to come, or only for those that run.
  func wait(onlyRunning: Bool) {
    while true {
      let seen = generation.value
      if lock.withLock({ onlyRunning ? running == 0 : running == 0 && expected == 0 }) { return }
      generation.wait(while: seen, until: .never)
    }
  }

  static func of(_ io: PTP_IO) -> PoolIO {
    Unmanaged<PoolIO>.fromOpaque(UnsafeRawPointer(io)).takeUnretainedValue()
  }
}

@c @implementation
public func CreateThreadpoolIo(
  _ fl: HANDLE!, _ pfnio: PTP_WIN32_IO_CALLBACK!, _ pv: PVOID!, _ pcbe: PTP_CALLBACK_ENVIRON!
) -> PTP_IO! {
  win32(nil) { () throws(WinsockError) in
    guard let callback = pfnio else { throw .invalidParameter }
    guard let file = HandleTable.object(Handle(fl)) else { throw .invalidHandle }
    let io = PoolIO(callback, pv)
    io.key = try ThreadPool.shared.register { io.completed($0) }
    do throws(WinsockError) { try ThreadPool.shared.associate(file, key: io.key) } catch {
      ThreadPool.shared.unregister(io.key)
      throw error
    }
    return PTP_IO(Unmanaged.passRetained(io).toOpaque())
  }
}

/// StartThreadpoolIo: to be called before each operation.
@c @implementation
public func StartThreadpoolIo(_ pio: PTP_IO!) {
  PoolIO.of(pio).expect(1)
}

/// CancelThreadpoolIo: the operation failed at once, no callback will come.
@c @implementation
public func CancelThreadpoolIo(_ pio: PTP_IO!) {
  PoolIO.of(pio).expect(-1)
}

@c @implementation
public func WaitForThreadpoolIoCallbacks(_ pio: PTP_IO!, _ fCancelPendingCallbacks: BOOL) {
  PoolIO.of(pio).wait(onlyRunning: fCancelPendingCallbacks != no)
}

@c @implementation
public func CloseThreadpoolIo(_ pio: PTP_IO!) {
  ThreadPool.shared.unregister(PoolIO.of(pio).key)
  Unmanaged<PoolIO>.fromOpaque(UnsafeRawPointer(pio)).release()
}

// MARK: Registered waits

/// A wait that a thread of its own carries out.
private final class RegisteredWait: KernelObject, @unchecked Sendable {
  private let callback: WAITORTIMERCALLBACK
  private let context: PVOID?
  private let object: Handle
  private let milliseconds: DWORD
  private let isOnce: Bool
  private let stop = Event(manualReset: true, initiallySet: false)
  let ended = Event(manualReset: true, initiallySet: false)

  init(
    _ object: Handle, _ callback: WAITORTIMERCALLBACK, _ context: PVOID?, _ milliseconds: DWORD, isOnce: Bool
  ) {
    self.object = object
    self.callback = callback
    self.context = context
    self.milliseconds = milliseconds
    self.isOnce = isOnce
    super.init(kind: .other)
  }

  override func lastHandleClosed() { stop.set() }

  func run() {
    defer { ended.set() }
    guard let stopHandle = HandleTable.open(stop) else { return }
    defer { _ = HandleTable.close(stopHandle) }
    while true {
      let handles = [UInt(stopHandle.bits), UInt(object.bits)]
      let outcome = handles.withUnsafeBufferPointer {
        Thread.current.wait(for: $0, all: false, alertable: false, until: Deadline(timeout: milliseconds))
      }
      switch outcome {
      case .object(1), .abandoned(1): callback(context, 0)
      case .timedOut: callback(context, 1)
      default: return
      }
      if isOnce { return }
    }
  }
}

/// RegisterWaitForSingleObject.
@c @implementation
public func RegisterWaitForSingleObject(
  _ phNewWaitObject: PHANDLE!, _ hObject: HANDLE!, _ Callback: WAITORTIMERCALLBACK!, _ Context: PVOID!,
  _ dwMilliseconds: ULONG, _ dwFlags: ULONG
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    guard let phNewWaitObject, let Callback else { throw .invalidParameter }
    try requireAccess(phNewWaitObject, 8)
    guard let object = HandleTable.object(Handle(hObject)), object is Waitable else { throw .invalidHandle }
    let wait = RegisteredWait(
      Handle(hObject), Callback, Context, dwMilliseconds, isOnce: dwFlags & ULONG(WT_EXECUTEONLYONCE) != 0)
    let handle = try open(wait, or: .notEnoughMemory)
    let (thread, _) = try Thread.start(
      stackSize: 0, suspended: false, runRegisteredWait, Unmanaged.passRetained(wait).toOpaque())
    _ = HandleTable.close(thread)
    phNewWaitObject.pointee = handle.pointer
    return yes
  }
}

@c private func runRegisteredWait(_ argument: UnsafeMutableRawPointer?) -> UInt32 {
  Unmanaged<RegisteredWait>.fromOpaque(argument!).takeRetainedValue().run()
  return 0
}

@c @implementation
public func UnregisterWait(_ WaitHandle: HANDLE!) -> BOOL {
  endWait(WaitHandle, waits: false)
}

/// With INVALID_HANDLE_VALUE it waits until the callback has ended.
@c @implementation
public func UnregisterWaitEx(_ WaitHandle: HANDLE!, _ CompletionEvent: HANDLE!) -> BOOL {
  let waits = UInt(bitPattern: CompletionEvent) == UInt.max
  let result = endWait(WaitHandle, waits: waits)
  if result != no, !waits, let event = HandleTable.object(Handle(CompletionEvent), as: Event.self) {
    event.set()
  }
  return result
}

private func endWait(_ handle: HANDLE?, waits: Bool) -> BOOL {
  win32(no) { () throws(WinsockError) in
    guard let wait = HandleTable.object(Handle(handle), as: RegisteredWait.self) else { throw .invalidHandle }
    _ = HandleTable.close(Handle(handle))
    if waits, let ended = HandleTable.open(wait.ended) {
      var bits = UInt(ended.bits)
      _ = withUnsafePointer(to: &bits) {
        Thread.current.wait(
          for: UnsafeBufferPointer(start: $0, count: 1), all: false, alertable: false, until: .never)
      }
      _ = HandleTable.close(ended)
    }
    return yes
  }
}
