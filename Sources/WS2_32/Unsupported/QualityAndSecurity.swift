// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
public import CWinsock
import LinuxIO
import Overlapped

// Functions without a meaning on Linux: quality of service, IPsec settings, registering services. Each fails at
// once with a documented error (docs/DEVIATIONS.md).

@c @implementation
public func WSAGetQOSByName(_ s: SOCKET, _ lpQOSName: LPWSABUF!, _ lpQOS: LPQOS!) -> BOOL {
  unsupported(no)
}

@c @implementation
public func WSAImpersonateSocketPeer(
  _ Socket: SOCKET, _ PeerAddress: UnsafePointer<ws2_sockaddr>!, _ peerAddressLen: ULONG
) -> Int32 {
  unsupported(socketError)
}

@c @implementation
public func WSAQuerySocketSecurity(
  _ Socket: SOCKET, _ SecurityQueryTemplate: UnsafePointer<SOCKET_SECURITY_QUERY_TEMPLATE>!,
  _ SecurityQueryTemplateLen: ULONG, _ SecurityQueryInfo: UnsafeMutablePointer<SOCKET_SECURITY_QUERY_INFO>!,
  _ SecurityQueryInfoLen: UnsafeMutablePointer<ULONG>!, _ Overlapped: LPWSAOVERLAPPED!,
  _ CompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  unsupported(socketError)
}

@c @implementation
public func WSARevertImpersonation() -> Int32 {
  unsupported(socketError)
}

@c @implementation
public func WSASetSocketPeerTargetName(
  _ Socket: SOCKET, _ PeerTargetName: UnsafePointer<SOCKET_PEER_TARGET_NAME>!, _ PeerTargetNameLen: ULONG,
  _ Overlapped: LPWSAOVERLAPPED!, _ CompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  unsupported(socketError)
}

@c @implementation
public func WSASetSocketSecurity(
  _ Socket: SOCKET, _ SecuritySettings: UnsafePointer<SOCKET_SECURITY_SETTINGS>!,
  _ SecuritySettingsLen: ULONG, _ Overlapped: LPWSAOVERLAPPED!,
  _ CompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE!
) -> Int32 {
  unsupported(socketError)
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

/// WSANSPIoctl: WSA_INVALID_HANDLE if there is no such look-up; the resolver takes no commands (WSAEOPNOTSUPP).
@c @implementation
public func WSANSPIoctl(
  _ hLookup: HANDLE!, _ dwControlCode: DWORD, _ lpvInBuffer: LPVOID!, _ cbInBuffer: DWORD,
  _ lpvOutBuffer: LPVOID!, _ cbOutBuffer: DWORD, _ lpcbBytesReturned: LPDWORD!,
  _ lpCompletion: LPWSACOMPLETION!
) -> INT {
  winsock(socketError) { () throws(WinsockError) in
    _ = try object(hLookup, as: ServiceLookup.self)
    throw .notSupported
  }
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
