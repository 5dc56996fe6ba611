// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Order of service providers.
#ifndef WS2_SPORDER_H
#define WS2_SPORDER_H

#include "ws2spi.h"

#ifdef __cplusplus
extern "C" {
#endif

int WSCWriteNameSpaceOrder(LPGUID lpProviderId, DWORD dwNumberOfEntries);
int WSCWriteNameSpaceOrder32(LPGUID lpProviderId, DWORD dwNumberOfEntries);
int WSCWriteProviderOrder(LPDWORD lpwdCatalogEntryId, DWORD dwNumberOfEntries);
int WSCWriteProviderOrder32(LPDWORD lpwdCatalogEntryId, DWORD dwNumberOfEntries);

#ifdef __cplusplus
}
#endif

#endif
