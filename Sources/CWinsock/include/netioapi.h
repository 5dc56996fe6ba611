// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Network interfaces.
#ifndef WS2_NETIOAPI_H
#define WS2_NETIOAPI_H

#include "iphlpapi.h"

#endif
