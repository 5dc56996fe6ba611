// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import LinuxIO

/// An I/O completion port: a queue of packets, the threads that take them, and an engine of its own.
///
/// A thread that finds no packet drives the engine if nobody does; the others park and are released last in,
/// first out, one per packet. The driver that comes back with packets keeps the first for itself.
public final class CompletionPort: KernelObject, @unchecked Sendable {
  /// Taken under a socket's lock; the engine's lock is taken under it.
  private let lock = Lock()
  private var packets = PacketQueue()
  private var parked: [Unmanaged<Thread>] = []
  /// The worker that drives the engine and takes a packet when it comes back. Others may drive as well: they wait
  /// for something else.
  private var takingDriver: Unmanaged<Thread>?
  private(set) var isClosed = false
  /// Sockets have been registered for notifications here.
  private var hasNotifications = false
  /// Threads that have taken packets and not come back; linked through `nextActive`.
  private var firstActive: Unmanaged<Thread>?
  private var activeCount = 0
  /// The pump looks after packets that wait although threads wait for them.
  private var isStalled = false
  private let concurrency: Int
  let engine: Engine

  /// - Parameter concurrency: how many threads may run at a time; 0 for the number of processors
  ///   that the process may use.
  /// - Throws: `.noSystemResources` when the process has no descriptors or memory left for an engine.
  public init(concurrency: UInt32) throws(WinsockError) {
    self.concurrency = concurrency == 0 ? Processors.available : Int(concurrency)
    do { engine = Engine(try EngineChoice.make(entries: 256)) } catch { throw .noSystemResources }
    super.init(kind: .port)
    engine.belong(to: self)
  }

  deinit {
    engine.forgetPort()
    packets.deallocate()
  }

  // MARK: Packets

  /// Appends a packet and finds a thread for it. Under the lock of the socket, if it is a socket's packet,
  /// so that packets of one socket keep the order of their operations.
  @inline(__always)
  func push(_ packet: CompletionPacket, _ thread: Thread, _ aftermath: inout Aftermath) {
    lock.lock()
    if _fastPath(!isClosed) {
      packets.append(packet)
      // The usual case: the only worker is at work, or it drives and will look.
      if !parked.isEmpty || takingDriver != nil && !isTaking(thread) { findWorker(thread, &aftermath) }
    }
    lock.unlock()
  }

  @inline(never)
  private func findWorker(_ thread: Thread, _ aftermath: inout Aftermath) {
    let isTaking = isTaking(thread)
    // A worker is expected back for the first packet that it makes itself: as the driver, at once, and out of a call
    // of its own soon. If it is not, it blocks in a wait and `threadBlocks` finds another one, or the pump does.
    if packets.count == 1 && !thread.isPosting {
      if isTaking { return }
      if thread.isActiveInPort && thread.isWorker(of: engine) && engine.inFlight.load(ordering: .relaxed) > 0
      {
        noteStall()
        return
      }
    }
    // The driver will be active with the first packet, if it is not already.
    guard activeCount + (isTaking && !thread.isActiveInPort ? 1 : 0) < concurrency else {
      noteStall()
      return
    }
    if let worker = releaseWorker() ?? (isTaking ? nil : takingDriver) {
      worker._withUnsafeGuaranteedRef { aftermath.wake($0) }
    }
  }

  @inline(__always)
  private func isTaking(_ thread: Thread) -> Bool {
    takingDriver?.toOpaque() == Unmanaged.passUnretained(thread).toOpaque()
  }

  private var hasWaiters: Bool { !parked.isEmpty || takingDriver != nil }

  /// Packets have to wait although threads wait for them.
  private func noteStall() {
    if hasWaiters { stall() }
  }

  private func stall() {
    if isStalled { return }
    isStalled = true
    Pump.shared.noteStall(self)
  }

  /// Takes the thread that parked last out of the parked ones; the caller wakes it. It counts as active from here on,
  /// so that packets that come before it has woken up do not release others in its place.
  private func releaseWorker() -> Unmanaged<Thread>? {
    guard let worker = parked.popLast() else { return nil }
    worker._withUnsafeGuaranteedRef { enter($0) }
    return worker
  }

  /// From now on packets may be notifications.
  func expectNotifications() { lock.withLock { hasNotifications = true } }

