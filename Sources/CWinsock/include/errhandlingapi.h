// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Errors: the last one, and what the system does about those of the program.
#ifndef WS2_ERRHANDLINGAPI_H
#define WS2_ERRHANDLINGAPI_H

#include "winbase.h"

#define SEM_FAILCRITICALERRORS 1
#define SEM_NOGPFAULTERRORBOX 2
#define SEM_NOALIGNMENTFAULTEXCEPT 4
#define SEM_NOOPENFILEERRORBOX 0x8000

#ifdef __cplusplus
extern "C" {
#endif
UINT SetErrorMode(UINT uMode);
UINT GetErrorMode(void);
#ifdef __cplusplus
}
#endif

#endif
