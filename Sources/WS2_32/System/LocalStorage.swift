// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Thread-local storage. Fibers do not exist here, so Fls is Tls with a callback when a thread ends.

/// The slots of one family. A slot that is freed and given out again reads as NULL everywhere: its generation
/// has changed.
private final class Slots: @unchecked Sendable {
  static let maximum = 1088
  static let tls = Slots(base: 0)
  static let fls = Slots(base: maximum)

  private let base: Int
  private let lock = Lock()
  /// 0 for a free slot.
  private var generations = [UInt](repeating: 0, count: maximum)
  private var callbacks = [PFLS_CALLBACK_FUNCTION?](repeating: nil, count: maximum)
  private var lastGeneration: UInt = 0

  init(base: Int) { self.base = base }

  func allocate(_ callback: PFLS_CALLBACK_FUNCTION? = nil) -> Int? {
    lock.withLock {
      guard let index = generations.firstIndex(of: 0) else { return nil }
      lastGeneration += 1
      generations[index] = lastGeneration
      callbacks[index] = callback
      return index
    }
  }

  func free(_ index: Int) -> Bool {
    lock.withLock {
      guard index < Slots.maximum, generations[index] != 0 else { return false }
      generations[index] = 0
      callbacks[index] = nil
      return true
    }
  }

  private func words(_ thread: Thread, _ index: Int) -> UnsafeMutablePointer<UInt> {
    if thread.localSlots == nil {
      let slots = UnsafeMutablePointer<UInt>.allocate(capacity: 4 * Slots.maximum)
      slots.initialize(repeating: 0, count: 4 * Slots.maximum)
      thread.localSlots = slots
    }
    return thread.localSlots! + 2 * (base + index)
  }

  /// The value of the calling thread; nil outside for an index that cannot be one.
  func get(_ index: Int) -> PVOID?? {
    guard index < Slots.maximum else { return nil }
    let words = words(Thread.current, index)
    return .some(words[1] == generations[index] ? PVOID(bitPattern: words[0]) : nil)
  }

  func set(_ index: Int, _ value: PVOID?) -> Bool {
    guard index < Slots.maximum, generations[index] != 0 else { return false }
    let words = words(Thread.current, index)
    words[0] = UInt(bitPattern: value)
    words[1] = generations[index]
    return true
  }

  /// Calls the callbacks for the values that a thread leaves behind.
  func threadEnds(_ thread: Thread) {
    guard thread.localSlots != nil else { return }
    for index in 0..<Slots.maximum {
      guard let callback = lock.withLock({ callbacks[index] }) else { continue }
      let words = words(thread, index)
      guard words[1] == generations[index], let value = PVOID(bitPattern: words[0]) else { continue }
      words[0] = 0
      callback(value)
    }
  }
}

/// TlsAlloc: TLS_OUT_OF_INDEXES when all 1,088 are taken.
@c @implementation
public func TlsAlloc() -> DWORD {
  guard let index = Slots.tls.allocate() else { return fail(UInt32.max, .notEnoughMemory) }
  return DWORD(index)
}

@c @implementation
public func TlsFree(_ dwTlsIndex: DWORD) -> BOOL {
  Slots.tls.free(Int(dwTlsIndex)) ? yes : fail(no, .invalidParameter)
}

/// TlsGetValue: sets the last error to 0 on success, so that NULL can be told from a failure.
@c @implementation
public func TlsGetValue(_ dwTlsIndex: DWORD) -> LPVOID! {
  guard let value = Slots.tls.get(Int(dwTlsIndex)) else { return fail(nil, .invalidParameter) }
  ThreadLocal.lastError = 0
  return value
}

@c @implementation
public func TlsSetValue(_ dwTlsIndex: DWORD, _ lpTlsValue: LPVOID!) -> BOOL {
  Slots.tls.set(Int(dwTlsIndex), lpTlsValue) ? yes : fail(no, .invalidParameter)
}

@c @implementation
public func FlsAlloc(_ lpCallback: PFLS_CALLBACK_FUNCTION!) -> DWORD {
  guard let index = Slots.fls.allocate(lpCallback) else { return fail(UInt32.max, .notEnoughMemory) }
  if lpCallback != nil { Thread.onEnd = { Slots.fls.threadEnds($0) } }
  return DWORD(index)
}

@c @implementation
public func FlsFree(_ dwFlsIndex: DWORD) -> BOOL {
  Slots.fls.free(Int(dwFlsIndex)) ? yes : fail(no, .invalidParameter)
}

@c @implementation
public func FlsGetValue(_ dwFlsIndex: DWORD) -> PVOID! {
  guard let value = Slots.fls.get(Int(dwFlsIndex)) else { return fail(nil, .invalidParameter) }
  ThreadLocal.lastError = 0
  return value
}

@c @implementation
public func FlsSetValue(_ dwFlsIndex: DWORD, _ lpFlsData: PVOID!) -> BOOL {
  Slots.fls.set(Int(dwFlsIndex), lpFlsData) ? yes : fail(no, .invalidParameter)
}
