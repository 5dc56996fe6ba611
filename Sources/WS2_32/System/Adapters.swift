// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Network adapters (iphlpapi). Results go to one buffer of the caller; ERROR_BUFFER_OVERFLOW says how large it must be.

private let overflow = DWORD(ERROR_BUFFER_OVERFLOW)
private let badParameter = DWORD(ERROR_INVALID_PARAMETER)

/// Two passes of `fill`: the first counts, the second writes.
private func give(
  _ buffer: UnsafeMutableRawPointer?, _ size: PULONG?, whenSmall: DWORD, _ fill: (inout BufferLayout) -> Void
) -> DWORD {
  guard Thread.current.isWritable(size, 4), let size else { return badParameter }
  var counting = BufferLayout(nil)
  fill(&counting)
  let isEnough = buffer != nil && Int(size.pointee) >= counting.used
  size.pointee = ULONG(counting.used)
  guard isEnough, Thread.current.isWritable(buffer, counting.used) else { return whenSmall }
  var writing = BufferLayout(buffer)
  fill(&writing)
  return 0
}

/// GetAdaptersAddresses: unicast addresses, DNS servers and gateways; ERROR_NO_DATA if the family has none.
@c @implementation
public func GetAdaptersAddresses(
  _ Family: ULONG, _ Flags: ULONG, _ Reserved: PVOID!, _ AdapterAddresses: PIP_ADAPTER_ADDRESSES!,
  _ SizePointer: PULONG!
) -> ULONG {
  adapterAddresses(Family, Flags, UnsafeMutableRawPointer(AdapterAddresses), SizePointer, WCHAR.self)
}

/// Which parts are left out: unicast 1, DNS servers 8; prefixes 0x10 and gateways 0x80 are asked for.
func adapterAddresses<Character: WideCharacter>(
  _ family: ULONG, _ flags: ULONG, _ buffer: UnsafeMutableRawPointer?, _ size: PULONG?, _ type: Character.Type
) -> ULONG {
  guard family == 0 || family == 2 || family == 23 else { return badParameter }
  func wants(_ address: Interface.Address) -> Bool { family == 0 || (family == 23) == address.isIPv6 }
  let interfaces = Interface.all.filter { $0.addresses.contains(where: wants) }
  guard !interfaces.isEmpty else { return DWORD(ERROR_NO_DATA) }
  let resolver = Interface.resolver
  return give(buffer, size, whenSmall: overflow) { layout in
    var previous: UnsafeMutableRawPointer?
    for interface in interfaces {
      let entry = layout.room(MemoryLayout<IP_ADAPTER_ADDRESSES_LH>.size)
      previous?.put(entry, at: 8)
      previous = entry
      entry?.describe(interface)
      // Not as arguments of an optional call: the first pass, which has no entry, must count them as well.
      let name = layout.text(interface.name, CChar.self)
      let domain = layout.text(resolver.domain, Character.self)
      let wideName = layout.text(interface.name, Character.self)
      entry?.put(name, at: 16)
      entry?.put(domain, at: 56)
      for offset in [64, 72] { entry?.put(wideName, at: offset) }
      if flags & 1 == 0 {
        var link = entry.map { $0 + 24 }
        for address in interface.addresses.filter(wants) {
          let node = layout.room(64)  // IP_ADAPTER_UNICAST_ADDRESS
          link?.put(node, at: 0)
          link = node.map { $0 + 8 }
          node?.put(UInt32(64), at: 0)
          node?.put([Int32(1), 1, 4], at: 32)  // manual prefix, manual suffix, preferred
          node?.put([UInt32.max, UInt32.max, UInt32.max], at: 44)
          node?.put(UInt8(address.prefixLength), at: 56)
          layout.address(address.bytes, at: node.map { $0 + 16 })
        }
      }
      if flags & 8 == 0 && !interface.isLoopback {
        var link = entry.map { $0 + 48 }
        for bytes in resolver.servers.compactMap({ serverAddress($0) }) {
          let node = layout.room(32)  // IP_ADAPTER_DNS_SERVER_ADDRESS
          link?.put(node, at: 0)
          link = node.map { $0 + 8 }
          node?.put(UInt32(32), at: 0)
          layout.address(bytes, at: node.map { $0 + 16 })
        }
      }
      if flags & 0x80 != 0 && interface.gateway != 0 && family != 23 {
        let node = layout.room(32)  // IP_ADAPTER_GATEWAY_ADDRESS
        entry?.put(node, at: 208)
        node?.put(UInt32(32), at: 0)
        layout.address(
          [2, 0, 0, 0] + interface.gateway.bytes + [UInt8](repeating: 0, count: 8), at: node.map { $0 + 16 })
      }
    }
  }
}

