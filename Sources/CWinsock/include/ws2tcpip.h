// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Protocol-independent names and addresses, IPv6.
#ifndef WS2_WS2TCPIP_H
#define WS2_WS2TCPIP_H

#include "winsock2.h"
#include "ws2ipdef.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ip_mreq {
  struct in_addr imr_multiaddr;
  struct in_addr imr_interface;
};
struct in_pktinfo {
  IN_ADDR ipi_addr;
  UINT ipi_ifindex;
};
struct in6_pktinfo {
  IN6_ADDR ipi6_addr;
  UINT ipi6_ifindex;
};
struct addrinfo {
  int ai_flags;
  int ai_family;
  int ai_socktype;
  int ai_protocol;
  size_t ai_addrlen;
  char *ai_canonname;
  struct sockaddr *ai_addr;
  struct addrinfo *ai_next;
};
typedef struct addrinfoW {
  int ai_flags;
  int ai_family;
  int ai_socktype;
  int ai_protocol;
  size_t ai_addrlen;
  PWSTR ai_canonname;
  struct sockaddr *ai_addr;
  struct addrinfoW *ai_next;
} ADDRINFOW;
typedef struct addrinfoexA {
  int ai_flags;
  int ai_family;
  int ai_socktype;
  int ai_protocol;
  size_t ai_addrlen;
  char *ai_canonname;
  struct sockaddr *ai_addr;
  void *ai_blob;
  size_t ai_bloblen;
  LPGUID ai_provider;
  struct addrinfoexA *ai_next;
} ADDRINFOEXA;
typedef struct addrinfoexW {
  int ai_flags;
  int ai_family;
  int ai_socktype;
  int ai_protocol;
  size_t ai_addrlen;
  PWSTR ai_canonname;
  struct sockaddr *ai_addr;
  void *ai_blob;
  size_t ai_bloblen;
  LPGUID ai_provider;
  struct addrinfoexW *ai_next;
} ADDRINFOEXW;
typedef struct ip_mreq IP_MREQ;
typedef struct ip_mreq *PIP_MREQ;
typedef struct in_pktinfo IN_PKTINFO;
typedef struct in6_pktinfo IN6_PKTINFO;
typedef struct addrinfo ADDRINFOA;
typedef struct addrinfo *PADDRINFOA;
typedef struct addrinfoW *PADDRINFOW;
typedef WS2_AW(ADDRINFO) ADDRINFOT;
typedef WS2_AW(ADDRINFO) *PADDRINFOT;
typedef WS2_AW(ADDRINFO) ADDRINFO;
typedef ADDRINFOA *LPADDRINFO;
typedef int socklen_t;
typedef struct addrinfoexA *PADDRINFOEXA;
typedef struct addrinfoexW *PADDRINFOEXW;
#ifdef UNICODE
typedef ADDRINFOEXW ADDRINFOEX;
typedef PADDRINFOEXW PADDRINFOEX;
#else
typedef WS2_AW(ADDRINFOEX) ADDRINFOEX;
typedef WS2_AW(PADDRINFOEX) PADDRINFOEX;
#endif
typedef void(CALLBACK *LPLOOKUPSERVICE_COMPLETION_ROUTINE)(DWORD dwError, DWORD dwBytes, LPWSAOVERLAPPED lpOverlapped);

