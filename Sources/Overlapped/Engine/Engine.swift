// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO
internal import Synchronization

/// What carries operations to the kernel and their completions back: an io_uring or an epoll set.
///
/// A completion port has an engine of its own; `shared` serves everything else. No thread belongs to an
/// engine: the thread that waits drives it (`becomeDriver`, `drive`, `leave`), one at a time.
final class Engine: @unchecked Sendable {
  enum Backend {
    case ring(Ring)
    case epoll(EpollSet)
  }

  let backend: Backend
  let isRing: Bool
  /// The same for all, kept here because a shared instance is looked up with a check whether it is there.
  private let pump = Pump.shared
  /// Guards the submission queue, the driver and the parked threads. Taken under a socket's lock.
  let lock = Lock()
  var driver: Unmanaged<Thread>? {
    UnsafeRawPointer(bitPattern: driverWord.load(ordering: .relaxed)).map { .fromOpaque($0) }
  }
  private let driverWord = Atomic<UInt>(0)
  /// Threads that wait for something else and would drive if the driver left.
  private var parked: [Unmanaged<Thread>] = []
  /// How many they are, for the driver that leaves: a thread counts before its last look at the seat.
  private let parkedCount = Atomic<Int>(0)
  /// Operations that the kernel has.
  let inFlight = OperationCount()
  /// Counts rounds; the pump sees by it whether anybody drives.
  let rounds = Atomic<UInt64>(0)
  /// The pump knows this engine.
  let isWatched = Atomic<Bool>(false)
  /// The pump polls this engine's descriptor because nobody drives.
  let isAdopted = Atomic<Bool>(false)
  /// Events on their way from the epoll set; used by the driver only.
  private let readiness: UnsafeMutableBufferPointer<EpollEvent>
  /// The port whose engine this is; its parked workers take over when the driver stays away. No reference is counted,
  /// not even for a moment: the port would end under `portLock` if that were the last one, and its end takes it.
  private var port: Unmanaged<CompletionPort>?
  /// Keeps a port from going away while the pump asks it; nothing else is taken before it.
  private let portLock = Lock()

  /// Tokens below 2^32 are not operations: they have generation 0.
  private static let wakeToken: UInt64 = 0
  private static let cancelToken: UInt64 = 1

  static let shared = Engine(EngineChoice.makeShared(entries: 512))

  init(_ backend: Backend) {
    self.backend = backend
    if case .ring = backend { isRing = true } else { isRing = false }
    readiness = isRing ? .init(start: nil, count: 0) : .allocate(capacity: Engine.batch)
  }

  deinit {
    switch backend {
    case .ring(let ring): ring.close()
    case .epoll(let set): set.close()
    }
    readiness.deallocate()
  }

  func belong(to port: CompletionPort) { self.port = .passUnretained(port) }
  func forgetPort() { portLock.withLock { port = nil } }
  func promoteParkedWorker() -> Bool {
    portLock.withLock { port?._withUnsafeGuaranteedRef { $0.promoteParkedWorker() } ?? false }
  }

  /// The descriptor that polls readable when the engine has completions.
  var descriptor: Int32 {
    switch backend {
    case .ring(let ring): ring.descriptor
    case .epoll(let set): set.descriptor
    }
  }

  // MARK: Driving

  @inline(__always)
  func isDriven(by thread: Thread) -> Bool {
    driver?.toOpaque() == Unmanaged.passUnretained(thread).toOpaque()
  }

  /// Makes the calling thread the driver. If there is one already it may be parked, once, until
  /// `unpark`: a driver that leaves asks a parked thread to take over.
  func becomeDriver(_ thread: Thread, parkOtherwise: Bool, isParked: inout Bool) -> Bool {
    lock.lock()
    if takeSeat(thread) {
      lock.unlock()
      return true
    }
    var isDriver = false
    if parkOtherwise && !isParked {
      parked.append(Unmanaged.passUnretained(thread))
      parkedCount.store(parked.count, ordering: .sequentiallyConsistent)
      isParked = true
      isDriver = takeSeat(thread)
    }
    lock.unlock()
    return isDriver
  }

  /// The driver's seat alone; false if it is taken. Who prepares a submission looks at it under the lock, and the driver
  /// flushes under the lock before it blocks: so one of the two submits.
  @inline(__always)
  func takeSeat(_ thread: Thread, releasing: Bool = true) -> Bool {
    let seat = UInt(bitPattern: Unmanaged.passUnretained(thread).toOpaque())
    guard driverWord.compareExchange(expected: 0, desired: seat, ordering: .acquiring).exchanged else {
      return false
    }
    if _slowPath(isAdopted.load(ordering: .relaxed)) && releasing { pump.release(self) }
    return true
  }
  @inline(__always)
  func leaveSeat() { driverWord.store(0, ordering: .releasing) }
  /// The same where the thread then looks whether somebody waits for the seat.
  @inline(__always)
  func leaveSeatVisibly() { driverWord.store(0, ordering: .sequentiallyConsistent) }
  func submitUnderLock() { if case .ring(let ring) = backend { ring.submit() } }

