// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The gettimeofday of MinGW's <sys/time.h>, for the timeval of Windows.
#ifndef WS2_GETTIMEOFDAY_H
#define WS2_GETTIMEOFDAY_H

#ifndef TIME_UTC                                     // before C11
int timespec_get(struct timespec *now, int base);
#define TIME_UTC 1
#endif

static inline int ws2_gettimeofday(struct timeval *now, void *zone) {
  struct timespec t;
  (void)zone;
  if (timespec_get(&t, TIME_UTC) != TIME_UTC)
    return -1;
  now->tv_sec = (int)t.tv_sec;
  now->tv_usec = (int)(t.tv_nsec / 1000);
  return 0;
}

#endif