#ifdef __cplusplus
}
#endif
#define SIO_GET_INTERFACE_LIST 0x4004747F
#define SIO_GET_INTERFACE_LIST_EX 0x4004747E
#define SIO_SET_MULTICAST_FILTER 0x8004747Du
#define SIO_GET_MULTICAST_FILTER 0x8004747Cu
#define UDP_NOCHECKSUM 1
#define UDP_SEND_MSG_SIZE 2
#define UDP_RECV_MAX_COALESCED_SIZE 3
#define UDP_COALESCED_INFO 3
#define UDP_CHECKSUM_COVERAGE 20
#define TCP_EXPEDITED_1122 2
#define EAI_AGAIN 11002
#define EAI_BADFLAGS 10022
#define EAI_FAIL 11003
#define EAI_FAMILY 10047
#define EAI_MEMORY 8
#define EAI_NONAME 11001
#define EAI_SERVICE 10109
#define EAI_SOCKTYPE 10044
#define EAI_NODATA 11004
#define EAI_NOSECURENAME 11032
#define EAI_IPSECPOLICY 11033
#define AI_PASSIVE 1
#define AI_CANONNAME 2
#define AI_NUMERICHOST 4
#define AI_NUMERICSERV 8
#define AI_ALL 256
#define AI_ADDRCONFIG 1024
#define AI_V4MAPPED 2048
#define AI_NON_AUTHORITATIVE 0x4000
#define AI_SECURE 0x8000
#define AI_RETURN_PREFERRED_NAMES 0x10000
#define AI_FQDN 0x20000
#define AI_FILESERVER 0x40000
#define AI_DISABLE_IDN_ENCODING 0x80000
#define AI_SECURE_WITH_FALLBACK 0x100000
#define AI_EXCLUSIVE_CUSTOM_SERVERS 0x200000
#define AI_RETURN_RESPONSE_FLAGS 0x10000000
#define AI_REQUIRE_SECURE 0x20000000
#define AI_RESOLUTION_HANDLE 0x40000000
#define AI_EXTENDED 0x80000000u
#define GAI_STRERROR_BUFFER_SIZE 1024
#define NI_MAXHOST 1025
#define NI_MAXSERV 32
#define INET_ADDRSTRLEN 22
#define INET6_ADDRSTRLEN 65
#define NI_NOFQDN 1
#define NI_NUMERICHOST 2
#define NI_NAMEREQD 4
#define NI_NUMERICSERV 8
#define NI_DGRAM 16

