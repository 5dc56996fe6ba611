// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The gettimeofday of MinGW's <sys/time.h>, for the timeval of Windows.
#ifndef WS2_GETTIMEOFDAY_H
#define WS2_GETTIMEOFDAY_H

// The function of libc, whose timeval is another one.
struct ws2_system_timeval {
  long tv_sec, tv_usec;
};
WS2_EXTERN_C int ws2_system_gettimeofday(struct ws2_system_timeval *now, void *zone) __asm__("gettimeofday");

static inline int ws2_gettimeofday(struct timeval *now, void *zone) {
  struct ws2_system_timeval t;
  (void)zone;
  if (ws2_system_gettimeofday(&t, NULL))
    return -1;
  now->tv_sec = (int)t.tv_sec;
  now->tv_usec = (int)t.tv_usec;
  return 0;
}

#endif
