// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
internal import CLinux
internal import LinuxIO

/// What a socket is, for the options that depend on it. Numbers of the C interface.
public struct SocketTraits {
  public var family: Int32
  public var type: Int32
  public var `protocol`: Int32
  public var isBound: Bool
  public var isConnected: Bool
  public var isListening: Bool

  var isStream: Bool { type == Int32(SOCK_STREAM.rawValue) }
  var isInternetStream: Bool { isStream && family != AddressFamily.unix }
  var isDatagram: Bool { type == Int32(SOCK_DGRAM.rawValue) }
}

/// A socket's options with the values a Windows program set: Linux doubles buffer sizes and clamps them.
///
/// What is on or off is here; the numbers, which most sockets leave as they are, are in a box that is never changed
/// but replaced: accepted sockets share their listener's.
public struct SocketOptions {
  private var box: Box?
  private var flags: Flags = []

  private final class Box: Sendable {
    let values: Values
    init(_ values: Values) { self.values = values }
  }

  struct Linger: BitwiseCopyable, Equatable {
    var on: UInt16 = 0
    var seconds: UInt16 = 0
  }

  struct Values: BitwiseCopyable, Equatable {
    /// Milliseconds, 0 for none. Blocking calls only; not told to the kernel.
    var receiveTimeout: UInt32 = 0
    var sendTimeout: UInt32 = 0
    var receiveBuffer: Int32 = 65536
    var sendBuffer: Int32 = 65536
    var linger = Linger()
    var keepAlive = KeepAlive()
    var protection: Int32 = 10
    /// IP_MULTICAST_IF as it was set by index, 0.0.0.n: the kernel tells an address only.
    var multicastIndex: Int32 = 0
    var traffic: TrafficReports = []
    /// UDP_RECV_MAX_COALESCED_SIZE.
    var coalesced: Int32 = 0
  }

  private var values: Values {
    get { box?.values ?? Values() }
    set { box = newValue == Values() ? nil : Box(newValue) }
  }

  /// For another process.
  struct Plain: BitwiseCopyable {
    fileprivate let flags: UInt16
    fileprivate let values: Values
  }
  var plain: Plain { Plain(flags: flags.rawValue, values: values) }
  init(_ plain: Plain) {
    flags = Flags(rawValue: plain.flags)
    values = plain.values
  }

  public var receiveTimeout: UInt32 { values.receiveTimeout }
  public var sendTimeout: UInt32 { values.sendTimeout }
  var trafficReports: TrafficReports { values.traffic }
  public var receivesUrgentInline: Bool { flags.contains(.urgentInline) }

  private struct Flags: OptionSet {
    let rawValue: UInt16
    static let reuseAddress = Flags(rawValue: 1)
    static let exclusiveAddress = Flags(rawValue: 2)
    static let keepAlive = Flags(rawValue: 4)
    static let noDelay = Flags(rawValue: 8)
    static let receiveBufferSet = Flags(rawValue: 16)
    static let sendBufferSet = Flags(rawValue: 32)
    static let conditionalAccept = Flags(rawValue: 64)
    static let broadcast = Flags(rawValue: 128)
    static let dontRoute = Flags(rawValue: 256)
    static let debug = Flags(rawValue: 512)
    static let randomizePort = Flags(rawValue: 1024)
    static let portScalability = Flags(rawValue: 2048)
    static let reuseUnicastPort = Flags(rawValue: 4096)
    static let reuseMulticastPort = Flags(rawValue: 8192)
    static let urgentInline = Flags(rawValue: 16384)
  }

  public init() {}

  /// What bind may grant beside other sockets.
  var addressUse: AddressSharing.Use {
    flags.contains(.exclusiveAddress) ? .exclusive : flags.contains(.reuseAddress) ? .shared : .standard
  }
  var keepsAlive: Bool { flags.contains(.keepAlive) }
  var mayBroadcast: Bool { flags.contains(.broadcast) }
  /// Seconds that closesocket may take to send what is left; nil if it does not wait.
  var lingerSeconds: UInt16? {
    values.linger.on != 0 && values.linger.seconds > 0 ? values.linger.seconds : nil
  }

