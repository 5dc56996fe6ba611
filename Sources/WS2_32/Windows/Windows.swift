// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Windows. There is no screen: a window is what its procedure does with messages (docs/DEVIATIONS.md).

/// The body of a function of user32: as of any Win32 function, and the calling thread has a message queue from
/// its first one on.
func user<R>(_ failure: R, _ body: () throws(WinsockError) -> R) -> R {
  _ = MessageQueue.current
  return win32(failure, body)
}

/// The same for a function that only says whether it succeeded.
func user(_ body: () throws(WinsockError) -> Void) -> BOOL {
  _ = MessageQueue.current
  return win32(body)
}

extension WindowHandle {
  @inline(__always)
  init(_ window: HWND?) { self.init(bits: UInt64(UInt(bitPattern: window))) }

  var pointer: HWND? { HWND(bitPattern: UInt(bits)) }
}

/// The window behind a handle.
/// - Throws: `.invalidWindow`.
func window(_ handle: HWND?) throws(WinsockError) -> Window { try Desktop.require(WindowHandle(handle)) }

/// CreateWindowEx, for every encoding, with its parameters in their order.
func createWindow(
  _ extendedStyle: DWORD, _ name: UnsafeRawPointer?, _ title: UnsafeRawPointer?, _ style: DWORD, _ x: Int32,
  _ y: Int32, _ width: Int32, _ height: Int32, _ parent: HWND?, _ menu: HMENU?, _ instance: HINSTANCE?,
  _ parameter: LPVOID?, _ encoding: TextEncoding
) -> HWND? {
  let request = CREATESTRUCTA(
    lpCreateParams: parameter, hInstance: instance, hMenu: menu, hwndParent: parent, cy: height, cx: width,
    y: y, x: x, style: LONG(bitPattern: style), lpszName: nil, lpszClass: nil, dwExStyle: extendedStyle)
  let attributes = Window.Attributes(
    style: style, extendedStyle: extendedStyle, identifier: Int64(Int(bitPattern: menu)),
    instance: Int64(Int(bitPattern: instance)), parent: WindowHandle(parent))
  return user(nil) { () throws(WinsockError) in
    SystemClasses.prepare()
    guard name != nil, let found = Desktop.windowClass(try ClassName(name, encoding)) else {
      throw .windowClassNotFound
    }
    guard found.encoding != encoding else {
      return try createWindow(found, attributes, request, name, title)
    }
    // The structure that the first messages carry is in the class's own encoding.
    let ownName = found.encoding.terminated(found.name)
    let ownTitle = found.encoding.terminated(try encoding.read(title))
    return try withCopy(of: ownName) { (name) throws(WinsockError) in
      try withCopy(of: ownTitle) { (text) throws(WinsockError) in
        try createWindow(found, attributes, request, name, title == nil ? nil : text)
      }
    }
  }
}

/// Both structures have the same layout; names are pointers in either.
private func createWindow(
  _ windowClass: WindowClass, _ attributes: Window.Attributes, _ request: CREATESTRUCTA,
  _ name: UnsafeRawPointer?, _ title: UnsafeRawPointer?
) throws(WinsockError) -> HWND? {
  var request = request
  request.lpszClass = name?.assumingMemoryBound(to: CChar.self)
  request.lpszName = title?.assumingMemoryBound(to: CChar.self)
  return try withUnsafePointer(to: &request) { (pointer) throws(WinsockError) in
    try Window.create(windowClass, attributes, parameters: UnsafeRawPointer(pointer))?.handle.pointer
  }
}

/// CreateWindowEx: WM_NCCREATE and WM_CREATE, as the procedure allows; with WS_VISIBLE, WM_SHOWWINDOW.
/// ERROR_CANNOT_FIND_WND_CLASS, ERROR_INVALID_WINDOW_HANDLE (parent), ERROR_TLW_WITH_WSCHILD.
@c @implementation
public func CreateWindowExA(
  _ dwExStyle: DWORD, _ lpClassName: LPCSTR!, _ lpWindowName: LPCSTR!, _ dwStyle: DWORD, _ X: Int32,
  _ Y: Int32, _ nWidth: Int32, _ nHeight: Int32, _ hWndParent: HWND!, _ hMenu: HMENU!,
  _ hInstance: HINSTANCE!, _ lpParam: LPVOID!
) -> HWND! {
  createWindow(
    dwExStyle, lpClassName, lpWindowName, dwStyle, X, Y, nWidth, nHeight, hWndParent, hMenu, hInstance,
    lpParam, .narrow)
}

