// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Addresses as text, and connecting by names, for -fshort-wchar.

@c(ws2_RtlIpv4AddressToStringW_16)
public func ipv4ToString16(_ address: UnsafeRawPointer?, _ out: MutableWide16) -> MutableWide16 {
  write(text4(address, port: 0), out)
}

@c(ws2_RtlIpv6AddressToStringW_16)
public func ipv6ToString16(_ address: UnsafeRawPointer?, _ out: MutableWide16) -> MutableWide16 {
  write(text6(address, scope: 0, port: 0), out)
}

@c(ws2_RtlIpv4AddressToStringExW_16)
public func ipv4ToStringEx16(
  _ address: UnsafeRawPointer?, _ port: UInt16, _ out: MutableWide16, _ size: UnsafeMutablePointer<UInt32>?
) -> Int32 {
  write(text4(address, port: port), out, size)
}

@c(ws2_RtlIpv6AddressToStringExW_16)
public func ipv6ToStringEx16(
  _ address: UnsafeRawPointer?, _ scope: UInt32, _ port: UInt16, _ out: MutableWide16,
  _ size: UnsafeMutablePointer<UInt32>?
) -> Int32 {
  write(text6(address, scope: scope, port: port), out, size)
}

@c(ws2_RtlIpv4StringToAddressW_16)
public func ipv4FromString16(
  _ text: Wide16, _ strict: UInt8, _ end: UnsafeMutablePointer<UnsafeMutablePointer<UInt16>?>?,
  _ out: UnsafeMutableRawPointer?
) -> Int32 {
  parsePrefix4(text, strict: strict, end, out)
}

@c(ws2_RtlIpv4StringToAddressExW_16)
public func ipv4FromStringEx16(
  _ text: Wide16, _ strict: UInt8, _ out: UnsafeMutableRawPointer?, _ port: UnsafeMutablePointer<UInt16>?
) -> Int32 {
  parseWhole4(text, strict: strict, out, port)
}

@c(ws2_RtlIpv6StringToAddressW_16)
public func ipv6FromString16(
  _ text: Wide16, _ end: UnsafeMutablePointer<UnsafeMutablePointer<UInt16>?>?, _ out: UnsafeMutableRawPointer?
) -> Int32 {
  parsePrefix6(text, end, out)
}

@c(ws2_RtlIpv6StringToAddressExW_16)
public func ipv6FromStringEx16(
  _ text: Wide16, _ out: UnsafeMutableRawPointer?, _ scope: UnsafeMutablePointer<UInt32>?,
  _ port: UnsafeMutablePointer<UInt16>?
) -> Int32 {
  parseWhole6(text, out, scope, port)
}

@c(ws2_WSAConnectByNameW_16)
public func connectByName16(
  _ s: SOCKET, _ host: MutableWide16, _ service: MutableWide16, _ localLength: UnsafeMutablePointer<UInt32>?,
  _ local: UnsafeMutableRawPointer?, _ remoteLength: UnsafeMutablePointer<UInt32>?,
  _ remote: UnsafeMutableRawPointer?, _ timeout: PTIMEVAL?, _ reserved: LPWSAOVERLAPPED?
) -> Int32 {
  connectByName(
    s, UnsafePointer(host), UnsafePointer(service), localLength,
    local?.assumingMemoryBound(to: ws2_sockaddr.self), remoteLength,
    remote?.assumingMemoryBound(to: ws2_sockaddr.self), timeout, reserved)
}
