// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// A thread's messages: those posted to it and to its windows, those sent by other threads, its timers, and
/// whether it shall quit. Made when the thread first needs one.
///
/// The thread waits for its queue as for any other object, so that messages, events, completions and routines
/// all end one wait. All state is under `Dispatcher.lock`, unless it says that it is the thread's own.
public final class MessageQueue: WaitableObject, @unchecked Sendable {
  public let threadID: UInt32
  private unowned(unsafe) let thread: Thread

  private var posted = MessageList()
  private(set) var sent: [SentMessage] = []
  private var timers: [MessageTimer] = []
  /// A timer has been set since the wait in progress, or about to begin, was given its end.
  private var hasNewTimer = false
  /// PostQuitMessage: the exit code.
  private var quitCode: Int32?
  private var hasEnded = false
  /// What has come since the thread last looked.
  private var changed: QueueStatus = []
  /// What the wait in progress is for.
  private var wanted: QueueStatus = []
  /// That wait is also for what the thread has seen already (MWMO_INPUTAVAILABLE).
  private var wantsOld = false

  // MARK: The thread's own

  /// The messages of other threads that window procedures are working on, the innermost last.
  var inProgress: [SentMessage] = []
  package var messageInProgress: SentMessage? { inProgress.last }
  /// GetMessageTime.
  package private(set) var lastTime: UInt32 = 0
  var nextTimerIdentifier: UInt64 = 0x7FFF

  /// The most messages that may be posted and not retrieved.
  static let maximumPosted = 10_000

  private init(_ thread: Thread) {
    self.thread = thread
    threadID = thread.id
    super.init(kind: .messageQueue)
  }

  /// The calling thread's queue.
  public static var current: MessageQueue {
    let thread = Thread.current
    if let queue = thread.messageQueue { return queue }
    let queue = MessageQueue(thread)
    thread.messageQueue = queue
    Desktop.add(queue)
    return queue
  }

  /// The thread ends: its windows vanish with it, without a word to their procedures.
  func end() {
    Desktop.remove(self)
    for window in Desktop.windows(of: self) { window.vanish() }
    var aftermath = Aftermath()
    Dispatcher.lock.withLock {
      hasEnded = true
      posted.removeAll()
      timers.removeAll()
      for message in sent + inProgress { message.lose(&aftermath) }
      sent.removeAll()
    }
    aftermath.settle()
  }

  // MARK: Waiting

  override func isSignalled(for thread: Thread) -> Bool { !status(new: !wantsOld).isDisjoint(with: wanted) }

  /// Between giving the wait its end and its beginning the lock is free: a timer may have been set there.
  override func link(_ block: UnsafeMutablePointer<WaitBlock>) {
    super.link(block)
    if hasNewTimer { thread.refuseWait() }
  }

  /// Something has come. Under the dispatcher's lock.
  private func note(_ kinds: QueueStatus, _ aftermath: inout Aftermath) {
    changed.formUnion(kinds)
    if hasWaiters { satisfyWaiters(&aftermath) }
  }

  private func status(new: Bool) -> QueueStatus {
    var status: QueueStatus = []
    if !posted.isEmpty || quitCode != nil { status.formUnion([.posted, .allPosted]) }
    if !sent.isEmpty { status.insert(.sent) }
    if timers.contains(where: \.isDue) { status.insert(.timer) }
    return new ? status.intersection(changed) : status
  }

  /// GetQueueStatus: what is there, and what of it is new; the kinds asked for are not new any more.
  public func takeStatus(_ kinds: QueueStatus) -> (present: QueueStatus, new: QueueStatus) {
    Dispatcher.lock.withLock {
      markDueTimers()
      let answer = (status(new: false).intersection(kinds), status(new: true).intersection(kinds))
      changed.subtract(kinds)
      return answer
    }
  }

  /// Waits for messages, together with the first `count` of the thread's objects (set by the caller, which
  /// keeps them alive).
  ///
  /// - Parameters:
  ///   - kinds: the kinds of messages that end the wait.
  ///   - old: messages that the thread has seen and left end it as well.
  /// - Returns: `.object(count)` for messages.
  func wait(
    _ count: Int, for kinds: QueueStatus, old: Bool, all: Bool = false, alertable: Bool = false,
    until deadline: Deadline
  ) -> WaitOutcome {
    while true {
      Dispatcher.lock.lock()
      wanted = kinds
      wantsOld = old
      markDueTimers()
      // A timer that is due already ends the wait by itself, or is not wanted.
      hasNewTimer = false
      let next = timers.lazy.filter { !$0.isDue }.map(\.due).min() ?? .never
      Dispatcher.lock.unlock()
      (thread.objects + count).initialize(to: Unmanaged.passUnretained(self))
      let outcome = thread.waitForObjects(
        count + 1, all: all, alertable: alertable, until: min(deadline, next))
      // A timer has come due, or its thread shall look at its timers again.
      if outcome == .timedOut && !deadline.isPast { continue }
      return outcome
    }
  }

