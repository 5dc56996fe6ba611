// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The changes of the network that a socket waits for. Under the socket's lock.
final class ChangeRequests: @unchecked Sendable {
  /// The calls that wait, overlapped or blocking, side by side.
  var lane = OperationQueue()
  /// What a network event is wanted for: each call asks for one event.
  private var armed: [AwaitedChange] = []
  /// What has come and not been told: the events have to be selected first.
  private var happened: NetworkEvents = []
  private var error: Int32 = 0

  var isIdle: Bool { lane.isEmpty && armed.isEmpty }

  /// A call has asked for a change: from now on, whatever has come before.
  func arm(_ awaited: AwaitedChange) {
    guard let event = awaited.change.event else { return }
    armed.removeAll { $0.isSameRequest(as: awaited) }
    armed.append(awaited)
    happened.remove(event)
  }

  /// Looks which of the changes that events are wanted for have come.
  func look() {
    for i in armed.indices.reversed() where armed[i].hasHappened() {
      let event = armed[i].change.event!
      if event == .routingInterfaceChange {
        error = armed[i].isUnreachable ? WinsockError.networkUnreachable.code : 0
      }
      happened.insert(event)
      armed.remove(at: i)
    }
  }

  /// What has come of the events that are selected; each is told once.
  func take(_ wanted: NetworkEvents) -> [(event: NetworkEvents, error: Int32)] {
    let told = happened.intersection(wanted)
    happened.subtract(told)
    return [NetworkEvents.routingInterfaceChange, .addressListChange].filter(told.contains).map {
      ($0, $0 == .routingInterfaceChange ? error : 0)
    }
  }

  func disarm() { armed = [] }
}

extension Socket {
  var changeRequests: ChangeRequests {
    _read {
      if rareState.changes == nil { rareState.changes = ChangeRequests() }
      yield rareState.changes!
    }
  }

  /// SIO_ADDRESS_LIST_CHANGE, SIO_ROUTING_INTERFACE_CHANGE, NotifyAddrChange, NotifyRouteChange: completes, without any
  /// bytes, when the change comes that is asked for; the next one has to be asked for anew. Whichever way it is called,
  /// it lets the network event that tells of such a change be recorded once more.
  ///
  /// - Throws: `.wouldBlock` on a non-blocking socket without an OVERLAPPED, where the event tells of it.
  package static func awaitChange(
    _ entry: HandleEntryPointer, _ change: NetworkChange, _ reporting: Reporting, _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    let socket = of(entry).takeUnretainedValue()
    let isOverlapped = reporting.overlapped != nil && socket.flags.contains(.overlapped)
    if isOverlapped { try socket.prepareReport(reporting, thread) }
    try NetworkMonitor.shared.catchUp()
    let awaited = try AwaitedChange(change, family: socket.family)
    guard isOverlapped || !socket.flags.contains(.nonBlocking) else {
      try socket.startAwaiting(awaited, nil, thread)
      throw .wouldBlock
    }
    let operation = try operation(.change, [], thread, forCall: !isOverlapped)
    let extra = OperationExtra.take(vectors: 1)
    extra.pointee.awaited = awaited
    operation.pointee.extra = extra
    if !isOverlapped { return try socket.awaitWithinCall(operation, awaited, thread) }
    try socket.attach(reporting, to: operation, entry, thread)
    if !operation.pointee.options.contains(.outlivesThread) { thread.hasStartedOperations = true }
    do throws(WinsockError) { try socket.startAwaiting(awaited, operation, thread) } catch {
      throw socket.abandon(operation, error, thread)
    }
    return .pending
  }

  private func awaitWithinCall(
    _ operation: OperationPointer, _ awaited: AwaitedChange, _ thread: Thread
  ) throws(WinsockError) -> Outcome {
    defer { OperationTable.giveBack(operation, thread) }
    if thread.isInInterruptingRoutine { throw .inProgress }
    operation.pointee.options.insert(.synchronous)
    operation.pointee.thread = thread
    try startAwaiting(awaited, operation, thread)
    waitFor(operation, .change, 0, thread)
    let status = operation.pointee.status
    if status == .requestAborted { throw .interrupted }
    guard status == .success else { throw WinsockError(code: status.winsockError) }
    return .completed(bytes: 0, flags: 0)
  }

  private func startAwaiting(
    _ awaited: AwaitedChange, _ operation: OperationPointer?, _ thread: Thread
  ) throws(WinsockError) {
    var aftermath = Aftermath()
    lock.lock()
    if flags.contains(.closing) {
      lock.unlock()
      throw .notSocket
    }
    changeRequests.arm(awaited)
    if let operation {
      clearSignal()
      operation.pointee.state = .awaiting
      changeRequests.lane.append(operation)
    }
    NetworkMonitor.shared.add(self)
    // Those who were told of a change before this socket stood among them are not told again.
    noticeChanges(thread, &aftermath)
    lock.unlock()
    aftermath.settle()
  }

  /// Something about the network has changed: completes what has waited for it. Under the lock.
  func noticeChanges(_ thread: Thread, _ aftermath: inout Aftermath) {
    guard let requests = rare?.changes else { return }
    requests.look()
    var next = requests.lane.head
    while let operation = next {
      next = requests.lane.successor(of: operation)
      guard operation.pointee.extra?.pointee.awaited?.hasHappened() ?? false else { continue }
      requests.lane.remove(operation)
      Delivery.deliver(operation, .success, self, thread, &aftermath)
    }
    rare?.selection?.evaluate(self, &aftermath)
    if requests.isIdle { NetworkMonitor.shared.remove(self) }
  }

  /// Whether a request that reports to this OVERLAPPED is under way.
  package func isAwaitingChange(_ block: UnsafeMutableRawPointer) -> Bool {
    lock.withLock {
      var next = rare?.changes?.lane.head
      while let operation = next {
        if operation.pointee.statusBlock == block { return true }
        next = successor(of: operation, .change)
      }
      return false
    }
  }

  /// The socket is closed: its requests have been cancelled. Under the lock.
  func endChangeRequests() {
    guard let requests = rare?.changes else { return }
    requests.disarm()
    NetworkMonitor.shared.remove(self)
  }
}
