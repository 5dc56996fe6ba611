// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The timeval of Windows has 32-bit members. Windows has no gettimeofday: programs define their own, which must not meet
// glibc's, or include <sys/time.h>, where MinGW has one.
#ifndef WS2_TIMEVAL_H
#define WS2_TIMEVAL_H

struct timeval {
  int tv_sec;
  int tv_usec;
};

#define gettimeofday ws2_gettimeofday
#ifdef WS2_SYS_TIME_H
#include "ws2_gettimeofday.h"
#endif

#endif
