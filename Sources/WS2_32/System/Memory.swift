// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Heaps, local and global memory.

private let zeroed = DWORD(HEAP_ZERO_MEMORY)
private let mustStay = DWORD(HEAP_REALLOC_IN_PLACE_ONLY)
/// What GetProcessHeap returns: no handle of the table, so it cannot be closed.
nonisolated(unsafe) private let processHeap = HANDLE(bitPattern: 0x10)

@c @implementation
public func GetProcessHeap() -> HANDLE! {
  processHeap
}

/// A private heap.
final class HeapObject: KernelObject, @unchecked Sendable {
  let heap = Heap()
  init() { super.init(kind: .other) }
  override func lastHandleClosed() { heap.freeAll() }
}

private func heap(_ handle: HANDLE?) -> Heap? {
  if handle == processHeap { return .process }
  return HandleTable.object(Handle(handle), as: HeapObject.self)?.heap
}

/// HeapCreate: it grows as long as there is memory, whatever maximum is given.
@c @implementation
public func HeapCreate(_ flOptions: DWORD, _ dwInitialSize: SIZE_T, _ dwMaximumSize: SIZE_T) -> HANDLE! {
  win32(nil) { () throws(WinsockError) in try open(HeapObject(), or: .notEnoughMemory).pointer }
}

/// HeapDestroy: frees all that is left in it. The heap of the process stays.
@c @implementation
public func HeapDestroy(_ hHeap: HANDLE!) -> BOOL {
  win32 { () throws(WinsockError) in try close(hHeap, as: HeapObject.self) }
}

/// HeapAlloc: NULL when memory is short; the last error is not set, as documented.
@c @implementation
public func HeapAlloc(_ hHeap: HANDLE!, _ dwFlags: DWORD, _ dwBytes: SIZE_T) -> LPVOID! {
  heap(hHeap)?.allocate(Int(clamping: dwBytes), zeroed: dwFlags & zeroed != 0)
}

@c @implementation
public func HeapReAlloc(_ hHeap: HANDLE!, _ dwFlags: DWORD, _ lpMem: LPVOID!, _ dwBytes: SIZE_T) -> LPVOID! {
  heap(hHeap)?.resize(
    lpMem, Int(clamping: dwBytes), zeroed: dwFlags & zeroed != 0, inPlace: dwFlags & mustStay != 0)
}

/// HeapFree: a block of another heap, or none at all, is ERROR_INVALID_PARAMETER; NULL is fine.
@c @implementation
public func HeapFree(_ hHeap: HANDLE!, _ dwFlags: DWORD, _ lpMem: LPVOID!) -> BOOL {
  guard let heap = heap(hHeap) else { return fail(no, .invalidHandle) }
  return lpMem == nil || heap.free(lpMem) ? yes : fail(no, .invalidParameter)
}

@c @implementation
public func HeapSize(_ hHeap: HANDLE!, _ dwFlags: DWORD, _ lpMem: LPCVOID!) -> SIZE_T {
  heap(hHeap)?.size(lpMem).map { SIZE_T($0) } ?? SIZE_T.max
}

/// HeapValidate: whether a block is one of this heap; for NULL whether the heap exists.
@c @implementation
public func HeapValidate(_ hHeap: HANDLE!, _ dwFlags: DWORD, _ lpMem: LPCVOID!) -> BOOL {
  guard let heap = heap(hHeap) else { return no }
  return lpMem == nil || heap.size(lpMem) != nil ? yes : no
}

/// GetProcessHeaps: the heap of the process and the private ones.
@c @implementation
public func GetProcessHeaps(_ NumberOfHeaps: DWORD, _ ProcessHeaps: PHANDLE!) -> DWORD {
  let own = HandleTable.handles(of: .other).filter {
    HandleTable.object($0, as: HeapObject.self) != nil
  }
  let all = [processHeap] + own.map(\.pointer)
  if all.count <= Int(NumberOfHeaps), let ProcessHeaps {
    for (i, heap) in all.enumerated() { ProcessHeaps[i] = heap }
  }
  return DWORD(all.count)
}

/// HeapSetInformation: corruption always ends the process, and small blocks are always fast.
@c @implementation
public func HeapSetInformation(
  _ HeapHandle: HANDLE!, _ HeapInformationClass: HEAP_INFORMATION_CLASS, _ HeapInformation: PVOID!,
  _ HeapInformationLength: SIZE_T
) -> BOOL {
  guard HeapHandle == nil || heap(HeapHandle) != nil else { return fail(no, .invalidHandle) }
  return HeapInformationClass == HeapCompatibilityInformation
    || HeapInformationClass == HeapEnableTerminationOnCorruption ? yes : fail(no, .invalidParameter)
}

