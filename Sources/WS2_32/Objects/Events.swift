// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Event objects, under their two sets of names.

/// WSACreateEvent: manual-reset, not signalled.
@c @implementation
public func WSACreateEvent() -> HANDLE! {
  win32(nil) { () throws(WinsockError) in
    try open(Event(manualReset: true, initiallySet: false), or: .notEnoughMemory).pointer
  }
}

@c @implementation
public func WSACloseEvent(_ hEvent: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in
    guard HandleTable.close(Handle(hEvent), kind: .event) else { throw .invalidHandle }
  }
}

@c @implementation
public func WSASetEvent(_ hEvent: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try object(hEvent, as: Event.self).set() }
}

@c @implementation
public func WSAResetEvent(_ hEvent: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try object(hEvent, as: Event.self).reset() }
}

@c @implementation
public func SetEvent(_ hEvent: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try object(hEvent, as: Event.self).set() }
}

@c @implementation
public func ResetEvent(_ hEvent: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try object(hEvent, as: Event.self).reset() }
}

@c @implementation
public func PulseEvent(_ hEvent: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try object(hEvent, as: Event.self).pulse() }
}

// MARK: Made by name or without

@c @implementation
public func CreateEventA(
  _ lpEventAttributes: LPSECURITY_ATTRIBUTES!, _ bManualReset: BOOL, _ bInitialState: BOOL, _ lpName: LPCSTR!
) -> HANDLE! {
  createEvent(Text(lpName), manual: bManualReset != no, set: bInitialState != no)
}

@c @implementation
public func CreateEventW(
  _ lpEventAttributes: LPSECURITY_ATTRIBUTES!, _ bManualReset: BOOL, _ bInitialState: BOOL, _ lpName: LPCWSTR!
) -> HANDLE! {
  createEvent(Text(lpName), manual: bManualReset != no, set: bInitialState != no)
}

@c @implementation
public func CreateEventExA(
  _ lpEventAttributes: LPSECURITY_ATTRIBUTES!, _ lpName: LPCSTR!, _ dwFlags: DWORD, _ dwDesiredAccess: DWORD
) -> HANDLE! {
  createEvent(Text(lpName), flags: dwFlags)
}

@c @implementation
public func CreateEventExW(
  _ lpEventAttributes: LPSECURITY_ATTRIBUTES!, _ lpName: LPCWSTR!, _ dwFlags: DWORD, _ dwDesiredAccess: DWORD
) -> HANDLE! {
  createEvent(Text(lpName), flags: dwFlags)
}

func createEvent(_ name: Text?, flags: DWORD) -> HANDLE? {
  createEvent(
    name, manual: flags & DWORD(CREATE_EVENT_MANUAL_RESET) != 0,
    set: flags & DWORD(CREATE_EVENT_INITIAL_SET) != 0)
}

func createEvent(_ name: Text?, manual: Bool, set: Bool) -> HANDLE? {
  NamedObjects.create(name, Event.self) { Event(manualReset: manual, initiallySet: set) }
}

@c @implementation
public func OpenEventA(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpName: LPCSTR!) -> HANDLE! {
  NamedObjects.open(Text(lpName), Event.self)
}

@c @implementation
public func OpenEventW(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpName: LPCWSTR!) -> HANDLE! {
  NamedObjects.open(Text(lpName), Event.self)
}
