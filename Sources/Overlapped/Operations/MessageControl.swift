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
  private enum Conversion { case same, packetInfo4, byteToInt }

  private static let rows = [
    Row(level: 0, type: 19, linuxLevel: 0, linuxType: Int32(IP_PKTINFO), conversion: .packetInfo4),
    // What IP_HOPLIMIT asks for comes as IP_TTL; both are taken with what is sent.
    Row(level: 0, type: 4, linuxLevel: 0, linuxType: Int32(IP_TTL), conversion: .same),
    Row(level: 0, type: 21, linuxLevel: 0, linuxType: Int32(IP_TTL), conversion: .same),
    Row(level: 0, type: 50, linuxLevel: 0, linuxType: Int32(IP_TOS), conversion: .byteToInt),
    Row(level: 0, type: 39, linuxLevel: 0, linuxType: Int32(IP_TOS), conversion: .byteToInt),
    Row(level: 41, type: 19, linuxLevel: 41, linuxType: Int32(IPV6_PKTINFO), conversion: .same),
    Row(level: 41, type: 21, linuxLevel: 41, linuxType: Int32(IPV6_HOPLIMIT), conversion: .same),
    Row(level: 41, type: 50, linuxLevel: 41, linuxType: Int32(IPV6_TCLASS), conversion: .same),
    Row(level: 41, type: 39, linuxLevel: 41, linuxType: Int32(IPV6_TCLASS), conversion: .same),
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
  static func store(_ operation: OperationPointer, _ header: UnsafeMutablePointer<msghdr>) -> Bool {
    guard let message = operation.pointee.extra?.pointee.message else { return true }
    let room = UnsafeMutableRawBufferPointer(
      start: message.load(fromByteOffset: Layout.controlBuffer, as: UnsafeMutableRawPointer?.self),
      count: Int(message.load(fromByteOffset: Layout.controlLength, as: UInt32.self)))
    let (used, fits) = windowsForm(header, into: room)
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
  /// - Parameter hidesPacketInfo: the library asked for the packet information, not the program.
  /// - Returns: how many bytes were written, and whether there was room for all.
  static func windowsForm(
    _ header: UnsafeMutablePointer<msghdr>, into room: UnsafeMutableRawBufferPointer,
    hidesPacketInfo: Bool = false
  ) -> (used: Int, fits: Bool) {
    var used = 0
    var fits = header.pointee.msg_flags & Int32(MSG_CTRUNC) == 0
    var item = clinux_cmsg_first(header)
    while let current = item {
      item = clinux_cmsg_next(header, current)
      guard
        let row = rows.first(where: {
          $0.linuxLevel == current.pointee.cmsg_level && $0.linuxType == current.pointee.cmsg_type
        }), !(hidesPacketInfo && row.type == packetInfo), let data = clinux_cmsg_data(current)
      else { continue }
      let size =
        row.conversion == .packetInfo4
        ? 8 : row.conversion == .byteToInt ? 4 : Int(current.pointee.cmsg_len) - headerSize
      guard let out = room.baseAddress, used + headerSize + size <= room.count else {
        fits = false
        break
      }
      let place = out + used
      place.storeBytes(of: headerSize + size, as: Int.self)
      place.storeBytes(of: row.level, toByteOffset: 8, as: Int32.self)
      place.storeBytes(of: row.type, toByteOffset: 12, as: Int32.self)
      switch row.conversion {
      case .same: (place + headerSize).copyMemory(from: data, byteCount: size)
      case .packetInfo4:
        // in_pktinfo {index, local, destination} becomes {destination, index}.
        let raw = UnsafeRawPointer(data)
        place.storeBytes(
          of: raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self), toByteOffset: 16, as: UInt32.self)
        place.storeBytes(
          of: raw.loadUnaligned(fromByteOffset: 0, as: UInt32.self), toByteOffset: 20, as: UInt32.self)
      case .byteToInt:
        // The header knows two names for this byte: the code point with its two ECN bits, and those bits.
        place.storeBytes(of: Int32(data.pointee & 3), toByteOffset: 16, as: Int32.self)
      }
      used += aligned(headerSize + size)
    }
    return (used, fits)
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
      case .packetInfo4:
        guard size >= 8 else { return nil }
        size = 12
        place.storeBytes(
          of: data.loadUnaligned(fromByteOffset: 4, as: UInt32.self), toByteOffset: 16, as: UInt32.self)
        place.storeBytes(of: data.loadUnaligned(as: UInt32.self), toByteOffset: 20, as: UInt32.self)
        place.storeBytes(of: 0, toByteOffset: 24, as: UInt32.self)
      case .byteToInt:
        guard size >= 4 else { return nil }
        size = 4
        (place + headerSize).copyMemory(from: data, byteCount: 4)
      }
      place.storeBytes(of: headerSize + size, as: Int.self)
      place.storeBytes(of: row.linuxLevel, toByteOffset: 8, as: Int32.self)
      place.storeBytes(of: row.linuxType, toByteOffset: 12, as: Int32.self)
      used += aligned(headerSize + size)
      offset += aligned(length)
    }
    return used
  }
}
