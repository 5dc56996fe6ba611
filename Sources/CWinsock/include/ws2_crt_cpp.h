// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// C++: the size of an array need not be said. Overloads of the functions with a size for arrays of known size.
#ifndef WS2_CRT_CPP_H
#define WS2_CRT_CPP_H

WS2_FORMATTED(sprintf_s, (char *out, size_t size, const char *format, ...), format, vsprintf_s(out, size, format, ap))
WS2_FORMATTED(swprintf_s, (wchar_t *out, size_t size, const wchar_t *format, ...), format, vswprintf_s(out, size, format, ap))
WS2_FORMATTED(_snprintf_s, (char *out, size_t size, size_t count, const char *format, ...), format, vsnprintf_s(out, size, count, format, ap))
WS2_FORMATTED(_snwprintf_s, (wchar_t *out, size_t size, size_t count, const wchar_t *format, ...), format, _vsnwprintf_s(out, size, count, format, ap))

extern "C++" {
template <size_t size> inline errno_t strcpy_s(char (&out)[size], const char *s) { return strcpy_s(out, size, s); }
template <size_t size> inline errno_t strcat_s(char (&out)[size], const char *s) { return strcat_s(out, size, s); }
template <size_t size> inline errno_t strncpy_s(char (&out)[size], const char *s, size_t n) { return strncpy_s(out, size, s, n); }
template <size_t size> inline errno_t strncat_s(char (&out)[size], const char *s, size_t n) { return strncat_s(out, size, s, n); }
template <size_t size> inline errno_t wcscpy_s(wchar_t (&out)[size], const wchar_t *s) { return wcscpy_s(out, size, s); }
template <size_t size> inline errno_t wcscat_s(wchar_t (&out)[size], const wchar_t *s) { return wcscat_s(out, size, s); }
template <size_t size> inline errno_t wcsncpy_s(wchar_t (&out)[size], const wchar_t *s, size_t n) { return wcsncpy_s(out, size, s, n); }
template <size_t size> inline errno_t wcsncat_s(wchar_t (&out)[size], const wchar_t *s, size_t n) { return wcsncat_s(out, size, s, n); }
template <size_t size> inline errno_t _itoa_s(int value, char (&out)[size], int radix);
template <size_t size> inline errno_t _strlwr_s(char (&s)[size]);
template <size_t size> inline errno_t _strupr_s(char (&s)[size]);
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-security"
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#endif
template <size_t size, typename... Arguments> inline int sprintf_s(char (&out)[size], const char *format, Arguments... arguments) {
  return sprintf_s(static_cast<char *>(out), size, format, arguments...);
}
template <size_t size, typename... Arguments> inline int swprintf_s(wchar_t (&out)[size], const wchar_t *format, Arguments... arguments) {
  return swprintf_s(static_cast<wchar_t *>(out), size, format, arguments...);
}
template <size_t size, typename... Arguments> inline int _snprintf_s(char (&out)[size], size_t count, const char *format, Arguments... arguments) {
  return _snprintf_s(static_cast<char *>(out), size, count, format, arguments...);
}
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
}

#endif
