// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Name spaces and overlapped look-ups for -fshort-wchar.

@c(ws2_GetAddrInfoExW_16)
public func getAddrInfoEx16(
  _ host: Wide16, _ service: Wide16, _ nameSpace: UInt32, _ provider: LPGUID?, _ hints: UnsafeRawPointer?,
  _ result: UnsafeMutableRawPointer?, _ timeout: PTIMEVAL?, _ overlapped: LPOVERLAPPED?,
  _ routine: LPLOOKUPSERVICE_COMPLETION_ROUTINE?, _ nameHandle: LPHANDLE?
) -> Int32 {
  lookUpExtended(
    host, service, nameSpace, provider, hints, result,
    LookupReporting(timeout: timeout, overlapped: overlapped, routine: routine, nameHandle: nameHandle))
}

@c(ws2_FreeAddrInfoExW_16)
public func freeAddrInfoEx16(_ chain: UnsafeMutableRawPointer?) { AddressInfoChain.free(chain, .extended) }

@c(ws2_WSAEnumNameSpaceProvidersW_16)
public func enumNameSpaces16(_ length: LPDWORD?, _ out: UnsafeMutableRawPointer?) -> Int32 {
  enumerateNameSpaces(length, out, MemoryLayout<WSANAMESPACE_INFOW>.size, UInt16.self)
}

@c(ws2_WSAEnumNameSpaceProvidersExW_16)
public func enumNameSpacesEx16(_ length: LPDWORD?, _ out: UnsafeMutableRawPointer?) -> Int32 {
  enumerateNameSpaces(length, out, MemoryLayout<WSANAMESPACE_INFOEXW>.size, UInt16.self)
}

@c(ws2_WSALookupServiceBeginW_16)
public func lookupServiceBegin16(_ set: UnsafeRawPointer?, _ flags: UInt32, _ out: LPHANDLE?) -> Int32 {
  beginLookup(set, flags, out, UInt16.self)
}

@c(ws2_WSALookupServiceNextW_16)
public func lookupServiceNext16(
  _ lookup: HANDLE?, _ flags: UInt32, _ length: LPDWORD?, _ out: UnsafeMutableRawPointer?
) -> Int32 {
  nextResult(lookup, flags, length, out, UInt16.self)
}

@c(ws2_WSCEnumProtocols_16)
public func wscEnumProtocols16(
  _ protocols: UnsafePointer<Int32>?, _ out: UnsafeMutableRawPointer?, _ length: LPDWORD?, _ error: LPINT?
) -> Int32 {
  enumerate(error) { enumProtocols16(protocols, out, length) }
}
