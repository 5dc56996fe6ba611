// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import LinuxIO

/// A plain file, a pipe or a terminal.
///
/// Without FILE_FLAG_OVERLAPPED transfers are carried out within the call. With it they are carried out by the
/// thread pool, and reported like any other completion: event, file signal, port or routine.
public final class FileObject: WaitableObject, @unchecked Sendable {
  public let descriptor: Int32
  /// Opened with FILE_FLAG_OVERLAPPED: every transfer names its offset.
  public let isOverlapped: Bool
  /// The name it was opened by.
  package let path: String?
  /// Whether its data may be read: a handle that only asks for attributes has a descriptor that could.
  public let isReadable: Bool
  /// Under `lock`.
  private var ownsDescriptor: Bool
  /// Parts of the file that LockFile has locked by way of this object.
  package let ranges: LockedRanges
  private let lock = Lock()
  private var port: CompletionPort?
  private var portKey: UInt = 0
  private var skipsPacketOnSuccess = false
  private var skipsSettingEvent = false
  private var requests: [FileRequest] = []
  /// Under the dispatcher's lock: a transfer has ended since the last one began, or none ever began.
  private var isSet = true

  public init(
    descriptor: Int32, isOverlapped: Bool, path: String? = nil, isReadable: Bool = true,
    ownsDescriptor: Bool = true
  ) {
    self.descriptor = descriptor
    self.isOverlapped = isOverlapped
    self.path = path
    self.isReadable = isReadable
    self.ownsDescriptor = ownsDescriptor
    ranges = LockedRanges(descriptor)
    super.init(kind: .file)
  }

  deinit { if ownsDescriptor { System.close(descriptor) } }

  /// The descriptor is the caller's to close from now on; the object works on it as before.
  public func giveDescriptor() -> Int32 {
    lock.withLock {
      ownsDescriptor = false
      return descriptor
    }
  }

  override func isSignalled(for thread: Thread) -> Bool { isSet }

  /// CreateIoCompletionPort: transfers from now on tell the port.
  /// - Throws: `.invalidParameter` for a file that is not overlapped, or has a port.
  public func associate(with port: CompletionPort, key: UInt) throws(WinsockError) {
    lock.lock()
    defer { lock.unlock() }
    guard isOverlapped, self.port == nil else { throw .invalidParameter }
    self.port = port
    portKey = key
  }

  /// SetFileCompletionNotificationModes: bits add up and are never cleared (behaviour 56). Transfers never succeed
  /// within the call, so the port is spared only what else does.
  ///
  /// - Throws: `.invalidParameter` for a file that is not overlapped.
  public func setNotificationModes(skipPacketOnSuccess: Bool, skipSettingEvent: Bool) throws(WinsockError) {
    guard isOverlapped else { throw .invalidParameter }
    lock.lock()
    defer { lock.unlock() }
    if skipPacketOnSuccess { skipsPacketOnSuccess = true }
    if skipSettingEvent { skipsSettingEvent = true }
  }

  /// Locks end with the last handle, whoever still uses the object; so does waiting for them.
  public override func lastHandleClosed() { ranges.close() }

  // MARK: Transfers

  /// Starts a transfer: `work` returns the bytes moved, or a status.
  ///
  /// - Throws: `.invalidHandle` for an event handle that names none, `.invalidParameter` for a routine on a file that
  ///   has a port.
  package func start(
    _ block: UnsafeMutableRawPointer, routine: CompletionRoutine?, _ work: @escaping () -> FileOutcome
  ) throws(WinsockError) {
    let request = try begin(block, routine)
    ThreadPool.shared.submitOrRun { self.carryOut(request, work) }
  }

  /// Reports what was done within the call.
  ///
  /// - Throws: as `start`.
  package func complete(_ block: UnsafeMutableRawPointer) throws(WinsockError) {
    let request = try begin(block, nil)
    if lock.withLock({ skipsPacketOnSuccess }) { request.reportsToPort = false }
    carryOut(request) { FileOutcome(status: .success, bytes: 0) }
  }

  /// Starts something that can be cancelled while it is under way: `work` asks whether it is.
  ///
  /// - Throws: as `start`.
  package func startWaiting(
    _ block: UnsafeMutableRawPointer, _ work: @escaping (_ isCancelled: () -> Bool) -> FileOutcome
  ) throws(WinsockError) {
    let request = try begin(block, nil)
    ThreadPool.shared.submitOrRun {
      self.carryOut(request) { work { self.lock.withLock { request.isCancelled } } }
    }
  }

