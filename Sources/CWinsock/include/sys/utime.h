// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Times of files under their names of Microsoft's C library.
#ifndef WS2_SYS_UTIME_H
#define WS2_SYS_UTIME_H

#include <utime.h>

#define _utimbuf utimbuf
#define _utime utime

#endif
