// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// What rtnetlink says about interfaces, addresses and routes.
public enum RoutingMessage: Sendable {
  case interface(index: UInt32, isUp: Bool, isLoopback: Bool)
  case interfaceGone(index: UInt32)
  /// An address that is there; a tentative one (IPv6) cannot be bound to yet.
  case address(AssignedAddress, isTentative: Bool)
  case addressGone(AssignedAddress)
  /// A route or a rule has come or gone.
  case route(isIPv6: Bool)
}

/// An address of an interface.
public struct AssignedAddress: Hashable, Sendable {
  public let isIPv6: Bool
  public let interface: UInt32
  /// In network order.
  public let bytes: [UInt8]
}

/// The way that the kernel would take to a destination.
public struct RoutePath: Equatable, Sendable {
  let interface: UInt32
  /// In network order.
  let source: [UInt8]
}

/// A socket of rtnetlink that is told of every change. It never blocks.
public struct RoutingSocket: Sendable {
  public let descriptor: Int32

  private static let groups = [
    RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE,
    RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE,
  ]

  public init() throws(Errno) {
    descriptor = try RoutingSocket.open()
    var name = sockaddr_nl()
    name.nl_family = sa_family_t(AF_NETLINK)
    name.nl_groups = RoutingSocket.groups.reduce(0) { $0 | 1 << ($1.rawValue - 1) }
    let result = System.bind(descriptor, &name, MemoryLayout<sockaddr_nl>.size)
    if result < 0 {
      System.close(descriptor)
      throw Errno(Int32(-result))
    }
  }

  private static func open() throws(Errno) -> Int32 {
    let result = System.socket(family: AF_NETLINK, type: Int32(SOCK_RAW.rawValue), protocol: NETLINK_ROUTE)
    if result < 0 { throw Errno(Int32(-result)) }
    return Int32(result)
  }

  /// Takes what has been told so far.
  ///
  /// - Returns: false if some of it was lost, because too much had come.
  public func receive(_ body: (RoutingMessage) -> Void) -> Bool {
    var isWhole = true
    while true {
      let errno = RoutingSocket.receive(descriptor) { type, message in
        if let message = RoutingMessage(type, message) { body(message) }
      }
      switch errno {
      case nil: continue
      case EAGAIN: return isWhole
      case ENOBUFS: isWhole = false
      default: return false
      }
    }
  }

  // MARK: Questions

  /// The interfaces and addresses that are there.
  public static func forEachAssignment(_ body: (RoutingMessage) -> Void) throws(Errno) {
    for type in [RTM_GETLINK, RTM_GETADDR] {
      // A header without a family asks for all of them.
      try ask(type, flags: NLM_F_DUMP, [UInt8](repeating: 0, count: 16)) { type, message in
        if let message = RoutingMessage(type, message) { body(message) }
      }
    }
  }

  /// The way to an address in Linux form; nil if there is none.
  public static func path(
    towards address: UnsafeRawPointer, _ length: Int, isIPv6: Bool
  ) throws(Errno) -> RoutePath? {
    let (offset, count) = isIPv6 ? (8, 16) : (4, 4)
    guard length >= offset + count else { return nil }
    var question = [UInt8](repeating: 0, count: MemoryLayout<rtmsg>.size)
    question[0] = UInt8(isIPv6 ? AF_INET6 : AF_INET)
    question[1] = UInt8(count * 8)
    append(RTA_DST, UnsafeRawBufferPointer(start: address + offset, count: count), to: &question)
    if isIPv6, length >= 28 {
      // The scope of a link-local address is the interface that leads to it.
      var scope = address.loadUnaligned(fromByteOffset: 24, as: UInt32.self)
      if scope != 0 { withUnsafeBytes(of: &scope) { append(RTA_OIF, $0, to: &question) } }
    }
    var path: RoutePath?
    do throws(Errno) {
      try ask(RTM_GETROUTE, flags: 0, question) { type, message in
        guard type == RTM_NEWROUTE else { return }
        let attributes = attributes(of: message, behind: MemoryLayout<rtmsg>.size)
        let interface = attributes[UInt16(RTA_OIF.rawValue)]?.withUnsafeBytes {
          $0.loadUnaligned(as: UInt32.self)
        }
        path = RoutePath(interface: interface ?? 0, source: attributes[UInt16(RTA_PREFSRC.rawValue)] ?? [])
      }
    } catch {
      // The kernel's answer, as opposed to a socket that could not be had.
      if [ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL, ENODEV, ENETDOWN, EAGAIN].contains(error.code) {
        return nil
      }
      throw error
    }
    return path
  }

  private static func append(
    _ type: rtattr_type_t, _ value: UnsafeRawBufferPointer, to message: inout [UInt8]
  ) {
    withUnsafeBytes(of: UInt16(4 + value.count)) { message += $0 }
    withUnsafeBytes(of: UInt16(type.rawValue)) { message += $0 }
    message += value
  }

