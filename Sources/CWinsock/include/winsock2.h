// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Windows Sockets 2.
#ifndef _WINSOCK2API_
#define _WINSOCK2API_

#include "ws2_wintypes.h"
#include "winerror.h"
#include "inaddr.h"
#include "in6addr.h"
#include "ws2def.h"
#include "qos.h"

#if defined(_SYS_SOCKET_H) || defined(_NETINET_IN_H) || defined(_ARPA_INET_H) || defined(_NETDB_H)
#error "<sys/socket.h> and its relatives declare other functions under the names of Winsock: use either in one source file"
#endif

// Winsock 1.1 is a subset; its header is this one.
#define _WINSOCKAPI_

#ifndef FD_SETSIZE
#define FD_SETSIZE 64
#endif
#ifdef __cplusplus
extern "C" {
#endif

#define WSAEVENT HANDLE
#define LPWSAEVENT LPHANDLE
#define WSAOVERLAPPED OVERLAPPED
typedef UINT_PTR SOCKET;
struct fd_set {
  u_int fd_count;
  SOCKET fd_array[FD_SETSIZE];
};
struct hostent {
  char *h_name;
  char **h_aliases;
  short h_addrtype;
  short h_length;
  char **h_addr_list;
};
struct netent {
  char *n_name;
  char **n_aliases;
  short n_addrtype;
  u_long n_net;
};
struct servent {
  char *s_name;
  char **s_aliases;
  char *s_proto;
  short s_port;
};
struct protoent {
  char *p_name;
  char **p_aliases;
  short p_proto;
};
struct sockproto {
  u_short sp_family;
  u_short sp_protocol;
};
struct linger {
  u_short l_onoff;
  u_short l_linger;
};
struct sockaddr {
  u_short sa_family;
  char sa_data[14];
};
struct sockaddr_in {
  short sin_family;
  u_short sin_port;
  struct in_addr sin_addr;
  char sin_zero[8];
};
typedef struct WSAData {
  WORD wVersion;
  WORD wHighVersion;
  unsigned short iMaxSockets;
  unsigned short iMaxUdpDg;
  char *lpVendorInfo;
  char szDescription[257];
  char szSystemStatus[129];
} WSADATA;
struct sockaddr_storage {
  short ss_family;
  char __ss_pad1[6];
  long long __ss_align;
  char __ss_pad2[112];
};
typedef struct _WSABUF {
  u_long len;
  char *buf;
} WSABUF;
typedef struct _QualityOfService {
  FLOWSPEC SendingFlowspec;
  FLOWSPEC ReceivingFlowspec;
  WSABUF ProviderSpecific;
} QOS;
typedef struct _WSANETWORKEVENTS {
  int lNetworkEvents;
  int iErrorCode[10];
} WSANETWORKEVENTS;
typedef struct _WSAPROTOCOLCHAIN {
  int ChainLen;
  DWORD ChainEntries[7];
} WSAPROTOCOLCHAIN;
typedef struct _WSAPROTOCOL_INFOA {
  DWORD dwServiceFlags1;
  DWORD dwServiceFlags2;
  DWORD dwServiceFlags3;
  DWORD dwServiceFlags4;
  DWORD dwProviderFlags;
  GUID ProviderId;
  DWORD dwCatalogEntryId;
  WSAPROTOCOLCHAIN ProtocolChain;
  int iVersion;
  int iAddressFamily;
  int iMaxSockAddr;
  int iMinSockAddr;
  int iSocketType;
  int iProtocol;
  int iProtocolMaxOffset;
  int iNetworkByteOrder;
  int iSecurityScheme;
  DWORD dwMessageSize;
  DWORD dwProviderReserved;
  CHAR szProtocol[256];
} WSAPROTOCOL_INFOA;
typedef struct _WSAPROTOCOL_INFOW {
  DWORD dwServiceFlags1;
  DWORD dwServiceFlags2;
  DWORD dwServiceFlags3;
  DWORD dwServiceFlags4;
  DWORD dwProviderFlags;
  GUID ProviderId;
  DWORD dwCatalogEntryId;
  WSAPROTOCOLCHAIN ProtocolChain;
  int iVersion;
  int iAddressFamily;
  int iMaxSockAddr;
  int iMinSockAddr;
  int iSocketType;
  int iProtocol;
  int iProtocolMaxOffset;
  int iNetworkByteOrder;
  int iSecurityScheme;
  DWORD dwMessageSize;
  DWORD dwProviderReserved;
  WCHAR szProtocol[256];
} WSAPROTOCOL_INFOW;
typedef enum _WSACOMPLETIONTYPE {
  NSP_NOTIFY_IMMEDIATELY,
  NSP_NOTIFY_HWND,
  NSP_NOTIFY_EVENT,
  NSP_NOTIFY_PORT,
  NSP_NOTIFY_APC
} WSACOMPLETIONTYPE;
struct _OVERLAPPED;
typedef struct _OVERLAPPED *LPWSAOVERLAPPED;
typedef void (*LPWSAOVERLAPPED_COMPLETION_ROUTINE)(DWORD, DWORD, LPWSAOVERLAPPED, DWORD);
typedef struct _WSACOMPLETION {
  WSACOMPLETIONTYPE Type;
  union {
    struct {
      HWND hWnd;
      UINT uMsg;
      WPARAM context;
    } WindowMessage;
    struct {
      LPWSAOVERLAPPED lpOverlapped;
    } Event;
    struct {
      LPWSAOVERLAPPED lpOverlapped;
      LPWSAOVERLAPPED_COMPLETION_ROUTINE lpfnCompletionProc;
    } Apc;
    struct {
      LPWSAOVERLAPPED lpOverlapped;
      HANDLE hPort;
      ULONG_PTR Key;
    } Port;
  } Parameters;
} WSACOMPLETION;
typedef struct sockaddr *LPSOCKADDR;
typedef struct _SOCKET_ADDRESS {
  LPSOCKADDR lpSockaddr;
  INT iSockaddrLength;
} SOCKET_ADDRESS;
typedef struct _CSADDR_INFO {
  SOCKET_ADDRESS LocalAddr;
  SOCKET_ADDRESS RemoteAddr;
  INT iSocketType;
  INT iProtocol;
} CSADDR_INFO;
typedef struct _SOCKET_ADDRESS_LIST {
  INT iAddressCount;
  SOCKET_ADDRESS Address[1];
} SOCKET_ADDRESS_LIST;
typedef struct _AFPROTOCOLS {
  INT iAddressFamily;
  INT iProtocol;
} AFPROTOCOLS;
typedef enum _WSAEcomparator {
  COMP_EQUAL,
  COMP_NOTLESS
} WSAECOMPARATOR;
typedef struct _WSAVersion {
  DWORD dwVersion;
  WSAECOMPARATOR ecHow;
} WSAVERSION;
typedef struct _WSAVersion *LPWSAVERSION;
typedef struct _AFPROTOCOLS *LPAFPROTOCOLS;
typedef struct _CSADDR_INFO *LPCSADDR_INFO;
typedef struct _WSAQuerySetA {
  DWORD dwSize;
  LPSTR lpszServiceInstanceName;
  LPGUID lpServiceClassId;
  LPWSAVERSION lpVersion;
  LPSTR lpszComment;
  DWORD dwNameSpace;
  LPGUID lpNSProviderId;
  LPSTR lpszContext;
  DWORD dwNumberOfProtocols;
  LPAFPROTOCOLS lpafpProtocols;
  LPSTR lpszQueryString;
  DWORD dwNumberOfCsAddrs;
  LPCSADDR_INFO lpcsaBuffer;
  DWORD dwOutputFlags;
  LPBLOB lpBlob;
} WSAQUERYSETA;
typedef struct _WSAQuerySetW {
  DWORD dwSize;
  LPWSTR lpszServiceInstanceName;
  LPGUID lpServiceClassId;
  LPWSAVERSION lpVersion;
  LPWSTR lpszComment;
  DWORD dwNameSpace;
  LPGUID lpNSProviderId;
  LPWSTR lpszContext;
  DWORD dwNumberOfProtocols;
  LPAFPROTOCOLS lpafpProtocols;
  LPWSTR lpszQueryString;
  DWORD dwNumberOfCsAddrs;
  LPCSADDR_INFO lpcsaBuffer;
  DWORD dwOutputFlags;
  LPBLOB lpBlob;
} WSAQUERYSETW;
typedef struct _WSANSClassInfoA {
  LPSTR lpszName;
  DWORD dwNameSpace;
  DWORD dwValueType;
  DWORD dwValueSize;
  LPVOID lpValue;
} WSANSCLASSINFOA;
typedef struct _WSANSClassInfoW {
  LPWSTR lpszName;
  DWORD dwNameSpace;
  DWORD dwValueType;
  DWORD dwValueSize;
  LPVOID lpValue;
} WSANSCLASSINFOW;
typedef struct _WSANSClassInfoA *LPWSANSCLASSINFOA;
typedef struct _WSAServiceClassInfoA {
  LPGUID lpServiceClassId;
  LPSTR lpszServiceClassName;
  DWORD dwCount;
  LPWSANSCLASSINFOA lpClassInfos;
} WSASERVICECLASSINFOA;
typedef struct _WSANSClassInfoW *LPWSANSCLASSINFOW;
typedef struct _WSAServiceClassInfoW {
  LPGUID lpServiceClassId;
  LPWSTR lpszServiceClassName;
  DWORD dwCount;
  LPWSANSCLASSINFOW lpClassInfos;
} WSASERVICECLASSINFOW;
typedef struct _WSANAMESPACE_INFOA {
  GUID NSProviderId;
  DWORD dwNameSpace;
  WINBOOL fActive;
  DWORD dwVersion;
  LPSTR lpszIdentifier;
} WSANAMESPACE_INFOA;
typedef struct _WSANAMESPACE_INFOW {
  GUID NSProviderId;
  DWORD dwNameSpace;
  WINBOOL fActive;
  DWORD dwVersion;
  LPWSTR lpszIdentifier;
} WSANAMESPACE_INFOW;
typedef struct _WSABUF *LPWSABUF;
typedef struct _WSAMSG {
  LPSOCKADDR name;
  INT namelen;
  LPWSABUF lpBuffers;
  DWORD dwBufferCount;
  WSABUF Control;
  DWORD dwFlags;
} WSAMSG;
typedef struct _WSANAMESPACE_INFOEXA {
  GUID NSProviderId;
  DWORD dwNameSpace;
  WINBOOL fActive;
  DWORD dwVersion;
  LPSTR lpszIdentifier;
  BLOB ProviderSpecific;
} WSANAMESPACE_INFOEXA;
typedef struct _WSANAMESPACE_INFOEXW {
  GUID NSProviderId;
  DWORD dwNameSpace;
  WINBOOL fActive;
  DWORD dwVersion;
  LPWSTR lpszIdentifier;
  BLOB ProviderSpecific;
} WSANAMESPACE_INFOEXW;
typedef struct _WSAQUERYSET2A {
  DWORD dwSize;
  LPSTR lpszServiceInstanceName;
  LPWSAVERSION lpVersion;
  LPSTR lpszComment;
  DWORD dwNameSpace;
  LPGUID lpNSProviderId;
  LPSTR lpszContext;
  DWORD dwNumberOfProtocols;
  LPAFPROTOCOLS lpafpProtocols;
  LPSTR lpszQueryString;
  DWORD dwNumberOfCsAddrs;
  LPCSADDR_INFO lpcsaBuffer;
  DWORD dwOutputFlags;
  LPBLOB lpBlob;
} WSAQUERYSET2A;
typedef struct _WSAQUERYSET2W {
  DWORD dwSize;
  LPWSTR lpszServiceInstanceName;
  LPWSAVERSION lpVersion;
  LPWSTR lpszComment;
  DWORD dwNameSpace;
  LPGUID lpNSProviderId;
  LPTSTR lpszContext;
  DWORD dwNumberOfProtocols;
  LPAFPROTOCOLS lpafpProtocols;
  LPWSTR lpszQueryString;
  DWORD dwNumberOfCsAddrs;
  LPCSADDR_INFO lpcsaBuffer;
  DWORD dwOutputFlags;
  LPBLOB lpBlob;
} WSAQUERYSET2W;
typedef struct pollfd {
  SOCKET fd;
  short events;
  short revents;
} WSAPOLLFD;
typedef struct sockaddr_in SOCKADDR_IN;
typedef u_short ADDRESS_FAMILY;
typedef struct sockaddr_storage SOCKADDR_STORAGE;
typedef struct _WSAMSG *LPWSAMSG;
typedef struct fd_set fd_set;
typedef struct fd_set FD_SET;
typedef struct fd_set *PFD_SET;
typedef struct fd_set *LPFD_SET;
typedef struct hostent HOSTENT;
typedef struct hostent *PHOSTENT;
typedef struct hostent *LPHOSTENT;
typedef struct servent SERVENT;
typedef struct servent *PSERVENT;
typedef struct servent *LPSERVENT;
typedef struct protoent PROTOENT;
typedef struct protoent *PPROTOENT;
typedef struct protoent *LPPROTOENT;
typedef struct sockaddr SOCKADDR;
typedef struct sockaddr *PSOCKADDR;
typedef struct sockaddr_in *PSOCKADDR_IN;
typedef struct sockaddr_in *LPSOCKADDR_IN;
typedef struct linger LINGER;
typedef struct linger *PLINGER;
typedef struct linger *LPLINGER;
#ifndef timercmp
#define timerisset(t) ((t)->tv_sec || (t)->tv_usec)
#define timercmp(a, b, is) \
  ((a)->tv_sec == (b)->tv_sec ? (a)->tv_usec is (b)->tv_usec : (a)->tv_sec is (b)->tv_sec)
#define timerclear(t) ((t)->tv_sec = (t)->tv_usec = 0)
#endif
typedef struct timeval TIMEVAL;
typedef struct timeval *PTIMEVAL;
typedef struct timeval *LPTIMEVAL;
typedef struct WSAData *LPWSADATA;
typedef struct _QualityOfService *LPQOS;
typedef unsigned int GROUP;
typedef struct _WSANETWORKEVENTS *LPWSANETWORKEVENTS;
typedef struct _WSAPROTOCOLCHAIN *LPWSAPROTOCOLCHAIN;
typedef struct _WSAPROTOCOL_INFOA *LPWSAPROTOCOL_INFOA;
typedef struct _WSAPROTOCOL_INFOW *LPWSAPROTOCOL_INFOW;
typedef WS2_AW(WSAPROTOCOL_INFO) WSAPROTOCOL_INFO;
typedef WS2_AW(LPWSAPROTOCOL_INFO) LPWSAPROTOCOL_INFO;
typedef int (*LPCONDITIONPROC)(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP *, DWORD_PTR);
typedef enum _WSACOMPLETIONTYPE *PWSACOMPLETIONTYPE;
typedef enum _WSACOMPLETIONTYPE *LPWSACOMPLETIONTYPE;
typedef struct _WSACOMPLETION *PWSACOMPLETION;
typedef struct _WSACOMPLETION *LPWSACOMPLETION;
typedef struct sockaddr_storage *PSOCKADDR_STORAGE;
typedef struct sockaddr_storage *LPSOCKADDR_STORAGE;
typedef struct _SOCKET_ADDRESS *PSOCKET_ADDRESS;
typedef struct _SOCKET_ADDRESS *LPSOCKET_ADDRESS;
typedef struct _CSADDR_INFO *PCSADDR_INFO;
typedef struct _SOCKET_ADDRESS_LIST *PSOCKET_ADDRESS_LIST;
typedef struct _SOCKET_ADDRESS_LIST *LPSOCKET_ADDRESS_LIST;
typedef struct _AFPROTOCOLS *PAFPROTOCOLS;
typedef enum _WSAEcomparator *PWSAECOMPARATOR;
typedef enum _WSAEcomparator *LPWSAECOMPARATOR;
typedef struct _WSAVersion *PWSAVERSION;
typedef struct _WSAQuerySetA *PWSAQUERYSETA;
typedef struct _WSAQuerySetA *LPWSAQUERYSETA;
typedef struct _WSAQuerySetW *PWSAQUERYSETW;
typedef struct _WSAQuerySetW *LPWSAQUERYSETW;
typedef WS2_AW(WSAQUERYSET) WSAQUERYSET;
typedef WS2_AW(PWSAQUERYSET) PWSAQUERYSET;
typedef WS2_AW(LPWSAQUERYSET) LPWSAQUERYSET;
typedef enum _WSAESETSERVICEOP {
  RNRSERVICE_REGISTER,
  RNRSERVICE_DEREGISTER,
  RNRSERVICE_DELETE
} WSAESETSERVICEOP;
typedef enum _WSAESETSERVICEOP *PWSAESETSERVICEOP;
typedef enum _WSAESETSERVICEOP *LPWSAESETSERVICEOP;
typedef struct _WSANSClassInfoA *PWSANSCLASSINFOA;
typedef struct _WSANSClassInfoW *PWSANSCLASSINFOW;
typedef WS2_AW(WSANSCLASSINFO) WSANSCLASSINFO;
typedef WS2_AW(PWSANSCLASSINFO) PWSANSCLASSINFO;
typedef WS2_AW(LPWSANSCLASSINFO) LPWSANSCLASSINFO;
typedef struct _WSAServiceClassInfoA *PWSASERVICECLASSINFOA;
typedef struct _WSAServiceClassInfoA *LPWSASERVICECLASSINFOA;
typedef struct _WSAServiceClassInfoW *PWSASERVICECLASSINFOW;
typedef struct _WSAServiceClassInfoW *LPWSASERVICECLASSINFOW;
typedef WS2_AW(WSASERVICECLASSINFO) WSASERVICECLASSINFO;
typedef WS2_AW(PWSASERVICECLASSINFO) PWSASERVICECLASSINFO;
typedef WS2_AW(LPWSASERVICECLASSINFO) LPWSASERVICECLASSINFO;
typedef struct _WSANAMESPACE_INFOA *PWSANAMESPACE_INFOA;
typedef struct _WSANAMESPACE_INFOA *LPWSANAMESPACE_INFOA;
typedef struct _WSANAMESPACE_INFOW *PWSANAMESPACE_INFOW;
typedef struct _WSANAMESPACE_INFOW *LPWSANAMESPACE_INFOW;
typedef WS2_AW(WSANAMESPACE_INFO) WSANAMESPACE_INFO;
typedef WS2_AW(PWSANAMESPACE_INFO) PWSANAMESPACE_INFO;
typedef WS2_AW(LPWSANAMESPACE_INFO) LPWSANAMESPACE_INFO;
typedef struct _WSAMSG *PWSAMSG;
typedef struct _WSANAMESPACE_INFOEXA *PWSANAMESPACE_INFOEXA;
typedef struct _WSANAMESPACE_INFOEXA *LPWSANAMESPACE_INFOEXA;
typedef struct _WSANAMESPACE_INFOEXW *PWSANAMESPACE_INFOEXW;
typedef struct _WSANAMESPACE_INFOEXW *LPWSANAMESPACE_INFOEXW;
typedef WS2_AW(WSANAMESPACE_INFOEX) WSANAMESPACE_INFOEX;
typedef WS2_AW(PWSANAMESPACE_INFOEX) PWSANAMESPACE_INFOEX;
typedef WS2_AW(LPWSANAMESPACE_INFOEX) LPWSANAMESPACE_INFOEX;
typedef struct _WSAQUERYSET2A *PWSAQUERYSET2A;
typedef struct _WSAQUERYSET2A *LPWSAQUERYSET2A;
typedef struct _WSAQUERYSET2W *PWSAQUERYSET2W;
typedef struct _WSAQUERYSET2W *LPWSAQUERYSET2W;
typedef struct pollfd *PWSAPOLLFD;
typedef struct pollfd *LPWSAPOLLFD;

#ifdef __cplusplus
}
#endif

