// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

extension Socket {
  /// Asks for the end of an operation. Its one completion comes from here, or later from the kernel; bytes
  /// that arrive first are delivered as a success, so none is lost.
  ///
  /// - Returns: false if the identity is void: it has completed already.
  @discardableResult
  func cancel(
    _ operation: OperationPointer, _ identity: UInt64, _ status: Status
  ) -> Bool {
    let thread = Thread.current
    var aftermath = Aftermath()
    lock.lock()
    let isFound = cancelLocked(operation, identity, status, thread, &aftermath)
    lock.unlock()
    aftermath.settle()
    return isFound
  }

  private func cancelLocked(
    _ operation: OperationPointer, _ identity: UInt64, _ status: Status, _ thread: Thread,
    _ aftermath: inout Aftermath
  ) -> Bool {
    guard OperationTable.find(identity) == operation, !operation.pointee.isCancelled else { return false }
    let direction = Socket.direction(of: operation)
    switch operation.pointee.state {
    case .free, .completed: return false
    case .queued:
      operation.pointee.options.insert(.cancelled)
      operation.pointee.cancelStatus = status
      let isFirst = laneHead(direction) == operation
      finishCancelled(operation, direction, thread, &aftermath)
      // It was deferred; what stands behind it may be cancelled as well.
      if isFirst { startNext(direction, thread, &aftermath, hint: true) }
    case .awaiting:
      operation.pointee.cancelStatus = status
      finishCancelled(operation, direction, thread, &aftermath)
      // Of a socket that is closed: there is no next one to start.
      while let next = laneHead(direction), next.pointee.isCancelled {
        finishCancelled(next, direction, thread, &aftermath)
      }
    case .gathered:
      // The kernel may have its buffer: it ends after the one that carries it.
      operation.pointee.options.insert(.cancelled)
      operation.pointee.cancelStatus = status
    case .direct:
      operation.pointee.options.insert(.cancelled)
      operation.pointee.cancelStatus = status
      if let waiting = operation.pointee.thread { aftermath.wake(waiting) }
    case .transferring, .watching:
      operation.pointee.options.insert(.cancelled)
      operation.pointee.cancelStatus = status
      if !engine(of: operation).cancel(operation) {
        finishCancelled(operation, direction, thread, &aftermath)
        startNext(direction, thread, &aftermath, hint: true)
      }
    }
    return true
  }

  private func finishCancelled(
    _ operation: OperationPointer, _ direction: Direction, _ thread: Thread, _ aftermath: inout Aftermath
  ) {
    _ = withLane(direction) { $0.remove(operation) }
    Delivery.deliver(operation, operation.pointee.cancelStatus, self, thread, &aftermath)
  }

  /// The last handle is closed: cancels everything. What the status is depends on the operation
  /// (behaviour 61, 62); the kernel's socket goes when the kernel has given all operations back (design 8), before this
  /// returns: its address is free at once.
  func closeOperations() {
    let thread = Thread.current
    deliverWhatHasCome(thread)
    var aftermath = Aftermath()
    lock.lock()
    flags.insert(.closing)
    for direction in Direction.allCases {
      // All that wait are marked first: ending the head must not start the next one, which data might complete
      // although an older one was cancelled. They are delivered in order behind the head.
      guard let head = laneHead(direction) else { continue }
      var next = successor(of: head, direction)
      while let operation = next {
        operation.pointee.options.insert(.cancelled)
        operation.pointee.cancelStatus = closeStatus(operation)
        next = successor(of: operation, direction)
      }
      _ = cancelLocked(head, head.pointee.identity, closeStatus(head), thread, &aftermath)
    }
    let selection = rare?.selection
    rare?.selection = nil
    let isSeenToEnd = rare?.isSeenToEnd ?? false
    endRegistration(leavingSet: isSeenToEnd)
    let notification = rare?.notification
    notification?.end()
    rare?.notification = nil
    rare?.watchesUrgent = false
    endChangeRequests()
    lock.unlock()
    closeRequestQueue()
    selection?.end(self)
    if rare?.watch != nil { Selector.shared.unwatchIfUnused(self) }
    withExtendedLifetime(notification) {}  // with it its port may go, which must not happen under the lock
    aftermath.settle()
    cancelAccepts()
    Polling.socketClosed()
    Engine.reap(self, thread)
    awaitPollers(thread)
    lock.lock()
    if isSeenToEnd { letKernelGo() }
    forgetDescriptor()
    lock.unlock()
    // Others may hold the object a moment longer: a thread that delivers, or whose call has just been ended. They find
    // under the descriptor, whose number stays theirs, what is no socket.
    System.replace(descriptor, by: Engine.shared.descriptor)
  }

