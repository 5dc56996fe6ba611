// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// AF_UNIX socket addresses.
#ifndef WS2_AFUNIX_H
#define WS2_AFUNIX_H

#include "winsock2.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sockaddr_un {
  ADDRESS_FAMILY sun_family;
  char sun_path[108];
};
typedef struct sockaddr_un SOCKADDR_UN;
typedef struct sockaddr_un *PSOCKADDR_UN;

#ifdef __cplusplus
}
#endif
#define UNIX_PATH_MAX 108
#define SIO_AF_UNIX_GETPEERPID 0x58000100
#define SIO_AF_UNIX_SETBINDPARENTPATH 0x98000101u
#define SIO_AF_UNIX_SETCONNPARENTPATH 0x98000102u

#endif
