// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The string functions of Microsoft's C library that the C standard does not have, over characters of any width:
// narrow ones and WCHAR, whatever its size. Included by tchar.h, and by windows.h for the narrow names.
#ifndef WS2_CRT_H
#define WS2_CRT_H

#include "ws2_wintypes.h"
#include <ctype.h>

#ifndef WS2_ERRNO_T
#define WS2_ERRNO_T
typedef int errno_t;
typedef size_t rsize_t;
#endif
#define _TRUNCATE ((size_t)-1)
#ifndef STRUNCATE
#define STRUNCATE 80
#endif
#ifndef _MAX_PATH
#define _MAX_PATH 260
#define _MAX_DRIVE 3
#define _MAX_DIR 256
#define _MAX_FNAME 256
#define _MAX_EXT 256
#endif

#ifdef __cplusplus
extern "C" {
#endif
// Formatting into a buffer: the count of characters, or -1 if they do not fit; the buffer then holds what fits and
// ends with a NUL.
#if __SIZEOF_WCHAR_T__ == 2
int ws2_vsnprintf(char *out, size_t size, const char *format, va_list arguments) __asm__("ws2_vsnprintf_16");
int ws2_narrow_vsnprintf(char *out, size_t size, const char *format, va_list arguments) __asm__("ws2_narrow_vsnprintf_16");
#else
int ws2_vsnprintf(char *out, size_t size, const char *format, va_list arguments);
int ws2_narrow_vsnprintf(char *out, size_t size, const char *format, va_list arguments);
#endif
int ws2_vsnwprintf(wchar_t *out, size_t size, const wchar_t *format, va_list arguments) WS2_STDIO(vsnwprintf);
#ifdef __cplusplus
}
#endif

#if defined(__STRICT_ANSI__) && !defined(__cplusplus)
// glibc hides these from programs that ask for the C standard alone.
struct tm *localtime_r(const time_t *__restrict time, struct tm *__restrict out);
struct tm *gmtime_r(const time_t *__restrict time, struct tm *__restrict out);
char *ctime_r(const time_t *__restrict time, char *__restrict out);
char *asctime_r(const struct tm *__restrict time, char *__restrict out);
int setenv(const char *name, const char *value, int replaces);
int unsetenv(const char *name);
#endif

