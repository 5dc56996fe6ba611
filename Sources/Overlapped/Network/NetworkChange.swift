// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// What a program can ask to be told of. All but the last go by the family of the socket.
package enum NetworkChange: Sendable {
  /// SIO_ADDRESS_LIST_CHANGE: the addresses that a socket can be bound to.
  case addressList
  /// NotifyAddrChange: the addresses of all interfaces.
  case addresses
  /// NotifyRouteChange.
  case routes
  /// SIO_ROUTING_INTERFACE_CHANGE: the interface, or its address, from which a destination is reached.
  case path(SocketAddress)

  /// The network event that tells of it.
  var event: NetworkEvents? {
    switch self {
    case .addressList: .addressListChange
    case .path: .routingInterfaceChange
    case .addresses, .routes: nil
    }
  }

  fileprivate func count(in counts: NetworkTable.Counts) -> UInt64 {
    switch self {
    case .addressList: counts.addressList
    case .addresses: counts.addresses
    case .routes: counts.routes
    case .path: counts.any
    }
  }
}

/// A change that is waited for, and how things stood at the beginning.
struct AwaitedChange {
  let change: NetworkChange
  private let isIPv6: Bool
  private var count: UInt64
  private var path: RoutePath?

  /// - Throws: `.noBuffers` if the kernel cannot be asked for the path.
  init(_ change: NetworkChange, family: Int32) throws(WinsockError) {
    self.change = change
    isIPv6 = family == AddressFamily.inet6
    // The count first: what comes between the two is looked at again.
    count = change.count(in: NetworkMonitor.shared.counts(isIPv6: isIPv6))
    do throws(Errno) { path = try currentPath() } catch { throw .noBuffers }
  }

  private func currentPath() throws(Errno) -> RoutePath? {
    guard case .path(let destination) = change else { return nil }
    return try destination.routePath(isIPv6: isIPv6)
  }

  /// A destination that cannot be reached any more.
  var isUnreachable: Bool { if case .path = change { path == nil } else { false } }

  func isSameRequest(as other: AwaitedChange) -> Bool {
    switch (change, other.change) {
    case (.addressList, .addressList): true
    case (.path(let one), .path(let two)):
      one.withBytes { one, count in
        two.withBytes { two, otherCount in
          UnsafeRawBufferPointer(start: one, count: count)
            .elementsEqual(UnsafeRawBufferPointer(start: two, count: otherCount))
        }
      }
    default: false
    }
  }

  /// Whether it has come since the last look.
  mutating func hasHappened() -> Bool {
    let now = change.count(in: NetworkMonitor.shared.counts(isIPv6: isIPv6))
    if now == count { return false }
    guard case .path = change else {
      count = now
      return true
    }
    // Where the kernel cannot be asked now, the next change has another look.
    let found: RoutePath?
    do throws(Errno) { found = try currentPath() } catch { return false }
    count = now
    defer { path = found }
    return found != path
  }
}
