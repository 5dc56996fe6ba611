// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The concurrency value: how many of the threads that have taken packets are at work.
extension CompletionPort {
  /// The thread turns to this port.
  @inline(never)
  func adopt(_ thread: Thread) {
    if thread.isActiveInPort { thread.leavePort() }
    thread.turn(to: self)
  }

  func enter(_ thread: Thread) {
    thread.isActiveInPort = true
    thread.previousActive = nil
    thread.nextActive = firstActive
    firstActive?._withUnsafeGuaranteedRef { $0.previousActive = .passUnretained(thread) }
    firstActive = .passUnretained(thread)
    activeCount += 1
  }

  /// The thread waits, or ends: it no longer counts. Under the lock.
  func exit(_ thread: Thread) {
    thread.isActiveInPort = false
    let (previous, next) = (thread.previousActive, thread.nextActive)
    if let previous {
      previous._withUnsafeGuaranteedRef { $0.nextActive = next }
    } else {
      firstActive = next
    }
    next?._withUnsafeGuaranteedRef { $0.previousActive = previous }
    activeCount -= 1
  }

  /// Called when a thread that took a packet blocks in a wait of this library, or ends.
  func threadBlocks(_ thread: Thread) {
    lock.lock()
    guard thread.isActiveInPort else {
      lock.unlock()
      return
    }
    exit(thread)
    let worker = packets.isEmpty || activeCount >= concurrency ? nil : releaseWorker() ?? takingDriver
    lock.unlock()
    worker?.takeUnretainedValue().wake()
  }

  /// Packets wait although threads wait for them: too many are active, or the one that was expected has not come back.
  /// Those that block where this library cannot see it (a pthread mutex, a file) do not count either: the kernel knows
  /// their state.
  func relieve() -> Bool {
    lock.lock()
    guard !packets.isEmpty, hasWaiters else {
      isStalled = false
      lock.unlock()
      return false
    }
    if activeCount >= concurrency {
      var active = firstActive?.takeUnretainedValue()
      while let thread = active, Processors.isRunning(thread.id) {
        active = thread.nextActive?.takeUnretainedValue()
      }
      if let blocked = active { exit(blocked) }
    }
    let worker = activeCount < concurrency ? releaseWorker() ?? takingDriver : nil
    lock.unlock()
    worker?.takeUnretainedValue().wake()
    return true
  }
}
