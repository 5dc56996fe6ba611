// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// An error number of Linux.
public struct Errno: Error, Equatable, Hashable, Sendable {
  public let code: Int32

  @inlinable
  public init(_ code: Int32) { self.code = code }

  public static let notPermitted = Errno(EPERM)
  public static let noEntry = Errno(ENOENT)
  public static let interrupted = Errno(EINTR)
  public static let inputOutput = Errno(EIO)
  public static let badDescriptor = Errno(EBADF)
  public static let wouldBlock = Errno(EAGAIN)
  public static let outOfMemory = Errno(ENOMEM)
  public static let accessDenied = Errno(EACCES)
  public static let badAddress = Errno(EFAULT)
  public static let noDevice = Errno(ENODEV)
  public static let invalidArgument = Errno(EINVAL)
  public static let tooManyFilesInSystem = Errno(ENFILE)
  public static let tooManyFiles = Errno(EMFILE)
  public static let brokenPipe = Errno(EPIPE)
  public static let noSystemCall = Errno(ENOSYS)
  public static let notSocket = Errno(ENOTSOCK)
  public static let destinationRequired = Errno(EDESTADDRREQ)
  public static let messageTooLong = Errno(EMSGSIZE)
  public static let wrongProtocolType = Errno(EPROTOTYPE)
  public static let noProtocolOption = Errno(ENOPROTOOPT)
  public static let protocolNotSupported = Errno(EPROTONOSUPPORT)
  public static let socketTypeNotSupported = Errno(ESOCKTNOSUPPORT)
  public static let notSupported = Errno(EOPNOTSUPP)
  public static let protocolFamilyNotSupported = Errno(EPFNOSUPPORT)
  public static let addressFamilyNotSupported = Errno(EAFNOSUPPORT)
  public static let addressInUse = Errno(EADDRINUSE)
  public static let addressNotAvailable = Errno(EADDRNOTAVAIL)
  public static let networkDown = Errno(ENETDOWN)
  public static let networkUnreachable = Errno(ENETUNREACH)
  public static let networkReset = Errno(ENETRESET)
  public static let connectionAborted = Errno(ECONNABORTED)
  public static let connectionReset = Errno(ECONNRESET)
  public static let noBuffers = Errno(ENOBUFS)
  public static let isConnected = Errno(EISCONN)
  public static let notConnected = Errno(ENOTCONN)
  public static let shutDown = Errno(ESHUTDOWN)
  public static let timedOut = Errno(ETIMEDOUT)
  public static let connectionRefused = Errno(ECONNREFUSED)
  public static let hostDown = Errno(EHOSTDOWN)
  public static let hostUnreachable = Errno(EHOSTUNREACH)
  public static let alreadyInProgress = Errno(EALREADY)
  public static let inProgress = Errno(EINPROGRESS)
  public static let cancelled = Errno(ECANCELED)
  public static let protocolError = Errno(EPROTO)
  public static let fileExists = Errno(EEXIST)
  public static let notDirectory = Errno(ENOTDIR)
  public static let isDirectory = Errno(EISDIR)
  public static let noSpace = Errno(ENOSPC)
  public static let directoryNotEmpty = Errno(ENOTEMPTY)
  public static let readOnlyFileSystem = Errno(EROFS)
  public static let nameTooLong = Errno(ENAMETOOLONG)
  public static let crossDevice = Errno(EXDEV)

  /// Errors after which a connection is over.
  public var endsConnection: Bool {
    [
      Errno.connectionReset, .connectionAborted, .timedOut, .brokenPipe, .networkReset, .hostUnreachable,
      .networkUnreachable, .networkDown, .hostDown,
    ].contains(self)
  }

  /// What ICMP says about an earlier datagram, reported by whatever call comes next.
  public var isDatagramReport: Bool {
    [
      Errno.connectionRefused, .hostUnreachable, .networkUnreachable, .hostDown, .protocolError,
      .noProtocolOption,
    ].contains(self)
  }
}
