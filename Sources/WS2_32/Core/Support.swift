// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import CWinsock
import LinuxIO
import Overlapped

// What every export does: enter, look up, call the core, report the error.

/// The body of a Winsock function. An error goes to the thread's last error and makes it return `failure`; a
/// success sets the last error to 0 (behaviour 4).
@inline(__always)
func winsock<R>(_ failure: R, _ body: () throws(WinsockError) -> R) -> R {
  do throws(WinsockError) {
    try Startup.require()
    let result = try body()
    ThreadLocal.lastError = 0
    return result
  } catch { return fail(failure, error) }
}

/// The same for a function that only says whether it succeeded: 0, or SOCKET_ERROR.
@inline(__always)
func winsock(_ body: () throws(WinsockError) -> Void) -> Int32 {
  winsock(socketError) { () throws(WinsockError) in
    try body()
    return success
  }
}

/// The body of a Winsock function that returns its error, 0 for none; it is the last error as well.
func returningError(_ body: () throws(WinsockError) -> Void) -> Int32 {
  winsock(nil) { () throws(WinsockError) -> Int32? in
    try body()
    return success
  } ?? ThreadLocal.lastError
}

/// The body of a Win32 function: the last error is touched only by a failure.
@inline(__always)
func win32<R>(_ failure: R, _ body: () throws(WinsockError) -> R) -> R {
  do throws(WinsockError) { return try body() } catch { return fail(failure, error) }
}

/// The same for a function that only says whether it succeeded: TRUE or FALSE, or nothing at all.
@inline(__always)
@discardableResult
func win32(_ body: () throws(WinsockError) -> Void) -> BOOL {
  win32(no) { () throws(WinsockError) in
    try body()
    return yes
  }
}

/// The end of a call that fails: what it returns. Without the detour through a thrown error, which the hot path
/// cannot afford.
@inline(__always)
func fail<R>(_ failure: R, _ error: WinsockError) -> R {
  ThreadLocal.lastError = error.code
  return failure
}

/// A function that this system cannot offer: fails with its documented error (docs/DEVIATIONS.md).
func unsupported<R>(_ failure: R, _ error: WinsockError = .notSupported) -> R { fail(failure, error) }

let socketError: Int32 = -1
let invalidSocket = SOCKET.max
let success: Int32 = 0
let yes: BOOL = 1
let no: BOOL = 0

/// A use of a socket for the time of a call: the handle may be closed meanwhile, the object stays.
struct SocketUse: ~Copyable {
  let entry: HandleEntryPointer

  @inline(__always)
  init(_ s: SOCKET) throws(WinsockError) {
    guard let entry = HandleTable.acquire(Handle(bits: s), .socket) else { throw .notSocket }
    self.entry = entry
  }

  /// A socket named by a HANDLE: also a copy made by DuplicateHandle. Nil if it is something else.
  init?(file: HANDLE?) {
    guard let entry = HandleTable.acquire(Handle(file)) else { return nil }
    guard entry.owner is Socket else {
      HandleTable.release(entry)
      return nil
    }
    self.entry = entry
  }

  var socket: Socket { unsafeDowncast(entry.owner!, to: Socket.self) }

  @inline(__always)
  deinit { HandleTable.release(entry) }
}

extension Handle {
  @inline(__always)
  init(_ handle: HANDLE?) { self.init(bits: UInt64(UInt(bitPattern: handle))) }

  var pointer: HANDLE? { HANDLE(bitPattern: UInt(bits)) }
}

extension Reporting {
  @inline(__always)
  init(_ overlapped: UnsafeMutablePointer<_OVERLAPPED>?, _ routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE? = nil)
  {
    // OVERLAPPED* and void* are passed alike.
    self.init(
      overlapped: UnsafeMutableRawPointer(overlapped),
      routine: unsafeBitCast(routine, to: CompletionRoutine?.self))
  }
}

extension BufferList {
  @inline(__always)
  init(_ buffers: LPWSABUF?, _ count: DWORD) { self.init(UnsafeRawPointer(buffers), count: count) }
}

/// The object behind a handle of the program.
///
/// - Throws: `.invalidHandle` where there is none, or one of another kind.
func object<Object: KernelObject>(_ handle: HANDLE?, as type: Object.Type = KernelObject.self)
  throws(WinsockError) -> Object
{
  guard let object = HandleTable.object(Handle(handle), as: type) else { throw .invalidHandle }
  return object
}

/// Closes a handle that has to name an object of that kind.
///
/// - Throws: `.invalidHandle`.
func close<Object: KernelObject>(_ handle: HANDLE?, as type: Object.Type) throws(WinsockError) {
  _ = try object(handle, as: type)
  guard HandleTable.close(Handle(handle)) else { throw .invalidHandle }
}

/// Opens a handle for a new object.
func open(_ object: KernelObject, or error: WinsockError = .tooManySockets) throws(WinsockError) -> Handle {
  guard let handle = HandleTable.open(object) else { throw error }
  return handle
}

/// Checks a pointer through which a call returns something.
func requireWritable(_ pointer: UnsafeRawPointer?, _ count: Int) throws(WinsockError) {
  guard MemoryProbe().isWritable(pointer, count) else { throw .badAddress }
}

func requireReadable(_ pointer: UnsafeRawPointer?, _ count: Int) throws(WinsockError) {
  guard MemoryProbe().isReadable(pointer, count) else { throw .badAddress }
}

/// An array whose length the program gives: checked from end to end, for what lies between the first page and the
/// last may be no memory, or another's.
func requireWritable(array start: UnsafeRawPointer?, _ count: Int) throws(WinsockError) {
  try requireWritable(start, count)
  if let start, count > 4096, !MemoryProbe().isMapped(start, count) { throw .badAddress }
}

/// A pointer through which a call may return something, or NULL.
func requireWritable(optional pointer: UnsafeRawPointer?, _ count: Int) throws(WinsockError) {
  if pointer != nil { try requireWritable(pointer, count) }
}

/// Where kernel32 returns something: ERROR_NOACCESS.
@inline(__always)
func requireAccess(_ pointer: UnsafeRawPointer?, _ count: Int) throws(WinsockError) {
  guard MemoryProbe().isWritable(pointer, count) else { throw .noAccess }
}

/// The same where the pointer may be NULL.
func requireAccess(optional pointer: UnsafeRawPointer?, _ count: Int) throws(WinsockError) {
  if pointer != nil { try requireAccess(pointer, count) }
}
