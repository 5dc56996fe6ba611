// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Control data of WSARecvMsg and WSASendMsg: the headers are the same on both sides (length, level, type);
/// numbers and some contents differ.
enum MessageControl {
  /// One kind of control data.
  private struct Row {
    let level: Int32
    let type: Int32
    let linuxLevel: Int32
    let linuxType: Int32
    let conversion: Conversion
  }
  private enum Conversion {
    case same, packetInfo4
    /// The size of a segment: 32 bits here, 16 bits there where it is sent.
    case segment
    /// The byte of the service type or traffic class, with the two bits of ECN in it; an INT here.
    case trafficClass
    /// Those two bits of it.
    case congestion
  }

  private static let rows = [
    Row(level: 0, type: 19, linuxLevel: 0, linuxType: Int32(IP_PKTINFO), conversion: .packetInfo4),
    // What IP_HOPLIMIT asks for comes as IP_TTL; both are taken with what is sent.
    Row(level: 0, type: 4, linuxLevel: 0, linuxType: Int32(IP_TTL), conversion: .same),
    Row(level: 0, type: 21, linuxLevel: 0, linuxType: Int32(IP_TTL), conversion: .same),
    Row(level: 0, type: 3, linuxLevel: 0, linuxType: Int32(IP_TOS), conversion: .trafficClass),
    Row(level: 0, type: 39, linuxLevel: 0, linuxType: Int32(IP_TOS), conversion: .trafficClass),
    Row(level: 0, type: 50, linuxLevel: 0, linuxType: Int32(IP_TOS), conversion: .congestion),
    Row(level: 41, type: 19, linuxLevel: 41, linuxType: Int32(IPV6_PKTINFO), conversion: .same),
    Row(level: 41, type: 21, linuxLevel: 41, linuxType: Int32(IPV6_HOPLIMIT), conversion: .same),
    Row(level: 41, type: 39, linuxLevel: 41, linuxType: Int32(IPV6_TCLASS), conversion: .trafficClass),
    Row(level: 41, type: 50, linuxLevel: 41, linuxType: Int32(IPV6_TCLASS), conversion: .congestion),
    Row(level: 17, type: 2, linuxLevel: 17, linuxType: Int32(UDP_SEGMENT), conversion: .segment),
    Row(level: 17, type: 3, linuxLevel: 17, linuxType: Int32(UDP_GRO), conversion: .same),
  ]

  private static let headerSize = 16
  private static func aligned(_ n: Int) -> Int { (n + 7) & ~7 }

  /// Offsets in WSAMSG.
  private enum Layout {
    static let controlLength = 32
    static let controlBuffer = 40
    static let flags = 48
    static let nameLength = 8
  }

  /// Room for all control data that can come with a datagram.
  static let receiveRoom = 512

  /// Moves what came with a datagram into the program's WSAMSG. False if the control buffer was too short.
  static func store(
    _ operation: OperationPointer, _ header: UnsafeMutablePointer<msghdr>, _ wanted: TrafficReports
  ) -> Bool {
    guard let message = operation.pointee.extra?.pointee.message else { return true }
    let room = UnsafeMutableRawBufferPointer(
      start: message.load(fromByteOffset: Layout.controlBuffer, as: UnsafeMutableRawPointer?.self),
      count: Int(message.load(fromByteOffset: Layout.controlLength, as: UInt32.self)))
    let (used, fits) = windowsForm(header, into: room, wanted)
    message.storeBytes(of: UInt32(min(used, room.count)), toByteOffset: Layout.controlLength, as: UInt32.self)
    message.storeBytes(of: flags(header, controlFits: fits), toByteOffset: Layout.flags, as: UInt32.self)
    return fits
  }

  /// The flags that come with a datagram.
  static func flags(_ header: UnsafeMutablePointer<msghdr>, controlFits: Bool) -> UInt32 {
    let isTruncated = header.pointee.msg_flags & Int32(MSG_TRUNC) != 0
    return (isTruncated ? MessageFlags.truncated : 0) | (controlFits ? 0 : MessageFlags.controlTruncated)
  }

