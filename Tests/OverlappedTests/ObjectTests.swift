// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import LinuxIO
import Testing

@testable import Overlapped

private func handle(_ object: KernelObject) -> UInt { UInt(HandleTable.open(object)!.bits) }

private func wait(_ handles: [UInt], all: Bool = false) -> WaitOutcome {
  handles.withUnsafeBufferPointer { Thread.current.wait(for: $0, all: all, alertable: false, timeout: 0) }
}

@Test func anAutoResetEventSatisfiesOneWait() {
  let event = handle(Event(manualReset: false, initiallySet: true))
  #expect(wait([event]) == .object(0))
  #expect(wait([event]) == .timedOut)
}

/// Behaviour 105: the lowest signalled index is taken, and only that event.
@Test func theLowestIndexWins() {
  let events = (0..<3).map { _ in handle(Event(manualReset: false, initiallySet: true)) }
  #expect(wait(events) == .object(0))
  #expect(wait(events) == .object(1))
  #expect(wait(events) == .object(2))
  #expect(wait(events) == .timedOut)
}

@Test func aWaitForAllTakesAllOrNothing() {
  let (first, second) = (
    Event(manualReset: false, initiallySet: true), Event(manualReset: false, initiallySet: false)
  )
  let handles = [handle(first), handle(second)]
  #expect(wait(handles, all: true) == .timedOut)
  second.set()
  #expect(wait(handles, all: true) == .object(0))
  #expect(wait([handles[0]]) == .timedOut)
}

@Test func aMutexIsRecursiveAndOwned() throws {
  let mutex = Mutex(ownedBy: Thread.current)
  #expect(wait([handle(mutex)]) == .object(0))
  try mutex.release()
  try mutex.release()
  #expect(throws: WinsockError.notOwner) { try mutex.release() }
}

@Test func aSemaphoreCounts() throws {
  let semaphore = Semaphore(initial: 1, maximum: 2)
  let bits = handle(semaphore)
  #expect(wait([bits]) == .object(0))
  #expect(wait([bits]) == .timedOut)
  #expect(try semaphore.release(2) == 0)
  #expect(throws: WinsockError.tooManyPosts) { try semaphore.release(1) }
}

@Test func aClosedHandleCannotBeWaitedFor() {
  let event = HandleTable.open(Event(manualReset: true, initiallySet: true))!
  _ = HandleTable.close(event)
  #expect(wait([UInt(event.bits)]) == .failed)
}