#ifdef __cplusplus
extern "C" {
#endif

void FreeAddrInfoEx(PADDRINFOEXA pAddrInfo);
void FreeAddrInfoExW(PADDRINFOEXW pAddrInfo) WS2_WIDE(FreeAddrInfoExW);
void FreeAddrInfoW(PADDRINFOW pAddrInfo) WS2_WIDE(FreeAddrInfoW);
INT GetAddrInfoExCancel(LPHANDLE lpHandle);
INT GetAddrInfoExOverlappedResult(LPOVERLAPPED lpOverlapped);
int GetAddrInfoExA(PCSTR pName, PCSTR pServiceName, DWORD dwNameSpace, LPGUID lpNspId, const ADDRINFOEXA *pHints, PADDRINFOEXA *ppResult, PTIMEVAL timeout, LPOVERLAPPED lpOverlapped, LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine, LPHANDLE lpNameHandle);
int GetAddrInfoExW(PCWSTR pName, PCWSTR pServiceName, DWORD dwNameSpace, LPGUID lpNspId, const ADDRINFOEXW *pHints, PADDRINFOEXW *ppResult, PTIMEVAL timeout, LPOVERLAPPED lpOverlapped, LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine, LPHANDLE lpNameHandle) WS2_WIDE(GetAddrInfoExW);
int GetAddrInfoW(PCWSTR pNodeName, PCWSTR pServiceName, const ADDRINFOW *pHints, PADDRINFOW *ppResult) WS2_WIDE(GetAddrInfoW);
int GetHostNameW(PWSTR name, int namelen) WS2_WIDE(GetHostNameW);
INT GetNameInfoW(const SOCKADDR *pSockaddr, socklen_t SockaddrLength, PWCHAR pNodeBuffer, DWORD NodeBufferSize, PWCHAR pServiceBuffer, DWORD ServiceBufferSize, INT Flags) WS2_WIDE(GetNameInfoW);
int SetAddrInfoExA(PCSTR pName, PCSTR pServiceName, SOCKET_ADDRESS *pAddresses, DWORD dwAddressCount, LPBLOB lpBlob, DWORD dwFlags, DWORD dwNameSpace, LPGUID lpNspId, PTIMEVAL timeout, LPOVERLAPPED lpOverlapped, LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine, LPHANDLE lpNameHandle);
int SetAddrInfoExW(PCWSTR pName, PCWSTR pServiceName, SOCKET_ADDRESS *pAddresses, DWORD dwAddressCount, LPBLOB lpBlob, DWORD dwFlags, DWORD dwNameSpace, LPGUID lpNspId, PTIMEVAL timeout, LPOVERLAPPED lpOverlapped, LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine, LPHANDLE lpNameHandle);
void freeaddrinfo(LPADDRINFO pAddrInfo) WS2_SYMBOL(ws2_freeaddrinfo);
int getaddrinfo(const char *nodename, const char *servname, const struct addrinfo *hints, struct addrinfo **res) WS2_SYMBOL(ws2_getaddrinfo);
int getnameinfo(const struct sockaddr *sa, socklen_t salen, char *host, DWORD hostlen, char *serv, DWORD servlen, int flags) WS2_SYMBOL(ws2_getnameinfo);
LPSTR RtlIpv4AddressToStringA(const IN_ADDR *Addr, LPSTR S);
LONG RtlIpv4AddressToStringExA(const IN_ADDR *Address, USHORT Port, LPSTR AddressString, PULONG AddressStringLength);
LONG RtlIpv4AddressToStringExW(const IN_ADDR *Address, USHORT Port, LPWSTR AddressString, PULONG AddressStringLength) WS2_WIDE(RtlIpv4AddressToStringExW);
LPWSTR RtlIpv4AddressToStringW(const IN_ADDR *Addr, LPWSTR S) WS2_WIDE(RtlIpv4AddressToStringW);
LONG RtlIpv4StringToAddressA(PCSTR S, BOOLEAN Strict, LPSTR *Terminator, IN_ADDR *Addr);
LONG RtlIpv4StringToAddressExA(PCSTR AddressString, BOOLEAN Strict, IN_ADDR *Address, PUSHORT Port);
LONG RtlIpv4StringToAddressExW(PCWSTR AddressString, BOOLEAN Strict, IN_ADDR *Address, PUSHORT Port) WS2_WIDE(RtlIpv4StringToAddressExW);
LONG RtlIpv4StringToAddressW(PCWSTR S, BOOLEAN Strict, LPWSTR *Terminator, IN_ADDR *Addr) WS2_WIDE(RtlIpv4StringToAddressW);
LPSTR RtlIpv6AddressToStringA(const IN6_ADDR *Addr, LPSTR S);
LONG RtlIpv6AddressToStringExA(const IN6_ADDR *Address, ULONG ScopeId, USHORT Port, LPSTR AddressString, PULONG AddressStringLength);
LONG RtlIpv6AddressToStringExW(const IN6_ADDR *Address, ULONG ScopeId, USHORT Port, LPWSTR AddressString, PULONG AddressStringLength) WS2_WIDE(RtlIpv6AddressToStringExW);
LPWSTR RtlIpv6AddressToStringW(const IN6_ADDR *Addr, LPWSTR S) WS2_WIDE(RtlIpv6AddressToStringW);
LONG RtlIpv6StringToAddressA(PCSTR S, LPSTR *Terminator, IN6_ADDR *Addr);
LONG RtlIpv6StringToAddressExA(PCSTR AddressString, IN6_ADDR *Address, PULONG ScopeId, PUSHORT Port);
LONG RtlIpv6StringToAddressExW(PCWSTR AddressString, IN6_ADDR *Address, PULONG ScopeId, PUSHORT Port) WS2_WIDE(RtlIpv6StringToAddressExW);
LONG RtlIpv6StringToAddressW(PCWSTR S, LPWSTR *Terminator, IN6_ADDR *Addr) WS2_WIDE(RtlIpv6StringToAddressW);
LPCWSTR InetNtopW(INT Family, LPCVOID pAddr, LPWSTR pStringBuf, size_t StringBufSIze) WS2_WIDE(InetNtopW);
INT InetPtonW(INT Family, LPCWSTR pStringBuf, PVOID pAddr) WS2_WIDE(InetPtonW);
LPCSTR inet_ntop(INT Family, LPCVOID pAddr, LPSTR pStringBuf, size_t StringBufSize) WS2_SYMBOL(ws2_inet_ntop);
INT inet_pton(INT Family, LPCSTR pStringBuf, PVOID pAddr) WS2_SYMBOL(ws2_inet_pton);

#ifdef __cplusplus
}

