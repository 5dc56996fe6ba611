// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Addresses as text.

// MARK: inet_pton, inet_ntop

/// 1 for an address, 0 for text that is none, −1 with WSAEAFNOSUPPORT or WSAEFAULT.
func parseAddress<Character: WideCharacter>(_ family: INT, _ text: UnsafePointer<Character>?, _ out: PVOID?)
  -> INT
{
  win32(-1) { () throws(WinsockError) in
    guard [AddressFamily.inet, AddressFamily.inet6].contains(family) else { throw .addressFamilyNotSupported }
    guard let text, let out else { throw .badAddress }
    let units = try Character.units(at: text)
    try requireWritable(out, family == AddressFamily.inet ? 4 : 16)
    // Strict addresses only, and nothing behind them.
    let end: Int
    if family == AddressFamily.inet {
      guard case .address(let address, let place) = NumericAddress.parse4(units, strict: true) else {
        return 0
      }
      out.storeBytes(of: address, as: UInt32.self)
      end = place
    } else {
      guard case .address(let bytes, let place) = NumericAddress.parse6(units) else { return 0 }
      out.copyMemory(from: bytes, byteCount: 16)
      end = place
    }
    return end == units.count ? 1 : 0
  }
}

/// The buffer, or NULL with WSAEAFNOSUPPORT, or STATUS_INVALID_PARAMETER's ERROR_INVALID_PARAMETER when it is
/// too small.
func formatAddress<Character: WideCharacter>(
  _ family: INT, _ address: LPCVOID?, _ out: UnsafeMutablePointer<Character>?, _ size: Int
) -> UnsafeMutablePointer<Character>? {
  win32(nil) { () throws(WinsockError) in
    guard [AddressFamily.inet, AddressFamily.inet6].contains(family) else { throw .addressFamilyNotSupported }
    guard let address, let out else { throw .invalidParameter }
    try requireReadable(address, family == AddressFamily.inet ? 4 : 16)
    let text =
      family == AddressFamily.inet
      ? AddressText.format4(address.loadUnaligned(as: UInt32.self)) : NumericAddress.format6(address)
    let characters = Character.encode(text) + [0]
    guard characters.count <= size else { throw .invalidParameter }
    try requireWritable(out, characters.count * MemoryLayout<Character>.size)
    for (i, character) in characters.enumerated() { out[i] = character }
    return out
  }
}

@c(ws2_inet_pton)
public func inetPton(_ Family: Int32, _ pStringBuf: UnsafePointer<CChar>?, _ pAddr: UnsafeMutableRawPointer?)
  -> Int32
{
  parseAddress(Family, pStringBuf, pAddr)
}

@c @implementation
public func InetPtonW(_ Family: INT, _ pStringBuf: LPCWSTR!, _ pAddr: PVOID!) -> INT {
  parseAddress(Family, pStringBuf, pAddr)
}

@c @implementation
public func inet_ntop(_ Family: INT, _ pAddr: LPCVOID!, _ pStringBuf: LPSTR!, _ StringBufSize: Int) -> LPCSTR!
{
  UnsafePointer(formatAddress(Family, pAddr, pStringBuf, StringBufSize))
}

@c @implementation
public func InetNtopW(_ Family: INT, _ pAddr: LPCVOID!, _ pStringBuf: LPWSTR!, _ StringBufSIze: Int)
  -> LPCWSTR!
{
  UnsafePointer(formatAddress(Family, pAddr, pStringBuf, StringBufSIze))
}

// MARK: The old ones

/// INADDR_NONE for what is no address; "" is 0.0.0.0, a lone space as well.
@c(ws2_inet_addr)
public func inetAddr(_ cp: UnsafePointer<CChar>?) -> UInt32 {
  guard let cp, let text = try? CChar.units(at: cp) else { return UInt32.max }
  if text == [32] { return 0 }
  guard case .address(let address, let end) = NumericAddress.parse4(text, strict: false) else {
    return UInt32.max
  }
  // Anything may follow behind white space.
  return end == text.count || text[end] == 32 || (9...13).contains(text[end]) ? address : UInt32.max
}

