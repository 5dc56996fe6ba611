// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Processes and threads, which winbase.h declares.
#ifndef WS2_PROCESSTHREADSAPI_H
#define WS2_PROCESSTHREADSAPI_H

#include "winbase.h"

#endif
