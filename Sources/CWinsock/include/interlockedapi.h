// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Lists without locks, which winbase.h declares.
#ifndef WS2_INTERLOCKEDAPI_H
#define WS2_INTERLOCKEDAPI_H

#include "winbase.h"

#endif
