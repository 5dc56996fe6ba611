// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

/// The name space providers that are there: the system's resolver, under the identity of the DNS provider of
/// Windows. Other name spaces (NLA, Bluetooth, peer names, e-mail) are not installed.
enum NameSpaces {
  static let dns = DWORD(NS_DNS)
  static let identifier = "Tcpip"
  /// {22059D40-7E9E-11CF-AE5A-00AA00A7112B}
  static let provider = GUID(
    Data1: 0x2205_9d40, Data2: 0x7e9e, Data3: 0x11cf, Data4: (0xae, 0x5a, 0x00, 0xaa, 0x00, 0xa7, 0x11, 0x2b))

  /// Whether a query for this name space and provider has somebody to answer it.
  ///
  /// - Throws: `.invalidArgument` for the peer name spaces, whose service does not run here, else
  ///   `.serviceNotFound`.
  static func require(_ nameSpace: DWORD, _ identity: LPGUID?) throws(WinsockError) {
    if nameSpace == DWORD(NS_PNRPNAME) || nameSpace == DWORD(NS_PNRPCLOUD) { throw .invalidArgument }
    guard nameSpace == DWORD(NS_ALL) || nameSpace == dns else { throw .serviceNotFound }
    guard let identity else { return }
    try requireReadable(identity, MemoryLayout<GUID>.size)
    guard identity.pointee.isSame(as: provider) else { throw .serviceNotFound }
  }
}

extension GUID {
  func isSame(as other: GUID) -> Bool {
    withUnsafeBytes(of: self) { mine in withUnsafeBytes(of: other) { mine.elementsEqual($0) } }
  }
}

// MARK: Enumerating. WSANAMESPACE_INFO and, with a BLOB behind it, WSANAMESPACE_INFOEX, in three widths.

/// - Returns: the number of providers; WSAEFAULT and the size needed if they do not fit.
func enumerateNameSpaces<Character: WideCharacter>(
  _ length: LPDWORD?, _ out: UnsafeMutableRawPointer?, _ size: Int, _ type: Character.Type
) -> INT {
  winsock(socketError) { () throws(WinsockError) in
    try requireWritable(length, 4)
    let length = length!
    var record = RecordWriter(size: size)
    record.put(NameSpaces.provider, at: 0)
    record.put(NameSpaces.dns, at: 16)
    record.put(yes, at: 20)
    record.link(Character.bytes(NameSpaces.identifier), at: 32)
    try record.store(in: out, length)
    return 1
  }
}

extension WideCharacter {
  /// The bytes of a string and its NUL.
  static func bytes(_ text: String) -> [UInt8] { (encode(text) + [0]).withUnsafeBytes { Array($0) } }
}

extension RecordWriter {
  /// Writes the record to a buffer of the program.
  ///
  /// - Throws: `.badAddress` if there is no room for it; `length` then says how much there must be.
  func store(in out: UnsafeMutableRawPointer?, _ length: LPDWORD) throws(WinsockError) {
    guard let out, Int(length.pointee) >= bytes.count else {
      length.pointee = DWORD(bytes.count)
      throw .badAddress
    }
    try requireWritable(out, bytes.count)
    copy(to: out)
  }
}

/// WSAEnumNameSpaceProviders: the number of name space providers; WSAEFAULT and the size needed.
@c @implementation
public func WSAEnumNameSpaceProvidersA(_ lpdwBufferLength: LPDWORD!, _ lpnspBuffer: LPWSANAMESPACE_INFOA!)
  -> INT
{
  enumerateNameSpaces(lpdwBufferLength, lpnspBuffer, MemoryLayout<WSANAMESPACE_INFOA>.size, CChar.self)
}

@c @implementation
public func WSAEnumNameSpaceProvidersW(_ lpdwBufferLength: LPDWORD!, _ lpnspBuffer: LPWSANAMESPACE_INFOW!)
  -> INT
{
  enumerateNameSpaces(lpdwBufferLength, lpnspBuffer, MemoryLayout<WSANAMESPACE_INFOW>.size, WCHAR.self)
}

/// WSAEnumNameSpaceProvidersEx: the same with the provider's private data, of which there is none.
@c @implementation
public func WSAEnumNameSpaceProvidersExA(_ lpdwBufferLength: LPDWORD!, _ lpnspBuffer: LPWSANAMESPACE_INFOEXA!)
  -> INT
{
  enumerateNameSpaces(lpdwBufferLength, lpnspBuffer, MemoryLayout<WSANAMESPACE_INFOEXA>.size, CChar.self)
}

@c @implementation
public func WSAEnumNameSpaceProvidersExW(_ lpdwBufferLength: LPDWORD!, _ lpnspBuffer: LPWSANAMESPACE_INFOEXW!)
  -> INT
{
  enumerateNameSpaces(lpdwBufferLength, lpnspBuffer, MemoryLayout<WSANAMESPACE_INFOEXW>.size, WCHAR.self)
}
