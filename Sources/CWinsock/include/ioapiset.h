// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Completion ports and cancelling, which winbase.h declares.
#ifndef WS2_IOAPISET_H
#define WS2_IOAPISET_H

#include "winbase.h"

#endif
