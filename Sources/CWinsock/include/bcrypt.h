// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Random bytes of the system.
#ifndef WS2_BCRYPT_H
#define WS2_BCRYPT_H

#include "winbase.h"

typedef PVOID BCRYPT_HANDLE;
typedef PVOID BCRYPT_ALG_HANDLE;
#define BCRYPT_RNG_USE_ENTROPY_IN_BUFFER 1
#define BCRYPT_USE_SYSTEM_PREFERRED_RNG 2
#ifndef BCRYPT_SUCCESS
#define BCRYPT_SUCCESS(status) ((LONG)(status) >= 0)
#endif

#ifdef __cplusplus
extern "C" {
#endif
// Returns an NTSTATUS. There are no algorithm handles: NULL with BCRYPT_USE_SYSTEM_PREFERRED_RNG.
LONG BCryptGenRandom(BCRYPT_ALG_HANDLE hAlgorithm, PUCHAR pbBuffer, ULONG cbBuffer, ULONG dwFlags);
#ifdef __cplusplus
}
#endif

#endif