#define WSABASEERR 10000
#define WSAEINTR 10004
#define WSAEBADF 10009
#define WSAEACCES 10013
#define WSAEFAULT 10014
#define WSAEINVAL 10022
#define WSAEMFILE 10024
#define WSAEWOULDBLOCK 10035
#define WSAEINPROGRESS 10036
#define WSAEALREADY 10037
#define WSAENOTSOCK 10038
#define WSAEDESTADDRREQ 10039
#define WSAEMSGSIZE 10040
#define WSAEPROTOTYPE 10041
#define WSAENOPROTOOPT 10042
#define WSAEPROTONOSUPPORT 10043
#define WSAESOCKTNOSUPPORT 10044
#define WSAEOPNOTSUPP 10045
#define WSAEPFNOSUPPORT 10046
#define WSAEAFNOSUPPORT 10047
#define WSAEADDRINUSE 10048
#define WSAEADDRNOTAVAIL 10049
#define WSAENETDOWN 10050
#define WSAENETUNREACH 10051
#define WSAENETRESET 10052
#define WSAECONNABORTED 10053
#define WSAECONNRESET 10054
#define WSAENOBUFS 10055
#define WSAEISCONN 10056
#define WSAENOTCONN 10057
#define WSAESHUTDOWN 10058
#define WSAETOOMANYREFS 10059
#define WSAETIMEDOUT 10060
#define WSAECONNREFUSED 10061
#define WSAELOOP 10062
#define WSAENAMETOOLONG 10063
#define WSAEHOSTDOWN 10064
#define WSAEHOSTUNREACH 10065
#define WSAENOTEMPTY 10066
#define WSAEPROCLIM 10067
#define WSAEUSERS 10068
#define WSAEDQUOT 10069
#define WSAESTALE 10070
#define WSAEREMOTE 10071
#define WSASYSNOTREADY 10091
#define WSAVERNOTSUPPORTED 10092
#define WSANOTINITIALISED 10093
#define WSAEDISCON 10101
#define WSAENOMORE 10102
#define WSAECANCELLED 10103
#define WSAEINVALIDPROCTABLE 10104
#define WSAEINVALIDPROVIDER 10105
#define WSAEPROVIDERFAILEDINIT 10106
#define WSASYSCALLFAILURE 10107
#define WSASERVICE_NOT_FOUND 10108
#define WSATYPE_NOT_FOUND 10109
#define WSA_E_NO_MORE 10110
#define WSA_E_CANCELLED 10111
#define WSAEREFUSED 10112
#define WSAHOST_NOT_FOUND 11001
#define WSATRY_AGAIN 11002
#define WSANO_RECOVERY 11003
#define WSANO_DATA 11004
#define WSA_QOS_RECEIVERS 11005
#define WSA_QOS_SENDERS 11006
#define WSA_QOS_NO_SENDERS 11007
#define WSA_QOS_NO_RECEIVERS 11008
#define WSA_QOS_REQUEST_CONFIRMED 11009
#define WSA_QOS_ADMISSION_FAILURE 11010
#define WSA_QOS_POLICY_FAILURE 11011
#define WSA_QOS_BAD_STYLE 11012
#define WSA_QOS_BAD_OBJECT 11013
#define WSA_QOS_TRAFFIC_CTRL_ERROR 11014
#define WSA_QOS_GENERIC_ERROR 11015
#define WSA_QOS_ESERVICETYPE 11016
#define WSA_QOS_EFLOWSPEC 11017
#define WSA_QOS_EPROVSPECBUF 11018
#define WSA_QOS_EFILTERSTYLE 11019
#define WSA_QOS_EFILTERTYPE 11020
#define WSA_QOS_EFILTERCOUNT 11021
#define WSA_QOS_EOBJLENGTH 11022
#define WSA_QOS_EFLOWCOUNT 11023
#define WSA_QOS_EUNKNOWNPSOBJ 11024
#define WSA_QOS_EUNKOWNPSOBJ 11024
#define WSA_QOS_EPOLICYOBJ 11025
#define WSA_QOS_EFLOWDESC 11026
#define WSA_QOS_EPSFLOWSPEC 11027
#define WSA_QOS_EPSFILTERSPEC 11028
#define WSA_QOS_ESDMODEOBJ 11029
#define WSA_QOS_ESHAPERATEOBJ 11030
#define WSA_QOS_RESERVED_PETYPE 11031
#define WINSOCK_VERSION 514
#define INVALID_SOCKET ((SOCKET)(~0))
#define SOCKET_ERROR (-1)
#define WSADESCRIPTION_LEN 256
#define WSASYS_STATUS_LEN 128
#define IOCPARM_MASK 127
#define IOC_VOID 0x20000000
#define IOC_OUT 0x40000000
#define IOC_IN 0x80000000u
#define IOC_INOUT 0xC0000000u
#define FIONREAD 1074030207
#define FIONBIO 0x8004667Eu
#define FIOASYNC 0x8004667Du
#define SIOCSHIWAT 0x80047300u
#define SIOCGHIWAT 1074033409
#define SIOCSLOWAT 0x80047302u
#define SIOCGLOWAT 1074033411
#define SIOCATMARK 1074033415
#define IPPROTO_IP 0
#define IPPROTO_HOPOPTS 0
#define IPPROTO_ICMP 1
#define IPPROTO_IGMP 2
#define IPPROTO_GGP 3
#define IPPROTO_IPV4 4
#define IPPROTO_ST 5
#define IPPROTO_TCP 6
#define IPPROTO_CBT 7
#define IPPROTO_EGP 8
#define IPPROTO_IGP 9
#define IPPROTO_PUP 12
#define IPPROTO_UDP 17
#define IPPROTO_IDP 22
#define IPPROTO_RDP 27
#define IPPROTO_IPV6 41
#define IPPROTO_ROUTING 43
#define IPPROTO_FRAGMENT 44
#define IPPROTO_ESP 50
#define IPPROTO_AH 51
#define IPPROTO_ICMPV6 58
#define IPPROTO_NONE 59
#define IPPROTO_DSTOPTS 60
#define IPPROTO_ND 77
#define IPPROTO_ICLFXBM 78
#define IPPROTO_PIM 103
#define IPPROTO_PGM 113
#define IPPROTO_L2TP 115
#define IPPROTO_SCTP 132
#define IPPROTO_RAW 255
#define IPPROTO_MAX 256
#define IPPORT_ECHO 7
#define IPPORT_DISCARD 9
#define IPPORT_SYSTAT 11
#define IPPORT_DAYTIME 13
#define IPPORT_NETSTAT 15
#define IPPORT_FTP 21
#define IPPORT_TELNET 23
#define IPPORT_SMTP 25
#define IPPORT_TIMESERVER 37
#define IPPORT_NAMESERVER 42
#define IPPORT_WHOIS 43
#define IPPORT_MTP 57
#define IPPORT_TFTP 69
#define IPPORT_RJE 77
#define IPPORT_FINGER 79
#define IPPORT_TTYLINK 87
#define IPPORT_SUPDUP 95
#define IPPORT_EXECSERVER 512
#define IPPORT_LOGINSERVER 513
#define IPPORT_CMDSERVER 514
#define IPPORT_EFSSERVER 520
#define IPPORT_BIFFUDP 512
#define IPPORT_WHOSERVER 513
#define IPPORT_ROUTESERVER 520
#define IPPORT_RESERVED 1024
#define IMPLINK_IP 155
#define IMPLINK_LOWEXPER 156
#define IMPLINK_HIGHEXPER 158
#define IN_CLASSA_NET 0xFF000000u
#define IN_CLASSA_NSHIFT 24
#define IN_CLASSA_HOST 16777215
#define IN_CLASSA_MAX 128
#define IN_CLASSB_NET 0xFFFF0000u
#define IN_CLASSB_NSHIFT 16
#define IN_CLASSB_HOST 65535
#define IN_CLASSB_MAX 0x10000
#define IN_CLASSC_NET 0xFFFFFF00u
#define IN_CLASSC_NSHIFT 8
#define IN_CLASSC_HOST 255
#define IN_CLASSD_NET 0xF0000000u
#define IN_CLASSD_NSHIFT 28
#define IN_CLASSD_HOST 268435455
#define INADDR_ANY 0
#define INADDR_LOOPBACK 2130706433
#define INADDR_BROADCAST 0xFFFFFFFFu
#define INADDR_NONE 0xFFFFFFFFu
#define ADDR_ANY 0
#define FROM_PROTOCOL_INFO (-1)
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define SOCK_RDM 4
#define SOCK_SEQPACKET 5
#define SO_DEBUG 1
#define SO_ACCEPTCONN 2
#define SO_REUSEADDR 4
#define SO_KEEPALIVE 8
#define SO_DONTROUTE 16
#define SO_BROADCAST 32
#define SO_USELOOPBACK 64
#define SO_LINGER 128
#define SO_OOBINLINE 256
#define SO_DONTLINGER (-129)
#define SO_EXCLUSIVEADDRUSE (-5)
#define SO_SNDBUF 4097
#define SO_RCVBUF 4098
#define SO_SNDLOWAT 4099
#define SO_RCVLOWAT 4100
#define SO_SNDTIMEO 4101
#define SO_RCVTIMEO 4102
#define SO_ERROR 4103
#define SO_TYPE 4104
#define SO_GROUP_ID 8193
#define SO_BSP_STATE 0x1009
#define SO_GROUP_PRIORITY 8194
#define SO_MAX_MSG_SIZE 8195
#define SO_PROTOCOL_INFOA 8196
#define SO_PROTOCOL_INFOW 8197
#define SO_PROTOCOL_INFO 8196
#define PVD_CONFIG 12289
#define SO_CONDITIONAL_ACCEPT 12290
#define SO_PAUSE_ACCEPT 0x3003
#define SO_COMPARTMENT_ID 0x3004
#define SO_RANDOMIZE_PORT 0x3005
#define SO_PORT_SCALABILITY 0x3006
#define SO_REUSE_UNICASTPORT 0x3007
#define SO_REUSE_MULTICASTPORT 0x3008
#define TCP_NODELAY 1
#define AF_UNSPEC 0
#define AF_UNIX 1
#define AF_INET 2
#define AF_IMPLINK 3
#define AF_PUP 4
#define AF_CHAOS 5
#define AF_NS 6
#define AF_IPX 6
#define AF_ISO 7
#define AF_OSI 7
#define AF_ECMA 8
#define AF_DATAKIT 9
#define AF_CCITT 10
#define AF_SNA 11
#define AF_DECnet 12
#define AF_DLI 13
#define AF_LAT 14
#define AF_HYLINK 15
#define AF_APPLETALK 16
#define AF_NETBIOS 17
#define AF_VOICEVIEW 18
#define AF_FIREFOX 19
#define AF_UNKNOWN1 20
#define AF_BAN 21
#define AF_ATM 22
#define AF_INET6 23
#define AF_CLUSTER 24
#define AF_12844 25
#define AF_IRDA 26
#define AF_NETDES 28
#define AF_TCNPROCESS 29
#define AF_TCNMESSAGE 30
#define AF_ICLFXBM 31
#define AF_BTH 32
#define AF_MAX 33
#define _SS_MAXSIZE 128
#define _SS_ALIGNSIZE 8
#define _SS_PAD1SIZE 6
#define _SS_PAD2SIZE 112
#define PF_UNSPEC 0
#define PF_UNIX 1
#define PF_INET 2
#define PF_IMPLINK 3
#define PF_PUP 4
#define PF_CHAOS 5
#define PF_NS 6
#define PF_IPX 6
#define PF_ISO 7
#define PF_OSI 7
#define PF_ECMA 8
#define PF_DATAKIT 9
#define PF_CCITT 10
#define PF_SNA 11
#define PF_DECnet 12
#define PF_DLI 13
#define PF_LAT 14
#define PF_HYLINK 15
#define PF_APPLETALK 16
#define PF_VOICEVIEW 18
#define PF_FIREFOX 19
#define PF_UNKNOWN1 20
#define PF_BAN 21
#define PF_ATM 22
#define PF_INET6 23
#define PF_BTH 32
#define PF_MAX 33
#define SOL_SOCKET 65535
#define SOMAXCONN 2147483647
#define MSG_OOB 0x1
#define MSG_PEEK 0x2
#define MSG_DONTROUTE 0x4
#define MSG_WAITALL 0x8
#define MSG_PUSH_IMMEDIATE 0x20
#define MSG_PARTIAL 0x8000
#define MSG_INTERRUPT 0x10
#define MSG_MAXIOVLEN 0x10
#define MAXGETHOSTSTRUCT 1024
#define FD_READ_BIT 0
#define FD_READ 1
#define FD_WRITE_BIT 1
#define FD_WRITE 2
#define FD_OOB_BIT 2
#define FD_OOB 4
#define FD_ACCEPT_BIT 3
#define FD_ACCEPT 8
#define FD_CONNECT_BIT 4
#define FD_CONNECT 16
#define FD_CLOSE_BIT 5
#define FD_CLOSE 32
#define FD_QOS_BIT 6
#define FD_QOS 64
#define FD_GROUP_QOS_BIT 7
#define FD_GROUP_QOS 128
#define FD_ROUTING_INTERFACE_CHANGE_BIT 8
#define FD_ROUTING_INTERFACE_CHANGE 256
#define FD_ADDRESS_LIST_CHANGE_BIT 9
#define FD_ADDRESS_LIST_CHANGE 512
#define FD_MAX_EVENTS 10
#define FD_ALL_EVENTS 1023
#define HOST_NOT_FOUND 11001
#define TRY_AGAIN 11002
#define NO_RECOVERY 11003
#define NO_DATA 11004
#define WSANO_ADDRESS 11004
#define NO_ADDRESS 11004
#define WSA_IO_PENDING 997
#define WSA_IO_INCOMPLETE 996
#define WSA_INVALID_HANDLE 6
#define WSA_INVALID_PARAMETER 87
#define WSA_NOT_ENOUGH_MEMORY 8
#define WSA_OPERATION_ABORTED 995
#define WSA_MAXIMUM_WAIT_EVENTS 64
#define WSA_WAIT_FAILED 0xFFFFFFFFu
#define WSA_WAIT_EVENT_0 0
#define WSA_WAIT_IO_COMPLETION 192
#define WSA_WAIT_TIMEOUT 258
#define WSA_INFINITE 0xFFFFFFFFu
#define CF_ACCEPT 0
#define CF_REJECT 1
#define CF_DEFER 2
#define SD_RECEIVE 0
#define SD_SEND 1
#define SD_BOTH 2
#define SG_UNCONSTRAINED_GROUP 1
#define SG_CONSTRAINED_GROUP 2
#define MAX_PROTOCOL_CHAIN 7
#define BASE_PROTOCOL 1
#define LAYERED_PROTOCOL 0
#define WSAPROTOCOL_LEN 255
#define PFL_MULTIPLE_PROTO_ENTRIES 1
#define PFL_RECOMMENDED_PROTO_ENTRY 2
#define PFL_HIDDEN 4
#define PFL_MATCHES_PROTOCOL_ZERO 8
#define PFL_NETWORKDIRECT_PROVIDER 16
#define XP1_CONNECTIONLESS 0x1
#define XP1_GUARANTEED_DELIVERY 0x2
#define XP1_GUARANTEED_ORDER 0x4
#define XP1_MESSAGE_ORIENTED 0x8
#define XP1_PSEUDO_STREAM 0x10
#define XP1_GRACEFUL_CLOSE 0x20
#define XP1_EXPEDITED_DATA 0x40
#define XP1_CONNECT_DATA 0x80
#define XP1_DISCONNECT_DATA 0x100
#define XP1_SUPPORT_BROADCAST 0x200
#define XP1_SUPPORT_MULTIPOINT 0x400
#define XP1_MULTIPOINT_CONTROL_PLANE 0x800
#define XP1_MULTIPOINT_DATA_PLANE 0x1000
#define XP1_QOS_SUPPORTED 0x2000
#define XP1_INTERRUPT 0x4000
#define XP1_UNI_SEND 0x8000
#define XP1_UNI_RECV 0x10000
#define XP1_IFS_HANDLES 0x20000
#define XP1_PARTIAL_MESSAGE 0x40000
#define XP1_SAN_SUPPORT_SDP 0x80000
#define BIGENDIAN 0
#define LITTLEENDIAN 1
#define SECURITY_PROTOCOL_NONE 0
#define JL_SENDER_ONLY 1
#define JL_RECEIVER_ONLY 2
#define JL_BOTH 4
#define WSA_FLAG_OVERLAPPED 0x1
#define WSA_FLAG_MULTIPOINT_C_ROOT 0x2
#define WSA_FLAG_MULTIPOINT_C_LEAF 0x4
#define WSA_FLAG_MULTIPOINT_D_ROOT 0x8
#define WSA_FLAG_MULTIPOINT_D_LEAF 0x10
#define WSA_FLAG_ACCESS_SYSTEM_SECURITY 0x40
#define WSA_FLAG_NO_HANDLE_INHERIT 0x80
#define WSA_FLAG_REGISTERED_IO 0x100
#define IOC_UNIX 0
#define IOC_WS2 0x8000000
#define IOC_PROTOCOL 0x10000000
#define IOC_VENDOR 402653184
#define SIO_ASSOCIATE_HANDLE 0x88000001u
#define SIO_ENABLE_CIRCULAR_QUEUEING 0x28000002
#define SIO_FIND_ROUTE 0x48000003
#define SIO_FLUSH 0x28000004
#define SIO_GET_BROADCAST_ADDRESS 0x48000005
#define SIO_GET_EXTENSION_FUNCTION_POINTER 0xC8000006u
#define SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER 0xC8000024u
#define SIO_GET_QOS 0xC8000007u
#define SIO_GET_GROUP_QOS 0xC8000008u
#define SIO_MULTIPOINT_LOOPBACK 0x88000009u
#define SIO_MULTICAST_SCOPE 0x8800000Au
#define SIO_SET_QOS 0x8800000Bu
#define SIO_SET_GROUP_QOS 0x8800000Cu
#define SIO_TRANSLATE_HANDLE 0xC800000Du
#define SIO_ROUTING_INTERFACE_QUERY 0xC8000014u
#define SIO_ROUTING_INTERFACE_CHANGE 0x88000015u
#define SIO_ADDRESS_LIST_QUERY 0x48000016
#define SIO_ADDRESS_LIST_CHANGE 0x28000017
#define SIO_QUERY_TARGET_PNP_HANDLE 0x48000018
#define SIO_ADDRESS_LIST_SORT 0xC8000019u
#define SIO_RESERVED_1 0x8800001Au
#define SIO_RESERVED_2 0x88000021u
#define SIO_NSP_NOTIFY_CHANGE 0x88000019u
#define TH_NETDEV 1
#define TH_TAPI 2
#define SERVICE_MULTIPLE 0x1
#define NS_ALL 0
#define NS_SAP 1
#define NS_NDS 2
#define NS_PEER_BROWSE 3
#define NS_SLP 5
#define NS_DHCP 6
#define NS_TCPIP_LOCAL 10
#define NS_TCPIP_HOSTS 11
#define NS_DNS 12
#define NS_NETBT 13
#define NS_WINS 14
#define NS_NLA 15
#define NS_BTH 16
#define NS_NBP 20
#define NS_MS 30
#define NS_STDA 31
#define NS_NTDS 32
#define NS_EMAIL 37
#define NS_PNRPNAME 38
#define NS_PNRPCLOUD 39
#define NS_X500 40
#define NS_NIS 41
#define NS_NISPLUS 42
#define NS_WRQ 50
#define NS_NETDES 60
#define RES_UNUSED_1 1
#define RES_FLUSH_CACHE 2
#define RES_SERVICE 4
#define LUP_DEEP 1
#define LUP_CONTAINERS 2
#define LUP_NOCONTAINERS 4
#define LUP_NEAREST 8
#define LUP_RETURN_NAME 16
#define LUP_RETURN_TYPE 32
#define LUP_RETURN_VERSION 64
#define LUP_RETURN_COMMENT 128
#define LUP_RETURN_ADDR 256
#define LUP_RETURN_BLOB 512
#define LUP_RETURN_ALIASES 1024
#define LUP_RETURN_QUERY_STRING 2048
#define LUP_RETURN_ALL 4080
#define LUP_RES_SERVICE 0x8000
#define LUP_FLUSHCACHE 0x1000
#define LUP_FLUSHPREVIOUS 0x2000
#define LUP_NON_AUTHORITATIVE 0x4000
#define LUP_SECURE 0x8000
#define LUP_RETURN_PREFERRED_NAMES 0x10000
#define LUP_DNS_ONLY 0x20000
#define LUP_ADDRCONFIG 0x100000
#define LUP_DUAL_ADDR 0x200000
#define LUP_FILESERVER 0x400000
#define LUP_DISABLE_IDN_ENCODING 0x800000
#define LUP_API_ANSI 0x1000000
#define LUP_RESOLUTION_HANDLE 0x80000000u
#define LUP_RES_RESERVICE 0x8000
#define RESULT_IS_ALIAS 1
#define RESULT_IS_ADDED 16
#define RESULT_IS_CHANGED 32
#define RESULT_IS_DELETED 64
#define POLLRDNORM 256
#define POLLRDBAND 512
#define POLLIN 768
#define POLLPRI 1024
#define POLLWRNORM 16
#define POLLOUT 16
#define POLLWRBAND 32
#define POLLERR 1
#define POLLHUP 2
#define POLLNVAL 4
#define SOCK_NOTIFY_REGISTER_EVENT_NONE 0
#define SOCK_NOTIFY_REGISTER_EVENT_IN 1
#define SOCK_NOTIFY_REGISTER_EVENT_OUT 2
#define SOCK_NOTIFY_REGISTER_EVENT_HANGUP 4
#define SOCK_NOTIFY_REGISTER_EVENTS_ALL 7
#define SOCK_NOTIFY_EVENT_IN 1
#define SOCK_NOTIFY_EVENT_OUT 2
#define SOCK_NOTIFY_EVENT_HANGUP 4
#define SOCK_NOTIFY_EVENT_ERR 64
#define SOCK_NOTIFY_EVENT_REMOVE 128
#define SOCK_NOTIFY_EVENTS_ALL 199
#define SOCK_NOTIFY_OP_NONE 0
#define SOCK_NOTIFY_OP_ENABLE 1
#define SOCK_NOTIFY_OP_DISABLE 2
#define SOCK_NOTIFY_OP_REMOVE 4
#define SOCK_NOTIFY_TRIGGER_ONESHOT 1
#define SOCK_NOTIFY_TRIGGER_PERSISTENT 2
#define SOCK_NOTIFY_TRIGGER_LEVEL 4
#define SOCK_NOTIFY_TRIGGER_EDGE 8
#define SOCK_NOTIFY_TRIGGER_ALL 15
#ifndef IP_DEFAULT_MULTICAST_TTL
#define IP_DEFAULT_MULTICAST_TTL 1
#endif
#ifndef IP_DEFAULT_MULTICAST_LOOP
#define IP_DEFAULT_MULTICAST_LOOP 1
#endif
#ifndef IP_MAX_MEMBERSHIPS
#define IP_MAX_MEMBERSHIPS 20
#endif