  private static let socketLevel: Int32 = 0xffff

  // MARK: Setting

  public mutating func set(
    level: Int32, name: Int32, value: UnsafeRawBufferPointer, descriptor: Int32, traits: SocketTraits
  ) throws(WinsockError) {
    if level == SocketOptions.socketLevel {
      try setSocketLevel(name, value, descriptor, traits)
    } else if level == 6 && traits.isInternetStream, let part = KeepAlive.part(of: name) {
      try values.keepAlive.set(part, try integer(value))
      values.keepAlive.apply(descriptor)
    } else if ProtocolOptions.isProtectionLevel(level, name, traits) {
      let number = try integer(value)
      guard [10, 20, 30].contains(number) else { throw .invalidArgument }
      values.protection = number
    } else if let report = TrafficReports(level, name) {
      let wanted =
        try integer(value) != 0 ? values.traffic.union(report) : values.traffic.subtracting(report)
      try ProtocolOptions.set(
        level: level, name: name, on: !wanted.isDisjoint(with: report.ofSameLevel), descriptor: descriptor,
        traits: traits)
      values.traffic = wanted
    } else if ProtocolOptions.isCoalescing(level, name) {
      let size = try integer(value)
      try ProtocolOptions.set(
        level: level, name: name, on: UInt32(bitPattern: size) >= ProtocolOptions.largestDatagram,
        descriptor: descriptor, traits: traits)
      values.coalesced = size
    } else {
      if level == 6 && name == 1 {
        let on = try boolean(value)
        set(.noDelay, on)
      }
      try ProtocolOptions.set(level: level, name: name, value: value, descriptor: descriptor, traits: traits)
      if ProtocolOptions.isMulticastInterface(level, name) {
        let number = try integer(value)
        values.multicastIndex = number & 0xFF == 0 ? number : 0
      }
    }
  }

