// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Socket state notifications: readiness of sockets, told through a completion port.

/// ProcessSocketNotifications: registers sockets with a port, and takes packets from it.
///
/// - Returns: 0 or WAIT_TIMEOUT, after which each registration has a result of its own; or an error, after which
///   nothing has changed: WSA_INVALID_HANDLE for the port, WSAEINVAL for counts and pointers that do not go
///   together, WSAEFAULT.
@c @implementation
public func ProcessSocketNotifications(
  _ completionPort: HANDLE!, _ registrationCount: UINT32,
  _ registrationInfos: UnsafeMutablePointer<SOCK_NOTIFY_REGISTRATION>!, _ timeoutMs: UINT32,
  _ completionCount: ULONG, _ completionPortEntries: UnsafeMutablePointer<OVERLAPPED_ENTRY>!,
  _ receivedEntryCount: UnsafeMutablePointer<UINT32>!
) -> DWORD {
  let code = returningError { () throws(WinsockError) in
    let registrations = try RegistrationList(registrationInfos, registrationCount)
    let packets = try PacketPlace(completionPortEntries, completionCount, receivedEntryCount, timeoutMs)
    let port = try object(completionPort, as: CompletionPort.self)
    registrations.process(port)
    try packets.take(port, until: Deadline(timeout: timeoutMs))
  }
  return DWORD(bitPattern: code)
}

/// The registrations of a call.
private struct RegistrationList {
  private let items: UnsafeMutableBufferPointer<SOCK_NOTIFY_REGISTRATION>

  init(_ start: UnsafeMutablePointer<SOCK_NOTIFY_REGISTRATION>?, _ count: UInt32) throws(WinsockError) {
    guard (start == nil) == (count == 0) else { throw .invalidArgument }
    try requireWritable(array: start, Int(count) * MemoryLayout<SOCK_NOTIFY_REGISTRATION>.stride)
    items = UnsafeMutableBufferPointer(start: start, count: Int(count))
  }

  /// One that fails does not keep the others from being processed.
  func process(_ port: CompletionPort) {
    for i in items.indices {
      var result: Int32 = 0
      do throws(WinsockError) { try RegistrationList.process(items[i], port) } catch { result = error.code }
      items[i].registrationResult = DWORD(bitPattern: result)
    }
  }

  private static func process(_ item: SOCK_NOTIFY_REGISTRATION, _ port: CompletionPort) throws(WinsockError) {
    switch Int32(item.operation) {
    case SOCK_NOTIFY_OP_NONE: break
    case SOCK_NOTIFY_OP_ENABLE:
      let use = try SocketUse(item.socket)
      guard UInt32(item.eventFilter) & ~UInt32(SOCK_NOTIFY_REGISTER_EVENTS_ALL) == 0 else {
        throw .invalidArgument
      }
      try use.socket.enableNotification(
        port, key: UInt(bitPattern: item.completionKey),
        NotificationEvents(rawValue: UInt32(item.eventFilter)),
        NotificationTrigger(flags: Int32(item.triggerFlags)))
    case SOCK_NOTIFY_OP_DISABLE: try SocketUse(item.socket).socket.disableNotification()
    case SOCK_NOTIFY_OP_REMOVE: try SocketUse(item.socket).socket.removeNotification()
    default: throw .invalidArgument
    }
  }
}

extension NotificationTrigger {
  /// A registration that is not said to be one-shot is persistent.
  ///
  /// - Throws: `.invalidArgument` unless the flags say level or edge, and not both of anything.
  fileprivate init(flags: Int32) throws(WinsockError) {
    let kind = flags & (SOCK_NOTIFY_TRIGGER_LEVEL | SOCK_NOTIFY_TRIGGER_EDGE)
    let life = flags & (SOCK_NOTIFY_TRIGGER_ONESHOT | SOCK_NOTIFY_TRIGGER_PERSISTENT)
    guard flags & ~SOCK_NOTIFY_TRIGGER_ALL == 0,
      kind == SOCK_NOTIFY_TRIGGER_LEVEL || kind == SOCK_NOTIFY_TRIGGER_EDGE,
      life != SOCK_NOTIFY_TRIGGER_ONESHOT | SOCK_NOTIFY_TRIGGER_PERSISTENT
    else { throw .invalidArgument }
    self.init(isEdge: kind == SOCK_NOTIFY_TRIGGER_EDGE, isOneShot: life == SOCK_NOTIFY_TRIGGER_ONESHOT)
  }
}

/// Where a call puts the packets it takes, if it takes any.
private struct PacketPlace {
  private let buffer: UnsafeMutableBufferPointer<CompletionPacket>
  private let taken: UnsafeMutablePointer<UINT32>?

  init(
    _ start: UnsafeMutablePointer<OVERLAPPED_ENTRY>?, _ count: ULONG, _ taken: UnsafeMutablePointer<UINT32>?,
    _ timeout: UInt32
  ) throws(WinsockError) {
    if count == 0 {
      guard start == nil, taken == nil, timeout == 0 else { throw .invalidArgument }
    } else {
      guard start != nil, taken != nil else { throw .invalidArgument }
      try requireWritable(start, Int(count) * MemoryLayout<OVERLAPPED_ENTRY>.stride)
      try requireWritable(taken, 4)
    }
    buffer = UnsafeMutableBufferPointer(
      start: UnsafeMutableRawPointer(start)?.assumingMemoryBound(to: CompletionPacket.self), count: Int(count)
    )
    self.taken = taken
  }

  /// - Throws: `.waitTimeout`, `.abandonedWait` if the port is closed meanwhile.
  func take(_ port: CompletionPort, until deadline: Deadline) throws(WinsockError) {
    guard let taken else { return }
    taken.pointee = 0
    switch port.take(into: buffer, alertable: false, until: deadline) {
    case .packets(let n): taken.pointee = UINT32(n)
    case .abandoned: throw .abandonedWait
    case .timedOut, .ranRoutines: throw .waitTimeout
    }
  }
}