#define WSAMAKEASYNCREPLY(buflen, error) MAKELONG(buflen, error)
#define WSAMAKESELECTREPLY(event, error) MAKELONG(event, error)
#define WSAGETASYNCBUFLEN(lParam) LOWORD(lParam)
#define WSAGETASYNCERROR(lParam) HIWORD(lParam)
#define WSAGETSELECTEVENT(lParam) LOWORD(lParam)
#define WSAGETSELECTERROR(lParam) HIWORD(lParam)

#define IN_CLASSA(i) (((LONG)(i) & 0x80000000) == 0)
#define IN_CLASSB(i) (((LONG)(i) & 0xc0000000) == 0x80000000)
#define IN_CLASSC(i) (((LONG)(i) & 0xe0000000) == 0xc0000000)
#define IN_CLASSD(i) (((LONG)(i) & 0xf0000000) == 0xe0000000)
#define IN_MULTICAST(i) IN_CLASSD(i)
#ifndef SOMAXCONN_HINT
#define SOMAXCONN_HINT(b) (-(b))
#endif
#ifndef _WSAIOR
#define _IO(x, y) (IOC_VOID | ((x) << 8) | (y))
#define _IOR(x, y, t) (IOC_OUT | (((LONG)sizeof(t) & IOCPARM_MASK) << 16) | ((x) << 8) | (y))
#define _IOW(x, y, t) (IOC_IN | (((LONG)sizeof(t) & IOCPARM_MASK) << 16) | ((x) << 8) | (y))
#define _WSAIO(x, y) (IOC_VOID | (x) | (y))
#define _WSAIOR(x, y) (IOC_OUT | (x) | (y))
#define _WSAIOW(x, y) (IOC_IN | (x) | (y))
#define _WSAIORW(x, y) (IOC_INOUT | (x) | (y))
#endif
#define WSA_INVALID_EVENT ((WSAEVENT)NULL)
#define h_addr h_addr_list[0]

