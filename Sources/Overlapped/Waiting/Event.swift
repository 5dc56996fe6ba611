// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import Synchronization

/// An event object: signalled or not; an auto-reset event takes its signal back with each satisfied wait.
public final class Event: WaitableObject, @unchecked Sendable {
  private let isManual: Bool
  /// Set under the dispatcher's lock only, so that a wait sees several events as they are at one moment. Who takes the
  /// signal back needs no lock: a wait that has seen it before has come first.
  private let signal: Atomic<Bool>
  private var isSet: Bool {
    @inline(__always) get { signal.load(ordering: .relaxed) }
    @inline(__always) set { signal.store(newValue, ordering: .relaxed) }
  }

  public init(manualReset: Bool, initiallySet: Bool) {
    isManual = manualReset
    signal = Atomic(initiallySet)
    super.init(kind: .event)
  }

  override func isSignalled(for thread: Thread) -> Bool { isSet }

  override func consume(by thread: Thread) -> Bool {
    if !isManual { isSet = false }
    return false
  }

  /// Takes the signal as a satisfied wait does; false if there is none. Under the dispatcher's lock.
  @inline(__always)
  func take() -> Bool {
    guard isSet else { return false }
    if !isManual { isSet = false }
    return true
  }

  /// Signals the event. Threads that wait go on: all of a manual-reset event, else one.
  public func set() {
    var aftermath = Aftermath()
    set(&aftermath)
    aftermath.settle()
  }

  @inline(__always)
  func set(_ aftermath: inout Aftermath) {
    Dispatcher.lock.lock()
    if !signal.load(ordering: .sequentiallyConsistent) {
      isSet = true
      if hasWaiters && !satisfyOnlyWaiter(&aftermath) { satisfyAll(&aftermath) }
    }
    Dispatcher.lock.unlock()
  }

  /// One thread that waits for this event and nothing else is the usual case; false if it is another. Under the
  /// dispatcher's lock.
  @inline(__always)
  private func satisfyOnlyWaiter(_ aftermath: inout Aftermath) -> Bool {
    guard let block = onlyWait, block.pointee.thread._withUnsafeGuaranteedRef({ $0.waitsForAny }) else {
      return false
    }
    removeOnlyWait()
    if !isManual { isSet = false }
    block.pointee.thread._withUnsafeGuaranteedRef { $0.endWait(.object(Int(block.pointee.index))) }
    aftermath.wake(block.pointee.thread)
    return true
  }

  @inline(never)
  private func satisfyAll(_ aftermath: inout Aftermath) { satisfyWaiters(by: self, &aftermath) }

  /// Takes the signal back.
  @inline(__always)
  public func reset() {
    // In order with all that the caller does before and after, as a lock would be.
    signal.store(false, ordering: .sequentiallyConsistent)
  }

  /// Releases the threads that wait now, all or one, and leaves the event unsignalled (PulseEvent).
  public func pulse() {
    var aftermath = Aftermath()
    Dispatcher.lock.withLock {
      isSet = true
      satisfyWaiters(&aftermath)
      isSet = false
    }
    aftermath.settle()
  }
}
