// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The Rtl functions for addresses. They return NTSTATUS codes, and pointers to the end of what they wrote.

private let statusSuccess: LONG = 0
private let invalidParameter = LONG(bitPattern: 0xC000_000D)

// MARK: To text

/// Writes a text and returns where its NUL is; NULL without a text or where it cannot be written.
func write<Character: WideCharacter>(
  _ text: String?, _ out: UnsafeMutablePointer<Character>?
) -> UnsafeMutablePointer<Character>? {
  guard let text, let out else { return nil }
  let characters = Character.encode(text)
  guard MemoryProbe().isWritable(out, (characters.count + 1) * MemoryLayout<Character>.stride) else {
    return nil
  }
  for (i, character) in (characters + [0]).enumerated() { out[i] = character }
  return out + characters.count
}

/// Writes a text if it fits; the size becomes what it needs.
func write<Character: WideCharacter>(
  _ text: String?, _ out: UnsafeMutablePointer<Character>?, _ size: PULONG?
) -> LONG {
  guard let text, let size, let out, MemoryProbe().isWritable(size, 4) else { return invalidParameter }
  let needed = ULONG(Character.encode(text).count + 1)
  defer { size.pointee = needed }
  guard size.pointee >= needed, write(text, out) != nil else { return invalidParameter }
  return statusSuccess
}

/// Nil for an address that cannot be read.
func text4(_ address: UnsafeRawPointer?, port: USHORT = 0) -> String? {
  guard let address, MemoryProbe().isReadable(address, 4) else { return nil }
  let host = AddressText.format4(address.loadUnaligned(as: UInt32.self))
  return port == 0 ? host : "\(host):\(UInt16(bigEndian: port))"
}

func text6(_ address: UnsafeRawPointer?, scope: ULONG = 0, port: USHORT = 0) -> String? {
  guard let address, MemoryProbe().isReadable(address, 16) else { return nil }
  let host = NumericAddress.format6(address) + (scope == 0 ? "" : "%\(scope)")
  return port == 0 ? host : "[\(host)]:\(UInt16(bigEndian: port))"
}

@c @implementation
public func RtlIpv4AddressToStringA(_ Addr: UnsafePointer<IN_ADDR>!, _ S: LPSTR!) -> LPSTR! {
  write(text4(Addr), S)
}

@c @implementation
public func RtlIpv4AddressToStringW(_ Addr: UnsafePointer<IN_ADDR>!, _ S: LPWSTR!) -> LPWSTR! {
  write(text4(Addr), S)
}

@c @implementation
public func RtlIpv4AddressToStringExA(
  _ Address: UnsafePointer<IN_ADDR>!, _ Port: USHORT, _ AddressString: LPSTR!, _ AddressStringLength: PULONG!
) -> LONG {
  write(text4(Address, port: Port), AddressString, AddressStringLength)
}

@c @implementation
public func RtlIpv4AddressToStringExW(
  _ Address: UnsafePointer<IN_ADDR>!, _ Port: USHORT, _ AddressString: LPWSTR!, _ AddressStringLength: PULONG!
) -> LONG {
  write(text4(Address, port: Port), AddressString, AddressStringLength)
}

@c @implementation
public func RtlIpv6AddressToStringA(_ Addr: UnsafePointer<IN6_ADDR>!, _ S: LPSTR!) -> LPSTR! {
  write(text6(Addr), S)
}

@c @implementation
public func RtlIpv6AddressToStringW(_ Addr: UnsafePointer<IN6_ADDR>!, _ S: LPWSTR!) -> LPWSTR! {
  write(text6(Addr), S)
}

@c @implementation
public func RtlIpv6AddressToStringExA(
  _ Address: UnsafePointer<IN6_ADDR>!, _ ScopeId: ULONG, _ Port: USHORT, _ AddressString: LPSTR!,
  _ AddressStringLength: PULONG!
) -> LONG {
  write(text6(Address, scope: ScopeId, port: Port), AddressString, AddressStringLength)
}

@c @implementation
public func RtlIpv6AddressToStringExW(
  _ Address: UnsafePointer<IN6_ADDR>!, _ ScopeId: ULONG, _ Port: USHORT, _ AddressString: LPWSTR!,
  _ AddressStringLength: PULONG!
) -> LONG {
  write(text6(Address, scope: ScopeId, port: Port), AddressString, AddressStringLength)
}

// MARK: From text

/// Whether what a parser returns can be stored.
private func isPlace(_ out: UnsafeRawPointer?, _ size: Int) -> Bool { MemoryProbe().isWritable(out, size) }

/// The characters of a text; nil where it cannot be read.
private func units<Character: WideCharacter>(_ text: UnsafePointer<Character>?) -> [Character]? {
  guard let text else { return nil }
  return try? Character.units(at: text)
}

/// The longest beginning of a text that is an IPv4 address, and where it ends. What a failure says about the
/// end is where the text stopped making sense.
func parsePrefix4<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, strict: BOOLEAN,
  _ end: UnsafeMutablePointer<UnsafeMutablePointer<Character>?>?,
  _ out: UnsafeMutableRawPointer?
) -> LONG {
  parsePrefix(text, end, out, 4) { units in
    switch NumericAddress.parse4(units, strict: strict != 0) {
    case .address(let address, let end): .address(withUnsafeBytes(of: address) { Array($0) }, end: end)
    case .failure(let place): .failure(at: place)
    }
  }
}

