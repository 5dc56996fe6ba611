// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Types of COM, as far as programs without COM use them.
#ifndef WS2_WTYPES_H
#define WS2_WTYPES_H

#include "winnt.h"

#endif
