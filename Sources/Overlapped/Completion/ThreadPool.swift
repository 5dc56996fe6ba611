// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The process's pool of worker threads: they take packets of one port, whose keys name callbacks.
///
/// As long as work waits there is a worker that waits for it: one that takes a packet starts another if all are
/// busy. How many run at a time is the port's affair; those that block do not count. Workers that have had nothing
/// to do for a while end.
public final class ThreadPool: @unchecked Sendable {
  public static let shared = ThreadPool()
  public typealias Callback = (CompletionPacket) -> Void

  /// As on Windows.
  private static let maximumWorkers = 512
  private static let idleMilliseconds: UInt64 = 20_000

  /// Nil when the process had no room for it.
  private let port = try? CompletionPort(concurrency: UInt32(2 * Processors.count + 2))
  private let lock = Lock()
  private var callbacks: [UInt: Callback] = [:]
  private var nextKey: UInt = 1
  private var workers = 0
  private var busy = 0

  private init() {}

  /// Files that are associated with the pool's port under the key of a callback report to that callback.
  ///
  /// - Throws: `.noSystemResources` without a port or a first worker.
  public func register(_ callback: @escaping Callback) throws(WinsockError) -> UInt {
    guard port != nil, ensureIdleWorker() else { throw .noSystemResources }
    return lock.withLock {
      let key = nextKey
      nextKey += 1
      callbacks[key] = callback
      return key
    }
  }

  public func unregister(_ key: UInt) { lock.withLock { callbacks[key] = nil } }

  package func associate(_ object: KernelObject, key: UInt) throws(WinsockError) {
    guard let port else { throw .noSystemResources }
    switch object {
    case let socket as Socket: try socket.associate(with: port, key: key)
    case let file as FileObject: try file.associate(with: port, key: key)
    default: throw .invalidHandle
    }
  }

  /// Runs a piece of work once.
  public func submit(_ work: @escaping () -> Void) throws(WinsockError) {
    let key = try register { _ in work() }
    port?.post(CompletionPacket(key: key, overlapped: nil, status: 0, bytes: 1))
  }

  // MARK: Workers

  /// False only if there is no worker at all: a busy one will come back.
  @discardableResult
  private func ensureIdleWorker() -> Bool {
    lock.lock()
    guard busy == workers, workers < ThreadPool.maximumWorkers else {
      lock.unlock()
      return true
    }
    workers += 1
    lock.unlock()
    if let (handle, _) = try? Thread.start(stackSize: 0, suspended: false, poolWorker, nil) {
      _ = HandleTable.close(handle)
      return true
    }
    return lock.withLock {
      workers -= 1
      return workers > 0
    }
  }

  fileprivate func work() {
    guard let port else { return }
    var packet = CompletionPacket(key: 0, overlapped: nil, status: 0, bytes: 0)
    while true {
      let outcome = withUnsafeMutablePointer(to: &packet) {
        port.take(
          into: UnsafeMutableBufferPointer(start: $0, count: 1), alertable: false,
          until: .after(milliseconds: ThreadPool.idleMilliseconds))
      }
      guard outcome == .packets(1) else {
        if retire() { return }
        continue
      }
      lock.withLock { busy += 1 }
      ensureIdleWorker()
      let callback = lock.withLock { callbacks[packet.key] }
      // Work that was submitted has no OVERLAPPED and runs once.
      if packet.overlapped == nil && packet.bytes == 1 { unregister(packet.key) }
      callback?(packet)
      lock.withLock { busy -= 1 }
    }
  }

  /// One idle worker stays.
  private func retire() -> Bool {
    lock.withLock {
      guard workers - busy > 1 else { return false }
      workers -= 1
      return true
    }
  }
}

@c private func poolWorker(_ argument: UnsafeMutableRawPointer?) -> UInt32 {
  ThreadPool.shared.work()
  return 0
}