/// A DNS server as a socket address with port 53, in the kernel's form.
private func serverAddress(_ text: String) -> [UInt8]? {
  if let address = NumericAddress.dotted(text) {
    return [2, 0, 0, 53] + address.bytes + [UInt8](repeating: 0, count: 8)
  }
  return NumericAddress.coloned(text).map { [10, 0, 0, 53, 0, 0, 0, 0] + $0 + [0, 0, 0, 0] }
}

extension UInt32 {
  /// In the order of memory.
  fileprivate var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (8 * UInt32($0))) } }
}

extension UnsafeMutableRawPointer {
  fileprivate func put<Value: BitwiseCopyable>(_ values: [Value], at offset: Int) {
    for (i, value) in values.enumerated() { put(value, at: offset + i * MemoryLayout<Value>.stride) }
  }

  /// The plain fields of IP_ADAPTER_ADDRESSES.
  fileprivate func describe(_ interface: Interface) {
    put(UInt32(MemoryLayout<IP_ADAPTER_ADDRESSES_LH>.size), at: 0)
    put(interface.hasIPv4 || !interface.hasIPv6 ? interface.index : 0, at: 4)
    let hardware = interface.hardwareAddress.prefix(8)
    put(Array(hardware), at: 80)
    put(UInt32(hardware.count), at: 88)
    // NoMulticast 0x10, Ipv4Enabled 0x80, Ipv6Enabled 0x100.
    put(
      UInt32(
        (interface.hasMulticast ? 0 : 0x10) | (interface.hasIPv4 ? 0x80 : 0) | (interface.hasIPv6 ? 0x100 : 0)
      ),
      at: 92)
    put(interface.mtu, at: 96)
    put(interface.windowsType, at: 100)
    put(Int32(interface.isUp && interface.isRunning ? 1 : 2), at: 104)
    put(interface.hasIPv6 ? interface.index : 0, at: 108)
    put([interface.speed, interface.speed], at: 184)
  }
}

/// GetAdaptersInfo: adapters with IPv4, the loopback left out; ERROR_NO_DATA if there are none.
@c @implementation
public func GetAdaptersInfo(_ AdapterInfo: PIP_ADAPTER_INFO!, _ SizePointer: PULONG!) -> ULONG {
  let interfaces = Interface.all.filter { $0.hasIPv4 && !$0.isLoopback }
  guard !interfaces.isEmpty else { return DWORD(ERROR_NO_DATA) }
  return give(UnsafeMutableRawPointer(AdapterInfo), SizePointer, whenSmall: overflow) { layout in
    var previous: UnsafeMutableRawPointer?
    for interface in interfaces {
      let entry = layout.room(MemoryLayout<IP_ADAPTER_INFO>.size)
      previous?.put(entry, at: 0)
      previous = entry
      entry?.put(interface.name, at: 12, size: 260)
      entry?.put(interface.name, at: 272, size: 132)
      let hardware = interface.hardwareAddress.prefix(8)
      entry?.put(UInt32(hardware.count), at: 404)
      entry?.put(Array(hardware), at: 408)
      entry?.put(interface.index, at: 416)
      entry?.put(interface.windowsType, at: 420)
      entry?.put(gateway: interface.gateway, at: 488)
      var list = entry.map { $0 + 440 }
      for (i, address) in interface.addresses.filter({ !$0.isIPv6 }).enumerated() {
        if i > 0 {
          let node = layout.room(48)
          list?.put(node, at: 0)
          list = node
        }
        let mask = address.prefixLength == 0 ? 0 : UInt32.max << UInt32(32 - address.prefixLength)
        list?.put(ipv4Text(Array(address.bytes[4..<8])), at: 8, size: 16)
        list?.put(ipv4Text(mask.bigEndian.bytes), at: 24, size: 16)
      }
    }
  }
}

