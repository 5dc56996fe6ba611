// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// What ws2tcpip.h has inline: options with their types.
#ifndef WS2_OPTIONS_H
#define WS2_OPTIONS_H

#ifdef __cplusplus
extern "C" {
#endif

static inline WS2_MAYBE_UNUSED INT ws2_set_option(SOCKET s, int level, int name, DWORD value) {
  return setsockopt(s, level, name, (const char *)&value, sizeof value);
}
static inline WS2_MAYBE_UNUSED INT ws2_get_option(SOCKET s, int level, int name, DWORD *value) {
  int size = sizeof *value;
  return getsockopt(s, level, name, (char *)value, &size);
}
// The same option of the IP that the socket has.
static inline WS2_MAYBE_UNUSED INT ws2_ip_level(SOCKET s) {
  WSAPROTOCOL_INFOA info;
  int size = sizeof info;
  if (getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOA, (char *)&info, &size))
    return SOCKET_ERROR;
  if (info.iAddressFamily == AF_INET)
    return IPPROTO_IP;
  if (info.iAddressFamily == AF_INET6)
    return IPPROTO_IPV6;
  WSASetLastError(WSAEAFNOSUPPORT);
  return SOCKET_ERROR;
}
static inline WS2_MAYBE_UNUSED INT ws2_set_ip_option(SOCKET s, int name, int name6, DWORD value) {
  INT level = ws2_ip_level(s);
  return level == SOCKET_ERROR ? level : ws2_set_option(s, level, level == IPPROTO_IP ? name : name6, value);
}
static inline WS2_MAYBE_UNUSED INT ws2_get_ip_option(SOCKET s, int name, int name6, DWORD *value) {
  INT level = ws2_ip_level(s);
  return level == SOCKET_ERROR ? level : ws2_get_option(s, level, level == IPPROTO_IP ? name : name6, value);
}

static inline WS2_MAYBE_UNUSED INT WSASetUdpSendMessageSize(SOCKET Socket, DWORD MsgSize) { return ws2_set_option(Socket, IPPROTO_UDP, UDP_SEND_MSG_SIZE, MsgSize); }
static inline WS2_MAYBE_UNUSED INT WSAGetUdpSendMessageSize(SOCKET Socket, DWORD *MsgSize) { return ws2_get_option(Socket, IPPROTO_UDP, UDP_SEND_MSG_SIZE, MsgSize); }
static inline WS2_MAYBE_UNUSED INT WSASetUdpRecvMaxCoalescedSize(SOCKET Socket, DWORD MaxCoalescedMsgSize) { return ws2_set_option(Socket, IPPROTO_UDP, UDP_RECV_MAX_COALESCED_SIZE, MaxCoalescedMsgSize); }
static inline WS2_MAYBE_UNUSED INT WSAGetUdpRecvMaxCoalescedSize(SOCKET Socket, DWORD *MaxCoalescedMsgSize) { return ws2_get_option(Socket, IPPROTO_UDP, UDP_RECV_MAX_COALESCED_SIZE, MaxCoalescedMsgSize); }
static inline WS2_MAYBE_UNUSED INT WSASetFailConnectOnIcmpError(SOCKET Socket, DWORD Enabled) { return ws2_set_option(Socket, IPPROTO_TCP, TCP_FAIL_CONNECT_ON_ICMP_ERROR, Enabled); }
static inline WS2_MAYBE_UNUSED INT WSAGetFailConnectOnIcmpError(SOCKET Socket, DWORD *Enabled) { return ws2_get_option(Socket, IPPROTO_TCP, TCP_FAIL_CONNECT_ON_ICMP_ERROR, Enabled); }
static inline WS2_MAYBE_UNUSED INT WSASetIPUserMtu(SOCKET Socket, DWORD Mtu) { return ws2_set_ip_option(Socket, IP_USER_MTU, IPV6_USER_MTU, Mtu); }
static inline WS2_MAYBE_UNUSED INT WSAGetIPUserMtu(SOCKET Socket, DWORD *Mtu) { return ws2_get_ip_option(Socket, IP_USER_MTU, IPV6_USER_MTU, Mtu); }
static inline WS2_MAYBE_UNUSED INT WSASetRecvIPEcn(SOCKET Socket, DWORD Enabled) { return ws2_set_ip_option(Socket, IP_ECN, IPV6_ECN, Enabled); }
static inline WS2_MAYBE_UNUSED INT WSAGetRecvIPEcn(SOCKET Socket, DWORD *Enabled) { return ws2_get_ip_option(Socket, IP_ECN, IPV6_ECN, Enabled); }

#ifdef __cplusplus
}
#endif

#endif
