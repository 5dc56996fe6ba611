// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The timeval of Windows has 32-bit members. gettimeofday, which MinGW has as well, fills either.
#ifndef WS2_TIMEVAL_H
#define WS2_TIMEVAL_H

struct timeval {
  int tv_sec;
  int tv_usec;
};

static inline int ws2_gettimeofday(struct timeval *now, void *zone) {
  struct timespec t;
  (void)zone;
  if (timespec_get(&t, TIME_UTC) != TIME_UTC)       // which strict C11 has as well
    return -1;
  now->tv_sec = (int)t.tv_sec;
  now->tv_usec = (int)(t.tv_nsec / 1000);
  return 0;
}

#ifdef __cplusplus
extern "C++" inline int gettimeofday(struct timeval *now, void *zone) { return ws2_gettimeofday(now, zone); }
#else
#define gettimeofday(now, zone) \
  _Generic((now), struct timeval *: ws2_gettimeofday, default: gettimeofday)(now, zone)
#endif

#endif
