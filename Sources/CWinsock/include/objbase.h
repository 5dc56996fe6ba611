// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Identifiers of COM; there are no objects.
#ifndef WS2_OBJBASE_H
#define WS2_OBJBASE_H

#include "winbase.h"

#ifdef __cplusplus
extern "C" {
#endif
HRESULT CoCreateGuid(GUID *pguid);
int StringFromGUID2(REFGUID rguid, LPOLESTR lpsz, int cchMax) WS2_WIDE(StringFromGUID2);
#ifdef __cplusplus
}
#endif

#endif
