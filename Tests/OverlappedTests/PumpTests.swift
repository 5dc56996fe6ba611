// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import LinuxIO
import Testing

@testable import Overlapped

/// A worker that is long away has its engine driven by the pump; one that comes for each packet at once drives itself,
/// even if it has never to wait for one.
@Test func aWorkerThatComesOftenGetsItsEngineBack() throws {
  let port = try CompletionPort(concurrency: 1)
  let engine = port.engine
  func isAdopted() -> Bool { engine.isAdopted.load(ordering: .relaxed) }
  engine.inFlight.begin()
  Pump.shared.watch(engine)
  #expect(comesTrue { isAdopted() })

  let packet = CompletionPacket(key: 1, overlapped: nil, status: 0, bytes: 0)
  let room = UnsafeMutableBufferPointer<CompletionPacket>.allocate(capacity: 1)
  defer { room.deallocate() }
  port.post(packet)
  // Seen once is enough: a test that the system lets wait is long away itself.
  let hasEngineBack = comesTrue {
    port.post(packet)
    #expect(port.take(into: room, alertable: false, until: .now) == .packets(1))
    return !isAdopted()
  }
  #expect(hasEngineBack)

  engine.inFlight.end()
  port.lastHandleClosed()
  Thread.current.leaveActivePort()
}

private func comesTrue(_ condition: () -> Bool) -> Bool {
  let limit = Deadline.after(milliseconds: 60_000)
  while !limit.isPast { if condition() { return true } }
  return false
}
