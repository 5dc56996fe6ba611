// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CLinux

/// Tables of chunks that exist from the start: a look-up needs no initialisation check.
public enum StaticTable {
  @inlinable @inline(__always)
  public static func handles(_ chunk: UInt32) -> UnsafeMutableRawPointer? {
    clinux_chunk(clinux_handle_chunk(chunk))
  }
  public static func setHandles(_ chunk: UInt32, _ pointer: UnsafeMutableRawPointer) {
    clinux_set_chunk(clinux_handle_chunk(chunk), pointer)
  }
  @inlinable @inline(__always)
  public static func operations(_ chunk: UInt32) -> UnsafeMutableRawPointer? {
    clinux_chunk(clinux_operation_chunk(chunk))
  }
  public static func setOperations(_ chunk: UInt32, _ pointer: UnsafeMutableRawPointer) {
    clinux_set_chunk(clinux_operation_chunk(chunk), pointer)
  }
}

/// Variables that switch something on, looked up once.
public enum Switches {
  @inlinable
  public static var traces: Bool { clinux_is_on(Int32(CLINUX_TRACE)) != 0 }
  @inlinable
  public static var spins: Bool { clinux_is_on(Int32(CLINUX_SPIN)) != 0 }
}
