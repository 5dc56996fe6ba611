// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// A socket's place in an epoll set. Its token names the handle entry of the operation that was the first to wait,
/// of which the registration holds a use: it stands for this socket until the registration ends, even if that
/// handle is closed and the socket lives on under another. A serial number beside it tells registrations apart, so
/// that an event that was fetched before the socket moved to another set, or got another connection, finds nothing.
extension Socket {
  /// Enters the socket in its engine's epoll set, once, for an operation that is to be watched for. Under the lock.
  @inline(__always)
  func register(for operation: OperationPointer) {
    if registration == 0 { registerNow(operation) }
  }

  @inline(never)
  private func registerNow(_ operation: OperationPointer) {
    guard !flags.contains(.closing), let entry = operation.pointee.entry,
      case .epoll(let set) = engine.backend
    else { return }
    registration = UInt32(truncatingIfNeeded: HandleTable.name(of: entry).bits)
    if set.add(descriptor, token: token) < 0 {
      registration = 0
      return
    }
    HandleTable.retain(entry)
  }

  /// Bits 0–31 the name of the entry, above them the serial number.
  private var token: UInt64 { UInt64(registrationSerial) << 32 | UInt64(registration) }

  /// Whether an event is one of the present registration: no name is 0. Under the lock.
  @inline(__always)
  func isCurrent(_ token: UInt64) -> Bool { token == self.token }

  /// Has the epoll set report the present state once more: after a send that came short, or a call that failed for
  /// want of memory, no edge need follow. Under the lock.
  func lookAgain() {
    guard registration != 0, case .epoll(let set) = engine.backend else { return }
    _ = set.renew(descriptor, token: token)
  }

  /// Whether a receive that failed with `errno` is tried again later: when there is something to receive, or memory
  /// for what is there. Under the lock.
  func isTriedAgain(after errno: Errno) -> Bool {
    switch errno.code {
    case EAGAIN:
      flags.remove(.mayHaveData)
      if _slowPath(FaultPlan.isActive) { lookAgain() }  // an injected one is followed by no edge
    case ENOBUFS, ENOMEM: lookAgain()  // the data is there; no edge will tell of it again
    default: return false
    }
    return true
  }

  /// Takes the socket out of the epoll set: it moves to another, or gets another connection under its descriptor. Under
  /// the lock, as below.
  func unregister() { endRegistration(leavingSet: true) }

  /// Events that are under way find nothing from here on. Under the lock, which a caller must hold together with a
  /// reference to the socket of its own.
  /// - Parameter leavingSet: false if the descriptor is about to be closed: the kernel takes it out of the set then, unless
  ///   another process has the socket, or somebody polls the set, who has the socket for an instant.
  func endRegistration(leavingSet: Bool) {
    guard registration != 0, case .epoll(let set) = engine.backend else { return }
    if leavingSet { set.remove(descriptor) }
    let entry = HandleTable.entry(Handle(bits: UInt64(registration)).index)!
    registration = 0
    registrationSerial &+= 1
    HandleTable.release(entry)
  }
}
