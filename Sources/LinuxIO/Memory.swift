// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CLinux

/// Tells whether memory of the program may be read or written, without touching it and without signals.
///
/// Windows probes buffers when an operation starts (behaviour 8). Faulting in a whole buffer would commit
/// memory that a Linux program expects to stay untouched, so the first page is populated (it is written
/// first anyway) and the last one is only looked up; a hole between them is found by the kernel's copy.
/// Pages found good are remembered, so a program that uses its buffers again pays no call; `forget` is for whoever
/// unmaps or protects pages.
public struct MemoryProbe {
  @usableFromInline static var pageShift: UInt { 12 }
  public init() {}

  /// Whether the kernel knows MADV_POPULATE_READ (5.14).
  private static let canPopulate: Bool = {
    var byte: UInt8 = 0
    return withUnsafeMutablePointer(to: &byte) {
      clinux_populate(UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: $0) & ~4095), 4096, 0) >= 0
    }
  }()

  public static func forget() { clinux_forget_pages() }

  @usableFromInline enum Access: UInt { case read = 1, write = 2, mapped = 3 }

  @inlinable @inline(__always)
  public func isReadable(_ start: UnsafeRawPointer?, _ count: Int) -> Bool {
    isKnown(start, count, .read) || check(start, count, .read)
  }
  @inlinable @inline(__always)
  public func isWritable(_ start: UnsafeRawPointer?, _ count: Int) -> Bool {
    isKnown(start, count, .write) || check(start, count, .write)
  }

  /// Whether a range is the program's memory from end to end.
  public func isMapped(_ start: UnsafeRawPointer, _ count: Int) -> Bool {
    guard isReadable(start, count) else { return false }
    // The system call wants a byte per page; a piece at a time keeps that on the stack.
    let piece = 1024 << MemoryProbe.pageShift
    var page = UInt(bitPattern: start) & ~4095
    let end = UInt(bitPattern: start) + UInt(count)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1024) { residency in
      while page < end {
        let length = min(Int(end - page), piece)
        let address = UnsafeMutableRawPointer(bitPattern: page)
        if clinux_is_mapped(address, length, residency.baseAddress) < 0 { return false }
        page += UInt(length)
      }
      return true
    }
  }

  /// The usual case in a few instructions: all within pages that were found good before. What the slow way
  /// refuses (the first page, addresses of the kernel, counts out of range) never gets into the table.
  @inlinable @inline(__always)
  func isKnown(_ start: UnsafeRawPointer?, _ count: Int, _ access: Access) -> Bool {
    let first = UInt(bitPattern: start)
    let (last, overflow) = first.addingReportingOverflow(UInt(bitPattern: count) &- 1)
    let (firstPage, lastPage) = (first >> MemoryProbe.pageShift, last >> MemoryProbe.pageShift)
    guard !overflow, last >> 47 == 0, isKnown(page: firstPage, access) else { return false }
    return lastPage == firstPage || count >= 0 && isKnown(page: lastPage, count <= 4096 ? access : .mapped)
  }

  @inlinable @inline(__always)
  func isKnown(page: UInt, _ access: Access) -> Bool {
    let key = MemoryProbe.key(of: page, access)
    let place = MemoryProbe.place(of: key)
    return clinux_load_relaxed_64(clinux_known_page(place)) == key
      || clinux_load_relaxed_64(clinux_known_page(place ^ 1)) == key
  }

  /// One table for all threads: enough for the buffers of some ten thousand connections. Stacks and large buffers
  /// lie at regular distances, so the place is a hash, and it has a neighbour: two pages that are used in turn and
  /// fall together must not drive each other out.
  @inlinable @inline(__always)
  static func place(of key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 >> 48 }

  /// Page numbers have 35 bits; above them stands how often pages have changed (`forget`).
  @inlinable @inline(__always)
  static func key(of page: UInt, _ access: Access) -> UInt64 {
    clinux_get_page_generation() << 37 | UInt64(page << 2 | access.rawValue)
  }

  @inline(never) @usableFromInline
  func check(_ start: UnsafeRawPointer?, _ count: Int, _ access: Access) -> Bool {
    if count == 0 { return true }
    let first = UInt(bitPattern: start)
    let (last, overflow) = first.addingReportingOverflow(UInt(bitPattern: count) &- 1)
    if first < 4096 || overflow || last >= 1 << 47 || count < 0 { return false }
    let firstPage = first >> MemoryProbe.pageShift
    let lastPage = last >> MemoryProbe.pageShift
    return page(firstPage, access)
      && (lastPage == firstPage || page(lastPage, count <= 4096 ? access : .mapped))
  }

  @inline(__always)
  private func page(_ number: UInt, _ access: Access) -> Bool {
    isKnown(page: number, access) || ask(number, access)
  }

  @inline(never)
  private func ask(_ number: UInt, _ access: Access) -> Bool {
    let address = UnsafeMutableRawPointer(bitPattern: number << MemoryProbe.pageShift)
    var result: Int
    switch access {
    case .mapped:
      var residency: UInt8 = 0
      result = clinux_is_mapped(address, 4096, &residency)
    case .read, .write:
      result = clinux_populate(address, 4096, access == .write ? 1 : 0)
      // EINVAL is also what kernels before 5.14 say: there the page is at least known to be mapped or not.
      if result == -Int(EINVAL) && !MemoryProbe.canPopulate {
        var residency: UInt8 = 0
        result = clinux_is_mapped(address, 4096, &residency)
      }
    }
    guard result >= 0 else { return false }
    let key = MemoryProbe.key(of: number, access)
    let place = MemoryProbe.place(of: key)
    clinux_store_relaxed_64(clinux_known_page(place ^ 1), clinux_load_relaxed_64(clinux_known_page(place)))
    clinux_store_relaxed_64(clinux_known_page(place), key)
    return true
  }
}
