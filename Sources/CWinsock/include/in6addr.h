// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// IPv6 addresses.
#ifndef WS2_IN6ADDR_H
#define WS2_IN6ADDR_H

#include "inaddr.h"

#ifdef __cplusplus
extern "C" {
#endif

struct in6_addr {
  union {
    u_char Byte[16];
    u_short Word[8];
  } u;
};
typedef struct in6_addr IN6_ADDR;
typedef struct in6_addr *PIN6_ADDR;
typedef struct in6_addr *LPIN6_ADDR;

#ifdef __cplusplus
}
#endif

#define in_addr6 in6_addr
#define _S6_un u
#define _S6_u8 Byte
#define s6_addr u.Byte
#define s6_bytes u.Byte
#define s6_words u.Word

#endif
