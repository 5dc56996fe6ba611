// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

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
struct PacketQueue {
  private var storage = UnsafeMutableBufferPointer<CompletionPacket>(start: nil, count: 0)
  private var head = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  @inline(__always)
  mutating func append(_ packet: CompletionPacket) {
    if count == storage.count { grow() }
    storage.initializeElement(at: (head + count) & (storage.count - 1), to: packet)
    count += 1
  }

  @inline(__always)
  mutating func take(into buffer: UnsafeMutableBufferPointer<CompletionPacket>) -> Int {
    let n = min(count, buffer.count)
    for i in 0..<n { buffer.initializeElement(at: i, to: storage[(head + i) & (storage.count - 1)]) }
    head = (head + n) & (storage.count - 1)
    count -= n
    return n
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<CompletionPacket>.allocate(
      capacity: max(storage.count * 2, 64))
    for i in 0..<count { larger.initializeElement(at: i, to: storage[(head + i) & (storage.count - 1)]) }
    storage.deallocate()
    storage = larger
    head = 0
  }

  func deallocate() { storage.deallocate() }
}
