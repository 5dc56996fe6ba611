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

/// How often the library has been started, as the layer above counts it.
public enum StartupCount {
  @inlinable @inline(__always)
  public static var value: UInt64 { clinux_load_relaxed_64(clinux_startups()) }

  /// - Returns: what it was before.
  @discardableResult
  public static func change(_ change: (UInt64) -> UInt64) -> UInt64 {
    while true {
      let old = value
      if clinux_compare_exchange_64(clinux_startups(), old, change(old)) != 0 { return old }
    }
  }
}

/// Variables that switch something on, looked up once.
public enum Switches {
  @inlinable
  public static var traces: Bool { clinux_is_on(Int32(CLINUX_TRACE)) != 0 }
  @inlinable
  public static var spins: Bool { clinux_is_on(Int32(CLINUX_SPIN)) != 0 }
}
