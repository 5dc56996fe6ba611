// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// The slab of operations. Slots are never freed, so that an identity can be looked up at any time.
///
/// A thread keeps up to 64 free slots of its own; only beyond that is the table's lock taken.
enum OperationTable {
  private static let chunkShift: UInt32 = 8
  private static let chunkSize = 1 << 8
  /// How many operations can be outstanding in the process; `WS2_MAX_OPERATIONS` lowers it. More than that
  /// is WSAEWOULDBLOCK, "too many outstanding overlapped I/O requests" (the page).
  static let maximum: UInt32 = {
    let asked = Environment.number("WS2_MAX_OPERATIONS") ?? Int(capacity)
    return UInt32(clamping: min(max(asked, 1), Int(capacity)))
  }()
  private static let cacheLimit = 64
  private static let capacity: UInt32 = 1 << 20

  private static let lock = Lock()
  nonisolated(unsafe) private static var free: OperationPointer?
  nonisolated(unsafe) private static var used: UInt32 = 0

  @inline(__always)
  private static func place(_ index: UInt32) -> OperationPointer? {
    guard let chunk = StaticTable.operations(index >> chunkShift) else { return nil }
    return chunk.assumingMemoryBound(to: Operation.self) + Int(index) & (chunkSize - 1)
  }

  /// A free slot; nil when the limit is reached.
  /// - Parameter forCall: a blocking call wants it: the limit is one of outstanding overlapped requests.
  @inline(__always)
  static func take(_ thread: Thread, forCall: Bool = false) -> OperationPointer? {
    if let operation = thread.freeOperations {
      thread.freeOperations = operation.pointee.next
      thread.freeOperationCount &-= 1
      return operation
    }
    return takeShared(forCall: forCall)
  }

  @inline(never)
  private static func takeShared(forCall: Bool) -> OperationPointer? {
    lock.lock()
    defer { lock.unlock() }
    if let operation = free {
      free = operation.pointee.next
      return operation
    }
    guard used < (forCall ? capacity : maximum) else { return nil }
    let slot = used >> chunkShift
    if StaticTable.operations(slot) == nil {
      let chunk = OperationPointer.allocate(capacity: chunkSize)
      for i in 0..<chunkSize { (chunk + i).initialize(to: Operation(index: slot << chunkShift + UInt32(i))) }
      StaticTable.setOperations(slot, UnsafeMutableRawPointer(chunk))
    }
    let operation = place(used)!
    used += 1
    return operation
  }

  /// Ends the slot's use: its identity is void from here on.
  @inline(__always)
  static func giveBack(_ operation: OperationPointer, _ thread: Thread) {
    if let extra = operation.pointee.extra {
      OperationExtra.giveBack(extra)
      operation.pointee.extra = nil
    }
    operation.pointee.state = .free
    let old = operation.pointee.generation
    RawAtomic.storeRelease32(old &+ 2, at: operation.pointer(to: \.generation)!)
    operation.pointee.routine = nil
    operation.pointee.options = []
    if thread.freeOperationCount < cacheLimit {
      operation.pointee.next = thread.freeOperations
      thread.freeOperations = operation
      thread.freeOperationCount &+= 1
    } else {
      giveBackShared(operation)
    }
  }

  /// The slot was not needed; nothing has been written to it.
  @inline(__always)
  static func putBack(_ operation: OperationPointer, _ thread: Thread) {
    operation.pointee.next = thread.freeOperations
    thread.freeOperations = operation
    thread.freeOperationCount &+= 1
  }

  @inline(never)
  private static func giveBackShared(_ operation: OperationPointer) {
    lock.lock()
    operation.pointee.next = free
    free = operation
    lock.unlock()
  }

  /// The operation is about to be known to the kernel: a completion may find it from here on.
  @inline(__always)
  static func publish(_ operation: OperationPointer) -> UInt64 {
    let generation = operation.pointee.generation
    RawAtomic.storeRelease32(generation, at: operation.pointer(to: \.generation)!)
    return UInt64(generation) << 32 | UInt64(operation.pointee.index)
  }

  /// A thread that ends returns the slots it kept.
  static func takeBack(_ thread: Thread) {
    while let operation = thread.freeOperations {
      thread.freeOperations = operation.pointee.next
      giveBackShared(operation)
    }
    thread.freeOperationCount = 0
  }

  /// The operation of an identity, if the slot still stands for it.
  @inline(__always)
  static func find(_ identity: UInt64) -> OperationPointer? {
    let index = UInt32(truncatingIfNeeded: identity)
    guard let operation = place(index), isCurrent(operation, identity) else { return nil }
    return operation
  }

  /// Whether a slot stands for the identity by which it was found.
  @inline(__always)
  static func isCurrent(_ operation: OperationPointer, _ identity: UInt64) -> Bool {
    // Acquire: what was written before the operation went to the kernel is seen here.
    RawAtomic.loadAcquire32(at: operation.pointer(to: \.generation)!)
      == UInt32(truncatingIfNeeded: identity >> 32)
  }
}
