// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// What a socket is ready for, as select and WSAPoll see it.
public struct SocketReadiness: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Data, a message or a connection waits.
  public static let readable = SocketReadiness(rawValue: 1)
  public static let writable = SocketReadiness(rawValue: 2)
  public static let urgent = SocketReadiness(rawValue: 4)
  /// The peer has ended the stream and nothing is left to read.
  public static let ended = SocketReadiness(rawValue: 8)
  /// The connection has failed.
  public static let failed = SocketReadiness(rawValue: 16)
  public static let connectFailed = SocketReadiness(rawValue: 32)
  /// Closed, by another thread.
  public static let closed = SocketReadiness(rawValue: 64)
}

extension Socket {
  var readiness: SocketReadiness { lock.withLock { currentReadiness } }

  /// The same under the lock.
  var currentReadiness: SocketReadiness {
    if flags.contains(.closing) { return .closed }
    settleConnecting()
    let interest = Int16(truncatingIfNeeded: Selector.interest)
    let now = Readiness(UInt32(UInt16(bitPattern: System.poll(descriptor, events: interest))))
    if flags.contains(.listening) { return now.isReadable || hasDeferred ? .readable : [] }
    if flags.contains(.connecting) { return [] }
    if !isConnectionOriented { return datagramReadiness(now) }
    if !flags.contains(.connected) { return rare?.connectError ?? 0 != 0 ? .connectFailed : [] }
    return connectionReadiness(now)
  }

  private var hasDeferred: Bool { rare.map { !$0.deferred.isEmpty } ?? false }

  private func datagramReadiness(_ now: Readiness) -> SocketReadiness {
    var result: SocketReadiness = []
    // An error of an earlier send is what the next receive reports.
    if now.events & Readiness.error != 0 { noteDatagramReport() }
    if now.isReadable || rare?.datagramReport != nil { result.insert(.readable) }
    if now.isWritable { result.insert(.writable) }
    return result
  }

  private func connectionReadiness(_ now: Readiness) -> SocketReadiness {
    var result: SocketReadiness = []
    if now.isWritable || now.isHungUp { result.insert(.writable) }
    if now.isUrgent { collectUrgentByte() }
    if !(rare?.urgentBytes.isEmpty ?? true) { result.insert(.urgent) }
    if notices(error: now) { result.insert(.failed) }
    if rare?.messageRest != nil { return result.union(.readable) }
    let hasData =
      isStream
      ? unreadBesideUrgent(System.unreadCount(descriptor)) > 0
      : now.isReadable && !now.isHungUp || now.hasInput
    if hasData { flags.insert(.mayHaveData) }
    if hasData && now.isReadable {
      result.insert(.readable)
    } else if now.isHungUp || flags.contains(.ended) {
      result.insert(.ended)
    }
    return result
  }

  /// Whether the connection has failed, as a look at it shows. A look takes nothing from the receives to come: the error,
  /// which reading clears, is kept for them, and stays with the kernel while there is data before it.
  func notices(error now: Readiness) -> Bool {
    if failure == .success && now.events & Readiness.error != 0 {
      if System.unreadCount(descriptor) > 0 { return true }
      let code = System.takeError(descriptor)
      if code != 0 { failure = status(of: Errno(code)) }
    }
    return failure != .success
  }
}

// A thread in a poll of a descriptor keeps the kernel's socket, even if the descriptor is closed meanwhile. So closing
// counts such threads, and waits until they have come back.
extension Socket {
  /// Sleeps in a poll of the descriptor, which `body` makes. Not at all if the socket is closed already.
  func whilePolled(_ body: () -> Void) {
    guard beginPoll() else { return }
    body()
    endPoll()
  }

  /// False if the socket is closed already. Before the thread sleeps, and after it has made itself wakeable.
  func beginPoll() -> Bool {
    lock.withLock {
      if flags.contains(.closing) { return false }
      pollerCount += 1
      return true
    }
  }

  func endPoll() {
    var aftermath = Aftermath()
    lock.lock()
    pollerCount -= 1
    if flags.contains(.closing) { wakeReapers(&aftermath) }
    lock.unlock()
    aftermath.settle()
  }
}

