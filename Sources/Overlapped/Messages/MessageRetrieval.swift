// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// Which messages a thread looks for.
package struct MessageFilter {
  private enum Scope {
    case all
    case threadOnly
    case windows([WindowHandle])
  }
  private let scope: Scope
  private let numbers: ClosedRange<UInt32>?
  let kinds: QueueStatus

  /// - Parameters:
  ///   - window: `.none` for all, `.threadOnly` for messages without a window, else a window and its children.
  ///   - minimum, maximum: numbers of messages; both 0 for all.
  /// - Throws: `.invalidWindow`.
  package init(
    _ window: WindowHandle, _ minimum: UInt32, _ maximum: UInt32, kinds: QueueStatus = .all
  ) throws(WinsockError) {
    switch window {
    case .none: scope = .all
    case .threadOnly: scope = .threadOnly
    default: scope = .windows(try Desktop.require(window).family)
    }
    if minimum == 0 && maximum == 0 {
      numbers = nil
    } else {
      // A range that is upside down matches nothing but WM_QUIT.
      numbers = minimum <= maximum ? minimum...maximum : Message.Number.quit...Message.Number.quit
    }
    self.kinds = kinds.contains(.posted) ? kinds.union(.allPosted) : kinds
  }

  func matches(_ message: Message) -> Bool {
    switch scope {
    case .all: break
    case .threadOnly: if message.window != .none { return false }
    case .windows(let family): if !family.contains(message.window) { return false }
    }
    return numbers?.contains(message.number) ?? true || message.number == Message.Number.quit
  }

  /// The marks of "new" that a look with this filter takes away.
  var seen: QueueStatus {
    var seen = kinds
    if case .all = scope, numbers == nil { return seen }
    seen.remove(.allPosted)
    return seen
  }
}

extension MessageQueue {
  /// PeekMessage: delivers what was sent, then looks for a message.
  package func peek(_ filter: MessageFilter, removing: Bool) -> Message? {
    if filter.kinds.contains(.sent) { deliverSent() }
    guard let message = first(filter, removing: removing) else { return nil }
    if removing { noteRetrieved(message) }
    return message
  }

  /// GetMessage: the same, waiting for a message.
  package func get(_ filter: MessageFilter) -> Message {
    while true {
      if let message = peek(filter, removing: true) { return message }
      // Whatever comes is looked at; `.allPosted` stays marked after a look with a filter and says nothing new.
      _ = wait(0, for: .all.subtracting(.allPosted), old: false, until: .never)
    }
  }

  /// WaitMessage: until a message comes that the thread has not seen.
  package func waitForMessage() { _ = wait(0, for: .all.subtracting(.allPosted), old: false, until: .never) }

  /// MsgWaitForMultipleObjectsEx.
  ///
  /// - Returns: `.object(handles.count)` for messages; `.failed` if a handle is not open or cannot be waited for.
  package func wait(
    for handles: UnsafeBufferPointer<UInt>, or kinds: QueueStatus, old: Bool, all: Bool, alertable: Bool,
    until deadline: Deadline
  ) -> WaitOutcome {
    Thread.current.withObjects(handles) {
      wait(handles.count, for: kinds, old: old, all: all, alertable: alertable, until: deadline)
    }
  }

  /// DispatchMessage of a WM_TIMER with a procedure: the procedure's address must be that of a timer, so that
  /// a message with a wild one harms nobody.
  package func callsTimer(_ message: Message) -> Bool {
    message.number == Message.Number.timer && message.longParameter != 0
      && hasTimer(calling: message.longParameter)
  }
}

// MARK: - Posting

extension Window {
  /// Posts a message to the window.
  ///
  /// - Throws: `.invalidWindow`, `.notEnoughQuota`.
  package func post(_ number: UInt32, _ wordParameter: UInt64, _ longParameter: Int64) throws(WinsockError) {
    var aftermath = Aftermath()
    defer { aftermath.settle() }
    try queue.post(
      Message(window: handle, number, wordParameter, longParameter), to: self, &aftermath)
  }

  /// Posts what must not be lost; nothing happens if the window is gone. Also under the lock of a socket.
  func postSurely(
    _ number: UInt32, _ wordParameter: UInt64, _ longParameter: Int64, _ aftermath: inout Aftermath
  ) {
    try? queue.post(
      Message(window: handle, number, wordParameter, longParameter), to: self, isLimited: false, &aftermath)
  }
}

extension MessageQueue {
  /// PostThreadMessage.
  ///
  /// - Throws: `.invalidThreadID` for a thread without a queue, `.notEnoughQuota`.
  package static func post(
    toThread id: UInt32, _ number: UInt32, _ wordParameter: UInt64, _ longParameter: Int64
  ) throws(WinsockError) {
    guard let queue = Desktop.queue(ofThread: id) else { throw .invalidThreadID }
    var aftermath = Aftermath()
    defer { aftermath.settle() }
    try queue.post(Message(number, wordParameter, longParameter), &aftermath)
  }

  /// Every top-level window, for HWND_BROADCAST.
  package static var broadcastWindows: [Window] { Desktop.topLevelWindows }
}
