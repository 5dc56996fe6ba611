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

  public static func write(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int, at offset: Int64?)
    -> Int
  {
    repeated {
      if let offset {
        let n = pwrite(descriptor, buffer, count, off_t(offset))
        if n >= 0 || clinux_errno() != ESPIPE { return n }
      }
      return CLinux.write(descriptor, buffer, count)
    }
  }
}
