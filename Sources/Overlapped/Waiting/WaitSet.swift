// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import LinuxIO

/// How a wait ended.
public enum WaitOutcome: Equatable, Sendable {
  case object(Int)
  case abandoned(Int)
  case timedOut
  /// Routines ran (WAIT_IO_COMPLETION).
  case ranRoutines
}

extension Thread {
  /// Waits for the first `count` of `objects` (set by the caller, which keeps them alive).
  ///
  /// - Parameters:
  ///   - all: wait until all are signalled at once, then consume them together; else the lowest index wins.
  ///   - alertable: run routines; those that are queued at the start run even with a deadline already past.
  func waitForObjects(_ count: Int, all: Bool, alertable: Bool, until deadline: Deadline) -> WaitOutcome {
    for i in 0..<count { objects[i]._withUnsafeGuaranteedRef { $0.announceWaiter() } }
    defer { for i in 0..<count { objects[i]._withUnsafeGuaranteedRef { $0.retractWaiter() } } }
    Dispatcher.lock.lock()
    if let outcome = satisfyNow(count, all: all) {
      Dispatcher.lock.unlock()
      return outcome
    }
    if alertable && !routines.isEmpty {
      Dispatcher.lock.unlock()
      _ = runRoutines()
      return .ranRoutines
    }
    if deadline == .now {
      // A program that only polls must not depend on the pump: look at what the kernel holds ready.
      Dispatcher.lock.unlock()
      guard Engine.shared.poll(self) else { return .timedOut }
      return Dispatcher.lock.withLock { satisfyNow(count, all: all) } ?? .timedOut
    }
    prepareToSleep()
    wait = WaitState(isWaiting: true, isAlertable: alertable, waitsForAll: all, count: Int32(count))
    for i in 0..<count {
      (blocks + i).initialize(to: WaitBlock(thread: self, next: nil, index: Int32(i)))
      objects[i]._withUnsafeGuaranteedRef { $0.link(blocks + i) }
    }
    Dispatcher.lock.unlock()

    // A port wakes its driver without a lock: that may come late, when the thread has turned to another wait, which
    // it must not end. Whoever ends this one says so in its state.
    while true {
      sleep(until: deadline, driving: Engine.shared)
      Dispatcher.lock.lock()
      if !wait.isWaiting || deadline.isPast { break }
      prepareToSleep()
      Dispatcher.lock.unlock()
    }
    for i in 0..<count { objects[i]._withUnsafeGuaranteedRef { $0.unlink(blocks + i) } }
    wait.isWaiting = false
    let outcome = wait.outcome
    let abandoned = wait.isAbandoned
    Dispatcher.lock.unlock()
    if outcome >= 0 { return abandoned ? .abandoned(Int(outcome)) : .object(Int(outcome)) }
    if outcome == -2 {
      _ = runRoutines()
      return .ranRoutines
    }
    return .timedOut
  }

  private func satisfyNow(_ count: Int, all: Bool) -> WaitOutcome? {
    if all {
      for i in 0..<count where !objects[i]._withUnsafeGuaranteedRef({ $0.isSignalled(for: self) }) {
        return nil
      }
      var abandoned = false
      for i in 0..<count {
        if objects[i]._withUnsafeGuaranteedRef({ $0.consume(by: self) }) { abandoned = true }
      }
      return count == 0 ? nil : abandoned ? .abandoned(0) : .object(0)
    }
    for i in 0..<count where objects[i]._withUnsafeGuaranteedRef({ $0.isSignalled(for: self) }) {
      return objects[i]._withUnsafeGuaranteedRef { $0.consume(by: self) } ? .abandoned(i) : .object(i)
    }
    return nil
  }

  /// Called by an object that has become signalled: ends this thread's wait if it is satisfied by that.
  func trySatisfy(index: Int32, by object: Waitable) -> Bool {
    if wait.waitsForAll {
      guard let outcome = satisfyNow(Int(wait.count), all: true) else { return false }
      if case .abandoned = outcome { wait.isAbandoned = true }
      wait.outcome = 0
    } else {
      wait.isAbandoned = object.consume(by: self)
      wait.outcome = index
    }
    wait.isWaiting = false
    return true
  }

  /// Ends the wait in progress as if its time were over; the caller wakes the thread. Under the dispatcher's lock.
  func endWaitEarly() {
    wait.isWaiting = false
    wait.outcome = -3
  }