  // MARK: Posting

  /// Puts a message into the queue.
  ///
  /// - Parameter isLimited: count it; a network event is told once until the program reacts, and is never lost.
  /// - Throws: `.notEnoughQuota` when the queue is full, `.invalidThreadID` when its thread has ended.
  func post(
    _ message: Message, to window: Window? = nil, isLimited: Bool = true, _ aftermath: inout Aftermath
  ) throws(WinsockError) {
    Dispatcher.lock.lock()
    defer { Dispatcher.lock.unlock() }
    if window?.isGone ?? false { throw .invalidWindow }
    if hasEnded { throw .invalidThreadID }
    if isLimited && posted.count >= MessageQueue.maximumPosted { throw .notEnoughQuota }
    posted.append(message)
    note([.posted, .allPosted], &aftermath)
  }

  /// PostQuitMessage: WM_QUIT comes when no posted message is left.
  public func quit(_ code: Int32) {
    var aftermath = Aftermath()
    Dispatcher.lock.withLock {
      quitCode = code
      note([.posted, .allPosted], &aftermath)
    }
    aftermath.settle()
  }

  /// Puts in a message that a window procedure answers on the queue's thread.
  ///
  /// - Throws: `.invalidWindow` if the window is gone.
  func accept(_ message: SentMessage, _ aftermath: inout Aftermath) throws(WinsockError) {
    Dispatcher.lock.lock()
    defer { Dispatcher.lock.unlock() }
    if message.window.isGone || hasEnded { throw .invalidWindow }
    sent.append(message)
    note(.sent, &aftermath)
  }

  func takeSent() -> SentMessage? {
    Dispatcher.lock.withLock { sent.isEmpty ? nil : sent.removeFirst() }
  }

  /// Its sender does not wait any longer.
  func withdraw(_ message: SentMessage) {
    Dispatcher.lock.withLock { sent.removeAll { $0 === message } }
  }

  /// A window is gone. Under the dispatcher's lock.
  func forget(_ window: Window, _ aftermath: inout Aftermath) {
    posted.removeAll(for: window.handle)
    timers.removeAll { $0.window == window.handle }
    for message in sent where message.window === window { message.lose(&aftermath) }
    sent.removeAll { $0.window === window }
  }

  // MARK: Retrieving

  /// The first message that matches: a posted one, else WM_QUIT, else a timer that is due.
  func first(_ filter: MessageFilter, removing: Bool) -> Message? {
    Dispatcher.lock.lock()
    defer { Dispatcher.lock.unlock() }
    markDueTimers()
    changed.subtract(filter.seen)
    if filter.kinds.contains(.posted) {
      if let message = posted.first(removing: removing, where: filter.matches) { return message }
      // No filter holds WM_QUIT back.
      if let code = quitCode {
        if removing { quitCode = nil }
        return Message(Message.Number.quit, UInt64(UInt32(bitPattern: code)))
      }
    }
    guard filter.kinds.contains(.timer) else { return nil }
    let ready = timers.indices.filter { timers[$0].isDue && filter.matches(timers[$0].message) }
    guard let index = ready.min(by: { timers[$0].due < timers[$1].due }) else { return nil }
    if removing { timers[index].restart() }
    return timers[index].message
  }

  func noteRetrieved(_ message: Message) { lastTime = message.time }

  // MARK: Timers

  private func markDueTimers() {
    for i in timers.indices where !timers[i].isDue && timers[i].due.isPast {
      timers[i].isDue = true
      changed.insert(.timer)
    }
  }

  /// Sets a timer, in place of one of the same window and identifier.
  func set(_ timer: MessageTimer) {
    var aftermath = Aftermath()
    Dispatcher.lock.withLock {
      timers.removeAll { $0.isSame(as: timer) }
      timers.append(timer)
      hasNewTimer = true
      // The thread may be waiting for a later timer, or for none: it ends its wait and counts anew.
      if hasWaiters && thread.isWaiting {
        thread.endWaitEarly()
        aftermath.wake(thread)
      }
    }
    aftermath.settle()
  }

  /// False if there is none.
  func removeTimer(_ window: WindowHandle, _ identifier: UInt64) -> Bool {
    Dispatcher.lock.withLock {
      guard
        let index = timers.firstIndex(where: { $0.window == window && $0.identifier == identifier })
      else { return false }
      timers.remove(at: index)
      return true
    }
  }

  /// Whether a timer of the queue calls this procedure.
  func hasTimer(calling procedure: Int64) -> Bool {
    Dispatcher.lock.withLock { timers.contains { $0.procedure == procedure } }
  }

  func hasTimer(_ window: WindowHandle, _ identifier: UInt64) -> Bool {
    Dispatcher.lock.withLock { timers.contains { $0.window == window && $0.identifier == identifier } }
  }
}
