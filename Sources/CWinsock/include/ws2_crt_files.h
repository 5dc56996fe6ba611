// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Files by wide names, commands, and dates in UTC under their names of Microsoft's C library.
#ifndef WS2_CRT_FILES_H
#define WS2_CRT_FILES_H

#include "ws2_crt.h"

#if defined(__STRICT_ANSI__) && !defined(__cplusplus)
FILE *popen(const char *command, const char *mode);
int pclose(FILE *stream);
time_t timegm(struct tm *time);
#endif

static inline WS2_MAYBE_UNUSED FILE *_wfopen(const wchar_t *name, const wchar_t *mode) {
  char path[4096], how[32];
  if (!name || !mode) {
    errno = EINVAL;
    return NULL;
  }
  if (!WideCharToMultiByte(65001, 0, name, -1, path, sizeof path, NULL, NULL) ||
      !WideCharToMultiByte(65001, 0, mode, -1, how, sizeof how, NULL, NULL)) {
    errno = EINVAL;
    return NULL;
  }
  return fopen(path, how);
}

static inline WS2_MAYBE_UNUSED errno_t _wfopen_s(FILE **file, const wchar_t *name, const wchar_t *mode) {
  if (!file) return EINVAL;
  *file = _wfopen(name, mode);
  return *file ? 0 : errno;
}

// The shell is that of Linux. Text and binary are the same.
static inline WS2_MAYBE_UNUSED FILE *_popen(const char *command, const char *mode) {
  if (!command || !mode || (*mode != 'r' && *mode != 'w')) {
    errno = EINVAL;
    return NULL;
  }
  return popen(command, *mode == 'r' ? "r" : "w");
}
#define _pclose pclose

static inline WS2_MAYBE_UNUSED time_t _mkgmtime(struct tm *date) {
  if (!date) {
    errno = EINVAL;
    return (time_t)-1;
  }
  return timegm(date);
}
#define _mkgmtime64 _mkgmtime

#endif
