// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Pipes, which fileapi.h declares.
#ifndef WS2_NAMEDPIPEAPI_H
#define WS2_NAMEDPIPEAPI_H

#include "fileapi.h"

#endif
