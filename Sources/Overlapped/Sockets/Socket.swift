// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO
internal import Synchronization

/// The two directions of a socket, urgent data, which is received beside the stream, and changes of the network, whose
/// requests wait side by side.
enum Direction: CaseIterable {
  case receive, send, urgent, change
}

struct SocketFlags: OptionSet {
  let rawValue: UInt32
  /// Made with WSA_FLAG_OVERLAPPED.
  static let overlapped = SocketFlags(rawValue: 1)
  static let nonBlocking = SocketFlags(rawValue: 1 << 1)
  static let bound = SocketFlags(rawValue: 1 << 2)
  static let connecting = SocketFlags(rawValue: 1 << 3)
  static let connected = SocketFlags(rawValue: 1 << 4)
  static let listening = SocketFlags(rawValue: 1 << 5)
  /// This side's shutdown(SD_RECEIVE): kept here because Linux would turn it into an end of stream and
  /// still hand out later data (behaviour 70).
  static let receiveShut = SocketFlags(rawValue: 1 << 6)
  static let sendShut = SocketFlags(rawValue: 1 << 7)
  /// The stream has ended: a receive completes at once with 0 bytes.
  static let ended = SocketFlags(rawValue: 1 << 8)
  static let closing = SocketFlags(rawValue: 1 << 9)
  /// A receive may find data: worth a try. Cleared by EAGAIN and by a short receive, set by readiness.
  static let mayHaveData = SocketFlags(rawValue: 1 << 10)
  /// The same for room to send. As far from it as POLLOUT is from POLLIN: see `SocketFlags(plain:)`.
  static let mayHaveRoom = SocketFlags(rawValue: 1 << 12)
  /// The epoll set has seen the peer's end or an error: every receive is worth a try.
  static let hungUp = SocketFlags(rawValue: 1 << 11)
  /// SetFileCompletionNotificationModes.
  static let skipPacketOnSuccess = SocketFlags(rawValue: 1 << 13)
  static let skipSettingEvent = SocketFlags(rawValue: 1 << 14)
  /// SIO_UDP_CONNRESET FALSE.
  static let ignoresUnreachable = SocketFlags(rawValue: 1 << 15)
  /// After AcceptEx or ConnectEx, until SO_UPDATE_…_CONTEXT.
  static let needsContext = SocketFlags(rawValue: 1 << 16)
  /// Somebody observes the socket: an event selection or a notification; see the rare state.
  static let hasEventSelection = SocketFlags(rawValue: 1 << 17)
  /// DisconnectEx without reuse: connect says WSAEISCONN, send WSAESHUTDOWN.
  static let disconnected = SocketFlags(rawValue: 1 << 18)
  /// DisconnectEx has made it fresh again; it may be bound all the same.
  static let reusable = SocketFlags(rawValue: 1 << 20)
  /// The program has asked for urgent data: from then on receives look for it before they read past it.
  static let usesUrgent = SocketFlags(rawValue: 1 << 21)
  /// Made with WSA_FLAG_REGISTERED_IO, or accepted by such a listener.
  static let registered = SocketFlags(rawValue: 1 << 22)
  /// SIO_UDP_NETRESET FALSE.
  static let ignoresExpired = SocketFlags(rawValue: 1 << 23)
  /// An AcceptEx is to put its connection here.
  static let awaitsConnection = SocketFlags(rawValue: 1 << 24)
  /// Threads wait for the socket itself, or are about to; see the rare state.
  static let hasWaiters = SocketFlags(rawValue: 1 << 25)
  /// Bytes without boundaries, as `delivery` says: here it is tested together with what else a usual call needs.
  static let stream = SocketFlags(rawValue: 1 << 26)
  /// There is a `failure`, likewise.
  static let failed = SocketFlags(rawValue: 1 << 27)
  /// Each completion is written down (`Trace`).
  static let traced = SocketFlags(rawValue: 1 << 28)
  /// Made by accept or AcceptEx.
  static let accepted = SocketFlags(rawValue: 1 << 19)
}