private func ipv4Text(_ bytes: [UInt8]) -> String { bytes.map { "\($0)" }.joined(separator: ".") }

extension UnsafeMutableRawPointer {
  fileprivate func put(gateway: UInt32, at offset: Int) {
    put(gateway == 0 ? "0.0.0.0" : ipv4Text(gateway.bytes), at: offset + 8, size: 16)
    put("255.255.255.255", at: offset + 24, size: 16)
  }
}

/// GetIpAddrTable: ERROR_INSUFFICIENT_BUFFER if the buffer is too small.
@c @implementation
public func GetIpAddrTable(_ pIpAddrTable: PMIB_IPADDRTABLE!, _ pdwSize: PULONG!, _ bOrder: BOOL) -> DWORD {
  let rows = Interface.all.flatMap { interface in
    interface.addresses.filter { !$0.isIPv6 }.map { (interface.index, $0) }
  }
  let sorted =
    bOrder == no ? rows : rows.sorted { $0.1.bytes[4..<8].lexicographicallyPrecedes($1.1.bytes[4..<8]) }
  return give(UnsafeMutableRawPointer(pIpAddrTable), pdwSize, whenSmall: DWORD(ERROR_INSUFFICIENT_BUFFER)) {
    layout in
    let table = layout.room(4 + 24 * sorted.count)
    table?.put(UInt32(sorted.count), at: 0)
    for (i, (index, address)) in sorted.enumerated() {
      let row = table.map { $0 + 4 + 24 * i }
      let mask = address.prefixLength == 0 ? 0 : UInt32.max << UInt32(32 - address.prefixLength)
      row?.put(Array(address.bytes[4..<8]), at: 0)
      row?.put([index, mask.bigEndian, address.broadcast == 0 ? 0 : 1, 65535], at: 4)
      row?.put(UInt16(1), at: 22)  // MIB_IPADDR_PRIMARY
    }
  }
}

@c @implementation
public func GetNumberOfInterfaces(_ pdwNumIf: PDWORD!) -> DWORD {
  guard let pdwNumIf else { return badParameter }
  pdwNumIf.pointee = DWORD(Interface.all.count)
  return 0
}

@c @implementation
public func GetBestInterface(_ dwDestAddr: IPAddr, _ pdwBestIfIndex: PDWORD!) -> DWORD {
  guard let pdwBestIfIndex else { return badParameter }
  let bytes = [2, 0, 0, 0] + UInt32(dwDestAddr).bytes + [UInt8](repeating: 0, count: 8)
  let index = Interface.index(towards: bytes, 16, isIPv6: false)
  guard index != 0 else { return DWORD(ERROR_NETWORK_UNREACHABLE) }
  pdwBestIfIndex.pointee = index
  return 0
}

@c @implementation
public func GetBestInterfaceEx(_ pDestAddr: LPVOID!, _ pdwBestIfIndex: PDWORD!) -> DWORD {
  guard let pdwBestIfIndex, Thread.current.isReadable(pDestAddr, 16), let pDestAddr else {
    return badParameter
  }
  let family = pDestAddr.load(as: UInt16.self)
  guard family == 2 || family == 23 else { return badParameter }
  let length = family == 23 ? 28 : 16
  guard Thread.current.isReadable(pDestAddr, length) else { return badParameter }
  var bytes = Array(UnsafeRawBufferPointer(start: pDestAddr, count: length))
  if family == 23 { bytes[0] = 10 }
  let index = Interface.index(towards: bytes, length, isIPv6: family == 23)
  guard index != 0 else { return DWORD(ERROR_NETWORK_UNREACHABLE) }
  pdwBestIfIndex.pointee = index
  return 0
}

