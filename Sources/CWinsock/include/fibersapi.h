// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Local storage of fibers, which winbase.h declares.
#ifndef WS2_FIBERSAPI_H
#define WS2_FIBERSAPI_H

#include "winbase.h"

#endif
