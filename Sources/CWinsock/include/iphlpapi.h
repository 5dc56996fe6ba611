// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Network adapters.
#ifndef WS2_IPHLPAPI_H
#define WS2_IPHLPAPI_H

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

#ifdef __cplusplus
}
#endif
#ifdef __cplusplus
extern "C" {
#endif

ULONG GetAdaptersAddresses(ULONG Family, ULONG Flags, PVOID Reserved, PIP_ADAPTER_ADDRESSES AdapterAddresses, PULONG SizePointer);
DWORD GetIpAddrTable(PMIB_IPADDRTABLE pIpAddrTable, PULONG pdwSize, BOOL bOrder);

#ifdef __cplusplus
}
#endif

#endif
