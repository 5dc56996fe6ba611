// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Tells whether memory of the program may be read or written, without touching it and without signals.
///
/// Windows probes buffers when an operation starts (behaviour 8). Faulting in a whole buffer would commit
/// memory that a Linux program expects to stay untouched, so the first page is populated (it is written
/// first anyway) and the last one is only looked up; a hole between them is found by the kernel's copy.
/// Pages found good are remembered, so a program that uses its buffers again pays no call.
public struct MemoryProbe {
  private static let pageShift = 12
  public init() {}

  /// Whether the kernel knows MADV_POPULATE_READ (5.14).
  private static let canPopulate: Bool = {
    var byte: UInt8 = 0
    return withUnsafeMutablePointer(to: &byte) {
      clinux_populate(UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: $0) & ~4095), 4096, 0) >= 0
    }
  }()

  private enum Access: UInt { case read = 1, write = 2, mapped = 3 }

  public func isReadable(_ start: UnsafeRawPointer?, _ count: Int) -> Bool { check(start, count, .read) }
  public func isWritable(_ start: UnsafeRawPointer?, _ count: Int) -> Bool { check(start, count, .write) }

  @inline(__always)
  private func check(_ start: UnsafeRawPointer?, _ count: Int, _ access: Access) -> Bool {
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
    let key = number << 2 | access.rawValue
    // One table for all threads: enough for the buffers of some ten thousand connections.
    let place = clinux_known_page(UInt64(number &* 4 &+ access.rawValue))!
    if clinux_load_relaxed_64(place) == UInt64(key) { return true }
    return ask(number, access, place, key)
  }

  @inline(never)
  private func ask(_ number: UInt, _ access: Access, _ place: UnsafeMutableRawPointer, _ key: UInt) -> Bool {
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
    clinux_store_relaxed_64(place, UInt64(key))
    return true
  }
}
