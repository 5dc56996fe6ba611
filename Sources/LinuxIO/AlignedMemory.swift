// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Blocks that begin at a multiple of any power of two. Before each of them stand the address that the C library knows
/// it by, and its size. A failure is nil, with the reason in errno.
public enum AlignedMemory {
  private static let headerSize = 16

  private static func fail(_ reason: Int32) -> UnsafeMutableRawPointer? {
    clinux_set_errno(reason)
    return nil
  }

  /// - Parameter alignment: a power of two; EINVAL for another number.
  public static func allocate(_ size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
    guard alignment > 0, alignment & (alignment - 1) == 0 else { return fail(EINVAL) }
    let alignment = max(alignment, headerSize)
    let (whole, overflow) = max(size, 0).addingReportingOverflow(alignment + headerSize)
    guard size >= 0, !overflow, let memory = malloc(whole) else { return fail(ENOMEM) }
    let block = (memory + headerSize).alignedUp(toMultipleOf: alignment)
    (block - 16).storeBytes(of: UInt(bitPattern: memory), as: UInt.self)
    (block - 8).storeBytes(of: size, as: Int.self)
    return block
  }

  /// The size that was asked for.
  public static func size(_ block: UnsafeRawPointer) -> Int { (block - 8).load(as: Int.self) }

  /// Changes the size of a block, which moves; nil stands for a new one, and a size of 0 frees it. The block stays as it
  /// was if there is no room.
  ///
  /// - Parameter zeroed: what is added is 0.
  public static func resize(
    _ block: UnsafeMutableRawPointer?, _ size: Int, alignment: Int, zeroed: Bool = false
  ) -> UnsafeMutableRawPointer? {
    if let block, size == 0 {
      free(block)
      return nil
    }
    guard let moved = allocate(size, alignment: alignment) else { return nil }
    let kept = block.map { min(AlignedMemory.size($0), size) } ?? 0
    if let block { moved.copyMemory(from: block, byteCount: kept) }
    if zeroed { memset(moved + kept, 0, size - kept) }
    free(block)
    return moved
  }

  /// Nil is fine.
  public static func free(_ block: UnsafeMutableRawPointer?) {
    if let block { CLinux.free(UnsafeMutableRawPointer(bitPattern: (block - 16).load(as: UInt.self))) }
  }

  /// EINVAL, as the C library says of arguments that make no sense.
  public static func refuse() { clinux_set_errno(EINVAL) }
}