  /// A ring tells of a completion first and lets go of the socket then, on the thread that submitted the operation. It
  /// does both under one lock, which each submission takes.
  private func letKernelGo() {
    for engine in [engine] + (rare?.formerEngines ?? []).map({ $0.engine.takeUnretainedValue() })
    where engine.isRing { engine.interrupt() }
  }

  /// What is kept by the descriptor ends before the kernel's socket does.
  func forgetDescriptor() {
    guard let rare else { return }
    if let port = rare.sharedPort { AddressSharing.forget(descriptor, port: port) }
    rare.sharedPort = nil
    for connection in rare.deferred { System.close(connection.descriptor) }
    rare.deferred = []
  }

  /// Of a socket that is closed: the AcceptEx that was to put its connection here, and, of a listener, those that
  /// wait for data elsewhere.
  private func cancelAccepts() {
    if flags.contains(.listening) { cancelMovedAccepts(of: nil, overlapped: nil) }
    guard flags.contains(.awaitsConnection) else { return }
    Socket.forEachOpen { listener in
      listener.cancelOperations { operation in
        operation.pointee.kind == .accept
          && operation.pointee.extra?.pointee.acceptEntry?.pointee.object
            == Unmanaged.passUnretained(self).toOpaque()
      }
    }
  }

  /// The AcceptEx operations of this listener that have their connection and wait for its data.
  @discardableResult
  private func cancelMovedAccepts(of thread: Thread?, overlapped: UnsafeMutableRawPointer?) -> Bool {
    var isAny = false
    Socket.forEachOpen { accepting in
      let isFound = accepting.cancelOperations { operation in
        operation.pointee.isMovedAccept && Socket.matches(operation, thread, overlapped)
          && operation.pointee.extra!.pointee.acceptEntry!.pointee.object
            == Unmanaged.passUnretained(self).toOpaque()
      }
      if isFound { isAny = true }
    }
    return isAny
  }

  private static func matches(
    _ operation: OperationPointer, _ thread: Thread?, _ overlapped: UnsafeMutableRawPointer?
  ) -> Bool {
    (thread.map { operation.pointee.wasStarted(by: $0) } ?? true)
      && (overlapped == nil || operation.pointee.statusBlock == overlapped)
  }

  fileprivate static func forEachOpen(_ body: (Socket) -> Void) {
    for kind in [ObjectKind.socket, .socketCopy] {
      for handle in HandleTable.handles(of: kind) {
        if let socket = HandleTable.object(handle, as: Socket.self) { body(socket) }
      }
    }
  }

  private func closeStatus(_ operation: OperationPointer) -> Status {
    if operation.pointee.options.contains(.synchronous) { return .requestAborted }
    if operation.pointee.options.contains(.registered) || operation.pointee.isMovedAccept {
      return .cancelled
    }
    return isStream && ![.accept, .connect, .change].contains(operation.pointee.kind)
      ? .connectionAborted : .cancelled
  }

  /// CancelIo, CancelIoEx: the operations issued on this socket, of a thread or of all, one or all.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  public func cancelOperations(of thread: Thread?, overlapped: UnsafeMutableRawPointer?) -> Bool {
    deliverWhatHasCome(Thread.current)
    // Without an OVERLAPPED to name them, blocking calls of other threads are meant as well. Requests of registered I/O
    // are no operations of a file: they end with their socket, or by SIO_FLUSH.
    let spared: OperationOptions =
      thread == nil && overlapped == nil ? .registered : [.synchronous, .registered]
    let isFound = cancelOperations { operation in
      operation.pointee.options.isDisjoint(with: spared) && !operation.pointee.isMovedAccept
        && Socket.matches(operation, thread, overlapped)
    }
    guard flags.contains(.listening) else { return isFound }
    return cancelMovedAccepts(of: thread, overlapped: overlapped) || isFound
  }

  /// What has come for a receive before it is cancelled is its completion, though no thread has been there to take it:
  /// Windows completes it as it comes.
  private func deliverWhatHasCome(_ thread: Thread) {
    lock.lock()
    guard !receiveLane.isEmpty else { return lock.unlock() }
    var aftermath = Aftermath()
    let engine = engine
    if !engine.isRing { advance(.receive, thread, &aftermath) }
    lock.unlock()
    aftermath.settle()
    guard engine.isRing else { return }
    _ = engine.poll(thread)
    // The thread that drives just now delivers it, unless it is held up.
    var looks = 0
    while engine.hasLeftovers && engine.driver != nil && looks < 100 {
      looks += 1
      KernelThread.yield()
    }
  }

  /// The operations in the lanes that match, which is asked under the lock, and their identities.
  private func operations(where matches: (OperationPointer) -> Bool) -> [(OperationPointer, UInt64)] {
    var found: [(OperationPointer, UInt64)] = []
    lock.lock()
    for direction in Direction.allCases {
      var next = laneHead(direction)
      while let operation = next {
        next = successor(of: operation, direction)
        if matches(operation) { found.append((operation, operation.pointee.identity)) }
      }
    }
    lock.unlock()
    return found
  }

  /// The connection is given up (TF_REUSE_SOCKET): what waits for something from it ends as closesocket ends it.
  func endReceives() {
    deliverWhatHasCome(Thread.current)
    cancelOperations(as: closeStatus) { Socket.direction(of: $0) != .send }
  }

  /// Cancels the operations in the lanes of this socket that match, and waits for the kernel to give them back.
  @discardableResult
  func cancelOperations(
    as status: (OperationPointer) -> Status = { _ in .cancelled }, where matches: (OperationPointer) -> Bool
  ) -> Bool {
    let found = operations(where: matches)
    var isAny = false
    // From the last to the first, so that cancelling one does not put the next into the kernel first.
    for (operation, identity) in found.reversed() where cancel(operation, identity, status(operation)) {
      isAny = true
    }
    if isAny { Engine.reap(self, Thread.current) }
    return isAny
  }
}

