// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Conversions of text, which winbase.h declares.
#ifndef WS2_WINNLS_H
#define WS2_WINNLS_H

#include "winbase.h"

#endif
