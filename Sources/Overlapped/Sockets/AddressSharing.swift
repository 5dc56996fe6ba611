// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Whether two sockets may be bound to one port: Windows' table of "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE".
///
/// Linux asks other questions: it refuses a wildcard beside a specific address, and lets two sockets that do not
/// listen yet share one address. The sockets of this process are therefore kept here and decided by the table;
/// where it lets both be, the kernel is told so by SO_REUSEPORT. Between processes the kernel decides.
///
/// A wildcard of both families is one of each: whoever asks for exclusive use is refused, or refuses, by the table in
/// either of them. Beside other wildcards of IPv4 it is granted otherwise, and what comes by IPv4 is theirs.
enum AddressSharing {
  /// What a socket asked for before it was bound.
  enum Use: Int { case standard, shared, exclusive }

  private enum Verdict { case granted, inUse, denied }
  private enum Relation { case same, firstIsWildcard, secondIsWildcard, wildcardsOfTwoFamilies }

  /// What a socket is bound to, or asks for.
  private struct Place {
    /// One of IPv4 for an IPv4 address in the form of IPv6.
    let address: SocketAddress
    let isOfBothFamilies: Bool

    init(_ address: SocketAddress, isDualStack: Bool) {
      self.address = address.unmapped
      isOfBothFamilies = isDualStack && address.isUnspecified
    }
  }

  private struct Entry {
    let type: Int32
    let address: SocketAddress
    let place: Place
    let use: Use
    let descriptor: Int32
    /// Whom a datagram socket is connected to.
    var peer: SocketAddress?

    /// Beside others on its port the kernel has to know the peer, or it may choose another socket for what the peer
    /// sends. What others send goes to the others, and is not answered with "port unreachable".
    func tellPeer() {
      guard let peer else { return }
      _ = peer.withBytes { System.connect(descriptor, $0, $1) }
    }
  }

  private static let lock = Lock()
  /// By port.
  nonisolated(unsafe) private static var entries: [UInt16: [Entry]] = [:]

  /// Binds a descriptor and takes note of it.
  static func bind(
    _ descriptor: Int32, _ address: SocketAddress, type: Int32, _ use: Use, isDualStack: Bool
  ) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    let place = Place(address, isDualStack: isDualStack)
    let neighbours = address.port == 0 ? [] : try neighbours(of: place, address.port, type, use)
    for other in neighbours {
      share(other.descriptor)
      other.tellPeer()
    }
    if !neighbours.isEmpty { share(descriptor) }
    let result = address.withBytes { System.bind(descriptor, $0, $1) }
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
    var bound = SocketAddress()
    guard bound.loadLocal(of: descriptor), bound.port != 0 else { return }
    entries[bound.port, default: []].append(
      Entry(type: type, address: bound, place: place, use: use, descriptor: descriptor))
  }

  /// The descriptor is about to be closed.
  static func forget(_ descriptor: Int32, port: UInt16) {
    lock.withLock {
      entries[port]?.removeAll { $0.descriptor == descriptor }
      if entries[port]?.isEmpty ?? false { entries[port] = nil }
    }
  }

  /// A datagram socket hears this peer only from now on; everybody again for nil.
  static func connected(_ descriptor: Int32, port: UInt16, to peer: SocketAddress?) {
    lock.lock()
    defer { lock.unlock() }
    guard let entries = entries[port], let index = entries.firstIndex(where: { $0.descriptor == descriptor })
    else {
      return
    }
    let entry = entries[index]
    let hadPeer = entry.peer != nil
    self.entries[port]?[index].peer = peer
    let isAlone = !entries.contains {
      $0.descriptor != descriptor && $0.type == entry.type && relation($0.place, entry.place) != nil
    }
    if peer == nil {
      if hadPeer { forgetPeer(entry) }
    } else if !isAlone {
      self.entries[port]?[index].tellPeer()
    }
  }

  /// Linux takes the port away from a disconnected socket, unless the program has chosen it by number.
  private static func forgetPeer(_ entry: Entry) {
    _ = SocketAddress.unspecified.withBytes { System.connect(entry.descriptor, $0, $1) }
    _ = entry.address.withBytes { System.bind(entry.descriptor, $0, $1) }
  }

  private static func share(_ descriptor: Int32) {
    _ = System.setOption(descriptor, level: SOL_SOCKET, name: SO_REUSEPORT, 1)
  }

  /// The sockets beside which the address is granted.
  private static func neighbours(of place: Place, _ port: UInt16, _ type: Int32, _ use: Use)
    throws(WinsockError) -> [Entry]
  {
    var result: [Entry] = []
    for entry in entries[port] ?? [] where entry.type == type {
      guard let relation = relation(entry.place, place) else { continue }
      switch verdict(first: entry.use, second: use, relation) {
      case .inUse: throw .addressInUse
      case .denied: throw .accessDenied
      case .granted: result.append(entry)
      }
    }
    return result
  }

  /// Nil if they have nothing to do with each other.
  private static func relation(_ first: Place, _ second: Place) -> Relation? {
    if first.address.family != second.address.family {
      guard first.isOfBothFamilies || second.isOfBothFamilies else { return nil }
      if first.address.isUnspecified && second.address.isUnspecified { return .wildcardsOfTwoFamilies }
    } else if first.address.hasSameHost(as: second.address) {
      return .same
    }
    if first.address.isUnspecified { return .firstIsWildcard }
    return second.address.isUnspecified ? .secondIsWildcard : nil
  }

  /// Rows: what the second asked for. Columns: what the first did (standard, shared, exclusive).
  private static func verdict(first: Use, second: Use, _ relation: Relation) -> Verdict {
    let table: [[Verdict]] =
      switch relation {
      case .same: [[.inUse, .inUse, .inUse], [.denied, .granted, .denied], [.inUse, .inUse, .inUse]]
      case .firstIsWildcard:
        [[.granted, .granted, .denied], [.granted, .granted, .denied], [.granted, .granted, .denied]]
      case .secondIsWildcard:
        [[.granted, .granted, .granted], [.granted, .granted, .granted], [.inUse, .inUse, .inUse]]
      case .wildcardsOfTwoFamilies:
        [[.granted, .granted, .inUse], [.granted, .granted, .denied], [.inUse, .inUse, .inUse]]
      }
    return table[second.rawValue][first.rawValue]
  }
}
