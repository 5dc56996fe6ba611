// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Annotations are in ws2_base.h.
#ifndef WS2_SAL_H
#define WS2_SAL_H

#include "ws2_base.h"

#endif
