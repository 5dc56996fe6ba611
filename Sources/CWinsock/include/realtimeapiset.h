// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Clocks.
#ifndef WS2_REALTIMEAPISET_H
#define WS2_REALTIMEAPISET_H

#include "sysinfoapi.h"

#endif
