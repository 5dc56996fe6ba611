// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import Overlapped

// Serial ports: there are none, and no handle is one of a serial port (docs/DEVIATIONS.md).

/// ERROR_INVALID_HANDLE for no handle, ERROR_INVALID_FUNCTION for one of something else.
private func noPort(_ handle: HANDLE?) -> BOOL {
  let isOpen = HandleTable.object(Handle(handle)) != nil
  return unsupported(no, isOpen ? WinsockError(code: ERROR_INVALID_FUNCTION) : .invalidHandle)
}

@c @implementation
public func GetCommState(_ hFile: HANDLE!, _ lpDCB: LPDCB!) -> BOOL { noPort(hFile) }

@c @implementation
public func SetCommState(_ hFile: HANDLE!, _ lpDCB: LPDCB!) -> BOOL { noPort(hFile) }

@c @implementation
public func GetCommTimeouts(_ hFile: HANDLE!, _ lpCommTimeouts: LPCOMMTIMEOUTS!) -> BOOL { noPort(hFile) }

@c @implementation
public func SetCommTimeouts(_ hFile: HANDLE!, _ lpCommTimeouts: LPCOMMTIMEOUTS!) -> BOOL { noPort(hFile) }
