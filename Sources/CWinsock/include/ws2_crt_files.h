// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Files by wide names, commands, and dates in UTC under their names of Microsoft's C library.
#ifndef WS2_CRT_FILES_H
#define WS2_CRT_FILES_H

#include "ws2_crt.h"

#if defined(__STRICT_ANSI__) && !defined(__cplusplus)
FILE *popen(const char *command, const char *mode);
int pclose(FILE *stream);
int mkstemp(char *name);
FILE *fdopen(int descriptor, const char *mode);
time_t timegm(struct tm *time);
void tzset(void);
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
#define _fdopen fdopen

static inline WS2_MAYBE_UNUSED time_t _mkgmtime(struct tm *date) {
  if (!date) {
    errno = EINVAL;
    return (time_t)-1;
  }
  return timegm(date);
}
#define _mkgmtime64 _mkgmtime

// MARK: Dates, whose numbers have 64 bits anyway
typedef time_t __time64_t;
#define _time64 time
#define _mktime64 mktime
#define _difftime64 difftime
#define _localtime64 localtime
#define _gmtime64 gmtime
#define _ctime64 ctime
#define _localtime64_s localtime_s
#define _gmtime64_s gmtime_s
#define _ctime64_s ctime_s
#define _tzset tzset
// Seconds that UTC is ahead of the standard time of the place.
#define _timezone __timezone
#define _daylight __daylight
#define _tzname __tzname

// MARK: Names of files
// The name of a file that is not there.
#define L_tmpnam_s L_tmpnam
#define TMP_MAX_S TMP_MAX
static inline WS2_MAYBE_UNUSED errno_t tmpnam_s(char *out, rsize_t size) {
  int descriptor;
  if (!out) return EINVAL;
  if (size < L_tmpnam_s) {
    if (size) *out = 0;
    return ERANGE;
  }
  strcpy(out, "/tmp/tmp......");
  memset(strchr(out, '.'), 'X', 6);  // what mkstemp replaces
  descriptor = mkstemp(out);
  if (descriptor < 0) return errno;
  close(descriptor);
  remove(out);
  return 0;
}
#ifdef __cplusplus
extern "C++" {
template <size_t size> inline errno_t tmpnam_s(char (&out)[size]) { return tmpnam_s(out, size); }
}
#endif
// Sharing modes have no counterpart.
static inline WS2_MAYBE_UNUSED FILE *_fsopen(const char *name, const char *mode, int share) {
  (void)share;
  return fopen(name, mode);
}
static inline WS2_MAYBE_UNUSED FILE *_wfsopen(const wchar_t *name, const wchar_t *mode, int share) {
  (void)share;
  return _wfopen(name, mode);
}
#ifdef __cplusplus
extern "C" {
#endif
// fileapi.h, which may be what includes this header, declares it as well.
DWORD GetFullPathNameA(LPCSTR lpFileName, DWORD nBufferLength, LPSTR lpBuffer, LPSTR *lpFilePart);
#ifdef __cplusplus
}
#endif
// The absolute name, in memory of the caller's or of malloc; NULL if it does not fit.
static inline WS2_MAYBE_UNUSED char *_fullpath(char *out, const char *name, size_t size) {
  DWORD needed;
  char *whole = out;
  if (!name || !*name) name = ".";
  needed = GetFullPathNameA(name, 0, NULL, NULL);
  if (!out) size = needed > 260 ? needed : 260;
  if (needed == 0 || needed > size) {
    errno = ERANGE;
    return NULL;
  }
  if (!out) whole = (char *)malloc(size);
  if (whole) GetFullPathNameA(name, needed, whole, NULL);
  return whole;
}

#endif
