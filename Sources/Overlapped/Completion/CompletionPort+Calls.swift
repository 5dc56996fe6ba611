// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import LinuxIO

/// How taking packets from a port ended.
public enum PortOutcome: Equatable, Sendable {
  case packets(Int)
  case timedOut
  case ranRoutines
  case abandoned
}

/// What the calls of the C interface take packets by.
extension CompletionPort {
  /// Takes up to `buffer.count` packets, waiting for the first one.
  public func take(
    into buffer: UnsafeMutableBufferPointer<CompletionPacket>, alertable: Bool, until deadline: Deadline
  ) -> PortOutcome {
    Thread.reference._withUnsafeGuaranteedRef {
      takeDecided(into: buffer, alertable: alertable, until: deadline, $0)
    }
  }

  /// The usual case of `takeOne`: the thread comes back to the port it holds, which needs no use of the handle, and a
  /// packet is there. False for everything else.
  package static func takeReady(
    from handle: Handle, into packet: UnsafeMutablePointer<CompletionPacket>
  ) -> Bool {
    guard let object = HandleTable.peek(handle, .port) else { return false }
    return Thread.reference._withUnsafeGuaranteedRef { thread in
      thread.holds(port: object)
        && Unmanaged<CompletionPort>.fromOpaque(object)._withUnsafeGuaranteedRef {
          $0.takeReady(into: packet, thread)
        }
    }
  }

  /// Takes one packet from the port of a handle; nil if the handle names no port.
  ///
  /// A thread that comes back to the port of its last call holds the port already: the handle need only be open.
  /// No routine runs in here that could turn the thread to another port.
  package static func takeOne(
    from handle: Handle, into packet: UnsafeMutablePointer<CompletionPacket>, until deadline: Deadline
  ) -> PortOutcome? {
    let thread = Thread.reference
    var use: HandleEntryPointer?
    var object = HandleTable.peek(handle, .port)
    if object == nil || !thread._withUnsafeGuaranteedRef({ $0.holds(port: object) }) {
      use = HandleTable.acquire(handle, .port)
      object = use?.pointee.object
    }
    guard let object else { return nil }
    let outcome = thread._withUnsafeGuaranteedRef { thread in
      Unmanaged<CompletionPort>.fromOpaque(object)._withUnsafeGuaranteedRef {
        $0.takeDecided(
          into: UnsafeMutableBufferPointer(start: packet, count: 1), alertable: false, until: deadline, thread
        )
      }
    }
    if let use { HandleTable.release(use) }
    return outcome
  }
}
