// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Network adapters.
#ifndef WS2_IPHLPAPI_H
#define WS2_IPHLPAPI_H

#include "ipexport.h"
#include "ws2ipdef.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef ULONG NET_IFINDEX;
typedef NET_IFINDEX IF_INDEX;
struct _IP_ADAPTER_UNICAST_ADDRESS_LH;
typedef struct _IP_ADAPTER_UNICAST_ADDRESS_LH *PIP_ADAPTER_UNICAST_ADDRESS_LH;
struct _IP_ADAPTER_ANYCAST_ADDRESS_XP;
typedef struct _IP_ADAPTER_ANYCAST_ADDRESS_XP *PIP_ADAPTER_ANYCAST_ADDRESS_XP;
struct _IP_ADAPTER_MULTICAST_ADDRESS_XP;
typedef struct _IP_ADAPTER_MULTICAST_ADDRESS_XP *PIP_ADAPTER_MULTICAST_ADDRESS_XP;
struct _IP_ADAPTER_DNS_SERVER_ADDRESS_XP;
typedef struct _IP_ADAPTER_DNS_SERVER_ADDRESS_XP *PIP_ADAPTER_DNS_SERVER_ADDRESS_XP;
typedef ULONG IFTYPE;
typedef enum _IF_OPER_STATUS {
  IfOperStatusUp = 1,
  IfOperStatusDown,
  IfOperStatusTesting,
  IfOperStatusUnknown,
  IfOperStatusDormant,
  IfOperStatusNotPresent,
  IfOperStatusLowerLayerDown
} IF_OPER_STATUS;
struct _IP_ADAPTER_PREFIX_XP;
typedef struct _IP_ADAPTER_PREFIX_XP *PIP_ADAPTER_PREFIX_XP;
struct _IP_ADAPTER_WINS_SERVER_ADDRESS_LH;
typedef struct _IP_ADAPTER_WINS_SERVER_ADDRESS_LH *PIP_ADAPTER_WINS_SERVER_ADDRESS_LH;
struct _IP_ADAPTER_GATEWAY_ADDRESS_LH;
typedef struct _IP_ADAPTER_GATEWAY_ADDRESS_LH *PIP_ADAPTER_GATEWAY_ADDRESS_LH;
typedef union _NET_LUID {
  ULONG64 Value;
  struct {
    ULONG64 Reserved:24;
    ULONG64 NetLuidIndex:24;
    ULONG64 IfType:16;
  } Info;
} NET_LUID;
typedef NET_LUID IF_LUID;
typedef UINT32 NET_IF_COMPARTMENT_ID;
typedef GUID NET_IF_NETWORK_GUID;
typedef enum _NET_IF_CONNECTION_TYPE {
  NET_IF_CONNECTION_DEDICATED = 1,
  NET_IF_CONNECTION_PASSIVE,
  NET_IF_CONNECTION_DEMAND,
  NET_IF_CONNECTION_MAXIMUM
} NET_IF_CONNECTION_TYPE;
typedef enum _TUNNEL_TYPE {
  TUNNEL_TYPE_NONE,
  TUNNEL_TYPE_OTHER,
  TUNNEL_TYPE_DIRECT,
  TUNNEL_TYPE_6TO4 = 11,
  TUNNEL_TYPE_ISATAP = 13,
  TUNNEL_TYPE_TEREDO,
  TUNNEL_TYPE_IPHTTPS
} TUNNEL_TYPE;
struct _IP_ADAPTER_DNS_SUFFIX;
typedef struct _IP_ADAPTER_DNS_SUFFIX *PIP_ADAPTER_DNS_SUFFIX;
typedef struct _IP_ADAPTER_ADDRESSES_LH {
  __extension__ union {
    ULONGLONG Alignment;
    __extension__ struct {
      ULONG Length;
      IF_INDEX IfIndex;
    };
  };
  struct _IP_ADAPTER_ADDRESSES_LH *Next;
  PCHAR AdapterName;
  PIP_ADAPTER_UNICAST_ADDRESS_LH FirstUnicastAddress;
  PIP_ADAPTER_ANYCAST_ADDRESS_XP FirstAnycastAddress;
  PIP_ADAPTER_MULTICAST_ADDRESS_XP FirstMulticastAddress;
  PIP_ADAPTER_DNS_SERVER_ADDRESS_XP FirstDnsServerAddress;
  PWCHAR DnsSuffix;
  PWCHAR Description;
  PWCHAR FriendlyName;
  BYTE PhysicalAddress[8];
  ULONG PhysicalAddressLength;
  __extension__ union {
    ULONG Flags;
    __extension__ struct {
      ULONG DdnsEnabled:1;
      ULONG RegisterAdapterSuffix:1;
      ULONG Dhcpv4Enabled:1;
      ULONG ReceiveOnly:1;
      ULONG NoMulticast:1;
      ULONG Ipv6OtherStatefulConfig:1;
      ULONG NetbiosOverTcpipEnabled:1;
      ULONG Ipv4Enabled:1;
      ULONG Ipv6Enabled:1;
      ULONG Ipv6ManagedAddressConfigurationSupported:1;
    };
  };
  ULONG Mtu;
  IFTYPE IfType;
  IF_OPER_STATUS OperStatus;
  IF_INDEX Ipv6IfIndex;
  ULONG ZoneIndices[16];
  PIP_ADAPTER_PREFIX_XP FirstPrefix;
  ULONG64 TransmitLinkSpeed;
  ULONG64 ReceiveLinkSpeed;
  PIP_ADAPTER_WINS_SERVER_ADDRESS_LH FirstWinsServerAddress;
  PIP_ADAPTER_GATEWAY_ADDRESS_LH FirstGatewayAddress;
  ULONG Ipv4Metric;
  ULONG Ipv6Metric;
  IF_LUID Luid;
  SOCKET_ADDRESS Dhcpv4Server;
  NET_IF_COMPARTMENT_ID CompartmentId;
  NET_IF_NETWORK_GUID NetworkGuid;
  NET_IF_CONNECTION_TYPE ConnectionType;
  TUNNEL_TYPE TunnelType;
  SOCKET_ADDRESS Dhcpv6Server;
  BYTE Dhcpv6ClientDuid[130];
  ULONG Dhcpv6ClientDuidLength;
  ULONG Dhcpv6Iaid;
  PIP_ADAPTER_DNS_SUFFIX FirstDnsSuffix;
} IP_ADAPTER_ADDRESSES_LH;
typedef IP_ADAPTER_ADDRESSES_LH IP_ADAPTER_ADDRESSES;
typedef IP_ADAPTER_ADDRESSES_LH *PIP_ADAPTER_ADDRESSES;
typedef struct _MIB_IPADDRROW {
  DWORD dwAddr;
  DWORD dwIndex;
  DWORD dwMask;
  DWORD dwBCastAddr;
  DWORD dwReasmSize;
  unsigned short unused1;
  unsigned short wType;
} MIB_IPADDRROW;
typedef struct _MIB_IPADDRTABLE {
  DWORD dwNumEntries;
  MIB_IPADDRROW table[1];
} MIB_IPADDRTABLE;
typedef struct _MIB_IPADDRTABLE *PMIB_IPADDRTABLE;
typedef MIB_IPADDRROW *PMIB_IPADDRROW;