  /// The calling thread's wait, which is about to begin, ends at once.
  func refuseWait() {
    endWaitEarly()
    skipSleep()
  }

  /// Sleeps; true if routines ran instead (SleepEx).
  public func pause(alertable: Bool, until deadline: Deadline) -> Bool {
    waitForObjects(0, all: false, alertable: alertable, until: deadline) == .ranRoutines
  }

  /// Waits until the operation of `block` is over, or the file is signalled for another reason: the caller looks.
  /// Nil if the file cannot be waited for.
  ///
  /// Several operations share the file's signal, and each start takes it back: what counts is that it is raised
  /// while this thread waits, not whether it stands.
  package func wait(
    forFile entry: HandleEntryPointer, block: UnsafeRawPointer, alertable: Bool, until deadline: Deadline
  ) -> WaitOutcome? {
    guard let owner = entry.owner, owner.kind.isWaitable else { return nil }
    let file = unsafeDowncast(owner, to: Waitable.self)
    file.announceWaiter()
    defer { file.retractWaiter() }
    Dispatcher.lock.lock()
    prepareToSleep()
    wait = WaitState(isWaiting: true, isAlertable: alertable, count: 1)
    blocks.initialize(to: WaitBlock(thread: self, next: nil, index: 0))
    file.link(blocks)
    if alertable && !routines.isEmpty { wait.outcome = -2 }
    let hasRoutines = wait.outcome == -2
    Dispatcher.lock.unlock()
    // The result is stored before the signal is raised, so one of the two is seen from here on.
    func isOver() -> Bool {
      RawAtomic.loadAcquire(at: block) & 0xFFFF_FFFF != UInt64(Status.pending.rawValue)
    }
    if !hasRoutines && !isOver() { sleep(until: deadline, driving: Engine.shared) }
    Dispatcher.lock.lock()
    file.unlink(blocks)
    wait.isWaiting = false
    let outcome = wait.outcome
    Dispatcher.lock.unlock()
    wakeWord.store(Wake.awake)
    if isOver() { return .object(0) }
    if outcome == -2 {
      _ = runRoutines()
      return .ranRoutines
    }
    return outcome >= 0 || !deadline.isPast ? .object(0) : .timedOut
  }

  /// Waits for objects named by handles.
  ///
  /// - Returns: nil if one of them is not open or cannot be waited for.
  public func wait(
    for handles: UnsafeBufferPointer<UInt>, all: Bool, alertable: Bool, until deadline: Deadline
  ) -> WaitOutcome? {
    withObjects(handles) {
      waitForObjects(handles.count, all: all, alertable: alertable, until: deadline)
    }
  }

  /// Names the objects of a wait, and keeps them alive while `body` waits for them; nil if one of the handles
  /// is not open or cannot be waited for.
  @inline(__always)
  func withObjects(_ handles: UnsafeBufferPointer<UInt>, _ body: () -> WaitOutcome) -> WaitOutcome? {
    var entries = InlineEntries()
    defer { entries.releaseAll() }
    for (i, bits) in handles.enumerated() {
      guard let entry = HandleTable.acquire(Handle(bits: UInt64(bits))) else { return nil }
      entries.append(entry)
      guard let object = entry.owner, object.kind.isWaitable else { return nil }
      (objects + i).initialize(to: Unmanaged.passUnretained(unsafeDowncast(object, to: Waitable.self)))
    }
    return body()
  }
}

/// Up to 64 uses of handle entries, without allocation.
private struct InlineEntries {
  private var entries: (UInt, UInt, UInt, UInt, UInt, UInt, UInt, UInt) = (0, 0, 0, 0, 0, 0, 0, 0)
  private var more: [HandleEntryPointer] = []
  private var count = 0

  mutating func append(_ entry: HandleEntryPointer) {
    if count < 8 {
      withUnsafeMutableBytes(of: &entries) {
        $0.storeBytes(of: UInt(bitPattern: entry), toByteOffset: count * 8, as: UInt.self)
      }
    } else {
      more.append(entry)
    }
    count += 1
  }

  mutating func releaseAll() {
    withUnsafeBytes(of: &entries) { bytes in
      for i in 0..<min(count, 8) {
        HandleTable.release(HandleEntryPointer(bitPattern: bytes.load(fromByteOffset: i * 8, as: UInt.self))!)
      }
    }
    for entry in more { HandleTable.release(entry) }
  }
}
