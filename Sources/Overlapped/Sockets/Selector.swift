// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The thread that notices network events of sockets with an event selection. They have to be recorded
/// although nobody waits for the socket itself, so this one service has a thread of its own.
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

  func add(_ socket: Socket) -> Handle? {
    guard let handle = HandleTable.open(SelectionRegistration(socket)) else { return nil }
    _ = set.add(socket.descriptor, token: handle.bits)
    return handle
  }

  /// A new selection may have taken over the descriptor: then its registration stays.
  func remove(_ socket: Socket, _ registration: Handle) {
    socket.lock.lock()
    if socket.rare?.selection == nil && socket.rare?.urgentWatch == nil { set.remove(socket.descriptor) }
    socket.lock.unlock()
    _ = HandleTable.close(registration)
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
        (entry.pointee.owner as? SelectionRegistration)?.becameReady()
        HandleTable.release(entry)
      }
    }
  }
}

@c private func selectorMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  Selector.shared.run()
  return nil
}

/// A socket's place in the selector's epoll set.
private final class SelectionRegistration: KernelObject, @unchecked Sendable {
  private weak var socket: Socket?

  init(_ socket: Socket) {
    self.socket = socket
    super.init(kind: .registration)
  }

  func becameReady() {
    guard let socket else { return }
    var aftermath = Aftermath()
    socket.lock.lock()
    if socket.rare?.urgentWatch != nil { socket.collectUrgentByte() }
    socket.rare?.selection?.evaluate(socket, isEdge: true, &aftermath)
    socket.lock.unlock()
    aftermath.settle()
  }
}
