// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Address families, protocols and generic socket addresses.
#ifndef WS2_WS2DEF_H
#define WS2_WS2DEF_H

#include "in6addr.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _SCOPE_ID {
  __extension__ union {
    __extension__ struct {
      ULONG Zone:28;
      ULONG Level:4;
    };
    ULONG Value;
  };
} SCOPE_ID;
typedef enum _SCOPE_LEVEL {
  ScopeLevelInterface = 1,
  ScopeLevelLink,
  ScopeLevelSubnet,
  ScopeLevelAdmin,
  ScopeLevelSite,
  ScopeLevelOrganization = 8,
  ScopeLevelGlobal = 14,
  ScopeLevelCount = 16
} SCOPE_LEVEL;
typedef struct _SCOPE_ID *PSCOPE_ID;

#ifdef __cplusplus
}
#endif
#define SIO_IDEAL_SEND_BACKLOG_QUERY 0x4004747B
#define SIO_IDEAL_SEND_BACKLOG_CHANGE 0x2000747A

#endif
