// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// A pool of worker threads: they take packets of one port, whose keys name callbacks.
///
/// One worker more than there are callbacks running waits for the next packet, up to the maximum: callbacks
/// that block do not keep others from running. How many run at a time is the port's concurrency value.
public final class ThreadPool: KernelObject, @unchecked Sendable {
  /// As many workers as on Windows.
  public static let shared = ThreadPool(maximum: 512)
  public typealias Callback = (CompletionPacket) -> Void

  /// Nil when the process had no room for it.
  private let port = try? CompletionPort(concurrency: UInt32(2 * Processors.count + 2))
  private let lock = Lock()
  private var callbacks: [UInt: Callback] = [:]
  private var nextKey: UInt = 1
  private var maximum: Int
  private var minimum = 1
  private var workers = 0
  private var busyWorkers = 0
  private var isClosed = false
  private var stack = Stack(reserve: 0, commit: 0)

  /// A worker that has had nothing to do for this long ends, unless it is the last.
  private static let idleMilliseconds: UInt64 = 10_000

  public init(maximum: Int) {
    self.maximum = maximum
    super.init(kind: .other)
  }

  // MARK: Limits

  /// No more workers are started than that; those there are stay.
  package func setMaximum(_ count: Int) { lock.withLock { maximum = max(1, count) } }

  /// Keeps at least so many workers; false if they cannot be started.
  package func setMinimum(_ count: Int) -> Bool {
    lock.lock()
    minimum = max(1, count)
    maximum = max(maximum, minimum)
    let missing = minimum - workers
    if missing > 0 { workers += missing }
    lock.unlock()
    for _ in 0..<max(0, missing) where !startWorker() { return false }
    return true
  }

  /// How much stack a worker gets, in bytes. Linux commits a page when it is touched: `commit` is only kept.
  package struct Stack: Sendable {
    package var reserve, commit: Int

    package init(reserve: Int, commit: Int) { (self.reserve, self.commit) = (reserve, commit) }
  }

  /// Of the workers that are started from now on; 0 for the system's default.
  package var stackOfWorkers: Stack {
    get { lock.withLock { stack } }
    set { lock.withLock { stack = newValue } }
  }

  /// No new work; workers end once what is queued has run.
  package func close() {
    lock.withLock { isClosed = true }
    port?.post(CompletionPacket(key: 0, overlapped: nil, status: 0, bytes: 0))
  }

  // MARK: Work

  /// The completions of a socket or a file run a callback from now on.
  ///
  /// - Returns: the key under which the callback is known until `unregister`.
  /// - Throws: `.noSystemResources` like `submit`, and what `CompletionPort.associate` throws.
  package func bind(_ object: KernelObject, _ callback: @escaping Callback) throws(WinsockError) -> UInt {
    let key = try register(callback)
    do throws(WinsockError) { try port?.associate(object, key: key) } catch {
      unregister(key)
      throw error
    }
    return key
  }

  /// Packets under that key are dropped from now on.
  package func unregister(_ key: UInt) { lock.withLock { callbacks[key] = nil } }

  /// A callback gets the packets of its key.
  ///
  /// - Throws: `.noSystemResources` without a port or a first worker.
  private func register(_ callback: @escaping Callback) throws(WinsockError) -> UInt {
    guard port != nil, growIfNeeded() else { throw .noSystemResources }
    return lock.withLock {
      defer { nextKey += 1 }
      callbacks[nextKey] = callback
      return nextKey
    }
  }

  /// Runs a piece of work once.
  ///
  /// - Throws: `.noSystemResources` without a port or a first worker.
  public func submit(_ work: @escaping () -> Void) throws(WinsockError) {
    let key = try register { _ in work() }
    port?.post(CompletionPacket(key: key, overlapped: nil, status: 0, bytes: 1))
  }

  /// The same for callers that cannot fail: where the pool has no room the work is done here rather than lost.
  package func submitOrRun(_ work: @escaping () -> Void) {
    do throws(WinsockError) { try submit(work) } catch { work() }
  }

  // MARK: Workers

  /// Starts a worker if all are busy and another is allowed. False only if there is none at all: a busy one will
  /// come back.
  @discardableResult
  private func growIfNeeded() -> Bool {
    let grows = lock.withLock {
      guard workers <= busyWorkers, workers < maximum, !isClosed else { return false }
      workers += 1
      return true
    }
    return !grows || startWorker() || lock.withLock { workers > 0 }
  }

  /// The worker is counted already.
  private func startWorker() -> Bool {
    let argument = Unmanaged.passRetained(self)
    guard
      let (handle, _) = try? Thread.start(
        stackSize: stackOfWorkers.reserve, suspended: false, poolWorker, argument.toOpaque())
    else {
      argument.release()
      lock.withLock { workers -= 1 }
      return false
    }
    _ = HandleTable.close(handle)
    return true
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
      guard outcome == .packets(1), packet.key != 0 else {
        if mayEnd() { return }
        continue
      }
      lock.lock()
      let callback = callbacks[packet.key]
      // Work that was submitted has no OVERLAPPED and runs once.
      if packet.overlapped == nil && packet.bytes == 1 { callbacks[packet.key] = nil }
      busyWorkers += 1
      lock.unlock()
      growIfNeeded()
      callback?(packet)
      lock.withLock { busyWorkers -= 1 }
    }
  }

  /// Whether a worker without work is one too many; of a closed pool each one hands the news on.
  private func mayEnd() -> Bool {
    let (ends, handsOn) = lock.withLock {
      let ends = isClosed || workers > max(minimum, busyWorkers + 1)
      if ends { workers -= 1 }
      return (ends, isClosed && workers > 0)
    }
    if handsOn { port?.post(CompletionPacket(key: 0, overlapped: nil, status: 0, bytes: 0)) }
    return ends
  }
}

@c private func poolWorker(_ argument: UnsafeMutableRawPointer?) -> UInt32 {
  Unmanaged<ThreadPool>.fromOpaque(argument!).takeRetainedValue().work()
  return 0
}
