// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// How a thread sleeps until something wakes it: on its futex, in an engine that it drives, or in a poll.
extension Thread {
  /// The thread is about to block where the port's engine cannot see it.
  func leaveActivePort() { if isActiveInPort { leavePort() } }

  /// A thread that blocks elsewhere, or ends, no longer counts as active in its port.
  func leavePort() {
    lastPort?.threadBlocks(self)
    if lastPort?.isClosed ?? false {
      turn(to: nil)
    }
  }

  /// Makes the thread wakeable; what wakes it may be registered from here on.
  @inline(__always)
  func prepareToSleep() { wakeWord.store(Wake.waiting) }

  /// What the thread would sleep for is there already.
  func skipSleep() { wakeWord.store(Wake.awake) }

  /// A port's alertable wait: routines queued from now on wake the thread.
  func beginAlertableWait() {
    Dispatcher.lock.lock()
    beginWait(alertable: true)
    let isLate = routines.hasAny
    Dispatcher.lock.unlock()
    if isLate { skipSleep() }
  }

  func endAlertableWait() {
    Dispatcher.lock.lock()
    isWaiting = false
    Dispatcher.lock.unlock()
  }

  /// Sleeps until woken or the deadline, driving the shared engine meanwhile if nobody else does.
  @inline(__always)
  func sleep(until deadline: Deadline) { sleep(until: deadline, at: waitEngine ?? findWaitEngine()) }

  @inline(never)
  func findWaitEngine() -> Unmanaged<Engine> {
    let engine = Unmanaged.passUnretained(Engine.shared)
    waitEngine = engine
    return engine
  }

  /// The same with any engine, or none.
  func sleep(until deadline: Deadline, driving engine: Engine?) {
    if let engine { return sleep(until: deadline, at: .passUnretained(engine)) }
    while isAsleep(until: deadline) { wakeWord.wait(while: Wake.waiting, until: deadline) }
  }

  // No more than a call in each closure: larger ones become functions of their own.
  @inline(__always)
  private func sleep(until deadline: Deadline, at engine: Unmanaged<Engine>) {
    if isActiveInPort { leavePort() }
    guard isAsleep(until: deadline) else { return }
    guard _fastPath(engine._withUnsafeGuaranteedRef { $0.takeSeat(self) }) else {
      return engine._withUnsafeGuaranteedRef { sleep(until: deadline, beside: $0) }
    }
    drive(engine, until: deadline)
  }

  /// Has the driver's seat: drives until woken or the deadline, and leaves.
  @inline(__always)
  private func drive(_ engine: Unmanaged<Engine>, until deadline: Deadline) {
    repeat {
      engine._withUnsafeGuaranteedRef { $0.drive(self, until: deadline) }
    } while isAsleep(until: deadline)
    engine._withUnsafeGuaranteedRef { $0.leave() }
  }

  /// Somebody drives the engine: sleeps until he leaves, and drives then.
  @inline(never)
  private func sleep(until deadline: Deadline, beside engine: Engine) {
    var isParked = false
    while isAsleep(until: deadline) {
      // Before the look at the seat: who is asked to drive after it does not fall asleep.
      _ = wakeWord.replace(Wake.drive, with: Wake.waiting)
      if engine.becomeDriver(self, parkOtherwise: true, isParked: &isParked) {
        drive(.passUnretained(engine), until: deadline)
      } else {
        wakeWord.wait(while: Wake.waiting, until: deadline)
      }
    }
    guard isParked else { return }
    engine.unpark(self)
    // The driver that left last has asked one of the parked threads, and that may have been this one: it was awake already,
    // or has driven itself. The next one is asked, or the pump sees to it.
    if engine.driver == nil && !engine.promoteParkedThread() { Pump.shared.noteUndriven(engine) }
  }

  @inline(__always)
  private func isAsleep(until deadline: Deadline) -> Bool { wakeWord.value != Wake.awake && !deadline.isPast }

  /// Sleeps until one of `entries` is ready, or woken, or the deadline.
  func sleep(on entries: inout [PollEntry], until deadline: Deadline) {
    if wakeDescriptor < 0 { wakeDescriptor = Int32(System.eventDescriptor()) }
    entries.append(PollEntry(wakeDescriptor, readable: true))
    sleepsIn.store(Place.poll)
    if wakeWord.value != Wake.awake { PollEntry.wait(&entries, until: deadline) }
    sleepsIn.store(Place.futex)
    if entries.last!.events != 0 { System.drainEventDescriptor(wakeDescriptor) }
  }

  /// Sleeps until `descriptor` shows one of `events`, or woken, or the deadline.
  func sleep(on descriptor: Int32, events: Int16, until deadline: Deadline) {
    if wakeDescriptor < 0 { wakeDescriptor = Int32(System.eventDescriptor()) }
    sleepsIn.store(Place.poll)
    var isWoken = false
    if wakeWord.value != Wake.awake {
      // Without a descriptor to wake it by, for want of one, the thread looks now and then.
      let until = wakeDescriptor < 0 ? min(deadline, .after(milliseconds: 10)) : deadline
      isWoken = System.poll(descriptor, wakeDescriptor, events: events, until: until)
    }
    sleepsIn.store(Place.futex)
    if isWoken { System.drainEventDescriptor(wakeDescriptor) }
  }
}