/// One socket of a select or WSAPoll.
package struct PollRequest {
  package var handle: UInt64
  package var wantsRead = false
  package var wantsWrite = false
  package var wantsUrgent = false
  /// The caller's place for the result.
  package var index = 0
  var entry: HandleEntryPointer?
  package var readiness: SocketReadiness = []

  package init(handle: UInt64, index: Int = 0) {
    self.handle = handle
    self.index = index
  }

  package var isOpen: Bool { entry != nil }
  fileprivate var socket: Socket { Socket.of(entry!).takeUnretainedValue() }
}

/// Waiting for several sockets to become ready.
package enum Polling {
  /// Threads that poll now; a socket that is closed wakes them.
  private static let lock = Lock()
  nonisolated(unsafe) private static var threads: [Unmanaged<Thread>] = []

  static func socketClosed() {
    lock.withLock {
      for thread in threads { thread._withUnsafeGuaranteedRef { $0.wake() } }
    }
  }

  /// Looks the handles up; those that name no socket stay without an entry.
  package static func open(_ requests: inout [PollRequest]) {
    for i in requests.indices {
      requests[i].entry = HandleTable.acquire(Handle(bits: requests[i].handle), .socket)
      if requests[i].wantsUrgent && requests[i].isOpen { requests[i].socket.useUrgentData(Thread.current) }
    }
  }

  /// Ends the uses of the handles that opening the requests began.
  package static func close(_ requests: [PollRequest]) {
    for request in requests { if let entry = request.entry { HandleTable.release(entry) } }
  }

  /// Fills in the readiness of all, and waits until `isDone` is true of them or the deadline. A thread that
  /// has to wait runs routines that are queued to it, and goes on waiting (behaviour 39).
  ///
  /// - Throws: `.inProgress` inside a routine that interrupted a blocking call.
  package static func wait(
    _ requests: inout [PollRequest], until deadline: Deadline, _ isDone: ([PollRequest]) -> Bool
  ) throws(WinsockError) {
    let thread = Thread.current
    look(&requests)
    if isDone(requests) || deadline.isPast { return }
    if thread.isInInterruptingRoutine { throw .inProgress }
    lock.withLock { threads.append(Unmanaged.passUnretained(thread)) }
    defer { lock.withLock { removeOne(thread) } }
    thread.beginBlockingCall(nil)
    defer { thread.endBlockingCall() }
    while true {
      thread.beginBlockingWait()
      if !thread.runInterruptingRoutines() {
        sleep(requests, thread, until: deadline)
        thread.endAlertableWait()
      }
      look(&requests)
      if isDone(requests) || deadline.isPast { return }
      if let status = thread.takeCancellation() {
        throw status == .requestAborted ? .interrupted : WinsockError(code: status.winsockError)
      }
    }
  }

  private static func removeOne(_ thread: Thread) {
    let pointer = Unmanaged.passUnretained(thread).toOpaque()
    if let i = threads.firstIndex(where: { $0.toOpaque() == pointer }) { threads.remove(at: i) }
  }

  private static func look(_ requests: inout [PollRequest]) {
    for i in requests.indices where requests[i].entry != nil {
      requests[i].readiness = requests[i].socket.readiness
    }
  }

  private static func sleep(_ requests: [PollRequest], _ thread: Thread, until deadline: Deadline) {
    var entries: [PollEntry] = []
    var limit = deadline
    var polled: [Socket] = []
    defer { for socket in polled { socket.endPoll() } }
    for request in requests where request.entry != nil {
      let socket = request.socket
      guard socket.beginPoll() else { return }
      polled.append(socket)
      // Poll reports errors and hang-ups unasked. One that tells the caller nothing must not end the wait at
      // once for ever: such a socket is looked at again after a while instead.
      let now = Readiness(UInt32(UInt16(bitPattern: System.poll(socket.descriptor, events: 0))))
      if now.isHungUp {
        limit = min(limit, .after(milliseconds: 20))
        continue
      }
      let isConnecting = socket.lock.withLock { socket.flags.contains(.connecting) }
      entries.append(
        PollEntry(
          socket.descriptor, readable: request.wantsRead, writable: request.wantsWrite || isConnecting,
          urgent: request.wantsUrgent || request.wantsRead))
    }
    thread.sleep(on: &entries, until: limit)
  }
}

extension Readiness {
  /// Data to read, apart from the peer's end.
  fileprivate var hasInput: Bool { events & Readiness.readable != 0 }
}
