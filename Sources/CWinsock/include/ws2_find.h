// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Searching a folder under the names of Microsoft's C library, over FindFirstFile.
#ifndef WS2_FIND_H
#define WS2_FIND_H

#include "winbase.h"

#define _A_NORMAL 0
#define _A_RDONLY 1
#define _A_HIDDEN 2
#define _A_SYSTEM 4
#define _A_SUBDIR 0x10
#define _A_ARCH 0x20

typedef DWORD _fsize_t;
#define WS2_FOUND(tag, C, Size) \
  struct tag { \
    unsigned attrib; \
    time_t time_create, time_access, time_write; \
    Size size; \
    C name[260]; \
  };
// Times have 64 bits anyway: the forms differ in the size of the file alone.
WS2_FOUND(_finddata_t, char, _fsize_t)
WS2_FOUND(_finddatai64_t, char, long long)
WS2_FOUND(_wfinddata_t, wchar_t, _fsize_t)
WS2_FOUND(_wfinddatai64_t, wchar_t, long long)
#define _finddata64i32_t _finddata_t
#define __finddata64_t _finddatai64_t
#define _wfinddata64i32_t _wfinddata_t
#define _wfinddata64_t _wfinddatai64_t

// -1 for a file system that does not say.
static inline WS2_MAYBE_UNUSED time_t ws2_file_time(FILETIME time) {
  const unsigned long long ticks = (unsigned long long)time.dwHighDateTime << 32 | time.dwLowDateTime;
  return ticks == 0 ? (time_t)-1 : (time_t)(ticks / 10000000u) - (time_t)11644473600;
}

static inline WS2_MAYBE_UNUSED void ws2_find_error(void) {
  switch (GetLastError()) {
  case ERROR_NO_MORE_FILES: case ERROR_FILE_NOT_FOUND: case ERROR_PATH_NOT_FOUND: errno = ENOENT; break;
  case ERROR_NOT_ENOUGH_MEMORY: errno = ENOMEM; break;
  default: errno = EINVAL; break;
  }
}

#define WS2_FIND(tag, C, first, next, Size, Data, Function, Next) \
  static inline WS2_MAYBE_UNUSED void first##_fill(struct tag *out, const Data *from) { \
    size_t i; \
    out->attrib = from->dwFileAttributes == FILE_ATTRIBUTE_NORMAL ? _A_NORMAL : from->dwFileAttributes; \
    out->time_create = ws2_file_time(from->ftCreationTime); \
    out->time_access = ws2_file_time(from->ftLastAccessTime); \
    out->time_write = ws2_file_time(from->ftLastWriteTime); \
    out->size = (Size)((long long)from->nFileSizeHigh << 32 | from->nFileSizeLow); \
    for (i = 0; i < 259 && from->cFileName[i]; i++) out->name[i] = from->cFileName[i]; \
    out->name[i] = 0; } \
  static inline WS2_MAYBE_UNUSED intptr_t first(const C *pattern, struct tag *out) { \
    Data data; \
    HANDLE search; \
    if (!pattern || !out) { \
      errno = EINVAL; \
      return -1; \
    } \
    search = Function(pattern, &data); \
    if (search == INVALID_HANDLE_VALUE) { \
      ws2_find_error(); \
      return -1; \
    } \
    first##_fill(out, &data); \
    return (intptr_t)search; } \
  static inline WS2_MAYBE_UNUSED int next(intptr_t search, struct tag *out) { \
    Data data; \
    if (search == -1 || !out) { \
      errno = EINVAL; \
      return -1; \
    } \
    if (!Next((HANDLE)search, &data)) { \
      ws2_find_error(); \
      return -1; \
    } \
    first##_fill(out, &data); \
    return 0; }
WS2_FIND(_finddata_t, char, _findfirst, _findnext, _fsize_t, WIN32_FIND_DATAA, FindFirstFileA, FindNextFileA)
WS2_FIND(_finddatai64_t, char, _findfirsti64, _findnexti64, long long, WIN32_FIND_DATAA, FindFirstFileA, FindNextFileA)
WS2_FIND(_wfinddata_t, wchar_t, _wfindfirst, _wfindnext, _fsize_t, WIN32_FIND_DATAW, FindFirstFileW, FindNextFileW)
WS2_FIND(_wfinddatai64_t, wchar_t, _wfindfirsti64, _wfindnexti64, long long, WIN32_FIND_DATAW, FindFirstFileW, FindNextFileW)
#define _findfirst64i32 _findfirst
#define _findnext64i32 _findnext
#define _findfirst64 _findfirsti64
#define _findnext64 _findnexti64
#define _wfindfirst64i32 _wfindfirst
#define _wfindnext64i32 _wfindnext
#define _wfindfirst64 _wfindfirsti64
#define _wfindnext64 _wfindnexti64

static inline WS2_MAYBE_UNUSED int _findclose(intptr_t search) {
  if (FindClose((HANDLE)search)) return 0;
  errno = ENOENT;
  return -1;
}

#endif
