// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The multimedia clock.
#ifndef WS2_MMSYSTEM_H
#define WS2_MMSYSTEM_H

#include "timeapi.h"

#endif
