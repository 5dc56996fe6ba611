// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Tests on IPv6 addresses, and 64-bit byte order.
#ifndef WS2_IN6_H
#define WS2_IN6_H

static inline int IN6_ADDR_EQUAL(const struct in6_addr *a, const struct in6_addr *b) { return memcmp(a, b, 16) == 0; }
#define IN6_ARE_ADDR_EQUAL IN6_ADDR_EQUAL
static inline int IN6_IS_ADDR_UNSPECIFIED(const struct in6_addr *a) { return IN6_ADDR_EQUAL(a, &in6addr_any); }
static inline int IN6_IS_ADDR_LOOPBACK(const struct in6_addr *a) { return IN6_ADDR_EQUAL(a, &in6addr_loopback); }
static inline int IN6_IS_ADDR_MULTICAST(const struct in6_addr *a) { return a->s6_addr[0] == 0xff; }
static inline int IN6_IS_ADDR_LINKLOCAL(const struct in6_addr *a) { return a->s6_addr[0] == 0xfe && (a->s6_addr[1] & 0xc0) == 0x80; }
static inline int IN6_IS_ADDR_SITELOCAL(const struct in6_addr *a) { return a->s6_addr[0] == 0xfe && (a->s6_addr[1] & 0xc0) == 0xc0; }
static inline int IN6_IS_ADDR_V4MAPPED(const struct in6_addr *a) {
  return memcmp(a, &in6addr_any, 10) == 0 && a->s6_addr[10] == 0xff && a->s6_addr[11] == 0xff;
}
static inline int IN6_IS_ADDR_V4COMPAT(const struct in6_addr *a) {
  return memcmp(a, &in6addr_any, 12) == 0 && !(a->s6_addr[12] == 0 && a->s6_addr[13] == 0 && a->s6_addr[14] == 0 && a->s6_addr[15] <= 1);
}
static inline int IN6_IS_ADDR_MC_NODELOCAL(const struct in6_addr *a) { return IN6_IS_ADDR_MULTICAST(a) && (a->s6_addr[1] & 0xf) == 1; }
static inline int IN6_IS_ADDR_MC_LINKLOCAL(const struct in6_addr *a) { return IN6_IS_ADDR_MULTICAST(a) && (a->s6_addr[1] & 0xf) == 2; }
static inline int IN6_IS_ADDR_MC_SITELOCAL(const struct in6_addr *a) { return IN6_IS_ADDR_MULTICAST(a) && (a->s6_addr[1] & 0xf) == 5; }
static inline int IN6_IS_ADDR_MC_ORGLOCAL(const struct in6_addr *a) { return IN6_IS_ADDR_MULTICAST(a) && (a->s6_addr[1] & 0xf) == 8; }
static inline int IN6_IS_ADDR_MC_GLOBAL(const struct in6_addr *a) { return IN6_IS_ADDR_MULTICAST(a) && (a->s6_addr[1] & 0xf) == 0xe; }
static inline void IN6_SET_ADDR_UNSPECIFIED(struct in6_addr *a) { *a = in6addr_any; }
static inline void IN6_SET_ADDR_LOOPBACK(struct in6_addr *a) { *a = in6addr_loopback; }

static inline int IN6ADDR_ISANY(const struct sockaddr_in6 *a) { return a->sin6_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&a->sin6_addr); }
static inline int IN6ADDR_ISLOOPBACK(const struct sockaddr_in6 *a) { return a->sin6_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&a->sin6_addr); }
static inline void IN6ADDR_SETANY(struct sockaddr_in6 *a) {
  memset(a, 0, sizeof *a);
  a->sin6_family = AF_INET6;
}
static inline void IN6ADDR_SETLOOPBACK(struct sockaddr_in6 *a) {
  IN6ADDR_SETANY(a);
  a->sin6_addr = in6addr_loopback;
}

static inline UINT64 htonll(UINT64 Value) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return __builtin_bswap64(Value);
#else
  return Value;
#endif
}
static inline UINT64 ntohll(UINT64 Value) { return htonll(Value); }

#endif
