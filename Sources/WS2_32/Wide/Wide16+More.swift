// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The rest of the wide functions for -fshort-wchar.

// MARK: Objects

@c(ws2_CreateMutexW_16)
public func createMutex16(_ attributes: UnsafeRawPointer?, _ owned: Int32, _ name: Wide16) -> HANDLE? {
  createMutex(Text(name), owned: owned != 0)
}

@c(ws2_CreateMutexExW_16)
public func createMutexEx16(
  _ attributes: UnsafeRawPointer?, _ name: Wide16, _ flags: UInt32, _ access: UInt32
) -> HANDLE? {
  createMutex(Text(name), owned: flags & 1 != 0)
}

@c(ws2_OpenMutexW_16)
public func openMutex16(_ access: UInt32, _ inherit: Int32, _ name: Wide16) -> HANDLE? {
  NamedObjects.open(Text(name), Mutex.self)
}

@c(ws2_CreateSemaphoreW_16)
public func createSemaphore16(
  _ attributes: UnsafeRawPointer?, _ initial: Int32, _ maximum: Int32, _ name: Wide16
) -> HANDLE? {
  createSemaphore(Text(name), initial, maximum)
}

@c(ws2_CreateSemaphoreExW_16)
public func createSemaphoreEx16(
  _ attributes: UnsafeRawPointer?, _ initial: Int32, _ maximum: Int32, _ name: Wide16, _ flags: UInt32,
  _ access: UInt32
) -> HANDLE? {
  createSemaphore(Text(name), initial, maximum)
}

@c(ws2_OpenSemaphoreW_16)
public func openSemaphore16(_ access: UInt32, _ inherit: Int32, _ name: Wide16) -> HANDLE? {
  NamedObjects.open(Text(name), Semaphore.self)
}

// MARK: Files

@c(ws2_CreateFileW_16)
public func createFile16(
  _ name: Wide16, _ access: UInt32, _ share: UInt32, _ attributes: UnsafeRawPointer?, _ disposition: UInt32,
  _ flags: UInt32, _ template: HANDLE?
) -> HANDLE? {
  createFile(Text(name), access, disposition, flags)
}

@c(ws2_DeleteFileW_16)
public func deleteFile16(_ name: Wide16) -> Int32 { deleteFile(Text(name)) }

// MARK: Text

@c(ws2_FormatMessageW_16)
public func formatMessage16(
  _ flags: UInt32, _ source: UnsafeRawPointer?, _ code: UInt32, _ language: UInt32,
  _ buffer: UnsafeMutableRawPointer?,
  _ size: UInt32, _ arguments: UnsafeMutableRawPointer?
) -> UInt32 {
  formatMessage(
    flags, source?.assumingMemoryBound(to: UInt16.self), code, buffer, size, arguments, UInt16.self)
}

@c(ws2_MultiByteToWideChar_16)
public func multiByteToWideChar16(
  _ codePage: UInt32, _ flags: UInt32, _ text: UnsafePointer<CChar>?, _ count: Int32, _ out: MutableWide16,
  _ size: Int32
) -> Int32 {
  toWide(codePage, flags, text, count, out, size)
}

@c(ws2_WideCharToMultiByte_16)
public func wideCharToMultiByte16(
  _ codePage: UInt32, _ flags: UInt32, _ text: Wide16, _ count: Int32, _ out: UnsafeMutablePointer<CChar>?,
  _ size: Int32, _ substitute: UnsafePointer<CChar>?, _ used: UnsafeMutablePointer<Int32>?
) -> Int32 {
  fromWide(text, count, out, size, used)
}

@c(ws2_WriteConsoleW_16)
public func writeConsole16(
  _ console: HANDLE?, _ text: UnsafeRawPointer?, _ count: UInt32, _ written: UnsafeMutablePointer<UInt32>?,
  _ reserved: UnsafeMutableRawPointer?
) -> Int32 {
  writeConsole(console, text, count, written, UInt16.self)
}

@c(ws2_gai_strerrorW_16)
public func gaiStrerror16(_ code: Int32) -> MutableWide16 { MessageTable.permanentText(code, UInt16.self) }

// MARK: Addresses

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
  _ remote: UnsafeMutableRawPointer?,
  _ timeout: PTIMEVAL?, _ reserved: LPWSAOVERLAPPED?
) -> Int32 {
  connectByName(
    s, UnsafePointer(host), UnsafePointer(service), localLength,
    local?.assumingMemoryBound(to: ws2_sockaddr.self), remoteLength,
    remote?.assumingMemoryBound(to: ws2_sockaddr.self), timeout, reserved)
}