// MARK: Local and global memory: blocks of the heap of the process. Moveable blocks do not move.

private func allocate(_ flags: UINT, _ size: SIZE_T) -> UnsafeMutableRawPointer? {
  let block = Heap.process.allocate(Int(clamping: size), zeroed: flags & UINT(LMEM_ZEROINIT) != 0)
  return block ?? fail(nil, .notEnoughMemory)
}

private func resize(_ block: UnsafeMutableRawPointer?, _ size: SIZE_T, _ flags: UINT)
  -> UnsafeMutableRawPointer?
{
  guard Heap.process.size(block) != nil else { return fail(nil, .invalidHandle) }
  // Only attributes are changed.
  if flags & UINT(LMEM_MODIFY) != 0 { return block }
  let result = Heap.process.resize(
    block, Int(clamping: size), zeroed: flags & UINT(LMEM_ZEROINIT) != 0, inPlace: false)
  return result ?? fail(nil, .notEnoughMemory)
}

/// NULL on success, the block itself on failure.
private func free(_ block: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  block == nil || Heap.process.free(block) ? nil : fail(block, .invalidHandle)
}

private func size(_ block: UnsafeMutableRawPointer?) -> SIZE_T {
  Heap.process.size(block).map { SIZE_T($0) } ?? fail(0, .invalidHandle)
}

private func lock(_ block: UnsafeMutableRawPointer?) -> LPVOID? {
  Heap.process.size(block) != nil ? block : fail(nil, .invalidHandle)
}

/// No block is ever locked: FALSE with ERROR_NOT_LOCKED for a good one, as for fixed memory.
private func unlock(_ block: UnsafeMutableRawPointer?) -> BOOL {
  fail(
    no, Heap.process.size(block) != nil ? WinsockError(code: ERROR_NOT_LOCKED) : .invalidHandle)
}

/// 0, a fixed block without locks; LMEM_INVALID_HANDLE for none.
private func flags(_ block: UnsafeMutableRawPointer?) -> UINT {
  Heap.process.size(block) != nil ? 0 : fail(UINT(LMEM_INVALID_HANDLE), .invalidHandle)
}

@c @implementation
public func LocalAlloc(_ uFlags: UINT, _ uBytes: SIZE_T) -> HLOCAL! {
  allocate(uFlags, uBytes)
}

@c @implementation
public func LocalReAlloc(_ hMem: HLOCAL!, _ uBytes: SIZE_T, _ uFlags: UINT) -> HLOCAL! {
  resize(hMem, uBytes, uFlags)
}

@c @implementation
public func LocalFree(_ hMem: HLOCAL!) -> HLOCAL! {
  free(hMem)
}

@c @implementation
public func LocalSize(_ hMem: HLOCAL!) -> SIZE_T {
  size(hMem)
}

@c @implementation
public func LocalLock(_ hMem: HLOCAL!) -> LPVOID! {
  lock(hMem)
}

@c @implementation
public func LocalUnlock(_ hMem: HLOCAL!) -> BOOL {
  unlock(hMem)
}

@c @implementation
public func LocalFlags(_ hMem: HLOCAL!) -> UINT {
  flags(hMem)
}

@c @implementation
public func GlobalAlloc(_ uFlags: UINT, _ dwBytes: SIZE_T) -> HGLOBAL! {
  allocate(uFlags, dwBytes)
}

@c @implementation
public func GlobalReAlloc(_ hMem: HGLOBAL!, _ dwBytes: SIZE_T, _ uFlags: UINT) -> HGLOBAL! {
  resize(hMem, dwBytes, uFlags)
}

@c @implementation
public func GlobalFree(_ hMem: HGLOBAL!) -> HGLOBAL! {
  free(hMem)
}

@c @implementation
public func GlobalSize(_ hMem: HGLOBAL!) -> SIZE_T {
  size(hMem)
}

@c @implementation
public func GlobalLock(_ hMem: HGLOBAL!) -> LPVOID! {
  lock(hMem)
}

@c @implementation
public func GlobalUnlock(_ hMem: HGLOBAL!) -> BOOL {
  unlock(hMem)
}

@c @implementation
public func GlobalFlags(_ hMem: HGLOBAL!) -> UINT {
  flags(hMem)
}

@c @implementation
public func GlobalHandle(_ pMem: LPCVOID!) -> HGLOBAL! {
  guard let pMem, Heap.process.size(pMem) != nil else { return fail(nil, .invalidHandle) }
  return UnsafeMutableRawPointer(mutating: pMem)
}
