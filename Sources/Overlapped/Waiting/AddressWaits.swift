// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// Threads that wait for a change at an address (WaitOnAddress).
///
/// Addresses share words to sleep on: a wake-up ends all sleeps on its word, and whoever finds that it was not
/// meant sleeps on, or returns early, which the contract allows.
package enum AddressWaits {
  private static let wordCount = 256
  private static let words = (0..<wordCount).map { _ in Futex(0) }

  private static func word(of address: UnsafeRawPointer?) -> Futex {
    words[Int(UInt(bitPattern: address) >> 2) &* 0x9E37_79B1 >> 8 & (wordCount - 1)]
  }

  /// Sleeps while the bytes at `address` are those at `value`. False if the deadline came first.
  package static func wait(
    at address: UnsafeRawPointer, size: Int, while value: UnsafeRawPointer, until deadline: Deadline
  ) -> Bool {
    let word = word(of: address)
    let seen = word.value
    // Looked at after the word: a change that comes later also changes the word.
    guard load(address, size) == load(value, size) else { return true }
    Thread.current.leaveActivePort()
    while word.value == seen {
      if deadline.isPast { return false }
      word.wait(while: seen, until: deadline)
    }
    return true
  }

  private static func load(_ address: UnsafeRawPointer, _ size: Int) -> UInt64 {
    switch size {
    case 1: UInt64(address.load(as: UInt8.self))
    case 2: UInt64(address.loadUnaligned(as: UInt16.self))
    case 4: UInt64(address.loadUnaligned(as: UInt32.self))
    default: address.loadUnaligned(as: UInt64.self)
    }
  }

  /// At least one thread that waits at `address` returns.
  package static func wakeOne(at address: UnsafeRawPointer?) { wakeAll(at: address) }

  /// All threads that wait at `address` return; some that wait elsewhere may look again.
  package static func wakeAll(at address: UnsafeRawPointer?) {
    let word = word(of: address)
    word.add(1)
    word.wakeAll()
  }
}
