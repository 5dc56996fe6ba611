// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The time in milliseconds under its names of Microsoft's C library.
#ifndef WS2_SYS_TIMEB_H
#define WS2_SYS_TIMEB_H
// In the place of libc's.
#define _SYS_TIMEB_H 1
#define __timeb_defined 1

#include "../winbase.h"

struct _timeb {
  time_t time;
  unsigned short millitm;
  // What UTC is ahead of the standard time of the place, in minutes.
  short timezone;
  short dstflag;
};
#define __timeb64 _timeb

static inline WS2_MAYBE_UNUSED errno_t _ftime_s(struct _timeb *now) {
  FILETIME moment;
  ULONG64 ms;
  struct tm date;
  if (!now) return EINVAL;
  GetSystemTimeAsFileTime(&moment);
  ms = ((ULONG64)moment.dwHighDateTime << 32 | moment.dwLowDateTime) / 10000 - 11644473600000ull;
  now->time = (time_t)(ms / 1000);
  now->millitm = (unsigned short)(ms % 1000);
  localtime_s(&date, &now->time);
  now->timezone = (short)(_timezone / 60);
  now->dstflag = (short)(date.tm_isdst > 0);
  return 0;
}
static inline WS2_MAYBE_UNUSED void _ftime(struct _timeb *now) { _ftime_s(now); }
#define _ftime64 _ftime
#define _ftime64_s _ftime_s

// The old names.
struct timeb {
  time_t time;
  unsigned short millitm;
  short timezone;
  short dstflag;
};
static inline WS2_MAYBE_UNUSED int ftime(struct timeb *now) {
  struct _timeb moment;
  if (!now) return -1;
  _ftime_s(&moment);
  now->time = moment.time;
  now->millitm = moment.millitm;
  now->timezone = moment.timezone;
  now->dstflag = moment.dstflag;
  return 0;
}

#endif
