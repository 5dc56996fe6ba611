// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Made getaddrinfo and its kin available on Windows 2000; they are in ws2tcpip.h.
#ifndef _WSPIAPI_H_
#define _WSPIAPI_H_

#include "ws2tcpip.h"

#endif
