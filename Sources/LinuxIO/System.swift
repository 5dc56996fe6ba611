// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CLinux

/// The system calls that sockets need. Each returns its result, or the negated errno: a failure is
/// data here, and most of them (EAGAIN) are no error. EINTR is retried where the call can be repeated.
public enum System {
  /// Repeats a call that a signal interrupted. Every call passes here, so faults are injected here.
  @inline(__always)
  private static func call(_ kind: SystemCall, _ body: () -> Int) -> Int {
    if _slowPath(FaultPlan.isActive) { return callUnderFaults(kind, body) }
    return repeating(body)
  }

  @inline(__always)
  private static func repeating(_ body: () -> Int) -> Int {
    while true {
      let result = body()
      if _fastPath(result != -Int(EINTR)) { return result }
    }
  }

  @inline(never)
  private static func callUnderFaults(_ kind: SystemCall, _ body: () -> Int) -> Int {
    repeating { FaultPlan.next(kind) ?? body() }
  }

  @inline(__always)
  private static func checked(_ result: Int) -> Int { result < 0 ? -Int(clinux_errno()) : result }

  // MARK: Descriptors

  /// A new socket, which programs that are started do not inherit.
  public static func socket(family: Int32, type: Int32, protocol number: Int32) -> Int {
    call(.socket) { checked(Int(CLinux.socket(family, type | Int32(SOCK_CLOEXEC.rawValue), number))) }
  }

  public static func close(_ descriptor: Int32) { _ = clinux_close(descriptor) }

  /// Closes what `descriptor` stands for; from then on it stands for what `other` does.
  public static func replace(_ descriptor: Int32, by other: Int32) { _ = clinux_replace(descriptor, other) }

  /// Another descriptor of what `descriptor` stands for.
  public static func duplicate(_ descriptor: Int32) -> Int {
    clinux_duplicate(descriptor)
  }