/// The same for IPv6.
func parsePrefix6<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, _ end: UnsafeMutablePointer<UnsafeMutablePointer<Character>?>?,
  _ out: UnsafeMutableRawPointer?
) -> LONG {
  parsePrefix(text, end, out, 16) { NumericAddress.parse6($0) }
}

private func parsePrefix<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, _ end: UnsafeMutablePointer<UnsafeMutablePointer<Character>?>?,
  _ out: UnsafeMutableRawPointer?, _ size: Int, _ parse: ([Character]) -> NumericAddress.Prefix<[UInt8]>
) -> LONG {
  guard let text, let units = units(text), let out, isPlace(out, size), end == nil || isPlace(end, 8) else {
    return invalidParameter
  }
  switch parse(units) {
  case .address(let address, let place):
    end?.pointee = UnsafeMutablePointer(mutating: text) + place
    out.copyMemory(from: address, byteCount: size)
    return statusSuccess
  case .failure(let place):
    if let place { end?.pointee = UnsafeMutablePointer(mutating: text) + place }
    return invalidParameter
  }
}

func parseWhole4<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, strict: BOOLEAN, _ out: UnsafeMutableRawPointer?, _ port: PUSHORT?
) -> LONG {
  guard let units = units(text), let out, let port, isPlace(out, 4), isPlace(port, 2) else {
    return invalidParameter
  }
  let parsed = NumericAddress.parseWhole4(units, strict: strict != 0)
  if let address = parsed.address { out.storeBytes(of: address, as: UInt32.self) }
  guard let number = parsed.port else { return invalidParameter }
  port.pointee = number.bigEndian
  return statusSuccess
}

func parseWhole6<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, _ out: UnsafeMutableRawPointer?, _ scope: PULONG?, _ port: PUSHORT?
) -> LONG {
  guard let units = units(text), let out, let scope, let port, isPlace(out, 16), isPlace(scope, 4),
    isPlace(port, 2), let parsed = NumericAddress.parseWhole6(units)
  else { return invalidParameter }
  out.copyMemory(from: parsed.address, byteCount: 16)
  scope.pointee = parsed.scope
  port.pointee = parsed.port.bigEndian
  return statusSuccess
}

@c @implementation
public func RtlIpv4StringToAddressA(
  _ S: PCSTR!, _ Strict: BOOLEAN, _ Terminator: UnsafeMutablePointer<LPSTR?>!,
  _ Addr: UnsafeMutablePointer<IN_ADDR>!
) -> LONG {
  parsePrefix4(S, strict: Strict, Terminator, Addr)
}

@c @implementation
public func RtlIpv4StringToAddressW(
  _ S: PCWSTR!, _ Strict: BOOLEAN, _ Terminator: UnsafeMutablePointer<LPWSTR?>!,
  _ Addr: UnsafeMutablePointer<IN_ADDR>!
) -> LONG {
  parsePrefix4(S, strict: Strict, Terminator, Addr)
}

@c @implementation
public func RtlIpv4StringToAddressExA(
  _ AddressString: PCSTR!, _ Strict: BOOLEAN, _ Address: UnsafeMutablePointer<IN_ADDR>!, _ Port: PUSHORT!
) -> LONG {
  parseWhole4(AddressString, strict: Strict, Address, Port)
}

@c @implementation
public func RtlIpv4StringToAddressExW(
  _ AddressString: PCWSTR!, _ Strict: BOOLEAN, _ Address: UnsafeMutablePointer<IN_ADDR>!, _ Port: PUSHORT!
) -> LONG {
  parseWhole4(AddressString, strict: Strict, Address, Port)
}

/// RtlIpv6StringToAddress: the longest beginning of a text that is an IPv6 address.
/// - Returns: STATUS_INVALID_PARAMETER where there is none.
@c @implementation
public func RtlIpv6StringToAddressA(
  _ S: PCSTR!, _ Terminator: UnsafeMutablePointer<LPSTR?>!, _ Addr: UnsafeMutablePointer<IN6_ADDR>!
) -> LONG {
  parsePrefix6(S, Terminator, Addr)
}

@c @implementation
public func RtlIpv6StringToAddressW(
  _ S: PCWSTR!, _ Terminator: UnsafeMutablePointer<LPWSTR?>!, _ Addr: UnsafeMutablePointer<IN6_ADDR>!
) -> LONG {
  parsePrefix6(S, Terminator, Addr)
}

@c @implementation
public func RtlIpv6StringToAddressExA(
  _ AddressString: PCSTR!, _ Address: UnsafeMutablePointer<IN6_ADDR>!, _ ScopeId: PULONG!, _ Port: PUSHORT!
) -> LONG {
  parseWhole6(AddressString, Address, ScopeId, Port)
}

@c @implementation
public func RtlIpv6StringToAddressExW(
  _ AddressString: PCWSTR!, _ Address: UnsafeMutablePointer<IN6_ADDR>!, _ ScopeId: PULONG!, _ Port: PUSHORT!
) -> LONG {
  parseWhole6(AddressString, Address, ScopeId, Port)
}
