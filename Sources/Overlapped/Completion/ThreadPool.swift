// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The process's pool of worker threads: they take packets of one port, whose keys name callbacks.
public final class ThreadPool: @unchecked Sendable {
  public static let shared = ThreadPool()
  public typealias Callback = (CompletionPacket) -> Void

  private let port = CompletionPort(concurrency: 0)
  private let lock = Lock()
  private var callbacks: [UInt: Callback] = [:]
  private var nextKey: UInt = 1
  private var isRunning = false

  private init() {}

  /// Files that are associated with the pool's port under the key of a callback report to that callback.
  public func register(_ callback: @escaping Callback) -> UInt {
    lock.lock()
    let key = nextKey
    nextKey += 1
    callbacks[key] = callback
    let hasToStart = !isRunning
    isRunning = true
    lock.unlock()
    if hasToStart { start() }
    return key
  }

  public func unregister(_ key: UInt) { lock.withLock { callbacks[key] = nil } }

  package func associate(_ object: KernelObject, key: UInt) throws(WinsockError) {
    switch object {
    case let socket as Socket: try socket.associate(with: port, key: key)
    case let file as FileObject: try file.associate(with: port, key: key)
    default: throw .invalidParameter
    }
  }

  /// Runs a piece of work once.
  public func submit(_ work: @escaping () -> Void) {
    let key = register { _ in work() }
    port.post(CompletionPacket(key: key, overlapped: nil, status: 0, bytes: 1))
  }

  /// One worker more than may run at a time, so that one that blocks does not stop the others at once; the
  /// port's concurrency value keeps the rest parked.
  private func start() {
    for _ in 0..<(2 * Processors.count + 2) {
      guard let (handle, _) = try? Thread.start(stackSize: 0, suspended: false, poolWorker, nil) else {
        return
      }
      _ = HandleTable.close(handle)
    }
  }

  fileprivate func work() {
    var packet = CompletionPacket(key: 0, overlapped: nil, status: 0, bytes: 0)
    while true {
      let outcome = withUnsafeMutablePointer(to: &packet) {
        port.take(into: UnsafeMutableBufferPointer(start: $0, count: 1), alertable: false, until: .never)
      }
      guard outcome == .packets(1) else { return }
      let callback = lock.withLock { callbacks[packet.key] }
      // Work that was submitted has no OVERLAPPED and runs once.
      if packet.overlapped == nil && packet.bytes == 1 { unregister(packet.key) }
      callback?(packet)
    }
  }
}

@c private func poolWorker(_ argument: UnsafeMutableRawPointer?) -> UInt32 {
  ThreadPool.shared.work()
  return 0
}
