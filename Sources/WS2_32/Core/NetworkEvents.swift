// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

/// WSAEventSelect: makes the socket non-blocking, and records the chosen network events in it.
@c @implementation
public func WSAEventSelect(_ s: SOCKET, _ hEventObject: HANDLE!, _ lNetworkEvents: LONG) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    let use = try SocketUse(s)
    let events = NetworkEvents(rawValue: UInt32(bitPattern: lNetworkEvents))
    guard NetworkEvents.all.isSuperset(of: events) else { throw .invalidArgument }
    if events.isEmpty {
      try use.socket.select([], nil)
      return success
    }
    do throws(WinsockError) { try use.socket.select(events, .event(Handle(hEventObject))) } catch {
      throw error == .invalidHandle ? .invalidArgument : error
    }
    return success
  }
}

/// WSAEnumNetworkEvents: reports and clears what is recorded; the event, if given, is reset. Only the error
/// entries of reported events are written (behaviour 90).
@c @implementation
public func WSAEnumNetworkEvents(_ s: SOCKET, _ hEventObject: HANDLE!, _ lpNetworkEvents: LPWSANETWORKEVENTS!)
  -> Int32
{
  winsock(socketError) { () throws(WinsockError) in
    let use = try SocketUse(s)
    try requireWritable(lpNetworkEvents, MemoryLayout<WSANETWORKEVENTS>.size)
    guard let result = lpNetworkEvents else { throw .badAddress }
    if let hEventObject {
      guard let event = HandleTable.object(Handle(hEventObject), as: Event.self) else { throw .notSocket }
      event.reset()
    }
    var all: UInt32 = 0
    for (event, error) in use.socket.takeNetworkEvents() {
      all |= event.rawValue
      withUnsafeMutableBytes(of: &result.pointee.iErrorCode) {
        $0.storeBytes(of: error, toByteOffset: event.rawValue.trailingZeroBitCount * 4, as: Int32.self)
      }
    }
    result.pointee.lNetworkEvents = Int32(bitPattern: all)
    return success
  }
}
