// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import Synchronization

/// How many operations of an engine the kernel has.
///
/// Those that have begun and those that have ended are counted apart. A ring's operations begin under the engine's
/// lock and end with the driver: each count has one writer at a time, which needs no locked instruction.
struct OperationCount: ~Copyable {
  private let begun = Atomic<Int>(0)
  private let ended = Atomic<Int>(0)

  /// Whether there are any. Those that have ended are read first: they have all begun by the second look, so that the
  /// two are equal only if there were none at the first.
  @inline(__always)
  var isZero: Bool {
    let over = ended.load(ordering: .sequentiallyConsistent)
    return begun.load(ordering: .sequentiallyConsistent) == over
  }

  /// One begins; from any thread.
  @inline(__always)
  func begin() { begun.wrappingAdd(1, ordering: .relaxed) }
  @inline(__always)
  func end() { ended.wrappingAdd(1, ordering: .relaxed) }

  /// The same for the only one who may count at the moment. What it does next with a locked instruction shows the count.
  @inline(__always)
  func beginAlone() { begun.store(begun.load(ordering: .relaxed) &+ 1, ordering: .relaxed) }
  @inline(__always)
  func endAlone() { ended.store(ended.load(ordering: .relaxed) &+ 1, ordering: .relaxed) }
}
