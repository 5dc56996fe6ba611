// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// What ProcessSocketNotifications tells of a socket, in the numbers of the C interface.
public struct NotificationEvents: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let input = NotificationEvents(rawValue: 1)
  public static let output = NotificationEvents(rawValue: 2)
  public static let hangUp = NotificationEvents(rawValue: 4)
  /// Told whether it has been asked for or not.
  public static let error = NotificationEvents(rawValue: 64)
  public static let removed = NotificationEvents(rawValue: 128)

  /// How a condition that holds is told in these terms.
  fileprivate static let rows: [(condition: SocketReadiness, events: NotificationEvents)] = [
    (.readable, .input), (.writable, .output),
    // Nothing blocks a receive any more; it finds the end.
    (.ended, [.input, .hangUp]),
    (.failed, [.input, .hangUp, .error]), (.connectFailed, .error),
  ]
}

/// When the conditions of a registration are told.
public struct NotificationTrigger: Sendable {
  /// When one begins to hold, as opposed to as long as it holds.
  public var isEdge: Bool
  /// The registration is disabled once it has told something.
  public var isOneShot: Bool

  public init(isEdge: Bool, isOneShot: Bool) {
    self.isEdge = isEdge
    self.isOneShot = isOneShot
  }
}

/// A socket's registration with a port (ProcessSocketNotifications).
///
/// It has at most one packet in the port's queue; what happens meanwhile is told by the same packet. What a packet
/// tells is decided when a thread takes it: a level that holds no more is not told, and one that holds is queued
/// again at once, for the next to take. Under the socket's lock, but for what never changes.
final class SocketNotification: KernelObject, @unchecked Sendable {
  let port: CompletionPort
  private let key: UInt
  private weak var socket: Socket?
  private var handle: Handle?

  private var filter: NotificationEvents = []
  private var trigger = NotificationTrigger(isEdge: false, isOneShot: false)
  private var isEnabled = false
  private(set) var isRemoved = false
  private var isQueued = false
  /// Of an edge: what held at the last look, and what has begun to hold since it was told last.
  private var held: NotificationEvents = []
  private var pending: NotificationEvents = []

  /// - Throws: `.noBuffers` when the handle table is full.
  init(_ socket: Socket, _ port: CompletionPort, key: UInt) throws(WinsockError) {
    self.socket = socket
    self.port = port
    self.key = key
    super.init(kind: .registration)
    handle = HandleTable.open(self)
    if handle == nil { throw .noBuffers }
    port.expectNotifications()
  }

  // MARK: Operations of the program

  func enable(
    _ filter: NotificationEvents, _ trigger: NotificationTrigger, _ socket: Socket,
    _ aftermath: inout Aftermath
  ) {
    self.filter = filter.union(.error)
    self.trigger = trigger
    isEnabled = true
    // An edge has to come while it is waited for.
    held = conditions(of: socket)
    if !trigger.isEdge { tell(held, &aftermath) }
  }

  /// What is in the queue already may still be told.
  func disable() { isEnabled = false }

  /// The last packet of the registration says so.
  func remove(_ aftermath: inout Aftermath) {
    isEnabled = false
    isRemoved = true
    if !isQueued { queue(&aftermath) }
  }

  /// The socket is closed, or registered elsewhere: nothing is told any more, not even that.
  func end() {
    isEnabled = false
    if let handle { _ = HandleTable.close(handle) }
    handle = nil
  }

  // MARK: The state of the socket

  /// Something has happened to the socket.
  func look(_ socket: Socket, _ aftermath: inout Aftermath) {
    guard isEnabled else { return }
    let now = conditions(of: socket)
    let new = trigger.isEdge ? now.subtracting(held) : now
    held = now
    tell(new, &aftermath)
  }

  /// A call of the program has made use of a condition, or has found that it does not hold: then it holds anew if
  /// it holds now. Only edges need to know.
  func attempted(_ condition: NotificationEvents, foundNothing: Bool, _ socket: Socket) {
    guard trigger.isEdge else { return }
    var aftermath = Aftermath()
    socket.lock.lock()
    if foundNothing {
      held.remove(condition)
      look(socket, &aftermath)
    } else {
      // The call was faster than the selector, which has not seen what it took.
      if isEnabled && !held.contains(condition) { tell(condition, &aftermath) }
      let now = conditions(of: socket)
      held = held.union(condition).intersection(now)
    }
    socket.lock.unlock()
    aftermath.settle()
  }

  /// The same for an overlapped operation that has completed.
  func completed(_ socket: Socket) {
    if trigger.isEdge { held.formIntersection(conditions(of: socket)) }
  }

  private func conditions(of socket: Socket) -> NotificationEvents {
    let readiness = socket.currentReadiness
    return NotificationEvents.rows.reduce(into: []) { events, row in
      if readiness.contains(row.condition) { events.formUnion(row.events) }
    }
  }

