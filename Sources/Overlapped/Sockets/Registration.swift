// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// A socket's place in an epoll set: a handle of the kind `.readiness`, which names the socket without keeping it
/// open. Events carry it, so that one that was fetched before the socket ended, or before it moved to another
/// set, finds nothing; and one that finds the socket holds it for as long as it is handled.
extension Socket {
  /// Enters the socket in its engine's epoll set, once. Under the lock.
  @inline(__always)
  func register() {
    if registration == nil { registerNow() }
  }

  @inline(never)
  private func registerNow() {
    guard !flags.contains(.closing), case .epoll(let set) = engine.backend else { return }
    guard let handle = HandleTable.open(self, as: .readiness) else { return }
    if set.add(descriptor, token: handle.bits) < 0 {
      _ = HandleTable.close(handle)
      return
    }
    registration = handle
  }

  /// Has the epoll set report the present state once more: after a send that came short, or a call that failed for
  /// want of memory, no edge need follow. Under the lock.
  func lookAgain() {
    guard let handle = registration, case .epoll(let set) = engine.backend else { return }
    _ = set.renew(descriptor, token: handle.bits)
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

  /// Takes the socket out of the epoll set. Under the lock, which a caller must hold together with a reference to
  /// the socket of its own.
  func unregister() {
    guard let handle = registration, case .epoll(let set) = engine.backend else { return }
    set.remove(descriptor)
    registration = nil
    _ = HandleTable.close(handle)
  }
}
