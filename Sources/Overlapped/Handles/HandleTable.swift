// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import LinuxIO

/// One place of the handle table. Its memory is never freed, so that a stale handle can always be looked up.
///
/// `state`: bits 0–31 count the uses (calls in progress, pending operations, and 1 while the handle is open),
/// 32–42 the generation, 48–54 the kind (0 in a place that is free), 63 open.
public struct HandleEntry {
  @usableFromInline var state: UInt64 = 0
  /// The object, of which the entry holds a reference; in a free place the index of the next free one.
  public var object: UnsafeMutableRawPointer?

  @usableFromInline static var open: UInt64 { 1 << 63 }
  @usableFromInline static var useMask: UInt64 { 0xFFFF_FFFF }

  static func kind(_ state: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: state >> 48 & 0x7F) }

  /// The upper half of the state of an open handle, which a look-up compares in one step.
  @inlinable @inline(__always)
  static func signature(kind: ObjectKind, generation: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: HandleEntry.open >> 32) | UInt32(kind.rawValue) << 16 | generation
  }

  @inlinable @inline(__always)
  static func signature(of state: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: state >> 32) }
}

public typealias HandleEntryPointer = UnsafeMutablePointer<HandleEntry>

// Not of the entry itself: a getter of a structure may copy all of it, and the state is others' to change.
extension HandleEntryPointer {
  /// The object of an entry in use, as a counted reference.
  package var owner: KernelObject? {
    pointee.object.map { Unmanaged<KernelObject>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The next free place behind this one, which is free; 0 if there is none.
  fileprivate var nextFree: UInt32 {
    get { UInt32(UInt(bitPattern: pointee.object)) }
    nonmutating set { pointee.object = UnsafeMutableRawPointer(bitPattern: UInt(newValue)) }
  }
}

/// The process's handles: sockets, events, ports, threads and the rest in one name space, as in Windows.
///
/// A look-up takes no lock: it adds a use to the entry and compares generation, kind and the open bit; a use
/// keeps the object alive. Closing clears the open bit; the last use frees the entry.
public enum HandleTable {
  @usableFromInline static var chunkShift: UInt32 { 10 }
  @usableFromInline static var chunkSize: Int { 1 << 10 }
  private static let lock = Lock()
  nonisolated(unsafe) private static var freeHead: UInt32 = 0
  nonisolated(unsafe) private static var freeTail: UInt32 = 0
  nonisolated(unsafe) private static var used: UInt32 = 1  // index 0 stays free: it ends the free list

  @inlinable @inline(__always)
  static func entry(_ index: UInt32) -> HandleEntryPointer? {
    guard let chunk = StaticTable.handles(index >> chunkShift) else { return nil }
    return chunk.assumingMemoryBound(to: HandleEntry.self) + Int(index) & (chunkSize - 1)
  }

  /// A look-up may change the count at any time: also whoever only reads it does so atomically.
  @inlinable @inline(__always)
  static func state(of entry: HandleEntryPointer) -> UInt64 { RawAtomic.loadAcquire(at: entry) }

  // MARK: Opening and closing

  /// A new handle for `object`; nil when all 262,143 are in use.
  /// - Parameter kind: what the handle says it names; the object's kind if not given.
  public static func open(_ object: KernelObject, as kind: ObjectKind? = nil) -> Handle? {
    lock.lock()
    defer { lock.unlock() }
    guard let index = takeFreeIndex(), let entry = entry(index) else { return nil }
    object.openHandles += 1
    entry.pointee.object = Unmanaged.passRetained(object).toOpaque()
    var generation = UInt32(HandleTable.state(of: entry) >> 32) & Handle.maximumGeneration
    if generation == 0 { generation = 1 }
    let state = UInt64(HandleEntry.signature(kind: kind ?? object.kind, generation: generation)) << 32
    // Release: whoever sees the signature sees the object. Transient uses by stale look-ups are kept.
    while true {
      let old = RawAtomic.loadAcquire(at: entry)
      let uses = old & HandleEntry.useMask
      if RawAtomic.compareExchange(at: entry, expected: old, desired: state | (uses + 1)) { break }
    }
    return Handle(index: index, generation: generation)
  }

  private static func takeFreeIndex() -> UInt32? {
    // First in, first out: an index is used again as late as possible.
    if freeHead != 0 && (used > Handle.maximumIndex || used > 4096) {
      let index = freeHead
      freeHead = entry(index)!.nextFree
      if freeHead == 0 { freeTail = 0 }
      return index
    }
    guard used <= Handle.maximumIndex else { return nil }
    if StaticTable.handles(used >> chunkShift) == nil {
      let chunk = HandleEntryPointer.allocate(capacity: chunkSize)
      chunk.initialize(repeating: HandleEntry(), count: chunkSize)
      StaticTable.setHandles(used >> chunkShift, UnsafeMutableRawPointer(chunk))
    }
    used += 1
    return used - 1
  }

  /// Where an entry stands. It is asked for when handles are closed, so the entries need not carry it.
  static func index(of entry: HandleEntryPointer) -> UInt32 {
    var chunk: UInt32 = 0
    while let start = StaticTable.handles(chunk) {
      let place = entry - start.assumingMemoryBound(to: HandleEntry.self)
      if (0..<chunkSize).contains(place) { return chunk << chunkShift + UInt32(place) }
      chunk += 1
    }
    fatalError("not an entry of the handle table")
  }

  /// Closes a handle: it names nothing from now on. False if it was not open.
  public static func close(_ handle: Handle, kind: ObjectKind? = nil) -> Bool {
    guard handle.isPlausible, let entry = entry(handle.index) else { return false }
    var old: UInt64
    repeat {
      old = RawAtomic.loadAcquire(at: entry)
      guard old & HandleEntry.open != 0, UInt32(old >> 32) & Handle.maximumGeneration == handle.generation,
        kind == nil || HandleEntry.kind(old) == kind!.rawValue
      else { return false }
      // The open handle's own use stays until the object has been told.
    } while !RawAtomic.compareExchange(at: entry, expected: old, desired: old & ~HandleEntry.open)
    let object = entry.owner!
    lock.lock()
    object.openHandles -= 1
    let last = object.openHandles == 0
    lock.unlock()
    if last { object.lastHandleClosed() }
    release(entry)
    return true
  }

  static func isOpen(_ object: KernelObject) -> Bool { lock.withLock { object.openHandles > 0 } }

  // MARK: Looking up

  /// Adds a use to the entry of an open handle of the given kind; the caller releases it.
  @inlinable @inline(__always)
  package static func acquire(_ handle: Handle, _ kind: ObjectKind) -> HandleEntryPointer? {
    // The generation is compared below: that of an open handle is never 0.
    guard handle.bits >> 31 == 0, let entry = entry(handle.index) else { return nil }
    let old = RawAtomic.add(1, at: entry)
    if _fastPath(
      HandleEntry.signature(of: old) == HandleEntry.signature(kind: kind, generation: handle.generation)
    ) {
      return entry
    }
    release(entry)
    return nil
  }

  /// Whether an entry that was looked up before still is the open handle's.
  @inlinable @inline(__always)
  static func isOpen(_ entry: HandleEntryPointer, _ handle: Handle, _ kind: ObjectKind) -> Bool {
    HandleEntry.signature(of: state(of: entry))
      == HandleEntry.signature(kind: kind, generation: handle.generation)
  }

  /// Whether a handle names an object of the given kind, at some moment.
  @inlinable @inline(__always)
  package static func isOpen(_ handle: Handle, _ kind: ObjectKind) -> Bool {
    guard handle.bits >> 31 == 0, let entry = entry(handle.index) else { return false }
    return isOpen(entry, handle, kind)
  }

  /// The entry of an open handle of any kind, likewise.
  package static func acquire(_ handle: Handle) -> HandleEntryPointer? {
    guard handle.isPlausible, let entry = entry(handle.index) else { return nil }
    let old = RawAtomic.add(1, at: entry)
    if old & HandleEntry.open != 0, UInt32(old >> 32) & Handle.maximumGeneration == handle.generation {
      return entry
    }
    release(entry)
    return nil
  }

  /// The entry behind a name of which somebody may hold a use, whether it is still open or not: adds a use if somebody
  /// does. For the tokens of epoll sets, which name sockets.
  @inline(__always)
  static func acquire(registered name: Handle) -> HandleEntryPointer? {
    guard let entry = entry(name.index) else { return nil }
    let old = RawAtomic.add(1, at: entry)
    // As long as there is a use the place is not freed, and names what it named.
    if old & HandleEntry.useMask != 0, UInt32(old >> 32) & Handle.maximumGeneration == name.generation {
      return entry
    }
    release(entry)
    return nil
  }

  /// The name of an entry in use, open or not.
  static func name(of entry: HandleEntryPointer) -> Handle {
    Handle(
      index: index(of: entry), generation: UInt32(state(of: entry) >> 32) & Handle.maximumGeneration)
  }

  @inlinable @inline(__always)
  package static func retain(_ entry: HandleEntryPointer) { RawAtomic.add(1, at: entry) }

  @inlinable @inline(__always)
  package static func release(_ entry: HandleEntryPointer) {
    if _slowPath(endUse(entry)) { free(entry) }
  }

  /// Ends a use; true if it was the last one of a closed handle, which the caller has to free.
  @inlinable @inline(__always)
  static func endUse(_ entry: HandleEntryPointer) -> Bool {
    let old = RawAtomic.add(UInt64.max, at: entry)
    return old & HandleEntry.useMask == 1 && old & HandleEntry.open == 0
  }

  /// The last use of a closed handle is over: drops the object and gives the place back.
  @inline(never) @usableFromInline
  static func free(_ entry: HandleEntryPointer) {
    let index = index(of: entry)
    lock.lock()
    while true {
      let old = RawAtomic.loadAcquire(at: entry)
      // A stale look-up may have come in between, and frees the place itself; or it had looked up a free one.
      guard old & (HandleEntry.useMask | HandleEntry.open) == 0, HandleEntry.kind(old) != 0 else {
        lock.unlock()
        return
      }
      // From here on nobody who still knows the handle gets at the object.
      var generation = UInt32(old >> 32) & Handle.maximumGeneration
      generation = generation == Handle.maximumGeneration ? 1 : generation + 1
      if RawAtomic.compareExchange(at: entry, expected: old, desired: UInt64(generation) << 32) { break }
    }
    let object = entry.pointee.object!
    entry.nextFree = 0
    if freeTail != 0 { self.entry(freeTail)!.nextFree = index } else { freeHead = index }
    freeTail = index
    lock.unlock()
    Unmanaged<KernelObject>.fromOpaque(object).release()  // it may end here, outside the lock
  }

  // MARK: For callers

  /// The object behind a handle, as a counted reference. For calls that are not on the hot path.
  public static func object<Object: KernelObject>(_ handle: Handle, as type: Object.Type) -> Object? {
    guard let entry = acquire(handle) else { return nil }
    defer { release(entry) }
    return entry.owner as? Object
  }

  public static func object(_ handle: Handle) -> KernelObject? {
    guard let entry = acquire(handle) else { return nil }
    defer { release(entry) }
    return entry.owner
  }

  /// Whether an object has one open handle only.
  public static func isLast(of object: KernelObject) -> Bool { lock.withLock { object.openHandles == 1 } }

  /// How many handles are open, at some moment.
  package static var count: Int {
    lock.withLock { (1..<max(used, 1)).count { state(of: entry($0)!) & HandleEntry.open != 0 } }
  }

  /// Every open handle of a kind, at some moment.
  public static func handles(of kind: ObjectKind) -> [Handle] {
    lock.withLock {
      (1..<max(used, 1)).compactMap { index in
        let state = state(of: entry(index)!)
        guard state & HandleEntry.open != 0, HandleEntry.kind(state) == kind.rawValue
        else {
          return nil
        }
        return Handle(index: index, generation: UInt32(state >> 32) & Handle.maximumGeneration)
      }
    }
  }
}
