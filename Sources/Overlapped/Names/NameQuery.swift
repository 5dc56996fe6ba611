// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import LinuxIO

/// A look-up on a thread of its own. The resolver of the C library can be neither interrupted nor limited in
/// time; so whoever asked is told once: when it answers, when the query is ended from outside, or when its time
/// is over. An answer that comes later is dropped.
public final class NameQuery: KernelObject, @unchecked Sendable {
  private let lock = Lock()
  /// Tells of an end without an answer; nil once the end has been told.
  private var giveUp: ((WinsockError) -> Void)?

  public init() { super.init(kind: .other) }

  /// Begins the look-up.
  ///
  /// - Parameters:
  ///   - deadline: when to end with `.timedOut`.
  ///   - resolve: blocks for the answer, on a thread of the resolver.
  ///   - tell: called exactly once, on whatever thread ends the query.
  /// - Throws: `.notEnoughMemory` if there is no thread for it; then nothing is told.
  public func start<Answer>(
    until deadline: Deadline, _ resolve: @escaping () throws(WinsockError) -> Answer,
    _ tell: @escaping (Result<Answer, WinsockError>) -> Void
  ) throws(WinsockError) {
    lock.withLock { giveUp = { tell(.failure($0)) } }
    do throws(Errno) {
      try ResolverThreads.run { [self] in
        guard lock.withLock({ giveUp != nil }) else { return }
        let result: Result<Answer, WinsockError>
        do throws(WinsockError) { result = .success(try resolve()) } catch { result = .failure(error) }
        if claim() != nil { tell(result) }
      }
      if deadline.isPast {
        end(with: .timedOut)
      } else if deadline != .never {
        try QueryDeadlines.add(self, deadline)
      }
    } catch {
      // Where only the deadline failed the query is under way, and its answer is dropped.
      if claim() != nil { throw .notEnoughMemory }
    }
  }

  /// Ends the query; false if its end has been told already.
  @discardableResult
  public func end(with error: WinsockError) -> Bool {
    guard let giveUp = claim() else { return false }
    giveUp(error)
    return true
  }

  /// Blocks until the look-up is over, for callers with a deadline or whose call others may end.
  public func wait<Answer>(
    until deadline: Deadline, _ resolve: @escaping () throws(WinsockError) -> Answer
  ) throws(WinsockError) -> Answer {
    let place = AnswerPlace<Answer>()
    try start(until: deadline, resolve) { place.put($0) }
    return try place.get()
  }

  fileprivate var isOver: Bool { lock.withLock { giveUp == nil } }

  private func claim() -> ((WinsockError) -> Void)? {
    lock.withLock {
      defer { giveUp = nil }
      return giveUp
    }
  }
}

/// Where blocked callers find an answer.
public final class AnswerPlace<Answer>: @unchecked Sendable {
  private let isThere = Futex(0)
  private var result: Result<Answer, WinsockError>?

  public init() {}
  deinit { isThere.deallocate() }

  /// Once.
  public func put(_ result: Result<Answer, WinsockError>) {
    self.result = result
    isThere.store(1)
    isThere.wakeAll()
  }

  /// Blocks until the answer is there.
  public func get() throws(WinsockError) -> Answer {
    while isThere.value == 0 { isThere.wait(while: 0, until: .never) }
    return try result!.get()
  }
}

/// The threads on which the resolver blocks: one per look-up, up to a limit beyond which look-ups wait for their
/// turn. A thread ends when there is nothing left to look up.
private enum ResolverThreads {
  private static let limit = 64
  private static let lock = Lock()
  nonisolated(unsafe) private static var waiting: [() -> Void] = []
  nonisolated(unsafe) private static var running = 0

  static func run(_ work: @escaping () -> Void) throws(Errno) {
    let needsThread = lock.withLock {
      waiting.append(work)
      guard running < limit else { return false }
      running += 1
      return true
    }
    guard needsThread else { return }
    do throws(Errno) { try KernelThread.start(resolverMain, nil) } catch {
      // Another thread takes the work when it has done its own; without any it is taken back.
      let isLost = lock.withLock {
        running -= 1
        return running == 0 && waiting.popLast() != nil
      }
      if isLost { throw error }
    }
  }

  /// First come, first served.
  fileprivate static func next() -> (() -> Void)? {
    lock.withLock {
      if waiting.isEmpty {
        running -= 1
        return nil
      }
      return waiting.removeFirst()
    }
  }
}

@c private func resolverMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  KernelThread.blockSignals()
  while let work = ResolverThreads.next() { work() }
  return nil
}

/// The thread that ends queries whose time is over; it lives while there are some.
private enum QueryDeadlines {
  private static let lock = Lock()
  private static let changes = Futex(0)
  nonisolated(unsafe) private static var entries: [(query: NameQuery, deadline: Deadline)] = []
  nonisolated(unsafe) private static var isRunning = false

  static func add(_ query: NameQuery, _ deadline: Deadline) throws(Errno) {
    let needsThread = lock.withLock {
      entries.append((query, deadline))
      defer { isRunning = true }
      return !isRunning
    }
    changes.add(1)
    changes.wakeAll()
    guard needsThread else { return }
    do throws(Errno) { try KernelThread.start(deadlineMain, nil) } catch {
      // Others may have relied on this thread meanwhile.
      let orphans = lock.withLock {
        defer { entries.removeAll() }
        isRunning = false
        return entries.map(\.query).filter { $0 !== query }
      }
      for orphan in orphans { orphan.end(with: .notEnoughMemory) }
      throw error
    }
  }

  fileprivate static func run() {
    while true {
      let seen = changes.value
      let now = Deadline(nanoseconds: MonotonicClock.nanoseconds)
      let (due, next) = lock.withLock { () -> ([NameQuery], Deadline?) in
        entries.removeAll { $0.query.isOver }
        let due = entries.filter { $0.deadline <= now }.map(\.query)
        entries.removeAll { $0.deadline <= now }
        if entries.isEmpty { isRunning = false }
        return (due, entries.map(\.deadline).min())
      }
      for query in due { query.end(with: .timedOut) }
      guard let next else { return }
      changes.wait(while: seen, until: next)
    }
  }
}

@c private func deadlineMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  KernelThread.blockSignals()
  QueryDeadlines.run()
  return nil
}
