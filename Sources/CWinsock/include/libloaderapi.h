// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Modules, which winbase.h declares.
#ifndef WS2_LIBLOADERAPI_H
#define WS2_LIBLOADERAPI_H

#include "winbase.h"

#endif