  /// A counter that others wait for: `signalEventDescriptor` makes it readable, `drainEventDescriptor` ends that.
  /// It does not block.
  public static func eventDescriptor() -> Int {
    call(.socket) { checked(Int(eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK)))) }
  }

  public static func signalEventDescriptor(_ descriptor: Int32) {
    var one: UInt64 = 1
    _ = clinux_write(descriptor, &one, 8)
  }

  public static func drainEventDescriptor(_ descriptor: Int32) {
    var count: UInt64 = 0
    _ = clinux_read(descriptor, &count, 8)
  }

  /// O_NONBLOCK, for the calls that know no MSG_DONTWAIT: connect and sendfile.
  public static func setNonBlocking(_ descriptor: Int32, _ on: Bool) {
    let flags = Int32(truncatingIfNeeded: clinux_fcntl_get_flags(descriptor))
    guard flags >= 0 else { return }
    _ = clinux_fcntl_set_flags(descriptor, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK)
  }

  // MARK: Transfers, never blocking: -EAGAIN where they would. They return the bytes that were moved.

  public static func receive(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int, flags: Int32
  ) -> Int {
    let flags = flags | Int32(MSG_DONTWAIT)
    if _slowPath(FaultPlan.isActive) {
      let limited = FaultPlan.limit(count, descriptor)
      return callUnderFaults(.receive) { clinux_receive(descriptor, buffer, limited, flags) }
    }
    return repeating { clinux_receive(descriptor, buffer, count, flags) }
  }

  public static func receive(_ descriptor: Int32, message: UnsafeMutablePointer<msghdr>, flags: Int32) -> Int
  {
    if _slowPath(FaultPlan.isActive) { FaultPlan.limit(message, descriptor) }
    return call(.receive) { clinux_receive_message(descriptor, message, flags | Int32(MSG_DONTWAIT)) }
  }

  public static func send(
    _ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int, flags: Int32
  ) -> Int {
    let flags = flags | Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
    if _slowPath(FaultPlan.isActive) {
      let limited = FaultPlan.limit(count, descriptor)
      return callUnderFaults(.send) { clinux_send(descriptor, buffer, limited, flags) }
    }
    return repeating { clinux_send(descriptor, buffer, count, flags) }
  }

  public static func send(_ descriptor: Int32, message: UnsafePointer<msghdr>, flags: Int32) -> Int {
    if _slowPath(FaultPlan.isActive) { FaultPlan.limit(message, descriptor) }
    return call(.send) {
      clinux_send_message(descriptor, message, flags | Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    }
  }

  // MARK: Connections. Addresses are raw bytes: the struct types differ between the modules above.

  public static func bind(_ descriptor: Int32, _ address: UnsafeRawPointer, _ length: Int) -> Int {
    call(.bind) {
      checked(Int(CLinux.bind(descriptor, address.assumingMemoryBound(to: sockaddr.self), socklen_t(length))))
    }
  }

  public static func connect(_ descriptor: Int32, _ address: UnsafeRawPointer, _ length: Int) -> Int {
    // Not repeated after EINTR: the attempt goes on, and a second call reports EALREADY.
    clinux_connect(descriptor, address, socklen_t(length))
  }

  public static func listen(_ descriptor: Int32, backlog: Int32) -> Int {
    call(.bind) { checked(Int(CLinux.listen(descriptor, backlog))) }
  }

  /// Takes one connection of a listener that does not block; the new descriptor blocks.
  public static func accept(
    _ descriptor: Int32, _ address: UnsafeMutableRawPointer?, _ length: inout UInt32
  ) -> Int {
    call(.accept) {
      clinux_accept(descriptor, address, &length)
    }
  }

  /// - Parameter how: SHUT_RD, SHUT_WR or SHUT_RDWR.
  public static func shutdown(_ descriptor: Int32, _ how: Int32) -> Int {
    checked(Int(CLinux.shutdown(descriptor, how)))
  }

  /// getsockname.
  /// - Parameter length: bytes of room; on return the length of the address, which may be more.
  public static func localAddress(
    _ descriptor: Int32, _ address: UnsafeMutableRawPointer, _ length: inout UInt32
  ) -> Int {
    checked(Int(getsockname(descriptor, address.assumingMemoryBound(to: sockaddr.self), &length)))
  }

  /// getpeername; `length` as in `localAddress`.
  public static func peerAddress(
    _ descriptor: Int32, _ address: UnsafeMutableRawPointer, _ length: inout UInt32
  ) -> Int {
    checked(Int(getpeername(descriptor, address.assumingMemoryBound(to: sockaddr.self), &length)))
  }

  // MARK: Options and state

  /// getsockopt.
  /// - Parameter length: bytes of room; on return those that were filled.
  public static func getOption(
    _ descriptor: Int32, level: Int32, name: Int32, _ value: UnsafeMutableRawPointer, _ length: inout UInt32
  ) -> Int {
    checked(Int(getsockopt(descriptor, level, name, value, &length)))
  }

  public static func setOption(
    _ descriptor: Int32, level: Int32, name: Int32, _ value: UnsafeRawPointer, _ length: Int
  ) -> Int {
    checked(Int(setsockopt(descriptor, level, name, value, socklen_t(length))))
  }

  public static func setOption(_ descriptor: Int32, level: Int32, name: Int32, _ value: Int32) -> Int {
    var value = value
    return checked(Int(setsockopt(descriptor, level, name, &value, 4)))
  }

  /// SO_ERROR: the pending error, which reading clears.
  public static func takeError(_ descriptor: Int32) -> Int32 {
    var value: Int32 = 0
    var length: UInt32 = 4
    let result = getOption(descriptor, level: SOL_SOCKET, name: SO_ERROR, &value, &length)
    return result < 0 ? Int32(-result) : value
  }

  /// Bytes (or the first datagram's bytes) that wait to be received.
  public static func unreadCount(_ descriptor: Int32) -> Int {
    var value: Int32 = 0
    let result = clinux_ioctl_int(descriptor, UInt(FIONREAD), &value)
    return result < 0 ? result : Int(value)
  }

  /// Bytes that the peer has not acknowledged.
  public static func unsentCount(_ descriptor: Int32) -> Int {
    var value: Int32 = 0
    let result = clinux_ioctl_int(descriptor, UInt(TIOCOUTQ), &value)
    return result < 0 ? result : Int(value)
  }

  /// Connections that wait to be accepted; nil where the kernel does not say (AF_UNIX).
  public static func backlog(_ descriptor: Int32) -> UInt32? {
    var information = tcp_info()
    var length = UInt32(MemoryLayout<tcp_info>.size)
    let result = getOption(descriptor, level: Int32(IPPROTO_TCP), name: TCP_INFO, &information, &length)
    return result < 0 ? nil : information.tcpi_unacked
  }

  /// 1 if the byte to be received next follows urgent data, else 0.
  public static func isAtMark(_ descriptor: Int32) -> Int { checked(Int(sockatmark(descriptor))) }

  /// Which of `events` (POLLIN …) hold now; 0 when none.
  public static func poll(_ descriptor: Int32, events: Int16) -> Int16 {
    var entry = pollfd(fd: descriptor, events: events, revents: 0)
    while true {
      let n = CLinux.poll(&entry, 1, 0)
      if n >= 0 { return entry.revents }
      if clinux_errno() != EINTR { return Int16(POLLERR) }
    }
  }

  /// Blocks until one of the entries is ready, a signal comes, or the deadline.
  @discardableResult
  public static func poll(_ entries: UnsafeMutableBufferPointer<pollfd>, until deadline: Deadline) -> Int {
    guard let left = deadline.remaining else {
      return clinux_poll(entries.baseAddress, UInt(entries.count), nil)
    }
    var time = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
    return clinux_poll(entries.baseAddress, UInt(entries.count), &time)
  }

  /// The same for one descriptor and the descriptor that wakes its thread; true if the latter is ready.
  public static func poll(_ descriptor: Int32, _ waker: Int32, events: Int16, until deadline: Deadline)
    -> Bool
  {
    withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { entries in
      entries[0] = pollfd(fd: descriptor, events: events, revents: 0)
      entries[1] = pollfd(fd: waker, events: Int16(POLLIN), revents: 0)
      poll(entries, until: deadline)
      return entries[1].revents != 0
    }
  }
}