  /// Asks the kernel, which answers before the question has been sent whole.
  private static func ask(
    _ type: Int, flags: Int32, _ question: [UInt8], _ body: (Int, UnsafeRawBufferPointer) -> Void
  ) throws(Errno) {
    let descriptor = try open()
    defer { System.close(descriptor) }
    var header = nlmsghdr()
    header.nlmsg_len = UInt32(MemoryLayout<nlmsghdr>.size + question.count)
    header.nlmsg_type = UInt16(type)
    header.nlmsg_flags = UInt16(NLM_F_REQUEST | flags)
    let message = withUnsafeBytes(of: header) { Array($0) } + question
    let sent = clinux_send(descriptor, message, message.count, 0)
    if sent < 0 { throw Errno(Int32(-sent)) }
    var isOver = false
    while !isOver {
      let errno = receive(descriptor) { type, message in
        if Int32(type) == NLMSG_DONE || flags & NLM_F_DUMP == 0 { isOver = true }
        if Int32(type) != NLMSG_DONE { body(type, message) }
      }
      if let errno { throw Errno(errno) }
    }
  }

  // MARK: Messages

  private static let room = 32768

  /// Takes one datagram and calls the function with each message in it, from the header on.
  ///
  /// - Returns: an errno, or nil.
  private static func receive(_ descriptor: Int32, _ body: (Int, UnsafeRawBufferPointer) -> Void) -> Int32? {
    withUnsafeTemporaryAllocation(byteCount: room, alignment: 8) { buffer in
      var sender = sockaddr_nl()
      var flags: Int32 = 0
      let result = withUnsafeMutablePointer(to: &sender) { sender in
        var vector = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
        return withUnsafeMutablePointer(to: &vector) { vector in
          var header = msghdr()
          header.msg_name = UnsafeMutableRawPointer(sender)
          header.msg_namelen = UInt32(MemoryLayout<sockaddr_nl>.size)
          header.msg_iov = vector
          header.msg_iovlen = 1
          defer { flags = header.msg_flags }
          return clinux_receive_message(descriptor, &header, Int32(MSG_DONTWAIT))
        }
      }
      if result < 0 { return Int32(-result) }
      if flags & Int32(MSG_TRUNC) != 0 { return ENOBUFS }
      // Other processes may send here as well; only the kernel is believed.
      guard sender.nl_pid == 0 else { return nil }
      var rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<result])
      let size = MemoryLayout<nlmsghdr>.size
      while rest.count >= size {
        let header = rest.loadUnaligned(as: nlmsghdr.self)
        let length = Int(header.nlmsg_len)
        guard length >= size, length <= rest.count else { break }
        let message = UnsafeRawBufferPointer(rebasing: rest[size..<length])
        if Int32(header.nlmsg_type) == NLMSG_ERROR, message.count >= 4 {
          return -message.loadUnaligned(as: Int32.self)
        }
        body(Int(header.nlmsg_type), message)
        rest = UnsafeRawBufferPointer(rebasing: rest[min((length + 3) & ~3, rest.count)...])
      }
      return nil
    }
  }

  fileprivate static func attributes(
    of message: UnsafeRawBufferPointer, behind header: Int
  ) -> [UInt16: [UInt8]] {
    var found: [UInt16: [UInt8]] = [:]
    var offset = header
    while offset + 4 <= message.count {
      let length = Int(message.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
      let type = message.loadUnaligned(fromByteOffset: offset + 2, as: UInt16.self)
      guard length >= 4, offset + length <= message.count else { break }
      found[type] = Array(message[(offset + 4)..<(offset + length)])
      offset += (length + 3) & ~3
    }
    return found
  }
}

extension RoutingMessage {
  fileprivate init?(_ type: Int, _ message: UnsafeRawBufferPointer) {
    switch type {
    case RTM_NEWLINK, RTM_DELLINK:
      guard message.count >= MemoryLayout<ifinfomsg>.size else { return nil }
      let header = message.loadUnaligned(as: ifinfomsg.self)
      // A bridge tells of its ports in messages of its own family: no interface has come or gone.
      guard header.ifi_family == UInt8(AF_UNSPEC) else { return nil }
      let index = UInt32(bitPattern: header.ifi_index)
      self =
        type == RTM_DELLINK
        ? .interfaceGone(index: index)
        : .interface(
          index: index, isUp: header.ifi_flags & UInt32(IFF_UP) != 0,
          isLoopback: header.ifi_flags & UInt32(IFF_LOOPBACK) != 0)
    case RTM_NEWADDR, RTM_DELADDR:
      guard message.count >= MemoryLayout<ifaddrmsg>.size else { return nil }
      let header = message.loadUnaligned(as: ifaddrmsg.self)
      let attributes = RoutingSocket.attributes(of: message, behind: MemoryLayout<ifaddrmsg>.size)
      // On a point-to-point link IFA_ADDRESS is the other end's.
      let own = attributes[UInt16(IFA_LOCAL)] ?? attributes[UInt16(IFA_ADDRESS)]
      guard let own, [UInt8(AF_INET), UInt8(AF_INET6)].contains(header.ifa_family) else { return nil }
      let address = AssignedAddress(
        isIPv6: header.ifa_family == UInt8(AF_INET6), interface: header.ifa_index, bytes: own)
      self =
        type == RTM_DELADDR
        ? .addressGone(address)
        : .address(address, isTentative: header.ifa_flags & UInt8(IFA_F_TENTATIVE) != 0)
    case RTM_NEWROUTE, RTM_DELROUTE, RTM_NEWRULE, RTM_DELRULE:
      guard let family = message.first, [UInt8(AF_INET), UInt8(AF_INET6)].contains(family) else { return nil }
      self = .route(isIPv6: family == UInt8(AF_INET6))
    default: return nil
    }
  }
}
