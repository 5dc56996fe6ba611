// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Random bytes of the kernel.
public enum Randomness {
  /// Fills a piece of memory. A negated errno if it is none.
  public static func fill(_ out: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    var done = 0
    while done < count {
      let n = clinux_random(out.map { $0 + done }, count - done)
      if n < 0 && n != -Int(EINTR) { return n }
      done += max(n, 0)
    }
    return 0
  }
}
