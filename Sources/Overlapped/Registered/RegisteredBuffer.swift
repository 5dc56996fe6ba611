// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Memory that the program has registered (RIORegisterBuffer). It stays the program's; only its bounds are kept.
package final class RegisteredBuffer: KernelObject, @unchecked Sendable {
  fileprivate let base: UnsafeMutableRawPointer
  fileprivate let length: Int

  private init(_ base: UnsafeMutableRawPointer, _ length: Int) {
    self.base = base
    self.length = length
    super.init(kind: .registeredBuffer)
  }

  /// RIORegisterBuffer.
  ///
  /// - Throws: `.invalidArgument` for no bytes; `.badAddress` if not all of it is the program's memory.
  package static func register(_ base: UnsafeMutableRawPointer?, length: UInt32, _ thread: Thread)
    throws(WinsockError) -> UInt
  {
    guard length > 0 else { throw .invalidArgument }
    guard let base, thread.probe.isMapped(base, Int(length)) else { throw .badAddress }
    guard let handle = HandleTable.open(RegisteredBuffer(base, Int(length))) else { throw .noBuffers }
    return RegisteredIdentifier.of(handle, .buffer)
  }

  /// RIODeregisterBuffer. Requests that use it go on, as the memory is the program's; an identifier that names
  /// nothing is ignored.
  package static func deregister(_ identifier: UInt) {
    guard let handle = RegisteredIdentifier.handle(identifier, .buffer) else { return }
    _ = HandleTable.close(handle, kind: .registeredBuffer)
  }
}

/// A part of a registered buffer, as a request names it (RIO_BUF).
package struct BufferSlice {
  private let buffer: UInt
  private let offset: UInt32
  private let length: UInt32

  package init(buffer: UInt, offset: UInt32, length: UInt32) {
    self.buffer = buffer
    self.offset = offset
    self.length = length
  }

  /// The memory it stands for.
  ///
  /// - Parameter minimum: fewer bytes are of no use.
  /// - Throws: `.badAddress` if the buffer is not registered; `.invalidArgument` if the part is not in it.
  @inline(__always)
  func resolve(minimum: Int = 0) throws(WinsockError) -> iovec {
    guard let handle = RegisteredIdentifier.handle(buffer, .buffer),
      let entry = HandleTable.acquire(handle, .registeredBuffer)
    else { throw .badAddress }
    let (base, room) = Unmanaged<RegisteredBuffer>.fromOpaque(entry.pointee.object!)
      ._withUnsafeGuaranteedRef { ($0.base, $0.length) }
    HandleTable.release(entry)
    guard Int(offset) + Int(length) <= room, Int(length) >= minimum else { throw .invalidArgument }
    return iovec(iov_base: base + Int(offset), iov_len: Int(length))
  }
}
