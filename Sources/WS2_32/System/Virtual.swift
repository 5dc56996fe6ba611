// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Pages of the address space.

private let invalidAddress = WinsockError(code: ERROR_INVALID_ADDRESS)

/// PAGE_ constants and what they allow.
private let protections: [(DWORD, Pages.Access)] = [
  (DWORD(PAGE_NOACCESS), []), (DWORD(PAGE_READONLY), .read), (DWORD(PAGE_READWRITE), [.read, .write]),
  (DWORD(PAGE_WRITECOPY), [.read, .write]), (DWORD(PAGE_EXECUTE_READ), [.read, .execute]),
  (DWORD(PAGE_EXECUTE), .execute), (DWORD(PAGE_EXECUTE_READWRITE), [.read, .write, .execute]),
]

/// Guard pages, which would raise an exception once, do not exist here.
private func access(_ protection: DWORD) throws(WinsockError) -> Pages.Access {
  guard let row = protections.first(where: { $0.0 == protection }) else { throw .invalidParameter }
  return row.1
}

private func protection(_ access: Pages.Access) -> DWORD {
  protections.first { $0.1 == access }?.0 ?? DWORD(PAGE_EXECUTE_READWRITE)
}

/// VirtualAlloc: memory is committed when it is first touched, whatever is asked for.
@c @implementation
public func VirtualAlloc(
  _ lpAddress: LPVOID!, _ dwSize: SIZE_T, _ flAllocationType: DWORD, _ flProtect: DWORD
) -> LPVOID! {
  win32(nil) { () throws(WinsockError) in
    let types = DWORD(MEM_COMMIT) | DWORD(MEM_RESERVE) | DWORD(MEM_TOP_DOWN) | DWORD(MEM_RESET)
    guard dwSize > 0, dwSize < 1 << 47, flAllocationType & ~types == 0,
      flAllocationType & (DWORD(MEM_COMMIT) | DWORD(MEM_RESERVE)) != 0
    else { throw .invalidParameter }
    let access = try access(flProtect)
    let isReserved = flAllocationType & DWORD(MEM_COMMIT) == 0
    if let lpAddress, flAllocationType & DWORD(MEM_RESERVE) == 0 {
      // Committing what was reserved: it only needs its protection.
      guard let region = Pages.region(of: lpAddress),
        UInt(bitPattern: lpAddress) + UInt(dwSize) <= region.end,
        Pages.protect(lpAddress, Int(dwSize), access)
      else { throw invalidAddress }
      return Pages.page(lpAddress)
    }
    guard let pages = Pages.map(lpAddress, Int(dwSize), isReserved ? [] : access, protection: flProtect)
    else {
      throw lpAddress == nil ? .notEnoughMemory : invalidAddress
    }
    return pages
  }
}

/// VirtualFree: MEM_RELEASE takes all that one call has reserved, and a size of 0.
@c @implementation
public func VirtualFree(_ lpAddress: LPVOID!, _ dwSize: SIZE_T, _ dwFreeType: DWORD) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let region = Pages.region(of: lpAddress) else { throw invalidAddress }
    switch dwFreeType {
    case DWORD(MEM_DECOMMIT):
      let isWhole = dwSize == 0
      guard !isWhole || UInt(bitPattern: lpAddress) == region.start,
        isWhole || UInt(bitPattern: lpAddress) + UInt(dwSize) <= region.end
      else { throw invalidAddress }
      guard Pages.discard(lpAddress, isWhole ? region.length : Int(dwSize)) else { throw .invalidParameter }
    case DWORD(MEM_RELEASE):
      guard dwSize == 0 else { throw .invalidParameter }
      guard Pages.unmap(lpAddress) else { throw invalidAddress }
    default: throw .invalidParameter
    }
  }
}

@c @implementation
public func VirtualProtect(
  _ lpAddress: LPVOID!, _ dwSize: SIZE_T, _ flNewProtect: DWORD, _ lpflOldProtect: PDWORD!
) -> BOOL {
  win32 { () throws(WinsockError) in
    let access = try access(flNewProtect)
    guard Thread.current.isWritable(lpflOldProtect, 4), let lpflOldProtect else { throw .noAccess }
    let page = UInt(bitPattern: Pages.page(lpAddress))
    guard dwSize > 0, let mapping = Mapping.find(page), mapping.start <= page else { throw invalidAddress }
    guard Pages.protect(lpAddress, Int(dwSize), access) else { throw invalidAddress }
    lpflOldProtect.pointee = protection(mapping.access)
  }
}

/// VirtualQuery: what the kernel's map says about an address. A reserved page and one without access look alike.
@c @implementation
public func VirtualQuery(_ lpAddress: LPCVOID!, _ lpBuffer: PMEMORY_BASIC_INFORMATION!, _ dwLength: SIZE_T)
  -> SIZE_T
{
  win32(0) { () throws(WinsockError) in
    let size = MemoryLayout<MEMORY_BASIC_INFORMATION>.size
    guard dwLength >= size else { throw WinsockError(code: ERROR_BAD_LENGTH) }
    try requireWritable(lpBuffer, size)
    let page = UInt(bitPattern: lpAddress) & ~UInt(Pages.size - 1)
    guard page < 0x7FFF_FFFF_0000 else { throw .invalidParameter }
    lpBuffer.pointee = MemoryDescription.of(page)
    return SIZE_T(size)
  }
}

private enum MemoryDescription {
  static func of(_ page: UInt) -> MEMORY_BASIC_INFORMATION {
    var result = MEMORY_BASIC_INFORMATION()
    result.BaseAddress = PVOID(bitPattern: page)
    guard let mapping = Mapping.find(page), mapping.start <= page else {
      let next = Mapping.find(page)?.start ?? 0x7FFF_FFFF_0000
      result.RegionSize = SIZE_T(next - page)
      result.State = DWORD(MEM_FREE)
      result.Protect = DWORD(PAGE_NOACCESS)
      return result
    }
    let region = Pages.region(of: PVOID(bitPattern: page))
    result.AllocationBase = PVOID(bitPattern: region?.start ?? mapping.start)
    result.AllocationProtect = region?.protection ?? protection(mapping.access)
    result.RegionSize = SIZE_T(min(mapping.end, region?.end ?? .max) - page)
    let isReserved = mapping.access == [] && region != nil
    result.State = DWORD(isReserved ? MEM_RESERVE : MEM_COMMIT)
    result.Protect = isReserved ? 0 : protection(mapping.access)
    result.Type = mapping.isFile ? (mapping.isCode ? 0x100_0000 : DWORD(MEM_MAPPED)) : DWORD(MEM_PRIVATE)
    return result
  }
}

@c @implementation
public func VirtualLock(_ lpAddress: LPVOID!, _ dwSize: SIZE_T) -> BOOL {
  win32 { () throws(WinsockError) in
    try FileError.check(Pages.keepInMemory(lpAddress, Int(clamping: dwSize), true))
  }
}

@c @implementation
public func VirtualUnlock(_ lpAddress: LPVOID!, _ dwSize: SIZE_T) -> BOOL {
  win32 { () throws(WinsockError) in
    try FileError.check(Pages.keepInMemory(lpAddress, Int(clamping: dwSize), false))
  }
}

/// FlushInstructionCache: x64 needs no flush.
@c @implementation
public func FlushInstructionCache(_ hProcess: HANDLE!, _ lpBaseAddress: LPCVOID!, _ dwSize: SIZE_T) -> BOOL {
  hProcess == PseudoHandle.process ? yes : fail(no, .invalidHandle)
}
