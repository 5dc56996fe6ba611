// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO
internal import CLinux

/// What an operation does.
enum OperationKind: UInt8 {
  case receive, send, accept, connect, disconnect, transmit
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
  case completed
}

struct OperationOptions: OptionSet {
  let rawValue: UInt16
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
}

typealias OperationPointer = UnsafeMutablePointer<Operation>

/// One overlapped (or blocking) operation, in a slot of a slab.
///
/// The kernel knows it by `identity`, slot number and generation, never by address: a completion that comes
/// late finds that the slot has moved on. While it is pending nothing in the program's OVERLAPPED is used
/// but its address, so `InternalHigh` stays as the program left it (behaviour 1).
struct Operation {
  let index: UInt32
  var generation: UInt32 = 1
  var kind = OperationKind.receive
  var state = OperationState.free
  var options: OperationOptions = []
  /// Linux message flags for the transfer.
  var messageFlags: Int32 = 0
  /// The next operation in the same lane, routine queue or free list.
  var next: OperationPointer?
  /// The socket's handle entry, of which the operation holds a use.
  var entry: HandleEntryPointer?
  /// The program's OVERLAPPED; nil for blocking calls.
  var statusBlock: UnsafeMutableRawPointer?
  var routine: CompletionRoutine?
  /// The event's handle entry, of which the operation holds a use.
  var event: HandleEntryPointer?
  /// The thread whose routine or blocking call this is; it outlives the operation.
  unowned(unsafe) var thread: Thread?
  /// Which thread started it, for CancelIo and for the end of threads.
  var threadID: UInt32 = 0
  var cancelStatus = Status.cancelled
  var status = Status.success
  /// Output flags in the numbers of the C interface.
  var outputFlags: UInt32 = 0
  /// The single buffer, when there is one.
  var buffer = iovec()
  /// Everything else: more buffers, addresses, control data. From a pool.
  var extra: UnsafeMutablePointer<OperationExtra>?
  /// Bytes moved so far.
  var transferred = 0
  /// The engine that has it in the kernel.
  var engine: Unmanaged<Engine>?
  var procedure: UserProcedure?
  /// What the program calls a request of registered I/O.
  var requestContext: UInt64 = 0
  /// AcceptEx's output buffer, connect's nothing.
  var acceptOutput: UnsafeMutableRawPointer?

  init(index: UInt32) { self.index = index }

  /// Of an operation that is in use by the caller.
  var identity: UInt64 { UInt64(generation) << 32 | UInt64(index) }
  var reportedBytes: UInt32 { UInt32(truncatingIfNeeded: transferred) }
  var ignoresNonBlocking: Bool { options.contains(.ignoresMode) }
  var isCancelled: Bool { options.contains(.cancelled) }
  /// An AcceptEx that has its connection and waits for data in the lane of the accepting socket.
  var isMovedAccept: Bool { kind == .receive && extra?.pointee.acceptEntry != nil }

  /// Total length of the buffers.
  var length: Int {
    extra.map { $0.pointee.vectorCount > 0 ? $0.pointee.totalLength : buffer.iov_len } ?? buffer.iov_len
  }
}

/// A first-in, first-out list of operations, linked through `next`.
struct OperationQueue {
  private(set) var head: OperationPointer?
  private var tail: OperationPointer?

  var isEmpty: Bool { head == nil }

  @inline(__always)
  mutating func append(_ operation: OperationPointer) {
    operation.pointee.next = nil
    if let tail { tail.pointee.next = operation } else { head = operation }
    tail = operation
  }

  @inline(__always)
  mutating func removeFirst() -> OperationPointer? {
    guard let first = head else { return nil }
    head = first.pointee.next
    if head == nil { tail = nil }
    return first
  }

  @inline(__always)
  mutating func prepend(_ operation: OperationPointer) {
    operation.pointee.next = head
    head = operation
    if tail == nil { tail = operation }
  }

  /// False if it is not in the list.
  @discardableResult
  mutating func remove(_ operation: OperationPointer) -> Bool {
    var previous: OperationPointer?
    var current = head
    while let here = current {
      if here == operation {
        if let previous { previous.pointee.next = here.pointee.next } else { head = here.pointee.next }
        if tail == here { tail = previous }
        return true
      }
      previous = here
      current = here.pointee.next
    }
    return false
  }
}
