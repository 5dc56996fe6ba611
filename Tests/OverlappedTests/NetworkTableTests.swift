// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import Testing

@testable import LinuxIO
@testable import Overlapped

/// An IPv4 address of the loopback (1) or of another interface.
private func four(_ last: UInt8, on interface: UInt32) -> AssignedAddress {
  AssignedAddress(isIPv6: false, interface: interface, bytes: [10, 0, 0, last])
}

private func table() -> NetworkTable {
  var table = NetworkTable()
  table.apply(.interface(index: 1, isUp: true, isLoopback: true))
  table.apply(.interface(index: 2, isUp: true, isLoopback: false))
  table.apply(.address(four(1, on: 1), isTentative: false))
  return table
}

/// How often the list, and the addresses, of IPv4 have changed.
private func counts(_ table: NetworkTable) -> [UInt64] {
  let counts = table.counts(isIPv6: false)
  return [counts.addressList, counts.addresses]
}

@Test func whatIsKnownIsNoChange() {
  var table = table()
  let before = counts(table)
  table.apply(.address(four(1, on: 1), isTentative: false))
  table.apply(.interface(index: 1, isUp: true, isLoopback: true))
  table.apply(.addressGone(four(9, on: 1)))
  #expect(counts(table) == before)
}

/// The loopback is listed only where there is nothing else (SIO_ADDRESS_LIST_QUERY).
@Test func theLoopbackCountsAlone() {
  var table = table()
  let before = counts(table)
  table.apply(.address(four(2, on: 2), isTentative: false))
  #expect(counts(table) == [before[0] + 1, before[1] + 1])
  table.apply(.address(four(3, on: 1), isTentative: false))
  #expect(counts(table) == [before[0] + 1, before[1] + 2])
  table.apply(.interface(index: 2, isUp: false, isLoopback: false))
  #expect(counts(table) == [before[0] + 2, before[1] + 2])
}

@Test func aChangeThatIsUndoneHasHappened() {
  var table = table()
  let before = counts(table)
  table.apply(.address(four(4, on: 1), isTentative: false))
  table.apply(.addressGone(four(4, on: 1)))
  #expect(counts(table) == [before[0] + 2, before[1] + 2])
}

@Test func aTentativeAddressIsToldAgainWhenItIsReady() {
  var table = table()
  let address = AssignedAddress(isIPv6: true, interface: 2, bytes: [UInt8](repeating: 1, count: 16))
  let (before, other) = (table.counts(isIPv6: true).addressList, counts(table))
  table.apply(.address(address, isTentative: true))
  table.apply(.address(address, isTentative: false))
  #expect(table.counts(isIPv6: true).addressList == before + 2)
  #expect(counts(table) == other)
}

@Test func anInterfaceTakesItsAddressesAndRoutesAlong() {
  var table = table()
  table.apply(.address(four(2, on: 2), isTentative: false))
  let (before, routes) = (counts(table), table.counts(isIPv6: false).routes)
  table.apply(.interfaceGone(index: 2))
  #expect(counts(table) == [before[0] + 1, before[1] + 1])
  #expect(table.counts(isIPv6: false).routes == routes + 1)
}

/// Too much has come for the socket's buffer.
@Test func whatIsLostMayHaveBeenAnything() {
  var table = table()
  let before = table.counts(isIPv6: false)
  table.forget()
  let after = table.counts(isIPv6: false)
  #expect(after.addressList > before.addressList && after.addresses > before.addresses)
  #expect(after.routes > before.routes && after.any > before.any)
}

/// The kernel's own answers: the loopback is there, and leads to 127.0.0.1.
@Test func theKernelIsUnderstood() throws {
  var loopbacks: [UInt32] = []
  var addresses = 0
  try RoutingSocket.forEachAssignment { message in
    if case .interface(let index, _, isLoopback: true) = message { loopbacks.append(index) }
    if case .address(let address, _) = message, address.bytes == [127, 0, 0, 1] { addresses += 1 }
  }
  #expect(loopbacks.count == 1 && addresses == 1)
  let name: [UInt8] = [2, 0, 0, 9, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
  let path = try RoutingSocket.path(towards: name, name.count, isIPv6: false)
  #expect(path == RoutePath(interface: loopbacks[0], source: [127, 0, 0, 1]))
}
