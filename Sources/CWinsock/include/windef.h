// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The basic types.
#ifndef WS2_WINDEF_H
#define WS2_WINDEF_H

#include "winnt.h"

#endif
