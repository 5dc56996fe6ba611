// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import LinuxIO
internal import Synchronization

/// The hook that a program of version 1.1 sets: it has work to do as long as it returns non-zero.
public typealias BlockingHook = @convention(c) () -> Int32

/// The completion routine of the C interface: error, bytes, OVERLAPPED, flags.
public typealias CompletionRoutine = @convention(c) (UInt32, UInt32, UnsafeMutableRawPointer?, UInt32) -> Void

/// A thread as this library sees it: what it waits for, the routines queued to it, its free operations.
///
/// Made for each thread that first calls in, or by `CreateThread`. A thread object is waitable: it is
/// signalled when the thread has ended.
public final class Thread: WaitableObject, @unchecked Sendable {
  /// The kernel's thread id.
  public internal(set) var id: UInt32 = 0

  // MARK: Waiting. `wakeWord` is 0 when awake, 1 while waiting, 2 when asked to drive the engine.

  let wakeWord = Futex(0)
  enum Wake {
    static let awake: UInt32 = 0
    static let waiting: UInt32 = 1
    static let drive: UInt32 = 2
  }
  /// Where a waiting thread sleeps: 0 on the futex, 1 in an engine, 2 in poll on `wakeDescriptor`.
  let sleepsIn = Futex(0)
  enum Place {
    static let futex: UInt32 = 0
    static let engine: UInt32 = 1
    static let poll: UInt32 = 2
  }
  /// The engine this thread drives, as an address: written by the thread itself before `sleepsIn` says so.
  private let drivenEngine = Atomic<UInt>(0)
  func drives(_ engine: Engine) {
    drivenEngine.store(UInt(bitPattern: Unmanaged.passUnretained(engine).toOpaque()), ordering: .releasing)
  }
  var wakeDescriptor: Int32 = -1
  /// The shared engine, from the first wait on: a shared instance is looked up with a check whether it is there.
  var waitEngine: Unmanaged<Engine>?

  struct WaitState {
    var isAlertable = false
    /// How many of the thread's objects have to be signalled together; 0 if any one will do.
    var countOfAll: Int32 = 0
    /// How it ended; as long as nothing has ended it but its time, that.
    var outcome = WaitOutcome.timedOut
  }
  /// Under the dispatcher's lock, like the routines' queue; once the wait is over, the thread's own.
  var wait = WaitState()
  /// Whether the wait has not ended. Written under the dispatcher's lock, at the very end of what ends the wait: the thread
  /// itself looks without.
  var isWaiting: Bool {
    @inline(__always) get { waiting.load(ordering: .acquiring) }
    @inline(__always) set { waiting.store(newValue, ordering: .releasing) }
  }
  private let waiting = Atomic<Bool>(false)
  static let maximumObjects = 64
  let blocks = UnsafeMutablePointer<WaitBlock>.allocate(capacity: Thread.maximumObjects)
  let objects = UnsafeMutablePointer<Unmanaged<Waitable>>.allocate(capacity: Thread.maximumObjects)

  // MARK: Routines and operations

  var routines = RoutineQueue()
  /// Operations this thread may use without the table's lock.
  var freeOperations: OperationPointer?
  var freeOperationCount = 0
  /// Set once the thread has started an operation that its exit has to cancel.
  var hasStartedOperations = false
  /// The port whose packets it takes; what it posts there is submitted by its next wait.
  private var lastEngineReference: UnsafeMutableRawPointer?
  /// Held strongly, so that the port it last used outlives its closing until the thread's next wait.
  private(set) var lastPort: CompletionPort?
  /// A handle of that port, and its entry: open as long as the entry says so.
  @usableFromInline private(set) var lastPortHandle = Handle(bits: 0)
  @usableFromInline private(set) var lastPortEntry: HandleEntryPointer?
  /// That port counts it as active since it took a packet.
  @inline(__always)
  var isActiveInPort: Bool {
    get { activeInPort.load(ordering: .relaxed) }
    set { activeInPort.store(newValue, ordering: .relaxed) }
  }
  /// Written under the port's lock, also by the pump; the thread itself looks without.
  private let activeInPort = Atomic<Bool>(false)
  /// Its neighbours among the port's active threads; under the port's lock.
  var nextActive: Unmanaged<Thread>?
  var previousActive: Unmanaged<Thread>?
  /// The port of which it has a completion delivered, to take the packet itself; and that packet.
  private var expectedPort: UnsafeMutableRawPointer?
  private(set) var handedPacket = CompletionPacket(key: 0, overlapped: nil, status: 0, bytes: 0)
  /// It is in PostQueuedCompletionStatus.
  var isPosting = false
  /// When it last waited for packets, by the tick clock.
  var lastWait: UInt64 = 0
  @usableFromInline var probe = MemoryProbe()

  // MARK: Blocking calls

  /// The operation of the blocking call in progress, for CancelSynchronousIo. Under the dispatcher's lock.
  var blockingOperation: OperationPointer?
  public internal(set) var isInBlockingCall = false
  /// CancelSynchronousIo or WSACancelBlockingCall wants the call in progress to end with this status.
  var callCancellation: Status?
  /// WSASetBlockingHook: called while a call blocks, until it returns 0.
  public var blockingHook: BlockingHook?
  public internal(set) var isInHook = false
  /// Inside a routine that interrupted a blocking call.
  public internal(set) var isInInterruptingRoutine = false

  /// Its messages, once it has used some function of windows or messages. The thread's own.
  var messageQueue: MessageQueue?

  /// The callback of an object of the pool that it runs. The thread's own.
  var poolRun: PoolItem.Run?

  // MARK: For the layer above

