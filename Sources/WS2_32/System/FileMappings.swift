// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// File mappings: files, or memory that has no file, in the address space.

/// An open mapping: it keeps its own descriptor, so that the file's handle may be closed.
final class FileMapping: KernelObject, @unchecked Sendable {
  let descriptor: Int32
  let size: Int64
  /// What a view may ask for; a copy may be written whatever the file allows.
  let access: Pages.Access

  init(descriptor: Int32, size: Int64, access: Pages.Access) {
    self.descriptor = descriptor
    self.size = size
    self.access = access
    super.init(kind: .other)
  }

  deinit { System.close(descriptor) }
}

private let protections: [DWORD: Pages.Access] = [
  DWORD(PAGE_READONLY): .read, DWORD(PAGE_WRITECOPY): .read, DWORD(PAGE_READWRITE): [.read, .write],
  DWORD(PAGE_EXECUTE_READ): [.read, .execute], DWORD(PAGE_EXECUTE_READWRITE): [.read, .write, .execute],
]

@c @implementation
public func CreateFileMappingA(
  _ hFile: HANDLE!, _ lpFileMappingAttributes: LPSECURITY_ATTRIBUTES!, _ flProtect: DWORD,
  _ dwMaximumSizeHigh: DWORD, _ dwMaximumSizeLow: DWORD, _ lpName: LPCSTR!
) -> HANDLE! {
  createMapping(hFile, flProtect, dwMaximumSizeHigh, dwMaximumSizeLow, Text(lpName))
}

@c @implementation
public func CreateFileMappingW(
  _ hFile: HANDLE!, _ lpFileMappingAttributes: LPSECURITY_ATTRIBUTES!, _ flProtect: DWORD,
  _ dwMaximumSizeHigh: DWORD, _ dwMaximumSizeLow: DWORD, _ lpName: LPCWSTR!
) -> HANDLE! {
  createMapping(hFile, flProtect, dwMaximumSizeHigh, dwMaximumSizeLow, Text(lpName))
}

@c(ws2_CreateFileMappingW_16)
public func createMapping16(
  _ file: HANDLE?, _ attributes: UnsafeRawPointer?, _ protection: UInt32, _ high: UInt32, _ low: UInt32,
  _ name: Wide16
) -> HANDLE? {
  createMapping(file, protection, high, low, Text(name))
}

/// CreateFileMappingFromApp: CreateFileMapping with a size of 64 bits.
@c @implementation
public func CreateFileMappingFromApp(
  _ hFile: HANDLE!, _ SecurityAttributes: LPSECURITY_ATTRIBUTES!, _ PageProtection: ULONG,
  _ MaximumSize: ULONG64, _ Name: LPCWSTR!
) -> HANDLE! {
  createMapping(
    hFile, PageProtection, DWORD(MaximumSize >> 32), DWORD(truncatingIfNeeded: MaximumSize), Text(Name))
}

@c(ws2_CreateFileMappingFromApp_16)
public func createMappingFromApp16(
  _ file: HANDLE?, _ attributes: UnsafeRawPointer?, _ protection: UInt32, _ size: UInt64, _ name: Wide16
) -> HANDLE? {
  createMapping(file, protection, UInt32(size >> 32), UInt32(truncatingIfNeeded: size), Text(name))
}

@c @implementation
public func OpenFileMappingA(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpName: LPCSTR!) -> HANDLE! {
  NamedObjects.open(Text(lpName), FileMapping.self)
}

@c @implementation
public func OpenFileMappingW(_ dwDesiredAccess: DWORD, _ bInheritHandle: BOOL, _ lpName: LPCWSTR!) -> HANDLE!
{
  NamedObjects.open(Text(lpName), FileMapping.self)
}

@c(ws2_OpenFileMappingW_16)
public func openMapping16(_ access: UInt32, _ inherit: Int32, _ name: Wide16) -> HANDLE? {
  NamedObjects.open(Text(name), FileMapping.self)
}

private func createMapping(
  _ file: HANDLE?, _ protection: DWORD, _ high: DWORD, _ low: DWORD, _ name: Text?
) -> HANDLE? {
  win32(nil) { () throws(WinsockError) in
    let mapping = try makeMapping(file, protection, Int64(bitPattern: UInt64(high) << 32 | UInt64(low)))
    return NamedObjects.create(name, FileMapping.self) { mapping }
  }
}

private func makeMapping(_ handle: HANDLE?, _ protection: DWORD, _ size: Int64) throws(WinsockError)
  -> FileMapping
{
  guard let access = protections[protection & ~(DWORD(SEC_COMMIT) | DWORD(SEC_RESERVE))], size >= 0 else {
    throw .invalidParameter
  }
  guard handle != HANDLE(bitPattern: UInt.max) else {
    guard size > 0 else { throw .invalidParameter }
    let made = try FileError.check(FileViews.memoryFile(size))
    return FileMapping(descriptor: Int32(made), size: size, access: access)
  }
  let file = try object(handle, as: FileObject.self)
  let current = try FileError.check(FileSystem.size(file.descriptor))
  guard size > 0 || current > 0 else { throw WinsockError(code: ERROR_FILE_INVALID) }
  guard FileViews.access(of: file.descriptor).isSuperset(of: access.subtracting(.execute)) else {
    throw .accessDeniedBySystem
  }
  if size > current {
    // A file grows only if it may be written.
    guard access.contains(.write) else { throw .notEnoughMemory }
    try FileError.check(FileViews.setSize(file.descriptor, size))
  }
  let copy = try FileError.check(System.duplicate(file.descriptor))
  return FileMapping(descriptor: Int32(copy), size: size > 0 ? size : current, access: access)
}

