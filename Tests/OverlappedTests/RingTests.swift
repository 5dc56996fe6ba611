// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Glibc
import LinuxIO
import Testing

@testable import Overlapped

/// Completions for which a ring's queue has no room: the kernel keeps them, and hands them over in order.
@Suite(.enabled(if: EngineChoice.current.kind == .ring), .serialized)
struct RingTests {
  @Test func completionsBeyondTheQueueAreKept() throws {
    let ring = try Ring(entries: 4, completions: 4)
    defer { ring.close() }
    let wanted = Array<UInt64>(1...100)
    for number in wanted { ring.prepareNothing(number) }
    ring.submit()
    #expect(ring.hasOverflowed)

    var found: [UInt64] = []
    var rounds = 0
    while found.count < wanted.count && rounds < 1000 {
      while let completion = ring.takeCompletion() { found.append(completion.user_data) }
      _ = ring.enter(submitting: 0, waitingFor: 0, timeout: 0)
      rounds += 1
    }
    #expect(found == wanted)
    #expect(!ring.hasOverflowed)
    #expect(ring.takeCompletion() == nil)
  }

  /// The engine's queue is full of other things when receives complete: each is delivered once, with its byte.
  @Test func anEngineDeliversWhatDidNotFit() throws {
    let thread = Thread.current
    let engine = Engine.shared
    guard case .ring(let ring) = engine.backend else { return }
    let pairs = try (0..<64).map { _ in try Pair() }
    defer { for pair in pairs { pair.close() } }

    // Whoever has the driver's seat alone takes completions: nobody does for the moment.
    var isParked = false
    while !engine.becomeDriver(thread, parkOtherwise: false, isParked: &isParked) {}
    for pair in pairs { try pair.receive(thread) }
    engine.lock.withLock {
      for _ in 0..<4000 { ring.prepareNothing(0) }
      ring.submit()
    }
    #expect(ring.hasOverflowed)
    for (number, pair) in pairs.enumerated() { pair.send(UInt8(number)) }
    engine.drive(thread, until: .now)
    var rounds = 0
    while pairs.contains(where: \.isPending) && rounds < 1000 {
      engine.drive(thread, until: .now)
      rounds += 1
    }
    engine.leave()
    while thread.runRoutines() {}

    #expect(!ring.hasOverflowed)
    for (number, pair) in pairs.enumerated() {
      #expect(pair.completions == 1)
      #expect(pair.byteCount == 1)
      #expect(pair.byte == UInt8(number))
    }
  }
}

/// A connected pair of streams with a receive of one byte.
private final class Pair {
  private let handle: Handle
  private let peer: Int32
  /// OVERLAPPED, whose last word is the context of the routine.
  private let overlapped = UnsafeMutableRawPointer.allocate(byteCount: 32, alignment: 8)
  private let room = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
  fileprivate(set) var completions = 0

  init() throws {
    var ends: (Int32, Int32) = (-1, -1)
    let result = withUnsafeMutableBytes(of: &ends) {
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, $0.bindMemory(to: Int32.self).baseAddress)
    }
    try #require(result == 0)
    peer = ends.1
    handle = try #require(
      HandleTable.open(
        Socket.adopt(
          ends.0, family: AF_UNIX, type: Int32(SOCK_STREAM.rawValue), protocolNumber: 0, delivery: .stream,
          isOverlapped: true)))
    memset(overlapped, 0, 32)
    room.pointee = 0
    overlapped.storeBytes(
      of: Unmanaged.passUnretained(self).toOpaque(), toByteOffset: 24, as: UnsafeRawPointer.self)
  }

  func receive(_ thread: Thread) throws {
    let entry = try #require(HandleTable.acquire(handle, .socket))
    defer { HandleTable.release(entry) }
    var buffer = (UInt(1), UnsafeMutableRawPointer(room))
    let outcome = try withUnsafePointer(to: &buffer) {
      try Socket.receive(
        entry, BufferList($0, count: 1), flags: 0, from: nil,
        Reporting(overlapped: overlapped, routine: pairHasReceived), thread)
    }
    #expect(outcome == .pending)
  }

  func send(_ byte: UInt8) {
    var byte = byte
    #expect(write(peer, &byte, 1) == 1)
  }

  var isPending: Bool { overlapped.load(as: UInt64.self) == UInt64(Status.pending.rawValue) }
  var byteCount: Int { overlapped.load(fromByteOffset: 8, as: Int.self) }
  var byte: UInt8 { room.pointee }

  func close() {
    _ = HandleTable.close(handle)
    Glibc.close(peer)
    overlapped.deallocate()
    room.deallocate()
  }
}

@c private func pairHasReceived(
  _ error: UInt32, _ count: UInt32, _ overlapped: UnsafeMutableRawPointer?, _ flags: UInt32
) {
  let pair = overlapped!.load(fromByteOffset: 24, as: UnsafeRawPointer.self)
  Unmanaged<Pair>.fromOpaque(pair).takeUnretainedValue().completions += 1
}