@c @implementation
public func ConvertLengthToIpv4Mask(_ MaskLength: ULONG, _ Mask: PULONG!) -> DWORD {
  guard let Mask, MaskLength <= 32 else {
    Mask?.pointee = ULONG.max
    return badParameter
  }
  Mask.pointee = MaskLength == 0 ? 0 : (ULONG.max << (32 - MaskLength)).bigEndian
  return 0
}

@c @implementation
public func ConvertIpv4MaskToLength(_ Mask: ULONG, _ MaskLength: PUCHAR!) -> DWORD {
  let mask = Mask.bigEndian
  guard let MaskLength, mask == 0 || (~mask &+ 1).nonzeroBitCount == 1 else { return badParameter }
  MaskLength.pointee = UInt8(mask.nonzeroBitCount)
  return 0
}

/// GetNetworkParams: the name of the host, its domain and the DNS servers.
@c @implementation
public func GetNetworkParams(_ pFixedInfo: PFIXED_INFO!, _ pOutBufLen: PULONG!) -> DWORD {
  let (servers, domain) = Interface.resolver
  return give(UnsafeMutableRawPointer(pFixedInfo), pOutBufLen, whenSmall: overflow) { layout in
    let entry = layout.room(MemoryLayout<FIXED_INFO>.size)
    entry?.put(NameResolution.hostName.split(separator: ".").first.map(String.init) ?? "", at: 0, size: 132)
    entry?.put(domain, at: 132, size: 132)
    entry?.put(UInt32(8), at: 320)  // HYBRID_NODETYPE, the default
    var list = entry.map { $0 + 272 }
    for (i, server) in servers.enumerated() {
      if i > 0 {
        let node = layout.room(48)
        list?.put(node, at: 0)
        list = node
      }
      list?.put(server, at: 8, size: 16)
    }
  }
}

/// GetIfEntry: the row whose index is given.
@c @implementation
public func GetIfEntry(_ pIfRow: PMIB_IFROW!) -> DWORD {
  guard Thread.current.isWritable(pIfRow, MemoryLayout<MIB_IFROW>.size), let pIfRow else {
    return badParameter
  }
  guard let interface = Interface.all.first(where: { $0.index == pIfRow.pointee.dwIndex }) else {
    return DWORD(ERROR_INVALID_DATA)
  }
  UnsafeMutableRawPointer(pIfRow).put(row: interface)
  return 0
}

@c @implementation
public func GetIfTable(_ pIfTable: PMIB_IFTABLE!, _ pdwSize: PULONG!, _ bOrder: BOOL) -> DWORD {
  let all = Interface.all
  return give(UnsafeMutableRawPointer(pIfTable), pdwSize, whenSmall: DWORD(ERROR_INSUFFICIENT_BUFFER)) {
    layout in
    let table = layout.room(4 + 860 * all.count)
    table?.put(UInt32(all.count), at: 0)
    for (i, interface) in all.enumerated() { table.map { $0 + 4 + 860 * i }?.put(row: interface) }
  }
}

extension UnsafeMutableRawPointer {
  /// MIB_IFROW; its name is always in 16-bit characters of which only ASCII is used.
  fileprivate func put(row interface: Interface) {
    func counter(_ name: String) -> UInt32 { UInt32(truncatingIfNeeded: interface.counter(name)) }
    initializeMemory(as: UInt8.self, repeating: 0, count: 860)
    let hardware = interface.hardwareAddress.prefix(8)
    let isUp = interface.isUp
    put(
      [
        interface.index, interface.windowsType, interface.mtu, UInt32(clamping: interface.speed),
        UInt32(hardware.count),
      ], at: 512)
    put(Array(hardware), at: 532)
    put([isUp ? 1 : 2, isUp && interface.isRunning ? UInt32(5) : 0, 0], at: 540)
    put(
      [
        counter("rx_bytes"), counter("rx_packets"), counter("multicast"), counter("rx_dropped"),
        counter("rx_errors"), 0,
        counter("tx_bytes"), counter("tx_packets"), 0, counter("tx_dropped"), counter("tx_errors"), 0,
        UInt32(interface.name.utf8.count),
      ], at: 552)
    put(interface.name, at: 604, size: 256)
  }
}
