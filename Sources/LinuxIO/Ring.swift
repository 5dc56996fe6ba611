// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CLinux

/// One completion: which request, its result (or negated errno), and the kernel's flags.
public typealias RingCompletion = clinux_completion

/// An io_uring. Not thread-safe: the owner serialises everything but `enter`.
///
/// COOP_TASKRUN: completions are noticed when a thread enters the kernel anyway, instead of through an
/// interrupt (linux-facts 8). The ring is shared by the threads of a port, hence no SINGLE_ISSUER.
public struct Ring: @unchecked Sendable {
  @usableFromInline let ring: UnsafeMutablePointer<io_uring>
  public let descriptor: Int32

  /// Fails with ENOSYS, EPERM or EINVAL where io_uring is refused, with others when resources are short.
  ///
  /// - Parameter completions: room for completions; nil for four times that for submissions.
  public init(entries: UInt32, completions: UInt32? = nil) throws(Errno) {
    if FaultPlan.refusesRing { throw Errno(EPERM) }
    let entries = FaultPlan.ringEntries(entries)
    ring = .allocate(capacity: 1)
    var parameters = io_uring_params()
    parameters.flags =
      UInt32(IORING_SETUP_COOP_TASKRUN) | UInt32(IORING_SETUP_CQSIZE) | UInt32(IORING_SETUP_CLAMP)
    parameters.cq_entries = completions ?? (FaultPlan.isActive ? entries : entries * 4)
    let result = io_uring_queue_init_params(entries, ring, &parameters)
    guard result >= 0 else {
      ring.deallocate()
      throw Errno(-result)
    }
    // Timed waits and completions that are never dropped: kernel 5.11 and 5.5. Older ones use epoll.
    let needed = UInt32(IORING_FEAT_EXT_ARG) | UInt32(IORING_FEAT_NODROP)
    guard parameters.features & needed == needed else {
      io_uring_queue_exit(ring)
      ring.deallocate()
      throw Errno(ENOSYS)
    }
    clinux_ring_order(ring)
    descriptor = ring.pointee.ring_fd
  }

  public func close() {
    io_uring_queue_exit(ring)
    ring.deallocate()
  }

  // MARK: Preparing

  /// When the queue is full what it holds is submitted first.
  @inlinable @inline(__always)
  func prepare(
    _ operation: io_uring_op, _ descriptor: Int32, _ address: UnsafeRawPointer?, _ length: UInt32,
    flags: UInt32, _ userData: UInt64
  ) {
    while clinux_ring_prepare(
      ring, operation.rawValue, descriptor, address, length, flags, userData) == 0
    {
      _ = submit()
    }
  }

  /// The same for what faults may spoil.
  @inline(never)
  private func prepareSpoilable(
    _ operation: io_uring_op, _ descriptor: Int32, _ address: UnsafeRawPointer?, _ length: UInt32,
    flags: UInt32, _ userData: UInt64
  ) {
    var descriptor = descriptor
    if _slowPath(FaultPlan.isActive) {
      let isReceive = operation == IORING_OP_RECV || operation == IORING_OP_RECVMSG
      descriptor = FaultPlan.spoil(descriptor, isReceive: isReceive)
    }
    prepare(operation, descriptor, address, length, flags: flags, userData)
  }

  @inlinable @inline(__always)
  public func prepareReceive(
    _ fd: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ userData: UInt64
  ) {
    if _slowPath(FaultPlan.isActive) { return prepareShort(IORING_OP_RECV, fd, buffer, count, userData) }
    prepare(
      IORING_OP_RECV, fd, buffer, UInt32(truncatingIfNeeded: min(count, Ring.transferLimit)), flags: 0,
      userData)
  }
  public func prepareReceive(_ fd: Int32, message: UnsafeMutablePointer<msghdr>, _ userData: UInt64) {
    if _slowPath(FaultPlan.isActive) { FaultPlan.limit(message, fd) }
    prepareSpoilable(IORING_OP_RECVMSG, fd, message, 1, flags: 0, userData)
  }
  @inlinable @inline(__always)
  public func prepareSend(_ fd: Int32, _ buffer: UnsafeRawPointer?, _ count: Int, _ userData: UInt64) {
    if _slowPath(FaultPlan.isActive) { return prepareShort(IORING_OP_SEND, fd, buffer, count, userData) }
    prepare(
      IORING_OP_SEND, fd, buffer, UInt32(truncatingIfNeeded: min(count, Ring.transferLimit)),
      flags: UInt32(MSG_NOSIGNAL), userData)
  }
  public func prepareSend(_ fd: Int32, message: UnsafePointer<msghdr>, _ userData: UInt64) {
    if _slowPath(FaultPlan.isActive) { FaultPlan.limit(message, fd) }
    prepareSpoilable(IORING_OP_SENDMSG, fd, message, 1, flags: UInt32(MSG_NOSIGNAL), userData)
  }

