// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The queue in which Linux keeps ICMP errors of sent datagrams (IP_RECVERR).
public enum DatagramErrors {
  /// Empties the queue, which would otherwise keep the socket in the error state.
  ///
  /// - Returns: whether there was anything in it.
  @discardableResult
  public static func drain(_ descriptor: Int32) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 512, alignment: 8) { control in
      var header = msghdr()
      var isAny = false
      while true {
        header.msg_control = control.baseAddress
        header.msg_controllen = control.count
        if System.receive(descriptor, message: &header, flags: Int32(MSG_ERRQUEUE)) < 0 { return isAny }
        isAny = true
      }
    }
  }
}