/// The text lives in the calling thread until its next call.
@c @implementation
public func inet_ntoa(_ in: ws2_in_addr) -> UnsafeMutablePointer<CChar>! {
  let thread = Thread.current
  let buffer = thread.attachments[ThreadText.key] as? ThreadText ?? ThreadText()
  thread.attachments[ThreadText.key] = buffer
  let address = withUnsafeBytes(of: `in`) { $0.load(as: UInt32.self) }
  return buffer.store(AddressText.format4(address))
}

/// A short text that a thread keeps for the program.
private final class ThreadText {
  static let key = 1
  private let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: 32)
  deinit { buffer.deallocate() }

  func store(_ text: String) -> UnsafeMutablePointer<CChar> {
    for (i, byte) in (Array(text.utf8.prefix(31)) + [0]).enumerated() { buffer[i] = CChar(bitPattern: byte) }
    return buffer
  }
}

// These four have the same types as in libc, and so do inet_pton and inet_addr: the compiler takes both
// declarations for one, and the binding has to be given here.

@c(ws2_htons)
public func hostShortSwap(_ hostshort: UInt16) -> UInt16 {
  hostshort.bigEndian
}

@c(ws2_ntohs)
public func networkShortSwap(_ netshort: UInt16) -> UInt16 {
  UInt16(bigEndian: netshort)
}

@c(ws2_htonl)
public func hostLongSwap(_ hostlong: UInt32) -> UInt32 {
  hostlong.bigEndian
}

@c(ws2_ntohl)
public func networkLongSwap(_ netlong: UInt32) -> UInt32 {
  UInt32(bigEndian: netlong)
}

@c @implementation
public func WSAHtons(_ s: SOCKET, _ hostshort: u_short, _ lpnetshort: UnsafeMutablePointer<u_short>!) -> Int32
{
  convert(s, hostshort.bigEndian, lpnetshort)
}

@c @implementation
public func WSANtohs(_ s: SOCKET, _ netshort: u_short, _ lphostshort: UnsafeMutablePointer<u_short>!) -> Int32
{
  convert(s, UInt16(bigEndian: netshort), lphostshort)
}

@c @implementation
public func WSAHtonl(_ s: SOCKET, _ hostlong: ws2_u_long, _ lpnetlong: UnsafeMutablePointer<ws2_u_long>!)
  -> Int32
{
  convert(s, hostlong.bigEndian, lpnetlong)
}

@c @implementation
public func WSANtohl(_ s: SOCKET, _ netlong: ws2_u_long, _ lphostlong: UnsafeMutablePointer<ws2_u_long>!)
  -> Int32
{
  convert(s, UInt32(bigEndian: netlong), lphostlong)
}

/// The socket says which byte order its addresses have; it is the network's for all of them.
private func convert<Value>(_ s: SOCKET, _ value: Value, _ out: UnsafeMutablePointer<Value>?) -> Int32 {
  winsock { () throws(WinsockError) in
    _ = try SocketUse(s)
    try requireWritable(out, MemoryLayout<Value>.size)
    out!.pointee = value
  }
}

// MARK: WSAAddressToString, WSAStringToAddress

/// An address with its port: "127.0.0.1:80", "[::1%2]:80"; no port when that is 0.
func addressToString<Character: WideCharacter>(
  _ address: UnsafeRawPointer?, _ length: DWORD, _ out: UnsafeMutablePointer<Character>?, _ size: LPDWORD?
) -> INT {
  winsock { () throws(WinsockError) in
    guard let address, let size, Thread.current.isReadable(address, Int(length)) else { throw .badAddress }
    try requireWritable(size, 4)
    let characters = Character.encode(try text(of: address, length)) + [0]
    guard Int(size.pointee) >= characters.count, let out else {
      size.pointee = DWORD(characters.count)
      throw .badAddress
    }
    try requireWritable(out, characters.count * MemoryLayout<Character>.size)
    size.pointee = DWORD(characters.count)
    for (i, character) in characters.enumerated() { out[i] = character }
  }
}