// The lists that an adapter points to.
typedef struct _IP_ADAPTER_UNICAST_ADDRESS_LH {
  ULONG Length;
  DWORD Flags;
  struct _IP_ADAPTER_UNICAST_ADDRESS_LH *Next;
  SOCKET_ADDRESS Address;
  int PrefixOrigin;
  int SuffixOrigin;
  int DadState;
  ULONG ValidLifetime;
  ULONG PreferredLifetime;
  ULONG LeaseLifetime;
  UINT8 OnLinkPrefixLength;
} IP_ADAPTER_UNICAST_ADDRESS_LH, IP_ADAPTER_UNICAST_ADDRESS, *PIP_ADAPTER_UNICAST_ADDRESS;
#define WS2_ADAPTER_ADDRESS(tag, name) \
  typedef struct tag { \
    ULONG Length; \
    DWORD Reserved; \
    struct tag *Next; \
    SOCKET_ADDRESS Address; \
  } tag##_, name, *P##name;
WS2_ADAPTER_ADDRESS(_IP_ADAPTER_ANYCAST_ADDRESS_XP, IP_ADAPTER_ANYCAST_ADDRESS)
WS2_ADAPTER_ADDRESS(_IP_ADAPTER_MULTICAST_ADDRESS_XP, IP_ADAPTER_MULTICAST_ADDRESS)
WS2_ADAPTER_ADDRESS(_IP_ADAPTER_DNS_SERVER_ADDRESS_XP, IP_ADAPTER_DNS_SERVER_ADDRESS)
WS2_ADAPTER_ADDRESS(_IP_ADAPTER_GATEWAY_ADDRESS_LH, IP_ADAPTER_GATEWAY_ADDRESS)

