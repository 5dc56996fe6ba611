// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
package import LinuxIO

// Locks that live in memory of the program: SRWLOCK, CRITICAL_SECTION, CONDITION_VARIABLE, INIT_ONCE. Zero is
// their initial state, as on Windows; a thread that finds one taken sleeps on a word of it.

/// A slim reader/writer lock in 8 bytes: a state word, and the number of sleepers.
package struct SlimLock {
  private let state: Futex
  private let sleepers: Futex
  private static let writer: UInt32 = 1 << 31

  package init(at address: UnsafeMutableRawPointer) {
    state = Futex(at: address)
    sleepers = Futex(at: address + 4)
  }

  /// Takes the lock for one writer; false if anybody has it.
  package func tryExclusive() -> Bool { state.replace(0, with: SlimLock.writer) }

  /// Takes the lock for a reader, beside others; false if a writer has it.
  package func tryShared() -> Bool {
    while true {
      let value = state.value
      if value & SlimLock.writer != 0 { return false }
      if state.replace(value, with: value + 1) { return true }
    }
  }

  /// Waits for the lock. It is not recursive: a thread that has it waits for ever.
  package func lockExclusive() { while !tryExclusive() { sleep { $0 != 0 } } }
  package func lockShared() { while !tryShared() { sleep { $0 & SlimLock.writer != 0 } } }

  private func sleep(_ isTaken: (UInt32) -> Bool) {
    Thread.current.leaveActivePort()
    sleepers.add(1)
    let value = state.value
    if isTaken(value) { state.wait(while: value, until: .never) }
    sleepers.add(UInt32.max)
  }

  /// Gives the writer's lock back, whichever thread took it.
  package func unlockExclusive() {
    state.store(0)
    if sleepers.value != 0 { state.wakeAll() }
  }

  /// Gives a reader's lock back. The last one wakes who sleeps.
  package func unlockShared() {
    while true {
      let value = state.value
      if state.replace(value, with: value &- 1) {
        if value == 1 && sleepers.value != 0 { state.wakeAll() }
        return
      }
    }
  }
}

/// A recursive lock owned by a thread, in the 40 bytes of CRITICAL_SECTION: LockCount at 8, RecursionCount at
/// 12, OwningThread at 16, and the state (0 free, 1 taken, 2 taken and waited for) where the semaphore stands.
package struct CriticalSection {
  private let address: UnsafeMutableRawPointer
  private let state: Futex
  private let owner: Futex

  package static let size = 40

  package init(at address: UnsafeMutableRawPointer) {
    self.address = address
    state = Futex(at: address + 24)
    owner = Futex(at: address + 16)
  }

  /// Also what deleting it does: the lock is free.
  package func initialize(spinCount: UInt32) {
    address.initializeMemory(as: UInt8.self, repeating: 0, count: CriticalSection.size)
    address.storeBytes(of: -1, toByteOffset: 8, as: Int32.self)
    address.storeBytes(of: UInt64(spinCount), toByteOffset: 32, as: UInt64.self)
  }

  private var depth: Int32 {
    get { address.load(fromByteOffset: 12, as: Int32.self) }
    nonmutating set { address.storeBytes(of: newValue, toByteOffset: 12, as: Int32.self) }
  }

  /// Takes the lock, or one more level of it; false if another thread has it.
  package func tryEnter() -> Bool {
    let me = Thread.current.id
    if owner.value == me {
      depth += 1
      return true
    }
    guard state.replace(0, with: 1) else { return false }
    own(me)
    return true
  }

  /// Waits for the lock.
  package func enter() {
    if tryEnter() { return }
    Thread.current.leaveActivePort()
    while state.exchange(2) != 0 { state.wait(while: 2, until: .never) }
    own(Thread.current.id)
  }

  private func own(_ thread: UInt32) {
    owner.store(thread)
    depth = 1
    address.storeBytes(of: 0, toByteOffset: 8, as: Int32.self)
  }

  /// Gives up one level of ownership. A thread that does not own the lock changes nothing.
  package func leave() {
    guard owner.value == Thread.current.id else { return }
    depth -= 1
    if depth > 0 { return }
    address.storeBytes(of: -1, toByteOffset: 8, as: Int32.self)
    owner.store(0)
    if state.exchange(0) == 2 { state.wakeOne() }
  }
}

/// A condition variable in 8 bytes: a count of the wake-ups.
package struct ConditionVariable {
  private let count: Futex

  package init(at address: UnsafeMutableRawPointer) { count = Futex(at: address) }

  /// One thread that sleeps goes on, if one does.
  package func wakeOne() {
    count.add(1)
    count.wakeOne()
  }

  /// All threads that sleep go on.
  package func wakeAll() {
    count.add(1)
    count.wakeAll()
  }

  /// Releases a lock, sleeps, and takes the lock again. False if the deadline came first.
  package func sleep(until deadline: Deadline, unlock: () -> Void, lock: () -> Void) -> Bool {
    let seen = count.value
    unlock()
    Thread.current.leaveActivePort()
    while count.value == seen && !deadline.isPast { count.wait(while: seen, until: deadline) }
    let isWoken = count.value != seen
    lock()
    return isWoken
  }
}

/// One-time initialisation in 8 bytes: 0 not begun, 1 under way, 3 under way asynchronously, context | 2 done.
package struct OnceInitialization {
  private let address: UnsafeMutableRawPointer
  private let low: Futex

  package init(at address: UnsafeMutableRawPointer) {
    self.address = address
    low = Futex(at: address)
  }

  /// What whoever comes to initialise finds: all is done, or it is his to do.
  package enum Answer {
    case done(UnsafeMutableRawPointer?)
    case begin
  }

  private var word: UInt64 { RawAtomic.loadAcquire(at: address) }

  /// The context, once all is done; nil before.
  package var result: UnsafeMutableRawPointer?? {
    let value = word
    return value & 3 == 2 ? .some(UnsafeMutableRawPointer(bitPattern: UInt(value & ~3))) : nil
  }

  /// Waits while another thread initialises, unless several may try at once.
  package func begin(asynchronous: Bool) -> Answer? {
    while true {
      let value = word
      switch value & 3 {
      case 2: return .done(UnsafeMutableRawPointer(bitPattern: UInt(value & ~3)))
      case 0:
        let state: UInt64 = asynchronous ? 3 : 1
        if RawAtomic.compareExchange(at: address, expected: value, desired: state) { return .begin }
      case 3: return asynchronous ? .begin : nil
      default:
        if asynchronous { return nil }
        low.wait(while: UInt32(truncatingIfNeeded: value), until: .never)
      }
    }
  }

  /// False if nothing is under way, or another thread's asynchronous try has come first.
  package func complete(_ context: UnsafeMutableRawPointer?, succeeded: Bool) -> Bool {
    let value = word
    guard value & 1 != 0 else { return false }
    let result = succeeded ? UInt64(UInt(bitPattern: context)) & ~3 | 2 : 0
    guard RawAtomic.compareExchange(at: address, expected: value, desired: result) else { return false }
    low.wakeAll()
    return true
  }
}
