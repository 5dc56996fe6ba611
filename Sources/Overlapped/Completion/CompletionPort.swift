// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import LinuxIO

/// One packet of a port. The layout is that of OVERLAPPED_ENTRY: key, OVERLAPPED, status, bytes.
public struct CompletionPacket: BitwiseCopyable {
  public var key: UInt
  public var overlapped: UnsafeMutableRawPointer?
  public var status: UInt
  public var bytes: UInt32
  var padding: UInt32 = 0

  public init(key: UInt, overlapped: UnsafeMutableRawPointer?, status: UInt, bytes: UInt32) {
    self.key = key
    self.overlapped = overlapped
    self.status = status
    self.bytes = bytes
  }
}

/// How taking packets from a port ended.
public enum PortOutcome: Equatable, Sendable {
  case packets(Int)
  case timedOut
  case ranRoutines
  case abandoned
}

/// An I/O completion port: a queue of packets, the threads that take them, and an engine of its own.
///
/// A thread that finds no packet drives the engine if nobody does; the others park and are released last in,
/// first out, one per packet. The driver that comes back with packets keeps the first for itself.
public final class CompletionPort: KernelObject, @unchecked Sendable {
  /// Taken under a socket's lock; the engine's lock is taken under it.
  private let lock = Lock()
  private var packets = PacketQueue()
  private var parked: [Unmanaged<Thread>] = []
  private(set) var isClosed = false
  /// Threads that have taken packets and not come back.
  private var activeThreads: [Unmanaged<Thread>] = []
  private let concurrency: Int
  let engine: Engine

  /// - Parameter concurrency: how many threads may run at a time; 0 for the number of processors.
  public init(concurrency: UInt32) {
    self.concurrency = concurrency == 0 ? Processors.count : Int(concurrency)
    engine = Engine(EngineChoice.make(entries: 256))
    super.init(kind: .port)
    engine.belong(to: self)
  }

  deinit {
    engine.forgetPort()
    packets.deallocate()
  }

  // MARK: Packets

  /// PostQueuedCompletionStatus.
  public func post(_ packet: CompletionPacket) {
    var aftermath = Aftermath()
    push(packet, Thread.current, &aftermath)
    aftermath.settle()
  }

  /// Appends a packet and finds a thread for it. Under the lock of the socket, if it is a socket's packet,
  /// so that packets of one socket keep the order of their operations.
  func push(_ packet: CompletionPacket, _ thread: Thread, _ aftermath: inout Aftermath) {
    lock.lock()
    defer { lock.unlock() }
    guard !isClosed else { return }
    packets.append(packet)
    if thread.lastPort === self && engine.driver === thread && packets.count == 1 { return }
    guard activeThreads.count < concurrency else {
      if !parked.isEmpty { Pump.shared.noteStall(self) }
      return
    }
    if !parked.isEmpty {
      aftermath.wake(parked.removeLast().takeUnretainedValue())
    } else if let driver = engine.driver, driver !== thread {
      aftermath.wake(driver)
    }
  }

  /// Takes up to `buffer.count` packets, waiting for the first one.
  public func take(
    into buffer: UnsafeMutableBufferPointer<CompletionPacket>, alertable: Bool, until deadline: Deadline
  ) -> PortOutcome {
    Thread.reference._withUnsafeGuaranteedRef {
      take(into: buffer, alertable: alertable, until: deadline, $0)
    }
  }

