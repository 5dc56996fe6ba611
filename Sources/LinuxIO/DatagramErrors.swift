// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The queue in which Linux keeps ICMP errors of sent datagrams (IP_RECVERR).
public enum DatagramErrors {
  /// Empties the queue, which would otherwise keep the socket in the error state.
  public static func drain(_ descriptor: Int32) {
    withUnsafeTemporaryAllocation(byteCount: 512, alignment: 8) { control in
      var header = msghdr()
      while true {
        header.msg_control = control.baseAddress
        header.msg_controllen = control.count
        if System.receive(descriptor, message: &header, flags: Int32(MSG_ERRQUEUE)) < 0 { return }
      }
    }
  }
}