  /// A transfer of one buffer under faults, which may cut it.
  @inline(never) @usableFromInline
  func prepareShort(
    _ operation: io_uring_op, _ fd: Int32, _ buffer: UnsafeRawPointer?, _ count: Int, _ userData: UInt64
  ) {
    let count = min(FaultPlan.limit(count, fd), Ring.transferLimit)
    prepareSpoilable(
      operation, fd, buffer, UInt32(count),
      flags: operation == IORING_OP_SEND ? UInt32(MSG_NOSIGNAL) : 0, userData)
  }

  public func preparePoll(_ fd: Int32, events: UInt32, _ userData: UInt64) {
    prepareSpoilable(IORING_OP_POLL_ADD, fd, nil, 0, flags: events, userData)
  }
  public func prepareCancel(of target: UInt64, _ userData: UInt64) {
    prepare(IORING_OP_ASYNC_CANCEL, -1, UnsafeRawPointer(bitPattern: UInt(target)), 0, flags: 0, userData)
  }
  public func prepareNothing(_ userData: UInt64) {
    prepare(IORING_OP_NOP, -1, nil, 0, flags: 0, userData)
  }

  /// The most that one send or receive may move; a longer one is continued.
  @usableFromInline static var transferLimit: Int { 0x7fff_0000 }

  // MARK: Submitting and waiting

  /// Publishes what was prepared; the count is what `enter` has to submit.
  @inlinable @inline(__always)
  public func flush() -> UInt32 { clinux_ring_flush(ring) }

  /// Submits without waiting.
  @discardableResult @inlinable @inline(__always)
  public func submit() -> Int {
    let count = flush()
    return count == 0 ? 0 : enter(submitting: count, waitingFor: 0, timeout: nil)
  }

  /// One io_uring_enter. Needs no lock: the kernel serialises the rings' heads.
  @inlinable @inline(__always)
  public func enter(submitting count: UInt32, waitingFor minimum: UInt32, timeout nanoseconds: Int64?) -> Int
  {
    if _slowPath(FaultPlan.isActive) { noteOverflow() }
    guard let nanoseconds else { return Int(clinux_ring_enter(descriptor, count, minimum, nil)) }
    return enter(submitting: count, waitingFor: minimum, nanoseconds)
  }

  @inline(never) @usableFromInline
  func enter(submitting count: UInt32, waitingFor minimum: UInt32, _ nanoseconds: Int64) -> Int {
    var nanoseconds = nanoseconds
    return Int(clinux_ring_enter(descriptor, count, minimum, &nanoseconds))
  }

  @inlinable @inline(__always)
  public var hasCompletions: Bool { clinux_ring_has_completions(ring) != 0 }

  /// Completions that the queue had no room for wait in the kernel until somebody enters it.
  public var hasOverflowed: Bool { clinux_ring_cq_overflowed(ring) != 0 }

  /// Takes the first completion out of the queue; nil if there is none.
  @inlinable @inline(__always)
  public func takeCompletion() -> RingCompletion? {
    guard let place = clinux_ring_first(ring) else { return nil }
    let completion = clinux_ring_take(ring, place)
    return _slowPath(FaultPlan.isActive) ? spoiled(completion) : completion
  }

  @inline(never) @usableFromInline
  func spoiled(_ completion: RingCompletion) -> RingCompletion {
    noteOverflow()
    var completion = completion
    completion.result = FaultPlan.rename(completion.result)
    return completion
  }

  /// The kernel takes the flag back when it has put all completions into the queue.
  @usableFromInline func noteOverflow() { if hasOverflowed { FaultPlan.note(.overflow) } }

  /// Set on a receive's completion when the socket still has data.
  @inlinable @inline(__always)
  public static func socketHasMore(_ completionFlags: UInt32) -> Bool {
    completionFlags & UInt32(IORING_CQE_F_SOCK_NONEMPTY) != 0
  }
}
