// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// The Rtl functions for addresses. They return NTSTATUS codes, and pointers to the end of what they wrote.

private let statusSuccess: LONG = 0
private let invalidParameter = LONG(bitPattern: 0xC000_000D)

// MARK: To text

/// Writes a text and returns where its NUL is.
func write<Character: WideCharacter>(
  _ text: String, _ out: UnsafeMutablePointer<Character>
) -> UnsafeMutablePointer<Character> {
  let characters = Character.encode(text)
  for (i, character) in (characters + [0]).enumerated() { out[i] = character }
  return out + characters.count
}

/// Writes a text if it fits; the size becomes what it needs.
func write<Character: WideCharacter>(
  _ text: String, _ out: UnsafeMutablePointer<Character>?, _ size: PULONG?
) -> LONG {
  guard let size, let out else { return invalidParameter }
  let needed = ULONG(Character.encode(text).count + 1)
  defer { size.pointee = needed }
  guard size.pointee >= needed else { return invalidParameter }
  _ = write(text, out)
  return statusSuccess
}

private func text(_ address: UnsafePointer<IN_ADDR>) -> String {
  AddressText.format4(UnsafeRawPointer(address).loadUnaligned(as: UInt32.self))
}

func text4(_ address: UnsafeRawPointer, port: USHORT) -> String {
  let host = AddressText.format4(address.loadUnaligned(as: UInt32.self))
  return port == 0 ? host : "\(host):\(UInt16(bigEndian: port))"
}

func text6(_ address: UnsafeRawPointer, scope: ULONG, port: USHORT) -> String {
  let host = NumericAddress.format6(address) + (scope == 0 ? "" : "%\(scope)")
  return port == 0 ? host : "[\(host)]:\(UInt16(bigEndian: port))"
}

@c @implementation
public func RtlIpv4AddressToStringA(_ Addr: UnsafePointer<IN_ADDR>!, _ S: LPSTR!) -> LPSTR! {
  write(text(Addr), S)
}

@c @implementation
public func RtlIpv4AddressToStringW(_ Addr: UnsafePointer<IN_ADDR>!, _ S: LPWSTR!) -> LPWSTR! {
  write(text(Addr), S)
}

@c @implementation
public func RtlIpv4AddressToStringExA(
  _ Address: UnsafePointer<IN_ADDR>!, _ Port: USHORT, _ AddressString: LPSTR!, _ AddressStringLength: PULONG!
) -> LONG {
  guard let Address else { return invalidParameter }
  return write(text4(Address, port: Port), AddressString, AddressStringLength)
}

@c @implementation
public func RtlIpv4AddressToStringExW(
  _ Address: UnsafePointer<IN_ADDR>!, _ Port: USHORT, _ AddressString: LPWSTR!, _ AddressStringLength: PULONG!
) -> LONG {
  guard let Address else { return invalidParameter }
  return write(text4(Address, port: Port), AddressString, AddressStringLength)
}

@c @implementation
public func RtlIpv6AddressToStringA(_ Addr: UnsafePointer<IN6_ADDR>!, _ S: LPSTR!) -> LPSTR! {
  write(NumericAddress.format6(Addr), S)
}

@c @implementation
public func RtlIpv6AddressToStringW(_ Addr: UnsafePointer<IN6_ADDR>!, _ S: LPWSTR!) -> LPWSTR! {
  write(NumericAddress.format6(Addr), S)
}

@c @implementation
public func RtlIpv6AddressToStringExA(
  _ Address: UnsafePointer<IN6_ADDR>!, _ ScopeId: ULONG, _ Port: USHORT, _ AddressString: LPSTR!,
  _ AddressStringLength: PULONG!
) -> LONG {
  guard let Address else { return invalidParameter }
  return write(text6(Address, scope: ScopeId, port: Port), AddressString, AddressStringLength)
}

@c @implementation
public func RtlIpv6AddressToStringExW(
  _ Address: UnsafePointer<IN6_ADDR>!, _ ScopeId: ULONG, _ Port: USHORT, _ AddressString: LPWSTR!,
  _ AddressStringLength: PULONG!
) -> LONG {
  guard let Address else { return invalidParameter }
  return write(text6(Address, scope: ScopeId, port: Port), AddressString, AddressStringLength)
}

// MARK: From text

/// The longest beginning of a text that is an IPv4 address, and where it ends. What a failure says about the
/// end is where the text stopped making sense.
func parsePrefix4<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, strict: BOOLEAN,
  _ end: UnsafeMutablePointer<UnsafeMutablePointer<Character>?>?,
  _ out: UnsafeMutableRawPointer?
) -> LONG {
  guard let text, let out else { return invalidParameter }
  switch NumericAddress.parse4(units(text), strict: strict != 0) {
  case .address(let address, let place):
    end?.pointee = UnsafeMutablePointer(mutating: text) + place
    out.storeBytes(of: address, as: UInt32.self)
    return statusSuccess
  case .failure(let place):
    if let place { end?.pointee = UnsafeMutablePointer(mutating: text) + place }
    return invalidParameter
  }
}

/// The same for IPv6.
func parsePrefix6<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, _ end: UnsafeMutablePointer<UnsafeMutablePointer<Character>?>?,
  _ out: UnsafeMutableRawPointer?
) -> LONG {
  guard let text, let out else { return invalidParameter }
  switch NumericAddress.parse6(units(text)) {
  case .address(let address, let place):
    end?.pointee = UnsafeMutablePointer(mutating: text) + place
    out.copyMemory(from: address, byteCount: 16)
    return statusSuccess
  case .failure(let place):
    if let place { end?.pointee = UnsafeMutablePointer(mutating: text) + place }
    return invalidParameter
  }
}

func parseWhole4<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, strict: BOOLEAN, _ out: UnsafeMutableRawPointer?, _ port: PUSHORT?
) -> LONG {
  guard let text, let out, let port else { return invalidParameter }
  let parsed = NumericAddress.parseWhole4(units(text), strict: strict != 0)
  if let address = parsed.address { out.storeBytes(of: address, as: UInt32.self) }
  guard let number = parsed.port else { return invalidParameter }
  port.pointee = number.bigEndian
  return statusSuccess
}

func parseWhole6<Character: WideCharacter>(
  _ text: UnsafePointer<Character>?, _ out: UnsafeMutableRawPointer?, _ scope: PULONG?, _ port: PUSHORT?
) -> LONG {
  guard let text, let out, let scope, let port, let parsed = NumericAddress.parseWhole6(units(text)) else {
    return invalidParameter
  }
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
