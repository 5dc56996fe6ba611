// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Anonymous memory in pages.
public enum Pages {
  public struct Access: OptionSet, Sendable {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let read = Access(rawValue: PROT_READ)
    public static let write = Access(rawValue: PROT_WRITE)
    public static let execute = Access(rawValue: PROT_EXEC)
  }

  private static let lock = Lock()
  /// Lengths of what was mapped: unmapping needs them.
  nonisolated(unsafe) private static var lengths: [UInt: Int] = [:]

  /// - Parameter address: where the pages are wanted, or nil.
  public static func map(_ address: UnsafeMutableRawPointer?, _ length: Int, _ access: Access)
    -> UnsafeMutableRawPointer?
  {
    let result = mmap(address, length, access.rawValue, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let result, UInt(bitPattern: result) != UInt.max else { return nil }
    lock.withLock { lengths[UInt(bitPattern: result)] = length }
    return result
  }

  /// False if nothing was mapped there.
  public static func unmap(_ address: UnsafeMutableRawPointer?) -> Bool {
    guard let address, let length = lock.withLock({ lengths.removeValue(forKey: UInt(bitPattern: address)) })
    else {
      return false
    }
    defer { MemoryProbe.forget() }
    return munmap(address, length) == 0
  }

  public static func protect(_ address: UnsafeMutableRawPointer?, _ length: Int, _ access: Access) -> Bool {
    defer { MemoryProbe.forget() }
    return mprotect(page(address), length + Int(UInt(bitPattern: address) & 4095), access.rawValue) == 0
  }

  /// The contents are given back; the addresses stay reserved.
  public static func discard(_ address: UnsafeMutableRawPointer?, _ length: Int) -> Bool {
    madvise(page(address), max(length, 1), MADV_DONTNEED) == 0
  }

  private static func page(_ address: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: address) & ~4095)
  }

  public static let size = Int(sysconf(Int32(_SC_PAGESIZE)))
}
