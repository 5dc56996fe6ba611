// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// What the kernel counts of the process and of the machine.
extension ProcessInformation {
  /// Calls that read and write files, and the bytes they moved; nil where the kernel does not tell.
  public static var transfers: (reads: UInt64, writes: UInt64, bytesRead: UInt64, bytesWritten: UInt64)? {
    guard let text = FileSystem.text(of: "/proc/self/io"), !text.isEmpty else { return nil }
    var values: [Substring: UInt64] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == ":" || $0 == " " })
      if words.count == 2 { values[words[0]] = UInt64(words[1]) }
    }
    func value(_ name: Substring) -> UInt64 { values[name] ?? 0 }
    return (value("syscr"), value("syscw"), value("rchar"), value("wchar"))
  }

  /// What all processors together have spent since the system was started, in nanoseconds; nil where the kernel does
  /// not tell.
  public static var timesOfProcessors: (idle: UInt64, kernel: UInt64, user: UInt64)? {
    guard let line = FileSystem.text(of: "/proc/stat")?.split(separator: "\n").first else { return nil }
    // user, nice, system, idle, waiting for a disk, interrupts, soft interrupts, stolen.
    let ticks = line.split(separator: " ").dropFirst().compactMap { UInt64($0) }
    guard line.hasPrefix("cpu "), ticks.count >= 7 else { return nil }
    let unit = 1_000_000_000 / UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
    let (idle, kernel) = (ticks[3] + ticks[4], ticks[2] + ticks[5] + ticks[6])
    return (idle * unit, kernel * unit, (ticks[0] + ticks[1]) * unit)
  }
}