  func unpark(_ thread: Thread) {
    lock.lock()
    parked.removeAll { $0.toOpaque() == Unmanaged.passUnretained(thread).toOpaque() }
    parkedCount.store(parked.count, ordering: .relaxed)
    lock.unlock()
  }

  /// Ends the calling thread's turn: what it prepared is submitted and a parked thread takes over.
  @inline(__always)
  func leave(submitting: Bool = true) {
    if case .ring(let ring) = backend { return leave(ring, submitting: submitting) }
    leaveSeatVisibly()
    if _slowPath(parkedCount.load(ordering: .sequentiallyConsistent) > 0) {
      lock.lock()
      askSuccessor()
    } else {
      pump.noteUndriven(self)
    }
  }

  @inline(__always)
  private func leave(_ ring: Ring, submitting: Bool) {
    lock.lock()
    leaveSeat()
    if submitting { ring.submit() }
    if _slowPath(parkedCount.load(ordering: .relaxed) > 0) { return askSuccessor() }
    lock.unlock()
    pump.noteUndriven(self)
  }

  /// Called with the lock held, under which the thread cannot unpark itself and end before it is asked; returns without.
  @inline(never)
  private func askSuccessor() {
    let successor = parked.last
    successor?._withUnsafeGuaranteedRef { $0.askToDrive() }
    lock.unlock()
    if successor == nil { pump.noteUndriven(self) }
  }

  /// The same for a worker that is expected back at once: neither submits nor wakes anybody. The pump
  /// steps in if the worker stays away.
  @inline(__always)
  func leaveBriefly() {
    leaveSeatVisibly()
    pump.noteUndriven(self)
  }

  /// Asks a parked thread to drive; false if there is none.
  func promoteParkedThread() -> Bool {
    lock.lock()
    defer { lock.unlock() }
    guard driver == nil, let thread = parked.last else { return false }
    thread._withUnsafeGuaranteedRef { $0.askToDrive() }
    return true
  }

