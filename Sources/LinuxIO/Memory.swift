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
  private static let pageShift: UInt = 12
  /// Where the thread's stack lies, and how much of it a local variable may start in; 0 if that is not known.
  @usableFromInline let stackLow, stackRoom: UInt
  private static let largestLocal = 64

  public init() { (stackLow, stackRoom) = (0, 0) }

  /// The calling thread's own: it knows the thread's stack.
  public static func ofThisThread() -> MemoryProbe {
    var (low, size) = (UInt(0), 0)
    clinux_find_stack(&low, &size)
    return MemoryProbe(stackLow: low, stackRoom: UInt(max(size - largestLocal, 0)))
  }

  private init(stackLow: UInt, stackRoom: UInt) { (self.stackLow, self.stackRoom) = (stackLow, stackRoom) }

  /// Whether the kernel knows MADV_POPULATE_READ (5.14).
  private static let canPopulate: Bool = {
    var byte: UInt8 = 0
    return withUnsafeMutablePointer(to: &byte) {
      clinux_populate(UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: $0) & ~4095), 4096, 0) >= 0
    }
  }()

  public static func forget() { clinux_forget_pages() }

  /// What is asked of a page, in the numbers of CLinux.
  @usableFromInline enum Access: UInt32 { case write, read, mapped }

  @inlinable @inline(__always)
  public func isReadable(_ start: UnsafeRawPointer?, _ count: Int) -> Bool {
    isKnown(start, count, .read) || check(start, count, .read)
  }
  @inlinable @inline(__always)
  public func isWritable(_ start: UnsafeRawPointer?, _ count: Int) -> Bool {
    isKnown(start, count, .write) || check(start, count, .write)
  }

  /// The same for a few bytes that programs usually keep in a local variable: counts, flags, arrays of buffers. All of
  /// the stack can be used: what has not been touched yet comes into being with the first access.
  @inlinable @inline(__always)
  public func isReadable(local start: UnsafeRawPointer?, _ count: Int) -> Bool {
    isOnStack(start) || isReadable(start, count)
  }
  @inlinable @inline(__always)
  public func isWritable(local start: UnsafeRawPointer?, _ count: Int) -> Bool {
    isOnStack(start) || isWritable(start, count)
  }

  /// Whether that is known without asking the kernel.
  @inlinable @inline(__always)
  public func isKnownWritable(local start: UnsafeRawPointer?, _ count: Int) -> Bool {
    isOnStack(start) || isKnown(start, count, .write)
  }

  @inlinable @inline(__always)
  func isOnStack(_ start: UnsafeRawPointer?) -> Bool { UInt(bitPattern: start) &- stackLow < stackRoom }

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

  @inlinable @inline(__always)
  func isKnown(_ start: UnsafeRawPointer?, _ count: Int, _ access: Access) -> Bool {
    clinux_is_known(start, count, access.rawValue) != 0
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
    clinux_is_page_known(number << MemoryProbe.pageShift, access.rawValue) != 0 || ask(number, access)
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
    clinux_note_page(number << MemoryProbe.pageShift, access.rawValue)
    return true
  }
}
