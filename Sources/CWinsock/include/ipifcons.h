// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Kinds of network adapters.
#ifndef WS2_IPIFCONS_H
#define WS2_IPIFCONS_H

#include "iphlpapi.h"

#endif