private func text(of address: UnsafeRawPointer, _ length: DWORD) throws(WinsockError) -> String {
  guard length >= 2 else { throw .badAddress }
  let port = length >= 4 ? UInt16(bigEndian: address.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) : 0
  switch Int32(address.loadUnaligned(as: UInt16.self)) {
  case AddressFamily.inet:
    guard length >= 16 else { throw .badAddress }
    let host = AddressText.format4(address.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    return port == 0 ? host : "\(host):\(port)"
  case AddressFamily.inet6:
    guard length >= 28 else { throw .badAddress }
    let scope = address.loadUnaligned(fromByteOffset: 24, as: UInt32.self)
    let host = NumericAddress.format6(address + 8) + (scope == 0 ? "" : "%\(scope)")
    return port == 0 ? host : "[\(host)]:\(port)"
  default: throw .invalidArgument
  }
}

func stringToAddress<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, _ family: INT, _ out: UnsafeMutableRawPointer?,
  _ length: UnsafeMutablePointer<Int32>?
) -> INT {
  winsock { () throws(WinsockError) in
    guard let length, let out else { throw .badAddress }
    try requireWritable(length, 4)
    guard let text else { throw .invalidArgument }
    guard let bytes = try parse(Character.units(at: text), family) else { throw .invalidArgument }
    guard Int(length.pointee) >= bytes.count else {
      length.pointee = Int32(bytes.count)
      throw .badAddress
    }
    try requireWritable(out, bytes.count)
    length.pointee = Int32(bytes.count)
    out.copyMemory(from: bytes, byteCount: bytes.count)
  }
}

/// sockaddr_in or sockaddr_in6 of a text; nil if it is none.
private func parse<Character: WideCharacter>(_ text: [Character], _ family: INT) throws(WinsockError)
  -> [UInt8]?
{
  var bytes = [UInt8](repeating: 0, count: family == AddressFamily.inet ? 16 : 28)
  bytes[0] = UInt8(truncatingIfNeeded: family)
  func put(port: UInt16) { (bytes[2], bytes[3]) = (UInt8(port >> 8), UInt8(port & 0xFF)) }
  switch family {
  case AddressFamily.inet:
    let parsed = NumericAddress.parseWhole4(text, strict: false)
    guard let address = parsed.address, let port = parsed.port else { return nil }
    put(port: port)
    withUnsafeBytes(of: address) { bytes.replaceSubrange(4..<8, with: $0) }
  case AddressFamily.inet6:
    guard let parsed = NumericAddress.parseWhole6(text) else { return nil }
    put(port: parsed.port)
    bytes.replaceSubrange(8..<24, with: parsed.address)
    withUnsafeBytes(of: parsed.scope) { bytes.replaceSubrange(24..<28, with: $0) }
  default: throw .invalidArgument
  }
  return bytes
}

@c @implementation
public func WSAAddressToStringA(
  _ lpsaAddress: LPSOCKADDR!, _ dwAddressLength: DWORD, _ lpProtocolInfo: LPWSAPROTOCOL_INFOA!,
  _ lpszAddressString: LPSTR!, _ lpdwAddressStringLength: LPDWORD!
) -> INT {
  addressToString(lpsaAddress, dwAddressLength, lpszAddressString, lpdwAddressStringLength)
}

@c @implementation
public func WSAAddressToStringW(
  _ lpsaAddress: LPSOCKADDR!, _ dwAddressLength: DWORD, _ lpProtocolInfo: LPWSAPROTOCOL_INFOW!,
  _ lpszAddressString: LPWSTR!, _ lpdwAddressStringLength: LPDWORD!
) -> INT {
  addressToString(lpsaAddress, dwAddressLength, lpszAddressString, lpdwAddressStringLength)
}

@c @implementation
public func WSAStringToAddressA(
  _ AddressString: LPSTR!, _ AddressFamily: INT, _ lpProtocolInfo: LPWSAPROTOCOL_INFOA!,
  _ lpAddress: LPSOCKADDR!, _ lpAddressLength: LPINT!
) -> INT {
  stringToAddress(UnsafePointer(AddressString), AddressFamily, lpAddress, lpAddressLength)
}

@c @implementation
public func WSAStringToAddressW(
  _ AddressString: LPWSTR!, _ AddressFamily: INT, _ lpProtocolInfo: LPWSAPROTOCOL_INFOW!,
  _ lpAddress: LPSOCKADDR!, _ lpAddressLength: LPINT!
) -> INT {
  stringToAddress(UnsafePointer(AddressString), AddressFamily, lpAddress, lpAddressLength)
}