  private func tell(_ events: NotificationEvents, _ aftermath: inout Aftermath) {
    let wanted = events.intersection(filter)
    if wanted.isEmpty { return }
    pending.formUnion(wanted)
    if !isQueued { queue(&aftermath) }
  }

  // MARK: The packet

  private func queue(_ aftermath: inout Aftermath) {
    guard let handle else { return }
    isQueued = true
    let packet = CompletionPacket(notification: handle, key: key)
    port.push(packet, Thread.current, &aftermath)
  }

  /// The packet has been taken: what it tells, or nil if there is nothing to tell any more.
  private func taken(_ aftermath: inout Aftermath) -> NotificationEvents? {
    guard let socket else {
      end()
      return nil
    }
    var isOver = false
    let events = socket.lock.withLock { () -> NotificationEvents? in
      isQueued = false
      let edges = trigger.isEdge ? pending : []
      pending = []
      guard isRemoved else { return told(edges, socket, &aftermath) }
      if socket.rare?.notification === self { socket.rare?.notification = nil }
      isOver = true
      end()
      return edges.union(.removed)
    }
    if isOver { Selector.shared.unwatchIfUnused(socket) }
    return events
  }

  private func told(
    _ edges: NotificationEvents, _ socket: Socket, _ aftermath: inout Aftermath
  ) -> NotificationEvents? {
    let events = trigger.isEdge ? edges : isEnabled ? conditions(of: socket).intersection(filter) : []
    if events.isEmpty { return nil }
    if trigger.isOneShot {
      isEnabled = false
    } else if !trigger.isEdge {
      queue(&aftermath)
    }
    return events
  }

  /// Puts what they tell into those of `packets` that are notifications, and drops those without anything to tell.
  ///
  /// - Returns: how many packets are left.
  static func settle(_ packets: UnsafeMutableBufferPointer<CompletionPacket>, _ count: Int) -> Int {
    var aftermath = Aftermath()
    var kept = 0
    for i in 0..<count {
      var packet = packets[i]
      if let handle = packet.notification {
        guard let entry = HandleTable.acquire(handle, .registration) else { continue }
        let events = (entry.owner as? SocketNotification)?.taken(&aftermath)
        HandleTable.release(entry)
        guard let events else { continue }
        packet = CompletionPacket(key: packet.key, overlapped: nil, status: 0, bytes: events.rawValue)
      }
      packets[kept] = packet
      kept += 1
    }
    aftermath.settle()
    return kept
  }
}

extension Socket {
  /// Registers the socket with a port, or enables its registration there. The key of an existing registration
  /// stays; one with another port is overwritten.
  ///
  /// - Throws: `.notSocket` if the socket is being closed, `.noBuffers`.
  package func enableNotification(
    _ port: CompletionPort, key: UInt, _ filter: NotificationEvents, _ trigger: NotificationTrigger
  ) throws(WinsockError) {
    var aftermath = Aftermath()
    lock.lock()
    // With a registration its port may go, which must not happen under the lock.
    let existing = rare?.notification
    defer { withExtendedLifetime(existing) {} }
    do throws(WinsockError) {
      if flags.contains(.closing) { throw .notSocket }
      let notification = try registration(existing, with: port, key: key)
      notification.enable(filter, trigger, self, &aftermath)
    } catch {
      lock.unlock()
      throw error
    }
    lock.unlock()
    aftermath.settle()
  }

  private func registration(
    _ existing: SocketNotification?, with port: CompletionPort, key: UInt
  ) throws(WinsockError) -> SocketNotification {
    if let existing, !existing.isRemoved {
      if existing.port === port { return existing }
      existing.end()
    }
    // Its last packet will never be taken.
    if let existing, existing.port.isClosed { existing.end() }
    let notification = try SocketNotification(self, port, key: key)
    rareState.notification = notification
    flags.insert(.hasEventSelection)
    guard Selector.shared.watch(self) else {
      rare?.notification = nil
      notification.end()
      throw .noBuffers
    }
    return notification
  }

  /// - Throws: `.notFound` if the socket is not registered.
  package func disableNotification() throws(WinsockError) {
    let isFound = lock.withLock {
      guard let notification = rare?.notification, !notification.isRemoved else { return false }
      notification.disable()
      return true
    }
    if !isFound { throw .notFound }
  }

  /// Ends the registration; a packet will say so. It may be asked for again until that has been taken.
  ///
  /// - Throws: `.notFound` if the socket is not registered.
  package func removeNotification() throws(WinsockError) {
    var aftermath = Aftermath()
    let isFound = lock.withLock {
      guard let notification = rare?.notification else { return false }
      if !notification.isRemoved { notification.remove(&aftermath) }
      return true
    }
    aftermath.settle()
    if !isFound { throw .notFound }
  }
}