@c @implementation
public func CreateWindowExW(
  _ dwExStyle: DWORD, _ lpClassName: LPCWSTR!, _ lpWindowName: LPCWSTR!, _ dwStyle: DWORD, _ X: Int32,
  _ Y: Int32, _ nWidth: Int32, _ nHeight: Int32, _ hWndParent: HWND!, _ hMenu: HMENU!,
  _ hInstance: HINSTANCE!, _ lpParam: LPVOID!
) -> HWND! {
  createWindow(
    dwExStyle, lpClassName, lpWindowName, dwStyle, X, Y, nWidth, nHeight, hWndParent, hMenu, hInstance,
    lpParam, .wide32)
}

/// DestroyWindow: WM_DESTROY, WM_NCDESTROY; child and owned windows go with it, and so do timers and posted
/// messages. ERROR_ACCESS_DENIED for a window of another thread.
@c @implementation
public func DestroyWindow(_ hWnd: HWND!) -> BOOL {
  user { () throws(WinsockError) in try window(hWnd).destroy() }
}

@c @implementation
public func IsWindow(_ hWnd: HWND!) -> BOOL {
  user { () throws(WinsockError) in _ = try window(hWnd) }
}

/// IsWindowUnicode: whether its procedure expects wide text.
@c @implementation
public func IsWindowUnicode(_ hWnd: HWND!) -> BOOL {
  user(no) { () throws(WinsockError) in try window(hWnd).current.encoding.isWide ? yes : no }
}

/// IsWindowVisible: whether it has been shown, and the windows that it is a child of as well.
@c @implementation
public func IsWindowVisible(_ hWnd: HWND!) -> BOOL {
  user(no) { () throws(WinsockError) in try window(hWnd).isVisible ? yes : no }
}

/// ShowWindow: sends WM_SHOWWINDOW if that changes something, and keeps WS_VISIBLE; there is nothing to draw.
/// Returns whether the window was visible before.
@c @implementation
public func ShowWindow(_ hWnd: HWND!, _ nCmdShow: Int32) -> BOOL {
  user(no) { () throws(WinsockError) in
    try window(hWnd).show(nCmdShow != Int32(SW_HIDE)) ? yes : no
  }
}

/// UpdateWindow: sends WM_PAINT if part of the window has to be drawn, which is never the case.
@c @implementation
public func UpdateWindow(_ hWnd: HWND!) -> BOOL {
  user { () throws(WinsockError) in _ = try window(hWnd) }
}

/// GetParent: the parent of a child window, the owner of a pop-up window, else NULL.
@c @implementation
public func GetParent(_ hWnd: HWND!) -> HWND! {
  user(nil) { () throws(WinsockError) in
    let window = try window(hWnd)
    let isRelated = window.isChild || window.current.style & Window.Style.popUp != 0
    return isRelated ? window.parentHandle.pointer : nil
  }
}

@c @implementation
public func IsChild(_ hWndParent: HWND!, _ hWnd: HWND!) -> BOOL {
  user(no) { () throws(WinsockError) in
    let ancestor = try window(hWndParent)
    return try window(hWnd).isDescendant(of: ancestor) ? yes : no
  }
}

/// GetWindowThreadProcessId: the thread that made the window.
@c @implementation
public func GetWindowThreadProcessId(_ hWnd: HWND!, _ lpdwProcessId: LPDWORD!) -> DWORD {
  user(0) { () throws(WinsockError) in
    let window = try window(hWnd)
    if let lpdwProcessId {
      guard Thread.current.isWritable(lpdwProcessId, 4) else { throw .noAccess }
      lpdwProcessId.pointee = DWORD(bitPattern: ProcessInformation.id)
    }
    return window.queue.threadID
  }
}
