// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The console.
#ifndef WS2_CONSOLEAPI2_H
#define WS2_CONSOLEAPI2_H

#include "consoleapi.h"

#endif