  /// The event that an OVERLAPPED names.
  ///
  /// - Throws: `.invalidHandle` for a handle that is none of an event.
  package static func event(of block: UnsafeMutableRawPointer) throws(WinsockError) -> Event? {
    let handle = UInt64(UInt(bitPattern: block.loadUnaligned(fromByteOffset: 24, as: UnsafeRawPointer?.self)))
    guard handle & ~3 != 0 else { return nil }
    guard let event = HandleTable.object(Handle(bits: handle), as: Event.self) else { throw .invalidHandle }
    return event
  }

  private func begin(_ block: UnsafeMutableRawPointer, _ routine: CompletionRoutine?) throws(WinsockError)
    -> FileRequest
  {
    let request = FileRequest(block, Thread.current, routine)
    let handle = UInt64(UInt(bitPattern: block.loadUnaligned(fromByteOffset: 24, as: UnsafeRawPointer?.self)))
    if routine == nil {
      request.event = try FileObject.event(of: block)
      request.event?.reset()
    }
    request.reportsToPort = routine == nil && handle & 1 == 0
    if routine != nil && lock.withLock({ port != nil }) { throw .invalidParameter }
    Delivery.markPending(block)
    lock.withLock { requests.append(request) }
    Dispatcher.lock.withLock { isSet = false }
    return request
  }

  /// Whether a transfer is on its way that a thread has started.
  package func hasRequests(of thread: Thread) -> Bool {
    lock.withLock { requests.contains { $0.thread === thread } }
  }

  private func carryOut(_ request: FileRequest, _ work: () -> FileOutcome) {
    let begins = lock.withLock {
      request.hasBegun = true
      return !request.isCancelled
    }
    let outcome = begins ? work() : FileOutcome(status: .cancelled, bytes: 0)
    lock.withLock { requests.removeAll { $0 === request } }
    Delivery.store(outcome.status, bytes: outcome.bytes, in: request.block)
    if let routine = request.routine {
      request.thread.enqueueCompletion(routine, request.block, outcome.status, bytes: outcome.bytes)
    }
    request.event?.set()
    let (port, key, skipsSettingEvent) = lock.withLock { (self.port, portKey, self.skipsSettingEvent) }
    if !skipsSettingEvent { signal() }
    guard let port, request.reportsToPort else { return }
    port.post(
      CompletionPacket(
        key: key, overlapped: request.block, status: UInt(outcome.status.rawValue),
        bytes: UInt32(clamping: outcome.bytes)))
  }

  private func signal() {
    var aftermath = Aftermath()
    Dispatcher.lock.withLock {
      isSet = true
      satisfyWaiters(&aftermath)
    }
    aftermath.settle()
  }

  /// Cancels transfers that wait for their turn, and waits for locks; a transfer that has begun comes to its end.
  ///
  /// - Parameters:
  ///   - thread: only those of this thread; nil for all.
  ///   - block: only the one with this OVERLAPPED; nil for all.
  /// - Returns: whether there was any.
  @discardableResult
  package func cancelTransfers(of thread: UInt32?, block: UnsafeMutableRawPointer?) -> Bool {
    let isAny = lock.withLock {
      let found = requests.filter {
        (thread == nil || $0.thread.id == thread) && (block == nil || $0.block == block)
      }
      for request in found { request.isCancelled = true }
      return !found.isEmpty
    }
    if isAny { LockedRanges.lookAgain() }
    return isAny
  }
}

/// How a transfer of a file ended.
package struct FileOutcome: Sendable {
  package let status: Status
  package let bytes: Int

  package init(status: Status, bytes: Int) {
    self.status = status
    self.bytes = bytes
  }
}

/// A transfer that is on its way.
private final class FileRequest: @unchecked Sendable {
  let block: UnsafeMutableRawPointer
  let thread: Thread
  let routine: CompletionRoutine?
  var event: Event?
  var reportsToPort = false
  /// Under the file's lock.
  var hasBegun = false
  var isCancelled = false

  init(_ block: UnsafeMutableRawPointer, _ thread: Thread, _ routine: CompletionRoutine?) {
    self.block = block
    self.thread = thread
    self.routine = routine
  }
}
