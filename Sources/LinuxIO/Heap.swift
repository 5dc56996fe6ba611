// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The C library's heap.
public enum HeapMemory {
  /// At least one byte, at a multiple of 16; nil when memory is short.
  public static func allocate(_ size: Int, zeroed: Bool = false) -> UnsafeMutableRawPointer? {
    zeroed ? calloc(1, max(size, 1)) : malloc(max(size, 1))
  }
  /// NULL is fine.
  public static func free(_ block: UnsafeMutableRawPointer?) { CLinux.free(block) }
}

/// A heap whose blocks know their size and whose they are, over the C library's.
///
/// A block of 32 bytes comes first: its mark, its size, and the neighbours in the list of a heap that can be
/// destroyed with all that is in it.
public final class Heap: @unchecked Sendable {
  /// The heap of the process; it is never destroyed, so it keeps no list.
  public static let process = Heap(keepsList: false)

  private struct Header {
    var mark: UInt64
    var size: Int
    var previous: UnsafeMutablePointer<Header>?
    var next: UnsafeMutablePointer<Header>?
  }
  private typealias HeaderPointer = UnsafeMutablePointer<Header>
  private static let headerSize = 32

  private let keepsList: Bool
  private let lock = Lock()
  private var first: HeaderPointer?

  public init(keepsList: Bool = true) { self.keepsList = keepsList }

  private var mark: UInt64 {
    0x4845_4150_B10C_0000 ^ UInt64(UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque()))
  }

  /// A block at a multiple of 16; nil when memory is short.
  public func allocate(_ size: Int, zeroed: Bool = false) -> UnsafeMutableRawPointer? {
    guard size >= 0, size < Int.max - Heap.headerSize,
      let memory = HeapMemory.allocate(size + Heap.headerSize, zeroed: zeroed)
    else { return nil }
    let header = memory.bindMemory(to: Header.self, capacity: 1)
    header.initialize(to: Header(mark: mark, size: size, previous: nil, next: nil))
    link(header)
    return memory + Heap.headerSize
  }

  private func header(_ block: UnsafeRawPointer?) -> HeaderPointer? {
    guard let block, UInt(bitPattern: block) & 15 == 0 else { return nil }
    let memory = UnsafeMutableRawPointer(mutating: block) - Heap.headerSize
    guard MemoryProbe().isReadable(memory, Heap.headerSize) else { return nil }
    let header = memory.assumingMemoryBound(to: Header.self)
    return header.pointee.mark == mark ? header : nil
  }

  /// The size that was asked for; nil for what is no block of this heap.
  public func size(_ block: UnsafeRawPointer?) -> Int? { header(block)?.pointee.size }

  /// Changes a block's size; nil if it is none, or memory is short: then it stays as it was.
  public func resize(_ block: UnsafeMutableRawPointer?, _ size: Int, zeroed: Bool, inPlace: Bool)
    -> UnsafeMutableRawPointer?
  {
    guard let header = header(block), size >= 0, size < Int.max - Heap.headerSize else { return nil }
    let old = header.pointee.size
    if inPlace {
      guard size <= max(old, malloc_usable_size(header) - Heap.headerSize) else { return nil }
      header.pointee.size = size
      if zeroed && size > old { memset(block! + old, 0, size - old) }
      return block
    }
    unlink(header)
    guard let memory = realloc(header, size + Heap.headerSize) else {
      link(header)
      return nil
    }
    let moved = memory.assumingMemoryBound(to: Header.self)
    moved.pointee.size = size
    link(moved)
    if zeroed && size > old { memset(memory + Heap.headerSize + old, 0, size - old) }
    return memory + Heap.headerSize
  }

  /// False for what is no block of this heap.
  public func free(_ block: UnsafeMutableRawPointer?) -> Bool {
    guard let header = header(block) else { return false }
    header.pointee.mark = 0
    unlink(header)
    HeapMemory.free(header)
    return true
  }

  /// Frees all blocks.
  public func freeAll() {
    lock.lock()
    var next = first
    first = nil
    lock.unlock()
    while let header = next {
      next = header.pointee.next
      header.pointee.mark = 0
      HeapMemory.free(header)
    }
  }

  private func link(_ header: HeaderPointer) {
    guard keepsList else { return }
    lock.withLock {
      header.pointee.previous = nil
      header.pointee.next = first
      first?.pointee.previous = header
      first = header
    }
  }

  private func unlink(_ header: HeaderPointer) {
    guard keepsList else { return }
    lock.withLock {
      if let previous = header.pointee.previous {
        previous.pointee.next = header.pointee.next
      } else if first == header {
        first = header.pointee.next
      }
      header.pointee.next?.pointee.previous = header.pointee.previous
    }
  }
}
