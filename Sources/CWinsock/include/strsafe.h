// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// String functions that know the size of their buffer and return an HRESULT.
#ifndef WS2_STRSAFE_H
#define WS2_STRSAFE_H

#include "winbase.h"

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007A)
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026)

// What does not fit is cut off, and said so.
#define WS2_SAFE_STRINGS(X, C, len, format_into) \
  static inline WS2_MAYBE_UNUSED HRESULT StringCchCopyN##X(C *out, size_t size, const C *s, size_t count) { \
    size_t n; \
    if (!out || size == 0 || size > STRSAFE_MAX_CCH || !s) return STRSAFE_E_INVALID_PARAMETER; \
    n = len(s, count < size ? count : size); \
    if (n == size) { \
      memcpy(out, s, (size - 1) * sizeof(C)); \
      out[size - 1] = 0; \
      return STRSAFE_E_INSUFFICIENT_BUFFER; } \
    memcpy(out, s, n * sizeof(C)); \
    out[n] = 0; \
    return S_OK; } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCchCopy##X(C *out, size_t size, const C *s) { \
    return StringCchCopyN##X(out, size, s, STRSAFE_MAX_CCH); } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCchLength##X(const C *s, size_t size, size_t *length) { \
    size_t n = len(s, size); \
    if (length) *length = 0; \
    if (!s || size > STRSAFE_MAX_CCH || n == size) return STRSAFE_E_INVALID_PARAMETER; \
    if (length) *length = n; \
    return S_OK; } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCchCatN##X(C *out, size_t size, const C *s, size_t count) { \
    size_t used; \
    if (!out || size == 0 || size > STRSAFE_MAX_CCH || (used = len(out, size)) == size) return STRSAFE_E_INVALID_PARAMETER; \
    return StringCchCopyN##X(out + used, size - used, s, count); } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCchCat##X(C *out, size_t size, const C *s) { \
    return StringCchCatN##X(out, size, s, STRSAFE_MAX_CCH); } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCchVPrintf##X(C *out, size_t size, const C *format, va_list ap) { \
    if (!out || size == 0 || size > STRSAFE_MAX_CCH || !format) return STRSAFE_E_INVALID_PARAMETER; \
    return format_into(out, size, format, ap) < 0 ? STRSAFE_E_INSUFFICIENT_BUFFER : S_OK; } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCchPrintf##X(C *out, size_t size, const C *format, ...) { \
    va_list ap; \
    HRESULT result; \
    va_start(ap, format); \
    result = StringCchVPrintf##X(out, size, format, ap); \
    va_end(ap); \
    return result; } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCbVPrintf##X(C *out, size_t bytes, const C *format, va_list ap) { \
    return StringCchVPrintf##X(out, bytes / sizeof(C), format, ap); } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCbPrintf##X(C *out, size_t bytes, const C *format, ...) { \
    va_list ap; \
    HRESULT result; \
    va_start(ap, format); \
    result = StringCchVPrintf##X(out, bytes / sizeof(C), format, ap); \
    va_end(ap); \
    return result; } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCbCopy##X(C *out, size_t bytes, const C *s) { return StringCchCopy##X(out, bytes / sizeof(C), s); } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCbCopyN##X(C *out, size_t bytes, const C *s, size_t count) { \
    return StringCchCopyN##X(out, bytes / sizeof(C), s, count / sizeof(C)); } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCbCatN##X(C *out, size_t bytes, const C *s, size_t count) { \
    return StringCchCatN##X(out, bytes / sizeof(C), s, count / sizeof(C)); } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCbCat##X(C *out, size_t bytes, const C *s) { return StringCchCat##X(out, bytes / sizeof(C), s); } \
  static inline WS2_MAYBE_UNUSED HRESULT StringCbLength##X(const C *s, size_t bytes, size_t *length) { \
    HRESULT result = StringCchLength##X(s, bytes / sizeof(C), length); \
    if (length) *length *= sizeof(C); \
    return result; }

WS2_SAFE_STRINGS(A, char, strnlen_s, ws2_vsnprintf)
WS2_SAFE_STRINGS(W, wchar_t, wcsnlen_s, ws2_vsnwprintf)

#define StringCchCopy WS2_AW(StringCchCopy)
#define StringCchCopyN WS2_AW(StringCchCopyN)
#define StringCchCat WS2_AW(StringCchCat)
#define StringCchCatN WS2_AW(StringCchCatN)
#define StringCchLength WS2_AW(StringCchLength)
#define StringCchPrintf WS2_AW(StringCchPrintf)
#define StringCchVPrintf WS2_AW(StringCchVPrintf)
#define StringCbCopy WS2_AW(StringCbCopy)
#define StringCbCopyN WS2_AW(StringCbCopyN)
#define StringCbCatN WS2_AW(StringCbCatN)
#define StringCbCat WS2_AW(StringCbCat)
#define StringCbLength WS2_AW(StringCbLength)
#define StringCbPrintf WS2_AW(StringCbPrintf)
#define StringCbVPrintf WS2_AW(StringCbVPrintf)

#endif
