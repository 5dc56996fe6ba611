// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

/// Sockets that WSADuplicateSocket has offered. A WSAPROTOCOL_INFO carries an offer's number.
enum Duplicates {
  private static let lock = Lock()
  nonisolated(unsafe) private static var offers: [UInt32: Socket] = [:]
  nonisolated(unsafe) private static var nextNumber: UInt32 = 1

  static func offer(_ socket: Socket) -> UInt32 {
    lock.withLock {
      let number = nextNumber
      nextNumber = nextNumber == .max ? 1 : nextNumber + 1
      offers[number] = socket
      return number
    }
  }

  /// Another handle for the same socket: descriptor, state and port are shared (behaviour 53). An offer is
  /// taken once.
  static func open(_ number: UInt32) throws(WinsockError) -> SOCKET {
    guard let socket = lock.withLock({ offers.removeValue(forKey: number) }) else { throw .invalidArgument }
    return try WS2_32.open(socket).bits
  }
}

/// WSADuplicateSocket, for this process; for another one WSAEOPNOTSUPP (docs/DEVIATIONS.md).
@c @implementation
public func WSADuplicateSocketA(_ s: SOCKET, _ dwProcessId: DWORD, _ lpProtocolInfo: LPWSAPROTOCOL_INFOA!)
  -> Int32
{
  winsock(socketError) { () throws(WinsockError) in
    var info = try offer(s, dwProcessId).ansiForm
    info.dwProviderReserved = Duplicates.offer(try SocketUse(s).socket)
    try requireWritable(lpProtocolInfo, MemoryLayout<WSAPROTOCOL_INFOA>.size)
    lpProtocolInfo.pointee = info
    return success
  }
}

@c @implementation
public func WSADuplicateSocketW(_ s: SOCKET, _ dwProcessId: DWORD, _ lpProtocolInfo: LPWSAPROTOCOL_INFOW!)
  -> Int32
{
  winsock(socketError) { () throws(WinsockError) in
    var info = try offer(s, dwProcessId).wideForm
    info.dwProviderReserved = Duplicates.offer(try SocketUse(s).socket)
    try requireWritable(lpProtocolInfo, MemoryLayout<WSAPROTOCOL_INFOW>.size)
    lpProtocolInfo.pointee = info
    return success
  }
}

private func offer(_ s: SOCKET, _ process: DWORD) throws(WinsockError) -> CatalogEntry {
  let use = try SocketUse(s)
  guard process == DWORD(bitPattern: ProcessInformation.id) else { throw .notSupported }
  guard let entry = Catalog.entry(number: use.socket.catalogEntry) else { throw .invalidArgument }
  return entry
}
