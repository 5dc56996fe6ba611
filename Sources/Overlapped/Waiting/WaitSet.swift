// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// How a wait ended, in the numbers by which the waits of Windows return it: they are an NTSTATUS.
public struct WaitOutcome: RawRepresentable, Equatable, Sendable {
  public let rawValue: UInt32
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  @inline(__always)
  static func object(_ index: Int) -> WaitOutcome { WaitOutcome(rawValue: UInt32(truncatingIfNeeded: index)) }
  @inline(__always)
  static func abandoned(_ index: Int) -> WaitOutcome {
    WaitOutcome(rawValue: 0x80 + UInt32(truncatingIfNeeded: index))
  }
  /// Routines ran, or are about to.
  public static let ranRoutines = WaitOutcome(rawValue: 0xC0)
  public static let timedOut = WaitOutcome(rawValue: 0x102)
  /// One of the handles is not open, or names what cannot be waited for.
  public static let failed = WaitOutcome(rawValue: .max)
  /// A wait for all of several handles, of which two name one object (STATUS_INVALID_PARAMETER_MIX).
  public static let repeated = WaitOutcome(rawValue: 0xC000_0030)

  /// The index of the object that satisfied the wait, abandoned or not.
  var index: Int? { rawValue < WaitOutcome.ranRoutines.rawValue ? Int(rawValue & 0x7F) : nil }
}

// MARK: - The calls

extension Thread {
  /// Waits for objects named by handles. The thread is the calling one, here as below.
  ///
  /// - Parameters:
  ///   - all: wait until all are signalled at once, then consume them together; else the lowest index wins.
  ///   - alertable: run routines; those that are queued at the start run even with a time-out of 0.
  ///   - timeout: milliseconds; `UInt32.max` for no end.
  @inline(never)
  public func wait(
    for handles: UnsafeBufferPointer<UInt>, all: Bool, alertable: Bool, timeout: UInt32
  ) -> WaitOutcome {
    if handles.count == 1 { return wait(forOne: handles[0], alertable: alertable, timeout: timeout) }
    return waitForObjects(handles, all: all, alertable: alertable, until: Deadline(timeout: timeout))
  }

  /// The same for one object.
  @inline(never)
  public func wait(forOne handle: UInt, alertable: Bool, timeout: UInt32) -> WaitOutcome {
    waitForOne(handle, alertable: alertable, timeout: timeout)
  }

  @inline(__always)
  fileprivate func waitForOne(_ handle: UInt, alertable: Bool, timeout: UInt32) -> WaitOutcome {
    guard let use = HandleTable.acquire(Handle(bits: UInt64(handle)), .event) else {
      return waitForOther(handle, alertable: alertable, timeout: timeout)
    }
    let outcome = wait(for: OneEvent(use), alertable: alertable, until: Deadline(timeout: timeout))
    HandleTable.release(use)
    return outcome
  }

  /// An object that is no event.
  @inline(never)
  private func waitForOther(_ handle: UInt, alertable: Bool, timeout: UInt32) -> WaitOutcome {
    withUnsafePointer(to: handle) {
      waitForObjects(
        UnsafeBufferPointer(start: $0, count: 1), all: false, alertable: alertable,
        until: Deadline(timeout: timeout))
    }
  }

  @inline(never)
  private func waitForObjects(
    _ handles: UnsafeBufferPointer<UInt>, all: Bool, alertable: Bool, until deadline: Deadline
  ) -> WaitOutcome {
    withObjects(handles) {
      if all && repeats(handles.count) { return .repeated }
      return waitForObjects(handles.count, all: all, alertable: alertable, until: deadline)
    }
  }

  private func repeats(_ count: Int) -> Bool {
    let objects = UnsafeBufferPointer(start: objects, count: count)
    return objects.indices.contains { i in
      objects[..<i].contains { $0.toOpaque() == objects[i].toOpaque() }
    }
  }

