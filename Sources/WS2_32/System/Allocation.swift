// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import LinuxIO

/// Memory that programs free through one of our functions.
enum Allocation {
  static func allocate(_ size: Int) -> UnsafeMutableRawPointer { HeapMemory.allocate(max(size, 1))! }
  static func free(_ pointer: UnsafeMutableRawPointer?) { HeapMemory.free(pointer) }
}
