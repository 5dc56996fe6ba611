// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Narrow and wide output may be mixed on one stream, as on Windows. glibc gives a stream an orientation with
// its first use and then swallows the other kind; the wide functions are therefore bound to versions that
// write UTF-8 through the narrow ones. %s in a wide format is a wide string, %S and %hs a narrow one.
#ifndef WS2_STDIO_H
#define WS2_STDIO_H

#if __SIZEOF_WCHAR_T__ == 2
#define WS2_STDIO(name) __asm__("ws2_" #name "_16")
#else
#define WS2_STDIO(name) __asm__("ws2_" #name)
#endif

#ifdef __cplusplus
extern "C" {
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
// clang binds no function that a header of libstdc++ has used: <string> then has to come after the Windows headers.
#if !(defined(__clang__) && defined(__cplusplus) && defined(_GLIBCXX_STRING))
int swprintf(wchar_t *__restrict out, size_t size, const wchar_t *__restrict format, ...) WS2_STDIO(snwprintf);
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

#endif
