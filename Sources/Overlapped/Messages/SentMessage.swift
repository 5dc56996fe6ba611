// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

/// A message on its way to a window of another thread. Its sender waits for it as for any other object.
package final class SentMessage: WaitableObject, @unchecked Sendable {
  let window: Window
  private let number: UInt32
  private let wordParameter: UInt64
  private let longParameter: Int64
  /// Nobody waits for the answer (SendNotifyMessage).
  package let isNotification: Bool
  // Under the dispatcher's lock.
  private var answer: Int64?
  private var isLost = false

  init(
    _ window: Window, _ number: UInt32, _ wordParameter: UInt64, _ longParameter: Int64,
    isNotification: Bool = false
  ) {
    self.window = window
    self.number = number
    self.wordParameter = wordParameter
    self.longParameter = longParameter
    self.isNotification = isNotification
    super.init(kind: .message)
  }

  override func isSignalled(for thread: Thread) -> Bool { answer != nil }

  /// How it ended; nil while it has not.
  var outcome: (result: Int64, isLost: Bool)? { Dispatcher.lock.withLock { answer.map { ($0, isLost) } } }
  /// The sender goes on already (ReplyMessage).
  package var isAnswered: Bool { outcome != nil }

  /// Only the first answer counts. Under the dispatcher's lock.
  private func finish(_ result: Int64, _ aftermath: inout Aftermath) {
    guard answer == nil else { return }
    answer = result
    satisfyWaiters(&aftermath)
  }

  /// The window has gone without an answer, which is 0 then. Under the dispatcher's lock.
  func lose(_ aftermath: inout Aftermath) {
    if answer == nil { isLost = true }
    finish(0, &aftermath)
  }

  /// Lets the sender go on with a result; only the first one counts.
  package func reply(_ result: Int64) {
    var aftermath = Aftermath()
    Dispatcher.lock.withLock { finish(result, &aftermath) }
    aftermath.settle()
  }

  /// Calls the window's procedure, on the thread of the window.
  fileprivate func deliver() { reply(window.call(number, wordParameter, longParameter)) }
}

extension MessageQueue {
  /// Delivers what other threads have sent, in order. On the queue's thread, whenever it looks for messages.
  func deliverSent() {
    while let message = takeSent() {
      inProgress.append(message)
      message.deliver()
      inProgress.removeLast()
    }
  }

  /// Waits for the answer, delivering what is sent to this thread meanwhile: two threads that send to each
  /// other at once both go on.
  ///
  /// - Parameter delivers: whether to do so (SMTO_BLOCK: not).
  /// - Returns: how it ended; nil if the deadline came first.
  func waitForAnswer(
    _ message: SentMessage, delivers: Bool, until deadline: Deadline
  ) -> (result: Int64, isLost: Bool)? {
    let thread = Thread.current
    while true {
      thread.objects.initialize(to: Unmanaged.passUnretained(message))
      switch wait(1, for: delivers ? .sent : [], old: true, until: deadline) {
      case .timedOut: return nil
      case .object(1): deliverSent()
      default: return message.outcome
      }
    }
  }
}

extension Window {
  /// SendMessage: calls the procedure, on the window's own thread.
  ///
  /// - Parameters:
  ///   - delivers: deliver messages sent to the calling thread while it waits.
  ///   - failsWithWindow: `.invalidWindow`, instead of 0, if the window is destroyed before it answers.
  /// - Returns: the procedure's result.
  /// - Throws: `.invalidWindow`; `.timeout`.
  package func send(
    _ number: UInt32, _ wordParameter: UInt64 = 0, _ longParameter: Int64 = 0, delivers: Bool = true,
    failsWithWindow: Bool = false, until deadline: Deadline = .never
  ) throws(WinsockError) -> Int64 {
    if queue === Thread.current.messageQueue { return call(number, wordParameter, longParameter) }
    let own = MessageQueue.current
    let message = SentMessage(self, number, wordParameter, longParameter)
    try put(message)
    guard let outcome = own.waitForAnswer(message, delivers: delivers, until: deadline) else {
      queue.withdraw(message)
      throw .timeout
    }
    if outcome.isLost && failsWithWindow { throw .invalidWindow }
    return outcome.result
  }

  /// SendNotifyMessage: the same without waiting, if the window is another thread's.
  ///
  /// - Throws: `.invalidWindow`.
  public func notify(_ number: UInt32, _ wordParameter: UInt64, _ longParameter: Int64) throws(WinsockError) {
    if queue === Thread.current.messageQueue {
      _ = call(number, wordParameter, longParameter)
    } else {
      try put(SentMessage(self, number, wordParameter, longParameter, isNotification: true))
    }
  }

  private func put(_ message: SentMessage) throws(WinsockError) {
    var aftermath = Aftermath()
    defer { aftermath.settle() }
    try queue.accept(message, &aftermath)
  }
}
