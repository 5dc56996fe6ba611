// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Families of programs: this one is the desktop.
#ifndef WS2_WINAPIFAMILY_H
#define WS2_WINAPIFAMILY_H

#include "ws2_base.h"

#define WINAPI_FAMILY_DESKTOP_APP 100
#ifndef WINAPI_FAMILY
#define WINAPI_FAMILY WINAPI_FAMILY_DESKTOP_APP
#endif
#define WINAPI_PARTITION_DESKTOP (WINAPI_FAMILY == WINAPI_FAMILY_DESKTOP_APP)
#define WINAPI_PARTITION_APP 1
#define WINAPI_PARTITION_SYSTEM 1
#define WINAPI_FAMILY_PARTITION(partitions) (partitions)

#endif