// Functions for one kind of character: C the type, P(name) how the names begin.
#define WS2_STRINGS(C, len, cpy, ncpy, cat, ncat, icmp, nicmp, dup, tok, lwr, upr, rev) \
  static inline WS2_MAYBE_UNUSED size_t len(const C *s, size_t limit) { \
    size_t n = 0; \
    if (!s) return 0; \
    while (n < limit && s[n]) n++; \
    return n; } \
  static inline WS2_MAYBE_UNUSED errno_t ncpy(C *out, rsize_t size, const C *s, rsize_t count) { \
    size_t n; \
    if (count == 0 && !out && size == 0) return 0; \
    if (!out || size == 0) return EINVAL; \
    if (count == 0) { out[0] = 0; return 0; } \
    if (!s) { out[0] = 0; return EINVAL; } \
    n = len(s, count == _TRUNCATE ? size : count < size ? count : size); \
    if (n >= size) { \
      if (count != _TRUNCATE) { out[0] = 0; return ERANGE; } \
      memmove(out, s, (size - 1) * sizeof(C)); \
      out[size - 1] = 0; \
      return STRUNCATE; } \
    memmove(out, s, n * sizeof(C)); \
    out[n] = 0; \
    return 0; } \
  static inline WS2_MAYBE_UNUSED errno_t cpy(C *out, rsize_t size, const C *s) { \
    return !out || size == 0 ? EINVAL : !s ? (out[0] = 0, EINVAL) : ncpy(out, size, s, (rsize_t)-2); } \
  static inline WS2_MAYBE_UNUSED errno_t ncat(C *out, rsize_t size, const C *s, rsize_t count) { \
    size_t used; \
    errno_t error; \
    if (!out || size == 0) return EINVAL; \
    used = len(out, size); \
    if (used == size) { out[0] = 0; return EINVAL; } \
    if (count == 0) return 0; \
    error = ncpy(out + used, size - used, s, count); \
    if (error && error != STRUNCATE) out[0] = 0; \
    return error; } \
  static inline WS2_MAYBE_UNUSED errno_t cat(C *out, rsize_t size, const C *s) { \
    return !out || size == 0 ? EINVAL : !s ? (out[0] = 0, EINVAL) : ncat(out, size, s, (rsize_t)-2); } \
  static inline WS2_MAYBE_UNUSED int nicmp(const C *a, const C *b, size_t count) { \
    for (; count > 0; a++, b++, count--) { \
      int x = *a >= 'A' && *a <= 'Z' ? (int)*a + 32 : (int)*a, y = *b >= 'A' && *b <= 'Z' ? (int)*b + 32 : (int)*b; \
      if (x != y) return x < y ? -1 : 1; \
      if (!x) return 0; } \
    return 0; } \
  static inline WS2_MAYBE_UNUSED int icmp(const C *a, const C *b) { return nicmp(a, b, (size_t)-1); } \
  static inline WS2_MAYBE_UNUSED C *dup(const C *s) { \
    size_t n = len(s, (size_t)-1) + 1; \
    C *copy = s ? (C *)malloc(n * sizeof(C)) : (C *)NULL; \
    return copy ? (C *)memcpy(copy, s, n * sizeof(C)) : copy; } \
  static inline WS2_MAYBE_UNUSED C *tok(C *s, const C *delimiters, C **context) { \
    const C *d; \
    C *start; \
    if (!delimiters || !context || (!s && !*context)) return (C *)NULL; \
    if (!s) s = *context; \
    for (; *s; s++) { \
      for (d = delimiters; *d && *d != *s; d++) {} \
      if (!*d) break; } \
    start = s; \
    for (; *s; s++) { \
      for (d = delimiters; *d && *d != *s; d++) {} \
      if (*d) { *s++ = 0; break; } } \
    *context = s; \
    return *start ? start : (C *)NULL; } \
  static inline WS2_MAYBE_UNUSED C *lwr(C *s) { \
    C *p; \
    for (p = s; p && *p; p++) if (*p >= 'A' && *p <= 'Z') *p = (C)(*p + 32); \
    return s; } \
  static inline WS2_MAYBE_UNUSED C *upr(C *s) { \
    C *p; \
    for (p = s; p && *p; p++) if (*p >= 'a' && *p <= 'z') *p = (C)(*p - 32); \
    return s; } \
  static inline WS2_MAYBE_UNUSED C *rev(C *s) { \
    size_t i = 0, j = len(s, (size_t)-1); \
    for (; i + 1 < j; i++) { C c = s[i]; s[i] = s[--j]; s[j] = c; } \
    return s; }

WS2_STRINGS(char, strnlen_s, strcpy_s, strncpy_s, strcat_s, strncat_s, _stricmp, _strnicmp, _strdup, strtok_s, _strlwr, _strupr, _strrev)
WS2_STRINGS(wchar_t, wcsnlen_s, wcscpy_s, wcsncpy_s, wcscat_s, wcsncat_s, _wcsicmp, _wcsnicmp, _wcsdup, wcstok_s, _wcslwr, _wcsupr, _wcsrev)

static inline WS2_MAYBE_UNUSED errno_t memcpy_s(void *out, rsize_t size, const void *from, rsize_t count) {
  if (count == 0) return 0;
  if (!out) return EINVAL;
  if (!from || count > size) {
    memset(out, 0, size);
    return from ? ERANGE : EINVAL;
  }
  memcpy(out, from, count);
  return 0;
}
static inline WS2_MAYBE_UNUSED errno_t memmove_s(void *out, rsize_t size, const void *from, rsize_t count) {
  if (count == 0) return 0;
  if (!out || !from) return EINVAL;
  if (count > size) return ERANGE;
  memmove(out, from, count);
  return 0;
}
static inline WS2_MAYBE_UNUSED errno_t _strlwr_s(char *s, size_t size) { return strnlen_s(s, size) == size ? EINVAL : (_strlwr(s), 0); }
static inline WS2_MAYBE_UNUSED errno_t _strupr_s(char *s, size_t size) { return strnlen_s(s, size) == size ? EINVAL : (_strupr(s), 0); }

