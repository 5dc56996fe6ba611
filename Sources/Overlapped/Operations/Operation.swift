// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO
internal import CLinux

/// What an operation does.
enum OperationKind: UInt8 {
  case receive, send, accept, connect, disconnect, transmit
  /// Waits for a change of the network; the kernel knows nothing of it.
  case change
  /// Completed when made; only its delivery is wanted (overlapped WSAIoctl).
  case immediate
  /// Not an operation of a socket: a procedure queued by QueueUserAPC.
  case userProcedure
  /// The completion routine of a waitable timer.
  case timerRoutine
}

/// Where an operation is.
enum OperationState: UInt8 {
  case free
  /// In a lane, behind others, or about to be started.
  case queued
  /// The kernel has a transfer of it.
  case transferring
  /// The kernel (or the epoll set) watches for the socket to become ready for it.
  case watching
  /// In a lane, and sent together with the first one there.
  case gathered
  /// Its own thread attempts it and polls: a blocking call.
  case direct
  /// It waits for a change of the network, beside others.
  case awaiting
  case completed
}

struct OperationOptions: OptionSet {
  let rawValue: UInt32
  /// Complete only when the buffers are full (MSG_WAITALL).
  static let fill = OperationOptions(rawValue: 1)
  static let peek = OperationOptions(rawValue: 1 << 1)
  static let outOfBand = OperationOptions(rawValue: 1 << 2)
  /// MSG_PARTIAL on input.
  static let partial = OperationOptions(rawValue: 1 << 3)
  /// Somebody asked for cancellation; `cancelStatus` says how it ends.
  static let cancelled = OperationOptions(rawValue: 1 << 4)
  /// A blocking call waits for it: completion wakes `thread`, nothing else is signalled.
  static let synchronous = OperationOptions(rawValue: 1 << 5)
  /// The event handle's low bit: no packet.
  static let withoutPacket = OperationOptions(rawValue: 1 << 6)
  /// Completed within the call; a port may be set to skip its packet.
  static let immediate = OperationOptions(rawValue: 1 << 7)
  /// Belongs to WSARecvMsg/WSASendMsg: control data and flags go to the message header.
  static let message = OperationOptions(rawValue: 1 << 8)
  /// Survives the thread that started it (behaviour 45).
  static let outlivesThread = OperationOptions(rawValue: 1 << 9)
  /// An overlapped call on a socket without WSA_FLAG_OVERLAPPED blocks whatever the mode (behaviour 14).
  static let ignoresMode = OperationOptions(rawValue: 1 << 10)
  /// Reports by its completion only, also when it is over within the call (ConnectEx, DisconnectEx).
  static let alwaysPends = OperationOptions(rawValue: 1 << 11)
  /// A request of registered I/O: its result goes to a completion queue.
  static let registered = OperationOptions(rawValue: 1 << 12)
  /// Such a result gives no notification (RIO_MSG_DONT_NOTIFY).
  static let quiet = OperationOptions(rawValue: 1 << 13)
  /// A datagram's data is not wanted: that there is no room for it is no error.
  static let withoutData = OperationOptions(rawValue: 1 << 14)
  /// The routine gets errors as kernel32 calls them.
  static let systemErrors = OperationOptions(rawValue: 1 << 15)
  /// MSG_PARTIAL on output.
  static let gotPart = OperationOptions(rawValue: 1 << 16)
  /// A ring has it that was the socket's engine before; see `Socket.engine(of:)`.
  static let onFormerEngine = OperationOptions(rawValue: 1 << 17)
}

typealias OperationPointer = UnsafeMutablePointer<Operation>

