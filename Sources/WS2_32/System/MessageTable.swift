// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import LinuxIO

/// What the codes say, in English.
enum MessageTable {
  static func text(_ code: UInt32) -> String? { texts[code] ?? rare[code] }

  /// An HRESULT of a Win32 error has the text of that.
  static func code(_ code: UInt32) -> UInt32 { code >> 16 == 0x8007 ? code & 0xFFFF : code }

  private static let texts: [UInt32: String] = [
    0: "The operation completed successfully.",
    1: "Incorrect function.",
    2: "The system cannot find the file specified.",
    3: "The system cannot find the path specified.",
    4: "The system cannot open the file.",
    5: "Access is denied.",
    6: "The handle is invalid.",
    8: "Not enough memory resources are available to process this command.",
    14: "Not enough memory resources are available to complete this operation.",
    21: "The device is not ready.",
    31: "A device attached to the system is not functioning.",
    32: "The process cannot access the file because it is being used by another process.",
    38: "Reached the end of the file.",
    50: "The request is not supported.",
    52: "You were not connected because a duplicate name exists on the network.",
    53: "The network path was not found.",
    59: "An unexpected network error occurred.",
    64: "The specified network name is no longer available.",
    80: "The file exists.",
    87: "The parameter is incorrect.",
    109: "The pipe has been ended.",
    112: "There is not enough space on the disk.",
    120: "This function is not supported on this system.",
    121: "The semaphore timeout period has expired.",
    122: "The data area passed to a system call is too small.",
    126: "The specified module could not be found.",
    127: "The specified procedure could not be found.",
    131: "An attempt was made to move the file pointer before the beginning of the file.",
    183: "Cannot create a file when that file already exists.",
    231: "All pipe instances are busy.",
    232: "The pipe is being closed.",
    233: "No process is on the other end of the pipe.",
    234: "More data is available.",
    258: "The wait operation timed out.",
    259: "No more data is available.",
    288: "Attempt to release mutex not owned by caller.",
    298: "Too many posts were made to a semaphore.",
    487: "Attempt to access invalid address.",
    735: "Abandoned wait.",
    995: "The I/O operation has been aborted because of either a thread exit or an application request.",
    996: "Overlapped I/O event is not in a signaled state.",
    997: "Overlapped I/O operation is in progress.",
    998: "Invalid access to memory location.",
    1158: "The current process has used all of its system allowance of handles for Window Manager objects.",
    1159: "The message can be used only with synchronous operations.",
    1168: "Element not found.",
    1223: "The operation was canceled by the user.",
    1225: "The remote computer refused the network connection.",
    1226: "The network connection was gracefully closed.",
    1231: "The network location cannot be reached.",
    1232: "The network location cannot be reached.",
    1234: "No service is operating at the destination network endpoint on the remote system.",
    1235: "The request was aborted.",
    1236: "The network connection was aborted by the local system.",
    1400: "Invalid window handle.",
    1406: "Cannot create a top-level child window.",
    1407: "Cannot find window class.",
    1410: "Class already exists.",
    1411: "Class does not exist.",
    1412: "Class still has open windows.",
    1413: "Invalid index.",
    1444: "Invalid thread identifier.",
    1450: "Insufficient system resources exist to complete the requested service.",
    1453: "Insufficient quota to complete the requested service.",
    1460: "This operation returned because the timeout period expired.",
    1814: "The specified resource name cannot be found in the image file.",
    1816: "Not enough quota is available to process this command.",
    1784: "The supplied user buffer is not valid for the requested operation.",
    10004: "A blocking operation was interrupted by a call to WSACancelBlockingCall.",
    10009: "The file handle supplied is not valid.",
    10013: "An attempt was made to access a socket in a way forbidden by its access permissions.",
    10014:
      "The system detected an invalid pointer address in attempting to use a pointer argument in a call.",
    10022: "An invalid argument was supplied.",
    10024: "Too many open sockets.",
    10035: "A non-blocking socket operation could not be completed immediately.",
    10036: "A blocking operation is currently executing.",
    10037: "An operation was attempted on a non-blocking socket that already had an operation in progress.",
    10038: "An operation was attempted on something that is not a socket.",
    10039: "A required address was omitted from an operation on a socket.",
    10040:
      "A message sent on a datagram socket was larger than the internal message buffer or some other network limit, "
      + "or the buffer used to receive a datagram into was smaller than the datagram itself.",
    10041:
      "A protocol was specified in the socket function call that does not support the semantics of the socket "
      + "type requested.",
    10042:
      "An unknown, invalid, or unsupported option or level was specified in a getsockopt or setsockopt call.",
    10043:
      "The requested protocol has not been configured into the system, or no implementation for it exists.",
    10044: "The support for the specified socket type does not exist in this address family.",
    10045: "The attempted operation is not supported for the type of object referenced.",
    10046: "The protocol family has not been configured into the system or no implementation for it exists.",
    10047: "An address incompatible with the requested protocol was used.",
    10048: "Only one usage of each socket address (protocol/network address/port) is normally permitted.",
    10049: "The requested address is not valid in its context.",
    10050: "A socket operation encountered a dead network.",
    10051: "A socket operation was attempted to an unreachable network.",
    10052:
      "The connection has been broken due to keep-alive activity detecting a failure while the operation was in "
      + "progress.",
    10053: "An established connection was aborted by the software in your host machine.",
    10054: "An existing connection was forcibly closed by the remote host.",
    10055:
      "An operation on a socket could not be performed because the system lacked sufficient buffer space or because "
      + "a queue was full.",
    10056: "A connect request was made on an already connected socket.",
    10057:
      "A request to send or receive data was disallowed because the socket is not connected and (when sending on "
      + "a datagram socket using a sendto call) no address was supplied.",
    10058:
      "A request to send or receive data was disallowed because the socket had already been shut down in that "
      + "direction with a previous shutdown call.",
    10059: "Too many references to some kernel object.",
    10060:
      "A connection attempt failed because the connected party did not properly respond after a period of time, or "
      + "established connection failed because connected host has failed to respond.",
    10061: "No connection could be made because the target machine actively refused it.",
    10062: "Cannot translate name.",
    10063: "Name component or name was too long.",
    10064: "A socket operation failed because the destination host was down.",
    10065: "A socket operation was attempted to an unreachable host.",
    10067: "A Windows Sockets implementation may have a limit on the number of applications that may use it "
      + "simultaneously.",
    10091:
      "WSAStartup cannot function at this time because the underlying system it uses to provide network services "
      + "is currently unavailable.",
    10092: "The Windows Sockets version requested is not supported.",
    10093: "Either the application has not called WSAStartup, or WSAStartup failed.",
    10101:
      "Returned by WSARecv or WSARecvFrom to indicate the remote party has initiated a graceful shutdown sequence.",
    10102: "No more results can be returned by WSALookupServiceNext.",
    10104: "The procedure call table is invalid.",
    10105: "The requested service provider is invalid.",
    10106: "The requested service provider could not be loaded or initialized.",
    10108: "No such service is known. The service cannot be found in the specified name space.",
    10109: "The specified class was not found.",
    10110: "No more results can be returned by WSALookupServiceNext.",
    10111:
      "A call to WSALookupServiceEnd was made while this call was still processing. The call has been canceled.",
    11001: "No such host is known.",
    11002:
      "This is usually a temporary error during hostname resolution and means that the local server did not "
      + "receive a response from an authoritative server.",
    11003: "A non-recoverable error occurred during a database lookup.",
    11004: "The requested name is valid, but no data of the requested type was found.",
  ]
}

extension MessageTable {
  /// gai_strerror: permanent C strings, made once per code.
  static func permanentText<Character: WideCharacter>(_ code: Int32, _ type: Character.Type)
    -> UnsafeMutablePointer<Character>
  {
    let key = UInt64(UInt32(bitPattern: code)) << 8 | UInt64(MemoryLayout<Character>.size)
    let address = lock.withLock { () -> UInt in
      if let known = permanent[key] { return known }
      let characters = Character.encode(text(UInt32(bitPattern: code)) ?? "Unknown error.") + [0]
      let copy = UnsafeMutablePointer<Character>.allocate(capacity: characters.count)
      copy.initialize(from: characters, count: characters.count)
      permanent[key] = UInt(bitPattern: copy)
      return UInt(bitPattern: copy)
    }
    return UnsafeMutablePointer(bitPattern: address)!
  }

  private static let lock = Lock()
  nonisolated(unsafe) private static var permanent: [UInt64: UInt] = [:]
}
