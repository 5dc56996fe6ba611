// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import Overlapped

// The window functions that carry text, as programs see them that are compiled with -fshort-wchar.

@c(ws2_RegisterClassW_16)
public func registerClass16(_ description: UnsafePointer<WNDCLASSA>?) -> UInt16 {
  registerClass(description, .wide16)
}

@c(ws2_RegisterClassExW_16)
public func registerClassEx16(_ description: UnsafePointer<WNDCLASSEXA>?) -> UInt16 {
  registerClass(description, .wide16)
}

@c(ws2_UnregisterClassW_16)
public func unregisterClass16(_ name: Wide16, _ instance: HINSTANCE?) -> Int32 {
  unregisterClass(name, .wide16)
}

@c(ws2_GetClassNameW_16)
public func getClassName16(_ window: HWND?, _ out: MutableWide16, _ count: Int32) -> Int32 {
  className(window, out, count, .wide16)
}

@c(ws2_CreateWindowExW_16)
public func createWindowEx16(
  _ extendedStyle: UInt32, _ name: Wide16, _ title: Wide16, _ style: UInt32, _ x: Int32, _ y: Int32,
  _ width: Int32, _ height: Int32, _ parent: HWND?, _ menu: HMENU?, _ instance: HINSTANCE?,
  _ parameter: UnsafeMutableRawPointer?
) -> HWND? {
  createWindow(
    extendedStyle, name, title, style, x, y, width, height, parent, menu, instance, parameter, .wide16)
}

@c(ws2_SetWindowLongPtrW_16)
public func setWindowLongPtr16(_ window: HWND?, _ index: Int32, _ value: Int64) -> Int64 {
  user(0) { () throws(WinsockError) in try setWindowValue(window, index, value, .wide16) }
}

@c(ws2_SetWindowTextW_16)
public func setWindowText16(_ window: HWND?, _ text: Wide16) -> Int32 { setText(window, text, .wide16) }

@c(ws2_GetWindowTextW_16)
public func getWindowText16(_ window: HWND?, _ out: MutableWide16, _ count: Int32) -> Int32 {
  getText(window, out, count, .wide16)
}

@c(ws2_GetWindowTextLengthW_16)
public func getWindowTextLength16(_ window: HWND?) -> Int32 { textLength(window) }

@c(ws2_DefWindowProcW_16)
public func defWindowProc16(_ window: HWND?, _ number: UInt32, _ word: UInt64, _ long: Int64) -> Int64 {
  defaultProcedure(window, number, word, long, .wide16)
}

@c(ws2_SendMessageW_16)
public func sendMessage16(_ window: HWND?, _ number: UInt32, _ word: UInt64, _ long: Int64) -> Int64 {
  sendMessage(window, number, word, long, .wide16)
}

@c(ws2_SendMessageTimeoutW_16)
public func sendMessageTimeout16(
  _ window: HWND?, _ number: UInt32, _ word: UInt64, _ long: Int64, _ flags: UInt32, _ timeout: UInt32,
  _ result: UnsafeMutablePointer<UInt64>?
) -> Int64 {
  sendMessage(
    window, number, word, long, SendLimits(flags: flags, timeout: timeout, result: result), .wide16)
}

@c(ws2_RegisterWindowMessageW_16)
public func registerWindowMessage16(_ name: Wide16) -> UInt32 { registerMessage(name, .wide16) }