// MARK: Formatting. _snprintf and its kin leave out the NUL where it does not fit, as on Windows.

static inline WS2_MAYBE_UNUSED int vsnprintf_s(char *out, size_t size, size_t count, const char *format, va_list ap) {
  int n;
  if (!out || size == 0 || !format) return -1;
  if (count != _TRUNCATE && count < size) size = count + 1;
  n = ws2_vsnprintf(out, size, format, ap);
  if (n < 0 && count != _TRUNCATE && size != count + 1) out[0] = 0;
  return n;
}
static inline WS2_MAYBE_UNUSED int _vsnwprintf_s(wchar_t *out, size_t size, size_t count, const wchar_t *format, va_list ap) {
  int n;
  if (!out || size == 0 || !format) return -1;
  if (count != _TRUNCATE && count < size) size = count + 1;
  n = ws2_vsnwprintf(out, size, format, ap);
  if (n < 0 && count != _TRUNCATE && size != count + 1) out[0] = 0;
  return n;
}
#define _vsnprintf_s vsnprintf_s
#define vsprintf_s(out, size, format, ap) vsnprintf_s((out), (size), (size_t)-2, (format), (ap))
#define vswprintf_s(out, size, format, ap) _vsnwprintf_s((out), (size), (size_t)-2, (format), (ap))

static inline WS2_MAYBE_UNUSED int _vsnprintf(char *out, size_t size, const char *format, va_list ap) {
  int n = ws2_narrow_vsnprintf(NULL, 0, format, ap);
  char *whole;
  if (n < 0 || !out) return n;
  if ((size_t)n < size) return ws2_narrow_vsnprintf(out, size, format, ap);
  whole = (char *)malloc((size_t)n + 1);
  if (!whole) return -1;
  ws2_narrow_vsnprintf(whole, (size_t)n + 1, format, ap);
  memcpy(out, whole, size);
  free(whole);
  return (size_t)n == size ? n : -1;
}
static inline WS2_MAYBE_UNUSED int _vsnwprintf(wchar_t *out, size_t size, const wchar_t *format, va_list ap) {
  return size == 0 ? -1 : ws2_vsnwprintf(out, size, format, ap);
}
static inline WS2_MAYBE_UNUSED int _vscprintf(const char *format, va_list ap) { return ws2_narrow_vsnprintf(NULL, 0, format, ap); }

#define WS2_FORMATTED(name, parameters, last, call) \
  static inline WS2_MAYBE_UNUSED int name parameters { \
    va_list ap; \
    int n; \
    va_start(ap, last); \
    n = call; \
    va_end(ap); \
    return n; }
WS2_FORMATTED(_snprintf, (char *out, size_t size, const char *format, ...), format, _vsnprintf(out, size, format, ap))
WS2_FORMATTED(_snwprintf, (wchar_t *out, size_t size, const wchar_t *format, ...), format, _vsnwprintf(out, size, format, ap))
WS2_FORMATTED(_scprintf, (const char *format, ...), format, _vscprintf(format, ap))
#ifndef __cplusplus
WS2_FORMATTED(sprintf_s, (char *out, size_t size, const char *format, ...), format, vsprintf_s(out, size, format, ap))
WS2_FORMATTED(swprintf_s, (wchar_t *out, size_t size, const wchar_t *format, ...), format, vswprintf_s(out, size, format, ap))
WS2_FORMATTED(_snprintf_s, (char *out, size_t size, size_t count, const char *format, ...), format, vsnprintf_s(out, size, count, format, ap))
WS2_FORMATTED(_snwprintf_s, (wchar_t *out, size_t size, size_t count, const wchar_t *format, ...), format, _vsnwprintf_s(out, size, count, format, ap))
#else
#include "ws2_crt_cpp.h"
#endif
#define printf_s printf
#define fprintf_s fprintf
#define vprintf_s vprintf
#define vfprintf_s vfprintf
#define fwprintf_s fwprintf
#define sscanf_s sscanf
#define wprintf_s wprintf