  /// What the C interface keeps per thread, by its own keys.
  package var attachments: [Int: AnyObject] = [:]
  /// Values of TlsSetValue and FlsSetValue: two words per slot, the value and the slot's generation.
  package var localSlots: UnsafeMutablePointer<UInt>?
  /// Called on each thread that ends, before its object is gone.
  nonisolated(unsafe) package static var onEnd: ((Thread) -> Void)?
  /// SetThreadPriority: kept, and told to nobody; Linux schedules by niceness of the process.
  package var priority: Int32 = 0
  /// SetThreadPriorityBoost and SetThreadIdealProcessor: kept likewise. No processor before the first is set.
  package var disablesBoost = false
  package var idealProcessor: UInt32?

  package func isReadable(_ start: UnsafeRawPointer?, _ count: Int) -> Bool { probe.isReadable(start, count) }
  package func isWritable(_ start: UnsafeRawPointer?, _ count: Int) -> Bool { probe.isWritable(start, count) }

  // MARK: Life

  public internal(set) var hasExited = false
  public internal(set) var exitCode: UInt32 = 0
  /// Of a thread that this library started: its suspend count, and 1 once it runs.
  var gate: Futex?
  var begun: Futex?
  /// A handle of its own keeps the object in the table while the thread runs.
  var selfHandle: Handle?

  init() { super.init(kind: .thread) }

  deinit {
    wakeWord.deallocate()
    sleepsIn.deallocate()
    localSlots?.deallocate()
    gate?.deallocate()
    begun?.deallocate()
    blocks.deallocate()
    objects.deallocate()
    if wakeDescriptor >= 0 { System.close(wakeDescriptor) }
  }

  /// The calling thread.
  @inline(__always)
  public static var current: Thread {
    if let p = ThreadLocal.thread { return Unmanaged<Thread>.fromOpaque(p).takeUnretainedValue() }
    return adopt()
  }

  /// The same for the hot paths, which need not count references: the object outlives the thread's calls.
  @inlinable @inline(__always)
  package static var reference: Unmanaged<Thread> {
    if let p = ThreadLocal.thread { return .fromOpaque(p) }
    return .passUnretained(adopt())
  }

  /// The same, unless the thread is here for the first time.
  @inlinable @inline(__always)
  package static var known: Unmanaged<Thread>? { ThreadLocal.thread.map { .fromOpaque($0) } }
  @inlinable @inline(__always)
  package static var knownProbe: MemoryProbe? { known?._withUnsafeGuaranteedRef { $0.probe } }

  override func isSignalled(for thread: Thread) -> Bool { hasExited }

  // MARK: Waking

  /// Ends the wait in progress. From any thread, without locks.
  func wake() {
    if wakeWord.exchange(Wake.awake) == Wake.awake { return }
    kick()
  }

  /// Asks a waiting thread to drive the engine that has lost its driver.
  func askToDrive() {
    if wakeWord.replace(Wake.waiting, with: Wake.drive) { wakeWord.wakeOne() }
  }

  private func kick() {
    // A driver delivers to itself as well: it is awake.
    if ThreadLocal.thread == Unmanaged.passUnretained(self).toOpaque() { return }
    switch sleepsIn.value {
    case Place.engine:
      guard let engine = UnsafeRawPointer(bitPattern: drivenEngine.load(ordering: .acquiring)) else { return }
      Unmanaged<Engine>.fromOpaque(engine)._withUnsafeGuaranteedRef { $0.interrupt() }
    case Place.poll: System.signalEventDescriptor(wakeDescriptor)
    default: wakeWord.wakeOne()
    }
  }

  /// The thread takes packets from this port from now on.
  func turn(to port: CompletionPort?) {
    lastPort = port
    lastPortHandle = Handle(bits: 0)
    lastEngineReference = port.map { Unmanaged.passUnretained($0.engine).toOpaque() }
  }

  /// The thread looks for results that the shared engine brings: what it starts there is submitted when it looks
  /// again, or waits. A port's worker stays one.
  func collects(from engine: Engine) {
    guard lastPort == nil, engine === Engine.shared else { return }
    lastEngineReference = Unmanaged.passUnretained(engine).toOpaque()
  }

  /// Whether the thread last took packets from this engine's port, or looked for results of it.
  @inline(__always)
  func isWorker(of engine: Engine) -> Bool { isWorker(of: .passUnretained(engine)) }
  @inline(__always)
  func isWorker(of engine: Unmanaged<Engine>) -> Bool { lastEngineReference == engine.toOpaque() }

  @inline(__always)
  func expectPacket(of port: CompletionPort) { expectedPort = Unmanaged.passUnretained(port).toOpaque() }
  @inline(__always)
  func expectsPacket(of port: CompletionPort) -> Bool {
    _slowPath(expectedPort == Unmanaged.passUnretained(port).toOpaque())
  }
  @inline(__always)
  func hand(_ packet: CompletionPacket) {
    handedPacket = packet
    expectedPort = nil
  }
  /// Whether it has got what it expected; it expects no more.
  @inline(__always)
  func endExpecting() -> Bool {
    defer { expectedPort = nil }
    return expectedPort == nil
  }

  /// The port that the thread last took packets from, if that was by this handle, and it is open: the thread holds the
  /// port.
  @inlinable @inline(__always)
  package func heldPort(_ handle: Handle) -> UnsafeMutableRawPointer? {
    guard handle == lastPortHandle, let entry = lastPortEntry,
      HandleTable.isOpen(entry, handle, .port)
    else { return nil }
    return entry.pointee.object
  }

  /// The thread has turned to the port of this handle, of which the caller holds a use.
  func notePort(_ handle: Handle, _ entry: HandleEntryPointer) {
    (lastPortHandle, lastPortEntry) = (handle, entry)
  }
}
