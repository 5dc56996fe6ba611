// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// I/O completion ports.

/// CreateIoCompletionPort: makes a port, associates a file with one, or both.
@c @implementation
public func CreateIoCompletionPort(
  _ FileHandle: HANDLE!, _ ExistingCompletionPort: HANDLE!, _ CompletionKey: ULONG_PTR,
  _ NumberOfConcurrentThreads: DWORD
) -> HANDLE! {
  win32(nil) { () throws(WinsockError) in
    if UInt(bitPattern: FileHandle) == UInt.max {
      guard ExistingCompletionPort == nil else { throw .invalidParameter }
      return try open(try CompletionPort(concurrency: NumberOfConcurrentThreads), or: .notEnoughMemory)
        .pointer
    }
    let file = try object(FileHandle)
    guard let existing = ExistingCompletionPort else {
      let port = try CompletionPort(concurrency: NumberOfConcurrentThreads)
      try port.associate(file, key: UInt(CompletionKey))
      return try open(port, or: .notEnoughMemory).pointer
    }
    let port = try object(existing, as: CompletionPort.self)
    try port.associate(file, key: UInt(CompletionKey))
    return existing
  }
}

/// GetQueuedCompletionStatus: a packet of a failed operation returns FALSE with all three outputs filled; a
/// time-out leaves key and count as they were, and without a packet `*lpOverlapped` is NULL (behaviour 47).
@c @implementation
public func GetQueuedCompletionStatus(
  _ CompletionPort: HANDLE!, _ lpNumberOfBytesTransferred: LPDWORD!, _ lpCompletionKey: PULONG_PTR!,
  _ lpOverlapped: UnsafeMutablePointer<LPOVERLAPPED?>!, _ dwMilliseconds: DWORD
) -> BOOL {
  // LPOVERLAPPED* and void** are passed alike, and so is all the rest.
  PortCalls.takeOne(
    Handle(CompletionPort).bits, lpNumberOfBytesTransferred,
    UnsafeMutableRawPointer(lpCompletionKey)?.assumingMemoryBound(to: UInt.self),
    UnsafeMutableRawPointer(lpOverlapped)?.assumingMemoryBound(to: UnsafeMutableRawPointer?.self),
    timeout: dwMilliseconds)
}

/// GetQueuedCompletionStatusEx: up to `ulCount` packets; after a time-out, or when routines ran, the number removed
/// reads 1 (behaviour 59).
@c @implementation
public func GetQueuedCompletionStatusEx(
  _ CompletionPort: HANDLE!, _ lpCompletionPortEntries: LPOVERLAPPED_ENTRY!, _ ulCount: ULONG,
  _ ulNumEntriesRemoved: PULONG!, _ dwMilliseconds: DWORD, _ fAlertable: BOOL
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    guard let entries = lpCompletionPortEntries, let removed = ulNumEntriesRemoved, ulCount > 0 else {
      throw .invalidParameter
    }
    let count = Int(min(ulCount, 1 << 20))
    try requireAccess(removed, 4)
    try requireAccess(entries, count * MemoryLayout<CompletionPacket>.stride)
    let use = try PortUse(CompletionPort)
    let buffer = UnsafeMutableBufferPointer(
      start: UnsafeMutableRawPointer(entries).assumingMemoryBound(to: CompletionPacket.self), count: count)
    let outcome = use.with {
      $0.take(into: buffer, alertable: fAlertable != no, until: Deadline(timeout: dwMilliseconds))
    }
    switch outcome {
    case .packets(let n):
      removed.pointee = ULONG(n)
      return yes
    case .timedOut:
      removed.pointee = 1
      throw .waitTimeout
    case .ranRoutines:
      removed.pointee = 1
      throw .ioCompletion
    case .abandoned: throw .abandonedWait
    }
  }
}

/// PostQueuedCompletionStatus.
@c @implementation
public func PostQueuedCompletionStatus(
  _ CompletionPort: HANDLE!, _ dwNumberOfBytesTransferred: DWORD, _ dwCompletionKey: ULONG_PTR,
  _ lpOverlapped: LPOVERLAPPED!
) -> BOOL {
  win32 { () throws(WinsockError) in
    let use = try PortUse(CompletionPort)
    let packet = CompletionPacket(
      key: UInt(dwCompletionKey), overlapped: UnsafeMutableRawPointer(lpOverlapped), status: 0,
      bytes: dwNumberOfBytesTransferred)
    use.with { $0.post(packet) }
  }
}

/// A use of a port for the time of a call.
private struct PortUse: ~Copyable {
  private let entry: HandleEntryPointer

  @inline(__always)
  init(_ handle: HANDLE?) throws(WinsockError) {
    guard let entry = HandleTable.acquire(Handle(handle), .port) else { throw .invalidHandle }
    self.entry = entry
  }

  /// Without counting a reference: the entry's use keeps the port.
  @inline(__always)
  func with<R>(_ body: (CompletionPort) -> R) -> R {
    Unmanaged<Overlapped.CompletionPort>.fromOpaque(entry.pointee.object!)._withUnsafeGuaranteedRef(body)
  }

  @inline(__always)
  deinit { HandleTable.release(entry) }
}

/// SetFileCompletionNotificationModes: bits add up; unknown ones are ignored (behaviour 56).
@c @implementation
public func SetFileCompletionNotificationModes(_ FileHandle: HANDLE!, _ Flags: UCHAR) -> BOOL {
  win32 { () throws(WinsockError) in
    let object = try object(FileHandle)
    let skipPacketOnSuccess = Flags & UCHAR(FILE_SKIP_COMPLETION_PORT_ON_SUCCESS) != 0
    let skipSettingEvent = Flags & UCHAR(FILE_SKIP_SET_EVENT_ON_HANDLE) != 0
    if let socket = object as? Socket {
      try socket.setNotificationModes(
        skipPacketOnSuccess: skipPacketOnSuccess, skipSettingEvent: skipSettingEvent)
    } else if let file = object as? FileObject {
      try file.setNotificationModes(
        skipPacketOnSuccess: skipPacketOnSuccess, skipSettingEvent: skipSettingEvent)
    } else {
      throw .invalidHandle
    }
  }
}
