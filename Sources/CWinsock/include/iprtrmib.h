// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Tables of network adapters.
#ifndef WS2_IPRTRMIB_H
#define WS2_IPRTRMIB_H

#include "iphlpapi.h"

#endif
