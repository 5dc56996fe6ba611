// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The wide functions as programs see them that are compiled with -fshort-wchar: the same code over 16-bit
// characters. The headers bind to these symbols by themselves.

/// A 16-bit wide string.
public typealias Wide16 = UnsafePointer<UInt16>?
public typealias MutableWide16 = UnsafeMutablePointer<UInt16>?

// MARK: Names

@c(ws2_GetAddrInfoW_16)
public func getAddrInfo16(
  _ host: Wide16, _ service: Wide16, _ hints: UnsafeRawPointer?, _ result: UnsafeMutableRawPointer?
) -> Int32 {
  lookUp(host, service, hints, result)
}

@c(ws2_FreeAddrInfoW_16)
public func freeAddrInfo16(_ chain: UnsafeMutableRawPointer?) { AddressInfoChain.free(chain, .plain) }

@c(ws2_GetNameInfoW_16)
public func getNameInfo16(
  _ address: UnsafeRawPointer?, _ length: Int32, _ host: MutableWide16, _ hostSize: UInt32,
  _ service: MutableWide16, _ serviceSize: UInt32, _ flags: Int32
) -> Int32 {
  names(address, length, host, hostSize, service, serviceSize, flags)
}

@c(ws2_GetHostNameW_16)
public func getHostName16(_ name: MutableWide16, _ size: Int32) -> Int32 { hostName(name, size) }

@c(ws2_InetPtonW_16)
public func inetPton16(_ family: Int32, _ text: Wide16, _ out: UnsafeMutableRawPointer?) -> Int32 {
  parseAddress(family, text, out)
}

@c(ws2_InetNtopW_16)
public func inetNtop16(_ family: Int32, _ address: UnsafeRawPointer?, _ out: MutableWide16, _ size: Int)
  -> Wide16
{
  UnsafePointer(formatAddress(family, address, out, size))
}

@c(ws2_WSAAddressToStringW_16)
public func addressToString16(
  _ address: UnsafeRawPointer?, _ length: UInt32, _ info: UnsafeRawPointer?, _ out: MutableWide16,
  _ size: UnsafeMutablePointer<UInt32>?
) -> Int32 {
  addressToString(address, length, out, size)
}

@c(ws2_WSAStringToAddressW_16)
public func stringToAddress16(
  _ text: MutableWide16, _ family: Int32, _ info: UnsafeRawPointer?, _ out: UnsafeMutableRawPointer?,
  _ length: UnsafeMutablePointer<Int32>?
) -> Int32 {
  stringToAddress(UnsafePointer(text), family, out, length)
}

// MARK: The catalog

/// WSAPROTOCOL_INFOW with 16-bit characters: 116 bytes as in the narrow form, then 256 characters.
struct ProtocolInfo16: BitwiseCopyable {
  static let headSize = 116
  static let size = headSize + 512
  private var words: InlineArray<157, UInt32>

  init(_ entry: CatalogEntry, reserved: UInt32 = 0) {
    words = InlineArray(repeating: 0)
    var narrow = WSAPROTOCOL_INFOA(entry)
    narrow.dwProviderReserved = reserved
    withUnsafeMutableBytes(of: &words) { out in
      withUnsafeBytes(of: narrow) { out.copyBytes(from: $0.prefix(ProtocolInfo16.headSize)) }
      for (i, unit) in entry.name.utf16.prefix(255).enumerated() {
        out.storeBytes(of: unit, toByteOffset: ProtocolInfo16.headSize + 2 * i, as: UInt16.self)
      }
    }
  }
}

@c(ws2_WSAEnumProtocolsW_16)
public func enumProtocols16(
  _ protocols: UnsafePointer<Int32>?, _ out: UnsafeMutableRawPointer?, _ length: UnsafeMutablePointer<UInt32>?
) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    try enumerate(
      Catalog.selection(protocols).map { ProtocolInfo16($0) },
      out?.assumingMemoryBound(to: ProtocolInfo16.self), length)
  }
}

@c(ws2_WSASocketW_16)
public func socket16(
  _ af: Int32, _ type: Int32, _ number: Int32, _ info: UnsafeMutableRawPointer?, _ group: UInt32,
  _ flags: UInt32
) -> SOCKET {
  guard let info else { return WSASocketW(af, type, number, nil, group, flags) }
  guard Thread.current.isReadable(info, ProtocolInfo16.size) else {
    return fail(invalidSocket, .badAddress)
  }
  var narrow = WSAPROTOCOL_INFOA()
  withUnsafeMutableBytes(of: &narrow) {
    $0.copyBytes(from: UnsafeRawBufferPointer(start: info, count: ProtocolInfo16.headSize))
  }
  return WSASocketA(af, type, number, &narrow, group, flags)
}

@c(ws2_WSADuplicateSocketW_16)
public func duplicateSocket16(_ s: SOCKET, _ process: UInt32, _ info: UnsafeMutableRawPointer?) -> Int32 {
  guard let info, Thread.current.isWritable(info, ProtocolInfo16.size) else {
    return WSADuplicateSocketA(s, process, nil)
  }
  var narrow = WSAPROTOCOL_INFOA()
  let result = WSADuplicateSocketA(s, process, &narrow)
  guard result == success else { return result }
  guard let entry = Catalog.entry(number: narrow.dwCatalogEntryId) else {
    return fail(socketError, .notSupported)
  }
  info.storeBytes(of: ProtocolInfo16(entry, reserved: narrow.dwProviderReserved), as: ProtocolInfo16.self)
  return result
}
