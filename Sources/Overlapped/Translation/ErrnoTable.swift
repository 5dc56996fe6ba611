// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// What each error of Linux is in Winsock: the error of a call, and the status of an operation.
struct ErrnoRow {
  let errno: Errno
  let error: WinsockError
  let status: Status

  init(_ errno: Errno, _ error: WinsockError, _ status: Status) {
    self.errno = errno
    self.error = error
    self.status = status
  }

  static let all = [
    ErrnoRow(.notPermitted, .accessDenied, .accessDenied),
    ErrnoRow(.noEntry, .connectionRefused, .connectionRefused),
    ErrnoRow(.interrupted, .interrupted, .requestAborted),
    ErrnoRow(.inputOutput, .networkDown, .unexpectedNetworkError),
    ErrnoRow(.badDescriptor, .notSocket, Status(rawValue: 0xC000_0008)),
    ErrnoRow(.wouldBlock, .wouldBlock, .deviceNotReady),
    ErrnoRow(.outOfMemory, .noBuffers, .insufficientResources),
    ErrnoRow(.accessDenied, .accessDenied, .accessDenied),
    ErrnoRow(.badAddress, .badAddress, .accessViolation),
    ErrnoRow(.noDevice, .addressNotAvailable, .invalidAddressComponent),
    ErrnoRow(.invalidArgument, .invalidArgument, .invalidParameter),
    ErrnoRow(.tooManyFilesInSystem, .tooManySockets, .insufficientResources),
    ErrnoRow(.tooManyFiles, .tooManySockets, .insufficientResources),
    ErrnoRow(.brokenPipe, .connectionReset, .connectionReset),
    ErrnoRow(.noSystemCall, .notSupported, .notSupported),
    ErrnoRow(.notSocket, .notSocket, Status(rawValue: 0xC000_0024)),
    ErrnoRow(.destinationRequired, .notConnected, .invalidConnection),
    ErrnoRow(.messageTooLong, .messageTooLong, .invalidBufferSize),
    ErrnoRow(.wrongProtocolType, .wrongProtocolType, .notSupported),
    ErrnoRow(.noProtocolOption, .noProtocolOption, .invalidParameter),
    ErrnoRow(.protocolNotSupported, .protocolNotSupported, .notSupported),
    ErrnoRow(.socketTypeNotSupported, .socketTypeNotSupported, .notSupported),
    ErrnoRow(.notSupported, .notSupported, .notSupported),
    ErrnoRow(.protocolFamilyNotSupported, .protocolFamilyNotSupported, .notSupported),
    ErrnoRow(.addressFamilyNotSupported, .addressFamilyNotSupported, .invalidAddressComponent),
    ErrnoRow(.addressInUse, .addressInUse, .addressAlreadyExists),
    ErrnoRow(.addressNotAvailable, .addressNotAvailable, .invalidAddressComponent),
    ErrnoRow(.networkDown, .networkDown, Status(rawValue: 0xC000_00BF)),
    ErrnoRow(.networkUnreachable, .networkUnreachable, .networkUnreachable),
    ErrnoRow(.networkReset, .networkReset, .hopLimitExceeded),
    ErrnoRow(.connectionAborted, .connectionAborted, .connectionAborted),
    ErrnoRow(.connectionReset, .connectionReset, .connectionReset),
    ErrnoRow(.noBuffers, .noBuffers, .insufficientResources),
    ErrnoRow(.isConnected, .alreadyConnected, .connectionActive),
    ErrnoRow(.notConnected, .notConnected, .invalidConnection),
    ErrnoRow(.shutDown, .shutDown, .pipeDisconnected),
    ErrnoRow(.timedOut, .timedOut, .ioTimeout),
    ErrnoRow(.connectionRefused, .connectionRefused, .connectionRefused),
    ErrnoRow(.hostDown, .hostDown, .hostDown),
    ErrnoRow(.hostUnreachable, .hostUnreachable, .hostUnreachable),
    ErrnoRow(.alreadyInProgress, .alreadyInProgress, .deviceNotReady),
    ErrnoRow(.inProgress, .wouldBlock, .deviceNotReady),
    ErrnoRow(.cancelled, .operationAborted, .cancelled),
    ErrnoRow(.protocolError, .networkDown, .unexpectedNetworkError),
  ]

  /// An error that no socket call is known to give counts as a failure of the network subsystem.
  static let other = ErrnoRow(Errno(0), .networkDown, .unexpectedNetworkError)

  static func find(_ errno: Errno) -> ErrnoRow { all.first { $0.errno == errno } ?? other }
}
