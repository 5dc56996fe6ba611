// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// GetAddrInfoEx: look-ups that need not block. The resolver works on a thread of its own; cancelling or running
// out of time ends the operation at once, and a late answer is dropped.

/// How the end of a GetAddrInfoEx is to be told, as the program gave it.
struct LookupReporting {
  var timeout: PTIMEVAL?
  var overlapped: LPOVERLAPPED?
  var routine: LPLOOKUPSERVICE_COMPLETION_ROUTINE?
  var nameHandle: LPHANDLE?
}

/// The body of both forms and of all widths. Returns 0 or the error; WSA_IO_PENDING for an overlapped one.
func lookUpExtended<Character: WideCharacter>(
  _ host: UnsafePointer<Character>?, _ service: UnsafePointer<Character>?, _ nameSpace: DWORD,
  _ provider: LPGUID?, _ hints: UnsafeRawPointer?, _ result: UnsafeMutableRawPointer?,
  _ reporting: LookupReporting
) -> Int32 {
  returningError { () throws(WinsockError) in
    try requireWritable(result, 8)
    let result = result!
    result.storeBytes(of: 0, as: UInt.self)
    let request = try LookupRequest(hints, .extended)
    let host = try Character.string(at: host)
    let service = try Character.string(at: service)
    try request.check(host: host, service: service)
    try NameSpaces.require(nameSpace, provider)
    let deadline = try Deadline(reporting.timeout)
    if let place = reporting.nameHandle {
      try requireWritable(place, 8)
      place.pointee = nil
    }
    guard let overlapped = reporting.overlapped else {
      // A routine that nothing would call.
      guard reporting.routine == nil else { throw .invalidArgument }
      let answer =
        deadline == .never
        ? try request.run(host: host, service: service)
        : try NameQuery().wait(until: deadline) { () throws(WinsockError) in
          try request.run(host: host, service: service)
        }
      let chain = AddressInfoChain.make(answer, request, .extended, Character.self)
      result.storeBytes(of: UInt(bitPattern: chain), as: UInt.self)
      return
    }
    let operation = try OverlappedLookup(overlapped, reporting.routine) {
      let chain = AddressInfoChain.make($0, request, .extended, Character.self)
      result.storeBytes(of: UInt(bitPattern: chain), as: UInt.self)
    }
    overlapped.pointee.Pointer = result
    try operation.start(until: deadline, reporting.nameHandle) { () throws(WinsockError) in
      try request.run(host: host, service: service)
    }
    throw .ioPending
  }
}

/// An overlapped look-up that is under way. Its status is in the OVERLAPPED: WSAEINPROGRESS, then the result.
private final class OverlappedLookup: @unchecked Sendable {
  private let block: LPOVERLAPPED
  private let event: Event?
  private let routine: LPLOOKUPSERVICE_COMPLETION_ROUTINE?
  private let deliver: (NameResolution.Answer) -> Void

  /// - Parameter deliver: hands the answer to the program.
  /// - Throws: `.invalidArgument` for an event beside a routine, `.invalidHandle` for one that is none.
  init(
    _ overlapped: LPOVERLAPPED, _ routine: LPLOOKUPSERVICE_COMPLETION_ROUTINE?,
    _ deliver: @escaping (NameResolution.Answer) -> Void
  ) throws(WinsockError) {
    try requireWritable(overlapped, MemoryLayout<_OVERLAPPED>.size)
    block = overlapped
    self.routine = routine
    self.deliver = deliver
    guard let handle = overlapped.pointee.hEvent else {
      event = nil
      return
    }
    guard routine == nil else { throw .invalidArgument }
    event = try object(handle, as: Event.self)
  }

  func start(
    until deadline: Deadline, _ nameHandle: LPHANDLE?,
    _ resolve: @escaping () throws(WinsockError) -> NameResolution.Answer
  ) throws(WinsockError) {
    let query = NameQuery()
    let handle = nameHandle == nil ? nil : try open(query, or: .notEnoughMemory)
    event?.reset()
    store(WinsockError.inProgress.code)
    nameHandle?.pointee = handle?.pointer
    do throws(WinsockError) {
      try query.start(until: deadline, resolve) { outcome in
        // From here on there is nothing to cancel.
        if let handle { _ = HandleTable.close(handle) }
        self.finish(outcome)
      }
    } catch {
      if let handle { _ = HandleTable.close(handle) }
      store(error.code)
      throw error
    }
  }

  private func finish(_ outcome: Result<NameResolution.Answer, WinsockError>) {
    let code: Int32
    switch outcome {
    case .success(let answer):
      deliver(answer)
      code = 0
    case .failure(let error): code = error.code
    }
    store(code)
    if let event { event.set() }
    guard let routine else { return }
    let tell = { [block] in routine(DWORD(bitPattern: code), 0, block) }
    // Whoever cancels may hold locks that the routine takes: another thread tells it, if there is one.
    let isEnded = code == WinsockError.lookupCancelled.code || code == WinsockError.timedOut.code
    if isEnded && (try? ThreadPool.shared.submit(tell)) != nil { return }
    tell()
  }

