// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Microsoft extensions of Winsock: AcceptEx, ConnectEx, DisconnectEx, TransmitFile, messages, registered I/O.
#ifndef WS2_MSWSOCK_H
#define WS2_MSWSOCK_H

#include "winsock2.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _TRANSMIT_PACKETS_ELEMENT {
  ULONG dwElFlags;
  ULONG cLength;
  __extension__ union {
    __extension__ struct {
      LARGE_INTEGER nFileOffset;
      HANDLE hFile;
    };
    PVOID pBuffer;
  };
} TRANSMIT_PACKETS_ELEMENT;
typedef enum _NLA_BLOB_DATA_TYPE {
  NLA_RAW_DATA,
  NLA_INTERFACE,
  NLA_802_1X_LOCATION,
  NLA_CONNECTIVITY,
  NLA_ICS
} NLA_BLOB_DATA_TYPE;
typedef enum _NLA_CONNECTIVITY_TYPE {
  NLA_NETWORK_AD_HOC,
  NLA_NETWORK_MANAGED,
  NLA_NETWORK_UNMANAGED,
  NLA_NETWORK_UNKNOWN
} NLA_CONNECTIVITY_TYPE;
typedef enum _NLA_INTERNET {
  NLA_INTERNET_UNKNOWN,
  NLA_INTERNET_NO,
  NLA_INTERNET_YES
} NLA_INTERNET;
typedef struct _NLA_BLOB {
  struct {
    NLA_BLOB_DATA_TYPE type;
    DWORD dwSize;
    DWORD nextOffset;
  } header;
  union {
    CHAR rawData[1];
    struct {
      DWORD dwType;
      DWORD dwSpeed;
      CHAR adapterName[1];
    } interfaceData;
    struct {
      CHAR information[1];
    } locationData;
    struct {
      NLA_CONNECTIVITY_TYPE type;
      NLA_INTERNET internet;
    } connectivity;
    struct {
      struct {
        DWORD speed;
        DWORD type;
        DWORD state;
        WCHAR machineName[256];
        WCHAR sharedAdapterName[256];
      } remote;
    } ICS;
  } data;
} NLA_BLOB;
typedef struct _WSACMSGHDR {
  SIZE_T cmsg_len;
  INT cmsg_level;
  INT cmsg_type;
} WSACMSGHDR;
typedef struct {
  int result;
  ULONG fds;
  INT timeout;
  WSAPOLLFD fdArray[0];
} WSAPOLLDATA;
typedef struct {
  LPWSAMSG lpMsg;
  DWORD dwFlags;
  LPDWORD lpNumberOfBytesSent;
  LPWSAOVERLAPPED lpOverlapped;
  LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine;
} WSASENDMSG;
typedef struct _TRANSMIT_PACKETS_ELEMENT *PTRANSMIT_PACKETS_ELEMENT;
typedef struct _TRANSMIT_PACKETS_ELEMENT *LPTRANSMIT_PACKETS_ELEMENT;
typedef enum _NLA_BLOB_DATA_TYPE *PNLA_BLOB_DATA_TYPE;
typedef enum _NLA_CONNECTIVITY_TYPE *PNLA_CONNECTIVITY_TYPE;
typedef enum _NLA_INTERNET *PNLA_INTERNET;
typedef struct _NLA_BLOB *PNLA_BLOB;
typedef struct _NLA_BLOB *LPNLA_BLOB;
typedef struct _WSACMSGHDR *PWSACMSGHDR;
typedef struct _WSACMSGHDR *LPWSACMSGHDR;
typedef WSAPOLLDATA *LPWSAPOLLDATA;
typedef WSASENDMSG *LPWSASENDMSG;
typedef WINBOOL (*LPFN_ACCEPTEX)(SOCKET, SOCKET, PVOID, DWORD, DWORD, DWORD, LPDWORD, LPOVERLAPPED);
typedef WINBOOL (*LPFN_CONNECTEX)(SOCKET, const struct sockaddr *, int, PVOID, DWORD, LPDWORD, LPOVERLAPPED);
typedef WINBOOL (*LPFN_DISCONNECTEX)(SOCKET, LPOVERLAPPED, DWORD, DWORD);
typedef void (*LPFN_GETACCEPTEXSOCKADDRS)(PVOID, DWORD, DWORD, DWORD, struct sockaddr **, LPINT, struct sockaddr **, LPINT);
typedef WINBOOL (*LPFN_TRANSMITFILE)(SOCKET, HANDLE, DWORD, DWORD, LPOVERLAPPED, LPTRANSMIT_FILE_BUFFERS, DWORD);
typedef WINBOOL (*LPFN_TRANSMITPACKETS)(SOCKET, LPTRANSMIT_PACKETS_ELEMENT, DWORD, DWORD, LPOVERLAPPED, DWORD);
typedef INT (*LPFN_WSAPOLL)(LPWSAPOLLFD, ULONG, INT);
typedef INT (*LPFN_WSARECVMSG)(SOCKET, LPWSAMSG, LPDWORD, LPWSAOVERLAPPED, LPWSAOVERLAPPED_COMPLETION_ROUTINE);
typedef INT (*LPFN_WSASENDMSG)(SOCKET, LPWSAMSG, DWORD, LPDWORD, LPWSAOVERLAPPED, LPWSAOVERLAPPED_COMPLETION_ROUTINE);

