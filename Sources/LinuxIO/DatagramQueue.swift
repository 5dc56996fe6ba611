// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The datagrams that wait to be received.
public enum DatagramQueue {
  /// The bytes in all of them. Linux tells the length of the first one only: the others are looked at one by one.
  ///
  /// - Returns: the error that the socket had instead, if a look took it away.
  public static func unreadCount(_ descriptor: Int32) -> (bytes: Int, taken: Errno?) {
    guard System.poll(descriptor, events: Int16(POLLIN)) & Int16(POLLIN) != 0 else { return (0, nil) }
    var total = 0
    var taken: Errno?
    var byte: UInt8 = 0
    while total <= Int(Int32.max) {
      // Where the next look begins.
      guard System.setOption(descriptor, level: SOL_SOCKET, name: SO_PEEK_OFF, Int32(total)) >= 0 else {
        break
      }
      let length = System.receive(descriptor, &byte, 1, flags: Int32(MSG_PEEK | MSG_TRUNC))
      if length < 0 {
        let errno = Errno(Int32(-length))
        if errno != .wouldBlock { taken = errno }
        break
      }
      total += length
    }
    _ = System.setOption(descriptor, level: SOL_SOCKET, name: SO_PEEK_OFF, -1)
    return (total, taken)
  }
}