  /// Somebody drives, or has come for a packet or a result that was there already: it will drive when it has run out of
  /// them. An increment that is lost does no harm.
  @inline(__always)
  func noteActivity() {
    rounds.store(rounds.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
  }

  /// One round: submits, waits for completions until the deadline, delivers them. Driver only.
  ///
  /// - Parameter budget: how many completions of a ring to deliver; the others stay in its queue, where the next
  ///   round finds them without a system call. Events of an epoll set are delivered all together: one at a time, with a
  ///   send between each two receives, costs more (docs/DECISIONS.md).
  func drive(_ thread: Thread, until deadline: Deadline, budget: Int = .max) {
    noteActivity()
    switch backend {
    case .ring(let ring): drive(ring, thread, until: deadline, budget)
    case .epoll(let set): drive(set, thread, until: deadline)
    }
  }

  private func drive(_ ring: Ring, _ thread: Thread, until deadline: Deadline, _ budget: Int) {
    // What was left over comes first, and what was prepared meanwhile goes to the kernel with the next wait.
    if budget < Engine.batch && ring.hasCompletions && deadline != .now {
      _ = deliver(from: ring, budget, thread)
      return
    }
    lock.lock()
    let count = ring.flush()
    lock.unlock()
    if ring.hasCompletions || deadline == .now {
      // GETEVENTS with nothing to wait for runs the completions' task work (COOP_TASKRUN).
      if count > 0 || deadline == .now { _ = ring.enter(submitting: count, waitingFor: 0, timeout: 0) }
    } else if !Spin.isOn || !Spin.spin(ring, submitting: count, until: deadline) {
      thread.drives(self)
      thread.sleepsIn.store(Thread.Place.engine)
      // A wake-up before the store above found the thread awake; the word says so.
      let isWanted = thread.wakeWord.value != Thread.Wake.awake
      _ = ring.enter(
        submitting: count, waitingFor: isWanted ? 1 : 0, timeout: isWanted ? deadline.remaining : 0)
      thread.sleepsIn.store(Thread.Place.futex)
    }
    while deliver(from: ring, budget, thread) == Engine.batch {}
  }

  /// How many completions or events are taken from the kernel at a time.
  private static let batch = 128

  /// Delivers up to `budget` completions, or a batch; returns how many there were.
  @inline(__always)
  private func deliver(from ring: Ring, _ budget: Int, _ thread: Thread) -> Int {
    let limit = min(budget, Engine.batch)
    var n = 0
    var aftermath = Aftermath()
    while n < limit, let completion = ring.takeCompletion() {
      n &+= 1
      guard completion.user_data >> 32 != 0 else { continue }
      inFlight.endAlone()
      guard let operation = OperationTable.find(completion.user_data), let entry = operation.pointee.entry
      else { continue }
      // Here and below a local function, because a closure would become a function of its own.
      @_transparent
      func tell(_ socket: Socket) { socket.completed(operation, completion, thread, &aftermath) }
      Socket.of(entry)._withUnsafeGuaranteedRef(tell)
      aftermath.settle()
    }
    return n
  }

  private func drive(_ set: EpollSet, _ thread: Thread, until deadline: Deadline) {
    let n: Int
    if _slowPath(Spin.isOn), deadline != .now, let found = Spin.spin(set, readiness) {
      n = found
    } else {
      thread.drives(self)
      thread.sleepsIn.store(Thread.Place.engine)
      n = set.wait(into: readiness, until: thread.wakeWord.value != Thread.Wake.awake ? deadline : .now)
      thread.sleepsIn.store(Thread.Place.futex)
    }
    var aftermath = Aftermath()
    for i in 0..<n {
      let (token, events) = (readiness[i].data.u64, readiness[i].events)
      if _slowPath(token == EpollSet.wakeToken) {
        set.drainWaker()
        continue
      }
      guard let entry = HandleTable.acquire(registered: Handle(bits: token)) else { continue }
      @_transparent
      func tell(_ socket: Socket) { socket.becameReady(events, token: token, thread, &aftermath) }
      Socket.of(entry)._withUnsafeGuaranteedRef(tell)
      aftermath.settle()
      HandleTable.release(entry)
    }
  }

  /// Completions wait in a ring's queue for the next driver.
  @inline(__always)
  var hasLeftovers: Bool {
    if case .ring(let ring) = backend { ring.hasCompletions } else { false }
  }

  /// Delivers one of them. Driver only.
  @inline(__always)
  func deliverLeftover(_ thread: Thread) {
    noteActivity()
    if case .ring(let ring) = backend { _ = deliver(from: ring, 1, thread) }
  }

  /// Wakes the driver out of the kernel. From any thread.
  func interrupt() {
    switch backend {
    case .ring(let ring):
      lock.lock()
      ring.prepareNothing(Engine.wakeToken)
      ring.submit()
      lock.unlock()
    case .epoll(let set): set.wake()
    }
  }

  /// Delivers completions that wait in a ring's queue, without a system call. False if there are none, or somebody
  /// drives.
  func deliverLeftovers(_ thread: Thread) -> Bool {
    guard case .ring(let ring) = backend, ring.hasCompletions else { return false }
    var isParked = false
    guard becomeDriver(thread, parkOtherwise: false, isParked: &isParked) else { return false }
    while deliver(from: ring, .max, thread) == Engine.batch {}
    // What the thread has prepared goes to the kernel with its next wait.
    leave(submitting: false)
    return true
  }

  // MARK: Starting and cancelling operations. Under the socket's lock.

  /// Hands a transfer to the kernel (ring only).
  /// - Parameter kind: of a usual transfer; see `Socket.start`.
  @inline(__always)
  func startTransfer(
    _ operation: OperationPointer, _ descriptor: Int32, _ thread: Thread, usually kind: OperationKind? = nil
  ) {
    guard case .ring(let ring) = backend else { return }
    operation.pointee.state = .transferring
    if kind == nil { operation.pointee.options.remove(.onFormerEngine) }
    let identity = OperationTable.publish(operation)
    lock.lock()
    Transfer.prepare(operation, ring, descriptor, identity, usually: kind)
    inFlight.beginAlone()
    submitIfNeeded(ring, thread)
    lock.unlock()
    noteStart()
  }

  /// Watches for one of `events` (POLLIN …): the operation is attempted again when one comes (ring only).
  func startWatch(_ operation: OperationPointer, _ descriptor: Int32, events: UInt32, _ thread: Thread) {
    guard case .ring(let ring) = backend else { return }
    operation.pointee.state = .watching
    operation.pointee.options.remove(.onFormerEngine)
    let identity = OperationTable.publish(operation)
    lock.lock()
    ring.preparePoll(descriptor, events: events, identity)
    inFlight.beginAlone()
    submitIfNeeded(ring, thread)
    lock.unlock()
    noteStart()
  }

  /// The operation waits for an edge of the epoll set, in which its socket is.
  @inline(__always)
  func noteWatched(_ operation: OperationPointer) {
    operation.pointee.state = .watching
    operation.pointee.options.remove(.onFormerEngine)
    inFlight.begin()
    noteStart()
  }

  /// Design 4: a thread that takes this engine's packets submits by its next wait; everybody else at once,
  /// because a driver that is already blocked would not see the entry.
  @inline(__always)
  private func submitIfNeeded(_ ring: Ring, _ thread: Thread) {
    if driver == nil {
      if thread.isWorker(of: self) && !isAdopted.load(ordering: .relaxed) { return }
    } else if isDriven(by: thread) {
      return
    }
    ring.submit()
  }

  @inline(__always)
  private func noteStart() {
    if !isWatched.load(ordering: .relaxed) { pump.watch(self) } else { pump.noteUndriven(self) }
  }

  /// Asks the kernel to give an operation back. True if its completion is still to come; false if it was
  /// only watched for in an epoll set, where nothing has to be undone.
  func cancel(_ operation: OperationPointer) -> Bool {
    guard case .ring(let ring) = backend else {
      inFlight.end()
      return false
    }
    let identity = operation.pointee.identity
    lock.lock()
    ring.prepareCancel(of: identity, Engine.cancelToken)
    ring.submit()
    lock.unlock()
    return true
  }

  /// An epoll set's operation has ended.
  @inline(__always)
  func noteEnd() { inFlight.end() }
}
