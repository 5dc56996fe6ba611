// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// A socket's place in an epoll set. Events name it by handle, so that one that was fetched before the socket
/// ended finds nothing.
final class Registration: KernelObject, @unchecked Sendable {
  private weak var socket: Socket?
  let engine: Engine

  init(_ socket: Socket, _ engine: Engine) {
    self.socket = socket
    self.engine = engine
    super.init(kind: .registration)
  }

  func withSocket(_ body: (Socket) -> Void) {
    if let socket { body(socket) }
  }
}

extension Socket {
  /// Enters the socket in its engine's epoll set, once. Under the lock.
  func register() {
    guard registration == nil, case .epoll(let set) = engine.backend else { return }
    guard let handle = HandleTable.open(Registration(self, engine)) else { return }
    if set.add(descriptor, token: handle.bits) < 0 {
      _ = HandleTable.close(handle)
      return
    }
    registration = handle
  }

  /// Has the next room for a send reported, also if it is there already: a send that came short, rather than
  /// failed with EAGAIN, need not be followed by an edge. Under the lock.
  func awaitRoom() {
    guard let handle = registration, case .epoll(let set) = engine.backend else { return }
    _ = set.renew(descriptor, token: handle.bits)
  }

  /// Takes the socket out of the epoll set. Under the lock.
  func unregister() {
    guard let handle = registration, case .epoll(let set) = engine.backend else { return }
    set.remove(descriptor)
    registration = nil
    _ = HandleTable.close(handle)
  }
}
