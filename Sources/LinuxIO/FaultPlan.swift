// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CLinux
internal import Synchronization

/// The kinds of system call that a fault can be injected into.
public enum SystemCall: Int, CaseIterable, Sendable {
  case socket, bind, accept, receive, send, ring
}

/// Faults for tests: makes system calls fail or come short the way a kernel under stress does.
///
/// `WS2_FAULTS="seed=7,eintr=10,eagain=10,enobufs=3,enomem=3,ecanceled=5,short=30"` gives the percentage of receives and
/// sends that each fault hits: calls, and submissions to a ring (ecanceled: these only). "fail=100" makes every receive
/// fail with that errno, "ring=4" gives rings so few places that their completions overflow, and "report=1" tells at the
/// end of the process how often each fault has struck. Without the variable the plan costs one load of a constant.
public enum FaultPlan {
  /// What can strike. The names are those in the variable and in the report.
  enum Fault: Int, CaseIterable {
    case eintr, eagain, enobufs, enomem, ecanceled, short, overflow

    /// The error that a call fails with.
    var errno: Int32? {
      switch self {
      case .eintr: EINTR
      case .eagain: EAGAIN
      case .enobufs: ENOBUFS
      case .enomem: ENOMEM
      case .ecanceled: ECANCELED
      case .short, .overflow: nil
      }
    }
    static let ofCalls: [Fault] = [.eintr, .eagain, .enobufs, .enomem]
    static let ofSubmissions: [Fault] = ofCalls + [.ecanceled]
  }

  struct Plan {
    var seed: UInt64 = 1
    /// Percentages, by fault.
    var rates = [Int](repeating: 0, count: Fault.allCases.count)
    /// The errno of a receive that fails for good, for errors that need a broken network.
    var failure: Int32 = 0
    var ringEntries: UInt32?
    var reports = false

    subscript(fault: Fault) -> Int { rates[fault.rawValue] }
  }

  private static let plan: Plan? = {
    let plan = parse(getenv("WS2_FAULTS").map { String(cString: $0) })
    if plan?.reports == true { atexit(reportFaults) }
    return plan
  }()
  private static let state = Atomic<UInt64>(0)
  /// How often each fault has struck.
  nonisolated(unsafe) private static let counts: UnsafeMutablePointer<UInt64> = {
    let counts = UnsafeMutablePointer<UInt64>.allocate(capacity: Fault.allCases.count)
    counts.initialize(repeating: 0, count: Fault.allCases.count)
    return counts
  }()

  @inlinable @inline(__always)
  public static var isActive: Bool { clinux_is_on(Int32(CLINUX_FAULTS)) != 0 }

  /// `WS2_REFUSE_IO_URING=1`: setting up a ring fails as under a container's seccomp profile.
  static let refusesRing = getenv("WS2_REFUSE_IO_URING") != nil

  /// How many entries a ring gets whose owner wants `entries`.
  static func ringEntries(_ entries: UInt32) -> UInt32 { plan?.ringEntries ?? entries }

  static func parse(_ text: String?) -> Plan? {
    guard let text, !text.isEmpty else { return nil }
    var plan = Plan()
    for field in text.split(separator: ",") {
      let pair = field.split(separator: "=")
      guard pair.count == 2, let value = UInt32(pair[1]) else { continue }
      switch pair[0] {
      case "seed": plan.seed = UInt64(value)
      case "fail": plan.failure = Int32(truncatingIfNeeded: value)
      case "ring": plan.ringEntries = value
      case "report": plan.reports = value != 0
      default:
        guard let fault = Fault.allCases.first(where: { "\($0)" == pair[0] }) else { continue }
        plan.rates[fault.rawValue] = Int(value)
      }
    }
    return plan
  }

  /// The next draw from 0..<100, from a counter mixed with the seed (splitmix64).
  private static func draw(_ plan: Plan, below limit: Int = 100) -> Int {
    var z = state.add(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15 &+ plan.seed
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(limit))
  }

  static func note(_ fault: Fault) { _ = clinux_fetch_add_64(counts + fault.rawValue, 1) }

  /// The error among some whose share of the percentages `n` falls into.
  private static func error(_ n: Int, of faults: [Fault], _ plan: Plan) -> Int32? {
    var n = n
    for fault in faults {
      if n < plan[fault] {
        note(fault)
        return fault.errno
      }
      n -= plan[fault]
    }
    return nil
  }

  // MARK: Calls

  /// The failure that replaces this call, as a negated errno.
  static func next(_ kind: SystemCall) -> Int? {
    guard let plan, kind == .receive || kind == .send else { return nil }
    if plan.failure != 0 && kind == .receive { return -Int(plan.failure) }
    return error(draw(plan), of: Fault.ofCalls, plan).map { -Int($0) }
  }

  /// A length that makes a transfer come short. Only that of a stream: the kernel does not cut datagrams.
  static func limit(_ count: Int, _ descriptor: Int32) -> Int {
    guard let plan, count > 1, draw(plan) < plan[.short], isStream(descriptor) else { return count }
    note(.short)
    return 1 + draw(plan, below: count)
  }

  /// The same for a header: fewer of its buffers.
  static func limit(_ header: UnsafePointer<msghdr>, _ descriptor: Int32) {
    let header = UnsafeMutablePointer(mutating: header)
    header.pointee.msg_iovlen = limit(Int(header.pointee.msg_iovlen), descriptor)
  }

  private static func isStream(_ descriptor: Int32) -> Bool {
    var (type, length) = (Int32(0), UInt32(4))
    getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length)
    return type == Int32(SOCK_STREAM.rawValue)
  }

  // MARK: Submissions

  /// The descriptor that a submission is to name: none if it is to fail, so that the kernel moves nothing.
  static func spoil(_ descriptor: Int32, isReceive: Bool) -> Int32 {
    guard let plan else { return descriptor }
    if plan.failure != 0 { return isReceive ? -1 : descriptor }
    return draw(plan) < Fault.ofSubmissions.reduce(0, { $0 + plan[$1] }) ? -1 : descriptor
  }

  /// The result of a submission: a spoiled one (EBADF) has failed with one of the plan's errors.
  static func rename(_ result: Int32) -> Int32 {
    guard result == -EBADF, let plan else { return result }
    if plan.failure != 0 { return -plan.failure }
    let all = Fault.ofSubmissions.reduce(0) { $0 + plan[$1] }
    guard all > 0 else { return result }
    return error(draw(plan, below: all), of: Fault.ofSubmissions, plan).map { -$0 } ?? result
  }

  // MARK: The report

  fileprivate static func report() {
    let list = Fault.allCases.map { "\($0)=\(clinux_load_relaxed_64(counts + $0.rawValue))" }
    var line = Array("faults: \(list.joined(separator: " "))\n".utf8)
    _ = clinux_write(2, &line, line.count)
  }
}

@c private func reportFaults() { FaultPlan.report() }
