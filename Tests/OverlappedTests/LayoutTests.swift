// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Glibc
import LinuxIO
import Testing

@testable import Overlapped

// What a connection that waits takes: its socket, one operation, one handle entry. Whoever adds a field sees it here.

private func makeSocket(_ family: Int32 = AddressFamily.inet) throws -> Socket {
  try Socket.make(family: family, type: 1, protocolNumber: 6, delivery: .stream, isOverlapped: true)
}

private func option(_ socket: Socket, _ level: Int32, _ name: Int32, _ value: Int32) throws {
  try withUnsafeBytes(of: value) { try socket.setOption(level, name, $0) }
}

@Test func aWaitingConnectionTakesLittleMemory() {
  #expect(MemoryLayout<HandleEntry>.stride == 16)
  #expect(MemoryLayout<Operation>.stride <= 88)
  // With the header of a heap block: 128 bytes. One byte more than 120 costs 16. The size stands in the metadata of
  // the class behind kind, superclass, flags and address point.
  let size = unsafeBitCast(Socket.self as AnyClass, to: UnsafeRawPointer.self).load(
    fromByteOffset: 24, as: UInt32.self)
  #expect((64...120).contains(size))
}

/// The loopback's address with port 0, in the layout of the C interface.
private func loopback(_ family: Int32) throws -> SocketAddress {
  var bytes = [UInt8](repeating: 0, count: family == AddressFamily.inet6 ? 28 : 16)
  bytes[0] = UInt8(family)
  if family == AddressFamily.inet6 { bytes[23] = 1 } else { (bytes[4], bytes[7]) = (127, 1) }
  return try bytes.withUnsafeBytes { try SocketAddress(windows: $0.baseAddress!, length: Int32($0.count)) }
}

/// AcceptEx with all that servers do with a connection, on a listener with options of its own: nothing beside the
/// socket is allocated for the connection.
@Test(arguments: [AddressFamily.inet, AddressFamily.inet6])
func anAcceptedConnectionHasNoRareState(family: Int32) throws {
  let thread = Thread.current
  let listener = try makeSocket(family)
  try option(listener, 0xFFFF, SocketOption.receiveBuffer, 20000)
  try listener.bind(loopback(family))
  try listener.listen(backlog: 5)
  let (accepted, client) = (try makeSocket(family), try makeSocket(family))
  let handles = [listener, accepted, client].map { HandleTable.open($0)! }
  let entries = handles.map { HandleTable.acquire($0, .socket)! }
  let port = try CompletionPort(concurrency: 1)
  try listener.associate(with: port, key: 1)
  let block = UnsafeMutableRawPointer.allocate(byteCount: 32, alignment: 8)
  let room = UnsafeMutableRawPointer.allocate(byteCount: 200, alignment: 8)
  block.initializeMemory(as: UInt8.self, repeating: 0, count: 32)
  let output = AcceptOutput(room, dataLength: 0, localLength: 100, remoteLength: 100)
  _ = try Socket.accept(
    entries[0], into: entries[1], output, Reporting(overlapped: block, routine: nil), thread)
  try Socket.connect(entries[2], try listener.localAddress(), thread)
  var packets = [CompletionPacket(key: 0, overlapped: nil, status: 0, bytes: 0)]
  let outcome = packets.withUnsafeMutableBufferPointer {
    port.take(into: $0, alertable: false, until: .after(milliseconds: 10000))
  }
  #expect(outcome == .packets(1))
  try accepted.updateContext(from: listener)
  try option(accepted, 6, 1, 1)
  try accepted.associate(with: port, key: 2)
  #expect(accepted.rare == nil)
  // The listener's numbers have come along, and the peer's address is the client's.
  var size: Int32 = 0
  _ = try withUnsafeMutableBytes(of: &size) {
    try accepted.option(0xFFFF, SocketOption.receiveBuffer, into: $0)
  }
  #expect(size == 20000)
  let (peer, mine) = (accepted.connection.peer(family: family)!, try client.localAddress())
  #expect(peer.hasSameHost(as: mine) && peer.port == mine.port && peer.length == mine.length)
  for entry in entries { HandleTable.release(entry) }
  for handle in handles { #expect(HandleTable.close(handle)) }
  block.deallocate()
  room.deallocate()
}

/// The socket lives on under its second handle when the first is closed, under which it was entered in the epoll set.
@Test func aPlaceInTheTableOutlivesItsHandleWhileItIsUsed() throws {
  let event = Event(manualReset: true, initiallySet: false)
  let handle = HandleTable.open(event)!
  let entry = HandleTable.acquire(handle, .event)!
  #expect(HandleTable.close(handle))
  #expect(HandleTable.acquire(handle, .event) == nil)
  #expect(HandleTable.name(of: entry) == handle)
  #expect(entry.owner === event)
  HandleTable.release(entry)
  // The place is free: a token that is still under way leads nowhere.
  #expect(HandleTable.acquire(registered: handle) == nil)

  let socket = try makeSocket()
  let name = HandleTable.open(socket)!
  let place = HandleTable.acquire(name, .socket)!
  let copy = HandleTable.open(socket, as: .socketCopy)!
  #expect(HandleTable.close(name))
  #expect(HandleTable.acquire(registered: name) == place)
  HandleTable.release(place)
  HandleTable.release(place)
  #expect(HandleTable.acquire(registered: name) == nil)
  #expect(HandleTable.close(copy))
}

/// A thread that delivers or looks a moment too long neither keeps the address nor finds another socket.
@Test func aSocketIsGoneWhenItsHandleIsClosedWhoeverHoldsIt() throws {
  let socket = try makeSocket()
  try socket.bind(loopback(AddressFamily.inet))
  let address = try socket.localAddress()
  let handle = HandleTable.open(socket)!
  let entry = HandleTable.acquire(handle, .socket)!
  #expect(HandleTable.close(handle))
  let next = try makeSocket()
  try next.bind(address)
  #expect(next.descriptor != socket.descriptor)
  var byte: UInt8 = 0
  #expect(System.receive(socket.descriptor, &byte, 1, flags: 0) == -Int(ENOTSOCK))
  HandleTable.release(entry)
  #expect(try next.localAddress().port == address.port)
}

@Test func aLaneKeepsItsOrder() {
  let thread = Thread.current
  let all = (0..<4).map { _ in OperationTable.take(thread)! }
  var lane = OperationQueue()
  func contents() -> [OperationPointer] {
    var found: [OperationPointer] = []
    var next = lane.head
    while let operation = next {
      found.append(operation)
      next = lane.successor(of: operation)
    }
    return found
  }
  let isFirst = [lane.append(all[1]), lane.append(all[2])]
  #expect(isFirst == [true, false])
  lane.prepend(all[0])
  #expect(contents() == [all[0], all[1], all[2]])
  let isFound = [lane.remove(all[3]), lane.remove(all[2])]
  #expect(isFound == [false, true])
  lane.append(all[3])
  #expect(contents() == [all[0], all[1], all[3]])
  lane.remove(all[0])
  let rest = [lane.removeFirst(), lane.removeFirst(), lane.removeFirst()]
  #expect(rest == [all[1], all[3], nil])
  #expect(lane.isEmpty && lane.head == nil)
  let isLeft = lane.remove(all[0])
  #expect(!isLeft)
  lane.prepend(all[0])
  lane.remove(all[0])
  #expect(lane.isEmpty)
  for operation in all { OperationTable.giveBack(operation, thread) }
}
