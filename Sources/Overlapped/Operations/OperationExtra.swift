// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// The part of an operation that simple receives and sends do without: several buffers, addresses, control
/// data, the second socket of AcceptEx. Taken from a pool, so that scatter and gather allocate nothing in the
/// long run; an array of more than `inlineVectors` buffers is allocated.
struct OperationExtra {
  static let inlineVectors = 16

  var next: UnsafeMutablePointer<OperationExtra>?
  var header = msghdr()
  /// All buffers as given; `vectorCount` 0 means that `Operation.buffer` is the only one.
  var vectors: UnsafeMutablePointer<iovec>
  var vectorCount = 0
  /// The copy that shrinks while the transfer goes on.
  var remaining: UnsafeMutablePointer<iovec>
  var capacity: Int
  var totalLength = 0
  /// The peer's address for the kernel: source or destination.
  var address = SocketAddress()
  /// Where the program wants the source address.
  var addressOut: UnsafeMutableRawPointer?
  var addressLengthOut: UnsafeMutablePointer<Int32>?
  /// WSAMSG of the program.
  var message: UnsafeMutableRawPointer?
  /// AcceptEx: the socket that takes the connection and the layout of the output buffer.
  var acceptEntry: HandleEntryPointer?
  /// Where the completion is reported when the operation has moved to the accepting socket.
  var deliveryPort: CompletionPort?
  var deliveryKey: UInt = 0
  var localAddressLength = 0
  var remoteAddressLength = 0
  var dataLength = 0
  /// What TransmitFile and TransmitPackets still have to send.
  var transmission: Transmission?

  /// Where a request of registered I/O stores what comes beside the data.
  var outputs: RegisteredOutputs?

  /// The change of the network that is waited for.
  var awaited: AwaitedChange?

  /// Stays with the structure in the pool.
  private var control: UnsafeMutableRawPointer?
  private var controlCapacity = 0

  /// Room for control data in Linux form: to be filled and sent, or to receive into.
  mutating func makeControlRoom(_ count: Int) -> UnsafeMutableRawPointer {
    if controlCapacity < count {
      control?.deallocate()
      control = .allocate(byteCount: count, alignment: 8)
      controlCapacity = count
    }
    header.msg_control = control
    header.msg_controllen = count
    return control!
  }

  /// Control data to send, in Linux form.
  mutating func setControl(_ bytes: [UInt8]) {
    let room = makeControlRoom(max(bytes.count, 8))
    bytes.withUnsafeBytes {
      if let base = $0.baseAddress { room.copyMemory(from: base, byteCount: $0.count) }
    }
    header.msg_controllen = bytes.count
  }

  init(capacity: Int) {
    self.capacity = capacity
    vectors = .allocate(capacity: capacity * 2)
    vectors.initialize(repeating: iovec(), count: capacity * 2)
    remaining = vectors + capacity
  }

  // MARK: The pool

  private static let lock = Lock()
  nonisolated(unsafe) private static var free: UnsafeMutablePointer<OperationExtra>?

  static func take(vectors count: Int) -> UnsafeMutablePointer<OperationExtra> {
    if count <= inlineVectors {
      lock.lock()
      if let extra = free {
        free = extra.pointee.next
        lock.unlock()
        return extra
      }
      lock.unlock()
    }
    let extra = UnsafeMutablePointer<OperationExtra>.allocate(capacity: 1)
    extra.initialize(to: OperationExtra(capacity: max(count, inlineVectors)))
    return extra
  }

  static func giveBack(_ extra: UnsafeMutablePointer<OperationExtra>) {
    if let entry = extra.pointee.acceptEntry { HandleTable.release(entry) }
    extra.pointee.acceptEntry = nil
    extra.pointee.transmission = nil
    extra.pointee.deliveryPort = nil
    extra.pointee.header = msghdr()
    extra.pointee.outputs = nil
    extra.pointee.awaited = nil
    extra.pointee.vectorCount = 0
    extra.pointee.totalLength = 0
    extra.pointee.addressOut = nil
    extra.pointee.addressLengthOut = nil
    extra.pointee.message = nil
    if extra.pointee.capacity > inlineVectors {
      extra.pointee.vectors.deallocate()
      extra.pointee.control?.deallocate()
      extra.deinitialize(count: 1)
      extra.deallocate()
      return
    }
    lock.lock()
    extra.pointee.next = free
    free = extra
    lock.unlock()
  }
}
