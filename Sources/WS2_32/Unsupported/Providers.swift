// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Layered service providers and name space providers cannot be installed here. Each of these functions fails at
// once with the error that its page gives for a catalog that cannot be read or changed (docs/DEVIATIONS.md).

/// The provider functions fail with WSANO_RECOVERY, which most of them store as well.
private func refuse(_ place: LPINT? = nil) -> Int32 {
  if let place {
    guard Thread.current.isWritable(place, 4) else { return fail(socketError, .badAddress) }
    place.pointee = WinsockError.noRecovery.code
  }
  return unsupported(socketError, .noRecovery)
}

@c @implementation
public func WPUCompleteOverlappedRequest(
  _ s: SOCKET, _ lpOverlapped: LPWSAOVERLAPPED!, _ dwError: DWORD, _ cbTransferred: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSAAdvertiseProvider(
  _ puuidProviderId: UnsafePointer<GUID>!, _ pNSPv2Routine: UnsafePointer<LPCNSPV2_ROUTINE?>!
) -> INT {
  unsupported(socketError)
}

@c @implementation
public func WSAProviderCompleteAsyncCall(_ hAsyncCall: HANDLE!, _ iRetCode: INT) -> INT {
  unsupported(socketError)
}

@c @implementation
public func WSAUnadvertiseProvider(_ puuidProviderId: UnsafePointer<GUID>!) -> INT {
  unsupported(socketError)
}

@c @implementation
public func WSCDeinstallProvider(_ lpProviderId: LPGUID!, _ lpErrno: LPINT!) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCDeinstallProvider32(_ lpProviderId: LPGUID!, _ lpErrno: LPINT!) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCEnableNSProvider(_ lpProviderId: LPGUID!, _ fEnable: BOOL) -> INT {
  refuse()
}

@c @implementation
public func WSCEnableNSProvider32(_ lpProviderId: LPGUID!, _ fEnable: BOOL) -> INT {
  refuse()
}

@c @implementation
public func WSCEnumNameSpaceProviders32(_ lpdwBufferLength: LPDWORD!, _ lpnspBuffer: LPWSANAMESPACE_INFOW!)
  -> INT
{
  refuse()
}

@c @implementation
public func WSCEnumNameSpaceProvidersEx32(
  _ lpdwBufferLength: LPDWORD!, _ lpnspBuffer: LPWSANAMESPACE_INFOEXW!
) -> INT {
  refuse()
}

@c @implementation
public func WSCEnumProtocols32(
  _ lpiProtocols: LPINT!, _ lpProtocolBuffer: LPWSAPROTOCOL_INFOW!, _ lpdwBufferLength: LPDWORD!,
  _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCGetApplicationCategory(
  _ Path: LPCWSTR!, _ PathLength: DWORD, _ Extra: LPCWSTR!, _ ExtraLength: DWORD,
  _ pPermittedLspCategories: UnsafeMutablePointer<DWORD>!, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCGetProviderInfo(
  _ lpProviderId: LPGUID!, _ InfoType: WSC_PROVIDER_INFO_TYPE, _ Info: PBYTE!,
  _ InfoSize: UnsafeMutablePointer<Int>!, _ Flags: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCGetProviderInfo32(
  _ lpProviderId: LPGUID!, _ InfoType: WSC_PROVIDER_INFO_TYPE, _ Info: PBYTE!,
  _ InfoSize: UnsafeMutablePointer<Int>!, _ Flags: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCGetProviderPath(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafeMutablePointer<WCHAR>!,
  _ lpProviderDllPathLen: LPINT!, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCGetProviderPath32(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafeMutablePointer<WCHAR>!,
  _ lpProviderDllPathLen: LPINT!, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCInstallNameSpace(
  _ lpszIdentifier: LPWSTR!, _ lpszPathName: LPWSTR!, _ dwNameSpace: DWORD, _ dwVersion: DWORD,
  _ lpProviderId: LPGUID!
) -> INT {
  refuse()
}

@c @implementation
public func WSCInstallNameSpace32(
  _ lpszIdentifier: LPWSTR!, _ lpszPathName: LPWSTR!, _ dwNameSpace: DWORD, _ dwVersion: DWORD,
  _ lpProviderId: LPGUID!
) -> INT {
  refuse()
}

@c @implementation
public func WSCInstallNameSpaceEx(
  _ lpszIdentifier: LPWSTR!, _ lpszPathName: LPWSTR!, _ dwNameSpace: DWORD, _ dwVersion: DWORD,
  _ lpProviderId: LPGUID!, _ lpProviderInfo: LPBLOB!
) -> Int32 {
  refuse()
}

@c @implementation
public func WSCInstallNameSpaceEx32(
  _ lpszIdentifier: LPWSTR!, _ lpszPathName: LPWSTR!, _ dwNameSpace: DWORD, _ dwVersion: DWORD,
  _ lpProviderId: LPGUID!, _ lpProviderInfo: LPBLOB!
) -> Int32 {
  refuse()
}

@c @implementation
public func WSCInstallProvider(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafePointer<WCHAR>!,
  _ lpProtocolInfoList: LPWSAPROTOCOL_INFOW!, _ dwNumberOfEntries: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCInstallProvider64_32(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafePointer<WCHAR>!,
  _ lpProtocolInfoList: LPWSAPROTOCOL_INFOW!, _ dwNumberOfEntries: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCInstallProviderAndChains(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: LPWSTR!, _ lpszLspName: LPWSTR!, _ dwServiceFlags: DWORD,
  _ lpProtocolInfoList: LPWSAPROTOCOL_INFOW!, _ dwNumberOfEntries: DWORD, _ lpdwCatalogEntryId: LPDWORD!,
  _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCInstallProviderAndChains64_32(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: LPWSTR!, _ lpszProviderDllPath32: LPWSTR!,
  _ lpszLspName: LPWSTR!, _ dwServiceFlags: DWORD, _ lpProtocolInfoList: LPWSAPROTOCOL_INFO!,
  _ dwNumberOfEntries: DWORD, _ lpdwCatalogEntryId: LPDWORD!, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCSetApplicationCategory(
  _ Path: LPCWSTR!, _ PathLength: DWORD, _ Extra: LPCWSTR!, _ ExtraLength: DWORD,
  _ PermittedLspCategories: DWORD, _ pPrevPermLspCat: UnsafeMutablePointer<DWORD>!, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCSetProviderInfo(
  _ lpProviderId: LPGUID!, _ InfoType: WSC_PROVIDER_INFO_TYPE, _ Info: PBYTE!, _ InfoSize: Int,
  _ Flags: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCSetProviderInfo32(
  _ lpProviderId: LPGUID!, _ InfoType: WSC_PROVIDER_INFO_TYPE, _ Info: PBYTE!, _ InfoSize: Int,
  _ Flags: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCUnInstallNameSpace(_ lpProviderId: LPGUID!) -> INT {
  refuse()
}

@c @implementation
public func WSCUnInstallNameSpace32(_ lpProviderId: LPGUID!) -> INT {
  refuse()
}

@c @implementation
public func WSCUpdateProvider(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafePointer<WCHAR>!,
  _ lpProtocolInfoList: LPWSAPROTOCOL_INFOW!, _ dwNumberOfEntries: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCUpdateProvider32(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafePointer<WCHAR>!,
  _ lpProtocolInfoList: LPWSAPROTOCOL_INFOW!, _ dwNumberOfEntries: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refuse(lpErrno)
}

@c @implementation
public func WSCWriteNameSpaceOrder(_ lpProviderId: LPGUID!, _ dwNumberOfEntries: DWORD) -> Int32 {
  refuse()
}

@c @implementation
public func WSCWriteNameSpaceOrder32(_ lpProviderId: LPGUID!, _ dwNumberOfEntries: DWORD) -> Int32 {
  refuse()
}

@c @implementation
public func WSCWriteProviderOrder(_ lpwdCatalogEntryId: LPDWORD!, _ dwNumberOfEntries: DWORD) -> Int32 {
  refuse()
}

@c @implementation
public func WSCWriteProviderOrder32(_ lpwdCatalogEntryId: LPDWORD!, _ dwNumberOfEntries: DWORD) -> Int32 {
  refuse()
}

@c @implementation
public func WSAProviderConfigChange(
  _ lpNotificationHandle: LPHANDLE!, _ lpOverlapped: LPWSAOVERLAPPED!,
  _ lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> INT {
  unsupported(socketError)
}