  /// Sleeps; true if routines ran instead (SleepEx).
  @inline(never)
  public func pause(alertable: Bool, timeout: UInt32) -> Bool {
    wait(for: NoObjects(), alertable: alertable, until: Deadline(timeout: timeout)) == .ranRoutines
  }

  /// Waits for the first `count` of `objects` (set by the caller, which keeps them alive).
  @inline(never)
  func waitForObjects(_ count: Int, all: Bool, alertable: Bool, until deadline: Deadline) -> WaitOutcome {
    wait(for: list(count, all: all), alertable: alertable, until: deadline)
  }
}

/// WSAWaitForMultipleEvents of one event. No member of a class, for the same reasons as `StreamCalls`.
package enum EventCalls {
  /// - Parameters:
  ///   - handle: where the event's handle is.
  ///   - unused: of the C interface: a count of 1, and whether to wait for all of them.
  ///   - timeout: milliseconds; `UInt32.max` for no end.
  /// - Returns: what WSAWaitForMultipleEvents does.
  @inline(never)
  package static func waitForOne(
    _ unused: UInt32, _ handle: UnsafeRawPointer?, _ alsoUnused: Int32, _ timeout: UInt32, _ alertable: Int32
  ) -> UInt32 {
    guard Startup.isOpen else { return fail(Startup.refusal) }
    @_transparent
    func wait(_ thread: Thread) -> UInt32 {
      guard let handle, thread.probe.isReadable(local: handle, 8) else { return fail(.invalidParameter) }
      let outcome = thread.waitForOne(
        handle.loadUnaligned(as: UInt.self), alertable: alertable != 0, timeout: timeout)
      if _slowPath(outcome == .failed) { return fail(.invalidHandle) }
      ThreadLocal.lastError = 0
      return outcome.rawValue
    }
    return Thread.reference._withUnsafeGuaranteedRef(wait)
  }

  private static func fail(_ error: WinsockError) -> UInt32 {
    ThreadLocal.lastError = error.code
    return WaitOutcome.failed.rawValue
  }
}

// MARK: - The wait

extension Thread {
  @inline(__always)
  private func wait<Objects: WaitObjects>(
    for objects: Objects, alertable: Bool, until deadline: Deadline
  ) -> WaitOutcome {
    var routine: OperationPointer?
    objects.announceWaiter()
    let outcome = waitAnnounced(for: objects, alertable: alertable, until: deadline, &routine)
    objects.retractWaiter()
    // At the very end: a routine may wait itself, with the thread's list of objects.
    if let routine { runRoutines(from: routine) }
    return outcome
  }

  /// - Parameter routine: the first routine to run, which has been taken from the queue, if routines ended the wait.
  @inline(__always)
  private func waitAnnounced<Objects: WaitObjects>(
    for objects: Objects, alertable: Bool, until deadline: Deadline, _ routine: inout OperationPointer?
  ) -> WaitOutcome {
    Dispatcher.lock.lock()
    if let outcome = objects.satisfy(self) {
      Dispatcher.lock.unlock()
      return outcome
    }
    if alertable, let first = routines.removeFirst() {
      Dispatcher.lock.unlock()
      routine = first
      return .ranRoutines
    }
    if deadline == .now {
      // A program that only polls must not depend on the pump: look at what the kernel holds ready.
      Dispatcher.lock.unlock()
      guard Engine.shared.poll(self) else { return .timedOut }
      return Dispatcher.lock.withLock { objects.satisfy(self) } ?? .timedOut
    }
    prepareToSleep()
    beginWait(alertable: alertable, countOfAll: objects.countOfAll)
    objects.link(self)
    Dispatcher.lock.unlock()

    // A port wakes its driver without a lock: that may come late, when the thread has turned to another wait, which
    // it must not end. Whoever ends this one says so in its state.
    while true {
      sleep(until: deadline)
      // The object has taken the only block out of its list: nothing is left to be done under the lock.
      if Objects.isOne && !isWaiting && wait.outcome.index != nil { return wait.outcome }
      Dispatcher.lock.lock()
      if !isWaiting || deadline.isPast { break }
      prepareToSleep()
      Dispatcher.lock.unlock()
    }
    objects.unlink(self)
    isWaiting = false
    let outcome = wait.outcome
    if outcome == .ranRoutines { routine = routines.removeFirst() }
    Dispatcher.lock.unlock()
    return outcome
  }

