// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The result of a request, as the program gets it (RIORESULT): 24 bytes.
package struct RegisteredResult: BitwiseCopyable {
  /// 0 or a Winsock error.
  let status: Int32
  let bytes: UInt32
  let socketContext: UInt64
  let requestContext: UInt64
}

/// A result in its queue.
struct ResultEntry: BitwiseCopyable {
  let result: RegisteredResult
  /// What its request is counted in. The queue keeps a share as long as a request of it is outstanding.
  let share: Unmanaged<QueueShare>
  /// Made without RIO_MSG_DONT_NOTIFY.
  let notifies: Bool
}

/// First in, first out, in memory of fixed size. The owner makes sure that there is room.
struct ResultRing {
  private let base: UnsafeMutablePointer<ResultEntry>
  let capacity: Int
  private var head = 0
  private var count = 0
  private var notifyingCount = 0

  /// Nil if there is not so much memory. What is not used of it is never touched.
  init?(capacity: Int) {
    guard let memory = HeapMemory.allocate(capacity * MemoryLayout<ResultEntry>.stride) else { return nil }
    base = memory.bindMemory(to: ResultEntry.self, capacity: capacity)
    self.capacity = capacity
  }

  func deallocate() { HeapMemory.free(base) }

  var hasNotifying: Bool { notifyingCount > 0 }

  @inline(__always)
  mutating func append(_ entry: ResultEntry) {
    var place = head + count
    if place >= capacity { place -= capacity }
    (base + place).initialize(to: entry)
    count += 1
    if entry.notifies { notifyingCount += 1 }
  }

  @inline(__always)
  mutating func removeFirst() -> ResultEntry? {
    if count == 0 { return nil }
    let entry = base[head]
    head += 1
    if head == capacity { head = 0 }
    count -= 1
    if entry.notifies { notifyingCount -= 1 }
    return entry
  }

  mutating func removeAll() { (head, count, notifyingCount) = (0, 0, 0) }

  /// Moves what it holds to a ring that has room for it, and ends.
  mutating func move(to other: inout ResultRing) {
    while let entry = removeFirst() { other.append(entry) }
    deallocate()
  }
}
