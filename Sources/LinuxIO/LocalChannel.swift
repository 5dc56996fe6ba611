// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// Messages between two processes of one machine, with a descriptor in them: sequenced packets over names that
/// exist in no file system. Results are negated errnos where a call fails.
public enum LocalChannel {
  /// Who is at the other end; the kernel vouches for it.
  public struct Peer: Equatable, Sendable {
    public let process: Int32
    public let user: UInt32

    public init(process: Int32, user: UInt32) {
      self.process = process
      self.user = user
    }
  }

  /// A descriptor that connections to `name` come in at. It does not block.
  public static func listen(_ name: String) -> Int {
    let result = System.socket(
      family: AF_UNIX, type: Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_NONBLOCK.rawValue), protocol: 0)
    guard result >= 0 else { return result }
    let descriptor = Int32(result)
    var failure = withAddress(name) { System.bind(descriptor, $0, $1) }
    if failure == 0 { failure = System.listen(descriptor, backlog: 8) }
    if failure < 0 {
      System.close(descriptor)
      return failure
    }
    return result
  }

  /// Takes one connection of a listener; -EAGAIN if there is none.
  public static func accept(_ listener: Int32) -> Int {
    var length: UInt32 = 0
    return System.accept(listener, nil, &length)
  }

  /// A connection to `name`; a receive on it gives up after `seconds`.
  public static func connect(_ name: String, seconds: Int) -> Int {
    let result = System.socket(family: AF_UNIX, type: Int32(SOCK_SEQPACKET.rawValue), protocol: 0)
    guard result >= 0 else { return result }
    let descriptor = Int32(result)
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    _ = System.setOption(
      descriptor, level: SOL_SOCKET, name: SO_RCVTIMEO, &limit, MemoryLayout<timeval>.size)
    let failure = withAddress(name) { System.connect(descriptor, $0, $1) }
    if failure < 0 {
      System.close(descriptor)
      return failure
    }
    return result
  }

  /// Nil if the descriptor is no connection.
  public static func peer(of descriptor: Int32) -> Peer? {
    // struct ucred: process, user, group.
    var credentials: (Int32, UInt32, UInt32) = (0, 0, 0)
    var length = UInt32(MemoryLayout.size(ofValue: credentials))
    let result = System.getOption(
      descriptor, level: SOL_SOCKET, name: SO_PEERCRED, &credentials, &length)
    return result < 0 ? nil : Peer(process: credentials.0, user: credentials.1)
  }

  private static func withAddress<R>(_ name: String, _ body: (UnsafeRawPointer, Int) -> R) -> R {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)! + 1  // the name is abstract
    let length = withUnsafeMutableBytes(of: &address) { out in
      let bytes = Array(name.utf8.prefix(out.count - start))
      out[start...].copyBytes(from: bytes)
      return start + bytes.count
    }
    return withUnsafeBytes(of: address) { body($0.baseAddress!, length) }
  }

  // MARK: Messages

  /// Sends bytes together with a descriptor, which the receiver gets a copy of.
  public static func send(_ channel: Int32, _ bytes: UnsafeRawBufferPointer, descriptor: Int32) -> Int {
    withMessage(UnsafeMutableRawBufferPointer(mutating: bytes)) { message in
      let item = clinux_cmsg_first(message)!
      item.pointee.cmsg_level = SOL_SOCKET
      item.pointee.cmsg_type = Int32(SCM_RIGHTS)
      item.pointee.cmsg_len = controlLength
      UnsafeMutableRawPointer(clinux_cmsg_data(item)!).storeBytes(of: descriptor, as: Int32.self)
      return System.send(channel, message: message, flags: 0)
    }
  }

  /// Receives bytes and the descriptor that came with them, if one did. Blocks.
  public static func receive(_ channel: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> (
    count: Int, descriptor: Int32?
  ) {
    withMessage(bytes) { message in
      var count: Int
      repeat {
        count = clinux_receive_message(channel, message, Int32(MSG_CMSG_CLOEXEC))
      } while count == -Int(EINTR)
      guard count >= 0, let item = clinux_cmsg_first(message), item.pointee.cmsg_level == SOL_SOCKET,
        item.pointee.cmsg_type == Int32(SCM_RIGHTS), item.pointee.cmsg_len == controlLength
      else { return (count, nil) }
      return (count, UnsafeRawPointer(clinux_cmsg_data(item)!).load(as: Int32.self))
    }
  }

  /// A header with an Int32 behind it.
  private static let controlLength = MemoryLayout<cmsghdr>.size + 4

  private static func withMessage<R>(
    _ bytes: UnsafeMutableRawBufferPointer, _ body: (UnsafeMutablePointer<msghdr>) -> R
  ) -> R {
    withUnsafeTemporaryAllocation(byteCount: MemoryLayout<cmsghdr>.size + 8, alignment: 8) { control in
      control.initializeMemory(as: UInt8.self, repeating: 0)
      var vector = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
      return withUnsafeMutablePointer(to: &vector) { vector in
        var message = msghdr()
        message.msg_iov = vector
        message.msg_iovlen = 1
        message.msg_control = control.baseAddress
        message.msg_controllen = control.count
        return body(&message)
      }
    }
  }
}