#define FD_CLR(fd, set) ws2_fd_clr((SOCKET)(fd), (ws2_fd_set_head *)(set))
#define FD_SET(fd, set) ws2_fd_add((SOCKET)(fd), (ws2_fd_set_head *)(set), sizeof(*(set)))
#define FD_ZERO(set) (((fd_set *)(set))->fd_count = 0)
#define FD_ISSET(fd, set) __WSAFDIsSet((SOCKET)(fd), (fd_set *)(set))

// An fd_set of any size: programs redefine FD_SETSIZE, or allocate larger sets.
typedef struct { u_int fd_count; SOCKET fd_array[1]; } ws2_fd_set_head;

static inline void ws2_fd_clr(SOCKET s, ws2_fd_set_head *set) {
  SOCKET *array = set->fd_array;
  u_int i;
  for (i = 0; i < set->fd_count; i++) {
    if (array[i] != s)
      continue;
    for (; i + 1 < set->fd_count; i++)
      array[i] = array[i + 1];
    set->fd_count--;
    return;
  }
}

static inline void ws2_fd_add(SOCKET s, ws2_fd_set_head *set, size_t size) {
  SOCKET *array = set->fd_array;
  u_int i;
  for (i = 0; i < set->fd_count; i++)
    if (array[i] == s)
      return;
  if (set->fd_count < (size - sizeof(SOCKET)) / sizeof(SOCKET))
    array[set->fd_count++] = s;
}

