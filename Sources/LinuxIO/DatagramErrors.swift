// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The queue in which Linux keeps errors of sent datagrams (IP_RECVERR).
public enum DatagramErrors {
  public struct Found: Sendable {
    /// The network said something about an earlier datagram.
    public var isAny = false
    /// ECONNREFUSED for "port unreachable", EHOSTUNREACH for a time to live that has expired, whichever came first. What else
    /// the network says is nobody's business on Windows: no way to a host or a net, a host that is down, a smaller MTU.
    public var report: Errno?
  }

  /// Empties the queue, which would otherwise keep the socket in the error state.
  @discardableResult
  public static func drain(_ descriptor: Int32) -> Found {
    withUnsafeTemporaryAllocation(byteCount: 512, alignment: 8) { control in
      var found = Found()
      var header = msghdr()
      while true {
        header.msg_control = control.baseAddress
        header.msg_controllen = control.count
        if System.receive(descriptor, message: &header, flags: Int32(MSG_ERRQUEUE)) < 0 { return found }
        guard let error = error(in: UnsafeRawBufferPointer(rebasing: control[..<header.msg_controllen]))
        else {
          continue
        }
        found.isAny = true
        found.report = found.report ?? report(error)
      }
    }
  }

  /// What the network said; nil for what Linux has found itself, as a datagram that is too long.
  private static func error(in control: UnsafeRawBufferPointer) -> sock_extended_err? {
    let headerSize = MemoryLayout<cmsghdr>.size
    var offset = 0
    while offset + headerSize + MemoryLayout<sock_extended_err>.size <= control.count {
      let header = control.loadUnaligned(fromByteOffset: offset, as: cmsghdr.self)
      if header.cmsg_level == 0 && header.cmsg_type == IP_RECVERR
        || header.cmsg_level == 41 && header.cmsg_type == IPV6_RECVERR
      {
        let error = control.loadUnaligned(fromByteOffset: offset + headerSize, as: sock_extended_err.self)
        return error.ee_origin == icmp || error.ee_origin == icmp6 ? error : nil
      }
      offset += max((header.cmsg_len + 7) & ~7, headerSize)
    }
    return nil
  }

  /// SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6.
  private static let (icmp, icmp6) = (UInt8(2), UInt8(3))

  private static func report(_ error: sock_extended_err) -> Errno? {
    switch (error.ee_origin, error.ee_type, error.ee_code) {
    case (icmp, 3, 3), (icmp6, 1, 4): .connectionRefused
    case (icmp, 11, _), (icmp6, 3, _): .hostUnreachable
    default: nil
    }
  }
}
