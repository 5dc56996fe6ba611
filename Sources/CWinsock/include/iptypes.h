// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Structures of network adapters.
#ifndef WS2_IPTYPES_H
#define WS2_IPTYPES_H

#include "iphlpapi.h"

#endif
