/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Strings of Microsoft's C library, StrSafe.h, tchar.h, numbers, files by name. */
#define STRSAFE_NO_DEPRECATE
#include "check.h"
#include <tchar.h>
#include <strsafe.h>
#include <wchar.h>
#include <time.h>
#include <io.h>
#include <sys/stat.h>
#include <direct.h>
#include <fcntl.h>
#include <stdarg.h>

static int formatted(char *out, size_t size, size_t count, const char *format, ...)
{
    va_list ap;
    int n;

    va_start(ap, format);
    n = vsnprintf_s(out, size, count, format, ap);
    va_end(ap);
    return n;
}

static void copying(void)
{
    char s[8] = "";
    wchar_t w[8] = L"";

    check(0, strcpy_s(s, sizeof s, "seven77") == 0 && !strcmp(s, "seven77"), "strcpy_s");
    check(0, strncpy_s(s, sizeof s, "abcdefghij", 3) == 0 && !strcmp(s, "abc"), "strncpy_s takes what it is told");
    check(0, strncpy_s(s, sizeof s, "abcdefghij", _TRUNCATE) == STRUNCATE && !strcmp(s, "abcdefg"), "or what fits");
    check(0, strcpy_s(s, sizeof s, "ab") == 0 && strcat_s(s, sizeof s, "cd") == 0 && !strcmp(s, "abcd"), "strcat_s");
    check(0, strncat_s(s, sizeof s, "efghij", 2) == 0 && !strcmp(s, "abcdef"), "strncat_s");
    check(0, strncat_s(s, sizeof s, "ghij", _TRUNCATE) == STRUNCATE && !strcmp(s, "abcdefg"), "strncat_s cuts off");
    check(0, wcscpy_s(w, 8, L"wide") == 0 && wcscat_s(w, 8, L"r") == 0 && !wcscmp(w, L"wider"), "wcscpy_s, wcscat_s");
    check(0, wcsncpy_s(w, 8, L"narrower", _TRUNCATE) == STRUNCATE && !wcscmp(w, L"narrowe"), "wcsncpy_s");
    check(0, memcpy_s(s, sizeof s, "xy", 3) == 0 && !strcmp(s, "xy"), "memcpy_s");
    check(0, memmove_s(s, sizeof s, s + 1, 2) == 0 && !strcmp(s, "y"), "memmove_s");
}

static void formatting(void)
{
    char s[8];
    wchar_t w[16];

    check(0, sprintf_s(s, sizeof s, "%d-%s", 12, "ab") == 5 && !strcmp(s, "12-ab"), "sprintf_s");
    check(0, _snprintf_s(s, sizeof s, _TRUNCATE, "%s", "abcdefghij") == -1 && !strcmp(s, "abcdefg"), "_snprintf_s cuts off");
    check(0, _snprintf_s(s, sizeof s, 3, "%s", "abcdefghij") == -1 && !strcmp(s, "abc"), "after as many characters");
    check(0, formatted(s, sizeof s, _TRUNCATE, "%x", 0xbeef) == 4 && !strcmp(s, "beef"), "vsnprintf_s");
    memset(s, 'z', sizeof s);
    check(0, _snprintf(s, 4, "%s", "abcdef") == -1 && !memcmp(s, "abcdz", 5), "_snprintf leaves out the NUL");
    check(0, _snprintf(s, sizeof s, "%d", 7) == 1 && !strcmp(s, "7"), "where there is no room for it");
    check(0, _snwprintf(w, 16, L"%d %s", 5, L"wide") == 6 && !wcscmp(w, L"5 wide"), "_snwprintf takes wide strings");
    check(0, swprintf_s(w, 16, L"%s/%c", L"ab", L'c') == 4 && !wcscmp(w, L"ab/c"), "swprintf_s");
    check(0, _scprintf("%d", 1234) == 4, "_scprintf counts");
}

static void comparing(void)
{
    char s[] = "MiXed", t[] = "a,b;;c", *context = NULL, *copy = _strdup("copy");
    wchar_t w[] = L"one two", *wide = NULL;

    check(0, _stricmp("HELLO", "hello") == 0 && _stricmp("a", "B") < 0 && _stricmp("b", "A") > 0, "_stricmp");
    check(0, _strnicmp("HELlo", "helXX", 3) == 0 && _wcsicmp(L"WIDE", L"wide") == 0 && _wcsnicmp(L"WIxx", L"wiyy", 2) == 0, "_strnicmp, _wcsicmp");
    check(0, !strcmp(_strlwr(s), "mixed") && !strcmp(_strupr(s), "MIXED") && !strcmp(_strrev(s), "DEXIM"), "_strlwr, _strupr, _strrev");
    check(0, !strcmp(strtok_s(t, ",;", &context), "a") && !strcmp(strtok_s(NULL, ",;", &context), "b") &&
          !strcmp(strtok_s(NULL, ",;", &context), "c") && !strtok_s(NULL, ",;", &context), "strtok_s");
    check(0, !wcscmp(wcstok_s(w, L" ", &wide), L"one") && !wcscmp(wcstok_s(NULL, L" ", &wide), L"two"), "wcstok_s");
    check(0, copy && !strcmp(copy, "copy"), "_strdup");
    free(copy);
}

