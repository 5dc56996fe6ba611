// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The performance counter, which winbase.h declares.
#ifndef WS2_PROFILEAPI_H
#define WS2_PROFILEAPI_H

#include "winbase.h"

#endif
