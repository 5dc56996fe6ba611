// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import Synchronization

/// One packet of a port. The layout is that of OVERLAPPED_ENTRY: key, OVERLAPPED, status, bytes.
public struct CompletionPacket: BitwiseCopyable {
  public var key: UInt
  public var overlapped: UnsafeMutableRawPointer?
  public var status: UInt
  public var bytes: UInt32
  /// 1 in the queue for a socket notification, which `overlapped` then names; 0 in what programs get.
  private var mark: UInt32 = 0

  public init(key: UInt, overlapped: UnsafeMutableRawPointer?, status: UInt, bytes: UInt32) {
    self.key = key
    self.overlapped = overlapped
    self.status = status
    self.bytes = bytes
  }

  /// The packet of a registration of ProcessSocketNotifications: what it tells is decided when it is taken.
  init(notification: Handle, key: UInt) {
    self.init(
      key: key, overlapped: UnsafeMutableRawPointer(bitPattern: UInt(notification.bits)), status: 0, bytes: 0)
    mark = 1
  }

  var notification: Handle? { mark == 0 ? nil : Handle(bits: UInt64(UInt(bitPattern: overlapped))) }
}

/// A queue in a circular buffer that grows.
struct PacketQueue: ~Copyable {
  private var storage = UnsafeMutableBufferPointer<CompletionPacket>(start: nil, count: 0)
  /// The number of places less one; places are counted by powers of two.
  private var mask = -1
  private var head = 0
  /// Changed under the port's lock, and looked at without.
  private let length = Atomic<Int>(0)
  private(set) var count: Int {
    @inline(__always) get { length.load(ordering: .relaxed) }
    @inline(__always) set { length.store(newValue, ordering: .relaxed) }
  }

  var isEmpty: Bool { @inline(__always) get { count == 0 } }

  @inline(__always)
  private func place(_ i: Int) -> UnsafeMutablePointer<CompletionPacket> {
    storage.baseAddress.unsafelyUnwrapped + (head &+ i) & mask
  }

  @inline(__always)
  mutating func append(_ packet: CompletionPacket) {
    if _slowPath(count > mask) { grow() }
    place(count).initialize(to: packet)
    count &+= 1
  }

  /// The first of a queue that is not empty.
  @inline(__always)
  mutating func takeFirst() -> CompletionPacket {
    let packet = place(0).pointee
    head = (head &+ 1) & mask
    count &-= 1
    return packet
  }

  mutating func take(into buffer: UnsafeMutableBufferPointer<CompletionPacket>) -> Int {
    let n = min(count, buffer.count)
    for i in 0..<n { buffer.initializeElement(at: i, to: takeFirst()) }
    return n
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<CompletionPacket>.allocate(
      capacity: max(storage.count * 2, 64))
    for i in 0..<count { larger.initializeElement(at: i, to: place(i).pointee) }
    storage.deallocate()
    storage = larger
    mask = larger.count - 1
    head = 0
  }

  /// No packet is left.
  mutating func removeAll() { count = 0 }

  /// What a burst has made it grow to is not kept once the queue is empty.
  mutating func giveBack() {
    guard count == 0, storage.count > 1024 else { return }
    storage.deallocate()
    self = PacketQueue()
  }

  func deallocate() { storage.deallocate() }
}
