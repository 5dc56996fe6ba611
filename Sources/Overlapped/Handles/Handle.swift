// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// The number by which a program names an object.
///
/// Bits: 20–30 generation (never 0), 2–19 index, 0–1 ignored (behaviour 35; the low bit of an event handle in
/// an OVERLAPPED has a meaning of its own). A handle therefore is a multiple of 4, fits in an `int`, differs
/// from every descriptor a process can have open (they end at 2^20), and stays invalid after its object is gone.
public struct Handle: Equatable, Hashable, Sendable {
  public let bits: UInt64

  @inlinable
  public init(bits: UInt64) { self.bits = bits }

  init(index: UInt32, generation: UInt32) {
    bits = UInt64(generation) << 20 | UInt64(index) << 2
  }

  /// The handle under which an entry in use was opened, while it is open.
  init?(of entry: HandleEntryPointer) {
    guard HandleTable.state(of: entry) & HandleEntry.open != 0 else { return nil }
    self = HandleTable.name(of: entry)
  }

  @usableFromInline static var maximumIndex: UInt32 { 1 << 18 - 1 }
  @usableFromInline static var maximumGeneration: UInt32 { 1 << 11 - 1 }

  @inlinable var index: UInt32 { UInt32(truncatingIfNeeded: bits >> 2) & Handle.maximumIndex }
  @inlinable var generation: UInt32 { UInt32(truncatingIfNeeded: bits >> 20) & Handle.maximumGeneration }
  /// Nothing above bit 30: a value such as INVALID_HANDLE_VALUE is no handle.
  var isPlausible: Bool { bits >> 31 == 0 && generation != 0 }
}

/// What kind of object a handle names.
public enum ObjectKind: UInt8, Sendable {
  case socket = 1
  case event, port, thread, mutex, semaphore, timer, file, registration, process, other
  /// A socket under a handle made by DuplicateHandle: a file to kernel32, no socket to Winsock (behaviour 26).
  case socketCopy
  /// Waited for, but never under a handle: a thread's messages, and one that is on its way.
  case messageQueue, message
  /// Objects of registered I/O, which have no handles but identifiers (`RegisteredIdentifier`).
  case completionQueue, registeredBuffer

  /// Whether the object's class derives from `Waitable`.
  var isWaitable: Bool {
    switch self {
    case .socket, .event, .thread, .mutex, .semaphore, .timer, .file, .process, .messageQueue, .message:
      true
    case .port, .registration, .other, .socketCopy, .completionQueue, .registeredBuffer: false
    }
  }
}

/// An object that handles name. Several handles may name one object (DuplicateHandle, WSADuplicateSocket).
open class KernelObject: @unchecked Sendable {
  public let kind: ObjectKind
  private final var openHandlesAbove: UInt8 = 0
  private final var openHandlesBelow: UInt16 = 0
  /// How many open handles there are; guarded by the handle table's lock. In three bytes beside the kind, because
  /// there is one for each socket: the table has less than 2^18 places.
  final var openHandles: UInt32 {
    get { UInt32(openHandlesAbove) << 16 | UInt32(openHandlesBelow) }
    set {
      openHandlesAbove = UInt8(truncatingIfNeeded: newValue >> 16)
      openHandlesBelow = UInt16(truncatingIfNeeded: newValue)
    }
  }

  public init(kind: ObjectKind) { self.kind = kind }

  /// Whether a handle names it, at some moment.
  public final var isOpen: Bool { HandleTable.isOpen(self) }

  /// The last handle has been closed. Called once, without locks; calls in progress still use the object.
  open func lastHandleClosed() {}
}
