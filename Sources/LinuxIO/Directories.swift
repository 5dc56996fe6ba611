// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// What the file system knows about a name.
public struct FileInformation: Sendable {
  public let isDirectory, isReadOnly: Bool
  public let size: Int64
  public let links: UInt32
  public let inode, device: UInt64
  /// Nanoseconds since 1970.
  public let created, accessed, written: Int64

  init(_ information: stat, isReadOnly: Bool) {
    func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }
    isDirectory = Int32(information.st_mode) & S_IFMT == S_IFDIR
    self.isReadOnly = isReadOnly
    size = Int64(information.st_size)
    links = UInt32(clamping: information.st_nlink)
    inode = UInt64(information.st_ino)
    device = UInt64(information.st_dev)
    accessed = nanoseconds(information.st_atim)
    written = nanoseconds(information.st_mtim)
    // Linux keeps the time of birth where stat does not show it: the oldest time that it shows stands for it.
    created = min(nanoseconds(information.st_ctim), written)
  }
}

/// Names and folders. Results are counts or negated errnos.
extension FileSystem {
  private static func result(_ value: Int32) -> Int { value < 0 ? -Int(clinux_errno()) : Int(value) }

  /// Nil if the name leads nowhere: `lastError` says why. Symbolic links are followed.
  public static func information(_ path: String) -> FileInformation? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    return FileInformation(information, isReadOnly: information.st_mode & 0o222 == 0)
  }

  /// Nil if the descriptor is none.
  public static func information(of descriptor: Int32) -> FileInformation? {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return nil }
    return FileInformation(information, isReadOnly: information.st_mode & 0o222 == 0)
  }

  /// Whether the folder exists in which a name lies.
  public static func hasFolder(_ path: String) -> Bool {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return true }
    return information(String(path[..<slash]))?.isDirectory ?? false
  }

  /// Why the last call that returned nil failed.
  public static var lastError: Int { -Int(clinux_errno()) }

  /// What a descriptor stands for, as GetFileType tells it: a socket counts as a pipe.
  public enum Kind: Sendable { case disk, character, pipe, unknown }

  public static func kind(of descriptor: Int32) -> Kind {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return .unknown }
    switch Int32(information.st_mode) & S_IFMT {
    case S_IFREG, S_IFDIR, S_IFBLK: return .disk
    case S_IFCHR: return .character
    case S_IFIFO, S_IFSOCK: return .pipe
    default: return .unknown
    }
  }

  /// Takes the right to write away from everybody, or gives it to the owner.
  public static func setReadOnly(_ path: String, _ readOnly: Bool) -> Int {
    var information = stat()
    guard stat(path, &information) == 0 else { return -Int(clinux_errno()) }
    let mode = information.st_mode & 0o7777
    return result(chmod(path, readOnly ? mode & ~0o222 : mode | 0o200))
  }

  public static func createDirectory(_ path: String) -> Int { result(mkdir(path, 0o777)) }
  /// A folder that is empty; -ENOTEMPTY or -ENOTDIR.
  public static func removeDirectory(_ path: String) -> Int { result(rmdir(path)) }

  /// - Parameter replaces: an existing file of the new name goes; else it is EEXIST.
  public static func rename(_ old: String, _ new: String, replaces: Bool) -> Int {
    result(Int32(truncatingIfNeeded: clinux_rename(old, new, replaces ? 1 : 0)))
  }

  /// The names in a folder, sorted; nil if it cannot be read.
  public static func names(in path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names.sorted { $0.lowercased() < $1.lowercased() }
  }

  /// Whether a name matches a pattern with * and ?, in upper or lower case.
  public static func matches(_ name: String, _ pattern: String) -> Bool {
    // FNM_CASEFOLD, which glibc shows to GNU sources only; backslashes do not occur.
    fnmatch(pattern, name, Int32(1 << 4) | FNM_NOESCAPE) == 0
  }

  /// Nil if it has been removed.
  public static var currentDirectory: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
  public static func changeDirectory(_ path: String) -> Int { result(chdir(path)) }

  /// The file behind a symbolic link, as in /proc.
  public static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes {
      readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
    }
    return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
  }

  /// Sets times, in nanoseconds since 1970; nil leaves one as it is.
  public static func setTimes(_ descriptor: Int32, accessed: Int64?, written: Int64?) -> Int {
    func time(_ value: Int64?) -> timespec {
      guard let value else { return timespec(tv_sec: 0, tv_nsec: Int(clinux_utime_omit())) }
      return timespec(tv_sec: Int(value / 1_000_000_000), tv_nsec: Int(value % 1_000_000_000))
    }
    let times = [time(accessed), time(written)]
    return result(futimens(descriptor, times))
  }

  /// The whole of a small file, as of /proc.
  public static func text(of path: String) -> String? {
    let descriptor = clinux_open(path, O_RDONLY | O_CLOEXEC, 0)
    guard descriptor >= 0 else { return nil }
    defer { System.close(descriptor) }
    var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 16384))
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count, at: nil) }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Both ends of a pipe: where to read, where to write.
  public static func pipe() -> (Int32, Int32)? {
    var ends: (Int32, Int32) = (-1, -1)
    let outcome = withUnsafeMutableBytes(of: &ends) {
      clinux_pipe($0.baseAddress!.assumingMemoryBound(to: Int32.self))
    }
    return outcome < 0 ? nil : ends
  }

  /// Bytes that can be read from a pipe now; negative on failure.
  public static func available(_ descriptor: Int32) -> Int {
    var count: Int32 = 0
    let result = clinux_ioctl_int(descriptor, UInt(FIONREAD), &count)
    return result < 0 ? Int(result) : Int(count)
  }

  /// Total and free bytes of the file system that holds `path`.
  public static func space(_ path: String) -> (total: UInt64, free: UInt64, available: UInt64)? {
    var information = statvfs()
    guard statvfs(path, &information) == 0 else { return nil }
    let unit = UInt64(information.f_frsize)
    return (
      UInt64(information.f_blocks) * unit, UInt64(information.f_bfree) * unit,
      UInt64(information.f_bavail) * unit
    )
  }
}

extension FileSystem {
  /// Whether the other end of a pipe is gone.
  public static func isBroken(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) > 0 && Int32(entry.revents) & (POLLHUP | POLLERR) != 0
  }
}
