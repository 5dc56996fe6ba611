// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// Which sources of a group a socket hears, as one state: ip_msfilter and group_filter. Both are laid out as on Linux,
/// but the numbers of the two modes are exchanged, and those of families differ.
package struct MulticastFilter {
  package enum Form {
    /// ip_msfilter: group, interface, mode, count, addresses.
    case inet
    /// group_filter: index, group, mode, count, addresses.
    case anyFamily

    fileprivate var modeOffset: Int { self == .inet ? 8 : 136 }
    fileprivate var countOffset: Int { modeOffset + 4 }
    fileprivate var headerSize: Int { modeOffset + 8 }
    fileprivate var sourceSize: Int { self == .inet ? 4 : 128 }
  }

  private enum Mode {
    static let include: UInt32 = 0
    static let exclude: UInt32 = 1
    static func linux(_ mode: UInt32) -> UInt32 { 1 - mode }
  }

  private static let groupOffset = 8

  private var form: Form
  private var bytes: [UInt8]

  /// - Parameter room: for how many sources; those of the value if nil.
  fileprivate init(_ form: Form, _ value: UnsafeRawBufferPointer, room: Int?) throws(WinsockError) {
    guard value.count >= form.headerSize else { throw .badAddress }
    let count = Int(value.loadUnaligned(fromByteOffset: form.countOffset, as: UInt32.self))
    if room == nil && count > (value.count - form.headerSize) / form.sourceSize { throw .badAddress }
    let size = form.headerSize + (room ?? count) * form.sourceSize
    self.form = form
    bytes =
      [UInt8](value[0..<min(size, value.count)]) + [UInt8](repeating: 0, count: max(size - value.count, 0))
    setWord(form.countOffset, UInt32(room ?? count))
    if form == .anyFamily {
      try setFamily(MulticastFilter.groupOffset)
      if room == nil { for i in 0..<count { try setFamily(form.headerSize + i * form.sourceSize) } }
    } else if word(4) & 0xFF == 0 && word(4) != 0 {
      // An index in the place of the address, which only the other form knows.
      self = try general(hasSources: room == nil)
    }
  }

  /// ip_msfilter as group_filter, as the kernel reads it.
  private func general(hasSources: Bool) throws(WinsockError) -> MulticastFilter {
    let other = Form.anyFamily
    let count = Int(word(form.countOffset))
    var result = MulticastFilter(
      other, [UInt8](repeating: 0, count: other.headerSize + count * other.sourceSize))
    result.setWord(0, word(4).byteSwapped)
    result.setAddress(MulticastFilter.groupOffset, word(0))
    result.setWord(other.modeOffset, word(form.modeOffset))
    result.setWord(other.countOffset, word(form.countOffset))
    if hasSources {
      for i in 0..<count {
        result.setAddress(
          other.headerSize + i * other.sourceSize, word(form.headerSize + i * form.sourceSize))
      }
    }
    return result
  }

  private init(_ form: Form, _ bytes: [UInt8]) {
    self.form = form
    self.bytes = bytes
  }

  // MARK: Parts

  private func word(_ offset: Int) -> UInt32 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
  }
  private mutating func setWord(_ offset: Int, _ value: UInt32) {
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: value, toByteOffset: offset, as: UInt32.self) }
  }
  private func family(_ offset: Int) -> Int32 {
    Int32(bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt16.self) })
  }
  private mutating func setFamily(_ offset: Int) throws(WinsockError) {
    guard let linux = AddressFamily.linux(family(offset)) else { throw .addressFamilyNotSupported }
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: UInt16(linux), toByteOffset: offset, as: UInt16.self)
    }
  }
  private mutating func setAddress(_ offset: Int, _ address: UInt32) {
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: UInt16(AF_INET), toByteOffset: offset, as: UInt16.self)
    }
    setWord(offset + 4, address)
  }

  private var level: Int32 {
    form == .anyFamily && family(MulticastFilter.groupOffset) == Int32(AF_INET6) ? 41 : 0
  }
  private var name: Int32 { form == .inet ? IP_MSFILTER : MCAST_MSFILTER }

  private var isGroup: Bool {
    if level == 41 { return bytes[MulticastFilter.groupOffset + 8] == 0xFF }
    return word(form == .inet ? 0 : MulticastFilter.groupOffset + 4) & 0xF0 == 0xE0
  }

  // MARK: Setting

  fileprivate mutating func apply(_ descriptor: Int32) throws(WinsockError) {
    let mode = word(form.modeOffset)
    guard mode <= Mode.exclude, isGroup else { throw .invalidArgument }
    let count = word(form.countOffset)
    setWord(form.modeOffset, Mode.linux(mode))
    var errno = set(descriptor)
    // Linux wants the group joined before; the state that is asked for says that it is.
    if errno == .invalidArgument || errno == .addressNotAvailable {
      // No source: the group is left, or was not joined.
      if mode == Mode.include && count == 0 { return }
      try join(descriptor, from: mode == Mode.include)
      errno = set(descriptor)
    }
    if let errno { throw WinsockError(errno) }
  }

  private func set(_ descriptor: Int32) -> Errno? {
    let result = System.setOption(descriptor, level: level, name: name, bytes, bytes.count)
    return result < 0 ? Errno(Int32(-result)) : nil
  }

  /// Joins the group, from its first source only or from all.
  private func join(_ descriptor: Int32, from isFirstOnly: Bool) throws(WinsockError) {
    let request: [UInt8]
    let name: Int32
    if form == .inet {
      // ip_mreq_source of Linux: group, interface, source; ip_mreq is the beginning of it.
      request =
        [UInt8](bytes[0..<8]) + (isFirstOnly ? [UInt8](bytes[form.headerSize..<form.headerSize + 4]) : [])
      name = isFirstOnly ? IP_ADD_SOURCE_MEMBERSHIP : IP_ADD_MEMBERSHIP
    } else {
      // group_source_req; group_req is the beginning of it.
      request =
        [UInt8](bytes[0..<form.modeOffset])
        + (isFirstOnly ? [UInt8](bytes[form.headerSize..<form.headerSize + form.sourceSize]) : [])
      name = isFirstOnly ? MCAST_JOIN_SOURCE_GROUP : MCAST_JOIN_GROUP
    }
    let result = System.setOption(descriptor, level: level, name: name, request, request.count)
    // What is joined already had another reason to be refused.
    if result < 0 {
      throw -result == Int(EADDRINUSE) ? .invalidArgument : WinsockError(Errno(Int32(-result)))
    }
  }

  // MARK: Getting

  /// The filter in the form of the program; its number of sources may be more than there are in it.
  fileprivate mutating func fetch(_ descriptor: Int32, as wanted: Form) throws(WinsockError) -> [UInt8] {
    guard isGroup else { throw .invalidArgument }
    let room = Int(word(form.countOffset))
    var size = UInt32(bytes.count)
    let (level, name) = (level, name)
    let result = bytes.withUnsafeMutableBytes {
      System.getOption(descriptor, level: level, name: name, $0.baseAddress!, &size)
    }
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
    let count = min(Int(word(form.countOffset)), room)
    setWord(form.modeOffset, Mode.linux(word(form.modeOffset) & 1))
    bytes.removeLast(bytes.count - form.headerSize - count * form.sourceSize)
    if form == wanted {
      guard form == .anyFamily else { return bytes }
      for offset in [MulticastFilter.groupOffset]
        + (0..<count).map({ form.headerSize + $0 * form.sourceSize })
      {
        let windows = UInt16(AddressFamily.windows(family(offset)) ?? 0)
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: windows, toByteOffset: offset, as: UInt16.self) }
      }
      return bytes
    }
    var plain = MulticastFilter(
      wanted, [UInt8](repeating: 0, count: wanted.headerSize + count * wanted.sourceSize))
    plain.setWord(0, word(MulticastFilter.groupOffset + 4))
    plain.setWord(4, word(0).byteSwapped)
    plain.setWord(wanted.modeOffset, word(form.modeOffset))
    plain.setWord(wanted.countOffset, word(form.countOffset))
    for i in 0..<count {
      plain.setWord(
        wanted.headerSize + i * wanted.sourceSize, word(form.headerSize + i * form.sourceSize + 4))
    }
    return plain.bytes
  }
}