/// A socket: its descriptor, its state as Windows sees it, and a lane of operations per direction.
///
/// `lock` guards everything below it. Locks are taken in the order socket, port, engine; the dispatcher's,
/// the operation table's and the handle table's are leaves.
public final class Socket: Waitable, @unchecked Sendable {
  // There is one of these for each connection, so numbers take the bytes they need (120 with the header; a test
  // holds it there), what few sockets have is in the rare state, and what each message needs comes first.
  public let descriptor: Int32
  let lock = Lock()
  private let flagWord: Atomic<UInt32>
  private let failureWord = Atomic<UInt32>(0)
  public let delivery: DeliveryStyle
  private let signal = Atomic<Bool>(false)
  private let familyNumber, typeNumber: UInt8
  var receiveLane = OperationQueue()
  var sendLane = OperationQueue()
  private(set) var engineReference: Unmanaged<Engine>
  /// For the hot paths, which need not count references to it.
  private(set) var portReference: Unmanaged<CompletionPort>?
  var portKey: UInt = 0
  var rareReference: Unmanaged<RareState>?
  public var options = SocketOptions()
  private var catalogNumber: UInt16 = 0
  /// The name of the entry that stands for the socket in its engine's epoll set; 0 if it is in none.
  var registration: UInt32 = 0
  var connection = ConnectionRecord()
  private let protocolByte: UInt8
  /// Counts the registrations.
  var registrationSerial: UInt8 = 0
  /// Threads in a poll of the descriptor: while there is one the kernel keeps the socket. Under the lock.
  var pollerCount: UInt16 = 0

  /// Family, type and protocol in the numbers of the C interface.
  public var family: Int32 { Int32(familyNumber) }
  public var type: Int32 { Int32(typeNumber) }
  public var protocolNumber: Int32 { Int32(protocolByte) }
  /// The protocol catalog's number of the entry it was made from.
  public var catalogEntry: UInt32 {
    get { UInt32(catalogNumber) }
    set { catalogNumber = UInt16(truncatingIfNeeded: newValue) }
  }
  /// Changed under the lock; the checks at the start of a call read them without.
  var flags: SocketFlags {
    @inline(__always) get { SocketFlags(rawValue: flagWord.load(ordering: .relaxed)) }
    @inline(__always) set { flagWord.store(newValue.rawValue, ordering: .relaxed) }
  }
  /// The error that ended the connection; it persists (behaviour 74). Set under the lock.
  var failure: Status {
    @inline(__always) get { Status(rawValue: failureWord.load(ordering: .relaxed)) }
    set {
      failureWord.store(newValue.rawValue, ordering: .relaxed)
      if newValue == .success { flags.remove(.failed) } else { flags.insert(.failed) }
    }
  }
  /// What carries this socket's operations: its port's engine, or the shared one; both outlive it.
  var engine: Engine {
    get { engineReference.takeUnretainedValue() }
    set { engineReference = .passUnretained(newValue) }
  }
  /// The same without counting a reference.
  @inline(__always)
  func withEngine<R>(_ body: (Engine) -> R) -> R { engineReference._withUnsafeGuaranteedRef(body) }
  /// Held strongly: a port outlives the sockets that deliver to it.
  var port: CompletionPort? {
    get { portReference?.takeUnretainedValue() }
    set {
      let former = portReference
      portReference = newValue.map { .passRetained($0) }
      former?.release()
    }
  }
  /// The state few sockets have: event selection, remainders of messages, urgent data. Made once, and never replaced.
  var rare: RareState? {
    @inline(__always) get { rareReference?.takeUnretainedValue() }
  }
  var urgentLane: OperationQueue {
    get { rare?.urgentLane ?? OperationQueue() }
    set { if rare != nil || !newValue.isEmpty { rareState.urgentLane = newValue } }
  }
  /// Of a socket that uses registered I/O.
  var requestQueue: RequestQueue? { rare?.requestQueue }
  var requestQueueReference: Unmanaged<RequestQueue>? {
    @inline(__always) get {
      guard flags.contains(.registered) else { return nil }
      return rareReference?._withUnsafeGuaranteedRef { $0.requestQueueReference }
    }
  }

  /// - Parameters:
  ///   - descriptor: an open, blocking Linux socket, which the object owns from now on.
  ///   - delivery: how the receiving side is cut into units.
  public init(
    descriptor: Int32, family: Int32, type: Int32, protocolNumber: Int32, delivery: DeliveryStyle,
    isOverlapped: Bool
  ) {
    self.descriptor = descriptor
    // The numbers of the protocol catalog; protocols are those of IP, or of AF_UNIX.
    familyNumber = UInt8(truncatingIfNeeded: family)
    typeNumber = UInt8(truncatingIfNeeded: type)
    protocolByte = UInt8(truncatingIfNeeded: protocolNumber)
    self.delivery = delivery
    var modes: SocketFlags = [.mayHaveData, .mayHaveRoom]
    if isOverlapped { modes.insert(.overlapped) }
    if delivery == .stream { modes.insert(.stream) }
    if Switches.traces { modes.insert(.traced) }
    flagWord = Atomic(modes.rawValue)
    engineReference = .passUnretained(Engine.shared)
    super.init(kind: .socket)
  }

  deinit {
    forgetDescriptor()
    System.close(descriptor)
    connection.discard(family: family)
    rareReference?.release()
    portReference?.release()
  }

