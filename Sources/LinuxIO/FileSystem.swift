// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Plain files. Results are counts or negated errnos, as in `System`.
public enum FileSystem {
  private static func repeated(_ body: () -> Int) -> Int {
    while true {
      let result = body()
      if result >= 0 { return result }
      let errno = clinux_errno()
      if errno != EINTR { return -Int(errno) }
    }
  }

  /// - Parameter offset: where to begin; nil uses and moves the file's own position.
  public static func read(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int, at offset: Int64?
  ) -> Int {
    repeated {
      if let offset {
        let n = pread(descriptor, buffer, count, off_t(offset))
        // Pipes and terminals have no offsets.
        if n >= 0 || clinux_errno() != ESPIPE { return n }
      }
      return CLinux.read(descriptor, buffer, count)
    }
  }

  /// The bytes written, which may be fewer; `offset` as for `read`.
  public static func write(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int, at offset: Int64?)
    -> Int
  {
    if let offset {
      let n = repeated { pwrite(descriptor, buffer, count, off_t(offset)) }
      if n != -Int(ESPIPE) { return n }
    }
    return BrokenPipe.silently { repeated { CLinux.write(descriptor, buffer, count) } }
  }

  // MARK: Opening

  /// Whether a file has to exist, and what becomes of its contents: the dispositions of CreateFile in their order.
  public enum OpenMode: Sendable { case createNew, createAlways, openExisting, openAlways, truncate }

  /// A descriptor, or a negated errno. One that appends writes at the end of the file, whatever the position.
  public static func open(
    _ path: String, reads: Bool, writes: Bool, appends: Bool = false, _ mode: OpenMode
  ) -> Int {
    var flags = O_CLOEXEC | (writes ? (reads ? O_RDWR : O_WRONLY) : O_RDONLY) | (appends ? O_APPEND : 0)
    switch mode {
    case .createNew: flags |= O_CREAT | O_EXCL
    case .createAlways: flags |= O_CREAT | O_TRUNC
    case .openExisting: break
    case .openAlways: flags |= O_CREAT
    case .truncate: flags |= O_TRUNC
    }
    return repeated { Int(clinux_open(path, flags, 0o666)) }
  }

  /// Otherwise errno says EBADF, for functions of the C library.
  public static func isOpen(_ descriptor: Int32) -> Bool { clinux_status_flags(descriptor) >= 0 }
  /// Whether a name leads to something.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
  /// Removes a name. The file stays while it is open.
  public static func delete(_ path: String) -> Int { repeated { Int(unlink(path)) } }

  // MARK: Positions and sizes

  /// What `seek` counts from; the numbers are those of Linux and of Windows.
  public enum Origin: Int32, Sendable { case start, current, end }

  /// The new position in bytes; -ESPIPE for pipes and terminals.
  public static func seek(_ descriptor: Int32, _ distance: Int64, _ origin: Origin) -> Int {
    repeated { Int(lseek(descriptor, off_t(distance), origin.rawValue)) }
  }

  /// Bytes.
  public static func size(_ descriptor: Int32) -> Int {
    var information = stat()
    let result = repeated { Int(fstat(descriptor, &information)) }
    return result < 0 ? result : Int(information.st_size)
  }

  /// Cuts the file off at its position, or lengthens it.
  public static func truncate(_ descriptor: Int32) -> Int {
    let position = seek(descriptor, 0, .current)
    return position < 0 ? position : repeated { Int(ftruncate(descriptor, off_t(position))) }
  }

  /// Waits until what was written is on the disk.
  public static func flush(_ descriptor: Int32) -> Int { repeated { Int(fsync(descriptor)) } }
}
