// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Heaps, local memory, pages. Every heap is the C library's; a private one is only a handle to it.

private let zeroed = DWORD(HEAP_ZERO_MEMORY)
private let mustStay = DWORD(HEAP_REALLOC_IN_PLACE_ONLY)
nonisolated(unsafe) private let processHeap = HANDLE(bitPattern: 0x10)

@c @implementation
public func GetProcessHeap() -> HANDLE! {
  processHeap
}

/// A private heap. What is left in it when it is destroyed is not freed: blocks know nothing of their heap.
final class HeapObject: KernelObject, @unchecked Sendable {
  init() { super.init(kind: .other) }
}

@c @implementation
public func HeapCreate(_ flOptions: DWORD, _ dwInitialSize: SIZE_T, _ dwMaximumSize: SIZE_T) -> HANDLE! {
  win32(nil) { () throws(WinsockError) in try open(HeapObject(), or: .notEnoughMemory).pointer }
}

@c @implementation
public func HeapDestroy(_ hHeap: HANDLE!) -> BOOL {
  HandleTable.close(Handle(hHeap), kind: .other) ? yes : unsupported(no, .invalidHandle)
}

@c @implementation
public func HeapAlloc(_ hHeap: HANDLE!, _ dwFlags: DWORD, _ dwBytes: SIZE_T) -> LPVOID! {
  HeapMemory.allocate(Int(dwBytes), zeroed: dwFlags & zeroed != 0)
}

@c @implementation
public func HeapReAlloc(_ hHeap: HANDLE!, _ dwFlags: DWORD, _ lpMem: LPVOID!, _ dwBytes: SIZE_T) -> LPVOID! {
  guard let lpMem else { return nil }
  let old = HeapMemory.size(lpMem)
  if dwFlags & mustStay != 0 { return dwBytes <= UInt64(old) ? lpMem : nil }
  guard let result = HeapMemory.resize(lpMem, Int(dwBytes)) else { return nil }
  if dwFlags & zeroed != 0 && Int(dwBytes) > old {
    (result + old).initializeMemory(as: UInt8.self, repeating: 0, count: Int(dwBytes) - old)
  }
  return result
}

@c @implementation
public func HeapFree(_ hHeap: HANDLE!, _ dwFlags: DWORD, _ lpMem: LPVOID!) -> BOOL {
  HeapMemory.free(lpMem)
  return yes
}

@c @implementation
public func HeapSize(_ hHeap: HANDLE!, _ dwFlags: DWORD, _ lpMem: LPCVOID!) -> SIZE_T {
  guard let lpMem else { return SIZE_T.max }
  return SIZE_T(HeapMemory.size(UnsafeMutableRawPointer(mutating: lpMem)))
}

/// Every heap that can be seen from here is sound.
@c @implementation
public func HeapValidate(_ hHeap: HANDLE!, _ dwFlags: DWORD, _ lpMem: LPCVOID!) -> BOOL {
  yes
}

@c @implementation
public func LocalAlloc(_ uFlags: UINT, _ uBytes: SIZE_T) -> HLOCAL! {
  HeapMemory.allocate(Int(uBytes), zeroed: uFlags & UINT(LMEM_ZEROINIT) != 0)
}

@c @implementation
public func LocalReAlloc(_ hMem: HLOCAL!, _ uBytes: SIZE_T, _ uFlags: UINT) -> HLOCAL! {
  HeapMemory.resize(hMem, Int(uBytes))
}

/// NULL on success.
@c @implementation
public func LocalFree(_ hMem: HLOCAL!) -> HLOCAL! {
  HeapMemory.free(hMem)
  return nil
}

// MARK: Pages

/// VirtualAlloc: memory is committed when it is first touched, whatever is asked for.
@c @implementation
public func VirtualAlloc(
  _ lpAddress: LPVOID!, _ dwSize: SIZE_T, _ flAllocationType: DWORD, _ flProtect: DWORD
) -> LPVOID! {
  guard dwSize > 0 else { return unsupported(nil, .invalidParameter) }
  if let lpAddress, flAllocationType & DWORD(MEM_RESERVE) == 0 {
    // Committing what was reserved: it only needs its protection.
    return Pages.protect(lpAddress, Int(dwSize), access(flProtect))
      ? lpAddress : unsupported(nil, .invalidParameter)
  }
  let isReserved = flAllocationType & DWORD(MEM_COMMIT) == 0
  guard let pages = Pages.map(lpAddress, Int(dwSize), isReserved ? [] : access(flProtect)) else {
    return unsupported(nil, .notEnoughMemory)
  }
  return pages
}

@c @implementation
public func VirtualFree(_ lpAddress: LPVOID!, _ dwSize: SIZE_T, _ dwFreeType: DWORD) -> BOOL {
  if dwFreeType & DWORD(MEM_DECOMMIT) != 0 {
    return Pages.discard(lpAddress, Int(dwSize)) ? yes : unsupported(no, .invalidParameter)
  }
  guard dwSize == 0, Pages.unmap(lpAddress) else { return unsupported(no, .invalidParameter) }
  return yes
}

@c @implementation
public func VirtualProtect(
  _ lpAddress: LPVOID!, _ dwSize: SIZE_T, _ flNewProtect: DWORD, _ lpflOldProtect: PDWORD!
) -> BOOL {
  guard let lpflOldProtect else { return unsupported(no, .noAccess) }
  guard Pages.protect(lpAddress, Int(dwSize), access(flNewProtect)) else {
    return unsupported(no, WinsockError(code: Int32(ERROR_INVALID_ADDRESS)))
  }
  lpflOldProtect.pointee = DWORD(PAGE_READWRITE)
  return yes
}

private func access(_ protection: DWORD) -> Pages.Access {
  switch protection & 0xFF {
  case DWORD(PAGE_READONLY): .read
  case DWORD(PAGE_READWRITE), DWORD(PAGE_WRITECOPY): [.read, .write]
  case DWORD(PAGE_EXECUTE), DWORD(PAGE_EXECUTE_READ): [.read, .execute]
  case DWORD(PAGE_EXECUTE_READWRITE): [.read, .write, .execute]
  default: []
  }
}
