// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CLinux

/// Atomic access to memory that is not a Swift object: the program's OVERLAPPED, handle entries.
public enum RawAtomic {
  /// Everything written before is visible to whoever reads `value` here with acquire order.
  @inlinable @inline(__always)
  public static func storeRelease(_ value: UInt64, at address: UnsafeMutableRawPointer) {
    clinux_store_release_64(address, value)
  }
  @inlinable @inline(__always)
  public static func loadAcquire(at address: UnsafeRawPointer) -> UInt64 { clinux_load_acquire_64(address) }
  @inlinable @inline(__always)
  public static func storeRelease32(_ value: UInt32, at address: UnsafeMutableRawPointer) {
    clinux_store_release_32(address, value)
  }
  @inlinable @inline(__always)
  public static func loadAcquire32(at address: UnsafeRawPointer) -> UInt32 { clinux_load_acquire_32(address) }
  @discardableResult @inlinable @inline(__always)
  public static func add(_ value: UInt64, at address: UnsafeMutableRawPointer) -> UInt64 {
    clinux_fetch_add_64(address, value)
  }
  @inlinable @inline(__always)
  public static func compareExchange(
    at address: UnsafeMutableRawPointer, expected: UInt64, desired: UInt64
  ) -> Bool {
    clinux_compare_exchange_64(address, expected, desired) != 0
  }
}

/// The words every thread has: its last error, and the object that stands for it.
public enum ThreadLocal {
  @inlinable
  public static var lastError: Int32 {
    get { clinux_get_last_error() }
    set { clinux_set_last_error(newValue) }
  }
  @inlinable
  public static var thread: UnsafeMutableRawPointer? {
    get { clinux_get_thread() }
    set { clinux_set_thread(newValue) }
  }
}
