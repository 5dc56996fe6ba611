// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// ntdll: status conversion and address texts.
#ifndef WS2_WINTERNL_H
#define WS2_WINTERNL_H

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif

#endif