  /// From now on others may end the wait. Under the dispatcher's lock.
  @inline(__always)
  func beginWait(alertable: Bool, countOfAll: Int32 = 0) {
    wait = WaitState(isAlertable: alertable, countOfAll: countOfAll)
    isWaiting = true
  }

  /// Its wait goes on, and any of its objects will end it. Under the dispatcher's lock.
  @inline(__always)
  var waitsForAny: Bool { isWaiting && wait.countOfAll == 0 }

  /// Ends the wait; the caller wakes the thread. Under the dispatcher's lock.
  @inline(__always)
  func endWait(_ outcome: WaitOutcome) {
    wait.outcome = outcome
    isWaiting = false
  }

  /// An object has become signalled: takes the signal if that satisfies this thread's wait; the caller says then that it is
  /// over. Under the dispatcher's lock.
  @inline(__always)
  func takeSatisfaction<Object: Waitable>(by object: Object, index: Int32) -> Bool {
    guard isWaiting, object.isSignalled(for: self) else { return false }
    if _slowPath(wait.countOfAll > 0) { return takeAll() }
    wait.outcome = object.consume(by: self) ? .abandoned(Int(index)) : .object(Int(index))
    return true
  }

  @inline(never)
  private func takeAll() -> Bool {
    guard let outcome = list(Int(wait.countOfAll), all: true).satisfy(self) else { return false }
    wait.outcome = outcome
    return true
  }

  /// Ends the wait in progress as if its time were over; the caller wakes the thread. Under the dispatcher's lock.
  func endWaitEarly() { endWait(.timedOut) }

  /// The calling thread's wait, which is about to begin, ends at once.
  func refuseWait() {
    endWaitEarly()
    skipSleep()
  }
}

// MARK: - Waiting for a file

extension Thread {
  /// Waits until the operation of `block` is over, or the file is signalled for another reason: the caller looks.
  ///
  /// Several operations share the file's signal, and each start takes it back: what counts is that it is raised
  /// while this thread waits, not whether it stands.
  package func wait(
    forFile entry: HandleEntryPointer, block: UnsafeRawPointer, alertable: Bool, until deadline: Deadline
  ) -> WaitOutcome {
    guard let owner = entry.owner, owner.kind.isWaitable else { return .failed }
    let file = unsafeDowncast(owner, to: Waitable.self)
    objects.initialize(to: .passUnretained(file))
    let list = list(1, all: false)
    // The result is stored before the signal is raised, so one of the two is seen from here on.
    func isOver() -> Bool {
      RawAtomic.loadAcquire(at: block) & 0xFFFF_FFFF != UInt64(Status.pending.rawValue)
    }
    list.announceWaiter()
    Dispatcher.lock.lock()
    prepareToSleep()
    beginWait(alertable: alertable)
    list.link(self)
    let hasRoutines = alertable && routines.hasAny
    if hasRoutines { wait.outcome = .ranRoutines }
    Dispatcher.lock.unlock()
    if !hasRoutines && !isOver() { sleep(until: deadline) }
    Dispatcher.lock.lock()
    list.unlink(self)
    isWaiting = false
    let outcome = wait.outcome
    Dispatcher.lock.unlock()
    list.retractWaiter()
    skipSleep()
    if isOver() { return .object(0) }
    if outcome == .ranRoutines {
      _ = runRoutines()
      return .ranRoutines
    }
    return outcome.index != nil || !deadline.isPast ? .object(0) : .timedOut
  }
}
