// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// A 32-bit word that threads sleep on. The owner frees it when no thread can be using it any more.
public struct Futex: @unchecked Sendable {
  private let word: UnsafeMutablePointer<UInt32>

  public init(_ value: UInt32) {
    word = .allocate(capacity: 1)
    word.initialize(to: value)
  }

  /// A word in memory of the program, which it owns.
  public init(at address: UnsafeMutableRawPointer) { word = address.assumingMemoryBound(to: UInt32.self) }

  public func deallocate() { word.deallocate() }

  public var value: UInt32 { clinux_load_32(word) }
  public func store(_ value: UInt32) { clinux_store_32(word, value) }
  public func exchange(_ value: UInt32) -> UInt32 { clinux_exchange_32(word, value) }
  public func add(_ amount: UInt32) { clinux_add_32(word, amount) }
  public func replace(_ expected: UInt32, with value: UInt32) -> Bool {
    clinux_compare_exchange_32(word, expected, value) != 0
  }

  /// Sleeps while the word holds `expected`; may return early without a reason.
  public func wait(while expected: UInt32, until deadline: Deadline) {
    if deadline == .never {
      _ = clinux_futex_wait(word, expected, nil)
    } else {
      var time = timespec(
        tv_sec: Int(deadline.nanoseconds / 1_000_000_000), tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
      _ = clinux_futex_wait(word, expected, &time)
    }
  }

  public func wakeOne() { _ = clinux_futex_wake(word, 1) }
  public func wakeAll() { _ = clinux_futex_wake(word, Int32.max) }
}