extension Socket {
  /// The Note of the page: all I/O of a thread is cancelled when it exits. Returns when nothing of it is left
  /// in the kernel, which may be writing to the thread's stack.
  static func cancelOperations(ofEnding thread: Thread) {
    forEachOpen { $0.cancelOperations(ofEnding: thread) }
  }

  /// Whether an operation of a thread is on its way.
  package static func hasOperations(of thread: Thread) -> Bool {
    var isAny = false
    forEachOpen { socket in
      isAny = isAny || !socket.operations { $0.pointee.wasStarted(by: thread) }.isEmpty
    }
    return isAny
  }

  private func cancelOperations(ofEnding thread: Thread) {
    let found = operations { operation in
      guard operation.pointee.thread === thread, !operation.pointee.options.contains(.outlivesThread) else {
        return false
      }
      // Its routines never run (behaviour 44), and the thread's object will be gone.
      operation.pointee.thread = nil
      return true
    }
    if found.isEmpty { return }
    for (operation, identity) in found.reversed() { cancel(operation, identity, .cancelled) }
    Engine.reap(self, thread)
  }
}

extension Engine {
  /// Returns when the kernel has given back the cancelled operations of a socket: until then it may write to their
  /// buffers. A cancelled request ends in microseconds, as a rule before the first look.
  static func reap(_ socket: Socket, _ thread: Thread) {
    var looks = 0
    while let engine = socket.lock.withLock({ socket.engineWithCancelled }) {
      var isParked = false
      looks += 1
      if looks > 3 {
        thread.prepareToSleep()
        guard socket.beginReaping(thread, if: socket.engineWithCancelled != nil) else { break }
        thread.sleep(until: .never, driving: engine)
        socket.endReaping(thread)
      } else if engine.becomeDriver(thread, parkOtherwise: false, isParked: &isParked) {
        engine.drive(thread, until: .now)
        engine.leaveBriefly()
      } else {
        KernelThread.yield()
      }
    }
    if looks > 3 { thread.wakeWord.store(Thread.Wake.awake) }
  }
}

extension Socket {
  /// Returns when no thread is in a poll of the descriptor of a socket that is closed. They have been woken.
  fileprivate func awaitPollers(_ thread: Thread) {
    while lock.withLock({ pollerCount > 0 }) {
      thread.prepareToSleep()
      if beginReaping(thread, if: pollerCount > 0) { thread.sleep(until: .never, driving: nil) }
      endReaping(thread)
      thread.skipSleep()
    }
  }

  /// The engine that has a cancelled operation of this socket in the kernel. Under the lock.
  fileprivate var engineWithCancelled: Engine? {
    for direction in Direction.allCases {
      if let operation = laneHead(direction), operation.pointee.isCancelled,
        operation.pointee.state == .transferring || operation.pointee.state == .watching
      {
        return engine(of: operation)
      }
    }
    return nil
  }

  /// The thread is woken by the next completion of a cancelled operation, and by the next end of a poll; false if there
  /// is none to wait for.
  fileprivate func beginReaping(_ thread: Thread, if isPending: @autoclosure () -> Bool) -> Bool {
    lock.withLock {
      guard isPending() else { return false }
      rareState.reapers.append(thread)
      return true
    }
  }

  fileprivate func endReaping(_ thread: Thread) {
    lock.withLock { rare?.reapers.removeAll { $0 === thread } }
  }

  /// Under the lock.
  func wakeReapers(_ aftermath: inout Aftermath) {
    for thread in rare?.reapers ?? [] { aftermath.wake(thread) }
  }
}