  private mutating func setSocketLevel(
    _ name: Int32, _ value: UnsafeRawBufferPointer, _ descriptor: Int32, _ traits: SocketTraits
  ) throws(WinsockError) {
    switch name {
    case SocketOption.receiveTimeout: values.receiveTimeout = UInt32(bitPattern: try integer(value))
    case SocketOption.sendTimeout: values.sendTimeout = UInt32(bitPattern: try integer(value))
    case SocketOption.receiveBuffer:
      values.receiveBuffer = try integer(value)
      flags.insert(.receiveBufferSet)
      // Linux accounts twice what is asked for; half of it is what the program means.
      try apply(descriptor, SO_RCVBUF, max(values.receiveBuffer, 0))
    case SocketOption.sendBuffer:
      values.sendBuffer = try integer(value)
      flags.insert(.sendBufferSet)
      try apply(descriptor, SO_SNDBUF, max(values.sendBuffer, 0))
    case SocketOption.reuseAddress:
      let on = try boolean(value)
      if on && flags.contains(.exclusiveAddress) { throw .invalidArgument }
      set(.reuseAddress, on)
      try applyReuse(descriptor, traits)
    case SocketOption.exclusiveAddress:
      let on = try boolean(value)
      if on && flags.contains(.reuseAddress) { throw .invalidArgument }
      set(.exclusiveAddress, on)
    case SocketOption.linger:
      guard value.count >= 4 else { throw .badAddress }
      if traits.isDatagram { throw .noProtocolOption }
      values.linger = Linger(
        on: value.loadUnaligned(as: UInt16.self),
        seconds: value.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
      try applyLinger(descriptor)
    case SocketOption.dontLinger:
      if traits.isDatagram { throw .noProtocolOption }
      values.linger.on = try boolean(value) ? 0 : 1
      try applyLinger(descriptor)
    case SocketOption.outOfBandInline:
      let on = try boolean(value)
      if traits.isDatagram { throw .noProtocolOption }
      set(.urgentInline, on)
      try apply(descriptor, SO_OOBINLINE, on ? 1 : 0)
    case SocketOption.keepAlive:
      set(.keepAlive, try boolean(value))
      // The times of Windows, which are not those of Linux, matter from here on.
      if flags.contains(.keepAlive) && traits.isInternetStream { values.keepAlive.apply(descriptor) }
      try apply(descriptor, SO_KEEPALIVE, flags.contains(.keepAlive) ? 1 : 0)
    case SocketOption.broadcast:
      set(.broadcast, try boolean(value))
      try apply(descriptor, SO_BROADCAST, flags.contains(.broadcast) ? 1 : 0)
    case SocketOption.dontRoute:
      set(.dontRoute, try boolean(value))
      try apply(descriptor, SO_DONTROUTE, flags.contains(.dontRoute) ? 1 : 0)
    case SocketOption.conditionalAccept: set(.conditionalAccept, try boolean(value))
    case SocketOption.debug: set(.debug, try boolean(value))
    case SocketOption.randomizePort, SocketOption.portScalability, SocketOption.reuseUnicastPort,
      SocketOption.reuseMulticastPort:
      try setPortOption(name, try boolean(value), descriptor, traits)
    case SocketOption.receiveLowWater, SocketOption.sendLowWater, SocketOption.error, SocketOption.type,
      SocketOption.acceptsConnections, SocketOption.maximumMessage:
      throw .noProtocolOption
    default: throw .noProtocolOption
    }
  }

  /// How a port is chosen or shared: for sockets that have none yet.
  private mutating func setPortOption(
    _ name: Int32, _ on: Bool, _ descriptor: Int32, _ traits: SocketTraits
  ) throws(WinsockError) {
    if traits.isBound { throw .invalidArgument }
    switch name {
    case SocketOption.randomizePort:
      // Linux chooses at random anyway. The two ways of choosing exclude each other.
      if on && flags.contains(.reuseUnicastPort) { throw .invalidArgument }
      set(.randomizePort, on)
    case SocketOption.reuseMulticastPort:
      guard traits.isDatagram else { throw .noProtocolOption }
      set(.reuseMulticastPort, on)
      try applyReuse(descriptor, traits)
    default:
      // The port is chosen by connect, which knows the peer: then several sockets may use one.
      set(name == SocketOption.portScalability ? .portScalability : .reuseUnicastPort, on)
      let value: Int32 = flags.isDisjoint(with: [.portScalability, .reuseUnicastPort]) ? 0 : 1
      let result = System.setOption(descriptor, level: 0, name: IP_BIND_ADDRESS_NO_PORT, value)
      if result < 0 { throw WinsockError(Errno(Int32(-result))) }
    }
  }

  private mutating func set(_ flag: Flags, _ on: Bool) {
    if on { flags.insert(flag) } else { flags.remove(flag) }
  }

  // MARK: Getting

  /// - Returns: how many bytes were stored.
  public func get(
    level: Int32, name: Int32, into out: UnsafeMutableRawBufferPointer, descriptor: Int32,
    traits: SocketTraits
  ) throws(WinsockError) -> Int {
    guard level == SocketOptions.socketLevel else {
      if level == 6 && traits.isInternetStream, let part = KeepAlive.part(of: name) {
        return try put(values.keepAlive[keyPath: part], out)
      }
      if ProtocolOptions.isProtectionLevel(level, name, traits) { return try put(values.protection, out) }
      if ProtocolOptions.isMulticastInterface(level, name) && values.multicastIndex != 0 {
        return try put(values.multicastIndex, out)
      }
      let length = try ProtocolOptions.get(
        level: level, name: name, into: out, descriptor: descriptor, traits: traits)
      if let report = TrafficReports(level, name) {
        return try put(Int32(values.traffic.contains(report) ? 1 : 0), out)
      }
      return ProtocolOptions.isCoalescing(level, name) ? try put(values.coalesced, out) : length
    }
    switch name {
    case SocketOption.receiveTimeout: return try put(Int32(bitPattern: receiveTimeout), out)
    case SocketOption.sendTimeout: return try put(Int32(bitPattern: sendTimeout), out)
    case SocketOption.receiveBuffer: return try put(values.receiveBuffer, out)
    case SocketOption.sendBuffer: return try put(values.sendBuffer, out)
    case SocketOption.reuseAddress: return try put(flags.contains(.reuseAddress), out)
    case SocketOption.exclusiveAddress: return try put(flags.contains(.exclusiveAddress), out)
    case SocketOption.linger:
      guard out.count >= 4 else { throw .badAddress }
      if traits.isDatagram { throw .noProtocolOption }
      out.storeBytes(of: values.linger.on, as: UInt16.self)
      out.storeBytes(of: values.linger.seconds, toByteOffset: 2, as: UInt16.self)
      return 4
    case SocketOption.dontLinger:
      if traits.isDatagram { throw .noProtocolOption }
      return try put(values.linger.on == 0, out)
    case SocketOption.outOfBandInline: return try put(receivesUrgentInline, out)
    case SocketOption.keepAlive: return try putByte(flags.contains(.keepAlive), out)
    case SocketOption.broadcast: return try put(flags.contains(.broadcast), out)
    case SocketOption.dontRoute: return try putByte(flags.contains(.dontRoute), out)
    case SocketOption.debug: return try put(flags.contains(.debug), out)
    case SocketOption.randomizePort: return try put(flags.contains(.randomizePort), out)
    case SocketOption.portScalability: return try put(flags.contains(.portScalability), out)
    case SocketOption.reuseUnicastPort: return try put(flags.contains(.reuseUnicastPort), out)
    case SocketOption.reuseMulticastPort: return try put(flags.contains(.reuseMulticastPort), out)
    case SocketOption.conditionalAccept: return try put(flags.contains(.conditionalAccept), out)
    case SocketOption.type: return try put(traits.type, out)
    case SocketOption.acceptsConnections: return try put(Int32(traits.isListening ? 1 : 0), out)
    case SocketOption.maximumMessage:
      if traits.isStream { throw .noProtocolOption }
      return try put(Int32(traits.family == AddressFamily.inet6 ? 65527 : 65507), out)
    default: throw .noProtocolOption
    }
  }

  // MARK: Descriptors

  /// What each new socket needs to behave as on Windows.
  func prepare(descriptor: Int32, traits: SocketTraits) {
    if traits.family == AddressFamily.inet6 {
      _ = System.setOption(descriptor, level: 41, name: IPV6_V6ONLY, 1)
    }
    // Port-unreachable reaches a datagram socket that is not connected only with this.
    if traits.isDatagram && traits.family == AddressFamily.inet {
      _ = System.setOption(descriptor, level: 0, name: IP_RECVERR, 1)
    } else if traits.isDatagram && traits.family == AddressFamily.inet6 {
      _ = System.setOption(descriptor, level: 41, name: IPV6_RECVERR, 1)
      // For destinations of IPv4.
      _ = System.setOption(descriptor, level: 0, name: IP_RECVERR, 1)
    }
    if !traits.isStream { MulticastOptions.hearOwnGroupsOnly(descriptor, traits.family) }
    if traits.isStream && traits.family != AddressFamily.unix {
      // A large send pends until most of it is on its way, as on Windows. Linux would report as sent what only
      // lies in a buffer of megabytes.
      _ = System.setOption(descriptor, level: 6, name: TCP_NOTSENT_LOWAT, 256 * 1024)
    }
    try? applyReuse(descriptor, traits)
  }

  /// A port whose last connection is in TIME_WAIT can be bound again on Windows without any option; on Linux
  /// that is what SO_REUSEADDR means. Two live sockets on one port, which is what SO_REUSEADDR means on
  /// Windows, is SO_REUSEPORT on Linux.
  private func applyReuse(_ descriptor: Int32, _ traits: SocketTraits) throws(WinsockError) {
    guard traits.family != AddressFamily.unix else { return }
    if traits.isStream {
      try apply(descriptor, SO_REUSEADDR, 1)
    } else {
      let shares = !flags.isDisjoint(with: [.reuseAddress, .reuseMulticastPort])
      try apply(descriptor, SO_REUSEADDR, shares ? 1 : 0)
    }
    try apply(descriptor, SO_REUSEPORT, flags.contains(.reuseAddress) ? 1 : 0)
  }

  private func applyLinger(_ descriptor: Int32) throws(WinsockError) {
    var value = CLinux.linger(
      l_onoff: Int32(values.linger.on == 0 ? 0 : 1), l_linger: Int32(values.linger.seconds))
    let result = System.setOption(descriptor, level: SOL_SOCKET, name: SO_LINGER, &value, 8)
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
  }

  private func apply(_ descriptor: Int32, _ name: Int32, _ value: Int32) throws(WinsockError) {
    let result = System.setOption(descriptor, level: SOL_SOCKET, name: name, value)
    if result < 0 { throw WinsockError(Errno(Int32(-result))) }
  }

  /// Sets on a new descriptor what was set on the old one (AcceptEx, DisconnectEx).
  func carryOver(to descriptor: Int32, _ traits: SocketTraits) {
    prepare(descriptor: descriptor, traits: traits)
    if flags.contains(.receiveBufferSet) { try? apply(descriptor, SO_RCVBUF, values.receiveBuffer) }
    if flags.contains(.sendBufferSet) { try? apply(descriptor, SO_SNDBUF, values.sendBuffer) }
    if receivesUrgentInline { try? apply(descriptor, SO_OOBINLINE, 1) }
    if flags.contains(.keepAlive) {
      if traits.isInternetStream { values.keepAlive.apply(descriptor) }
      try? apply(descriptor, SO_KEEPALIVE, 1)
    }
    if values.linger.on != 0 { try? applyLinger(descriptor) }
    if flags.contains(.noDelay) { _ = System.setOption(descriptor, level: 6, name: TCP_NODELAY, 1) }
  }

  /// An accepted socket starts with its listener's options (behaviour 112).
  mutating func inherit(from listener: SocketOptions, descriptor: Int32, traits: SocketTraits) {
    self = listener
    carryOver(to: descriptor, traits)
  }
}

// MARK: Values

/// Windows takes a shorter value for a boolean.
func boolean(_ value: UnsafeRawBufferPointer) throws(WinsockError) -> Bool {
  guard value.count > 0, value.baseAddress != nil else { throw .badAddress }
  if value.count >= 4 { return value.loadUnaligned(as: Int32.self) != 0 }
  return value.contains { $0 != 0 }
}

func integer(_ value: UnsafeRawBufferPointer) throws(WinsockError) -> Int32 {
  guard value.count >= 4, value.baseAddress != nil else { throw .badAddress }
  return value.loadUnaligned(as: Int32.self)
}

func put(_ value: Int32, _ out: UnsafeMutableRawBufferPointer) throws(WinsockError) -> Int {
  guard out.count >= 4 else { throw .badAddress }
  out.storeBytes(of: value, as: Int32.self)
  return 4
}

/// Some booleans come back as one byte on Windows, whatever the room: keep-alive, Nagle, IPV6_V6ONLY.
func putByte(_ value: Bool, _ out: UnsafeMutableRawBufferPointer) throws(WinsockError) -> Int {
  guard out.count >= 1 else { throw .badAddress }
  out[0] = value ? 1 : 0
  return 1
}

func put(_ value: Bool, _ out: UnsafeMutableRawBufferPointer) throws(WinsockError) -> Int {
  guard out.count >= 1 else { throw .badAddress }
  if out.count < 4 {
    out[0] = value ? 1 : 0
    return 1
  }
  return try put(Int32(value ? 1 : 0), out)
}
