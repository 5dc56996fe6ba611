// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO
internal import Synchronization

/// The thread of last resort: drives engines that have operations in flight while no thread waits on them,
/// so that `HasOverlappedIoCompleted` polling and a worker that computes for long do not stop completions.
///
/// It looks once a millisecond (less often while others drive), and an engine that nobody drove since is
/// adopted: a parked thread is asked to drive it, or the pump itself polls it until a driver comes, or workers
/// come for packets often. When nothing is in flight, or all engines have a blocked driver, it sleeps.
final class Pump: @unchecked Sendable {
  static let shared = Pump()

  private let lock = Lock()
  private var engines: [Engine] = []
  private var isStarted = false
  private var stalled: [CompletionPort] = []
  /// 1 while the pump sleeps without a time-out.
  private let isAsleep = Atomic<Bool>(false)
  private let waker: Int32
  private var thread: Thread!

  private init() { waker = Int32(System.eventDescriptor()) }

  // MARK: From other threads

  /// The engine has its first operation in flight.
  @inline(never)
  func watch(_ engine: Engine) {
    lock.lock()
    if !engine.isWatched.exchange(true, ordering: .sequentiallyConsistent) {
      engines.append(engine)
    }
    lock.unlock()
    start()
    wake()
  }

  private func start() {
    lock.lock()
    defer { lock.unlock() }
    guard !isStarted else { return }
    isStarted = true
    do { try KernelThread.start(pumpMain, nil) } catch { isStarted = false }
  }

  /// A driver has come back to an engine that the pump had adopted.
  @inline(never)
  func release(_ engine: Engine) {
    if engine.isAdopted.exchange(false, ordering: .sequentiallyConsistent) { wake() }
  }

  /// A driver has left, or an operation has been started, perhaps with nobody to drive it.
  @inline(__always)
  func noteUndriven(_ engine: Engine) {
    if _slowPath(isAsleep.load(ordering: .sequentiallyConsistent)) { wakeIfNeeded(engine) }
  }

  /// A port holds packets back because enough threads are active.
  func noteStall(_ port: CompletionPort) {
    lock.lock()
    if !stalled.contains(where: { $0 === port }) { stalled.append(port) }
    lock.unlock()
    if isAsleep.load(ordering: .sequentiallyConsistent) { wake() } else { start() }
  }

  @inline(never)
  private func wakeIfNeeded(_ engine: Engine) {
    if !engine.inFlight.isZero && !engine.hasDriver { wake() }
  }

  private func wake() {
    isAsleep.store(false, ordering: .sequentiallyConsistent)
    System.signalEventDescriptor(waker)
  }

  // MARK: The thread

  /// What the pump remembers of an engine from one look to the next.
  private struct Watch {
    var rounds = UInt64.max
    /// Looks since the engine was last driven.
    var quiet = 0
    /// How often others came while the pump has kept the engine, since when.
    var visits: UInt64 = 0
    var since: UInt64 = 0
  }

  private enum Verdict { case active, resting, adopted }

  fileprivate func run() {
    KernelThread.blockSignals()
    thread = Thread.adoptWithoutHandle()
    var watches: [ObjectIdentifier: Watch] = [:]
    var entries: [PollEntry] = []
    var watched: [Engine] = []
    while true {
      var isActive = relieveStalledPorts()
      var quietest = Int.max
      entries.removeAll(keepingCapacity: true)
      entries.append(PollEntry(waker, readable: true))
      // In an array of its own, so that the other one can be changed meanwhile without being copied.
      lock.withLock { watched.append(contentsOf: engines) }
      for engine in watched {
        if engine.inFlight.isZero {
          forget(engine)
          watches[ObjectIdentifier(engine)] = nil
          continue
        }
        var watch = watches[ObjectIdentifier(engine)] ?? Watch()
        switch look(after: engine, &watch) {
        case .active: isActive = true
        case .resting: break
        case .adopted: entries.append(PollEntry(engine.descriptor, readable: true))
        }
        quietest = min(quietest, watch.quiet)
        watches[ObjectIdentifier(engine)] = watch
      }
      // No reference to an engine outlives the round: the sleep may be long.
      watched.removeAll(keepingCapacity: true)
      sleep(&entries, isActive: isActive, quiet: quietest)
    }
  }

  private func look(after engine: Engine, _ watch: inout Watch) -> Verdict {
    let rounds = engine.rounds.load(ordering: .relaxed)
    let hasMoved = rounds != watch.rounds
    if engine.hasDriver {
      // Blocked in the kernel: as good as it gets.
      watch.quiet = hasMoved ? 0 : watch.quiet + 1
      watch.rounds = rounds
      return hasMoved ? .active : .resting
    }
    watch.quiet = 0
    let isAdopted = engine.isAdopted.load(ordering: .relaxed)
    if isAdopted ? isVisited(&watch, rounds &- watch.rounds) : hasMoved {
      engine.isAdopted.store(false, ordering: .sequentiallyConsistent)
      watch.rounds = rounds
      return .active
    }
    let keeps = takeOver(engine)
    watch.rounds = engine.rounds.load(ordering: .relaxed)
    if keeps && !isAdopted { (watch.visits, watch.since) = (0, MonotonicClock.nanoseconds) }
    return keeps ? .adopted : .active
  }