  public override func lastHandleClosed() { closeOperations() }

  // MARK: What kind of socket

  @inline(__always)
  var isStream: Bool { delivery == .stream }
  var isDatagram: Bool { delivery == .datagram }
  /// Connections, as opposed to datagrams.
  var isConnectionOriented: Bool { delivery != .datagram }

  var traits: SocketTraits {
    SocketTraits(
      family: family, type: type, protocol: protocolNumber, isBound: flags.contains(.bound),
      isConnected: flags.contains(.connected), isListening: flags.contains(.listening))
  }

  // MARK: As a wait object

  // It is set by each completion and cleared by each start, both under the lock, under which threads that are about to
  // wait announce themselves as well (behaviour 22). So a completion that nobody waits for needs neither a fence nor the
  // dispatcher's lock; waits read the signal without the socket's.

  override func isSignalled(for thread: Thread) -> Bool {
    signal.load(ordering: .relaxed) || Dispatcher.raised == address
  }

  override func announceWaiter() {
    lock.withLock {
      rareState.waiterCount += 1
      flags.insert(.hasWaiters)
    }
  }

  override func retractWaiter() {
    lock.withLock {
      rareState.waiterCount -= 1
      if rareState.waiterCount == 0 { flags.remove(.hasWaiters) }
    }
  }

  private var address: UnsafeRawPointer { UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque()) }

  // Who has announced itself finds the rare state, also without the lock.
  override func link(_ block: UnsafeMutablePointer<WaitBlock>) { rare!.waits.append(block) }
  override func unlink(_ block: UnsafeMutablePointer<WaitBlock>) { rare!.waits.remove(block) }

  /// Under the lock.
  @inline(__always)
  func clearSignal() { signal.store(false, ordering: .relaxed) }

  /// A completion signals the socket. Under the lock.
  @inline(__always)
  func raiseSignal(_ aftermath: inout Aftermath) {
    signal.store(true, ordering: .relaxed)
    if _slowPath(flags.contains(.hasWaiters)) { raiseForWaiters(&aftermath) }
  }

  /// The same where no thread waits. Under the lock.
  @inline(__always)
  func raiseSignalUnseen() { signal.store(true, ordering: .relaxed) }

  @inline(never)
  func raiseForWaiters(_ aftermath: inout Aftermath) {
    guard let rare else { return }
    Dispatcher.lock.lock()
    Dispatcher.raised = address
    satisfy(&rare.waits, &aftermath)
    Dispatcher.raised = nil
    Dispatcher.lock.unlock()
  }

  // MARK: Lanes

  @inline(__always) @discardableResult
  func withLane<R>(_ direction: Direction, _ body: (inout OperationQueue) -> R) -> R {
    switch direction {
    case .receive: body(&receiveLane)
    case .send: body(&sendLane)
    case .urgent: body(&urgentLane)
    case .change: body(&changeRequests.lane)
    }
  }

  @inline(__always)
  func laneHead(_ direction: Direction) -> OperationPointer? {
    switch direction {
    case .receive: receiveLane.head
    case .send: sendLane.head
    case .urgent: urgentLane.head
    case .change: rare?.changes?.lane.head
    }
  }

  @inline(__always)
  func isEmpty(_ direction: Direction) -> Bool {
    switch direction {
    case .receive: receiveLane.isEmpty
    case .send: sendLane.isEmpty
    case .urgent: urgentLane.isEmpty
    case .change: rare?.changes?.lane.isEmpty ?? true
    }
  }

  func successor(of operation: OperationPointer, _ direction: Direction) -> OperationPointer? {
    switch direction {
    case .receive: receiveLane.successor(of: operation)
    case .send: sendLane.successor(of: operation)
    case .urgent: urgentLane.successor(of: operation)
    case .change: rare?.changes?.lane.successor(of: operation)
    }
  }

  static func direction(of operation: OperationPointer) -> Direction {
    switch operation.pointee.kind {
    case .receive: operation.pointee.options.contains(.outOfBand) ? .urgent : .receive
    case .accept, .immediate, .userProcedure, .timerRoutine: .receive
    case .send, .connect, .disconnect, .transmit: .send
    case .change: .change
    }
  }
}

/// How a receive is cut into units (the page's table of XP1_MESSAGE_ORIENTED and XP1_PSEUDO_STREAM).
public enum DeliveryStyle: Sendable {
  case stream
  case datagram
  /// Message-oriented connection with MSG_PARTIAL.
  case partialMessages
  /// Message-oriented connection without: WSAEMSGSIZE, and the message stays.
  case wholeMessages

  var isMessageConnection: Bool { self == .partialMessages || self == .wholeMessages }
}
