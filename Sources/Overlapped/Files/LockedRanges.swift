// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// The parts of a file that are locked by way of one open file.
///
/// Between open files, also of other processes, the kernel's locks decide. Within one open file the kernel would let a
/// new lock replace an old one; here each stands for itself, as on Windows, and is given back as it was taken.
package final class LockedRanges: @unchecked Sendable {
  package enum Result: Equatable { case done, conflict, closed, failed(Errno) }

  private struct Held {
    let range: FileRange
    let isExclusive: Bool
  }

  private let descriptor: Int32
  private let lock = Lock()
  private var held: [Held] = []
  private var isClosed = false
  private var waiting = 0

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  // MARK: Taking and giving back

  /// Takes a lock, without waiting.
  package func take(_ range: FileRange, exclusive: Bool) -> Result {
    lock.withLock {
      if isClosed { return .closed }
      // Of the same open file a shared lock may lie on any other one, an exclusive one on none.
      if exclusive && held.contains(where: { $0.range.overlaps(range) }) { return .conflict }
      held.append(Held(range: range, isExclusive: exclusive))
      let result = settle(range)
      guard result < 0 else { return .done }
      held.removeLast()
      _ = settle(range)
      let reason = Errno(Int32(-result))
      return reason == .wouldBlock ? .conflict : .failed(reason)
    }
  }

  /// The same, waiting until the lock can be had. Who gives one back in this process wakes the waiting; others are seen
  /// within some milliseconds.
  ///
  /// - Returns: nil once `isCancelled` says so.
  package func take(_ range: FileRange, exclusive: Bool, until isCancelled: () -> Bool) -> Result? {
    Thread.current.leaveActivePort()
    lock.withLock { waiting += 1 }
    defer { lock.withLock { waiting -= 1 } }
    while true {
      let seen = LockedRanges.changes.value
      if isCancelled() { return nil }
      let result = take(range, exclusive: exclusive)
      guard result == .conflict else { return result }
      LockedRanges.changes.wait(while: seen, until: .after(milliseconds: LockedRanges.pause))
    }
  }

  /// Gives back a lock that was taken of exactly this range, the exclusive one first. False if there is none.
  package func giveBack(_ range: FileRange) -> Bool {
    let isFound = lock.withLock {
      let places = held.indices.filter { held[$0].range == range }
      guard let place = places.first(where: { held[$0].isExclusive }) ?? places.first else { return false }
      held.remove(at: place)
      _ = settle(range)
      return true
    }
    if isFound { LockedRanges.lookAgain() }
    return isFound
  }

  /// The file's last handle is closed: all locks are given back, and nobody waits any more.
  func close() {
    let concernsOthers = lock.withLock {
      isClosed = true
      let ranges = held.map(\.range)
      held = []
      for range in ranges { _ = settle(range) }
      return !ranges.isEmpty || waiting > 0
    }
    if concernsOthers { LockedRanges.lookAgain() }
  }

  /// Makes the kernel's locks in a range what the locks held come to. 0, or a negated errno.
  private func settle(_ range: FileRange) -> Int {
    guard range.length > 0 else { return 0 }
    let others = held.filter { $0.range.overlaps(range) }
    // Where one of them begins or has ended, another lock may be the strongest.
    var starts = Set([range.offset])
    for other in others {
      if other.range.offset > range.offset { starts.insert(other.range.offset) }
      if other.range.last < range.last { starts.insert(other.range.last + 1) }
    }
    let sorted = starts.sorted()
    for (i, start) in sorted.enumerated() {
      let last = i + 1 < sorted.count ? sorted[i + 1] - 1 : range.last
      guard let part = FileRange(offset: start, length: last - start &+ 1) else { continue }
      let covering = others.filter { $0.range.overlaps(part) }
      let kind: RangeLock.Kind =
        covering.contains(where: \.isExclusive) ? .exclusive : covering.isEmpty ? .none : .shared
      let result = RangeLock.set(descriptor, part, kind)
      if result < 0 { return result }
    }
    return 0
  }

  // MARK: Waiting

  private static let changes = Futex(0)
  /// How long it takes at most to see that another process has given a lock back, in milliseconds.
  private static let pause: UInt64 = 10

  /// Whoever waits for a lock tries again.
  static func lookAgain() {
    changes.add(1)
    changes.wakeAll()
  }
}