  /// Whether workers come for packets so often that the engine is better off with them: what they post goes to the
  /// kernel in batches again, and they drive when they have taken what there is. While the pump makes packets as fast as
  /// they take them they never run out, and would leave it to the pump for ever.
  private func isVisited(_ watch: inout Watch, _ more: UInt64) -> Bool {
    watch.visits &+= more
    let now = MonotonicClock.nanoseconds
    guard now &- watch.since >= 1_000_000 else { return false }
    defer { (watch.visits, watch.since) = (0, now) }
    return watch.visits >= 4
  }

  private func relieveStalledPorts() -> Bool {
    // Taken off the list first: a port that stalls again after it was looked at puts itself back.
    let ports = lock.withLock {
      defer { stalled = [] }
      return stalled
    }
    for port in ports where port.relieve() {
      lock.withLock { if !stalled.contains(where: { $0 === port }) { stalled.append(port) } }
    }
    return !ports.isEmpty
  }

  /// Nothing is in flight: the engine is watched again when something is.
  private func forget(_ engine: Engine) {
    lock.lock()
    engine.isWatched.store(false, ordering: .sequentiallyConsistent)
    if engine.inFlight.isZero {
      engine.isAdopted.store(false, ordering: .relaxed)
      engines.removeAll { $0 === engine }
    } else {
      engine.isWatched.store(true, ordering: .sequentiallyConsistent)
    }
    lock.unlock()
  }

  /// Finds the engine a driver, or serves it now and stays its keeper. True if the pump keeps it.
  private func takeOver(_ engine: Engine) -> Bool {
    engine.submitLeftovers()
    if engine.promoteParkedThread() || engine.promoteParkedWorker() { return false }
    engine.isAdopted.store(true, ordering: .sequentiallyConsistent)
    engine.submitLeftovers()  // what was posted between the first look and the store
    var isParked = false
    guard engine.becomePump(thread, &isParked) else { return false }
    thread.prepareToSleep()
    engine.drive(thread, until: .now)
    engine.leaveAsPump()
    return engine.isAdopted.load(ordering: .sequentiallyConsistent)
  }

  private var ticks = 0

  private func sleep(_ entries: inout [PollEntry], isActive: Bool, quiet: Int) {
    ticks = isActive ? min(ticks + 1, 64) : 0
    // While others drive, looking every 4 ms bounds the delay; at first, and when something waits, 1 ms.
    let deadline: Deadline
    if isActive {
      deadline = .after(milliseconds: ticks < 16 ? 1 : 4)
    } else if quiet < 16 && !lock.withLock({ engines.isEmpty }) {
      deadline = .after(milliseconds: 4)
    } else {
      deadline = .never
      isAsleep.store(true, ordering: .sequentiallyConsistent)
      // A driver that left, or a port that stalled, before the store did not wake us; look once more.
      let isNeeded = lock.withLock {
        !stalled.isEmpty || engines.contains { !$0.hasDriver && !$0.isAdopted.load(ordering: .relaxed) }
      }
      if isNeeded {
        isAsleep.store(false, ordering: .relaxed)
        return
      }
    }
    PollEntry.wait(&entries, until: deadline)
    isAsleep.store(false, ordering: .relaxed)
    if entries[0].events != 0 { System.drainEventDescriptor(waker) }
  }
}

@c private func pumpMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  Pump.shared.run()
  return nil
}

/// What those need who look after an engine without waiting for it.
extension Engine {
  var hasDriver: Bool {
    lock.lock()
    defer { lock.unlock() }
    return driver != nil
  }

  /// Like `becomeDriver`, without releasing the adoption.
  func becomePump(_ thread: Thread, _ isParked: inout Bool) -> Bool {
    lock.lock()
    defer { lock.unlock() }
    return takeSeat(thread, releasing: false)
  }

  func leaveAsPump() {
    lock.lock()
    leaveSeat()
    submitUnderLock()
    lock.unlock()
  }

  /// Submits what lies in the queue of an engine that nobody drives.
  func submitLeftovers() {
    lock.withLock { if driver == nil { submitUnderLock() } }
  }

  /// Delivers what is ready, unless somebody drives anyway; false if nothing is in flight.
  func poll(_ thread: Thread) -> Bool {
    guard !inFlight.isZero else { return false }
    var isParked = false
    guard becomeDriver(thread, parkOtherwise: false, isParked: &isParked) else { return true }
    drive(thread, until: .now)
    leave()
    // A worker that found the seat taken meanwhile sleeps at its port.
    _ = promoteParkedWorker()
    return true
  }
}
