// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Integers of a known size.
#ifndef WS2_BASETSD_H
#define WS2_BASETSD_H

#include "ws2_wintypes.h"

#endif