extension Socket {
  private func requireGroups() throws(WinsockError) {
    guard family != AddressFamily.unix else { throw .notSupported }
    if isStreamSocket { throw .invalidArgument }
  }

  /// SIO_SET_MULTICAST_FILTER, SIOCSMSFILTER.
  package func setMulticastFilter(_ form: MulticastFilter.Form, _ value: UnsafeRawBufferPointer)
    throws(WinsockError)
  {
    try requireGroups()
    var filter = try MulticastFilter(form, value, room: nil)
    lock.lock()
    defer { lock.unlock() }
    try filter.apply(descriptor)
  }

  /// SIO_GET_MULTICAST_FILTER, SIOCGMSFILTER: the input says which group, and for how many sources there is room.
  ///
  /// - Returns: how many bytes were stored.
  package func multicastFilter(
    _ form: MulticastFilter.Form, _ value: UnsafeRawBufferPointer, _ out: UnsafeMutableRawBufferPointer
  ) throws(WinsockError) -> Int {
    try requireGroups()
    guard value.count >= form.headerSize, out.count >= form.headerSize else { throw .badAddress }
    let wanted = Int(value.loadUnaligned(fromByteOffset: form.countOffset, as: UInt32.self))
    let room = min(wanted, (out.count - form.headerSize) / form.sourceSize)
    var filter = try MulticastFilter(form, value, room: room)
    lock.lock()
    defer { lock.unlock() }
    let found = try filter.fetch(descriptor, as: form)
    out.copyBytes(from: found)
    return found.count
  }
}
