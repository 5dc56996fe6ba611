// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Dates as text, and errno, by functions of Microsoft's C library.
#ifndef WS2_CRT_TIME_H
#define WS2_CRT_TIME_H

#include "ws2_crt_files.h"

static inline WS2_MAYBE_UNUSED errno_t ws2_clock_text(char *out, size_t size, const char *format) {
  time_t now = time(NULL);
  struct tm local;
  if (!out || size < 9) return size && out ? (out[0] = 0, ERANGE) : EINVAL;
  if (localtime_s(&local, &now)) return EINVAL;
  strftime(out, 9, format, &local);
  return 0;
}
static inline WS2_MAYBE_UNUSED errno_t _strdate_s(char *out, size_t size) { return ws2_clock_text(out, size, "%m/%d/%y"); }
static inline WS2_MAYBE_UNUSED errno_t _strtime_s(char *out, size_t size) { return ws2_clock_text(out, size, "%H:%M:%S"); }
static inline WS2_MAYBE_UNUSED char *_strdate(char *out) { _strdate_s(out, 9); return out; }
static inline WS2_MAYBE_UNUSED char *_strtime(char *out) { _strtime_s(out, 9); return out; }

static inline WS2_MAYBE_UNUSED errno_t _get_errno(int *out) { return out ? (*out = errno, 0) : EINVAL; }
static inline WS2_MAYBE_UNUSED errno_t _set_errno(int value) { errno = value; return 0; }

#endif