  private func take(
    into buffer: UnsafeMutableBufferPointer<CompletionPacket>, alertable: Bool, until deadline: Deadline,
    _ thread: Thread
  ) -> PortOutcome {
    if thread.lastPort !== self { adopt(thread) }
    lock.lock()
    if thread.isActiveInPort { exit(thread) }
    var hasPolled = false
    while true {
      if isClosed {
        lock.unlock()
        return .abandoned
      }
      if !packets.isEmpty && activeThreads.count < concurrency {
        let n = packets.take(into: buffer)
        enter(thread)
        engine.noteActivity()
        lock.unlock()
        return .packets(n)
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
      hasPolled = true
      wait(thread, alertable: alertable, until: deadline)
    }
  }

  /// Drives the engine for a round, or parks. Called and returns with the lock held.
  private func wait(_ thread: Thread, alertable: Bool, until deadline: Deadline) {
    var isParked = false
    thread.prepareToSleep()
    if engine.becomeDriver(thread, parkOtherwise: false, isParked: &isParked) {
      lock.unlock()
      if alertable { thread.beginAlertableWait() }
      engine.drive(thread, until: deadline)
      if alertable { thread.endAlertableWait() }
      lock.lock()
      engine.leaveBriefly()
      return
    }
    if deadline == .now { return }
    parked.append(Unmanaged.passUnretained(thread))
    lock.unlock()
    if alertable { thread.beginAlertableWait() }
    thread.sleep(until: deadline, driving: nil)
    if alertable { thread.endAlertableWait() }
    lock.lock()
    parked.removeAll { $0.toOpaque() == Unmanaged.passUnretained(thread).toOpaque() }
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
    thread.lastTake = MonotonicClock.coarse
    thread.activeIndex = activeThreads.count
    activeThreads.append(Unmanaged.passUnretained(thread))
  }

  /// The thread has come back, waits elsewhere, or ends: it no longer counts. Under the lock.
  private func exit(_ thread: Thread) {
    thread.isActiveInPort = false
    // The last one takes its place.
    let last = activeThreads.removeLast()
    if thread.activeIndex < activeThreads.count {
      activeThreads[thread.activeIndex] = last
      last._withUnsafeGuaranteedRef { $0.activeIndex = thread.activeIndex }
    }
  }

  /// Called when a thread that took a packet blocks in a wait of this library, or ends.
  func threadBlocks(_ thread: Thread) {
    lock.lock()
    guard thread.isActiveInPort else {
      lock.unlock()
      return
    }
    exit(thread)
    let worker = packets.isEmpty ? nil : parked.popLast()
    lock.unlock()
    worker?.takeUnretainedValue().wake()
  }

  /// Packets wait, threads are parked, but too many are active. Those that block where this library cannot
  /// see it (a pthread mutex, a file) do not count either: the kernel knows their state.
  func relieve() -> Bool {
    lock.lock()
    guard !packets.isEmpty, activeThreads.count >= concurrency, !parked.isEmpty else {
      lock.unlock()
      return false
    }
    for worker in activeThreads where !Processors.isRunning(worker._withUnsafeGuaranteedRef { $0.id }) {
      worker._withUnsafeGuaranteedRef { exit($0) }
      break
    }
    let worker = activeThreads.count < concurrency ? parked.popLast() : nil
    lock.unlock()
    worker?.takeUnretainedValue().wake()
    return true
  }

  /// The handle is closed: whoever waits gives up.
  public override func lastHandleClosed() {
    lock.lock()
    isClosed = true
    let waiting = parked
    parked.removeAll()
    let driver = engine.driver
    lock.unlock()
    for worker in waiting { worker.takeUnretainedValue().wake() }
    driver?.wake()
  }
}

/// A queue in a circular buffer that grows.
struct PacketQueue {
  private var storage: UnsafeMutableBufferPointer<CompletionPacket> = .allocate(capacity: 64)
  private var head = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  @inline(__always)
  mutating func append(_ packet: CompletionPacket) {
    if count == storage.count { grow() }
    storage.initializeElement(at: (head + count) & (storage.count - 1), to: packet)
    count += 1
  }

  @inline(__always)
  mutating func take(into buffer: UnsafeMutableBufferPointer<CompletionPacket>) -> Int {
    let n = min(count, buffer.count)
    for i in 0..<n { buffer.initializeElement(at: i, to: storage[(head + i) & (storage.count - 1)]) }
    head = (head + n) & (storage.count - 1)
    count -= n
    return n
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<CompletionPacket>.allocate(capacity: storage.count * 2)
    for i in 0..<count { larger.initializeElement(at: i, to: storage[(head + i) & (storage.count - 1)]) }
    storage.deallocate()
    storage = larger
    head = 0
  }

  func deallocate() { storage.deallocate() }
}