#ifdef __cplusplus
}
#endif
#define SO_CONNDATA 28672
#define SO_CONNOPT 28673
#define SO_DISCDATA 28674
#define SO_DISCOPT 28675
#define SO_CONNDATALEN 28676
#define SO_CONNOPTLEN 28677
#define SO_DISCDATALEN 28678
#define SO_DISCOPTLEN 28679
#define SO_OPENTYPE 28680
#define SO_SYNCHRONOUS_ALERT 16
#define SO_SYNCHRONOUS_NONALERT 32
#define SO_MAXDG 28681
#define SO_MAXPATHDG 28682
#define SO_UPDATE_ACCEPT_CONTEXT 28683
#define SO_CONNECT_TIME 28684
#define SO_UPDATE_CONNECT_CONTEXT 28688
#define TCP_BSDURGENT 28672
#define SIO_UDP_CONNRESET 0x9800000Cu
#define SIO_BSP_HANDLE 0x4800001B
#define SIO_BSP_HANDLE_SELECT 0x4800001C
#define SIO_BSP_HANDLE_POLL 0x4800001D
#define SIO_EXT_SELECT 0xC800001Eu
#define SIO_EXT_POLL 0xC800001Fu
#define SIO_EXT_SENDMSG 0xC8000020u
#define SIO_BASE_HANDLE 0x48000022
#define TF_DISCONNECT 1
#define TF_REUSE_SOCKET 2
#define TF_WRITE_BEHIND 4
#define TF_USE_DEFAULT_WORKER 0
#define TF_USE_SYSTEM_THREAD 16
#define TF_USE_KERNEL_APC 32
#define TP_ELEMENT_MEMORY 1
#define TP_ELEMENT_FILE 2
#define TP_ELEMENT_EOP 4
#define TP_DISCONNECT 1
#define TP_REUSE_SOCKET 2
#define TP_USE_DEFAULT_WORKER 0
#define TP_USE_SYSTEM_THREAD 16
#define TP_USE_KERNEL_APC 32
#define DE_REUSE_SOCKET 2
#define NLA_ALLUSERS_NETWORK 1
#define NLA_FRIENDLY_NAME 2
#define MSG_TRUNC 0x100
#define MSG_CTRUNC 0x200
#define MSG_BCAST 0x400
#define MSG_MCAST 0x800
#define SIO_UDP_NETRESET 0x9800000Fu

#ifdef __cplusplus
extern "C" {
#endif

BOOL AcceptEx(SOCKET sListenSocket, SOCKET sAcceptSocket, PVOID lpOutputBuffer, DWORD dwReceiveDataLength, DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength, LPDWORD lpdwBytesReceived, LPOVERLAPPED lpOverlapped);
void GetAcceptExSockaddrs(PVOID lpOutputBuffer, DWORD dwReceiveDataLength, DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength, struct sockaddr **LocalSockaddr, LPINT LocalSockaddrLength, struct sockaddr **RemoteSockaddr, LPINT RemoteSockaddrLength);
BOOL TransmitFile(SOCKET hSocket, HANDLE hFile, DWORD nNumberOfBytesToWrite, DWORD nNumberOfBytesPerSend, LPOVERLAPPED lpOverlapped, LPTRANSMIT_FILE_BUFFERS lpTransmitBuffers, DWORD dwReserved);
int WSARecvEx(SOCKET s, char *buf, int len, int *flags);

#ifdef __cplusplus
}
#endif

#include "ws2_guids.h"
#include "ws2_rio.h"

#define WSA_CMSGHDR_ALIGN(length) (((length) + 7) & ~(SIZE_T)7)
#define WSA_CMSGDATA_ALIGN(length) (((length) + 7) & ~(SIZE_T)7)
#define WSA_CMSG_DATA(cmsg) ((UCHAR *)((cmsg) + 1))
#define WSA_CMSG_SPACE(length) (WSA_CMSGHDR_ALIGN(sizeof(WSACMSGHDR)) + WSA_CMSGHDR_ALIGN(length))
#define WSA_CMSG_LEN(length) (WSA_CMSGDATA_ALIGN(sizeof(WSACMSGHDR)) + (length))
#define WSA_CMSG_FIRSTHDR(msg) ((msg)->Control.len >= sizeof(WSACMSGHDR) ? (LPWSACMSGHDR)(msg)->Control.buf : (LPWSACMSGHDR)NULL)
#define WSA_CMSG_NXTHDR(msg, cmsg) ws2_cmsg_next((msg)->Control.buf, (msg)->Control.len, (cmsg))
#define CMSGHDR_ALIGN WSA_CMSGHDR_ALIGN
#define CMSG_DATA WSA_CMSG_DATA
#define CMSG_SPACE WSA_CMSG_SPACE
#define CMSG_LEN WSA_CMSG_LEN
#define CMSG_FIRSTHDR WSA_CMSG_FIRSTHDR
#define CMSG_NXTHDR WSA_CMSG_NXTHDR

static inline LPWSACMSGHDR ws2_cmsg_next(char *buffer, SIZE_T length, LPWSACMSGHDR current) {
  if (!current)
    return length >= sizeof(WSACMSGHDR) ? (LPWSACMSGHDR)(void *)buffer : (LPWSACMSGHDR)NULL;
  char *next = (char *)current + WSA_CMSGHDR_ALIGN(current->cmsg_len);
  return next + sizeof(WSACMSGHDR) > buffer + length ? (LPWSACMSGHDR)NULL : (LPWSACMSGHDR)(void *)next;
}

#endif
