// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Shared objects by the dynamic linker.
public enum SharedObjects {
  /// This library itself.
  nonisolated(unsafe) public static let own: UnsafeMutableRawPointer? = clinux_own_object()
  /// The program itself, with all that it was linked with.
  nonisolated(unsafe) public static let program: UnsafeMutableRawPointer? = dlopen(nil, RTLD_LAZY)

  /// Loads an object, or counts one more use of it; nil if that fails. Each use ends with `close`.
  public static func open(_ path: String) -> UnsafeMutableRawPointer? { dlopen(path, RTLD_LAZY | RTLD_LOCAL) }
  /// The same for an object that is loaded already; nil for others.
  public static func find(_ path: String) -> UnsafeMutableRawPointer? {
    dlopen(path, RTLD_LAZY | RTLD_NOLOAD)
  }
  /// Ends one use.
  public static func close(_ object: UnsafeMutableRawPointer) { dlclose(object) }
  /// The address of a name that an object exports.
  public static func symbol(_ name: String, in object: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    dlsym(object, name)
  }

  /// The file of the program, and of this library.
  public static let programPath = FileSystem.linkTarget("/proc/self/exe") ?? ""
  public static let ownPath = path(ofAddress: own.flatMap { symbol("WSAStartup", in: $0) }) ?? ""

  /// The file of the object that holds an address.
  public static func path(ofAddress address: UnsafeRawPointer?) -> String? {
    guard let name = clinux_object_of_address(address) else { return nil }
    return fullPath(String(cString: name))
  }

  public static func path(of object: UnsafeMutableRawPointer) -> String? {
    clinux_object_name(object).map { fullPath(String(cString: $0)) }
  }

  private static func fullPath(_ path: String) -> String {
    guard let whole = realpath(path, nil) else { return path }
    defer { free(whole) }
    return String(cString: whole)
  }
}
