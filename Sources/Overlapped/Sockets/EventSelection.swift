// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// Network events (FD_READ …), in the numbers of the C interface.
public struct NetworkEvents: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let read = NetworkEvents(rawValue: 1)
  public static let write = NetworkEvents(rawValue: 2)
  public static let outOfBand = NetworkEvents(rawValue: 4)
  public static let accept = NetworkEvents(rawValue: 8)
  public static let connect = NetworkEvents(rawValue: 16)
  public static let close = NetworkEvents(rawValue: 32)
  public static let routingInterfaceChange = NetworkEvents(rawValue: 256)
  public static let addressListChange = NetworkEvents(rawValue: 512)
  public static let all = NetworkEvents(rawValue: 0x3FF)
}

/// Where network events are told: an event object (WSAEventSelect) or a message (WSAAsyncSelect).
public enum SelectionTarget {
  case event(Handle)
  /// The message's number, and the socket's handle, which each message names.
  case window(Window, message: UInt32, socket: Handle)
}

/// WSAEventSelect, WSAAsyncSelect: which network events are wanted, which are recorded, and which have to be re-armed by a
/// call of the program before they are recorded again (behaviour 89–99). Under the socket's lock.
final class EventSelection: @unchecked Sendable {
  private(set) var wanted: NetworkEvents
  private var recorded: NetworkEvents = []
  private var errors: [UInt32: Int32] = [:]
  private let target: SelectionTarget
  private var eventEntry: HandleEntryPointer?

  // What has been told and not been re-armed.
  private var toldRead = false
  /// Unread bytes when FD_READ was told last: more of them are told again.
  private var unreadWhenTold = 0
  private var toldAccept = false
  private var backlogWhenTold: UInt32 = 0
  private var toldUrgent = false
  private var mayTellWrite = true
  private var toldConnect: Bool
  private var toldClose = false

  /// - Throws: `.invalidHandle` if the target names no event object.
  init(_ wanted: NetworkEvents, _ target: SelectionTarget, _ socket: Socket) throws(WinsockError) {
    self.wanted = wanted
    self.target = target
    toldConnect = socket.flags.contains(.accepted)
    if case .event(let handle) = target {
      guard let entry = HandleTable.acquire(handle, .event) else { throw .invalidHandle }
      eventEntry = entry
    }
    _ = Selector.shared.watch(socket)
  }

  func end(_ socket: Socket) {
    Selector.shared.unwatchIfUnused(socket)
    if let eventEntry { HandleTable.release(eventEntry) }
    eventEntry = nil
  }

  // MARK: Recording

  /// An event object is signalled again by more of what it has told (behaviour 92, 99); a window gets no second
  /// message until the program has reacted to the first.
  private var tellsMore: Bool { if case .event = target { true } else { false } }

  private func tell(_ event: NetworkEvents, error: Int32 = 0, _ aftermath: inout Aftermath) {
    if case .window(let window, let message, let socket) = target {
      // MAKELONG(event, error): WSAGETSELECTEVENT, WSAGETSELECTERROR.
      let reply = event.rawValue | UInt32(truncatingIfNeeded: error) << 16
      if wanted.contains(event) {
        window.postSurely(message, socket.bits, Int64(Int32(bitPattern: reply)), &aftermath)
      }
      return
    }
    recorded.insert(event)
    errors[event.rawValue] = error
    guard wanted.contains(event), let eventEntry else { return }
    Unmanaged<Event>.fromOpaque(eventEntry.pointee.object!)._withUnsafeGuaranteedRef { $0.set(&aftermath) }
  }

  /// What WSAEnumNetworkEvents reports; it is not recorded any more.
  func take() -> [(event: NetworkEvents, error: Int32)] {
    let reported = recorded.intersection(wanted)
    recorded.subtract(reported)
    return (0..<10).compactMap { bit in
      let event = NetworkEvents(rawValue: 1 << bit)
      return reported.contains(event) ? (event, errors[event.rawValue] ?? 0) : nil
    }
  }

