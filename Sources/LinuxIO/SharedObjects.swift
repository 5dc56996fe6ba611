// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Shared objects by the dynamic linker.
public enum SharedObjects {
  /// This library itself.
  nonisolated(unsafe) public static let own: UnsafeMutableRawPointer? = clinux_own_object()
  nonisolated(unsafe) public static let program: UnsafeMutableRawPointer? = dlopen(nil, RTLD_LAZY)

  public static func open(_ path: String) -> UnsafeMutableRawPointer? { dlopen(path, RTLD_LAZY | RTLD_LOCAL) }
  public static func find(_ path: String) -> UnsafeMutableRawPointer? {
    dlopen(path, RTLD_LAZY | RTLD_NOLOAD)
  }
  public static func close(_ object: UnsafeMutableRawPointer) { dlclose(object) }
  public static func symbol(_ name: String, in object: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    dlsym(object, name)
  }
}
