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

  /// Moves what came with a datagram into the program's WSAMSG. False if the control buffer was too short.
  static func store(_ operation: OperationPointer, _ header: UnsafeMutablePointer<msghdr>) -> Bool {
    guard let message = operation.pointee.extra?.pointee.message else { return true }
    var flags: UInt32 = 0
    if header.pointee.msg_flags & Int32(MSG_TRUNC) != 0 { flags |= MessageFlags.truncated }
    let room = Int(message.load(fromByteOffset: Layout.controlLength, as: UInt32.self))
    let out = message.load(fromByteOffset: Layout.controlBuffer, as: UnsafeMutableRawPointer?.self)
    var used = 0
    var fits = header.pointee.msg_flags & Int32(MSG_CTRUNC) == 0
    var item = clinux_cmsg_first(header)
    while let current = item {
      item = clinux_cmsg_next(header, current)
      guard
        let row = rows.first(where: {
          $0.linuxLevel == current.pointee.cmsg_level && $0.linuxType == current.pointee.cmsg_type
        }), let data = clinux_cmsg_data(current)
      else { continue }
      let size =
        row.conversion == .packetInfo4
        ? 8 : row.conversion == .byteToInt ? 4 : Int(current.pointee.cmsg_len) - headerSize
      guard let out, used + headerSize + size <= room else {
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
    if !fits { flags |= MessageFlags.controlTruncated }
    message.storeBytes(of: UInt32(min(used, room)), toByteOffset: Layout.controlLength, as: UInt32.self)
    message.storeBytes(of: flags, toByteOffset: Layout.flags, as: UInt32.self)
    return fits
  }

  /// Translates the program's control data for sending; nil if it is malformed or of an unknown kind.
  static func linuxForm(of control: UnsafeRawBufferPointer) -> [UInt8]? {
    var result: [UInt8] = []
    var offset = 0
    while offset + headerSize <= control.count {
      let length = control.loadUnaligned(fromByteOffset: offset, as: Int.self)
      guard length >= headerSize, offset + length <= control.count else { return nil }
      let level = control.loadUnaligned(fromByteOffset: offset + 8, as: Int32.self)
      let type = control.loadUnaligned(fromByteOffset: offset + 12, as: Int32.self)
      guard let row = rows.first(where: { $0.level == level && $0.type == type }) else { return nil }
      var data = [UInt8](control[(offset + headerSize)..<(offset + length)])
      if row.conversion == .packetInfo4 {
        guard data.count >= 8 else { return nil }
        data = Array(data[4..<8]) + Array(data[0..<4]) + [0, 0, 0, 0]
      } else if row.conversion == .byteToInt {
        guard data.count >= 4 else { return nil }
        data = Array(data[0..<4])
      }
      withUnsafeBytes(of: headerSize + data.count) { result.append(contentsOf: $0) }
      withUnsafeBytes(of: row.linuxLevel) { result.append(contentsOf: $0) }
      withUnsafeBytes(of: row.linuxType) { result.append(contentsOf: $0) }
      result.append(contentsOf: data)
      while result.count % 8 != 0 { result.append(0) }
      offset += aligned(length)
    }
    return result
  }
}
