// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// How an overlapped operation ended: read from the OVERLAPPED alone (behaviour 26, 33).

/// WSAGetOverlappedResult. Flags go to lpdwFlags; a failed operation leaves them untouched (behaviour 31).
@c @implementation
public func WSAGetOverlappedResult(
  _ s: SOCKET, _ lpOverlapped: LPWSAOVERLAPPED!, _ lpcbTransfer: LPDWORD!, _ fWait: BOOL,
  _ lpdwFlags: LPDWORD!
) -> BOOL {
  // Most ask when the operation is over and their pointers are known to be good.
  guard Startup.isUsual, let probe = Thread.knownProbe,
    let block = OverlappedBlock(known: lpOverlapped, probe), block.isSuccess
  else { return overlappedResult(s, lpOverlapped, lpcbTransfer, fWait, lpdwFlags) }
  guard let count = lpcbTransfer, let flags = lpdwFlags, probe.isKnownWritable(local: count, 4),
    probe.isKnownWritable(local: flags, 4), HandleTable.isOpen(Handle(bits: s), .socket)
  else { return overlappedResult(s, lpOverlapped, lpcbTransfer, fWait, lpdwFlags) }
  count.pointee = block.bytes
  flags.pointee = 0
  ThreadLocal.lastError = success
  return yes
}

@inline(never)
private func overlappedResult(
  _ s: SOCKET, _ overlapped: LPWSAOVERLAPPED?, _ count: LPDWORD?, _ waits: BOOL, _ flags: LPDWORD?
) -> BOOL {
  winsock(no) { () throws(WinsockError) in
    // The socket itself is not asked for anything; it need only be one.
    guard HandleTable.isOpen(Handle(bits: s), .socket) else { throw .notSocket }
    guard let block = OverlappedBlock(overlapped), let count, let flags, isWritable(local: count),
      isWritable(local: flags)
    else { throw .badAddress }
    if block.status == .pending {
      if waits == no { throw .ioIncomplete }
      try wait(for: block, of: s)
    }
    let status = block.status
    count.pointee = block.bytes
    if status.isError { throw WinsockError(code: status.winsockError) }
    flags.pointee = status.messageFlags
    return yes
  }
}

@inline(never)
private func wait(for block: OverlappedBlock, of s: SOCKET) throws(WinsockError) {
  let use = try SocketUse(s)
  try block.wait(on: use.entry, timeout: INFINITE, alertable: false)
}

@inline(__always)
private func isWritable(local value: LPDWORD?) -> Bool { MemoryProbe().isWritable(local: value, 4) }

/// GetOverlappedResult.
@c @implementation
public func GetOverlappedResult(
  _ hFile: HANDLE!, _ lpOverlapped: LPOVERLAPPED!, _ lpNumberOfBytesTransferred: LPDWORD!, _ bWait: BOOL
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try overlappedResult(
      hFile, lpOverlapped, lpNumberOfBytesTransferred, timeout: bWait == no ? 0 : INFINITE, alertable: false,
      whenLate: .ioIncomplete)
  }
}

/// GetOverlappedResultEx: time-out 0 is ERROR_IO_INCOMPLETE, a longer one WAIT_TIMEOUT; routines that ran
/// meanwhile are WAIT_IO_COMPLETION (behaviour 34).
@c @implementation
public func GetOverlappedResultEx(
  _ hFile: HANDLE!, _ lpOverlapped: LPOVERLAPPED!, _ lpNumberOfBytesTransferred: LPDWORD!,
  _ dwMilliseconds: DWORD, _ bAlertable: BOOL
) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try overlappedResult(
      hFile, lpOverlapped, lpNumberOfBytesTransferred, timeout: dwMilliseconds,
      alertable: bAlertable != no, whenLate: dwMilliseconds == 0 ? .ioIncomplete : .waitTimeout)
  }
}

private func overlappedResult(
  _ file: HANDLE?, _ overlapped: LPOVERLAPPED?, _ count: LPDWORD?, timeout: DWORD, alertable: Bool,
  whenLate: WinsockError
) throws(WinsockError) -> BOOL {
  guard let block = OverlappedBlock(overlapped), MemoryProbe().isWritable(count, 4) else { throw .noAccess }
  if block.status == .pending {
    if timeout == 0 { throw whenLate }
    guard let entry = HandleTable.acquire(Handle(file)) else { throw .invalidHandle }
    defer { HandleTable.release(entry) }
    try block.wait(on: entry, timeout: timeout, alertable: alertable)
  }
  count?.pointee = block.bytes
  let status = block.status
  guard !status.isError else { throw WinsockError(code: Int32(bitPattern: status.systemError)) }
  return yes
}

/// The program's OVERLAPPED as results are read from it.
private struct OverlappedBlock {
  private let base: UnsafeMutableRawPointer

  /// Nil if there is no memory.
  @inline(__always)
  init?(_ overlapped: UnsafeMutablePointer<_OVERLAPPED>?) {
    guard MemoryProbe().isWritable(overlapped, MemoryLayout<_OVERLAPPED>.size), let overlapped else {
      return nil
    }
    base = UnsafeMutableRawPointer(overlapped)
  }

  /// The same where that is known without asking the kernel.
  @inline(__always)
  init?(known overlapped: UnsafeMutablePointer<_OVERLAPPED>?, _ probe: MemoryProbe) {
    guard let overlapped, probe.isKnownWritable(local: overlapped, MemoryLayout<_OVERLAPPED>.size) else {
      return nil
    }
    base = UnsafeMutableRawPointer(overlapped)
  }

  var isSuccess: Bool { status == .success }
  var status: Status { Status(rawValue: UInt32(truncatingIfNeeded: RawAtomic.loadAcquire(at: base))) }
  private var event: HANDLE? { base.assumingMemoryBound(to: _OVERLAPPED.self).pointee.hEvent }
  var bytes: UInt32 { base.loadUnaligned(fromByteOffset: 8, as: UInt32.self) }

  /// Waits for the event, or for the file itself. The event alone decides: once it is signalled the result is
  /// whatever the OVERLAPPED holds.
  func wait(on file: HandleEntryPointer, timeout: DWORD, alertable: Bool) throws(WinsockError) {
    let thread = Thread.current
    let deadline = Deadline(timeout: timeout)
    var event = UInt(bitPattern: event)
    let isEvent = event & ~3 != 0
    // Without an event several operations share the socket as their signal: wait until this one is over. The
    // same holds where a routine has been given: its event is the program's own.
    repeat {
      let outcome: WaitOutcome
      if isEvent {
        outcome = withUnsafePointer(to: &event) {
          thread.wait(
            for: UnsafeBufferPointer(start: $0, count: 1), all: false, alertable: alertable, timeout: timeout)
        }
      } else {
        outcome = thread.wait(forFile: file, block: base, alertable: alertable, until: deadline)
      }
      switch outcome {
      case .failed: throw .invalidHandle
      case .timedOut: throw timeout == 0 ? .ioIncomplete : .waitTimeout
      case .ranRoutines: throw .ioCompletion
      default: break
      }
    } while !isEvent && status == .pending
  }
}
