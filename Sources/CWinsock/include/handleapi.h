// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Handles, which winbase.h declares.
#ifndef WS2_HANDLEAPI_H
#define WS2_HANDLEAPI_H

#include "winbase.h"

#endif
