// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// A plain file, a pipe or a terminal. Reads and writes are carried out within the call; with an OVERLAPPED
/// they are reported like any other completion: event, file signal, and port.
public final class FileObject: Waitable, @unchecked Sendable {
  public let descriptor: Int32
  /// Opened with FILE_FLAG_OVERLAPPED: every transfer names its offset.
  public let isOverlapped: Bool
  private let ownsDescriptor: Bool
  private let lock = Lock()
  private var port: CompletionPort?
  private var portKey: UInt = 0

  public init(descriptor: Int32, isOverlapped: Bool, ownsDescriptor: Bool = true) {
    self.descriptor = descriptor
    self.isOverlapped = isOverlapped
    self.ownsDescriptor = ownsDescriptor
    super.init(kind: .file)
  }

  deinit { if ownsDescriptor { System.close(descriptor) } }

  /// No operation is ever outstanding when a call has returned.
  override func isSignalled(for thread: Thread) -> Bool { true }

  public func associate(with port: CompletionPort, key: UInt) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    guard isOverlapped, self.port == nil else { throw .invalidParameter }
    self.port = port
    portKey = key
  }

  /// Reports a transfer that is over: `block` is the OVERLAPPED.
  ///
  /// - Throws: `.invalidHandle` for an event handle that names none.
  package func report(_ status: Status, bytes: Int, to block: UnsafeMutableRawPointer) throws(WinsockError) {
    let event = UInt64(UInt(bitPattern: block.load(fromByteOffset: 24, as: UnsafeRawPointer?.self)))
    Delivery.store(status, bytes: bytes, in: block)
    if event & ~3 != 0 {
      guard let object = HandleTable.object(Handle(bits: event), as: Event.self) else { throw .invalidHandle }
      object.set()
    }
    let (port, key) = lock.withLock { (self.port, portKey) }
    guard let port, event & 1 == 0 else { return }
    port.post(
      CompletionPacket(
        key: key, overlapped: block, status: UInt(status.rawValue), bytes: UInt32(clamping: bytes)))
  }
}