#ifdef __cplusplus
// Overloads: glibc's functions of these names are always declared, and take other types.
extern "C++" {                                      // also where the program includes this as C
int select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const PTIMEVAL timeout) WS2_SYMBOL(ws2_select);
int gethostname(char *name, int namelen) WS2_SYMBOL(ws2_gethostname);
}
#else
int ws2_select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const PTIMEVAL timeout);
int ws2_gethostname(char *name, int namelen);
#define select ws2_select
#define gethostname ws2_gethostname
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SOCK_NOTIFY_REGISTRATION {
  SOCKET socket;
  PVOID completionKey;
  UINT16 eventFilter;
  UINT8 operation;
  UINT8 triggerFlags;
  DWORD registrationResult;
} SOCK_NOTIFY_REGISTRATION;
DWORD ProcessSocketNotifications(HANDLE completionPort, UINT32 registrationCount, SOCK_NOTIFY_REGISTRATION *registrationInfos, UINT32 timeoutMs, ULONG completionCount, OVERLAPPED_ENTRY *completionPortEntries, UINT32 *receivedEntryCount);
// The events of a packet that ProcessSocketNotifications or a port's own functions have returned.
static inline UINT32 SocketNotificationRetrieveEvents(const OVERLAPPED_ENTRY *notification) {
  return notification->dwNumberOfBytesTransferred;
}
SOCKET WSAAccept(SOCKET s, struct sockaddr *addr, LPINT addrlen, LPCONDITIONPROC lpfnCondition, DWORD_PTR dwCallbackData);
int WSACleanup(void);
int WSAConnect(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF lpCallerData, LPWSABUF lpCalleeData, LPQOS lpSQOS, LPQOS lpGQOS);
BOOL WSAConnectByList(SOCKET s, PSOCKET_ADDRESS_LIST SocketAddressList, LPDWORD LocalAddressLength, LPSOCKADDR LocalAddress, LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress, const PTIMEVAL timeout, LPWSAOVERLAPPED Reserved);
BOOL WSAConnectByNameA(SOCKET s, LPSTR nodename, LPSTR servicename, LPDWORD LocalAddressLength, LPSOCKADDR LocalAddress, LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress, const PTIMEVAL timeout, LPWSAOVERLAPPED Reserved);
BOOL WSAConnectByNameW(SOCKET s, LPWSTR nodename, LPWSTR servicename, LPDWORD LocalAddressLength, LPSOCKADDR LocalAddress, LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress, const PTIMEVAL timeout, LPWSAOVERLAPPED Reserved) WS2_WIDE(WSAConnectByNameW);
int WSADuplicateSocketA(SOCKET s, DWORD dwProcessId, LPWSAPROTOCOL_INFOA lpProtocolInfo);
int WSADuplicateSocketW(SOCKET s, DWORD dwProcessId, LPWSAPROTOCOL_INFOW lpProtocolInfo) WS2_WIDE(WSADuplicateSocketW);
int WSAGetLastError(void);
int WSAIoctl(SOCKET s, DWORD dwIoControlCode, LPVOID lpvInBuffer, DWORD cbInBuffer, LPVOID lpvOutBuffer, DWORD cbOutBuffer, LPDWORD lpcbBytesReturned, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
SOCKET WSAJoinLeaf(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF lpCallerData, LPWSABUF lpCalleeData, LPQOS lpSQOS, LPQOS lpGQOS, DWORD dwFlags);
int WSARecvDisconnect(SOCKET s, LPWSABUF lpInboundDisconnectData);
int WSASendDisconnect(SOCKET s, LPWSABUF lpOutboundDisconnectData);
void WSASetLastError(int iError);
SOCKET WSASocketA(int af, int type, int protocol, LPWSAPROTOCOL_INFOA lpProtocolInfo, GROUP g, DWORD dwFlags);
SOCKET WSASocketW(int af, int type, int protocol, LPWSAPROTOCOL_INFOW lpProtocolInfo, GROUP g, DWORD dwFlags) WS2_WIDE(WSASocketW);
int WSAStartup(WORD wVersionRequested, LPWSADATA lpWSAData);
SOCKET accept(SOCKET s, struct sockaddr *addr, int *addrlen) WS2_SYMBOL(ws2_accept);
int bind(SOCKET s, const struct sockaddr *name, int namelen) WS2_SYMBOL(ws2_bind);
int closesocket(SOCKET s);
int connect(SOCKET s, const struct sockaddr *name, int namelen) WS2_SYMBOL(ws2_connect);
int getpeername(SOCKET s, struct sockaddr *name, int *namelen) WS2_SYMBOL(ws2_getpeername);
int getsockname(SOCKET s, struct sockaddr *name, int *namelen) WS2_SYMBOL(ws2_getsockname);
int getsockopt(SOCKET s, int level, int optname, char *optval, int *optlen) WS2_SYMBOL(ws2_getsockopt);
int ioctlsocket(SOCKET s, LONG cmd, u_long *argp);
int listen(SOCKET s, int backlog) WS2_SYMBOL(ws2_listen);
int recv(SOCKET s, char *buf, int len, int flags) WS2_SYMBOL(ws2_recv);
int recvfrom(SOCKET s, char *buf, int len, int flags, struct sockaddr *from, int *fromlen) WS2_SYMBOL(ws2_recvfrom);
int send(SOCKET s, const char *buf, int len, int flags) WS2_SYMBOL(ws2_send);
int sendto(SOCKET s, const char *buf, int len, int flags, const struct sockaddr *to, int tolen) WS2_SYMBOL(ws2_sendto);
int setsockopt(SOCKET s, int level, int optname, const char *optval, int optlen) WS2_SYMBOL(ws2_setsockopt);
int shutdown(SOCKET s, int how) WS2_SYMBOL(ws2_shutdown);
SOCKET socket(int af, int type, int protocol) WS2_SYMBOL(ws2_socket);
BOOL WSAGetOverlappedResult(SOCKET s, LPWSAOVERLAPPED lpOverlapped, LPDWORD lpcbTransfer, BOOL fWait, LPDWORD lpdwFlags);
int WSARecv(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
int WSARecvFrom(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags, struct sockaddr *lpFrom, LPINT lpFromlen, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
int WSASend(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesSent, DWORD dwFlags, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
int WSASendMsg(SOCKET s, LPWSAMSG lpMsg, DWORD dwFlags, LPDWORD lpNumberOfBytesSent, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
int WSASendTo(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesSent, DWORD dwFlags, const struct sockaddr *lpTo, int iTolen, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
BOOL WSACloseEvent(WSAEVENT hEvent);
WSAEVENT WSACreateEvent(void);
int WSAEnumNetworkEvents(SOCKET s, WSAEVENT hEventObject, LPWSANETWORKEVENTS lpNetworkEvents);
int WSAEventSelect(SOCKET s, WSAEVENT hEventObject, LONG lNetworkEvents);
BOOL WSAResetEvent(WSAEVENT hEvent);
BOOL WSASetEvent(WSAEVENT hEvent);
DWORD WSAWaitForMultipleEvents(DWORD cEvents, const WSAEVENT *lphEvents, BOOL fWaitAll, DWORD dwTimeout, BOOL fAlertable);
int WSAPoll(WSAPOLLFD fdarray[], ULONG nfds, INT timeout);
int __WSAFDIsSet(SOCKET arg1, fd_set *arg2);
struct hostent *gethostbyaddr(const char *addr, int len, int type) WS2_SYMBOL(ws2_gethostbyaddr);
struct hostent *gethostbyname(const char *name) WS2_SYMBOL(ws2_gethostbyname);
struct protoent *getprotobyname(const char *name) WS2_SYMBOL(ws2_getprotobyname);
struct protoent *getprotobynumber(int number) WS2_SYMBOL(ws2_getprotobynumber);
struct servent *getservbyname(const char *name, const char *proto) WS2_SYMBOL(ws2_getservbyname);
struct servent *getservbyport(int port, const char *proto) WS2_SYMBOL(ws2_getservbyport);
int WSAEnumProtocolsA(LPINT lpiProtocols, LPWSAPROTOCOL_INFOA lpProtocolBuffer, LPDWORD lpdwBufferLength);
int WSAEnumProtocolsW(LPINT lpiProtocols, LPWSAPROTOCOL_INFOW lpProtocolBuffer, LPDWORD lpdwBufferLength) WS2_WIDE(WSAEnumProtocolsW);
INT WSAProviderConfigChange(LPHANDLE lpNotificationHandle, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
INT WSAAddressToStringA(LPSOCKADDR lpsaAddress, DWORD dwAddressLength, LPWSAPROTOCOL_INFOA lpProtocolInfo, LPSTR lpszAddressString, LPDWORD lpdwAddressStringLength);
INT WSAAddressToStringW(LPSOCKADDR lpsaAddress, DWORD dwAddressLength, LPWSAPROTOCOL_INFOW lpProtocolInfo, LPWSTR lpszAddressString, LPDWORD lpdwAddressStringLength) WS2_WIDE(WSAAddressToStringW);
int WSAHtonl(SOCKET s, u_long hostlong, u_long *lpnetlong);
int WSAHtons(SOCKET s, u_short hostshort, u_short *lpnetshort);
int WSANtohl(SOCKET s, u_long netlong, u_long *lphostlong);
int WSANtohs(SOCKET s, u_short netshort, u_short *lphostshort);
INT WSAStringToAddressA(LPSTR AddressString, INT AddressFamily, LPWSAPROTOCOL_INFOA lpProtocolInfo, LPSOCKADDR lpAddress, LPINT lpAddressLength);
INT WSAStringToAddressW(LPWSTR AddressString, INT AddressFamily, LPWSAPROTOCOL_INFOW lpProtocolInfo, LPSOCKADDR lpAddress, LPINT lpAddressLength) WS2_WIDE(WSAStringToAddressW);
u_long htonl(u_long hostlong) WS2_SYMBOL(ws2_htonl);
u_short htons(u_short hostshort) WS2_SYMBOL(ws2_htons);
ULONG inet_addr(const char *cp) WS2_SYMBOL(ws2_inet_addr);
char *inet_ntoa(struct in_addr in) WS2_SYMBOL(ws2_inet_ntoa);
u_long ntohl(u_long netlong) WS2_SYMBOL(ws2_ntohl);
u_short ntohs(u_short netshort) WS2_SYMBOL(ws2_ntohs);
int WSACancelBlockingCall(void);
BOOL WSAIsBlocking(void);
FARPROC WSASetBlockingHook(FARPROC lpBlockFunc);
int WSAUnhookBlockingHook(void);
HANDLE WSAAsyncGetHostByAddr(HWND hWnd, u_int wMsg, const char *addr, int len, int type, char *buf, int buflen);
HANDLE WSAAsyncGetHostByName(HWND hWnd, u_int wMsg, const char *name, char *buf, int buflen);
HANDLE WSAAsyncGetProtoByName(HWND hWnd, u_int wMsg, const char *name, char *buf, int buflen);
HANDLE WSAAsyncGetProtoByNumber(HWND hWnd, u_int wMsg, int number, char *buf, int buflen);
HANDLE WSAAsyncGetServByName(HWND hWnd, u_int wMsg, const char *name, const char *proto, char *buf, int buflen);
HANDLE WSAAsyncGetServByPort(HWND hWnd, u_int wMsg, int port, const char *proto, char *buf, int buflen);
int WSAAsyncSelect(SOCKET s, HWND hWnd, u_int wMsg, LONG lEvent);
int WSACancelAsyncRequest(HANDLE hAsyncTaskHandle);
INT WSAEnumNameSpaceProvidersA(LPDWORD lpdwBufferLength, LPWSANAMESPACE_INFOA lpnspBuffer);
INT WSAEnumNameSpaceProvidersExA(LPDWORD lpdwBufferLength, LPWSANAMESPACE_INFOEXA lpnspBuffer);
INT WSAEnumNameSpaceProvidersExW(LPDWORD lpdwBufferLength, LPWSANAMESPACE_INFOEXW lpnspBuffer) WS2_WIDE(WSAEnumNameSpaceProvidersExW);
INT WSAEnumNameSpaceProvidersW(LPDWORD lpdwBufferLength, LPWSANAMESPACE_INFOW lpnspBuffer) WS2_WIDE(WSAEnumNameSpaceProvidersW);
INT WSAGetServiceClassInfoA(LPGUID lpProviderId, LPGUID lpServiceClassId, LPDWORD lpdwBufSize, LPWSASERVICECLASSINFOA lpServiceClassInfo);
INT WSAGetServiceClassInfoW(LPGUID lpProviderId, LPGUID lpServiceClassId, LPDWORD lpdwBufSize, LPWSASERVICECLASSINFOW lpServiceClassInfo);
INT WSAGetServiceClassNameByClassIdA(LPGUID lpServiceClassId, LPSTR lpszServiceClassName, LPDWORD lpdwBufferLength);
INT WSAGetServiceClassNameByClassIdW(LPGUID lpServiceClassId, LPWSTR lpszServiceClassName, LPDWORD lpdwBufferLength);
INT WSAInstallServiceClassA(LPWSASERVICECLASSINFOA lpServiceClassInfo);
INT WSAInstallServiceClassW(LPWSASERVICECLASSINFOW lpServiceClassInfo);
INT WSALookupServiceBeginA(LPWSAQUERYSETA lpqsRestrictions, DWORD dwControlFlags, LPHANDLE lphLookup);
INT WSALookupServiceBeginW(LPWSAQUERYSETW lpqsRestrictions, DWORD dwControlFlags, LPHANDLE lphLookup) WS2_WIDE(WSALookupServiceBeginW);
INT WSALookupServiceEnd(HANDLE hLookup);
INT WSALookupServiceNextA(HANDLE hLookup, DWORD dwControlFlags, LPDWORD lpdwBufferLength, LPWSAQUERYSETA lpqsResults);
INT WSALookupServiceNextW(HANDLE hLookup, DWORD dwControlFlags, LPDWORD lpdwBufferLength, LPWSAQUERYSETW lpqsResults) WS2_WIDE(WSALookupServiceNextW);
INT WSANSPIoctl(HANDLE hLookup, DWORD dwControlCode, LPVOID lpvInBuffer, DWORD cbInBuffer, LPVOID lpvOutBuffer, DWORD cbOutBuffer, LPDWORD lpcbBytesReturned, LPWSACOMPLETION lpCompletion);
INT WSARemoveServiceClass(LPGUID lpServiceClassId);
INT WSASetServiceA(LPWSAQUERYSETA lpqsRegInfo, WSAESETSERVICEOP essoperation, DWORD dwControlFlags);
INT WSASetServiceW(LPWSAQUERYSETW lpqsRegInfo, WSAESETSERVICEOP essoperation, DWORD dwControlFlags);
BOOL WSAGetQOSByName(SOCKET s, LPWSABUF lpQOSName, LPQOS lpQOS);

#ifdef __cplusplus
}
#endif

#define WSAConnectByName WS2_AW(WSAConnectByName)
#define WSADuplicateSocket WS2_AW(WSADuplicateSocket)
#define WSASocket WS2_AW(WSASocket)
#define WSAEnumProtocols WS2_AW(WSAEnumProtocols)
#define WSAAddressToString WS2_AW(WSAAddressToString)
#define WSAStringToAddress WS2_AW(WSAStringToAddress)
#define WSAEnumNameSpaceProviders WS2_AW(WSAEnumNameSpaceProviders)
#define WSAEnumNameSpaceProvidersEx WS2_AW(WSAEnumNameSpaceProvidersEx)
#define WSAGetServiceClassInfo WS2_AW(WSAGetServiceClassInfo)
#define WSAGetServiceClassNameByClassId WS2_AW(WSAGetServiceClassNameByClassId)
#define WSAInstallServiceClass WS2_AW(WSAInstallServiceClass)
#define WSALookupServiceBegin WS2_AW(WSALookupServiceBegin)
#define WSALookupServiceNext WS2_AW(WSALookupServiceNext)
#define WSASetService WS2_AW(WSASetService)

#ifdef __cplusplus
extern "C" {
#endif
// The Linux descriptor behind a socket, for libraries that take one; the handle keeps owning it. −1 and
// WSAENOTSOCK if s is no socket. Not a function of Windows.
int WSAGetSocketDescriptor(SOCKET s);
// Which engine carries the operations: "io_uring" or "epoll". Not a function of Windows.
const char *WSAGetEngineName(void);
#ifdef __cplusplus
}
#endif

#ifdef __cplusplus
// Programs hand in a variable of the type unsigned long, which is u_long on Windows and has 64 bits here.
extern "C++" inline int ioctlsocket(SOCKET s, LONG cmd, unsigned long *argp) {
  u_long value = argp ? (u_long)*argp : 0;
  int result = ioctlsocket(s, cmd, argp ? &value : (u_long *)0);
  if (argp)
    *argp = value;
  return result;
}
#endif

// Programs rely on the parts of kernel32 and user32 coming along.
#include "winbase.h"
#include "winuser.h"

#endif
