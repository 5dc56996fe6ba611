// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Pieces of files in the address space. Results are as in `FileSystem`.
public enum FileViews {
  private static let lock = Lock()
  nonisolated(unsafe) private static var lengths: [UInt: Int] = [:]

  /// A file without a name, of zeroes, in memory.
  public static func memoryFile(_ size: Int64) -> Int {
    let descriptor = clinux_memory_file()
    guard descriptor >= 0 else { return descriptor }
    let result = setSize(Int32(descriptor), size)
    if result < 0 { System.close(Int32(descriptor)) }
    return result < 0 ? result : descriptor
  }

  /// Cuts a file off, or lengthens it by zeroes; -EINVAL where it cannot be written.
  public static func setSize(_ descriptor: Int32, _ size: Int64) -> Int {
    ftruncate(descriptor, off_t(size)) < 0 ? -Int(clinux_errno()) : 0
  }

  /// What can be done with an open file.
  public static func access(of descriptor: Int32) -> Pages.Access {
    switch clinux_status_flags(descriptor) & O_ACCMODE {
    case O_RDONLY: return .read
    case O_WRONLY: return .write
    default: return [.read, .write]
    }
  }

  /// The address, or a negated errno.
  public static func map(
    _ descriptor: Int32, offset: Int64, _ length: Int, _ access: Pages.Access, isPrivate: Bool
  ) -> Int {
    let flags = isPrivate ? MAP_PRIVATE : MAP_SHARED
    let address = UInt(
      bitPattern: mmap(nil, length, access.rawValue, flags, descriptor, off_t(offset)))
    guard address != UInt.max else { return -Int(clinux_errno()) }
    lock.withLock { lengths[address] = length }
    return Int(address)
  }

  /// False if no view begins there.
  public static func unmap(_ address: UnsafeRawPointer?) -> Bool {
    guard let address, let length = lock.withLock({ lengths.removeValue(forKey: UInt(bitPattern: address)) })
    else { return false }
    defer { MemoryProbe.forget() }
    return munmap(UnsafeMutableRawPointer(mutating: address), length) == 0
  }

  /// Writes a view to its file, from its beginning up to a length; 0 for all. Nil if no view begins there.
  public static func flush(_ address: UnsafeRawPointer?, _ length: Int) -> Int? {
    guard let address, let whole = lock.withLock({ lengths[UInt(bitPattern: address)] }) else { return nil }
    let count = length == 0 ? whole : min(length, whole)
    return msync(UnsafeMutableRawPointer(mutating: address), count, MS_SYNC) < 0 ? -Int(clinux_errno()) : 0
  }
}
