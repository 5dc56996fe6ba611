// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
import LinuxIO
import Overlapped

/// Fills the caller's one buffer with structures and what they point to. The first pass, without a buffer, only
/// counts.
struct BufferLayout {
  private let base: UnsafeMutableRawPointer?
  private(set) var used = 0

  init(_ base: UnsafeMutableRawPointer?) { self.base = base }

  /// Room for `size` zeroed bytes; the place where they are, or nil in the first pass.
  mutating func room(_ size: Int) -> UnsafeMutableRawPointer? {
    used = (used + 7) & ~7
    let place = base.map { $0 + used }
    place?.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    used += size
    return place
  }

  mutating func text<Character: WideCharacter>(_ text: String, _ type: Character.Type)
    -> UnsafeMutableRawPointer?
  {
    let characters = Character.encode(text) + [0]
    let place = room(characters.count * MemoryLayout<Character>.stride)
    characters.withUnsafeBytes { place?.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    return place
  }

  /// A socket address in Windows' form, with a SOCKET_ADDRESS at `where` pointing to it.
  mutating func address(_ bytes: [UInt8], at place: UnsafeMutableRawPointer?) {
    let copy = room(bytes.count)
    bytes.withUnsafeBytes { copy?.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    // AF_INET6 has another number here.
    if bytes.count > 16 { copy?.storeBytes(of: 23, as: UInt16.self) }
    place?.storeBytes(of: copy, as: UnsafeMutableRawPointer?.self)
    place?.storeBytes(of: Int32(bytes.count), toByteOffset: 8, as: Int32.self)
  }
}

extension UnsafeMutableRawPointer {
  func put<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
    storeBytes(of: value, toByteOffset: offset, as: Value.self)
  }
  /// A text in a field of fixed size.
  func put(_ text: String, at offset: Int, size: Int) {
    for (i, byte) in text.utf8.prefix(size - 1).enumerated() { put(byte, at: offset + i) }
  }
}

extension Interface {
  /// IF_TYPE_SOFTWARE_LOOPBACK, IF_TYPE_PPP, IF_TYPE_ETHERNET_CSMACD.
  var windowsType: UInt32 { isLoopback ? 24 : isPointToPoint ? 23 : 6 }
  var hasIPv4: Bool { addresses.contains { !$0.isIPv6 } }
  var hasIPv6: Bool { addresses.contains { $0.isIPv6 } }
}