// MARK: Numbers

static inline WS2_MAYBE_UNUSED char *ws2_digits(char *out, size_t size, unsigned long long value, int negative, int radix) {
  char reversed[66];
  size_t n = 0, i;
  do
    reversed[n++] = "0123456789abcdefghijklmnopqrstuvwxyz"[value % (unsigned)radix];
  while ((value /= (unsigned)radix) != 0);
  if (negative) reversed[n++] = '-';
  if (n >= size) return NULL;
  for (i = 0; i < n; i++) out[i] = reversed[n - 1 - i];
  out[n] = 0;
  return out;
}
#define WS2_NUMBER(name, type, unsigned_type, negative) \
  static inline WS2_MAYBE_UNUSED errno_t name##_s(type value, char *out, size_t size, int radix) { \
    int minus = radix == 10 && (negative); \
    if (!out || size == 0) return EINVAL; \
    out[0] = 0; \
    if (radix < 2 || radix > 36) return EINVAL; \
    return ws2_digits(out, size, minus ? 0 - (unsigned long long)(long long)value : (unsigned_type)value, minus, radix) ? 0 : ERANGE; } \
  static inline WS2_MAYBE_UNUSED char *name(type value, char *out, int radix) { name##_s(value, out, 67, radix); return out; }
WS2_NUMBER(_itoa, int, unsigned, value < 0)
WS2_NUMBER(_ltoa, LONG, ULONG, value < 0)
WS2_NUMBER(_ultoa, ULONG, ULONG, 0)
WS2_NUMBER(_i64toa, long long, unsigned long long, value < 0)
WS2_NUMBER(_ui64toa, unsigned long long, unsigned long long, 0)

#define _atoi64(s) ((long long)strtoll((s), NULL, 10))
#define _strtoi64 strtoll
#define _strtoui64 strtoull
static inline WS2_MAYBE_UNUSED long long _wtoi64(const wchar_t *s) {
  long long value = 0;
  int negative = 0;
  while (*s == ' ' || (*s >= 9 && *s <= 13)) s++;
  if (*s == '-' || *s == '+') negative = *s++ == '-';
  for (; *s >= '0' && *s <= '9'; s++) value = value * 10 + (*s - '0');
  return negative ? -value : value;
}
static inline WS2_MAYBE_UNUSED int _wtoi(const wchar_t *s) { return (int)_wtoi64(s); }
static inline WS2_MAYBE_UNUSED LONG _wtol(const wchar_t *s) { return (LONG)_wtoi64(s); }

// MARK: Files, time, variables: the arguments in Windows' order.

static inline WS2_MAYBE_UNUSED errno_t fopen_s(FILE **file, const char *name, const char *mode) {
  if (!file) return EINVAL;
  *file = NULL;
  if (!name || !mode) return EINVAL;
  *file = fopen(name, mode);
  return *file ? 0 : errno;
}
static inline WS2_MAYBE_UNUSED errno_t freopen_s(FILE **file, const char *name, const char *mode, FILE *old) {
  if (!file || !mode || !old) return EINVAL;
  *file = freopen(name, mode, old);
  return *file ? 0 : errno;
}
static inline WS2_MAYBE_UNUSED errno_t localtime_s(struct tm *out, const time_t *time) {
  return !out || !time ? EINVAL : localtime_r(time, out) ? 0 : errno;
}
static inline WS2_MAYBE_UNUSED errno_t gmtime_s(struct tm *out, const time_t *time) {
  return !out || !time ? EINVAL : gmtime_r(time, out) ? 0 : errno;
}
static inline WS2_MAYBE_UNUSED errno_t ctime_s(char *out, size_t size, const time_t *time) {
  return !out || !time || size < 26 ? EINVAL : ctime_r(time, out) ? 0 : errno;
}
static inline WS2_MAYBE_UNUSED errno_t asctime_s(char *out, size_t size, const struct tm *time) {
  return !out || !time || size < 26 ? EINVAL : asctime_r(time, out) ? 0 : errno;
}
static inline WS2_MAYBE_UNUSED errno_t strerror_s(char *out, size_t size, int error) {
  return strncpy_s(out, size, strerror(error), _TRUNCATE) == EINVAL ? EINVAL : 0;
}
// The texts of errno as an array: the numbers are those of Linux.
#define _sys_nerr 134
static inline WS2_MAYBE_UNUSED char **ws2_sys_errlist(void) {
  static char *texts[_sys_nerr], unknown[] = "Unknown error";
  int i;
  for (i = 0; i < _sys_nerr; i++) texts[i] = i == 41 || i == 58 ? unknown : strerror(i);
  return texts;
}
#define _sys_errlist (ws2_sys_errlist())
#define sys_nerr _sys_nerr
#define sys_errlist _sys_errlist

static inline WS2_MAYBE_UNUSED errno_t getenv_s(size_t *needed, char *out, size_t size, const char *name) {
  const char *value = name ? getenv(name) : NULL;
  if (!needed || !name) return EINVAL;
  *needed = value ? strlen(value) + 1 : 0;
  if (out && size) out[0] = 0;
  if (!value || size == 0) return 0;
  return *needed > size ? ERANGE : strcpy_s(out, size, value);
}
static inline WS2_MAYBE_UNUSED errno_t _dupenv_s(char **out, size_t *size, const char *name) {
  const char *value = name ? getenv(name) : NULL;
  if (!out || !name) return EINVAL;
  *out = value ? _strdup(value) : NULL;
  if (size) *size = value ? strlen(value) + 1 : 0;
  return 0;
}
static inline WS2_MAYBE_UNUSED errno_t _putenv_s(const char *name, const char *value) {
  return !name || !value ? EINVAL : (*value ? setenv(name, value, 1) : unsetenv(name)) ? errno : 0;
}
// MARK: Memory and chance

static inline WS2_MAYBE_UNUSED int _memicmp(const void *a, const void *b, size_t count) {
  const unsigned char *x = (const unsigned char *)a, *y = (const unsigned char *)b;
  for (; count > 0; x++, y++, count--) {
    int p = *x >= 'A' && *x <= 'Z' ? *x + 32 : *x, q = *y >= 'A' && *y <= 'Z' ? *y + 32 : *y;
    if (p != q) return p < q ? -1 : 1; }
  return 0;
}
#define memicmp _memicmp
// Memory of the heap, as Windows gives for all but small blocks.
#define _malloca malloc
#define _freea free

#ifdef __cplusplus
extern "C" {
#endif
errno_t ws2_rand_s(unsigned *value);
#ifdef __cplusplus
}
#endif
#define rand_s ws2_rand_s

// Microsoft's older names without the underscore.
#define stricmp _stricmp
#define strcmpi _stricmp
#define strnicmp _strnicmp
#define wcsicmp _wcsicmp

// MARK: Descriptors. io.h has the rest; these are called without it, too.

static inline WS2_MAYBE_UNUSED int _read(int fd, void *buffer, unsigned count) { return (int)read(fd, buffer, count); }
static inline WS2_MAYBE_UNUSED int _write(int fd, const void *buffer, unsigned count) { return (int)write(fd, buffer, count); }
static inline WS2_MAYBE_UNUSED int _close(int fd) { return close(fd); }
static inline WS2_MAYBE_UNUSED long long _lseeki64(int fd, long long offset, int origin) { return lseek(fd, offset, origin); }
static inline WS2_MAYBE_UNUSED LONG _lseek(int fd, LONG offset, int origin) { return (LONG)lseek(fd, offset, origin); }

#define _fseeki64 fseeko
#define _ftelli64 ftello

#endif
