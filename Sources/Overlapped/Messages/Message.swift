// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

internal import LinuxIO

/// The number by which a program names a window. Windows have a name space of their own: none of these is a
/// `Handle`. Bits 0–15 are an even index, 16–30 a generation that is never 0.
public struct WindowHandle: Hashable, Sendable {
  public let bits: UInt64
  public init(bits: UInt64) { self.bits = bits }

  /// No window: a message of the thread.
  public static let none = WindowHandle(bits: 0)
  /// Posting and sending: every top-level window.
  public static let broadcast = WindowHandle(bits: 0xFFFF)
  /// Retrieving: only messages of the thread.
  public static let threadOnly = WindowHandle(bits: UInt64.max)
  /// As a parent: makes a message-only window.
  public static let messageParent = WindowHandle(bits: UInt64(bitPattern: -3))
}

/// One message: for a window, or for a thread where `window` is `.none`.
public struct Message: Sendable {
  public var window: WindowHandle
  public var number: UInt32
  public var wordParameter: UInt64
  public var longParameter: Int64
  /// Milliseconds since the system started, when it was posted.
  public var time: UInt32

  public init(
    window: WindowHandle = .none, _ number: UInt32, _ wordParameter: UInt64 = 0, _ longParameter: Int64 = 0
  ) {
    self.window = window
    self.number = number
    self.wordParameter = wordParameter
    self.longParameter = longParameter
    time = Message.now
  }

  /// GetTickCount.
  static var now: UInt32 { UInt32(truncatingIfNeeded: MonotonicClock.nanoseconds / 1_000_000) }

  /// Numbers that have a meaning to this layer.
  public enum Number {
    public static let create: UInt32 = 0x0001
    public static let destroy: UInt32 = 0x0002
    public static let setText: UInt32 = 0x000C
    public static let getText: UInt32 = 0x000D
    public static let getTextLength: UInt32 = 0x000E
    public static let close: UInt32 = 0x0010
    public static let queryEndSession: UInt32 = 0x0011
    public static let quit: UInt32 = 0x0012
    public static let queryOpen: UInt32 = 0x0013
    public static let showWindow: UInt32 = 0x0018
    public static let nonclientCreate: UInt32 = 0x0081
    public static let nonclientDestroy: UInt32 = 0x0082
    public static let timer: UInt32 = 0x0113
  }
}

/// What kinds of messages a queue holds (QS_…).
public struct QueueStatus: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let posted = QueueStatus(rawValue: 0x0008)
  public static let timer = QueueStatus(rawValue: 0x0010)
  public static let sent = QueueStatus(rawValue: 0x0040)
  /// A posted message as well; a look with a filter leaves this mark (GetQueueStatus).
  public static let allPosted = QueueStatus(rawValue: 0x0100)
  /// Any message.
  public static let all = QueueStatus(rawValue: 0x1DFF)
}

/// Messages in the order of their posting.
struct MessageList {
  private var storage: [Message] = []
  private var head = 0

  var count: Int { storage.count - head }
  var isEmpty: Bool { count == 0 }

  mutating func append(_ message: Message) { storage.append(message) }

  /// The first message that matches; taken out of the list, or left in it.
  mutating func first(removing: Bool, where matches: (Message) -> Bool) -> Message? {
    guard let index = storage[head...].firstIndex(where: matches) else { return nil }
    let message = storage[index]
    if removing { remove(at: index) }
    return message
  }

  private mutating func remove(at index: Int) {
    guard index == head else {
      storage.remove(at: index)
      return
    }
    // The common case moves nothing; the room in front is given back now and then.
    head += 1
    if head == storage.count {
      storage.removeAll(keepingCapacity: head <= 64)
      head = 0
    } else if head >= 64 && head * 2 >= storage.count {
      storage.removeFirst(head)
      head = 0
    }
  }

  mutating func removeAll(for window: WindowHandle) {
    storage.removeFirst(head)
    head = 0
    storage.removeAll { $0.window == window }
  }

  mutating func removeAll() {
    storage = []
    head = 0
  }
}