/// One overlapped (or blocking) operation, in a slot of a slab.
///
/// The kernel knows it by `identity`, slot number and generation, never by address: a completion that comes
/// late finds that the slot has moved on. While it is pending nothing in the program's OVERLAPPED is used
/// but its address, so `InternalHigh` stays as the program left it (behaviour 1).
///
/// Each connection that waits has one, so what excludes each other shares a word (88 bytes; a test holds it there).
struct Operation {
  let index: UInt32
  /// Always odd: never 0.
  var generation: UInt32 = 1
  var kind = OperationKind.receive
  var state = OperationState.free
  private var messageFlagsByte: UInt8 = 0
  var options: OperationOptions = []
  /// The next operation in the same lane, routine queue or free list; see `OperationQueue`.
  var next: OperationPointer?
  /// The socket's handle entry, of which the operation holds a use.
  var entry: HandleEntryPointer?
  /// The program's OVERLAPPED; nil for blocking calls.
  var statusBlock: UnsafeMutableRawPointer?
  /// A routine or a user procedure; negative: the event's handle entry (addresses of programs are positive).
  private var target = 0
  /// The thread; of an operation that outlives it, which would be a dangling pointer, its number.
  private var starter: UInt = 0
  /// The single buffer, when there is one. Lengths have 32 bits on the program's side.
  private var base: UnsafeMutableRawPointer?
  /// Everything else: more buffers, addresses, control data. From a pool.
  var extra: UnsafeMutablePointer<OperationExtra>?
  /// Bytes moved so far.
  var transferred = 0
  private var size: UInt32 = 0
  /// How it ended; before, if it is cancelled, how it will end.
  var status = Status.success

  init(index: UInt32) { self.index = index }

  /// Sets what a new transfer of one buffer begins with; `Socket.attach` adds where it reports.
  @inline(__always)
  mutating func begin(_ kind: OperationKind, _ buffer: iovec) {
    self.kind = kind
    messageFlagsByte = 0
    options = []
    base = buffer.iov_base
    transferred = 0
    size = UInt32(truncatingIfNeeded: buffer.iov_len)
  }

  // MARK: What shares a place

  /// Linux message flags for the transfer: MSG_OOB, MSG_PEEK and MSG_DONTROUTE are the only ones.
  var messageFlags: Int32 {
    @inline(__always) get { Int32(messageFlagsByte) }
    @inline(__always) set { messageFlagsByte = UInt8(truncatingIfNeeded: newValue) }
  }

  /// Output flags in the numbers of the C interface: MSG_PARTIAL is the only one. None after `options` has been set.
  var outputFlags: UInt32 {
    @inline(__always) get { options.contains(.gotPart) ? MessageFlags.partial : 0 }
    @inline(__always) set {
      if newValue & MessageFlags.partial != 0 { options.insert(.gotPart) } else { options.remove(.gotPart) }
    }
  }

  /// An operation reports to a routine or an event, if at all.
  var routine: CompletionRoutine? {
    @inline(__always) get { target > 0 ? unsafeBitCast(target, to: CompletionRoutine.self) : nil }
    @inline(__always) set { target = newValue.map { unsafeBitCast($0, to: Int.self) } ?? 0 }
  }
  /// What QueueUserAPC has queued.
  var procedure: UserProcedure? {
    get { target > 0 ? unsafeBitCast(target, to: UserProcedure.self) : nil }
    set { target = newValue.map { unsafeBitCast($0, to: Int.self) } ?? 0 }
  }
  /// The event's handle entry, of which the operation holds a use.
  var event: HandleEntryPointer? {
    @inline(__always) get { target < 0 ? HandleEntryPointer(bitPattern: 0 &- target) : nil }
    @inline(__always) set { target = 0 &- Int(bitPattern: newValue) }
  }

  /// The thread whose routine or blocking call this is; it outlives the operation.
  var thread: Thread? {
    @inline(__always) get { threadReference?.takeUnretainedValue() }
    @inline(__always) set {
      starter = newValue.map { UInt(bitPattern: Unmanaged.passUnretained($0).toOpaque()) } ?? 0
    }
  }
  /// The same without a counted reference.
  var threadReference: Unmanaged<Thread>? {
    if options.contains(.outlivesThread) { return nil }
    return UnsafeRawPointer(bitPattern: starter).map { .fromOpaque($0) }
  }
  /// For CancelIo.
  func wasStarted(by thread: Thread) -> Bool {
    options.contains(.outlivesThread)
      ? starter == UInt(thread.id) : starter == UInt(bitPattern: Unmanaged.passUnretained(thread).toOpaque())
  }

  /// It survives the thread that starts it.
  @inline(__always)
  mutating func outlive(_ thread: Thread) {
    options.insert(.outlivesThread)
    starter = UInt(thread.id)
  }

