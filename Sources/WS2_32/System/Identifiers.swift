// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// GUIDs.

/// CoCreateGuid: a random one (version 4).
@c @implementation
public func CoCreateGuid(_ pguid: UnsafeMutablePointer<GUID>!) -> HRESULT {
  guard Thread.current.isWritable(pguid, 16), let pguid else { return HRESULT(bitPattern: 0x8007_0057) }
  var bytes = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
  withUnsafeMutableBytes(of: &bytes) {
    $0[7] = $0[7] & 0x0F | 0x40
    $0[8] = $0[8] & 0x3F | 0x80
    UnsafeMutableRawPointer(pguid).copyMemory(from: $0.baseAddress!, byteCount: 16)
  }
  return 0
}

/// StringFromGUID2: "{…}" in 39 characters with the NUL; 0 if they do not fit.
@c @implementation
public func StringFromGUID2(_ rguid: UnsafePointer<GUID>!, _ lpsz: LPOLESTR!, _ cchMax: Int32) -> Int32 {
  guidText(rguid, lpsz, cchMax)
}

func guidText<Character: WideCharacter>(
  _ guid: UnsafePointer<GUID>?, _ out: UnsafeMutablePointer<Character>?, _ size: Int32
) -> Int32 {
  guard let out, size >= 39, MemoryProbe().isWritable(out, 39 * MemoryLayout<Character>.stride),
    MemoryProbe().isReadable(guid, 16), let guid = guid?.pointee
  else { return 0 }
  func hex<N: FixedWidthInteger>(_ number: N) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: N.bitWidth / 4 - digits.count) + digits
  }
  let tail = withUnsafeBytes(of: guid.Data4) { $0.map(hex) }
  let text =
    "{\(hex(guid.Data1))-\(hex(guid.Data2))-\(hex(guid.Data3))-\(tail[..<2].joined())-\(tail[2...].joined())}"
  for (i, character) in (Character.encode(text) + [0]).enumerated() { out[i] = character }
  return 39
}

@c(ws2_StringFromGUID2_16)
public func stringFromGUID16(
  _ guid: UnsafePointer<GUID>?, _ out: UnsafeMutablePointer<UInt16>?, _ size: Int32
) -> Int32 {
  guidText(guid, out, size)
}