  /// Looks at the socket's present state, and tells what is new.
  ///
  /// - Parameter isEdge: something has arrived, as opposed to a look from a call of the program. What an edge
  ///   said may be out of date, so the state is asked for anew in any case.
  func evaluate(_ socket: Socket, isEdge: Bool = false, _ aftermath: inout Aftermath) {
    for (event, error) in socket.rare?.changes?.take(wanted) ?? [] { tell(event, error: error, &aftermath) }
    let events = System.poll(socket.descriptor, events: Int16(truncatingIfNeeded: Selector.interest))
    evaluate(socket, Readiness(UInt32(UInt16(bitPattern: events))), isEdge: isEdge, &aftermath)
  }

  private func evaluate(_ socket: Socket, _ readiness: Readiness, isEdge: Bool, _ aftermath: inout Aftermath)
  {
    if socket.flags.contains(.listening) {
      if readiness.isReadable { evaluateAccept(socket, isEdge: isEdge, &aftermath) }
      return
    }
    if socket.isConnectionOriented && !evaluateConnection(socket, &aftermath) { return }
    if !socket.isConnectionOriented && !socket.flags.contains(.bound) { return }
    // An urgent byte that has been taken out of the stream already does not show in the descriptor's state.
    if readiness.isUrgent || socket.rare?.urgentBytes.isEmpty == false { evaluateUrgent(socket, &aftermath) }
    // An ICMP error is something to receive.
    if socket.isDatagram && readiness.events & Readiness.error != 0 { socket.noteDatagramReport() }
    if readiness.isReadable || socket.rare?.messageRest != nil || socket.rare?.datagramReport != nil {
      evaluateRead(socket, isEdge: isEdge, &aftermath)
    }
    if readiness.isWritable && mayTellWrite {
      mayTellWrite = false
      tell(.write, &aftermath)
    }
    if socket.isConnectionOriented && readiness.isHungUp { evaluateClose(socket, readiness, &aftermath) }
  }

  /// False while there is no connection.
  private func evaluateConnection(_ socket: Socket, _ aftermath: inout Aftermath) -> Bool {
    let wasConnecting = socket.flags.contains(.connecting)
    socket.settleConnecting()
    if socket.flags.contains(.connecting) { return false }
    if !toldConnect
      && (wasConnecting || socket.flags.contains(.connected) || socket.rare?.connectError ?? 0 != 0)
    {
      toldConnect = true
      tell(
        .connect, error: socket.flags.contains(.connected) ? 0 : socket.rare?.connectError ?? 0, &aftermath)
    }
    return socket.flags.contains(.connected)
  }

  /// Another connection is told again, though the first has not been taken (behaviour 99).
  private func evaluateAccept(_ socket: Socket, isEdge: Bool, _ aftermath: inout Aftermath) {
    let waiting = System.backlog(socket.descriptor)
    guard !toldAccept || tellsMore && waiting.map({ $0 > backlogWhenTold }) ?? isEdge else { return }
    toldAccept = true
    backlogWhenTold = waiting ?? 0
    tell(.accept, &aftermath)
  }

  private func evaluateRead(_ socket: Socket, isEdge: Bool, _ aftermath: inout Aftermath) {
    // Data that a pending overlapped receive takes is not told (behaviour 93).
    guard socket.receiveLane.isEmpty else { return }
    let unread =
      socket.rare?.messageRest.map { $0.bytes.count - $0.offset }
      ?? socket.unreadBesideUrgent(max(System.unreadCount(socket.descriptor), 0))
    if socket.isStream && unread == 0 { return }
    let isMore = unread > unreadWhenTold || (isEdge && !socket.isStream)
    guard !toldRead || tellsMore && isMore else { return }
    toldRead = true
    unreadWhenTold = unread
    tell(.read, &aftermath)
  }

  private func evaluateUrgent(_ socket: Socket, _ aftermath: inout Aftermath) {
    guard socket.urgentLane.isEmpty else { return }
    socket.collectUrgentByte()
    guard !toldUrgent, !(socket.rare?.urgentBytes.isEmpty ?? true) else { return }
    toldUrgent = true
    tell(.outOfBand, &aftermath)
  }

