// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Identifiers.
#ifndef WS2_GUIDDEF_H
#define WS2_GUIDDEF_H

#include "ws2_wintypes.h"

#ifndef DEFINE_GUID
#ifdef INITGUID
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
  WS2_EXTERN_C const GUID name WS2_MAYBE_UNUSED; \
  WS2_EXTERN_C const GUID name __attribute__((weak)) = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#else
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) WS2_EXTERN_C const GUID name
#endif
#endif
#ifdef __cplusplus
static inline WS2_MAYBE_UNUSED BOOL IsEqualGUID(REFGUID a, REFGUID b) { return !memcmp(&a, &b, sizeof(GUID)); }
#ifndef WS2_GUID_OPERATORS
#define WS2_GUID_OPERATORS
extern "C++" {
static inline WS2_MAYBE_UNUSED bool operator==(const GUID &a, const GUID &b) { return !memcmp(&a, &b, sizeof(GUID)); }
static inline WS2_MAYBE_UNUSED bool operator!=(const GUID &a, const GUID &b) { return !(a == b); }
}
#endif
#else
#define IsEqualGUID(a, b) (!memcmp((a), (b), sizeof(GUID)))
#endif
#define InlineIsEqualGUID IsEqualGUID
#define IsEqualIID IsEqualGUID
#define IsEqualCLSID IsEqualGUID

#endif
