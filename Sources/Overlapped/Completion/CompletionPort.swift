// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO
internal import Synchronization

/// An I/O completion port: a queue of packets, the threads that take them, and an engine of its own.
///
/// A thread that finds no packet drives the engine if nobody does; the others park and are released last in,
/// first out, one per packet. The driver that comes back with packets keeps the first for itself.
public final class CompletionPort: KernelObject, @unchecked Sendable {
  /// Taken under a socket's lock; the engine's lock is taken under it.
  let lock = Lock()
  var packets = PacketQueue()
  var parked: [Unmanaged<Thread>] = [] {
    didSet { parkedCount.store(parked.count, ordering: .sequentiallyConsistent) }
  }
  /// How many they are, for the worker that leaves the engine without the lock.
  private let parkedCount = Atomic<Int>(0)
  /// The worker that drives the engine and takes a packet when it comes back. Others may drive as well: they wait
  /// for something else.
  var takingDriver: Unmanaged<Thread>?
  private(set) var isClosed = false
  /// Sockets have been registered for notifications here.
  private var hasNotifications = false
  /// Threads that have taken packets and not come back; linked through `nextActive`.
  var firstActive: Unmanaged<Thread>?
  var activeCount = 0
  /// The pump looks after packets that wait although threads wait for them.
  var isStalled = false
  let concurrency: Int
  let engine: Engine

  /// - Parameter concurrency: how many threads may run at a time; 0 for the number of processors
  ///   that the process may use.
  /// - Throws: `.noSystemResources` when the process has no descriptors or memory left for an engine.
  public init(concurrency: UInt32) throws(WinsockError) {
    self.concurrency = concurrency == 0 ? Processors.available : Int(concurrency)
    do { engine = Engine(try EngineChoice.make(entries: 1024)) } catch { throw .noSystemResources }
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
  ///
  /// A worker that has the engine deliver a completion for it gets the packet in its hand: past the queue, if that is
  /// empty. It is, for all that comes before by the order of one socket, because its lock has been taken since.
  @inline(__always)
  func push(_ packet: CompletionPacket, _ thread: Thread, _ aftermath: inout Aftermath) {
    if thread.expectsPacket(of: self) && packets.isEmpty { return thread.hand(packet) }
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
      if thread.isActiveInPort && thread.isWorker(of: engine) && !engine.inFlight.isZero {
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

  var hasWaiters: Bool { !parked.isEmpty || takingDriver != nil }

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
  func releaseWorker() -> Unmanaged<Thread>? {
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
  ///
  /// - Returns: false without a packet; the last error says why.
  @inline(__always)
  func takeOne(into out: PacketOutputs, timeout: UInt32, _ thread: Thread) -> Bool {
    if packets.isEmpty && thread.isActiveInPort && engine.hasLeftovers, fetch(thread) {
      let packet = thread.handedPacket
      if _fastPath(packet.notification == nil) { return out.store(packet) }
      if let packet = settled(packet) { return out.store(packet) }
    }
    lock.lock()
    if _fastPath(!hasNotifications && mayTake(thread)) { return out.store(takeFirst()) }
    return waitForOne(into: out, until: Deadline(timeout: timeout), thread)
  }

  /// Has the engine deliver one of the completions that its last round has left, without the ceremony of a wait and
  /// without the lock. The thread is active and stays so.
  ///
  /// - Returns: whether the thread has been handed a packet.
  @inline(never)
  private func fetch(_ thread: Thread) -> Bool {
    guard engine.takeSeat(thread) else { return false }
    thread.expectPacket(of: self)
    engine.deliverLeftover(thread)
    let isHanded = thread.endExpecting()
    engine.leaveBriefly()
    // Who parks looks at the seat once more; so one of the two sees the other.
    if _slowPath(parkedCount.load(ordering: .sequentiallyConsistent) > 0) && engine.hasLeftovers {
      lock.withLock { share() }
    }
    return isHanded
  }

  /// Called with the lock held; returns without. Looks before it waits: there may be notifications.
  @inline(__always)
  private func waitForOne(into out: PacketOutputs, until deadline: Deadline, _ thread: Thread) -> Bool {
    var hasPolled = false
    while true {
      if mayTake(thread) {
        let packet = takeFirst()
        if _fastPath(packet.notification == nil) { return out.store(packet) }
        if let packet = settled(packet) { return out.store(packet) }
        // It was dropped; there may be more behind it.
        lock.lock()
      } else if let end = wait(
        thread, alertable: false, until: deadline, budget: 1, hasPolled: &hasPolled)
      {
        return out.fail(end == .abandoned ? .abandonedWait : .waitTimeout)
      }
    }
  }

  /// Takes the first packet and releases the lock.
  @inline(__always)
  private func takeFirst() -> CompletionPacket {
    let packet = packets.takeFirst()
    lock.unlock()
    return packet
  }

  /// What a notification tells, decided now; nil if it is dropped.
  @inline(never)
  private func settled(_ packet: CompletionPacket) -> CompletionPacket? {
    var packet = packet
    return withUnsafeMutablePointer(to: &packet) {
      SocketNotification.settle(UnsafeMutableBufferPointer(start: $0, count: 1), 1) == 1 ? $0.pointee : nil
    }
  }

  /// The thread takes packets from this port from now on.
  @inline(__always)
  func turn(_ thread: Thread) {
    if _slowPath(!thread.isWorker(of: engine)) { adopt(thread) }
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
  @inline(__always)
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
  @inline(__always)
  private func wait(_ thread: Thread, alertable: Bool, until deadline: Deadline, budget: Int) {
    thread.prepareToSleep()
    if engine.takeSeat(thread) {
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
    if deadline != .now { park(thread, alertable: alertable, until: deadline) }
  }

  /// Sleeps until there is a packet for the thread, or it is to drive. Called and returns with the lock held.
  @inline(never)
  private func park(_ thread: Thread, alertable: Bool, until deadline: Deadline) {
    parked.append(Unmanaged.passUnretained(thread))
    // Who had the seat may have left it without the lock, and before it could see that there is another one.
    if engine.driver == nil {
      parked.removeLast()
      return
    }
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
    if engine.isRing { thread.lastWait = TickClock.now }
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