/// One descriptor of a poll, with what it waits for.
public struct PollEntry: BitwiseCopyable {
  var entry: pollfd

  public init(_ descriptor: Int32, readable: Bool = false, writable: Bool = false, urgent: Bool = false) {
    let events = (readable ? POLLIN : 0) | (writable ? POLLOUT : 0) | (urgent ? POLLPRI : 0)
    entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
  }

  /// What holds of it (POLLIN …), once `wait` has returned.
  public var events: Int16 { entry.revents }

  /// Blocks until one entry is ready, a signal comes, or the deadline; returns how many are ready.
  @discardableResult
  public static func wait(_ entries: inout [PollEntry], until deadline: Deadline) -> Int {
    entries.withUnsafeMutableBytes { System.poll($0.bindMemory(to: pollfd.self), until: deadline) }
  }
}

extension System {
  /// Up to `count` bytes of a file; `offset` nil uses and moves its own position. Empty when it cannot be read.
  public static func readFile(_ file: Int32, offset: Int64?, _ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { bytes, used in
      let n =
        offset.map { pread(file, bytes.baseAddress, count, off_t($0)) }
        ?? clinux_read(file, bytes.baseAddress, count)
      used = max(0, n)
    }
  }

  /// sendfile; `offset` nil uses and moves the file's own position.
  public static func sendFile(_ socket: Int32, _ file: Int32, offset: Int64?, _ count: Int) -> Int {
    let limited = FaultPlan.isActive ? FaultPlan.limit(count, socket) : count
    return call(.send) {
      BrokenPipe.silently {
        if var offset { return Int(clinux_sendfile(socket, file, &offset, limited)) }
        return Int(clinux_sendfile(socket, file, nil, limited))
      }
    }
  }
}