#define MAX_ADAPTER_NAME_LENGTH 256
#define MAX_ADAPTER_DESCRIPTION_LENGTH 128
#define MAX_ADAPTER_ADDRESS_LENGTH 8
#define MAX_INTERFACE_NAME_LEN 256
#define MAXLEN_PHYSADDR 8
#define MAXLEN_IFDESCR 256
#define GAA_FLAG_SKIP_UNICAST 1
#define GAA_FLAG_SKIP_ANYCAST 2
#define GAA_FLAG_SKIP_MULTICAST 4
#define GAA_FLAG_SKIP_DNS_SERVER 8
#define GAA_FLAG_INCLUDE_PREFIX 16
#define GAA_FLAG_SKIP_FRIENDLY_NAME 32
#define GAA_FLAG_INCLUDE_GATEWAYS 128
#define IF_TYPE_OTHER 1
#define IF_TYPE_ETHERNET_CSMACD 6
#define IF_TYPE_PPP 23
#define IF_TYPE_SOFTWARE_LOOPBACK 24
#define IF_TYPE_IEEE80211 71
#define IF_TYPE_TUNNEL 131
#define MIB_IF_TYPE_ETHERNET 6
#define MIB_IF_TYPE_LOOPBACK 24
#define IP_ADAPTER_ADDRESS_DNS_ELIGIBLE 1

