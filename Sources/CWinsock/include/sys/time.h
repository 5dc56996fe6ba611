// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
#pragma GCC system_header
// glibc's functions take its own timeval, also where Winsock has been included before; gettimeofday takes that of Windows.
#ifdef WS2_TIMEVAL_H
#undef timeval
#undef fd_set
#undef gettimeofday
#undef timerisset
#undef timercmp
#undef timerclear
#include_next <sys/time.h>
#define timeval ws2_timeval
#define fd_set ws2_fd_set
#define gettimeofday ws2_gettimeofday
#include "../ws2_gettimeofday.h"
#else
#include_next <sys/time.h>
#define WS2_SYS_TIME_H
#endif
