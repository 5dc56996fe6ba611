// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import CWinsock
import LinuxIO

// Blocks of memory that begin at a multiple of a power of two, of Microsoft's C library.

/// _aligned_malloc: NULL with EINVAL for an alignment that is no power of two, with ENOMEM without memory.
@c @implementation
public func _aligned_malloc(_ _Size: Int, _ _Alignment: Int) -> UnsafeMutableRawPointer! {
  AlignedMemory.allocate(_Size, alignment: _Alignment)
}

/// _aligned_realloc: NULL stands for a new block; a size of 0 frees the block, and returns NULL.
@c @implementation
public func _aligned_realloc(_ _Memory: UnsafeMutableRawPointer!, _ _Size: Int, _ _Alignment: Int)
  -> UnsafeMutableRawPointer!
{
  AlignedMemory.resize(_Memory, _Size, alignment: _Alignment)
}

/// _aligned_recalloc: the same for an array; what is added is 0.
@c @implementation
public func _aligned_recalloc(
  _ _Memory: UnsafeMutableRawPointer!, _ _Count: Int, _ _Size: Int, _ _Alignment: Int
) -> UnsafeMutableRawPointer! {
  let (size, overflow) = _Count.multipliedReportingOverflow(by: _Size)
  return AlignedMemory.resize(_Memory, overflow ? -1 : size, alignment: _Alignment, zeroed: true)
}

/// _aligned_msize: the bytes that were asked for; (size_t)-1 with EINVAL for NULL.
@c @implementation
public func _aligned_msize(_ _Memory: UnsafeMutableRawPointer!, _ _Alignment: Int, _ _Offset: Int) -> Int {
  guard let _Memory else {
    AlignedMemory.refuse()
    return -1
  }
  return AlignedMemory.size(_Memory)
}

@c @implementation
public func _aligned_free(_ _Memory: UnsafeMutableRawPointer!) {
  AlignedMemory.free(_Memory)
}