  var buffer: iovec {
    @inline(__always) get { iovec(iov_base: base, iov_len: Int(size)) }
    @inline(__always) set {
      base = newValue.iov_base
      size = UInt32(truncatingIfNeeded: newValue.iov_len)
    }
  }
  /// What is left of the single buffer; of one at no address, which is empty, it is at none either.
  var rest: iovec {
    @inline(__always) get {
      iovec(
        iov_base: UnsafeMutableRawPointer(bitPattern: Int(bitPattern: base) &+ transferred),
        iov_len: Int(size) &- transferred)
    }
  }
  /// AcceptEx's output buffer: where its data goes when the connection is there.
  var acceptOutput: UnsafeMutableRawPointer? {
    get { base }
    set { base = newValue }
  }

  var cancelStatus: Status {
    get { status }
    set { status = newValue }
  }

  /// What the program calls a request of registered I/O, which has no OVERLAPPED.
  var requestContext: UInt64 {
    @inline(__always) get { UInt64(UInt(bitPattern: statusBlock)) }
    @inline(__always) set { statusBlock = UnsafeMutableRawPointer(bitPattern: UInt(newValue)) }
  }

  // MARK: What follows from it

  /// Of an operation that is in use by the caller.
  var identity: UInt64 { UInt64(generation) << 32 | UInt64(index) }
  var reportedBytes: UInt32 { UInt32(truncatingIfNeeded: transferred) }
  var ignoresNonBlocking: Bool { options.contains(.ignoresMode) }
  var isCancelled: Bool { options.contains(.cancelled) }
  /// It reports to a routine or an event.
  var hasTarget: Bool { @inline(__always) get { target != 0 } }
  /// A transfer of one buffer, not an empty one, with nothing that an attempt or a delivery would have to look at.
  var isUsual: Bool {
    @inline(__always) get {
      extra == nil && size > 0 && options.isSubset(of: [.outlivesThread, .immediate])
    }
  }
  /// It has nothing beside its buffer, and wants its packet.
  var isPlain: Bool {
    @inline(__always) get {
      extra == nil
        && options.isDisjoint(with: [.synchronous, .registered, .withoutPacket, .gotPart])
    }
  }
  /// An AcceptEx that has its connection and waits for data in the lane of the accepting socket.
  var isMovedAccept: Bool { kind == .receive && extra?.pointee.acceptEntry != nil }

  /// Total length of the buffers.
  var length: Int {
    extra.map { $0.pointee.vectorCount > 0 ? $0.pointee.totalLength : buffer.iov_len } ?? buffer.iov_len
  }
}

/// A first-in, first-out list of operations: a circle through `next`, known by its last one, so that the two lanes of
/// each socket take a word each.
struct OperationQueue {
  private var tail: OperationPointer?

  var isEmpty: Bool { tail == nil }
  var head: OperationPointer? {
    @inline(__always) get { tail?.pointee.next }
  }

  /// The one behind an operation of the list.
  @inline(__always)
  func successor(of operation: OperationPointer) -> OperationPointer? {
    operation == tail ? nil : operation.pointee.next
  }

  /// True if it is the first.
  @inline(__always) @discardableResult
  mutating func append(_ operation: OperationPointer) -> Bool {
    let former = tail
    tail = operation
    guard let former else {
      operation.pointee.next = operation
      return true
    }
    operation.pointee.next = former.pointee.next
    former.pointee.next = operation
    return false
  }

  @inline(__always)
  mutating func prepend(_ operation: OperationPointer) {
    if let tail {
      operation.pointee.next = tail.pointee.next
      tail.pointee.next = operation
    } else {
      operation.pointee.next = operation
      tail = operation
    }
  }

  @inline(__always)
  mutating func removeFirst() -> OperationPointer? {
    guard let tail, let first = tail.pointee.next else { return nil }
    if first == tail { self.tail = nil } else { tail.pointee.next = first.pointee.next }
    return first
  }

  /// False if it is not in the list.
  @discardableResult
  mutating func remove(_ operation: OperationPointer) -> Bool {
    guard let tail else { return false }
    var previous = tail
    repeat {
      let here = previous.pointee.next!
      if here == operation {
        previous.pointee.next = here.pointee.next
        if here == tail { self.tail = previous == here ? nil : previous }
        return true
      }
      previous = here
    } while previous != tail
    return false
  }
}
