// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import Overlapped

// Named pipes: there are none, and programs that know other ways than these go on with them (docs/DEVIATIONS.md).

private let notImplemented = WinsockError(code: ERROR_CALL_NOT_IMPLEMENTED)

private func noPipe() -> HANDLE? { unsupported(HANDLE(bitPattern: UInt.max), notImplemented) }

/// A handle cannot be one of a named pipe: ERROR_INVALID_HANDLE for none, ERROR_CALL_NOT_IMPLEMENTED for another.
private func noPipe(_ handle: HANDLE?) -> BOOL {
  unsupported(no, HandleTable.object(Handle(handle)) == nil ? .invalidHandle : notImplemented)
}

@c @implementation
public func CreateNamedPipeA(
  _ lpName: LPCSTR!, _ dwOpenMode: DWORD, _ dwPipeMode: DWORD, _ nMaxInstances: DWORD,
  _ nOutBufferSize: DWORD, _ nInBufferSize: DWORD, _ nDefaultTimeOut: DWORD,
  _ lpSecurityAttributes: LPSECURITY_ATTRIBUTES!
) -> HANDLE! {
  noPipe()
}

@c @implementation
public func CreateNamedPipeW(
  _ lpName: LPCWSTR!, _ dwOpenMode: DWORD, _ dwPipeMode: DWORD, _ nMaxInstances: DWORD,
  _ nOutBufferSize: DWORD, _ nInBufferSize: DWORD, _ nDefaultTimeOut: DWORD,
  _ lpSecurityAttributes: LPSECURITY_ATTRIBUTES!
) -> HANDLE! {
  noPipe()
}

@c(ws2_CreateNamedPipeW_16)
public func createNamedPipe16(
  _ name: Wide16, _ openMode: UInt32, _ pipeMode: UInt32, _ instances: UInt32, _ outSize: UInt32,
  _ inSize: UInt32, _ timeout: UInt32, _ attributes: UnsafeRawPointer?
) -> HANDLE? {
  noPipe()
}

/// WaitNamedPipe: ERROR_FILE_NOT_FOUND, as on Windows for a pipe that nobody has made.
@c @implementation
public func WaitNamedPipeA(_ lpNamedPipeName: LPCSTR!, _ nTimeOut: DWORD) -> BOOL {
  unsupported(no, .fileNotFound)
}

@c @implementation
public func WaitNamedPipeW(_ lpNamedPipeName: LPCWSTR!, _ nTimeOut: DWORD) -> BOOL {
  unsupported(no, .fileNotFound)
}

@c(ws2_WaitNamedPipeW_16)
public func waitNamedPipe16(_ name: Wide16, _ timeout: UInt32) -> Int32 { unsupported(no, .fileNotFound) }

@c @implementation
public func ConnectNamedPipe(_ hNamedPipe: HANDLE!, _ lpOverlapped: LPOVERLAPPED!) -> BOOL {
  noPipe(hNamedPipe)
}

@c @implementation
public func DisconnectNamedPipe(_ hNamedPipe: HANDLE!) -> BOOL { noPipe(hNamedPipe) }

@c @implementation
public func SetNamedPipeHandleState(
  _ hNamedPipe: HANDLE!, _ lpMode: LPDWORD!, _ lpMaxCollectionCount: LPDWORD!,
  _ lpCollectDataTimeout: LPDWORD!
) -> BOOL {
  noPipe(hNamedPipe)
}
