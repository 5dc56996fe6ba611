// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// gethostbyname and its kin in the background. Each returns a task at once; the answer is a copy of the
// structure, with all that it points to, in the program's buffer, and a message: wParam is the task, lParam
// MAKELONG(size, error). Errors of the lookup come with the message, WSAEFAULT for a wild name or buffer and
// WSAENOBUFS, with the size that is needed, for one that is too small.

/// What all of them take.
private struct AsyncRequest {
  let window: HWND?
  let message: u_int
  let buffer: UnsafeMutablePointer<CChar>?
  let length: Int32

  /// Begins the lookup; WSAEINVAL at once for a window that does not exist, which could not be told.
  func start(_ find: @escaping @Sendable () throws(WinsockError) -> RecordWriter) -> HANDLE? {
    winsock(nil) { () throws(WinsockError) in
      guard Desktop.window(WindowHandle(window)) != nil else { throw .invalidArgument }
      let task = try BackgroundLookup.start(
        window: WindowHandle(window), message: message, buffer: UnsafeMutableRawPointer(buffer),
        capacity: Int(length)
      ) { () throws(WinsockError) in
        let record = try find()
        return BackgroundLookup.Answer(size: record.bytes.count) { record.copy(to: $0) }
      }
      return HANDLE(bitPattern: UInt(task))
    }
  }
}

/// A string of the program, which may change it after the call.
private struct CapturedText: Sendable {
  private let result: Result<String?, WinsockError>

  init(_ text: UnsafePointer<CChar>?) {
    do throws(WinsockError) { result = .success(try CChar.string(at: text)) } catch {
      result = .failure(error)
    }
  }

  /// - Throws: `.badAddress` if it could not be read.
  func optional() throws(WinsockError) -> String? { try result.get() }

  func required() throws(WinsockError) -> String {
    guard let text = try result.get() else { throw .badAddress }
    return text
  }
}

@c @implementation
public func WSAAsyncGetHostByName(
  _ hWnd: HWND!, _ wMsg: u_int, _ name: UnsafePointer<CChar>!, _ buf: UnsafeMutablePointer<CChar>!,
  _ buflen: Int32
) -> HANDLE! {
  let name = CapturedText(name)
  return AsyncRequest(window: hWnd, message: wMsg, buffer: buf, length: buflen).start {
    () throws(WinsockError) in try Databases.host(named: name.required())
  }
}

@c @implementation
public func WSAAsyncGetHostByAddr(
  _ hWnd: HWND!, _ wMsg: u_int, _ addr: UnsafePointer<CChar>!, _ len: Int32, _ type: Int32,
  _ buf: UnsafeMutablePointer<CChar>!, _ buflen: Int32
) -> HANDLE! {
  var address: [UInt8] = []
  if (1...16).contains(len), Thread.current.isReadable(addr, Int(len)), let addr {
    address = Array(UnsafeRawBufferPointer(start: addr, count: Int(len)))
  }
  return AsyncRequest(window: hWnd, message: wMsg, buffer: buf, length: buflen).start {
    [address] () throws(WinsockError) in try Databases.host(at: address, family: type)
  }
}

@c @implementation
public func WSAAsyncGetServByName(
  _ hWnd: HWND!, _ wMsg: u_int, _ name: UnsafePointer<CChar>!, _ proto: UnsafePointer<CChar>!,
  _ buf: UnsafeMutablePointer<CChar>!, _ buflen: Int32
) -> HANDLE! {
  let (name, proto) = (CapturedText(name), CapturedText(proto))
  return AsyncRequest(window: hWnd, message: wMsg, buffer: buf, length: buflen).start {
    () throws(WinsockError) in
    try Databases.record(NameResolution.service(named: name.required(), protocol: proto.optional()))
  }
}

/// The port is in network order.
@c @implementation
public func WSAAsyncGetServByPort(
  _ hWnd: HWND!, _ wMsg: u_int, _ port: Int32, _ proto: UnsafePointer<CChar>!,
  _ buf: UnsafeMutablePointer<CChar>!, _ buflen: Int32
) -> HANDLE! {
  let proto = CapturedText(proto)
  return AsyncRequest(window: hWnd, message: wMsg, buffer: buf, length: buflen).start {
    () throws(WinsockError) in
    try Databases.record(NameResolution.service(port: port, protocol: proto.optional()))
  }
}

@c @implementation
public func WSAAsyncGetProtoByName(
  _ hWnd: HWND!, _ wMsg: u_int, _ name: UnsafePointer<CChar>!, _ buf: UnsafeMutablePointer<CChar>!,
  _ buflen: Int32
) -> HANDLE! {
  let name = CapturedText(name)
  return AsyncRequest(window: hWnd, message: wMsg, buffer: buf, length: buflen).start {
    () throws(WinsockError) in try Databases.record(NameResolution.protocol(named: name.required()))
  }
}

@c @implementation
public func WSAAsyncGetProtoByNumber(
  _ hWnd: HWND!, _ wMsg: u_int, _ number: Int32, _ buf: UnsafeMutablePointer<CChar>!, _ buflen: Int32
) -> HANDLE! {
  AsyncRequest(window: hWnd, message: wMsg, buffer: buf, length: buflen).start {
    () throws(WinsockError) in try Databases.record(NameResolution.protocol(number: number))
  }
}

/// WSACancelAsyncRequest: no message comes any more. WSAEINVAL for a handle that is no task, WSAEALREADY for
/// one whose message has been posted.
@c @implementation
public func WSACancelAsyncRequest(_ hAsyncTaskHandle: HANDLE!) -> Int32 {
  winsock { () throws(WinsockError) in
    try BackgroundLookup.cancel(UInt64(UInt(bitPattern: hAsyncTaskHandle)))
  }
}
