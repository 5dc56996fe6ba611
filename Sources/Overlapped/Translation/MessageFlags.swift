// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Message flags in the numbers of the C interface, and what they are to Linux.
public enum MessageFlags {
  static let outOfBand: UInt32 = 0x1
  static let peek: UInt32 = 0x2
  static let dontRoute: UInt32 = 0x4
  static let waitAll: UInt32 = 0x8
  static let pushImmediate: UInt32 = 0x20
  static let truncated: UInt32 = 0x100
  static let controlTruncated: UInt32 = 0x200
  public static let partial: UInt32 = 0x8000
  /// MSG_INTERRUPT, which only Winsock 1.1 knew, is taken and means nothing.
  static let interrupt: UInt32 = 0x10

  static let receivable = outOfBand | peek | waitAll | pushImmediate | partial | interrupt
  static let sendable = outOfBand | dontRoute | partial | interrupt

  static let linuxOutOfBand = Int32(MSG_OOB)
  /// How many bytes there are, without touching or copying them.
  static let linuxMeasure = Int32(MSG_PEEK | MSG_TRUNC)

  @inline(__always)
  static func linuxForSending(_ flags: UInt32) -> Int32 {
    if flags == 0 { return 0 }
    var result: Int32 = 0
    if flags & outOfBand != 0 { result |= Int32(MSG_OOB) }
    if flags & dontRoute != 0 { result |= Int32(MSG_DONTROUTE) }
    return result
  }
}
