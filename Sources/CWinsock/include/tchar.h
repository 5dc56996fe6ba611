// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Names that mean narrow or wide characters, as UNICODE or _UNICODE says.
#ifndef WS2_TCHAR_H
#define WS2_TCHAR_H

#include "winbase.h"

#if defined(_UNICODE) || defined(UNICODE)
#define WS2_T(narrow, wide) wide
#define _T(s) L##s
#define _TEXT(s) L##s
#define __T(s) L##s
#define _tmain wmain
#define _TCHAR wchar_t
#define _TINT wint_t
#define _TEOF WEOF
typedef wchar_t _TSCHAR, _TUCHAR, _TXCHAR;
#else
#define WS2_T(narrow, wide) narrow
#define _T(s) s
#define _TEXT(s) s
#define __T(s) s
#define _tmain main
#define _TCHAR char
#define _TINT int
#define _TEOF EOF
typedef char _TSCHAR, _TUCHAR, _TXCHAR;
#endif
#define _tWinMain WS2_T(WinMain, wWinMain)

#define _tcslen WS2_T(strlen, wcslen)
#define _tcscpy WS2_T(strcpy, wcscpy)
#define _tcsncpy WS2_T(strncpy, wcsncpy)
#define _tcscat WS2_T(strcat, wcscat)
#define _tcsncat WS2_T(strncat, wcsncat)
#define _tcscmp WS2_T(strcmp, wcscmp)
#define _tcsncmp WS2_T(strncmp, wcsncmp)
#define _tcsicmp WS2_T(_stricmp, _wcsicmp)
#define _tcsnicmp WS2_T(_strnicmp, _wcsnicmp)
#define _tcschr WS2_T(strchr, wcschr)
#define _tcsrchr WS2_T(strrchr, wcsrchr)
#define _tcspbrk WS2_T(strpbrk, wcspbrk)
#define _tcsspn WS2_T(strspn, wcsspn)
#define _tcscspn WS2_T(strcspn, wcscspn)
#define _tcsstr WS2_T(strstr, wcsstr)
#define _tcsdup WS2_T(_strdup, _wcsdup)
#define _tcstol WS2_T(strtol, wcstol)
#define _tcstoul WS2_T(strtoul, wcstoul)
#define _tcstod WS2_T(strtod, wcstod)
#define _tcsnlen WS2_T(strnlen, wcsnlen)
#define _tcslwr WS2_T(_strlwr, _wcslwr)
#define _tcsupr WS2_T(_strupr, _wcsupr)
#define _tcsrev WS2_T(_strrev, _wcsrev)
#define _tcstok_s WS2_T(strtok_s, wcstok_s)
#define _tcscpy_s WS2_T(strcpy_s, wcscpy_s)
#define _tcsncpy_s WS2_T(strncpy_s, wcsncpy_s)
#define _tcscat_s WS2_T(strcat_s, wcscat_s)
#define _tcsncat_s WS2_T(strncat_s, wcsncat_s)
#define _tprintf WS2_T(printf, wprintf)
#define _ftprintf WS2_T(fprintf, fwprintf)
#define _vtprintf WS2_T(vprintf, vwprintf)
#define _vftprintf WS2_T(vfprintf, vfwprintf)
#define _stprintf_s WS2_T(sprintf_s, swprintf_s)
#define _sntprintf_s WS2_T(_snprintf_s, _snwprintf_s)
#define _vstprintf_s WS2_T(vsprintf_s, vswprintf_s)
#define _sntprintf WS2_T(_snprintf, _snwprintf)
#define _vsntprintf WS2_T(_vsnprintf, _vsnwprintf)
#define _stprintf WS2_T(sprintf, _swprintf)
#define _fputts WS2_T(fputs, fputws)
#define _puttchar WS2_T(putchar, putwchar)
#define _puttc WS2_T(putc, putwc)
#define _putts WS2_T(puts, _putws)
#define _ttoi WS2_T(atoi, _wtoi)
#define _tstoi WS2_T(atoi, _wtoi)
#define _ttol WS2_T(atol, _wtol)
#define _ttoi64 WS2_T(_atoi64, _wtoi64)
#define _istdigit WS2_T(isdigit, iswdigit)
#define _istspace WS2_T(isspace, iswspace)
#define _istalpha WS2_T(isalpha, iswalpha)
#define _istalnum WS2_T(isalnum, iswalnum)
#define _istupper WS2_T(isupper, iswupper)
#define _totupper WS2_T(toupper, towupper)
#define _totlower WS2_T(tolower, towlower)

// Microsoft's wcstok has two arguments and remembers the rest by itself, for each thread.
static inline WS2_MAYBE_UNUSED wchar_t *ws2_wcstok(wchar_t *text, const wchar_t *delimiters) {
  static __thread wchar_t *rest;
  return text || rest ? wcstok_s(text, delimiters, &rest) : NULL;
}
#define _tcstok WS2_T(strtok, ws2_wcstok)
#define _tfopen WS2_T(fopen, _wfopen)
#define _tfopen_s WS2_T(fopen_s, _wfopen_s)
#define _tfsopen WS2_T(_fsopen, _wfsopen)
#define _tsplitpath WS2_T(_splitpath, _wsplitpath)
#define _tsplitpath_s WS2_T(_splitpath_s, _wsplitpath_s)
#define _tmakepath WS2_T(_makepath, _wmakepath)
#define _tmakepath_s WS2_T(_makepath_s, _wmakepath_s)
#define _tfinddata_t WS2_T(_finddata_t, _wfinddata_t)
#define _tfinddatai64_t WS2_T(_finddatai64_t, _wfinddatai64_t)
#define _tfindfirst WS2_T(_findfirst, _wfindfirst)
#define _tfindnext WS2_T(_findnext, _wfindnext)
#define _tfindfirsti64 WS2_T(_findfirsti64, _wfindfirsti64)
#define _tfindnexti64 WS2_T(_findnexti64, _wfindnexti64)
#define _itot WS2_T(_itoa, _itow)
#define _itot_s WS2_T(_itoa_s, _itow_s)
#define _ltot WS2_T(_ltoa, _ltow)
#define _ltot_s WS2_T(_ltoa_s, _ltow_s)
#define _ultot WS2_T(_ultoa, _ultow)
#define _ultot_s WS2_T(_ultoa_s, _ultow_s)
#define _i64tot WS2_T(_i64toa, _i64tow)
#define _i64tot_s WS2_T(_i64toa_s, _i64tow_s)
#define _ui64tot WS2_T(_ui64toa, _ui64tow)
#define _ui64tot_s WS2_T(_ui64toa_s, _ui64tow_s)
#define _sctprintf WS2_T(_scprintf, _scwprintf)
#define _vsctprintf WS2_T(_vscprintf, _vscwprintf)
#define _tprintf_s WS2_T(printf_s, wprintf_s)
#define _ftprintf_s WS2_T(fprintf_s, fwprintf_s)
#define _tcsncicmp _tcsnicmp
#define _tcsnccmp _tcsncmp
#define _tcsclen _tcslen
#define _tcsinc(s) ((s) + 1)
#define _fputtc WS2_T(fputc, fputwc)

#define _swprintf(out, ...) swprintf((out), (size_t)0x7FFFFFFF, __VA_ARGS__)

#endif
