// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

/// Duplicates that WSADuplicateSocket has made for this process and nobody has opened yet. A WSAPROTOCOL_INFO carries
/// an offer's number. As on Windows the duplicate exists from then on, and keeps the socket open without the original.
enum Duplicates {
  private static let lock = Lock()
  nonisolated(unsafe) private static var offers: [UInt32: Handle] = [:]
  nonisolated(unsafe) private static var nextNumber: UInt32 = 1

  static func offer(_ socket: Socket) throws(WinsockError) -> UInt32 {
    let handle = try WS2_32.open(socket)
    return lock.withLock {
      let number = nextNumber
      nextNumber = nextNumber == SocketOffers.firstNumber - 1 ? 1 : nextNumber + 1
      offers[number] = handle
      return number
    }
  }

  /// Another handle for the same socket: descriptor, state and port are shared (behaviour 53). One that another
  /// process offers shares the kernel's socket. An offer is taken once.
  static func open(_ number: UInt32) throws(WinsockError) -> SOCKET {
    if number >= SocketOffers.firstNumber { return try WS2_32.open(SocketOffers.open(number)).bits }
    guard let handle = lock.withLock({ offers.removeValue(forKey: number) }),
      HandleTable.object(handle, as: Socket.self) != nil
    else { throw .invalidArgument }
    return handle.bits
  }
}

/// WSADuplicateSocket, for this process or another one of the same user. Of the latter, WSAEINVAL if it does not
/// exist, WSAEACCES if it is another user's.
@c @implementation
public func WSADuplicateSocketA(_ s: SOCKET, _ dwProcessId: DWORD, _ lpProtocolInfo: LPWSAPROTOCOL_INFOA!)
  -> Int32
{
  duplicate(s, dwProcessId, lpProtocolInfo)
}

@c @implementation
public func WSADuplicateSocketW(_ s: SOCKET, _ dwProcessId: DWORD, _ lpProtocolInfo: LPWSAPROTOCOL_INFOW!)
  -> Int32
{
  duplicate(s, dwProcessId, lpProtocolInfo)
}

private func duplicate<Info: ProtocolInfo>(
  _ s: SOCKET, _ process: DWORD, _ out: UnsafeMutablePointer<Info>?
) -> Int32 {
  winsock { () throws(WinsockError) in
    let use = try SocketUse(s)
    try requireWritable(out, MemoryLayout<Info>.size)
    guard let entry = Catalog.entry(number: use.socket.catalogEntry) else { throw .invalidArgument }
    var info = Info(entry)
    info.dwProviderReserved = try offer(use.socket, process)
    out?.pointee = info
  }
}

private func offer(_ socket: Socket, _ process: DWORD) throws(WinsockError) -> UInt32 {
  if process == DWORD(bitPattern: ProcessInformation.id) { return try Duplicates.offer(socket) }
  return try SocketOffers.offer(socket, to: process)
}
