// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux

/// A datagram socket that hears one peer only: by a filter of the kernel instead of connect(2), because what
/// a filter drops is dropped silently.
public enum DatagramPeer {
  // Classic BPF, as far as it is needed.
  private static let loadWord: UInt16 = 0x20  // BPF_LD | BPF_W | BPF_ABS
  private static let loadHalf: UInt16 = 0x28  // BPF_LD | BPF_H | BPF_ABS
  private static let loadByte: UInt16 = 0x30  // BPF_LD | BPF_B | BPF_ABS
  private static let jumpEqual: UInt16 = 0x15  // BPF_JMP | BPF_JEQ | BPF_K
  private static let shiftRight: UInt16 = 0x74  // BPF_ALU | BPF_RSH | BPF_K
  private static let answer: UInt16 = 0x06  // BPF_RET | BPF_K
  /// SKF_NET_OFF: offsets from here on count from the network header; others from the UDP header.
  private static let network = UInt32(bitPattern: -0x10_0000)

  /// One word of the packet that has to be equal.
  private struct Condition {
    let load: UInt16
    let offset, value: UInt32
  }

  /// Drops datagrams that do not come from `peer` (a sockaddr).
  public static func filter(_ descriptor: Int32, peer: UnsafeRawPointer, _ length: Int) -> Int {
    let port = UInt32(UInt16(bigEndian: peer.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
    var conditions = [Condition(load: loadHalf, offset: 0, value: port)]
    func word(_ offset: Int) -> UInt32 {
      UInt32(bigEndian: peer.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
    let isMapped = length >= 28 && word(8) == 0 && word(12) == 0 && word(16) == 0xFFFF
    let version: UInt32
    if length < 28 || isMapped {
      version = 4
      conditions.append(Condition(load: loadWord, offset: network &+ 12, value: word(isMapped ? 20 : 4)))
    } else {
      version = 6
      for i in 0..<4 {
        conditions.append(
          Condition(load: loadWord, offset: network &+ UInt32(8 + 4 * i), value: word(8 + 4 * i)))
      }
    }
    var program = [
      sock_filter(code: loadByte, jt: 0, jf: 0, k: network),
      sock_filter(code: shiftRight, jt: 0, jf: 0, k: 4),
      sock_filter(code: jumpEqual, jt: 0, jf: UInt8(2 * conditions.count + 1), k: version),
    ]
    for (i, condition) in conditions.enumerated() {
      let left = UInt8(2 * (conditions.count - i - 1) + 1)
      program.append(sock_filter(code: condition.load, jt: 0, jf: 0, k: condition.offset))
      program.append(sock_filter(code: jumpEqual, jt: 0, jf: left, k: condition.value))
    }
    program.append(sock_filter(code: answer, jt: 0, jf: 0, k: UInt32.max))
    program.append(sock_filter(code: answer, jt: 0, jf: 0, k: 0))
    return program.withUnsafeMutableBufferPointer { code in
      var descriptorOfProgram = sock_fprog(len: UInt16(code.count), filter: code.baseAddress)
      return System.setOption(
        descriptor, level: SOL_SOCKET, name: SO_ATTACH_FILTER, &descriptorOfProgram,
        MemoryLayout<sock_fprog>.size)
    }
  }

  /// Datagrams come from everywhere again.
  public static func removeFilter(_ descriptor: Int32) {
    _ = System.setOption(descriptor, level: SOL_SOCKET, name: SO_DETACH_FILTER, 0)
  }

  /// Lets `body` look at a socket that the kernel has connected to the peer, to learn the local address.
  ///
  /// - Returns: 0, or the negated errno of the attempt.
  public static func findSource(
    _ peer: UnsafeRawPointer, _ length: Int, mayBroadcast: Bool, onlyIPv6: Bool = false,
    _ body: (Int32) -> Bool
  ) -> Int {
    let family = Int32(peer.loadUnaligned(as: UInt16.self))
    let probe = System.socket(family: family, type: Int32(SOCK_DGRAM.rawValue), protocol: 0)
    if probe < 0 { return probe }
    defer { System.close(Int32(probe)) }
    if mayBroadcast { _ = System.setOption(Int32(probe), level: SOL_SOCKET, name: SO_BROADCAST, 1) }
    if onlyIPv6 { _ = System.setOption(Int32(probe), level: Int32(IPPROTO_IPV6), name: IPV6_V6ONLY, 1) }
    let result = System.connect(Int32(probe), peer, length)
    if result < 0 { return result }
    _ = body(Int32(probe))
    return 0
  }
}
