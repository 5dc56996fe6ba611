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
#ifdef __cplusplus
}
#endif

#endif
