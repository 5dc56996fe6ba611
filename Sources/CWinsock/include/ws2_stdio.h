// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Narrow and wide output may be mixed on one stream, as on Windows. glibc gives a stream an orientation with
// its first use and then swallows the other kind; the wide functions are therefore bound to versions that
// write UTF-8 through the narrow ones. %s in a wide format is a wide string, %S and %hs a narrow one.
//
// The narrow functions are bound to versions that know Microsoft's %I64d, %Iu, %ws and %S besides, and leave a va_list as it
// was. What a format says that both know is libc's to write.
#ifndef WS2_STDIO_H
#define WS2_STDIO_H

#if __SIZEOF_WCHAR_T__ == 2
#define WS2_STDIO(name) __asm__("ws2_" #name "_16")
#define WS2_NARROW(name) __asm__("ws2_narrow_" #name "_16")
#else
#define WS2_NARROW(name) __asm__("ws2_narrow_" #name)
#define WS2_STDIO(name) __asm__("ws2_" #name)
#endif

#ifdef __cplusplus
#define WS2_NOEXCEPT __THROW
extern "C" {
#else
#define WS2_NOEXCEPT
#endif
int wprintf(const wchar_t *__restrict format, ...) WS2_STDIO(wprintf);
int fwprintf(FILE *__restrict stream, const wchar_t *__restrict format, ...) WS2_STDIO(fwprintf);
int vwprintf(const wchar_t *__restrict format, va_list arguments) WS2_STDIO(vwprintf);
int vfwprintf(FILE *__restrict stream, const wchar_t *__restrict format, va_list arguments) WS2_STDIO(vfwprintf);
int fputws(const wchar_t *__restrict text, FILE *__restrict stream) WS2_STDIO(fputws);
wint_t fputwc(wchar_t character, FILE *stream) WS2_STDIO(fputwc);
wint_t putwc(wchar_t character, FILE *stream) WS2_STDIO(fputwc);
wint_t putwchar(wchar_t character) WS2_STDIO(putwchar);
int _putws(const wchar_t *text) WS2_STDIO(putws);
int printf(const char *__restrict format, ...) WS2_NARROW(printf);
int fprintf(FILE *__restrict stream, const char *__restrict format, ...) WS2_NARROW(fprintf);
int vprintf(const char *__restrict format, va_list arguments) WS2_NARROW(vprintf);
int vfprintf(FILE *__restrict stream, const char *__restrict format, va_list arguments) WS2_NARROW(vfprintf);
int sprintf(char *__restrict out, const char *__restrict format, ...) WS2_NOEXCEPT WS2_NARROW(sprintf);
int vsprintf(char *__restrict out, const char *__restrict format, va_list arguments) WS2_NOEXCEPT WS2_NARROW(vsprintf);
int snprintf(char *__restrict out, size_t size, const char *__restrict format, ...) WS2_NOEXCEPT WS2_NARROW(snprintf);
int ws2_narrow_scanf(const char *__restrict format, ...);
int ws2_narrow_fscanf(FILE *__restrict stream, const char *__restrict format, ...);
int ws2_narrow_sscanf(const char *__restrict text, const char *__restrict format, ...) WS2_NOEXCEPT;
int ws2_narrow_vscanf(const char *__restrict format, va_list arguments);
int ws2_narrow_vfscanf(FILE *__restrict stream, const char *__restrict format, va_list arguments);
int ws2_narrow_vsscanf(const char *__restrict text, const char *__restrict format, va_list arguments) WS2_NOEXCEPT;
// clang binds no function that a header of libstdc++ has used: <string> then has to come after the Windows headers.
#if !(defined(__clang__) && defined(__cplusplus) && defined(_GLIBCXX_STRING))
int swprintf(wchar_t *__restrict out, size_t size, const wchar_t *__restrict format, ...) WS2_STDIO(snwprintf);
int vsnprintf(char *__restrict out, size_t size, const char *__restrict format, va_list arguments) WS2_NOEXCEPT WS2_NARROW(vsnprintf);
int vswprintf(wchar_t *__restrict out, size_t size, const wchar_t *__restrict format, va_list arguments) WS2_STDIO(vsnwprintf);
#if __SIZEOF_WCHAR_T__ == 2
// The functions of libc would read characters of 32 bits.
size_t wcslen(const wchar_t *text) WS2_STDIO(wcslen);
wchar_t *wcscpy(wchar_t *__restrict out, const wchar_t *__restrict text) WS2_STDIO(wcscpy);
wchar_t *wcsncpy(wchar_t *__restrict out, const wchar_t *__restrict text, size_t count) WS2_STDIO(wcsncpy);
wchar_t *wcscat(wchar_t *__restrict out, const wchar_t *__restrict text) WS2_STDIO(wcscat);
int wcscmp(const wchar_t *a, const wchar_t *b) WS2_STDIO(wcscmp);
int wcsncmp(const wchar_t *a, const wchar_t *b, size_t count) WS2_STDIO(wcsncmp);
#ifndef __cplusplus
wchar_t *wcschr(const wchar_t *text, wchar_t character) WS2_STDIO(wcschr);
wchar_t *wcsrchr(const wchar_t *text, wchar_t character) WS2_STDIO(wcsrchr);
wchar_t *wcsstr(const wchar_t *text, const wchar_t *part) WS2_STDIO(wcsstr);
#endif
long wcstol(const wchar_t *__restrict text, wchar_t **__restrict end, int radix) WS2_STDIO(wcstol);
#if __USE_FORTIFY_LEVEL > 0
// Inline functions of <stdlib.h> then.
#define wcstombs ws2_wcstombs
#define mbstowcs ws2_mbstowcs
#endif
size_t wcstombs(char *__restrict out, const wchar_t *__restrict text, size_t size) WS2_STDIO(wcstombs);
size_t mbstowcs(wchar_t *__restrict out, const char *__restrict text, size_t size) WS2_STDIO(mbstowcs);
#endif
#endif
#ifdef __cplusplus
}
#endif

// Those of libc are bound to others already, by the version of the language.
#ifdef __cplusplus
extern "C++" {
#include <cstdio>
namespace std {
using ::ws2_narrow_fscanf;
using ::ws2_narrow_scanf;
using ::ws2_narrow_sscanf;
using ::ws2_narrow_vfscanf;
using ::ws2_narrow_vscanf;
using ::ws2_narrow_vsscanf;
}
}
#endif
#define scanf ws2_narrow_scanf
#define fscanf ws2_narrow_fscanf
#define sscanf ws2_narrow_sscanf
#define vscanf ws2_narrow_vscanf
#define vfscanf ws2_narrow_vfscanf
#define vsscanf ws2_narrow_vsscanf

#endif
