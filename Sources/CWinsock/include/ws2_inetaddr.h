// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Socket addresses of either family, by the family that stands in them (mstcpip.h).
#ifndef WS2_INETADDR_H
#define WS2_INETADDR_H

#include "ws2ipdef.h"

static inline BOOLEAN IN4ADDR_ISANY(const SOCKADDR_IN *a) { return a->sin_family == AF_INET && a->sin_addr.s_addr == 0; }
static inline BOOLEAN IN4ADDR_ISUNSPECIFIED(const SOCKADDR_IN *a) { return a->sin_addr.s_addr == 0; }
static inline BOOLEAN IN4ADDR_ISLOOPBACK(const SOCKADDR_IN *a) {
  return a->sin_family == AF_INET && *(const UCHAR *)&a->sin_addr == 127;
}
static inline void IN4ADDR_SETSOCKADDR(PSOCKADDR_IN a, const IN_ADDR *address, USHORT port) {
  memset(a, 0, sizeof *a);
  a->sin_family = AF_INET;
  a->sin_port = port;
  a->sin_addr = *address;
}
static inline void IN4ADDR_SETANY(PSOCKADDR_IN a) {
  memset(a, 0, sizeof *a);
  a->sin_family = AF_INET;
}
static inline void IN4ADDR_SETLOOPBACK(PSOCKADDR_IN a) {
  IN4ADDR_SETANY(a);
  a->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}
static inline BOOLEAN IN4_ADDR_EQUAL(const IN_ADDR *a, const IN_ADDR *b) { return a->s_addr == b->s_addr; }
static inline BOOLEAN IN4_IS_ADDR_UNSPECIFIED(const IN_ADDR *a) { return a->s_addr == 0; }
static inline BOOLEAN IN4_IS_ADDR_LOOPBACK(const IN_ADDR *a) { return *(const UCHAR *)a == 127; }
static inline BOOLEAN IN4_IS_ADDR_BROADCAST(const IN_ADDR *a) { return a->s_addr == 0xFFFFFFFFu; }
static inline BOOLEAN IN4_IS_ADDR_MULTICAST(const IN_ADDR *a) { return *(const UCHAR *)a >> 4 == 14; }
static inline BOOLEAN IN4_IS_ADDR_LINKLOCAL(const IN_ADDR *a) { return ntohl(a->s_addr) >> 16 == 0xA9FE; }
static inline BOOLEAN IN4_IS_ADDR_RFC1918(const IN_ADDR *a) {
  ULONG n = ntohl(a->s_addr);
  return n >> 24 == 10 || n >> 20 == 0xAC1 || n >> 16 == 0xC0A8;
}
static inline void IN6_SET_ADDR_V4MAPPED(PIN6_ADDR a, const IN_ADDR *address) {
  memset(a, 0, sizeof *a);
  memset((UCHAR *)a + 10, 0xFF, 2);
  memcpy((UCHAR *)a + 12, address, 4);
}
static inline BOOLEAN IN6ADDR_ISV4MAPPED(const SOCKADDR_IN6 *a) { return a->sin6_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&a->sin6_addr); }
static inline void IN6ADDR_SETV4MAPPED(PSOCKADDR_IN6 a, const IN_ADDR *address, SCOPE_ID scope, USHORT port) {
  memset(a, 0, sizeof *a);
  a->sin6_family = AF_INET6;
  a->sin6_port = port;
  a->sin6_scope_id = scope.Value;
  IN6_SET_ADDR_V4MAPPED(&a->sin6_addr, address);
}
static inline BOOLEAN IN6ADDR_ISUNSPECIFIED(const SOCKADDR_IN6 *a) { return IN6_IS_ADDR_UNSPECIFIED(&a->sin6_addr) != 0; }
static inline void IN6ADDR_SETSOCKADDR(PSOCKADDR_IN6 a, const IN6_ADDR *address, SCOPE_ID scope, USHORT port) {
  memset(a, 0, sizeof *a);
  a->sin6_family = AF_INET6;
  a->sin6_port = port;
  a->sin6_addr = *address;
  a->sin6_scope_id = scope.Value;
}
static inline BOOLEAN INETADDR_ISANY(const SOCKADDR *a) {
  return (BOOLEAN)(a->sa_family == AF_INET6 ? IN6ADDR_ISANY((const SOCKADDR_IN6 *)(const void *)a) : IN4ADDR_ISANY((const SOCKADDR_IN *)(const void *)a));
}
static inline BOOLEAN INETADDR_ISUNSPECIFIED(const SOCKADDR *a) { return INETADDR_ISANY(a); }
static inline BOOLEAN INETADDR_ISLOOPBACK(const SOCKADDR *a) {
  return (BOOLEAN)(a->sa_family == AF_INET6 ? IN6ADDR_ISLOOPBACK((const SOCKADDR_IN6 *)(const void *)a) : IN4ADDR_ISLOOPBACK((const SOCKADDR_IN *)(const void *)a));
}
static inline PUCHAR INETADDR_ADDRESS(const SOCKADDR *a) {
  return (PUCHAR)(ULONG_PTR)a + (a->sa_family == AF_INET6 ? FIELD_OFFSET(SOCKADDR_IN6, sin6_addr) : FIELD_OFFSET(SOCKADDR_IN, sin_addr));
}
static inline USHORT INETADDR_PORT(const SOCKADDR *a) { return ((const SOCKADDR_IN *)(const void *)a)->sin_port; }
static inline void INETADDR_SETSOCKADDR(ADDRESS_FAMILY family, PSOCKADDR a, const void *address, SCOPE_ID scope, USHORT port) {
  if (family == AF_INET6)
    IN6ADDR_SETSOCKADDR((PSOCKADDR_IN6)(void *)a, (const IN6_ADDR *)address, scope, port);
  else
    IN4ADDR_SETSOCKADDR((PSOCKADDR_IN)(void *)a, (const IN_ADDR *)address, port);
}
// These two go by the family in the address, too, and leave only that.
static inline void INETADDR_SETANY(PSOCKADDR a) {
  SCOPE_ID none;
  IN6_ADDR any;
  memset(&none, 0, sizeof none);
  memset(&any, 0, sizeof any);
  INETADDR_SETSOCKADDR(a->sa_family, a, &any, none, 0);
}
static inline void INETADDR_SETLOOPBACK(PSOCKADDR a) {
  INETADDR_SETANY(a);
  if (a->sa_family == AF_INET6)
    INETADDR_ADDRESS(a)[15] = 1;
  else
    ((PSOCKADDR_IN)(void *)a)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

#endif