typedef struct {
  char String[16];
} IP_ADDRESS_STRING, *PIP_ADDRESS_STRING, IP_MASK_STRING, *PIP_MASK_STRING;
typedef struct _IP_ADDR_STRING {
  struct _IP_ADDR_STRING *Next;
  IP_ADDRESS_STRING IpAddress;
  IP_MASK_STRING IpMask;
  DWORD Context;
} IP_ADDR_STRING, *PIP_ADDR_STRING;
typedef struct _IP_ADAPTER_INFO {
  struct _IP_ADAPTER_INFO *Next;
  DWORD ComboIndex;
  char AdapterName[260];
  char Description[132];
  UINT AddressLength;
  BYTE Address[8];
  DWORD Index;
  UINT Type;
  UINT DhcpEnabled;
  PIP_ADDR_STRING CurrentIpAddress;
  IP_ADDR_STRING IpAddressList;
  IP_ADDR_STRING GatewayList;
  IP_ADDR_STRING DhcpServer;
  BOOL HaveWins;
  IP_ADDR_STRING PrimaryWinsServer;
  IP_ADDR_STRING SecondaryWinsServer;
  long long LeaseObtained;
  long long LeaseExpires;
} IP_ADAPTER_INFO, *PIP_ADAPTER_INFO;
typedef struct {
  char HostName[132];
  char DomainName[132];
  PIP_ADDR_STRING CurrentDnsServer;
  IP_ADDR_STRING DnsServerList;
  UINT NodeType;
  char ScopeId[260];
  UINT EnableRouting;
  UINT EnableProxy;
  UINT EnableDns;
} FIXED_INFO, *PFIXED_INFO, FIXED_INFO_W2KSP1, *PFIXED_INFO_W2KSP1;
typedef struct _MIB_IFROW {
  USHORT wszName[256];
  DWORD dwIndex;
  DWORD dwType;
  DWORD dwMtu;
  DWORD dwSpeed;
  DWORD dwPhysAddrLen;
  UCHAR bPhysAddr[8];
  DWORD dwAdminStatus;
  DWORD dwOperStatus;
  DWORD dwLastChange;
  DWORD dwInOctets;
  DWORD dwInUcastPkts;
  DWORD dwInNUcastPkts;
  DWORD dwInDiscards;
  DWORD dwInErrors;
  DWORD dwInUnknownProtos;
  DWORD dwOutOctets;
  DWORD dwOutUcastPkts;
  DWORD dwOutNUcastPkts;
  DWORD dwOutDiscards;
  DWORD dwOutErrors;
  DWORD dwOutQLen;
  DWORD dwDescrLen;
  UCHAR bDescr[256];
} MIB_IFROW, *PMIB_IFROW;
typedef struct _MIB_IFTABLE {
  DWORD dwNumEntries;
  MIB_IFROW table[1];
} MIB_IFTABLE, *PMIB_IFTABLE;

#ifdef __cplusplus
}
#endif
#ifdef __cplusplus
extern "C" {
#endif

ULONG GetAdaptersAddresses(ULONG Family, ULONG Flags, PVOID Reserved, PIP_ADAPTER_ADDRESSES AdapterAddresses, PULONG SizePointer) WS2_WIDE(GetAdaptersAddresses);
DWORD GetIpAddrTable(PMIB_IPADDRTABLE pIpAddrTable, PULONG pdwSize, BOOL bOrder);
#ifndef WS2_PREFIXED_TAGS
#ifndef IF_MAX_STRING_SIZE
#define IF_MAX_STRING_SIZE 256
#endif
#ifndef IF_NAMESIZE
#define IF_NAMESIZE 256
#endif
// The functions of libc, with the same types.
unsigned if_nametoindex(const char *InterfaceName);
char *if_indextoname(unsigned InterfaceIndex, char *InterfaceName);
#endif

#ifdef __cplusplus
}
#endif

#ifdef __cplusplus
extern "C" {
#endif
ULONG GetAdaptersInfo(PIP_ADAPTER_INFO AdapterInfo, PULONG SizePointer);
DWORD GetNumberOfInterfaces(PDWORD pdwNumIf);
DWORD GetBestInterface(IPAddr dwDestAddr, PDWORD pdwBestIfIndex);
DWORD GetBestInterfaceEx(LPVOID pDestAddr, PDWORD pdwBestIfIndex);
DWORD ConvertLengthToIpv4Mask(ULONG MaskLength, PULONG Mask);
DWORD ConvertIpv4MaskToLength(ULONG Mask, PUCHAR MaskLength);
DWORD GetNetworkParams(PFIXED_INFO pFixedInfo, PULONG pOutBufLen);
DWORD NotifyAddrChange(PHANDLE Handle, LPOVERLAPPED overlapped);
DWORD NotifyRouteChange(PHANDLE Handle, LPOVERLAPPED overlapped);
BOOL CancelIPChangeNotify(LPOVERLAPPED notifyOverlapped);
DWORD GetIfEntry(PMIB_IFROW pIfRow);
DWORD GetIfTable(PMIB_IFTABLE pIfTable, PULONG pdwSize, BOOL bOrder);
#ifdef __cplusplus
}
#endif

#endif