  private func evaluateClose(_ socket: Socket, _ readiness: Readiness, _ aftermath: inout Aftermath) {
    guard !toldClose else { return }
    let hasFailed = socket.notices(error: readiness)
    toldClose = true
    tell(.close, error: hasFailed ? WinsockError.connectionAborted.code : 0, &aftermath)
  }

  // MARK: Re-arming

  /// A receive has been attempted: what it left is told again.
  func received(_ socket: Socket) {
    rearm(socket) {
      toldRead = false
      toldUrgent = false
    }
  }

  /// The same for an overlapped receive, under the socket's lock.
  func receivedOverlapped(_ socket: Socket, _ aftermath: inout Aftermath) {
    toldRead = false
    evaluate(socket, &aftermath)
  }

  func sendWouldBlock(_ socket: Socket) { rearm(socket) { mayTellWrite = true } }

  func accepted(_ socket: Socket) { rearm(socket) { toldAccept = false } }

  /// Bound, connected, listening: look again.
  func stateChanged(_ socket: Socket) {
    if socket.flags.contains(.connecting) { toldConnect = false }
    var aftermath = Aftermath()
    evaluate(socket, &aftermath)
    aftermath.settle()
  }

  /// The selector may be looking at the same time: both do so under the lock.
  private func rearm(_ socket: Socket, _ change: () -> Void) {
    var aftermath = Aftermath()
    socket.lock.lock()
    change()
    evaluate(socket, &aftermath)
    socket.lock.unlock()
    aftermath.settle()
  }

  /// An accepted socket takes over its listener's selection (behaviour 112).
  func inherit(to socket: Socket, _ handle: Handle) {
    switch target {
    case .event:
      guard let eventEntry, let event = Handle(of: eventEntry) else { return }
      try? socket.select(wanted, .event(event))
    case .window(let window, let message, _):
      try? socket.select(wanted, .window(window, message: message, socket: handle))
    }
  }

  /// CloseHandle, unlike closesocket, tells a window that the socket is closed (behaviour 68).
  func closing(_ aftermath: inout Aftermath) {
    guard case .window = target, !toldClose else { return }
    toldClose = true
    tell(.close, &aftermath)
  }
}

extension Socket {
  /// WSAEventSelect, WSAAsyncSelect: replaces the selection and tells the present state; no events end it. The socket
  /// is nonblocking from then on, also without events.
  ///
  /// - Throws: `.invalidHandle` if the event handle names no event object.
  package func select(_ wanted: NetworkEvents, _ target: SelectionTarget?) throws(WinsockError) {
    lock.lock()
    var aftermath = Aftermath()
    let old = rare?.selection
    var failure: WinsockError?
    do throws(WinsockError) {
      if !wanted.isEmpty, let target {
        let selection = try EventSelection(wanted, target, self)
        rareState.selection = selection
        flags.insert(.hasEventSelection)
        selection.evaluate(self, &aftermath)
      } else {
        rare?.selection = nil
        if rare?.notification == nil { flags.remove(.hasEventSelection) }
      }
      flags.insert(.nonBlocking)
    } catch { failure = error }
    lock.unlock()
    if failure == nil { old?.end(self) }
    aftermath.settle()
    if failure == nil && wanted.contains(.outOfBand) && isStream { useUrgentData(Thread.current) }
    if let failure { throw failure }
  }

  /// An accepted socket has got its handle: it takes over the listener's selection, whose messages name it.
  package func inheritSelection(of listener: Socket, as handle: Handle) {
    listener.lock.lock()
    let selection = listener.rare?.selection
    listener.lock.unlock()
    selection?.inherit(to: self, handle)
  }

  /// The last handle of the socket is about to be closed by CloseHandle.
  package func announceClosing() {
    var aftermath = Aftermath()
    lock.withLock { rare?.selection?.closing(&aftermath) }
    aftermath.settle()
  }

  /// WSAEnumNetworkEvents: the recorded events, which it clears.
  package func takeNetworkEvents() -> [(event: NetworkEvents, error: Int32)] {
    var aftermath = Aftermath()
    lock.lock()
    let selection = rare?.selection
    selection?.evaluate(self, &aftermath)
    let events = selection?.take() ?? []
    lock.unlock()
    aftermath.settle()
    return events
  }
}
