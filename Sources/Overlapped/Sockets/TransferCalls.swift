// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// The two calls by which servers live, each in one piece with everything that it needs in the usual case.
extension Socket {
  /// WSARecv.
  ///
  /// - Parameters:
  ///   - count: where an operation that completes within the call stores its bytes; nil only with an OVERLAPPED.
  ///   - flags: MSG_ flags in the numbers of the C interface, in and out.
  /// - Returns: the error of the C interface; 0 when it completed within the call.
  package static func receive(
    _ handle: Handle, _ buffers: UnsafeRawPointer?, _ bufferCount: UInt32,
    _ count: UnsafeMutablePointer<UInt32>?, _ flags: UnsafeMutablePointer<UInt32>?,
    _ overlapped: UnsafeMutableRawPointer?, _ routine: CompletionRoutine?
  ) -> Int32 {
    transfer(handle, count, flags, overlapped) { (entry, socket, thread) throws(WinsockError) in
      guard let flags, thread.probe.isWritable(local: flags, 4) else { throw .badAddress }
      return try socket.receive(
        entry, BufferList(buffers, count: bufferCount), flags.pointee, nil, Reporting(overlapped, routine),
        thread, ignoresMode: false, handsOver: true)
    }
  }

  /// WSASend, likewise.
  package static func send(
    _ handle: Handle, _ buffers: UnsafeRawPointer?, _ bufferCount: UInt32,
    _ count: UnsafeMutablePointer<UInt32>?, _ flags: UInt32, _ overlapped: UnsafeMutableRawPointer?,
    _ routine: CompletionRoutine?
  ) -> Int32 {
    transfer(handle, count, nil, overlapped) { (entry, socket, thread) throws(WinsockError) in
      try socket.send(
        entry, BufferList(buffers, count: bufferCount), flags, nil, nil, Reporting(overlapped, routine),
        thread,
        handsOver: true)
    }
  }

  /// The page: the count may be NULL only together with an OVERLAPPED.
  @inline(__always)
  package static func requireCount(
    _ count: UnsafeMutablePointer<UInt32>?, _ overlapped: UnsafeMutableRawPointer?, _ thread: Thread
  ) throws(WinsockError) {
    guard count == nil ? overlapped != nil : thread.probe.isWritable(local: count, 4) else {
      throw .badAddress
    }
  }

  /// What the two have in common: the use of the socket for the time of the call, which an operation that stays
  /// pending takes over, and the outputs. "Pending" is the usual end and takes no detour through a thrown error.
  @inline(__always)
  private static func transfer(
    _ handle: Handle, _ count: UnsafeMutablePointer<UInt32>?, _ flags: UnsafeMutablePointer<UInt32>?,
    _ overlapped: UnsafeMutableRawPointer?,
    _ body: (HandleEntryPointer, Socket, Thread) throws(WinsockError) -> Outcome
  ) -> Int32 {
    guard let entry = HandleTable.acquire(handle, .socket) else { return WinsockError.notSocket.code }
    return Thread.reference._withUnsafeGuaranteedRef { thread in
      of(entry)._withUnsafeGuaranteedRef { socket in
        do throws(WinsockError) {
          try requireCount(count, overlapped, thread)
          guard case .completed(let bytes, let outputFlags) = try body(entry, socket, thread) else {
            return WinsockError.ioPending.code
          }
          count?.pointee = bytes
          flags?.pointee = outputFlags
          HandleTable.release(entry)
          return 0
        } catch {
          HandleTable.release(entry)
          return error.code
        }
      }
    }
  }
}