  /// Takes packets as the program gets them: notifications have been decided, or dropped.
  @inline(__always)
  func takeDecided(
    into buffer: UnsafeMutableBufferPointer<CompletionPacket>, alertable: Bool, until deadline: Deadline,
    _ thread: Thread
  ) -> PortOutcome {
    while true {
      let outcome = take(into: buffer, alertable: alertable, until: deadline, thread)
      guard _slowPath(hasNotifications), case .packets(let n) = outcome else { return outcome }
      let kept = SocketNotification.settle(buffer, n)
      if kept > 0 { return .packets(kept) }
    }
  }

  private func take(
    into buffer: UnsafeMutableBufferPointer<CompletionPacket>, alertable: Bool, until deadline: Deadline,
    _ thread: Thread
  ) -> PortOutcome {
    turn(thread)
    var hasPolled = false
    lock.lock()
    while true {
      if mayTake(thread) {
        let n = packets.take(into: buffer)
        lock.unlock()
        return .packets(n)
      }
      if let end = wait(
        thread, alertable: alertable, until: deadline, budget: buffer.count, hasPolled: &hasPolled)
      {
        return end
      }
    }
  }

  /// Takes one packet, not alertably. The thread's port is this one.
  @inline(never)
  func takeOne(
    into packet: UnsafeMutablePointer<CompletionPacket>, timeout: UInt32, _ thread: Thread
  ) -> PortOutcome {
    lock.lock()
    if packets.isEmpty && engine.hasLeftovers { fetch(thread) }
    if _fastPath(mayTake(thread)) {
      if takeFirst(into: packet) { return .packets(1) }
      lock.lock()
    }
    return waitForOne(into: packet, until: Deadline(timeout: timeout), thread)
  }

  /// Called with the lock held; returns without. Looks before it waits: behind a notification that was dropped there may
  /// be more.
  @inline(never)
  private func waitForOne(
    into packet: UnsafeMutablePointer<CompletionPacket>, until deadline: Deadline, _ thread: Thread
  ) -> PortOutcome {
    var hasPolled = false
    while true {
      if mayTake(thread) {
        if takeFirst(into: packet) { return .packets(1) }
        lock.lock()
      } else if let end = wait(
        thread, alertable: false, until: deadline, budget: 1, hasPolled: &hasPolled)
      {
        return end
      }
    }
  }

  /// Takes the first packet and releases the lock; false if it was a notification that is dropped.
  @inline(__always)
  private func takeFirst(into packet: UnsafeMutablePointer<CompletionPacket>) -> Bool {
    packet.initialize(to: packets.takeFirst())
    lock.unlock()
    return _fastPath(packet.pointee.notification == nil)
      || SocketNotification.settle(UnsafeMutableBufferPointer(start: packet, count: 1), 1) == 1
  }

  /// The thread takes packets from this port from now on.
  @inline(__always)
  func turn(_ thread: Thread) {
    if _slowPath(!thread.isWorker(of: engine)) { adopt(thread) }
  }

  /// Has the engine deliver one of the completions that its last round has left, without the ceremony of a wait. Called
  /// and returns with the lock held.
  @inline(__always)
  private func fetch(_ thread: Thread) {
    guard takingDriver == nil,
      activeCount < concurrency || thread.isActiveInPort && activeCount == concurrency,
      engine.takeSeat(thread)
    else { return }
    takingDriver = .passUnretained(thread)
    lock.unlock()
    engine.deliverLeftover(thread)
    noteWait(thread)
    lock.lock()
    takingDriver = nil
    engine.leaveBriefly()
    if !parked.isEmpty && engine.hasLeftovers { share() }
  }

  /// Whether there is a packet that the thread may take: it counts as active from here on. Under the lock.
  @inline(__always)
  private func mayTake(_ thread: Thread) -> Bool {
    guard !packets.isEmpty else { return false }
    if thread.isActiveInPort {
      // Who comes back for more keeps its place among the active ones.
      guard activeCount <= concurrency else { return false }
    } else {
      guard activeCount < concurrency else { return false }
      enter(thread)
    }
    engine.noteActivity()
    return true
  }

