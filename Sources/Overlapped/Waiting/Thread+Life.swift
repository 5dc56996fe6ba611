// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

extension Thread {
  private static let registry = Registry()

  private final class Registry: @unchecked Sendable {
    let key: ThreadExitKey
    init() { key = ThreadExitKey(threadExited) }
  }

  /// Makes the object of a thread that calls in for the first time.
  @inline(never) @usableFromInline
  static func adopt() -> Thread {
    let thread = Thread()
    thread.begin()
    return thread
  }

  /// The same of a thread of this library that never ends: no handle of the program's stands for it.
  static func adoptWithoutHandle() -> Thread {
    let thread = Thread()
    thread.begin(opensHandle: false)
    return thread
  }

  /// Ties the object to the calling thread until that ends.
  func begin(opensHandle: Bool = true) {
    id = ThreadExitKey.threadID
    probe = .ofThisThread()
    ThreadLocal.thread = Unmanaged.passUnretained(self).toOpaque()
    // The handle owns the object; a table that is full leaves it to a reference that is never released.
    if selfHandle == nil && opensHandle { selfHandle = HandleTable.open(self) }
    if selfHandle == nil { _ = Unmanaged.passRetained(self) }
    Thread.registry.key.arm()
  }

  /// The handle under which the thread knows itself.
  public static var currentHandle: Handle? { current.selfHandle }

  /// What the end of the calling thread does: cancels its operations (the Note of the page; behaviour 44, 45),
  /// then signals whoever waits for it.
  func end() {
    Thread.onEnd?(self)
    messageQueue?.end()
    messageQueue = nil
    if isActiveInPort { leavePort() }
    if hasStartedOperations { Socket.cancelOperations(ofEnding: self) }
    discardRoutines()
    OperationTable.takeBack(self)
    var aftermath = Aftermath()
    Dispatcher.lock.withLock {
      hasExited = true
      satisfyWaiters(&aftermath)
    }
    Mutex.abandonAll(of: self, &aftermath)
    aftermath.settle()
    ThreadLocal.thread = nil
    if let handle = selfHandle {
      selfHandle = nil
      _ = HandleTable.close(handle)
    }
  }
}

@c private func threadExited(_ thread: UnsafeMutableRawPointer?) {
  guard let thread else { return }
  // The word is already cleared in the destructor's round; calls made from here on would adopt again.
  ThreadLocal.thread = thread
  // The OVERLAPPED and the buffers of what is cancelled now may be locals of the routine that has returned, as on
  // Windows, where nothing runs on the stack any more by then: stay below them.
  let gap = min(KernelThread.stackSize / 4, 256 * 1024)
  KernelThread.callBelow(gap, endThread, thread)
}

@c private func endThread(_ thread: UnsafeMutableRawPointer?) {
  Unmanaged<Thread>.fromOpaque(thread!).takeUnretainedValue().end()
}
