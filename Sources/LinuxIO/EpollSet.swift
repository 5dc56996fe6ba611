// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CLinux

public typealias EpollEvent = epoll_event

/// An epoll instance with edge-triggered registrations and a descriptor that wakes its waiter.
public struct EpollSet: @unchecked Sendable {
  public let descriptor: Int32
  private let waker: Int32

  /// The token of the waker among the events.
  public static let wakeToken: UInt64 = 0

  public init() throws(Errno) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw Errno(clinux_errno()) }
    let result = System.eventDescriptor()
    guard result >= 0 else {
      System.close(descriptor)
      throw Errno(Int32(-result))
    }
    waker = Int32(result)
    _ = control(EPOLL_CTL_ADD, waker, EPOLLIN.rawValue | EPOLLET.rawValue, token: EpollSet.wakeToken)
  }

  public func close() {
    System.close(waker)
    System.close(descriptor)
  }

  private func control(_ operation: Int32, _ fd: Int32, _ events: UInt32, token: UInt64) -> Int {
    var event = epoll_event()
    event.events = events
    event.data.u64 = token
    let result = epoll_ctl(descriptor, operation, fd, &event)
    return result < 0 ? -Int(clinux_errno()) : 0
  }

  private static let edges =
    EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLPRI.rawValue | EPOLLET.rawValue

  /// Reports every edge of `fd` from now on, and its present state at once.
  public func add(_ fd: Int32, token: UInt64) -> Int {
    let result = control(EPOLL_CTL_ADD, fd, EpollSet.edges, token: token)
    return result == -Int(EEXIST) ? renew(fd, token: token) : result
  }

  /// Reports the present state of `fd` once more.
  public func renew(_ fd: Int32, token: UInt64) -> Int {
    control(EPOLL_CTL_MOD, fd, EpollSet.edges, token: token)
  }

  public func remove(_ fd: Int32) { _ = control(EPOLL_CTL_DEL, fd, 0, token: 0) }

  public func wake() { System.signalEventDescriptor(waker) }

  /// Blocks for events until the deadline; returns how many were stored.
  @inlinable @inline(__always)
  public func wait(into events: UnsafeMutableBufferPointer<epoll_event>, until deadline: Deadline) -> Int {
    let milliseconds = deadline == .never ? -1 : EpollSet.milliseconds(until: deadline)
    return max(
      0,
      clinux_epoll_wait(
        descriptor, events.baseAddress, Int32(truncatingIfNeeded: events.count), milliseconds))
  }

  /// Rounded up: a wait must not end before its deadline and then spin.
  @inline(never) @usableFromInline
  static func milliseconds(until deadline: Deadline) -> Int32 {
    Int32(clamping: ((deadline.remaining ?? .max - 999_999) + 999_999) / 1_000_000)
  }

  @inline(never)
  public func drainWaker() { System.drainEventDescriptor(waker) }
}
