// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Winsock 1.1 is a subset of Winsock 2.
#ifndef WS2_WINSOCK_H
#define WS2_WINSOCK_H

#include "winsock2.h"

#endif