static void numbers(void)
{
    char s[40];

    check(0, _itoa_s(-42, s, sizeof s, 10) == 0 && !strcmp(s, "-42"), "_itoa_s");
    check(0, _itoa_s(-1, s, sizeof s, 16) == 0 && !strcmp(s, "ffffffff"), "of other bases without a sign");
    check(0, !strcmp(_itoa(255, s, 2), "11111111") && !strcmp(_ultoa(4000000000u, s, 10), "4000000000"), "_itoa, _ultoa");
    check(0, _i64toa_s(-9000000000LL, s, sizeof s, 10) == 0 && !strcmp(s, "-9000000000"), "_i64toa_s");
    check(0, _ui64toa_s(18000000000000000000ULL, s, sizeof s, 10) == 0 && !strcmp(s, "18000000000000000000"), "_ui64toa_s");
    check(0, _wtoi(L" -17x") == -17 && _wtoi64(L"9000000000") == 9000000000LL && _wtol(L"5") == 5, "_wtoi");
    check(0, _atoi64("9000000000") == 9000000000LL && _strtoui64("ff", NULL, 16) == 255, "_atoi64");
}

static void safe(void)
{
    char s[8];
    wchar_t w[8];
    size_t n = 9;

    check(0, StringCchCopyA(s, 8, "abc") == S_OK && !strcmp(s, "abc"), "StringCchCopy");
    check(0, StringCchCopyA(s, 4, "abcdef") == STRSAFE_E_INSUFFICIENT_BUFFER && !strcmp(s, "abc"), "cuts off and says so");
    check(0, StringCchCatA(s, 8, "de") == S_OK && !strcmp(s, "abcde"), "StringCchCat");
    check(0, StringCchLengthA(s, 8, &n) == S_OK && n == 5, "StringCchLength");
    check(0, StringCchLengthA(s, 5, &n) == STRSAFE_E_INVALID_PARAMETER, "within its limit");
    check(0, StringCchPrintfA(s, 8, "%d%%", 50) == S_OK && !strcmp(s, "50%"), "StringCchPrintf");
    check(0, StringCchPrintfA(s, 4, "%d", 123456) == STRSAFE_E_INSUFFICIENT_BUFFER && !strcmp(s, "123"), "within its limit");
    check(0, StringCbPrintfW(w, sizeof w, L"%s", L"wide") == S_OK && !wcscmp(w, L"wide"), "StringCbPrintfW");
    check(0, StringCchCopyNW(w, 8, L"abcdef", 2) == S_OK && !wcscmp(w, L"ab"), "StringCchCopyNW");
    check(0, StringCbCatW(w, sizeof w, L"c") == S_OK && StringCbLengthW(w, sizeof w, &n) == S_OK && n == 3 * sizeof(wchar_t), "StringCbLengthW counts bytes");
    check(0, StringCchCopyA(s, 0, "x") == STRSAFE_E_INVALID_PARAMETER, "no buffer");
}

static void characters(void)
{
    TCHAR text[16];

    _tcscpy(text, _T("generic"));
    check(0, _tcslen(text) == 7 && _tcscmp(text, TEXT("generic")) == 0 && _tcschr(text, _T('r')) == text + 4, "tchar.h");
    check(0, _stprintf_s(text, _countof(text), _T("%d"), 12) == 2 && _ttoi(text) == 12, "_stprintf_s, _ttoi");
}

static void library(void)
{
    FILE *f = NULL;
    struct tm date;
    time_t t = 86400;
    char text[64], *value = NULL;
    size_t n = 0;
    int fd;

    check(0, fopen_s(&f, "no such file", "r") == ENOENT && !f, "fopen_s");
    check(0, gmtime_s(&date, &t) == 0 && date.tm_mday == 2 && date.tm_year == 70 && localtime_s(&date, &t) == 0, "gmtime_s, localtime_s");
    check(0, asctime_s(text, sizeof text, &date) == 0 && ctime_s(text, sizeof text, &t) == 0 && strlen(text) == 25, "asctime_s, ctime_s");
    check(0, strerror_s(text, sizeof text, ENOENT) == 0 && text[0], "strerror_s");
    _putenv_s("WS2_STRINGS", "value");
    check(0, getenv_s(&n, text, sizeof text, "WS2_STRINGS") == 0 && n == 6 && !strcmp(text, "value"), "getenv_s");
    check(0, _dupenv_s(&value, &n, "WS2_STRINGS") == 0 && !strcmp(value, "value"), "_dupenv_s");
    free(value);
    check(0, _mkdir("ws2-strings") == 0 && _access("ws2-strings", 0) == 0 && _rmdir("ws2-strings") == 0, "_mkdir, _rmdir");
    fd = _open("ws2-strings.tmp", _O_RDWR | _O_CREAT | _O_TRUNC | _O_BINARY, _S_IREAD | _S_IWRITE);
    check(0, fd >= 0 && _write(fd, "12345", 5) == 5 && _lseek(fd, 1, SEEK_SET) == 1 && _read(fd, text, 3) == 3 && !memcmp(text, "234", 3), "_open, _read, _write");
    check(0, !_isatty(fd) && _close(fd) == 0 && _unlink("ws2-strings.tmp") == 0, "_close, _unlink");
    check(0, _getcwd(text, sizeof text) != NULL || errno == ERANGE, "_getcwd");
}

int main(void)
{
    start();
    copying();
    formatting();
    comparing();
    numbers();
    safe();
    characters();
    library();
    return finish_tests();
}
