// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The interfaces and addresses of the machine as rtnetlink has told them, and how often what a program can ask to
/// be told of has changed.
struct NetworkTable {
  /// Numbers of changes, of one family.
  struct Counts {
    /// Of the addresses that a socket can be bound to, as SIO_ADDRESS_LIST_QUERY lists them.
    var addressList: UInt64 = 0
    /// Of all addresses of all interfaces.
    var addresses: UInt64 = 0
    var routes: UInt64 = 0
    /// Of anything by which the way to a destination may have changed.
    var any: UInt64 = 0
  }

  private struct Interface: Equatable {
    var isUp: Bool
    var isLoopback: Bool
  }

  private var interfaces: [UInt32: Interface] = [:]
  /// Whether each address is tentative.
  private var addresses: [AssignedAddress: Bool] = [:]
  private var counts = (inet: Counts(), inet6: Counts())

  func counts(isIPv6: Bool) -> Counts { isIPv6 ? counts.inet6 : counts.inet }

  /// Takes in what has been told. What was known already is no change: the kernel repeats an address whenever its
  /// lifetime is renewed.
  mutating func apply(_ message: RoutingMessage) {
    switch message {
    case .interface(let index, let isUp, let isLoopback):
      let interface = Interface(isUp: isUp, isLoopback: isLoopback)
      guard interfaces[index] != interface else { return }
      change { $0.interfaces[index] = interface }
    case .interfaceGone(let index):
      change {
        $0.interfaces[index] = nil
        $0.addresses = $0.addresses.filter { $0.key.interface != index }
      }
    case .address(let address, let isTentative):
      guard addresses[address] != isTentative else { return }
      change { $0.addresses[address] = isTentative }
    case .addressGone(let address): change { $0.addresses[address] = nil }
    case .route(let isIPv6): count(isIPv6: isIPv6) { $0.routes += 1 }
    }
  }

  /// Something has been lost: anything may have changed.
  mutating func forget() {
    (interfaces, addresses) = ([:], [:])
    for isIPv6 in [false, true] {
      count(isIPv6: isIPv6) {
        $0.addressList += 1
        $0.addresses += 1
        $0.routes += 1
      }
    }
  }

  private mutating func count(isIPv6: Bool, _ body: (inout Counts) -> Void) {
    if isIPv6 { body(&counts.inet6) } else { body(&counts.inet) }
    if isIPv6 { counts.inet6.any += 1 } else { counts.inet.any += 1 }
  }

  private mutating func change(_ body: (inout NetworkTable) -> Void) {
    let before = self
    body(&self)
    let hasInterfaceChanged = interfaces != before.interfaces
    for isIPv6 in [false, true] {
      let haveAddressesChanged = all(isIPv6: isIPv6) != before.all(isIPv6: isIPv6)
      guard hasInterfaceChanged || haveAddressesChanged else { continue }
      let hasListChanged = list(isIPv6: isIPv6) != before.list(isIPv6: isIPv6)
      count(isIPv6: isIPv6) {
        if hasListChanged { $0.addressList += 1 }
        if haveAddressesChanged { $0.addresses += 1 }
        // The routes of an interface that goes down go with it, and IPv4 does not tell of each.
        if hasInterfaceChanged { $0.routes += 1 }
      }
    }
  }

  private func all(isIPv6: Bool) -> [AssignedAddress: Bool] { addresses.filter { $0.key.isIPv6 == isIPv6 } }

  /// The loopback counts only where there is nothing else.
  private func list(isIPv6: Bool) -> [AssignedAddress: Bool] {
    let usable = all(isIPv6: isIPv6).filter { interfaces[$0.key.interface]?.isUp ?? false }
    let outside = usable.filter { !(interfaces[$0.key.interface]?.isLoopback ?? false) }
    return outside.isEmpty ? usable : outside
  }
}
