// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The thread that notices network events of sockets with an event selection, and changes of the network. They have to
/// be recorded although nobody waits for the socket itself, so this one service has a thread of its own.
final class Selector: @unchecked Sendable {
  static let shared = Selector()
  /// What is watched for.
  static let interest =
    Readiness.readable | Readiness.writable | Readiness.urgent | Readiness.peerHangUp

  private let set: EpollSet

  private init() {
    do { set = try EpollSet() } catch { fatalError("no epoll set for network events: errno \(error.code)") }
    try? KernelThread.start(selectorMain, nil)
  }

  /// Reports what happens to the socket from now on, and its present state. One registration serves whoever is
  /// interested. Under the socket's lock; false when the handle table is full.
  func watch(_ socket: Socket) -> Bool {
    if let handle = socket.rare?.watch {
      _ = set.renew(socket.descriptor, token: handle.bits)
      return true
    }
    guard let handle = HandleTable.open(SelectionRegistration(socket)) else { return false }
    socket.rareState.watch = handle
    _ = set.add(socket.descriptor, token: handle.bits)
    return true
  }

  /// Reports what happens to a descriptor for good. False when it cannot be watched.
  func watch(_ descriptor: Int32, _ registration: SelectorRegistration) -> Bool {
    guard let handle = HandleTable.open(registration) else { return false }
    if set.add(descriptor, token: handle.bits) >= 0 { return true }
    _ = HandleTable.close(handle)
    return false
  }

  /// Ends the watch if nobody is interested any more. Without locks.
  func unwatchIfUnused(_ socket: Socket) {
    socket.lock.lock()
    let handle = socket.rare.flatMap { $0.isObserved ? nil : $0.watch }
    if handle != nil {
      set.remove(socket.descriptor)
      socket.rare?.watch = nil
    }
    socket.lock.unlock()
    if let handle { _ = HandleTable.close(handle) }
  }

  fileprivate func run() {
    KernelThread.blockSignals()
    let events = UnsafeMutableBufferPointer<EpollEvent>.allocate(capacity: 64)
    while true {
      let n = set.wait(into: events, until: .never)
      for i in 0..<n {
        guard let entry = HandleTable.acquire(Handle(bits: events[i].data.u64), .registration) else {
          continue
        }
        (entry.owner as? SelectorRegistration)?.becameReady()
        HandleTable.release(entry)
      }
    }
  }
}

@c private func selectorMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  Selector.shared.run()
  return nil
}

/// A descriptor's place in the selector's epoll set.
class SelectorRegistration: KernelObject, @unchecked Sendable {
  init() { super.init(kind: .registration) }

  /// An edge, on the selector's thread and without locks.
  func becameReady() {}
}

/// A socket's place there.
private final class SelectionRegistration: SelectorRegistration, @unchecked Sendable {
  private weak var socket: Socket?

  init(_ socket: Socket) {
    self.socket = socket
    super.init()
  }

  override func becameReady() {
    guard let socket else { return }
    var aftermath = Aftermath()
    socket.lock.lock()
    if socket.rare?.watchesUrgent ?? false { socket.collectUrgentByte() }
    socket.rare?.selection?.evaluate(socket, isEdge: true, &aftermath)
    socket.rare?.notification?.look(socket, &aftermath)
    socket.lock.unlock()
    aftermath.settle()
  }
}
