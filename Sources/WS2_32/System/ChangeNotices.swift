// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Changes of IPv4 addresses and routes (iphlpapi), without WSAStartup: requests of a socket that belongs to the library.
// Its handle is the one that programs get for GetOverlappedResult.

enum ChangeNotices {
  private static let lock = Lock()
  nonisolated(unsafe) private static var own: Handle?

  /// Nil before the first request.
  static var handle: Handle? { lock.withLock { own } }

  /// The socket; another one if the program has closed the last, which it must not.
  fileprivate static func socket() throws(WinsockError) -> SocketUse {
    lock.lock()
    defer { lock.unlock() }
    if let own, let use = try? SocketUse(own.bits) { return use }
    let socket = try Socket.make(
      family: AddressFamily.inet, type: Int32(SOCK_DGRAM), protocolNumber: Int32(IPPROTO_UDP),
      delivery: .datagram, isOverlapped: true)
    let handle = try open(socket)
    own = handle
    return try SocketUse(handle.bits)
  }
}

/// Without an OVERLAPPED the call returns when the change has come.
private func notify(
  _ handle: PHANDLE?, _ overlapped: LPOVERLAPPED?, of change: NetworkChange
) -> DWORD {
  do throws(WinsockError) {
    try requireWritable(optional: handle, MemoryLayout<HANDLE>.size)
    try requireWritable(optional: overlapped, MemoryLayout<OVERLAPPED>.size)
    if overlapped == nil && handle != nil { throw .invalidParameter }
    let use = try ChangeNotices.socket()
    if let overlapped, use.socket.isAwaitingChange(overlapped) { throw .invalidParameter }
    let outcome = try Socket.awaitChange(use.entry, change, Reporting(overlapped), Thread.current)
    guard outcome == .pending else { return 0 }
    handle?.pointee = ChangeNotices.handle?.pointer
    return DWORD(ERROR_IO_PENDING)
  } catch {
    switch error {
    case .badAddress: return DWORD(ERROR_INVALID_PARAMETER)
    case .noBuffers, .tooManySockets, .wouldBlock: return DWORD(ERROR_NOT_ENOUGH_MEMORY)
    default: return DWORD(bitPattern: error.code)
    }
  }
}

/// NotifyAddrChange: ERROR_IO_PENDING with an OVERLAPPED, which completes with the next change of the addresses;
/// ERROR_INVALID_PARAMETER for one that waits already.
@c @implementation
public func NotifyAddrChange(_ Handle: PHANDLE!, _ overlapped: LPOVERLAPPED!) -> DWORD {
  notify(Handle, overlapped, of: .addresses)
}

/// NotifyRouteChange: the same for routes.
@c @implementation
public func NotifyRouteChange(_ Handle: PHANDLE!, _ overlapped: LPOVERLAPPED!) -> DWORD {
  notify(Handle, overlapped, of: .routes)
}

/// CancelIPChangeNotify: the request ends with ERROR_OPERATION_ABORTED. FALSE, ERROR_NOT_FOUND, if there is none.
@c @implementation
public func CancelIPChangeNotify(_ notifyOverlapped: LPOVERLAPPED!) -> BOOL {
  win32(no) { () throws(WinsockError) in
    guard let notifyOverlapped, let handle = ChangeNotices.handle, let use = try? SocketUse(handle.bits),
      use.socket.cancelOperations(of: nil, overlapped: notifyOverlapped)
    else { throw .notFound }
    return yes
  }
}
