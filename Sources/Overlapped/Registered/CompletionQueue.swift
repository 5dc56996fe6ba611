// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// How a completion queue tells that it is no longer empty (RIO_NOTIFICATION_COMPLETION).
package enum QueueNotification {
  /// Not at all: the program polls.
  case none
  /// - resets: RIONotify resets the event first.
  case event(Event, resets: Bool)
  case port(CompletionPort, key: UInt, overlapped: UnsafeMutableRawPointer)
}

/// A completion queue of registered I/O: results of requests, in a ring of fixed size.
///
/// It cannot overflow: each request queue reserves room for all requests it may have outstanding, and a request
/// is outstanding until its result has been taken. The program serialises its calls (the page's note); here a
/// lock does, so that one that does not gets odd results but no broken queue.
package final class CompletionQueue: KernelObject, @unchecked Sendable {
  /// The most entries a queue may have (RIO_MAX_CQ_SIZE).
  private static let maximumSize: UInt32 = 0x800_0000

  /// Taken under a socket's lock; only leaves are locked under it.
  private let lock = Lock()
  private var ring: ResultRing
  /// What the shares add up to.
  private var reserved = 0
  private var shares: [QueueShare] = []
  private var isClosed = false
  private let notification: QueueNotification
  /// RIONotify has been called and no notification has been given since.
  private var isArmed = false
  /// What carries the requests of its sockets.
  private var keptEngines: [Engine] = []
  /// The same for the hot paths, which need not count references to them.
  private var engines: [Unmanaged<Engine>] = []
  /// The last look found nothing.
  private var wasEmpty = false

  /// RIOCreateCompletionQueue.
  ///
  /// - Throws: `.invalidArgument` for a size of 0 or more than RIO_MAX_CQ_SIZE; `.noBuffers`.
  package init(size: UInt32, _ notification: QueueNotification) throws(WinsockError) {
    guard size > 0, size <= CompletionQueue.maximumSize else { throw .invalidArgument }
    guard let ring = ResultRing(capacity: Int(size)) else { throw .noBuffers }
    self.ring = ring
    self.notification = notification
    super.init(kind: .completionQueue)
  }

  deinit { ring.deallocate() }

  /// The identifier under which the program knows it.
  package func open() throws(WinsockError) -> UInt {
    guard let handle = HandleTable.open(self) else { throw .noBuffers }
    return RegisteredIdentifier.of(handle, .completionQueue)
  }

  package static func acquire(_ identifier: UInt) -> HandleEntryPointer? {
    guard let handle = RegisteredIdentifier.handle(identifier, .completionQueue) else { return nil }
    return HandleTable.acquire(handle, .completionQueue)
  }

  /// RIOCloseCompletionQueue. An identifier that names nothing is ignored.
  package static func close(_ identifier: UInt) {
    guard let handle = RegisteredIdentifier.handle(identifier, .completionQueue) else { return }
    _ = HandleTable.close(handle, kind: .completionQueue)
  }

  /// Whose workers wait for its notifications.
  var port: CompletionPort? {
    if case .port(let port, _, _) = notification { port } else { nil }
  }

  /// It is closed: results that are still to come are dropped.
  package override func lastHandleClosed() {
    lock.withLock {
      isClosed = true
      ring.removeAll()
      shares.removeAll()
    }
  }

  // MARK: Room

  /// Calls `body` with the queues of both directions of a socket locked; they may be one.
  static func withLocks<R>(
    _ a: CompletionQueue, _ b: CompletionQueue, _ body: () throws(WinsockError) -> R
  ) throws(WinsockError) -> R {
    if a === b {
      return try a.lock.withLock(body)
    }
    let isInOrder = ObjectIdentifier(a) < ObjectIdentifier(b)
    let (first, second) = isInOrder ? (a, b) : (b, a)
    first.lock.lock()
    defer { first.lock.unlock() }
    return try second.lock.withLock(body)
  }

  // The following three are called with the lock held.

  func requireOpen() throws(WinsockError) { if isClosed { throw .invalidArgument } }

  func hasRoom(for count: Int) -> Bool { reserved + count <= ring.capacity }

  func enter(_ share: QueueShare) {
    share.index = shares.count
    shares.append(share)
    reserved += Int(share.limit)
  }

  func change(_ share: QueueShare, limit: UInt32) {
    reserved += Int(limit) - Int(share.limit)
    share.limit = limit
  }

  private func leave(_ share: QueueShare) {
    // The last one takes its place. The share may end with its place in the list.
    let index = share.index
    let last = shares.removeLast()
    if index < shares.count {
      shares[index] = last
      last.index = index
    }
  }

  /// The socket is closed: what its requests cannot need any more is free for others at once, the rest when
  /// their results are taken.
  func close(_ share: QueueShare) {
    lock.lock()
    defer { lock.unlock() }
    guard !isClosed, !share.isClosed else { return }
    share.isClosed = true
    change(share, limit: share.outstanding)
    if share.outstanding == 0 { leave(share) }
  }

  /// RIOResizeCompletionQueue.
  ///
  /// - Throws: `.tooManyReferences` if the requests that may be outstanding need more.
  package func resize(to size: UInt32) throws(WinsockError) {
    guard size > 0, size <= CompletionQueue.maximumSize else { throw .invalidArgument }
    lock.lock()
    defer { lock.unlock() }
    guard reserved <= Int(size) else { throw .tooManyReferences }
    guard var other = ResultRing(capacity: Int(size)) else { throw .noBuffers }
    ring.move(to: &other)
    ring = other
  }

  // MARK: Requests

  /// Counts a request as outstanding.
  ///
  /// - Throws: `.noBuffers` if there are as many as may be; `.invalidArgument` if the queue is closed.
  @inline(__always)
  func admit(_ share: QueueShare) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    if isClosed { throw .invalidArgument }
    guard share.outstanding < share.limit else { throw .noBuffers }
    share.outstanding += 1
  }

  /// The request was refused after all.
  func withdraw(_ share: QueueShare) { lock.withLock { finish(share) } }

  /// A request is no longer outstanding. With the lock held.
  @inline(__always)
  private func finish(_ share: QueueShare) {
    share.outstanding -= 1
    guard share.isClosed, !isClosed else { return }
    change(share, limit: share.outstanding)
    if share.outstanding == 0 { leave(share) }
  }

  /// Appends a result, and gives the notification if one is asked for. Under the socket's lock.
  func append(_ entry: ResultEntry, _ thread: Thread, _ aftermath: inout Aftermath) {
    lock.lock()
    if isClosed {
      lock.unlock()
      return
    }
    ring.append(entry)
    let isWanted = isArmed && entry.notifies
    if isWanted { isArmed = false }
    lock.unlock()
    if isWanted { notify(thread, &aftermath) }
  }

  // MARK: Notifying

  /// RIONotify: one notification, at once if a result that notifies is there, else when the next one comes.
  ///
  /// - Throws: `.alreadyInProgress` if one is asked for already; `.invalidArgument` of a polled queue.
  package func requestNotification(_ thread: Thread) throws(WinsockError) {
    var aftermath = Aftermath()
    lock.lock()
    wasEmpty = false
    let isNow: Bool
    do throws(WinsockError) {
      try requireOpen()
      if case .none = notification { throw .invalidArgument }
      if isArmed { throw .alreadyInProgress }
      if case .event(let event, resets: true) = notification { event.reset() }
      isNow = ring.hasNotifying
      isArmed = !isNow
    } catch {
      lock.unlock()
      throw error
    }
    lock.unlock()
    if isNow { notify(thread, &aftermath) }
    aftermath.settle()
  }

  private func notify(_ thread: Thread, _ aftermath: inout Aftermath) {
    switch notification {
    case .none: break
    case .event(let event, _): event.set(&aftermath)
    case .port(let port, let key, let overlapped):
      port.push(CompletionPacket(key: key, overlapped: overlapped, status: 0, bytes: 0), thread, &aftermath)
    }
  }

  // MARK: Taking results

  /// RIODequeueCompletion: takes up to `count` results (RIORESULT); never waits.
  ///
  /// Completions that lie ready in the engines are delivered first, as far as there is room. A look that finds
  /// nothing at all makes the engines ask the kernel, if nobody does.
  package func take(into memory: UnsafeMutableRawPointer?, count: Int, _ thread: Thread) -> Int {
    guard let memory, count > 0 else { return 0 }
    let out = UnsafeMutableBufferPointer(
      start: memory.assumingMemoryBound(to: RegisteredResult.self), count: count)
    var n = remove(into: out[...])
    while n < count && deliverLeftovers(thread) {
      let more = remove(into: out[n...])
      if more == 0 { break }
      n += more
    }
    if n == 0 && poll(thread) { n = remove(into: out[...]) }
    if n > 0 { noteSuccess(thread) }
    return n
  }

  private func remove(into out: Slice<UnsafeMutableBufferPointer<RegisteredResult>>) -> Int {
    lock.lock()
    defer { lock.unlock() }
    var n = 0
    while n < out.count, let entry = ring.removeFirst() {
      out.base.initializeElement(at: out.startIndex + n, to: entry.result)
      n += 1
      entry.share._withUnsafeGuaranteedRef { finish($0) }
    }
    return n
  }

  private func noteSuccess(_ thread: Thread) {
    lock.lock()
    wasEmpty = false
    for engine in engines { engine._withUnsafeGuaranteedRef { $0.noteActivity() } }
    lock.unlock()
    thread.lastWait = TickClock.now
  }

  private func deliverLeftovers(_ thread: Thread) -> Bool {
    var isAny = false
    forEachEngine { if $0.deliverLeftovers(thread) { isAny = true } }
    return isAny
  }

  /// Drives the engines for a moment, if nobody does. A thread that looks because it was notified waits soon
  /// and drives then; only when it looks again in vain does it poll.
  private func poll(_ thread: Thread) -> Bool {
    lock.lock()
    let isPolled = if case .none = notification { true } else { wasEmpty }
    wasEmpty = true
    lock.unlock()
    var isAny = false
    forEachEngine { engine in
      thread.collects(from: engine)
      if isPolled && engine.poll(thread) { isAny = true }
    }
    return isAny
  }

  /// Engines are added and never taken out; there is hardly ever more than one.
  private func forEachEngine(_ body: (Engine) -> Void) {
    var i = 0
    while let engine = lock.withLock({ i < engines.count ? engines[i] : nil }) {
      engine._withUnsafeGuaranteedRef(body)
      i += 1
    }
  }

  /// A socket whose results come here is carried by `engine`.
  func note(_ engine: Engine) {
    lock.withLock {
      guard !keptEngines.contains(where: { $0 === engine }) else { return }
      keptEngines.append(engine)
      engines.append(.passUnretained(engine))
    }
  }
}
