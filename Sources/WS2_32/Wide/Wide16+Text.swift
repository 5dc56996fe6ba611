// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import LinuxIO
import Overlapped

// Conversions and messages for -fshort-wchar.

@c(ws2_FormatMessageW_16)
public func formatMessage16(
  _ flags: UInt32, _ source: UnsafeRawPointer?, _ code: UInt32, _ language: UInt32,
  _ buffer: UnsafeMutableRawPointer?, _ size: UInt32, _ arguments: UnsafeMutableRawPointer?
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

@c(ws2_gai_strerrorW_16)
public func gaiStrerror16(_ code: Int32) -> MutableWide16 { MessageTable.permanentText(code, UInt16.self) }