  /// A round of a wait for packets. Called with the lock held.
  ///
  /// - Parameter hasPolled: whether the wait has had a round before; set.
  /// - Returns: how the wait has ended, the lock being released; nil with the lock held to look again.
  private func wait(
    _ thread: Thread, alertable: Bool, until deadline: Deadline, budget: Int, hasPolled: inout Bool
  ) -> PortOutcome? {
    if thread.isActiveInPort { exit(thread) }
    if isClosed {
      lock.unlock()
      return .abandoned
    }
    if alertable && thread.hasRoutines {
      lock.unlock()
      _ = thread.runRoutines()
      return .ranRoutines
    }
    if deadline.isPast && (hasPolled || deadline != .now) {
      leaveForGood()
      return .timedOut
    }
    // Packets are held back from this thread too: the pump sees whether those that count as active are blocked.
    if !packets.isEmpty { stall() }
    hasPolled = true
    packets.giveBack()
    wait(thread, alertable: alertable, until: deadline, budget: budget)
    return nil
  }

  /// Drives the engine for a round, or parks. Called and returns with the lock held.
  ///
  /// - Parameter budget: how many packets the thread takes. A ring's other completions stay in its queue until a
  ///   thread comes for them: what a worker touches next is then still in the cache.
  private func wait(_ thread: Thread, alertable: Bool, until deadline: Deadline, budget: Int) {
    var isParked = false
    thread.prepareToSleep()
    if engine.becomeDriver(thread, parkOtherwise: false, isParked: &isParked) {
      takingDriver = .passUnretained(thread)
      lock.unlock()
      if alertable { thread.beginAlertableWait() }
      engine.drive(thread, until: deadline, budget: budget)
      if alertable { thread.endAlertableWait() }
      noteWait(thread)
      lock.lock()
      takingDriver = nil
      engine.leaveBriefly()
      if engine.hasLeftovers { share() }
      return
    }
    if deadline == .now { return }
    parked.append(Unmanaged.passUnretained(thread))
    lock.unlock()
    if alertable { thread.beginAlertableWait() }
    thread.sleep(until: deadline, driving: nil)
    if alertable { thread.endAlertableWait() }
    noteWait(thread)
    lock.lock()
    parked.removeAll { $0.toOpaque() == Unmanaged.passUnretained(thread).toOpaque() }
  }

  /// When it was is asked for with a ring only (`isWorthAnAttempt`).
  @inline(__always)
  private func noteWait(_ thread: Thread) {
    if engine.isRing { thread.lastWait = MonotonicClock.coarse }
  }

  /// There is more than the thread that drove takes: another one may come for it. Called and returns with the lock
  /// held.
  private func share() {
    let taken = packets.isEmpty ? 0 : 1
    guard activeCount + taken < concurrency, let worker = releaseWorker() else { return }
    lock.unlock()
    worker.takeUnretainedValue().wake()
    lock.lock()
  }

  /// A thread stops waiting without a packet: another one has to drive.
  private func leaveForGood() {
    let successor = engine.driver == nil ? parked.popLast() : nil
    lock.unlock()
    successor?.takeUnretainedValue().wake()
  }

  /// Makes a parked worker take over the engine; false if there is none.
  func promoteParkedWorker() -> Bool {
    lock.lock()
    let worker = engine.driver == nil ? parked.popLast() : nil
    lock.unlock()
    worker?.takeUnretainedValue().wake()
    return worker != nil
  }

  // MARK: The concurrency value

  /// The thread turns to this port.
  @inline(never)
  private func adopt(_ thread: Thread) {
    if thread.isActiveInPort { thread.leavePort() }
    thread.turn(to: self)
  }

  private func enter(_ thread: Thread) {
    thread.isActiveInPort = true
    thread.previousActive = nil
    thread.nextActive = firstActive
    firstActive?._withUnsafeGuaranteedRef { $0.previousActive = .passUnretained(thread) }
    firstActive = .passUnretained(thread)
    activeCount += 1
  }

  /// The thread waits, or ends: it no longer counts. Under the lock.
  private func exit(_ thread: Thread) {
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

  /// The handle is closed: whoever waits gives up.
  public override func lastHandleClosed() {
    lock.lock()
    isClosed = true
    packets.removeAll()
    let waiting = parked
    parked.removeAll()
    let driver = takingDriver
    lock.unlock()
    for worker in waiting { worker.takeUnretainedValue().wake() }
    driver?.takeUnretainedValue().wake()
  }
}
