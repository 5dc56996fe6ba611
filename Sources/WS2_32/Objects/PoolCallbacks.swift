// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Callbacks of the thread pool: the environment they run in, what they are called with, and what they may ask for.

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
    let pool = environment.pointee.Pool
    self.pool = pool == nil ? .shared : try object(pool, as: ThreadPool.self)
    if let group = environment.pointee.CleanupGroup {
      self.group = try object(group, as: CleanupGroup.self)
      self.group?.cancelCallback = environment.pointee.CleanupGroupCancelCallback
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

/// What the callbacks of an object are called with: the program's context and the object itself.
final class CallbackTarget: @unchecked Sendable {
  let environment: PoolEnvironment
  let context: UInt
  /// Set once the object has its handle.
  var object: OpaquePointer?

  var pool: ThreadPool { environment.pool }

  init(_ environment: PTP_CALLBACK_ENVIRON?, _ context: PVOID?) throws(WinsockError) {
    self.environment = try PoolEnvironment(environment)
    self.context = UInt(bitPattern: context)
  }

  func run(_ callback: (PTP_CALLBACK_INSTANCE?, PVOID?, OpaquePointer?) -> Void) {
    environment.run(context) { callback($0, PVOID(bitPattern: context), object) }
  }
}

// MARK: What a callback wants done on its return

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

/// DisassociateCurrentThreadFromCallback: whoever waits for the callbacks of its object does not wait for this one any
/// more, which goes on. What it wants done on its return is still done then.
@c @implementation
public func DisassociateCurrentThreadFromCallback(_ pci: PTP_CALLBACK_INSTANCE!) {
  if CallbackInstance.current(pci) != nil { PoolItem.disassociate(.current) }
}
