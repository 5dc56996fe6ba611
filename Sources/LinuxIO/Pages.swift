// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// A piece of the address space with one kind of access, from the kernel's map.
public struct Mapping: Sendable {
  public let start, end: UInt
  public let access: Pages.Access
  public let isFile: Bool
  public let isCode: Bool

  /// The piece that holds an address, or else the next one above it.
  public static func find(_ address: UInt) -> Mapping? {
    guard let map = FileSystem.text(of: "/proc/self/maps") else { return nil }
    for line in map.split(separator: "\n") {
      // "start-end rwxp offset device inode path"
      let fields = line.split(separator: " ", maxSplits: 5)
      let range = fields[0].split(separator: "-")
      guard fields.count >= 5, range.count == 2, let end = UInt(range[1], radix: 16), end > address,
        let start = UInt(range[0], radix: 16)
      else { continue }
      var access = Pages.Access()
      if fields[1].contains("r") { access.insert(.read) }
      if fields[1].contains("w") { access.insert(.write) }
      if fields[1].contains("x") { access.insert(.execute) }
      let path = fields.count > 5 ? fields[5].drop { $0 == " " } : ""
      return Mapping(
        start: start, end: end, access: access, isFile: fields[4] != "0",
        isCode: path.contains(".so") || fields[1].contains("x"))
    }
    return nil
  }
}

/// Anonymous memory in pages.
public enum Pages {
  /// What may be done with a page; the numbers are PROT_READ and its kin.
  public struct Access: OptionSet, Sendable {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let read = Access(rawValue: PROT_READ)
    public static let write = Access(rawValue: PROT_WRITE)
    public static let execute = Access(rawValue: PROT_EXEC)
  }

  /// What one call has reserved.
  public struct Region: Sendable {
    public let start: UInt
    public let length: Int
    /// The protection that was asked for, in the caller's numbers.
    public let protection: UInt32
    public var end: UInt { start + UInt(length) }
  }

  public static let size = Int(sysconf(Int32(_SC_PAGESIZE)))
  /// Reserved pieces begin at multiples of this.
  public static let granularity = 65536

  private static let lock = Lock()
  nonisolated(unsafe) private static var regions: [UInt: Region] = [:]

  /// The reserved piece that holds an address.
  public static func region(of address: UnsafeRawPointer?) -> Region? {
    let address = UInt(bitPattern: address)
    return lock.withLock { regions.values.first { $0.start <= address && address < $0.end } }
  }

  /// - Parameter address: where the pages must be, or nil.
  public static func map(
    _ address: UnsafeMutableRawPointer?, _ length: Int, _ access: Access, protection: UInt32
  ) -> UnsafeMutableRawPointer? {
    let length = (length + size - 1) / size * size
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    let start: UInt
    if let address {
      let wanted = UInt(bitPattern: address) / UInt(granularity) * UInt(granularity)
      // MAP_FIXED_NOREPLACE: nothing that is there already may go.
      let result = mmap(
        UnsafeMutableRawPointer(bitPattern: wanted), length, access.rawValue, flags | 0x100000, -1, 0)
      guard let result, UInt(bitPattern: result) == wanted else {
        if let result, UInt(bitPattern: result) != UInt.max { munmap(result, length) }
        return nil
      }
      start = wanted
    } else {
      // More than is needed, to cut the piece out that begins at a multiple.
      guard let result = mmap(nil, length + granularity, access.rawValue, flags, -1, 0),
        UInt(bitPattern: result) != UInt.max
      else { return nil }
      let lowest = UInt(bitPattern: result)
      start = (lowest + UInt(granularity) - 1) / UInt(granularity) * UInt(granularity)
      if start > lowest { munmap(result, Int(start - lowest)) }
      let tail = lowest + UInt(length + granularity) - (start + UInt(length))
      if tail > 0 { munmap(UnsafeMutableRawPointer(bitPattern: start + UInt(length)), Int(tail)) }
    }
    lock.withLock { regions[start] = Region(start: start, length: length, protection: protection) }
    return UnsafeMutableRawPointer(bitPattern: start)
  }

  /// False if nothing was mapped from there on.
  public static func unmap(_ address: UnsafeMutableRawPointer?) -> Bool {
    guard let address, let region = lock.withLock({ regions.removeValue(forKey: UInt(bitPattern: address)) })
    else { return false }
    defer { MemoryProbe.forget() }
    return munmap(address, region.length) == 0
  }

  /// Changes what may be done with the pages that hold a range. False if some of them are not mapped.
  public static func protect(_ address: UnsafeMutableRawPointer?, _ length: Int, _ access: Access) -> Bool {
    defer { MemoryProbe.forget() }
    return mprotect(page(address), length + offset(address), access.rawValue) == 0
  }

  /// The contents are given back; the addresses stay reserved, without access.
  public static func discard(_ address: UnsafeMutableRawPointer?, _ length: Int) -> Bool {
    let length = max(length, 1) + offset(address)
    defer { MemoryProbe.forget() }
    return madvise(page(address), length, MADV_DONTNEED) == 0
      && mprotect(page(address), length, PROT_NONE) == 0
  }

  /// mlock and munlock: 0, or the negated errno.
  public static func keepInMemory(_ address: UnsafeMutableRawPointer?, _ length: Int, _ keep: Bool) -> Int {
    let result = keep ? mlock(address, length) : munlock(address, length)
    return result < 0 ? -Int(clinux_errno()) : 0
  }

  /// The page that holds an address.
  public static func page(_ address: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: address) & ~UInt(size - 1))
  }
  private static func offset(_ address: UnsafeMutableRawPointer?) -> Int {
    Int(UInt(bitPattern: address) & UInt(size - 1))
  }
}
