// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// The C library's heap.
public enum HeapMemory {
  public static func allocate(_ size: Int, zeroed: Bool = false) -> UnsafeMutableRawPointer? {
    zeroed ? calloc(1, max(size, 1)) : malloc(max(size, 1))
  }
  public static func resize(_ block: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer? {
    realloc(block, max(size, 1))
  }
  public static func free(_ block: UnsafeMutableRawPointer?) { CLinux.free(block) }
  public static func size(_ block: UnsafeMutableRawPointer?) -> Int { malloc_usable_size(block) }
}
