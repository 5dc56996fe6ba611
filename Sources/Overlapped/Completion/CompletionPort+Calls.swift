// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import LinuxIO

/// How taking packets from a port ended.
public enum PortOutcome: Equatable, Sendable {
  case packets(Int)
  case timedOut
  case ranRoutines
  case abandoned
}

/// What the calls of the C interface post and take packets by.
extension CompletionPort {
  /// PostQueuedCompletionStatus.
  public func post(_ packet: CompletionPacket) {
    let thread = Thread.current
    var aftermath = Aftermath()
    // What a program posts it means for another thread: no worker keeps it back.
    thread.isPosting = true
    push(packet, thread, &aftermath)
    thread.isPosting = false
    aftermath.settle()
  }

  /// Takes up to `buffer.count` packets, waiting for the first one.
  public func take(
    into buffer: UnsafeMutableBufferPointer<CompletionPacket>, alertable: Bool, until deadline: Deadline
  ) -> PortOutcome {
    Thread.reference._withUnsafeGuaranteedRef {
      takeDecided(into: buffer, alertable: alertable, until: deadline, $0)
    }
  }
}

/// Where GetQueuedCompletionStatus stores a packet.
struct PacketOutputs {
  private let count: UnsafeMutablePointer<UInt32>
  private let key: UnsafeMutablePointer<UInt>
  private let overlapped: UnsafeMutablePointer<UnsafeMutableRawPointer?>

  /// Nil if one of them is no place to store anything; the last error says so.
  @inline(__always)
  init?(
    _ count: UnsafeMutablePointer<UInt32>?, _ key: UnsafeMutablePointer<UInt>?,
    _ overlapped: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ probe: MemoryProbe
  ) {
    guard let count, let key, let overlapped else {
      ThreadLocal.lastError = WinsockError.invalidParameter.code
      return nil
    }
    guard probe.isWritable(local: count, 4), probe.isWritable(local: key, 8),
      probe.isWritable(local: overlapped, 8)
    else {
      ThreadLocal.lastError = WinsockError.noAccess.code
      return nil
    }
    (self.count, self.key, self.overlapped) = (count, key, overlapped)
  }

  /// - Returns: whether the operation has succeeded; if not, the last error says how it ended.
  @inline(__always)
  func store(_ packet: CompletionPacket) -> Bool {
    count.pointee = packet.bytes
    key.pointee = packet.key
    overlapped.pointee = packet.overlapped
    let status = Status(rawValue: UInt32(truncatingIfNeeded: packet.status))
    if _fastPath(!status.isError) { return true }
    ThreadLocal.lastError = Int32(bitPattern: status.systemError)
    return false
  }

  /// There is no packet: key and count are left alone (behaviour 47).
  func fail(_ error: WinsockError) -> Bool {
    overlapped.pointee = nil
    ThreadLocal.lastError = error.code
    return false
  }
}

/// GetQueuedCompletionStatus. No routine runs in here that could turn the thread to another port.
///
/// No member of a class, for the same reasons as `StreamCalls`.
package enum PortCalls {
  /// - Parameter timeout: milliseconds; `UInt32.max` for no end.
  /// - Returns: 0 without a packet, and after one of a failed operation; the last error says why. Else 1.
  @inline(never)
  package static func takeOne(
    _ handle: UInt64, _ count: UnsafeMutablePointer<UInt32>?, _ key: UnsafeMutablePointer<UInt>?,
    _ overlapped: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, timeout: UInt32
  ) -> Int32 {
    @_transparent
    func take(_ thread: Thread) -> Int32 {
      guard let out = PacketOutputs(count, key, overlapped, thread.probe) else { return 0 }
      guard let port = thread.heldPort(Handle(bits: handle)) else {
        return takeOne(from: Handle(bits: handle), out, timeout: timeout, thread)
      }
      @_transparent
      func take(_ port: CompletionPort) -> Bool { port.takeOne(into: out, timeout: timeout, thread) }
      return Unmanaged<CompletionPort>.fromOpaque(port)._withUnsafeGuaranteedRef(take) ? 1 : 0
    }
    return Thread.reference._withUnsafeGuaranteedRef(take)
  }

  /// The same of a port that the thread turns to.
  @inline(never)
  private static func takeOne(
    from handle: Handle, _ out: PacketOutputs, timeout: UInt32, _ thread: Thread
  ) -> Int32 {
    guard let use = HandleTable.acquire(handle, .port) else { return out.fail(.invalidHandle) ? 1 : 0 }
    defer { HandleTable.release(use) }
    return Unmanaged<CompletionPort>.fromOpaque(use.pointee.object!)._withUnsafeGuaranteedRef {
      $0.turn(thread)
      thread.notePort(handle, use)
      return $0.takeOne(into: out, timeout: timeout, thread)
    } ? 1 : 0
  }
}

extension Deadline {
  /// Milliseconds from now, as Windows counts them: `UInt32.max` is INFINITE.
  package init(timeout: UInt32) {
    self = timeout == .max ? .never : timeout == 0 ? .now : .after(milliseconds: UInt64(timeout))
  }
}
