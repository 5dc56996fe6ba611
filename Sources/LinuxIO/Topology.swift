// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

extension Processors {
  private static let folder = "/sys/devices/system/cpu/"

  /// The processors in use, as bits 0–63; without /sys as many as libc counts.
  public static let online = mask(in: folder + "online") ?? lowest(count)

  /// Those that there may be.
  public static let possible = (mask(in: folder + "possible") ?? 0) | online

  private static func lowest(_ count: Int) -> UInt64 { count >= 64 ? .max : 1 << UInt64(count) - 1 }

  /// The bits of a list as /sys writes it: "0-3,8". Numbers beyond 63 have none.
  package static func mask(ofList text: some StringProtocol) -> UInt64 {
    var mask: UInt64 = 0
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last, first < 64 else { continue }
      for number in first...min(last, 63) { mask |= 1 << UInt64(number) }
    }
    return mask
  }

  private static func line(of file: String) -> Substring? {
    FileSystem.text(of: file)?.split(separator: "\n").first
  }

  /// Nil for a file that is not there, or names nothing.
  private static func mask(in file: String) -> UInt64? {
    guard let line = line(of: file), case let mask = mask(ofList: line), mask != 0 else { return nil }
    return mask
  }

  // MARK: What processors share

  public enum CacheKind: Int, Sendable { case unified, instruction, data }

  public struct Cache: Equatable, Sendable {
    public let level, ways, lineSize, size: Int
    public let kind: CacheKind
    public let processors: UInt64
  }

  /// The logical processors of each core.
  public static var cores: [UInt64] { groups("core_cpus_list", "thread_siblings_list") { 1 << UInt64($0) } }

  /// The logical processors of each package.
  public static var packages: [UInt64] {
    groups("package_cpus_list", "core_siblings_list") { _ in online }
  }

  private static var numbers: [Int] { (0..<64).filter { online & 1 << UInt64($0) != 0 } }

  private static func groups(_ file: String, _ former: String, _ other: (Int) -> UInt64) -> [UInt64] {
    var found: [UInt64] = []
    for number in numbers {
      let topology = folder + "cpu\(number)/topology/"
      let mask = (mask(in: topology + file) ?? mask(in: topology + former) ?? other(number)) & online
      if !found.contains(mask) { found.append(mask) }
    }
    return found
  }

  /// None where /sys does not tell.
  public static var caches: [Cache] {
    var found: [Cache] = []
    for number in numbers {
      for index in 0..<16 {
        guard let cache = cache(folder + "cpu\(number)/cache/index\(index)/") else { break }
        if !found.contains(cache) { found.append(cache) }
      }
    }
    return found
  }

  private static func cache(_ folder: String) -> Cache? {
    guard let level = line(of: folder + "level").flatMap({ Int($0) }) else { return nil }
    func number(_ name: String) -> Int { line(of: folder + name).flatMap { Int($0) } ?? 0 }
    let kinds: [Substring: CacheKind] = ["Instruction": .instruction, "Data": .data]
    return Cache(
      level: level, ways: number("ways_of_associativity"), lineSize: number("coherency_line_size"),
      size: bytes(line(of: folder + "size") ?? ""),
      kind: line(of: folder + "type").flatMap { kinds[$0] } ?? .unified,
      processors: (mask(in: folder + "shared_cpu_list") ?? 0) & online)
  }

  /// "32K", "16M", or bytes.
  package static func bytes(_ text: some StringProtocol) -> Int {
    let factor = text.hasSuffix("K") ? 1024 : text.hasSuffix("M") ? 1024 * 1024 : 1
    return (Int(factor == 1 ? text[...] : text.dropLast()) ?? 0) * factor
  }

  /// The nodes of memory, and the processors that are near to each; a machine without any is one node.
  public static var nodes: [(number: Int, processors: UInt64)] {
    let folder = "/sys/devices/system/node/"
    let found = mask(in: folder + "online") ?? 1
    return (0..<64).filter { found & 1 << UInt64($0) != 0 }.map { number in
      let own = mask(in: folder + "node\(number)/cpulist")
      return (number, (own ?? (found == 1 ? online : 0)) & online)
    }
  }
}
