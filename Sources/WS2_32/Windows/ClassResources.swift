// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import Overlapped

// Cursors and icons, which programs load for their window classes. There are none (docs/DEVIATIONS.md); a class
// takes NULL for either.

private let noResource = WinsockError(code: ERROR_RESOURCE_NAME_NOT_FOUND)

@c @implementation
public func LoadCursorA(_ hInstance: HINSTANCE!, _ lpCursorName: LPCSTR!) -> HCURSOR! {
  unsupported(nil, noResource)
}

@c @implementation
public func LoadCursorW(_ hInstance: HINSTANCE!, _ lpCursorName: LPCWSTR!) -> HCURSOR! {
  unsupported(nil, noResource)
}

@c @implementation
public func LoadIconA(_ hInstance: HINSTANCE!, _ lpIconName: LPCSTR!) -> HICON! {
  unsupported(nil, noResource)
}

@c @implementation
public func LoadIconW(_ hInstance: HINSTANCE!, _ lpIconName: LPCWSTR!) -> HICON! {
  unsupported(nil, noResource)
}
