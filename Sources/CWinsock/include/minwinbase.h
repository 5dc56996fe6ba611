// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Structures of kernel32.
#ifndef WS2_MINWINBASE_H
#define WS2_MINWINBASE_H

#include "winbase.h"

#endif
