// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Random bytes.

private let noHandle = NTSTATUS(bitPattern: 0xC000_0008)
private let badParameter = NTSTATUS(bitPattern: 0xC000_000D)
/// NTE_BAD_KEYSET, NTE_BAD_FLAGS, NTE_BAD_PROV_TYPE
private let noKeys = WinsockError(code: Int32(bitPattern: 0x8009_0016))
private let badFlags = WinsockError(code: Int32(bitPattern: 0x8009_0009))
private let badProvider = WinsockError(code: Int32(bitPattern: 0x8009_0014))

/// BCryptGenRandom with BCRYPT_USE_SYSTEM_PREFERRED_RNG: returns an NTSTATUS. There are no algorithm handles.
@c @implementation
public func BCryptGenRandom(
  _ hAlgorithm: BCRYPT_ALG_HANDLE!, _ pbBuffer: PUCHAR!, _ cbBuffer: ULONG, _ dwFlags: ULONG
) -> LONG {
  guard hAlgorithm == nil, dwFlags & ULONG(BCRYPT_USE_SYSTEM_PREFERRED_RNG) != 0 else { return noHandle }
  return Randomness.fill(pbBuffer, Int(cbBuffer)) == 0 ? 0 : badParameter
}

/// rand_s
@c(ws2_rand_s)
public func randomNumber(_ value: UnsafeMutablePointer<UInt32>?) -> Int32 {
  Randomness.fill(value, 4) == 0 ? 0 : EINVAL
}

/// What CryptAcquireContext hands out.
final class CryptContext: KernelObject, @unchecked Sendable {
  init() { super.init(kind: .other) }
}

@c @implementation
public func CryptAcquireContextA(
  _ phProv: UnsafeMutablePointer<HCRYPTPROV>!, _ szContainer: LPCSTR!, _ szProvider: LPCSTR!,
  _ dwProvType: DWORD, _ dwFlags: DWORD
) -> BOOL {
  acquireContext(phProv, dwProvType, dwFlags)
}

@c @implementation
public func CryptAcquireContextW(
  _ phProv: UnsafeMutablePointer<HCRYPTPROV>!, _ szContainer: LPCWSTR!, _ szProvider: LPCWSTR!,
  _ dwProvType: DWORD, _ dwFlags: DWORD
) -> BOOL {
  acquireContext(phProv, dwProvType, dwFlags)
}

@c(ws2_CryptAcquireContextW_16)
public func acquireContext16(
  _ result: UnsafeMutablePointer<UInt64>?, _ container: Wide16, _ provider: Wide16, _ type: UInt32,
  _ flags: UInt32
) -> Int32 {
  acquireContext(result, type, flags)
}

/// There are no keys to keep: only contexts for verification, which is what random numbers need.
private func acquireContext(_ result: UnsafeMutablePointer<UInt64>?, _ type: DWORD, _ flags: DWORD) -> BOOL {
  win32 { () throws(WinsockError) in
    guard let result, MemoryProbe().isWritable(result, 8) else { throw .invalidParameter }
    guard type == DWORD(PROV_RSA_FULL) || type == DWORD(PROV_RSA_AES) else { throw badProvider }
    let known = DWORD(CRYPT_VERIFYCONTEXT) | DWORD(CRYPT_SILENT) | DWORD(CRYPT_MACHINE_KEYSET)
    guard flags & ~(known | DWORD(CRYPT_NEWKEYSET)) == 0 else { throw badFlags }
    guard flags & DWORD(CRYPT_VERIFYCONTEXT) == DWORD(CRYPT_VERIFYCONTEXT) else { throw noKeys }
    result.pointee = try open(CryptContext(), or: .notEnoughMemory).bits
  }
}

private func requireContext(_ context: HCRYPTPROV) throws(WinsockError) {
  guard HandleTable.object(Handle(bits: UInt64(context)), as: CryptContext.self) != nil else {
    throw .invalidParameter
  }
}

@c @implementation
public func CryptGenRandom(_ hProv: HCRYPTPROV, _ dwLen: DWORD, _ pbBuffer: UnsafeMutablePointer<BYTE>!)
  -> BOOL
{
  win32 { () throws(WinsockError) in
    try requireContext(hProv)
    guard Randomness.fill(pbBuffer, Int(dwLen)) == 0 else { throw .invalidParameter }
  }
}

@c @implementation
public func CryptReleaseContext(_ hProv: HCRYPTPROV, _ dwFlags: DWORD) -> BOOL {
  win32 { () throws(WinsockError) in
    try requireContext(hProv)
    guard dwFlags == 0 else { throw badFlags }
    guard HandleTable.close(Handle(bits: UInt64(hProv))) else { throw .invalidParameter }
  }
}
