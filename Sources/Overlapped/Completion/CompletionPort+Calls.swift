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

  /// Takes one packet from the port of a handle; nil if the handle names no port.
  ///
  /// A thread that comes back to the port of its last call holds the port already: the handle need only be open.
  /// No routine runs in here that could turn the thread to another port.
  /// - Parameter timeout: milliseconds; `UInt32.max` for no end.
  package static func takeOne(
    from handle: Handle, into packet: UnsafeMutablePointer<CompletionPacket>, timeout: UInt32
  ) -> PortOutcome? {
    Thread.reference._withUnsafeGuaranteedRef { thread in
      guard let object = HandleTable.peek(handle, .port), thread.holds(port: object) else {
        return takeOneElsewhere(from: handle, into: packet, timeout: timeout, thread)
      }
      return Unmanaged<CompletionPort>.fromOpaque(object)._withUnsafeGuaranteedRef {
        $0.takeOne(into: packet, timeout: timeout, thread)
      }
    }
  }

  @inline(never)
  private static func takeOneElsewhere(
    from handle: Handle, into packet: UnsafeMutablePointer<CompletionPacket>, timeout: UInt32,
    _ thread: Thread
  ) -> PortOutcome? {
    guard let use = HandleTable.acquire(handle, .port) else { return nil }
    defer { HandleTable.release(use) }
    return Unmanaged<CompletionPort>.fromOpaque(use.pointee.object!)._withUnsafeGuaranteedRef {
      $0.turn(thread)
      return $0.takeOne(into: packet, timeout: timeout, thread)
    }
  }
}

extension Deadline {
  /// Milliseconds from now, as Windows counts them: `UInt32.max` is INFINITE.
  package init(timeout: UInt32) {
    self = timeout == .max ? .never : timeout == 0 ? .now : .after(milliseconds: UInt64(timeout))
  }
}
