// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The umbrella of the Swift module.
#define WS2_PREFIXED_TAGS 1
#include "windows.h"
#include "winsock2.h"
#include "ws2tcpip.h"
#include "ws2ipdef.h"
#include "mswsock.h"
#include "mstcpip.h"
#include "afunix.h"
#include "ws2spi.h"
#include "sporder.h"
#include "iphlpapi.h"
#include "process.h"
#include "objbase.h"
#include "shellapi.h"
#include "timeapi.h"
#include "winternl.h"
#include "ntstatus.h"