  /// Last of all stores, so that whoever sees the code sees the result.
  private func store(_ code: Int32) {
    RawAtomic.storeRelease(UInt64(UInt32(bitPattern: code)), at: UnsafeMutableRawPointer(block))
  }
}

extension Deadline {
  /// A time from now; NULL for no end.
  ///
  /// - Throws: `.invalidArgument` for a time that is none.
  init(_ timeout: PTIMEVAL?) throws(WinsockError) {
    guard let timeout else {
      self = .never
      return
    }
    try requireReadable(timeout, MemoryLayout<ws2_timeval>.size)
    let (seconds, rest) = (Int64(timeout.pointee.tv_sec), Int64(timeout.pointee.tv_usec))
    guard seconds >= 0, rest >= 0 else { throw .invalidArgument }
    self = .after(milliseconds: UInt64(seconds * 1000 + (rest + 999) / 1000))
  }
}

// MARK: Exports

/// GetAddrInfoExA: the look-up of the narrow form is never overlapped; its last four parameters are reserved
/// (WSAEINVAL).
@c @implementation
public func GetAddrInfoExA(
  _ pName: PCSTR!, _ pServiceName: PCSTR!, _ dwNameSpace: DWORD, _ lpNspId: LPGUID!,
  _ pHints: UnsafePointer<ADDRINFOEXA>!, _ ppResult: UnsafeMutablePointer<PADDRINFOEXA?>!,
  _ timeout: PTIMEVAL!, _ lpOverlapped: LPOVERLAPPED!,
  _ lpCompletionRoutine: LPLOOKUPSERVICE_COMPLETION_ROUTINE!, _ lpNameHandle: LPHANDLE!
) -> Int32 {
  guard timeout == nil, lpOverlapped == nil, lpCompletionRoutine == nil, lpNameHandle == nil else {
    return returningError { () throws(WinsockError) in throw .invalidArgument }
  }
  return lookUpExtended(pName, pServiceName, dwNameSpace, lpNspId, pHints, ppResult, LookupReporting())
}

/// GetAddrInfoExW: at once, or overlapped with an event or a routine, which runs on a thread of the library.
/// - Returns: 0 or the error: WSA_IO_PENDING when overlapped, WSAETIMEDOUT, WSASERVICE_NOT_FOUND for a name space
///   that is not there, WSAEINVAL for an event beside a routine.
@c @implementation
public func GetAddrInfoExW(
  _ pName: PCWSTR!, _ pServiceName: PCWSTR!, _ dwNameSpace: DWORD, _ lpNspId: LPGUID!,
  _ pHints: UnsafePointer<ADDRINFOEXW>!, _ ppResult: UnsafeMutablePointer<PADDRINFOEXW?>!,
  _ timeout: PTIMEVAL!, _ lpOverlapped: LPOVERLAPPED!,
  _ lpCompletionRoutine: LPLOOKUPSERVICE_COMPLETION_ROUTINE!, _ lpNameHandle: LPHANDLE!
) -> Int32 {
  lookUpExtended(
    pName, pServiceName, dwNameSpace, lpNspId, pHints, ppResult,
    LookupReporting(
      timeout: timeout, overlapped: lpOverlapped, routine: lpCompletionRoutine, nameHandle: lpNameHandle))
}

/// GetAddrInfoExOverlappedResult: WSAEINPROGRESS, then 0 or the error of the look-up.
@c @implementation
public func GetAddrInfoExOverlappedResult(_ lpOverlapped: LPOVERLAPPED!) -> INT {
  returningError { () throws(WinsockError) in
    guard let block = lpOverlapped else { throw .invalidArgument }
    try requireReadable(block, MemoryLayout<_OVERLAPPED>.size)
    let code = Int32(truncatingIfNeeded: RawAtomic.loadAcquire(at: UnsafeRawPointer(block)))
    if code != 0 { throw WinsockError(code: code) }
  }
}

/// GetAddrInfoExCancel: the look-up ends with WSA_E_CANCELLED; WSA_INVALID_HANDLE if it has ended already.
@c @implementation
public func GetAddrInfoExCancel(_ lpHandle: LPHANDLE!) -> INT {
  returningError { () throws(WinsockError) in
    guard let place = lpHandle else { throw .invalidHandle }
    try requireReadable(place, 8)
    guard let query = HandleTable.object(Handle(place.pointee), as: NameQuery.self),
      query.end(with: .lookupCancelled)
    else { throw .invalidHandle }
  }
}

@c @implementation
public func FreeAddrInfoEx(_ pAddrInfo: PADDRINFOEXA!) {
  AddressInfoChain.free(UnsafeMutableRawPointer(pAddrInfo), .extended)
}

@c @implementation
public func FreeAddrInfoExW(_ pAddrInfo: PADDRINFOEXW!) {
  AddressInfoChain.free(UnsafeMutableRawPointer(pAddrInfo), .extended)
}