  /// Writes what came with a datagram as the program reads it.
  ///
  /// - Parameters:
  ///   - wanted: what the program asked to be told of a packet's traffic class.
  ///   - hidesPacketInfo: the library asked for the packet information, not the program.
  /// - Returns: how many bytes were written, and whether there was room for all.
  static func windowsForm(
    _ header: UnsafeMutablePointer<msghdr>, into room: UnsafeMutableRawBufferPointer,
    _ wanted: TrafficReports,
    hidesPacketInfo: Bool = false
  ) -> (used: Int, fits: Bool) {
    var used = 0
    let fits = header.pointee.msg_flags & Int32(MSG_CTRUNC) == 0
    var item = clinux_cmsg_first(header)
    while let current = item {
      item = clinux_cmsg_next(header, current)
      guard let data = clinux_cmsg_data(current) else { continue }
      // One item of Linux may be two here: the traffic class, and the congestion bits of it.
      for row in rows
      where row.linuxLevel == current.pointee.cmsg_level && row.linuxType == current.pointee.cmsg_type
        && isTold(row, wanted) && !(hidesPacketInfo && row.type == packetInfo)
      {
        let length = Int(current.pointee.cmsg_len) - headerSize
        let size = row.conversion == .same ? length : row.conversion == .packetInfo4 ? 8 : 4
        guard let out = room.baseAddress, used + headerSize + size <= room.count else { return (used, false) }
        let place = out + used
        place.storeBytes(of: headerSize + size, as: Int.self)
        place.storeBytes(of: row.level, toByteOffset: 8, as: Int32.self)
        place.storeBytes(of: row.type, toByteOffset: 12, as: Int32.self)
        switch row.conversion {
        case .same, .segment: (place + headerSize).copyMemory(from: data, byteCount: size)
        case .packetInfo4:
          // in_pktinfo {index, local, destination} becomes {destination, index}.
          let raw = UnsafeRawPointer(data)
          place.storeBytes(
            of: raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self), toByteOffset: 16, as: UInt32.self)
          place.storeBytes(
            of: raw.loadUnaligned(fromByteOffset: 0, as: UInt32.self), toByteOffset: 20, as: UInt32.self)
        case .trafficClass: place.storeBytes(of: Int32(data.pointee), toByteOffset: 16, as: Int32.self)
        case .congestion: place.storeBytes(of: Int32(data.pointee & 3), toByteOffset: 16, as: Int32.self)
        }
        used += aligned(headerSize + size)
      }
    }
    return (used, fits)
  }

  /// Of several rows for one kind the one that is told.
  private static func isTold(_ row: Row, _ wanted: TrafficReports) -> Bool {
    switch row.conversion {
    case .trafficClass:
      row.level == 0 ? row.type == 3 && wanted.contains(.service) : wanted.contains(.service6)
    case .congestion: wanted.contains(row.level == 0 ? .congestion : .congestion6)
    // A TTL comes as IP_TTL.
    default: !(row.level == 0 && row.type == 21)
    }
  }

  /// IP_PKTINFO and IPV6_PKTINFO have the same number.
  private static let packetInfo: Int32 = 19

  /// The address a datagram was sent to, from its packet information; nil without.
  static func destination(_ header: UnsafeMutablePointer<msghdr>) -> SocketAddress? {
    var item = clinux_cmsg_first(header)
    while let current = item {
      item = clinux_cmsg_next(header, current)
      guard let data = clinux_cmsg_data(current) else { continue }
      let kind = (current.pointee.cmsg_level, current.pointee.cmsg_type)
      if kind == (0, Int32(IP_PKTINFO)) {
        return .wildcard(family: AddressFamily.inet).with(
          address: UnsafeRawPointer(data) + 8, count: 4, at: 4)
      }
      if kind == (41, Int32(IPV6_PKTINFO)) {
        return .wildcard(family: AddressFamily.inet6).with(address: data, count: 16, at: 8)
      }
    }
    return nil
  }

  /// Translates the program's control data for sending; nil if it is malformed or of an unknown kind.
  static func linuxForm(of control: UnsafeRawBufferPointer) -> [UInt8]? {
    var result = [UInt8](repeating: 0, count: linuxRoom(for: control.count))
    guard let count = result.withUnsafeMutableBytes({ linuxForm(of: control, into: $0.baseAddress!) }) else {
      return nil
    }
    result.removeLast(result.count - count)
    return result
  }

  /// How much the Linux form may take: packet information grows by eight bytes, and nothing is shorter than it.
  static func linuxRoom(for count: Int) -> Int { 2 * aligned(count) + 16 }

  /// The same into room that is there; the number of bytes written.
  static func linuxForm(of control: UnsafeRawBufferPointer, into out: UnsafeMutableRawPointer) -> Int? {
    var offset = 0
    var used = 0
    while offset + headerSize <= control.count {
      let length = control.loadUnaligned(fromByteOffset: offset, as: Int.self)
      guard length >= headerSize, length <= control.count - offset else { return nil }
      let level = control.loadUnaligned(fromByteOffset: offset + 8, as: Int32.self)
      let type = control.loadUnaligned(fromByteOffset: offset + 12, as: Int32.self)
      guard let row = rows.first(where: { $0.level == level && $0.type == type }) else { return nil }
      let data = control.baseAddress! + offset + headerSize
      let place = out + used
      var size = length - headerSize
      switch row.conversion {
      case .same: (place + headerSize).copyMemory(from: data, byteCount: size)
      case .segment:
        guard size >= 4, let segment = UInt16(exactly: data.loadUnaligned(as: UInt32.self)) else {
          return nil
        }
        size = 2
        place.storeBytes(of: segment, toByteOffset: headerSize, as: UInt16.self)
      case .packetInfo4:
        guard size >= 8 else { return nil }
        size = 12
        place.storeBytes(
          of: data.loadUnaligned(fromByteOffset: 4, as: UInt32.self), toByteOffset: 16, as: UInt32.self)
        place.storeBytes(of: data.loadUnaligned(as: UInt32.self), toByteOffset: 20, as: UInt32.self)
        place.storeBytes(of: 0, toByteOffset: 24, as: UInt32.self)
      case .trafficClass, .congestion:
        guard size >= 4 else { return nil }
        size = 4
        let value = data.loadUnaligned(as: Int32.self)
        guard (0...(row.conversion == .congestion ? 3 : 255)).contains(value) else { return nil }
        // The two are one byte to Linux.
        if let other = find(
          row.linuxLevel, row.linuxType, in: UnsafeRawBufferPointer(start: out, count: used))
        {
          out.storeBytes(
            of: out.load(fromByteOffset: other, as: Int32.self) | value, toByteOffset: other, as: Int32.self)
          offset += aligned(length)
          continue
        }
        place.storeBytes(of: value, toByteOffset: headerSize, as: Int32.self)
      }
      place.storeBytes(of: headerSize + size, as: Int.self)
      place.storeBytes(of: row.linuxLevel, toByteOffset: 8, as: Int32.self)
      place.storeBytes(of: row.linuxType, toByteOffset: 12, as: Int32.self)
      used += aligned(headerSize + size)
      offset += aligned(length)
    }
    return used
  }

  /// Where the data of an item that is written begins.
  private static func find(_ level: Int32, _ type: Int32, in items: UnsafeRawBufferPointer) -> Int? {
    var offset = 0
    while offset < items.count {
      if items.load(fromByteOffset: offset + 8, as: Int32.self) == level
        && items.load(fromByteOffset: offset + 12, as: Int32.self) == type
      {
        return offset + headerSize
      }
      offset += aligned(items.load(fromByteOffset: offset, as: Int.self))
    }
    return nil
  }
}
