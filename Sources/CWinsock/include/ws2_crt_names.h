// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Parts of file names, numbers as wide text, counts of wide formats, and the arguments of the program under their names of
// Microsoft's C library.
#ifndef WS2_CRT_NAMES_H
#define WS2_CRT_NAMES_H

#include "ws2_crt_files.h"

// MARK: Parts of file names. Either slash separates folders.

// C the type, P(name) how the names begin.
#define WS2_PATH_PARTS(C, split, make, len) \
  static inline WS2_MAYBE_UNUSED int split##_part(C *out, size_t size, const C *from, size_t count) { \
    size_t i; \
    if (!out) return 1; \
    if (count >= size) return 0; \
    for (i = 0; i < count; i++) out[i] = from[i]; \
    out[count] = 0; \
    return 1; } \
  /* EINVAL for no path, or a part whose pointer and size contradict each other; ERANGE for one that is too small. All parts \
     are empty then. */ \
  static inline WS2_MAYBE_UNUSED errno_t split##_s(const C *path, C *drive, size_t driveSize, C *dir, size_t dirSize, C *name, size_t nameSize, C *ext, size_t extSize) { \
    const int fits = path && !drive == !driveSize && !dir == !dirSize && !name == !nameSize && !ext == !extSize; \
    const C *p, *first, *dot = NULL; \
    if (fits) { \
      const C *start = path[0] && path[1] == ':' ? path + 2 : path; \
      for (p = first = start; *p; p++) { \
        if (*p == '/' || *p == '\\') first = p + 1, dot = NULL; \
        else if (*p == '.') dot = p; \
      } \
      if (!dot) dot = p; \
      if (split##_part(drive, driveSize, path, (size_t)(start - path)) && split##_part(dir, dirSize, start, (size_t)(first - start)) && \
          split##_part(name, nameSize, first, (size_t)(dot - first)) && split##_part(ext, extSize, dot, (size_t)(p - dot))) \
        return 0; \
    } \
    if (drive && driveSize) drive[0] = 0; \
    if (dir && dirSize) dir[0] = 0; \
    if (name && nameSize) name[0] = 0; \
    if (ext && extSize) ext[0] = 0; \
    return errno = fits ? ERANGE : EINVAL; } \
  static inline WS2_MAYBE_UNUSED void split(const C *path, C *drive, C *dir, C *name, C *ext) { \
    split##_s(path, drive, drive ? _MAX_DRIVE : 0, dir, dir ? _MAX_DIR : 0, name, name ? _MAX_FNAME : 0, ext, ext ? _MAX_EXT : 0); } \
  static inline WS2_MAYBE_UNUSED errno_t make##_s(C *out, size_t size, const C *drive, const C *dir, const C *name, const C *ext) { \
    size_t n = 0, i, count; \
    C slash = '/'; \
    if (!out || size == 0) return errno = EINVAL; \
    if (drive && *drive) { \
      if (n + 2 >= size) goto full; \
      out[n++] = *drive; \
      out[n++] = ':'; \
    } \
    if (dir && *dir) { \
      for (i = 0, count = len(dir); i < count; i++) { \
        if (n + 1 >= size) goto full; \
        /* The one that is put in is of the kind that is there. */ \
        if (dir[i] == '\\') slash = '\\'; \
        out[n++] = dir[i]; \
      } \
      if (out[n - 1] != '/' && out[n - 1] != '\\') { \
        if (n + 1 >= size) goto full; \
        out[n++] = slash; \
      } \
    } \
    for (i = 0, count = name ? len(name) : 0; i < count; i++) { \
      if (n + 1 >= size) goto full; \
      out[n++] = name[i]; \
    } \
    if (ext && *ext && *ext != '.') { \
      if (n + 1 >= size) goto full; \
      out[n++] = '.'; \
    } \
    for (i = 0, count = ext ? len(ext) : 0; i < count; i++) { \
      if (n + 1 >= size) goto full; \
      out[n++] = ext[i]; \
    } \
    out[n] = 0; \
    return 0; \
  full: \
    out[0] = 0; \
    return errno = ERANGE; } \
  static inline WS2_MAYBE_UNUSED void make(C *out, const C *drive, const C *dir, const C *name, const C *ext) { make##_s(out, _MAX_PATH, drive, dir, name, ext); }
WS2_PATH_PARTS(char, _splitpath, _makepath, strlen)
WS2_PATH_PARTS(wchar_t, _wsplitpath, _wmakepath, wcslen)

// MARK: Numbers as wide text

#define WS2_WIDE_NUMBER(name, narrow, type) \
  static inline WS2_MAYBE_UNUSED errno_t name##_s(type value, wchar_t *out, size_t size, int radix) { \
    char text[67]; \
    errno_t error; \
    size_t i = 0; \
    if (!out || size == 0) return EINVAL; \
    out[0] = 0; \
    error = narrow##_s(value, text, size < sizeof text ? size : sizeof text, radix); \
    if (error) return error; \
    do out[i] = (wchar_t)text[i]; \
    while (text[i++]); \
    return 0; } \
  static inline WS2_MAYBE_UNUSED wchar_t *name(type value, wchar_t *out, int radix) { name##_s(value, out, 67, radix); return out; }
WS2_WIDE_NUMBER(_itow, _itoa, int)
WS2_WIDE_NUMBER(_ltow, _ltoa, LONG)
WS2_WIDE_NUMBER(_ultow, _ultoa, ULONG)
WS2_WIDE_NUMBER(_i64tow, _i64toa, long long)
WS2_WIDE_NUMBER(_ui64tow, _ui64toa, unsigned long long)

// MARK: Counts of wide formats: the characters without the NUL, -1 for a format that cannot be written

static inline WS2_MAYBE_UNUSED int _vscwprintf(const wchar_t *format, va_list ap) {
  size_t size = 256;
  int n = -1;
  for (; n < 0 && size <= (size_t)1 << 26; size *= 4) {
    wchar_t *text = (wchar_t *)malloc(size * sizeof *text);
    if (!text) break;
    n = ws2_vsnwprintf(text, size, format, ap);
    free(text);
  }
  return n;
}
WS2_FORMATTED(_scwprintf, (const wchar_t *format, ...), format, _vscwprintf(format, ap))

// MARK: Arguments

#ifdef __cplusplus
extern "C" {
#endif
int *ws2_argc(void);
char ***ws2_argv(void);
#ifdef __cplusplus
}
#endif
#define __argc (*ws2_argc())
#define __argv (*ws2_argv())

#endif
