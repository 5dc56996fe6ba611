// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The string functions of kernel32. NULL is an empty string, or makes the function return NULL.
#ifndef WS2_LSTR_H
#define WS2_LSTR_H

#include "ws2_crt.h"

// As words are sorted: the case of the letters only decides where nothing else does, and small ones come first.
#define WS2_LSTR(X, C, icmp) \
  static inline WS2_MAYBE_UNUSED int lstrlen##X(const C *s) { \
    int n = 0; \
    if (!s) return 0; \
    while (s[n]) n++; \
    return n; } \
  static inline WS2_MAYBE_UNUSED C *lstrcpyn##X(C *out, const C *s, int size) { \
    int n = lstrlen##X(s); \
    if (!out || !s || size <= 0) return NULL; \
    if (n >= size) n = size - 1; \
    memmove(out, s, (size_t)n * sizeof(C)); \
    out[n] = 0; \
    return out; } \
  static inline WS2_MAYBE_UNUSED C *lstrcpy##X(C *out, const C *s) { return lstrcpyn##X(out, s, 0x7FFFFFFF); } \
  static inline WS2_MAYBE_UNUSED C *lstrcat##X(C *out, const C *s) { \
    return out && lstrcpy##X(out + lstrlen##X(out), s) ? out : NULL; } \
  static inline WS2_MAYBE_UNUSED int lstrcmpi##X(const C *a, const C *b) { \
    int order = !a || !b ? (a != NULL) - (b != NULL) : icmp(a, b); \
    return (order > 0) - (order < 0); } \
  static inline WS2_MAYBE_UNUSED int lstrcmp##X(const C *a, const C *b) { \
    int order = lstrcmpi##X(a, b), i = 0; \
    if (order || !a || !b) return order; \
    while (a[i] && a[i] == b[i]) i++; \
    return (a[i] < b[i]) - (a[i] > b[i]); }

WS2_LSTR(A, char, _stricmp)
WS2_LSTR(W, wchar_t, _wcsicmp)

#define lstrlen WS2_AW(lstrlen)
#define lstrcpy WS2_AW(lstrcpy)
#define lstrcpyn WS2_AW(lstrcpyn)
#define lstrcat WS2_AW(lstrcat)
#define lstrcmp WS2_AW(lstrcmp)
#define lstrcmpi WS2_AW(lstrcmpi)

#endif