extern "C++" {
// The SDK has PCSTR *Terminator, mingw-w64 LPSTR *: C++ takes either. As templates these are no candidates for NULL.
template <class Character> inline LONG RtlIpv4StringToAddressA(PCSTR S, BOOLEAN Strict, const Character **Terminator, IN_ADDR *Addr) {
  return RtlIpv4StringToAddressA(S, Strict, const_cast<LPSTR *>(Terminator), Addr);
}
template <class Character> inline LONG RtlIpv4StringToAddressW(PCWSTR S, BOOLEAN Strict, const Character **Terminator, IN_ADDR *Addr) {
  return RtlIpv4StringToAddressW(S, Strict, const_cast<LPWSTR *>(Terminator), Addr);
}
template <class Character> inline LONG RtlIpv6StringToAddressA(PCSTR S, const Character **Terminator, IN6_ADDR *Addr) {
  return RtlIpv6StringToAddressA(S, const_cast<LPSTR *>(Terminator), Addr);
}
template <class Character> inline LONG RtlIpv6StringToAddressW(PCWSTR S, const Character **Terminator, IN6_ADDR *Addr) {
  return RtlIpv6StringToAddressW(S, const_cast<LPWSTR *>(Terminator), Addr);
}
}
#endif

#ifdef UNICODE
#define FreeAddrInfo FreeAddrInfoW
#else
#define FreeAddrInfo freeaddrinfo
#endif
#ifdef UNICODE
#define GetAddrInfo GetAddrInfoW
#define GetNameInfo GetNameInfoW
#else
#define GetAddrInfo getaddrinfo
#define GetNameInfo getnameinfo
#endif
#define GetAddrInfoEx WS2_AW(GetAddrInfoEx)
#define SetAddrInfoEx WS2_AW(SetAddrInfoEx)
#define RtlIpv4AddressToString WS2_AW(RtlIpv4AddressToString)
#define RtlIpv4AddressToStringEx WS2_AW(RtlIpv4AddressToStringEx)
#define RtlIpv4StringToAddress WS2_AW(RtlIpv4StringToAddress)
#define RtlIpv4StringToAddressEx WS2_AW(RtlIpv4StringToAddressEx)
#define RtlIpv6AddressToString WS2_AW(RtlIpv6AddressToString)
#define RtlIpv6AddressToStringEx WS2_AW(RtlIpv6AddressToStringEx)
#define RtlIpv6StringToAddress WS2_AW(RtlIpv6StringToAddress)
#define RtlIpv6StringToAddressEx WS2_AW(RtlIpv6StringToAddressEx)

#define GetAddrInfoA getaddrinfo
#define FreeAddrInfoA freeaddrinfo
#define GetNameInfoA getnameinfo
#define FreeAddrInfoExA FreeAddrInfoEx
#ifdef UNICODE
#define FreeAddrInfoEx FreeAddrInfoExW
#endif
#define InetNtopA inet_ntop
#define InetPtonA inet_pton
#ifdef UNICODE
#define InetNtop InetNtopW
#define InetPton InetPtonW
#else
#define InetNtop inet_ntop
#define InetPton inet_pton
#endif

#define IN6ADDR_ANY_INIT {{{0}}}
#define IN6ADDR_LOOPBACK_INIT {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}}}
static const struct in6_addr WS2_MAYBE_UNUSED in6addr_any = IN6ADDR_ANY_INIT;
static const struct in6_addr WS2_MAYBE_UNUSED in6addr_loopback = IN6ADDR_LOOPBACK_INIT;

#include "ws2_in6.h"

#ifdef __cplusplus
extern "C" {
#endif
char *gai_strerrorA(int ecode);
WCHAR *gai_strerrorW(int ecode) WS2_WIDE(gai_strerrorW);
#ifdef __cplusplus
}
#endif
#define gai_strerror WS2_AW(gai_strerror)

#include "ws2_filters.h"
#include "ws2_options.h"

#endif
