// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The status of an operation as it stands in `OVERLAPPED.Internal`: an NTSTATUS (design 14).
public struct Status: Equatable, Hashable, Sendable {
  public let rawValue: UInt32

  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let success = Status(rawValue: 0)
  public static let pending = Status(rawValue: 0x103)
  public static let bufferOverflow = Status(rawValue: 0x8000_0005)
  /// A part of a message; what WSAGetOverlappedResult reports as MSG_PARTIAL.
  static let receivePartial = Status(rawValue: 0x4000_000F)
  static let invalidParameter = Status(rawValue: 0xC000_000D)
  static let bufferTooSmall = Status(rawValue: 0xC000_0023)
  static let accessViolation = Status(rawValue: 0xC000_0005)
  static let accessDenied = Status(rawValue: 0xC000_0022)
  static let insufficientResources = Status(rawValue: 0xC000_009A)
  static let deviceNotReady = Status(rawValue: 0xC000_00A3)
  static let pipeDisconnected = Status(rawValue: 0xC000_00B0)
  static let ioTimeout = Status(rawValue: 0xC000_00B5)
  static let notSupported = Status(rawValue: 0xC000_00BB)
  static let unexpectedNetworkError = Status(rawValue: 0xC000_00C4)
  public static let cancelled = Status(rawValue: 0xC000_0120)
  static let invalidConnection = Status(rawValue: 0xC000_0140)
  static let invalidAddress = Status(rawValue: 0xC000_0141)
  static let invalidBufferSize = Status(rawValue: 0xC000_0206)
  static let invalidAddressComponent = Status(rawValue: 0xC000_0207)
  static let addressAlreadyExists = Status(rawValue: 0xC000_020A)
  static let connectionReset = Status(rawValue: 0xC000_020D)
  static let transactionAborted = Status(rawValue: 0xC000_020F)
  static let connectionRefused = Status(rawValue: 0xC000_0236)
  static let gracefulDisconnect = Status(rawValue: 0xC000_0237)
  static let connectionActive = Status(rawValue: 0xC000_023B)
  static let networkUnreachable = Status(rawValue: 0xC000_023C)
  static let hostUnreachable = Status(rawValue: 0xC000_023D)
  static let portUnreachable = Status(rawValue: 0xC000_023F)
  public static let requestAborted = Status(rawValue: 0xC000_0240)
  static let connectionAborted = Status(rawValue: 0xC000_0241)
  static let hostDown = Status(rawValue: 0xC000_0350)
  /// Of a datagram whose time to live expired, and of a connection that keep-alive found broken.
  static let hopLimitExceeded = Status(rawValue: 0xC000_A012)

  /// What a failed system call of an operation stores.
  init(_ errno: Errno) { self = ErrnoRow.find(errno).status }

  /// The same for an error that an earlier datagram caused.
  init(datagramReport errno: Errno) {
    switch errno {
    case .connectionRefused: self = .portUnreachable
    case .hostUnreachable: self = .hopLimitExceeded
    default: self.init(errno)
    }
  }

  /// The output flags of a receive, in the numbers of the C interface, as far as the status carries them.
  public var messageFlags: UInt32 {
    switch rawValue {
    case 0x4000_000F: MessageFlags.partial
    case 0x4000_0010: MessageFlags.outOfBand
    case 0x4000_0011: MessageFlags.partial | MessageFlags.outOfBand
    default: 0
    }
  }

  /// Warnings and errors: what WSAGetOverlappedResult reports as a failure.
  @inlinable
  public var isError: Bool { rawValue >= 0x8000_0000 }

  /// Errors proper: what fails a call instead of completing it.
  var isFailure: Bool { rawValue >= 0xC000_0000 }

  /// As Winsock reports it.
  public var winsockError: Int32 {
    if self == .success { return 0 }
    if let row = StatusRow.find(rawValue) {
      return row.winsockError == 0 ? Int32(row.systemError) : row.winsockError
    }
    return isError ? 10022 : 0
  }

  /// As kernel32 reports it.
  public var systemError: UInt32 {
    if self == .success { return 0 }
    if self == .pending { return 997 }
    if let row = StatusRow.find(rawValue) { return row.systemError }
    return isError ? 317 : 0
  }
}