/// MapViewOfFile: FILE_MAP_COPY keeps what is written to itself.
@c @implementation
public func MapViewOfFile(
  _ hFileMappingObject: HANDLE!, _ dwDesiredAccess: DWORD, _ dwFileOffsetHigh: DWORD,
  _ dwFileOffsetLow: DWORD, _ dwNumberOfBytesToMap: SIZE_T
) -> LPVOID! {
  win32(nil) { () throws(WinsockError) in
    let mapping = try object(hFileMappingObject, as: FileMapping.self)
    let offset = UInt64(dwFileOffsetHigh) << 32 | UInt64(dwFileOffsetLow)
    guard offset % UInt64(Pages.granularity) == 0 else {
      throw WinsockError(code: ERROR_MAPPED_ALIGNMENT)
    }
    return try mapping.view(dwDesiredAccess, offset, UInt64(dwNumberOfBytesToMap))
  }
}

/// MapViewOfFileFromApp: MapViewOfFile with an offset of 64 bits.
@c @implementation
public func MapViewOfFileFromApp(
  _ hFileMappingObject: HANDLE!, _ DesiredAccess: ULONG, _ FileOffset: ULONG64,
  _ NumberOfBytesToMap: SIZE_T
) -> LPVOID! {
  MapViewOfFile(
    hFileMappingObject, DesiredAccess, DWORD(FileOffset >> 32), DWORD(truncatingIfNeeded: FileOffset),
    NumberOfBytesToMap)
}

extension FileMapping {
  fileprivate func view(_ wanted: DWORD, _ offset: UInt64, _ count: UInt64) throws(WinsockError) -> LPVOID? {
    let isCopy = wanted == DWORD(FILE_MAP_COPY)
    let writes = wanted & DWORD(FILE_MAP_WRITE) != 0
    guard isCopy || writes || wanted & DWORD(FILE_MAP_READ) != 0 else { throw .accessDeniedBySystem }
    guard offset < UInt64(size), count <= UInt64(size) - offset, !writes || access.contains(.write) else {
      throw .accessDeniedBySystem
    }
    var kind: Pages.Access = isCopy || writes ? [.read, .write] : .read
    if wanted & DWORD(SECTION_MAP_EXECUTE) != 0 { kind.formUnion(access.intersection(.execute)) }
    let length = Int(count == 0 ? UInt64(size) - offset : count)
    let address = try FileError.check(
      FileViews.map(descriptor, offset: Int64(offset), length, kind, isPrivate: isCopy))
    return LPVOID(bitPattern: UInt(address))
  }
}

@c @implementation
public func UnmapViewOfFile(_ lpBaseAddress: LPCVOID!) -> BOOL {
  FileViews.unmap(lpBaseAddress) ? yes : fail(no, WinsockError(code: ERROR_INVALID_ADDRESS))
}

/// FlushViewOfFile: an address where no view begins is ERROR_INVALID_ADDRESS.
@c @implementation
public func FlushViewOfFile(_ lpBaseAddress: LPCVOID!, _ dwNumberOfBytesToFlush: SIZE_T) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let result = FileViews.flush(lpBaseAddress, Int(clamping: dwNumberOfBytesToFlush)) else {
      throw WinsockError(code: ERROR_INVALID_ADDRESS)
    }
    try FileError.check(result)
  }
}

// MARK: Descriptors of the C library

/// The handles that descriptors have got.
private enum DescriptorHandles {
  private static let lock = Lock()
  nonisolated(unsafe) private static var handles: [Int32: Handle] = [:]

  /// The same one each time, as long as the program leaves it open.
  static func handle(_ descriptor: Int32) -> Handle? {
    lock.withLock {
      if let handle = handles[descriptor],
        HandleTable.object(handle, as: FileObject.self)?.descriptor == descriptor
      {
        return handle
      }
      let made = HandleTable.open(
        FileObject(descriptor: descriptor, isOverlapped: false, ownsDescriptor: false))
      handles[descriptor] = made
      return made
    }
  }

  /// The descriptor of a handle, which belongs to the C library from now on. The handle stays its handle; that of a
  /// descriptor of the same number, which has been closed, goes.
  static func descriptor(_ handle: Handle) -> Int32? {
    lock.withLock {
      guard let file = HandleTable.object(handle, as: FileObject.self) else { return nil }
      let descriptor = file.giveDescriptor()
      if let old = handles[descriptor], old.bits != handle.bits,
        HandleTable.object(old, as: FileObject.self)?.descriptor == descriptor
      {
        _ = HandleTable.close(old)
      }
      handles[descriptor] = handle
      return descriptor
    }
  }
}

/// _get_osfhandle: INVALID_HANDLE_VALUE and EBADF for what is no descriptor.
@c(ws2_get_osfhandle)
public func handleOfDescriptor(_ descriptor: Int32) -> Int {
  guard FileSystem.isOpen(descriptor), let handle = DescriptorHandles.handle(descriptor) else { return -1 }
  return Int(truncatingIfNeeded: handle.bits)
}

/// _open_osfhandle, but for the flags and errno: -1 for what is no handle of a file or pipe.
@c(ws2_open_osfhandle)
public func descriptorOfHandle(_ handle: Int) -> Int32 {
  DescriptorHandles.descriptor(Handle(bits: UInt64(bitPattern: Int64(handle)))) ?? -1
}
