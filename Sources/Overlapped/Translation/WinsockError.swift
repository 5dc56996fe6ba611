// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import LinuxIO

/// An error code as WSAGetLastError and GetLastError report it.
public struct WinsockError: Error, Equatable, Hashable, Sendable {
  public let code: Int32
  /// Bytes that were moved in spite of the error: a truncated datagram.
  public let bytes: UInt32?

  public init(code: Int32) {
    self.code = code
    bytes = nil
  }

  private init(code: Int32, bytes: UInt32) {
    self.code = code
    self.bytes = bytes
  }

  public init(_ errno: Errno) { self = ErrnoRow.find(errno).error }

  /// A message that was longer than the buffers.
  static func truncated(bytes: UInt32) -> WinsockError { WinsockError(code: 10040, bytes: bytes) }

  public static func == (a: WinsockError, b: WinsockError) -> Bool { a.code == b.code }
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }

  // MARK: Winsock

  public static let interrupted = WinsockError(code: 10004)
  public static let badDescriptor = WinsockError(code: 10009)
  public static let accessDenied = WinsockError(code: 10013)
  public static let badAddress = WinsockError(code: 10014)
  public static let invalidArgument = WinsockError(code: 10022)
  public static let tooManySockets = WinsockError(code: 10024)
  public static let wouldBlock = WinsockError(code: 10035)
  public static let inProgress = WinsockError(code: 10036)
  public static let alreadyInProgress = WinsockError(code: 10037)
  public static let notSocket = WinsockError(code: 10038)
  public static let destinationRequired = WinsockError(code: 10039)
  public static let messageTooLong = WinsockError(code: 10040)
  public static let wrongProtocolType = WinsockError(code: 10041)
  public static let noProtocolOption = WinsockError(code: 10042)
  public static let protocolNotSupported = WinsockError(code: 10043)
  public static let socketTypeNotSupported = WinsockError(code: 10044)
  public static let notSupported = WinsockError(code: 10045)
  public static let protocolFamilyNotSupported = WinsockError(code: 10046)
  public static let addressFamilyNotSupported = WinsockError(code: 10047)
  public static let addressInUse = WinsockError(code: 10048)
  public static let addressNotAvailable = WinsockError(code: 10049)
  public static let networkDown = WinsockError(code: 10050)
  public static let networkUnreachable = WinsockError(code: 10051)
  public static let networkReset = WinsockError(code: 10052)
  public static let connectionAborted = WinsockError(code: 10053)
  public static let connectionReset = WinsockError(code: 10054)
  public static let noBuffers = WinsockError(code: 10055)
  public static let alreadyConnected = WinsockError(code: 10056)
  public static let notConnected = WinsockError(code: 10057)
  public static let shutDown = WinsockError(code: 10058)
  public static let tooManyReferences = WinsockError(code: 10059)
  public static let timedOut = WinsockError(code: 10060)
  public static let connectionRefused = WinsockError(code: 10061)
  public static let hostDown = WinsockError(code: 10064)
  public static let hostUnreachable = WinsockError(code: 10065)
  public static let systemNotReady = WinsockError(code: 10091)
  public static let versionNotSupported = WinsockError(code: 10092)
  public static let notInitialised = WinsockError(code: 10093)
  public static let disconnected = WinsockError(code: 10101)
  public static let invalidProvider = WinsockError(code: 10105)
  public static let serviceNotFound = WinsockError(code: 10108)
  public static let typeNotFound = WinsockError(code: 10109)
  public static let noMoreResults = WinsockError(code: 10110)
  public static let lookupCancelled = WinsockError(code: 10111)
  public static let hostNotFound = WinsockError(code: 11001)
  public static let tryAgain = WinsockError(code: 11002)
  public static let noRecovery = WinsockError(code: 11003)
  public static let noData = WinsockError(code: 11004)

  // MARK: Windows

  public static let fileNotFound = WinsockError(code: 2)
  public static let pathNotFound = WinsockError(code: 3)
  public static let accessDeniedBySystem = WinsockError(code: 5)
  public static let invalidHandle = WinsockError(code: 6)
  public static let notEnoughMemory = WinsockError(code: 8)
  public static let generalFailure = WinsockError(code: 31)
  public static let noAccess = WinsockError(code: 998)
  public static let ioCompletion = WinsockError(code: 192)
  public static let callNotSupported = WinsockError(code: 50)
  public static let invalidParameter = WinsockError(code: 87)
  public static let insufficientBuffer = WinsockError(code: 122)
  public static let alreadyExists = WinsockError(code: 183)
  public static let moreData = WinsockError(code: 234)
  public static let waitTimeout = WinsockError(code: 258)
  public static let notOwner = WinsockError(code: 288)
  public static let tooManyPosts = WinsockError(code: 298)
  public static let abandonedWait = WinsockError(code: 735)
  public static let operationAborted = WinsockError(code: 995)
  public static let ioIncomplete = WinsockError(code: 996)
  public static let ioPending = WinsockError(code: 997)
  public static let notFound = WinsockError(code: 1168)
  public static let noSystemResources = WinsockError(code: 1450)

  // MARK: Windows and messages

  public static let noMoreUserHandles = WinsockError(code: 1158)
  public static let messageSyncOnly = WinsockError(code: 1159)
  public static let invalidWindow = WinsockError(code: 1400)
  public static let topLevelChild = WinsockError(code: 1406)
  public static let windowClassNotFound = WinsockError(code: 1407)
  public static let classAlreadyExists = WinsockError(code: 1410)
  public static let classDoesNotExist = WinsockError(code: 1411)
  public static let classHasWindows = WinsockError(code: 1412)
  public static let invalidIndex = WinsockError(code: 1413)
  public static let invalidThreadID = WinsockError(code: 1444)
  public static let timeout = WinsockError(code: 1460)
  public static let notEnoughQuota = WinsockError(code: 1816)
}
