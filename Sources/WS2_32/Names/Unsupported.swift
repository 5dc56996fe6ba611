// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Functions without a meaning on Linux: layered service providers, name space providers, quality of service, IPsec
// settings, installing services. Each fails at once with a documented error (docs/DEVIATIONS.md).

/// The provider functions store their error as well.
private func refused(_ place: LPINT?, _ failure: Int32, _ error: WinsockError) -> Int32 {
  place?.pointee = error.code
  return unsupported(failure, error)
}

@c @implementation
public func WPUCompleteOverlappedRequest(
  _ s: SOCKET, _ lpOverlapped: LPWSAOVERLAPPED!, _ dwError: DWORD, _ cbTransferred: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSAAdvertiseProvider(
  _ puuidProviderId: UnsafePointer<GUID>!, _ pNSPv2Routine: UnsafePointer<LPCNSPV2_ROUTINE?>!
) -> INT {
  unsupported(socketError, .notSupported)
}

@c @implementation
public func WSAProviderCompleteAsyncCall(_ hAsyncCall: HANDLE!, _ iRetCode: INT) -> INT {
  unsupported(socketError, .notSupported)
}

@c @implementation
public func WSAUnadvertiseProvider(_ puuidProviderId: UnsafePointer<GUID>!) -> INT {
  unsupported(socketError, .notSupported)
}

@c @implementation
public func WSCDeinstallProvider(_ lpProviderId: LPGUID!, _ lpErrno: LPINT!) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCDeinstallProvider32(_ lpProviderId: LPGUID!, _ lpErrno: LPINT!) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCEnableNSProvider(_ lpProviderId: LPGUID!, _ fEnable: BOOL) -> INT {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCEnableNSProvider32(_ lpProviderId: LPGUID!, _ fEnable: BOOL) -> INT {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCEnumNameSpaceProviders32(_ lpdwBufferLength: LPDWORD!, _ lpnspBuffer: LPWSANAMESPACE_INFOW!)
  -> INT
{
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCEnumNameSpaceProvidersEx32(
  _ lpdwBufferLength: LPDWORD!, _ lpnspBuffer: LPWSANAMESPACE_INFOEXW!
) -> INT {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCEnumProtocols(
  _ lpiProtocols: LPINT!, _ lpProtocolBuffer: LPWSAPROTOCOL_INFOW!, _ lpdwBufferLength: LPDWORD!,
  _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCEnumProtocols32(
  _ lpiProtocols: LPINT!, _ lpProtocolBuffer: LPWSAPROTOCOL_INFOW!, _ lpdwBufferLength: LPDWORD!,
  _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCGetApplicationCategory(
  _ Path: LPCWSTR!, _ PathLength: DWORD, _ Extra: LPCWSTR!, _ ExtraLength: DWORD,
  _ pPermittedLspCategories: UnsafeMutablePointer<DWORD>!, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCGetProviderInfo(
  _ lpProviderId: LPGUID!, _ InfoType: WSC_PROVIDER_INFO_TYPE, _ Info: PBYTE!,
  _ InfoSize: UnsafeMutablePointer<Int>!, _ Flags: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCGetProviderInfo32(
  _ lpProviderId: LPGUID!, _ InfoType: WSC_PROVIDER_INFO_TYPE, _ Info: PBYTE!,
  _ InfoSize: UnsafeMutablePointer<Int>!, _ Flags: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCGetProviderPath(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafeMutablePointer<WCHAR>!,
  _ lpProviderDllPathLen: LPINT!, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCGetProviderPath32(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafeMutablePointer<WCHAR>!,
  _ lpProviderDllPathLen: LPINT!, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCInstallNameSpace(
  _ lpszIdentifier: LPWSTR!, _ lpszPathName: LPWSTR!, _ dwNameSpace: DWORD, _ dwVersion: DWORD,
  _ lpProviderId: LPGUID!
) -> INT {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCInstallNameSpace32(
  _ lpszIdentifier: LPWSTR!, _ lpszPathName: LPWSTR!, _ dwNameSpace: DWORD, _ dwVersion: DWORD,
  _ lpProviderId: LPGUID!
) -> INT {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCInstallNameSpaceEx(
  _ lpszIdentifier: LPWSTR!, _ lpszPathName: LPWSTR!, _ dwNameSpace: DWORD, _ dwVersion: DWORD,
  _ lpProviderId: LPGUID!, _ lpProviderInfo: LPBLOB!
) -> Int32 {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCInstallNameSpaceEx32(
  _ lpszIdentifier: LPWSTR!, _ lpszPathName: LPWSTR!, _ dwNameSpace: DWORD, _ dwVersion: DWORD,
  _ lpProviderId: LPGUID!, _ lpProviderInfo: LPBLOB!
) -> Int32 {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCInstallProvider(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafePointer<WCHAR>!,
  _ lpProtocolInfoList: LPWSAPROTOCOL_INFOW!, _ dwNumberOfEntries: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCInstallProvider64_32(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafePointer<WCHAR>!,
  _ lpProtocolInfoList: LPWSAPROTOCOL_INFOW!, _ dwNumberOfEntries: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCInstallProviderAndChains64_32(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: LPWSTR!, _ lpszProviderDllPath32: LPWSTR!,
  _ lpszLspName: LPWSTR!, _ dwServiceFlags: DWORD, _ lpProtocolInfoList: LPWSAPROTOCOL_INFO!,
  _ dwNumberOfEntries: DWORD, _ lpdwCatalogEntryId: LPDWORD!, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCSetApplicationCategory(
  _ Path: LPCWSTR!, _ PathLength: DWORD, _ Extra: LPCWSTR!, _ ExtraLength: DWORD,
  _ PermittedLspCategories: DWORD, _ pPrevPermLspCat: UnsafeMutablePointer<DWORD>!, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCSetProviderInfo(
  _ lpProviderId: LPGUID!, _ InfoType: WSC_PROVIDER_INFO_TYPE, _ Info: PBYTE!, _ InfoSize: Int,
  _ Flags: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCSetProviderInfo32(
  _ lpProviderId: LPGUID!, _ InfoType: WSC_PROVIDER_INFO_TYPE, _ Info: PBYTE!, _ InfoSize: Int,
  _ Flags: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCUnInstallNameSpace(_ lpProviderId: LPGUID!) -> INT {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCUnInstallNameSpace32(_ lpProviderId: LPGUID!) -> INT {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCUpdateProvider(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafePointer<WCHAR>!,
  _ lpProtocolInfoList: LPWSAPROTOCOL_INFOW!, _ dwNumberOfEntries: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCUpdateProvider32(
  _ lpProviderId: LPGUID!, _ lpszProviderDllPath: UnsafePointer<WCHAR>!,
  _ lpProtocolInfoList: LPWSAPROTOCOL_INFOW!, _ dwNumberOfEntries: DWORD, _ lpErrno: LPINT!
) -> Int32 {
  refused(lpErrno, socketError, .noRecovery)
}

@c @implementation
public func WSCWriteNameSpaceOrder(_ lpProviderId: LPGUID!, _ dwNumberOfEntries: DWORD) -> Int32 {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCWriteNameSpaceOrder32(_ lpProviderId: LPGUID!, _ dwNumberOfEntries: DWORD) -> Int32 {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCWriteProviderOrder(_ lpwdCatalogEntryId: LPDWORD!, _ dwNumberOfEntries: DWORD) -> Int32 {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSCWriteProviderOrder32(_ lpwdCatalogEntryId: LPDWORD!, _ dwNumberOfEntries: DWORD) -> Int32 {
  unsupported(socketError, .noRecovery)
}

@c @implementation
public func WSAGetQOSByName(_ s: SOCKET, _ lpQOSName: LPWSABUF!, _ lpQOS: LPQOS!) -> BOOL {
  unsupported(no, .notSupported)
}

@c @implementation
public func WSAImpersonateSocketPeer(
  _ Socket: SOCKET, _ PeerAddress: UnsafePointer<ws2_sockaddr>!, _ peerAddressLen: ULONG
) -> Int32 {
  unsupported(socketError, .notSupported)
}

@c @implementation
public func WSAQuerySocketSecurity(
  _ Socket: SOCKET, _ SecurityQueryTemplate: UnsafePointer<SOCKET_SECURITY_QUERY_TEMPLATE>!,
  _ SecurityQueryTemplateLen: ULONG, _ SecurityQueryInfo: UnsafeMutablePointer<SOCKET_SECURITY_QUERY_INFO>!,
  _ SecurityQueryInfoLen: UnsafeMutablePointer<ULONG>!, _ Overlapped: LPWSAOVERLAPPED!,
  _ CompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  unsupported(socketError, .notSupported)
}

@c @implementation
public func WSARevertImpersonation() -> Int32 {
  unsupported(socketError, .notSupported)
}

@c @implementation
public func WSASetSocketPeerTargetName(
  _ Socket: SOCKET, _ PeerTargetName: UnsafePointer<SOCKET_PEER_TARGET_NAME>!, _ PeerTargetNameLen: ULONG,
  _ Overlapped: LPWSAOVERLAPPED!, _ CompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  unsupported(socketError, .notSupported)
}

@c @implementation
public func WSASetSocketSecurity(
  _ Socket: SOCKET, _ SecuritySettings: UnsafePointer<SOCKET_SECURITY_SETTINGS>!,
  _ SecuritySettingsLen: ULONG, _ Overlapped: LPWSAOVERLAPPED!,
  _ CompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  unsupported(socketError, .notSupported)
}

@c @implementation
public func WSAInstallServiceClassA(_ lpServiceClassInfo: LPWSASERVICECLASSINFOA!) -> INT {
  unsupported(socketError, .accessDenied)
}

@c @implementation
public func WSAInstallServiceClassW(_ lpServiceClassInfo: LPWSASERVICECLASSINFOW!) -> INT {
  unsupported(socketError, .accessDenied)
}

@c @implementation
public func WSARemoveServiceClass(_ lpServiceClassId: LPGUID!) -> INT {
  unsupported(socketError, .typeNotFound)
}

@c @implementation
public func WSASetServiceA(
  _ lpqsRegInfo: LPWSAQUERYSETA!, _ essoperation: WSAESETSERVICEOP, _ dwControlFlags: DWORD
) -> INT {
  unsupported(socketError, .accessDenied)
}

@c @implementation
public func WSASetServiceW(
  _ lpqsRegInfo: LPWSAQUERYSETW!, _ essoperation: WSAESETSERVICEOP, _ dwControlFlags: DWORD
) -> INT {
  unsupported(socketError, .accessDenied)
}

@c @implementation
public func WSAGetServiceClassInfoA(
  _ lpProviderId: LPGUID!, _ lpServiceClassId: LPGUID!, _ lpdwBufSize: LPDWORD!,
  _ lpServiceClassInfo: LPWSASERVICECLASSINFOA!
) -> INT {
  unsupported(socketError, .typeNotFound)
}

@c @implementation
public func WSAGetServiceClassInfoW(
  _ lpProviderId: LPGUID!, _ lpServiceClassId: LPGUID!, _ lpdwBufSize: LPDWORD!,
  _ lpServiceClassInfo: LPWSASERVICECLASSINFOW!
) -> INT {
  unsupported(socketError, .typeNotFound)
}

@c @implementation
public func WSAGetServiceClassNameByClassIdA(
  _ lpServiceClassId: LPGUID!, _ lpszServiceClassName: LPSTR!, _ lpdwBufferLength: LPDWORD!
) -> INT {
  unsupported(socketError, .typeNotFound)
}

@c @implementation
public func WSAGetServiceClassNameByClassIdW(
  _ lpServiceClassId: LPGUID!, _ lpszServiceClassName: LPWSTR!, _ lpdwBufferLength: LPDWORD!
) -> INT {
  unsupported(socketError, .typeNotFound)
}

@c @implementation
public func WSANSPIoctl(
  _ hLookup: HANDLE!, _ dwControlCode: DWORD, _ lpvInBuffer: LPVOID!, _ cbInBuffer: DWORD,
  _ lpvOutBuffer: LPVOID!, _ cbOutBuffer: DWORD, _ lpcbBytesReturned: LPDWORD!,
  _ lpCompletion: LPWSACOMPLETION!
) -> INT {
  unsupported(socketError, .notSupported)
}

@c @implementation
public func SetAddrInfoExA(
  _ pName: PCSTR!, _ pServiceName: PCSTR!, _ pAddresses: UnsafeMutablePointer<SOCKET_ADDRESS>!,
  _ dwAddressCount: DWORD, _ lpBlob: LPBLOB!, _ dwFlags: DWORD, _ dwNameSpace: DWORD, _ lpNspId: LPGUID!,
  _ timeout: PTIMEVAL!, _ lpOverlapped: LPOVERLAPPED!,
  _ lpCompletionRoutine: LPLOOKUPSERVICE_COMPLETION_ROUTINE!, _ lpNameHandle: LPHANDLE!
) -> Int32 {
  unsupported(socketError, .accessDenied)
}

@c @implementation
public func SetAddrInfoExW(
  _ pName: PCWSTR!, _ pServiceName: PCWSTR!, _ pAddresses: UnsafeMutablePointer<SOCKET_ADDRESS>!,
  _ dwAddressCount: DWORD, _ lpBlob: LPBLOB!, _ dwFlags: DWORD, _ dwNameSpace: DWORD, _ lpNspId: LPGUID!,
  _ timeout: PTIMEVAL!, _ lpOverlapped: LPOVERLAPPED!,
  _ lpCompletionRoutine: LPLOOKUPSERVICE_COMPLETION_ROUTINE!, _ lpNameHandle: LPHANDLE!
) -> Int32 {
  unsupported(socketError, .accessDenied)
}

@c @implementation
public func WSAProviderConfigChange(
  _ lpNotificationHandle: LPHANDLE!, _ lpOverlapped: LPWSAOVERLAPPED!,
  _ lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> INT {
  unsupported(socketError, .notSupported)
}
