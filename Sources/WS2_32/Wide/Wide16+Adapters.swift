// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Adapters for -fshort-wchar.

@c(ws2_GetAdaptersAddresses_16)
public func getAdaptersAddresses16(
  _ Family: ULONG, _ Flags: ULONG, _ Reserved: PVOID!, _ AdapterAddresses: PIP_ADAPTER_ADDRESSES!,
  _ SizePointer: PULONG!
) -> ULONG {
  adapterAddresses(Family, Flags, UnsafeMutableRawPointer(AdapterAddresses), SizePointer, UInt16.self)
}
