// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Handles of every kind: closing, copying, cancelling.

@c @implementation
public func CloseHandle(_ hObject: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in
    if hObject == PseudoHandle.process || hObject == PseudoHandle.thread { return }
    if HandleFlags.isProtected(Handle(hObject)) { throw .invalidHandle }
    if let socket = HandleTable.object(Handle(hObject), as: Socket.self), HandleTable.isLast(of: socket) {
      socket.announceClosing()
    }
    guard HandleTable.close(Handle(hObject)) else { throw .invalidHandle }
  }
}

/// DuplicateHandle, within this process. A copy of a socket is a file to kernel32, but no socket to Winsock
/// (behaviour 26).
@c @implementation
public func DuplicateHandle(
  _ hSourceProcessHandle: HANDLE!, _ hSourceHandle: HANDLE!, _ hTargetProcessHandle: HANDLE!,
  _ lpTargetHandle: LPHANDLE!, _ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ dwOptions: DWORD
) -> BOOL {
  win32 { () throws(WinsockError) in
    guard hSourceProcessHandle == PseudoHandle.process,
      hTargetProcessHandle == PseudoHandle.process || lpTargetHandle == nil
    else { throw .invalidHandle }
    if hSourceHandle == PseudoHandle.process {
      try requireAccess(lpTargetHandle, 8)
      lpTargetHandle.pointee = try open(ProcessObject(), or: .notEnoughMemory).pointer
      return
    }
    let source = Handle(PseudoHandle.resolve(hSourceHandle))
    guard let object = HandleTable.object(source) else { throw .invalidHandle }
    if let lpTargetHandle {
      try requireAccess(lpTargetHandle, 8)
      let kind: ObjectKind? = object is Socket ? .socketCopy : nil
      guard let copy = HandleTable.open(object, as: kind) else { throw .notEnoughMemory }
      lpTargetHandle.pointee = copy.pointer
    }
    if dwOptions & 1 != 0 { _ = HandleTable.close(source) }  // DUPLICATE_CLOSE_SOURCE
  }
}

/// A real handle for the process itself; never signalled while anybody can look.
final class ProcessObject: WaitableObject, @unchecked Sendable {
  init() { super.init(kind: .process) }
}

@c @implementation
public func GetCurrentProcess() -> HANDLE! {
  PseudoHandle.process
}

@c @implementation
public func GetCurrentProcessId() -> DWORD {
  DWORD(bitPattern: ProcessInformation.id)
}

@c @implementation
public func _getpid() -> Int32 {
  ProcessInformation.id
}

/// ExitProcess: destructors of C++ and handlers of atexit do not run.
@c @implementation
public func ExitProcess(_ uExitCode: UINT) {
  ProcessInformation.exit(Int32(bitPattern: uExitCode))
}

// MARK: Flags

/// HANDLE_FLAG_INHERIT is kept but has no effect; HANDLE_FLAG_PROTECT_FROM_CLOSE has.
enum HandleFlags {
  private static let lock = Lock()
  nonisolated(unsafe) private static var table: [Handle: DWORD] = [:]

  static func isProtected(_ handle: Handle) -> Bool {
    lock.withLock {
      table.isEmpty ? false : (table[handle] ?? 0) & DWORD(HANDLE_FLAG_PROTECT_FROM_CLOSE) != 0
    }
  }

  static func get(_ handle: Handle) -> DWORD { lock.withLock { table[handle] ?? 0 } }

  static func set(_ handle: Handle, mask: DWORD, flags: DWORD) {
    lock.withLock {
      let value = (table[handle] ?? 0) & ~mask | flags & mask
      table[handle] = value == 0 ? nil : value
    }
  }
}

@c @implementation
public func GetHandleInformation(_ hObject: HANDLE!, _ lpdwFlags: LPDWORD!) -> BOOL {
  win32 { () throws(WinsockError) in
    _ = try object(hObject)
    try requireAccess(lpdwFlags, 4)
    lpdwFlags.pointee = HandleFlags.get(Handle(hObject))
  }
}

@c @implementation
public func SetHandleInformation(_ hObject: HANDLE!, _ dwMask: DWORD, _ dwFlags: DWORD) -> BOOL {
  win32 { () throws(WinsockError) in
    _ = try object(hObject)
    guard dwMask & ~3 == 0 else { throw .invalidParameter }
    HandleFlags.set(Handle(hObject), mask: dwMask, flags: dwFlags)
  }
}

// MARK: Cancelling

/// CancelIo: the calling thread's operations on a file. TRUE also when there are none.
@c @implementation
public func CancelIo(_ hFile: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in
    switch HandleTable.object(Handle(hFile)) {
    case let socket as Socket: socket.cancelOperations(of: Thread.current, overlapped: nil)
    case let file as FileObject: file.cancelTransfers(of: Thread.current.id, block: nil)
    default: throw .invalidHandle
    }
  }
}

/// CancelIoEx: one operation, or all of a file, of any thread; ERROR_NOT_FOUND if there is none.
@c @implementation
public func CancelIoEx(_ hFile: HANDLE!, _ lpOverlapped: LPOVERLAPPED!) -> BOOL {
  win32 { () throws(WinsockError) in
    let block = UnsafeMutableRawPointer(lpOverlapped)
    let isFound: Bool
    switch HandleTable.object(Handle(hFile)) {
    case let socket as Socket: isFound = socket.cancelOperations(of: nil, overlapped: block)
    case let file as FileObject: isFound = file.cancelTransfers(of: nil, block: block)
    default: throw .invalidHandle
    }
    guard isFound else { throw .notFound }
  }
}

/// CancelSynchronousIo: the blocking call of a thread ends with ERROR_OPERATION_ABORTED.
@c @implementation
public func CancelSynchronousIo(_ hThread: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in
    let thread = try thread(hThread)
    guard thread.cancelBlockingCall(.cancelled) else { throw .notFound }
  }
}
