// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// Which engine the process uses: io_uring, or epoll where io_uring is refused. Decided once.
public enum EngineChoice {
  /// The raw values are those of WS2_ENGINE.
  public enum Kind: String, Sendable {
    case ring = "io_uring"
    case epoll
  }

  /// The choice and, for epoll, what spoke against io_uring.
  public static let current: (kind: Kind, reason: String) = decide(Environment.text("WS2_ENGINE"))

  static func decide(_ wish: String?) -> (kind: Kind, reason: String) {
    if wish == Kind.epoll.rawValue { return (.epoll, "WS2_ENGINE=epoll") }
    do {
      let ring = try Ring(entries: 4)
      ring.close()
      return (.ring, "")
    } catch {
      // Only "unavailable" makes the process fall back; a lack of memory or descriptors would strike the
      // epoll set as well and must not decide the engine for good.
      let isUnavailable = [Errno.notPermitted, .noSystemCall, .invalidArgument, .accessDenied].contains(error)
      return isUnavailable ? (.epoll, "io_uring_setup: errno \(error.code)") : (.ring, "")
    }
  }

  /// A back end of the chosen kind; epoll also where the limits leave no room for a ring.
  static func make(entries: UInt32) throws(Errno) -> Engine.Backend {
    if current.kind == .ring, let ring = try? Ring(entries: entries) { return .ring(ring) }
    return .epoll(try EpollSet())
  }

  /// For the engine without which nothing works.
  static func makeShared(entries: UInt32) -> Engine.Backend {
    do { return try make(entries: entries) } catch {
      fatalError("neither io_uring nor epoll can be set up: errno \(error.code)")
    }
  }
}
