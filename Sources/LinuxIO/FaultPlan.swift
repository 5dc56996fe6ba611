// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import Synchronization

/// The kinds of system call that a fault can be injected into.
public enum SystemCall: Int, CaseIterable, Sendable {
  case socket, bind, accept, receive, send, ring
}

/// Faults for tests: makes system calls fail or come short the way a kernel under stress does.
///
/// `WS2_FAULTS="seed=7,eintr=10,eagain=10,short=30,enobufs=0,ecanceled=5"` gives the percentage of calls
/// that each fault hits; "fail=100" makes every receive fail with that errno. Without the variable the plan costs one load of a constant.
public enum FaultPlan {
  struct Rates {
    var seed: UInt64 = 1
    var interrupted = 0
    var wouldBlock = 0
    var short = 0
    var noBuffers = 0
    var cancelled = 0
    /// The errno of a receive that fails for good, for errors that need a broken network.
    var failure = 0
  }

  private static let rates: Rates? = parse(getenv("WS2_FAULTS").map { String(cString: $0) })
  private static let state = Atomic<UInt64>(0)

  public static var isActive: Bool { clinux_is_on(Int32(CLINUX_FAULTS)) != 0 }

  /// `WS2_REFUSE_IO_URING=1`: setting up a ring fails as under a container's seccomp profile.
  static let refusesRing = getenv("WS2_REFUSE_IO_URING") != nil

  static func parse(_ text: String?) -> Rates? {
    guard let text, !text.isEmpty else { return nil }
    var rates = Rates()
    for field in text.split(separator: ",") {
      let pair = field.split(separator: "=")
      guard pair.count == 2, let value = Int(pair[1]) else { continue }
      switch pair[0] {
      case "seed": rates.seed = UInt64(value)
      case "eintr": rates.interrupted = value
      case "eagain": rates.wouldBlock = value
      case "short": rates.short = value
      case "enobufs": rates.noBuffers = value
      case "ecanceled": rates.cancelled = value
      case "fail": rates.failure = value
      default: continue
      }
    }
    return rates
  }

  /// The next draw from 0..<100, from a counter mixed with the seed (splitmix64).
  private static func draw(_ rates: Rates) -> Int {
    var z = state.add(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15 &+ rates.seed
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % 100)
  }

  /// The failure that replaces this call, as a negated errno.
  static func next(_ kind: SystemCall) -> Int? {
    guard let rates, kind == .receive || kind == .send else { return nil }
    if rates.failure != 0 && kind == .receive { return -rates.failure }
    let n = draw(rates)
    if n < rates.interrupted { return -Int(EINTR) }
    if n < rates.interrupted + rates.wouldBlock { return -Int(EAGAIN) }
    if n < rates.interrupted + rates.wouldBlock + rates.noBuffers { return -Int(ENOBUFS) }
    return nil
  }

  /// A length that makes a transfer come short.
  public static func limit(_ count: Int) -> Int {
    guard let rates, count > 1, draw(rates) < rates.short else { return count }
    return 1 + draw(rates) % count
  }

  /// Whether a completion of the ring is to be turned into "cancelled, though nobody asked".
  public static var cancelsCompletion: Bool {
    guard let rates else { return false }
    return draw(rates) < rates.cancelled
  }
}
