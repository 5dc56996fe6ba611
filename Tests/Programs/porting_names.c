/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Names that Windows does not have, and which programs therefore define themselves, and names that they expect beside
 * Winsock. This file includes no <sys/time.h>: porting.c does. */
#include <winsock2.h>
#include <windows.h>
#include <ipexport.h>
#include <iphlpapi.h>
#include <signal.h>
#include <io.h>
#define STRSAFE_NO_DEPRECATE
#include <strsafe.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <sys/timeb.h>
#include <share.h>
#include <intrin.h>

#ifndef __MINGW32__
struct timezone {
    int tz_minuteswest;
    int tz_dsttime;
};

static int gettimeofday(struct timeval *now, struct timezone *zone)
{
    now->tv_sec = 7;
    now->tv_usec = zone ? zone->tz_dsttime : 1;
    return 0;
}
#endif

#if WINVER < 0x0600 || _WIN32_WINNT < 0x0600 || NTDDI_VERSION < 0x06000000
#error "the newest version of Windows is the default"
#endif
#ifndef _SSIZE_T_DEFINED
typedef struct refused ssize_t;
#endif

#include "check.h"

static void times(void)
{
    struct timeval a = { 5, 10 }, b = { 5, 20 }, c = { 6, 0 };
#ifndef __MINGW32__
    struct timezone zone = { 0, 3 };

    gettimeofday(&a, &zone);
    check(0, a.tv_sec == 7 && a.tv_usec == 3, "the program's gettimeofday is called, and not glibc's");
    a.tv_sec = 5;
    a.tv_usec = 10;
#endif
    check(0, timercmp(&a, &b, <) && timercmp(&b, &c, <) && !timercmp(&c, &a, <), "timercmp: less");
    check(0, timercmp(&c, &b, >) && !timercmp(&a, &b, >) && timercmp(&a, &b, !=), "timercmp: greater, different");
    check(0, timerisset(&a), "timerisset");
    timerclear(&a);
    check(0, !timerisset(&a) && a.tv_sec == 0 && a.tv_usec == 0, "timerclear");
}

static void strings(void)
{
    char text[32] = "";

    equal(0, lstrlenA("four") + lstrlenA(NULL), 4, "lstrlen, NULL is empty");
    check(0, lstrcpyA(text, "one") == text && lstrcatA(text, " two") == text && strcmp(text, "one two") == 0, "lstrcpy, lstrcat");
    check(0, lstrcpynA(text, "three", 3) == text && strcmp(text, "th") == 0, "lstrcpyn counts the end");
    check(0, lstrcmpA("a", "B") < 0 && lstrcmpA("a", "A") < 0 && lstrcmpA("same", "same") == 0 && lstrcmpA("b", "a") > 0, "lstrcmp");
    check(0, lstrcmpiA("SAME", "same") == 0 && lstrcmpiA(NULL, "a") < 0, "lstrcmpi");
    equal(0, lstrlenW(L"wide"), 4, "lstrlenW");
    equal(0, StringCbCopyNA(text, sizeof text, "many words", 4), S_OK, "StringCbCopyN");
    equal(0, StringCbCatNA(text, sizeof text, " more", 3), S_OK, "StringCbCatN");
    check(0, strcmp(text, "many mo") == 0, "copy as much as they are told to");
    check(0, StringCbCopyNA(text, 3, "many", 4) == STRSAFE_E_INSUFFICIENT_BUFFER && strcmp(text, "ma") == 0, "and no more than there is room for");
}

static void names(void)
{
    HANDLE h = LongToHandle(-2);

    check(0, stricmp("Winsock", "wINSOCK") == 0 && strnicmp("WSAa", "wsaB", 3) == 0, "stricmp, strnicmp");
    check(0, HandleToLong(h) == -2 && HandleToUlong(h) == 0xFFFFFFFE && UlongToHandle(HandleToUlong(h)) != h,
          "numbers in handles keep their sign");
}

static void errors(void)
{
    const char *name = "porting_names.tmp";
    int i, same = 1;

    for (i = 0; i < sys_nerr; i++)
        same = same && sys_errlist[i] && sys_errlist[i][0];
    check(0, sys_nerr > EINVAL && same, "sys_errlist has a text for every number");
    check(0, strcmp(sys_errlist[EINVAL], strerror(EINVAL)) == 0, "which is that of strerror");
    remove(name);
    equal(0, _access_s(name, 0), ENOENT, "_access_s: no file");
    fclose(fopen(name, "w"));
    equal(0, _access_s(name, 0), 0, "a file");
    equal(0, _access_s(name, 6), 0, "that may be read and written");
#ifndef __MINGW32__
    equal(0, _access_s(name, 1), EINVAL, "an unknown mode");
    equal(0, _access_s(NULL, 0), EINVAL, "no name");
#endif
    remove(name);
}

/* What Windows' C library does with a va_list leaves it as it was. */
static void twice(const char *format, ...)
{
    char text[64];
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = _vscprintf(format, arguments);
    equal(0, length, 20, "_vscprintf counts");
    equal(0, _vsnprintf(text, 4, format, arguments), -1, "_vsnprintf: not enough room");
    equal(0, _vsnprintf(text, sizeof text, format, arguments), length, "the same arguments again");
    check(0, strcmp(text, "one 2 three 4.0 five") == 0, "are all there");
    memset(text, 0, sizeof text);
    equal(0, vsprintf_s(text, sizeof text, format, arguments), length, "vsprintf_s");
    check(0, strcmp(text, "one 2 three 4.0 five") == 0, "and again");
    va_end(arguments);
}

static void files(void)
{
    const wchar_t *name = L"porting_names.tmp";
    struct tm date;
    char text[16] = "";
    FILE *f = _wfopen(name, L"wb");

    check(0, f && fputs("text", f) >= 0 && fclose(f) == 0, "_wfopen writes");
    equal(0, _wfopen_s(&f, name, L"rb"), 0, "_wfopen_s");
    check(0, fgets(text, sizeof text, f) && strcmp(text, "text") == 0, "reads");
    fclose(f);
    remove("porting_names.tmp");
    equal(0, _wfopen_s(&f, name, L"rb"), ENOENT, "no file");
    memset(&date, 0, sizeof date);
    date.tm_year = 101;
    date.tm_mon = 8;
    date.tm_mday = 9;
    date.tm_hour = 1;
    date.tm_min = 46;
    date.tm_sec = 40;
    equal(0, _mkgmtime(&date), 1000000000, "_mkgmtime");
#ifndef __MINGW32__
    f = _popen("echo said", "rt");
    check(0, f && fgets(text, sizeof text, f) && strcmp(text, "said\n") == 0, "_popen");
    equal(0, _pclose(f), 0, "_pclose");
    check(0, !_popen("echo", "x") && errno == EINVAL, "an unknown mode");
#endif
}

/* Dates by names that say how wide they are, and the time in milliseconds. */
static void dates(void)
{
    __time64_t now = _time64(NULL), zero = 0;
    struct _timeb moment;
    struct timeb old;
    struct tm date, other;

    check(0, sizeof now == 8 && now > 1000000000, "_time64");
    check(0, _gmtime64_s(&date, &zero) == 0 && date.tm_year == 70 && date.tm_mday == 1, "_gmtime64_s");
    check(0, _localtime64_s(&other, &now) == 0 && _mktime64(&other) == now, "_localtime64_s, _mktime64");
    _tzset();
    _ftime(&moment);
    check(0, moment.time - now >= 0 && moment.time - now < 60 && moment.millitm < 1000 && moment.timezone == _timezone / 60, "_ftime");
    ftime(&old);
    check(0, old.time - moment.time >= 0 && old.time - moment.time < 60 && old.millitm < 1000 && old.timezone == moment.timezone, "ftime");
}

static void paths(void)
{
    char out[MAX_PATH], folder[MAX_PATH], little[4], *made;
    FILE *f = _fsopen("porting_names.tmp", "w", _SH_DENYWR);

    check(0, f && fclose(f) == 0, "_fsopen");
    GetCurrentDirectoryA(sizeof folder, folder);
    check(0, _fullpath(out, "porting_names.tmp", sizeof out) == out && strlen(out) == strlen(folder) + 18, "_fullpath");
    made = _fullpath(NULL, "./porting_names.tmp", 0);
    check(0, made && strcmp(made, out) == 0, "in memory of its own");
    free(made);
    check(0, !_fullpath(little, "porting_names.tmp", sizeof little), "which has to be long enough");
    remove("porting_names.tmp");
}

/* Names of libraries' Windows branches: libevent's, ZeroMQ's, libuv's. */
static volatile int broken;

static void on_break(int number)
{
    broken = number;
}

static void branches(void)
{
    char name[MAX_PATH], little[4] = "abc";
    IP_OPTION_INFORMATION option = { 0 };
    IP_STATUS status = IP_SUCCESS;
    IPAddr any = 0;
    HCRYPTPROV keys;

    check(0, option.Ttl == status && any == 0 && IP_REQ_TIMED_OUT == IP_STATUS_BASE + 10, "<ipexport.h>");
    check(0, !CryptAcquireContextA(&keys, "no such keys", NULL, PROV_RSA_FULL, 0) && GetLastError() == (DWORD)NTE_BAD_KEYSET, "NTE_BAD_KEYSET");
    check(0, NTE_FAIL == (HRESULT)0x80090020 && ERROR_CANT_ACCESS_FILE == 1920 && ERROR_INVALID_REPARSE_DATA == 4392, "names of errors");
    check(0, FILE_TYPE_REMOTE == 0x8000, "FILE_TYPE_REMOTE");
    signal(SIGBREAK, on_break);
    check(0, raise(SIGBREAK) == 0 && broken == SIGBREAK, "SIGBREAK");
#ifndef __MINGW32__
    broken = 0;
    signal(SIGBREAK, on_break);
    GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, 0);
    for (int i = 0; i < 200 && !broken; i++)
        Sleep(10);
    check(0, broken == SIGBREAK, "comes with Ctrl-Break");
#endif
    check(0, tmpnam_s(name, sizeof name) == 0 && *name && GetFileAttributesA(name) == INVALID_FILE_ATTRIBUTES, "tmpnam_s");
    check(0, tmpnam_s(little, sizeof little) == ERANGE && tmpnam_s(NULL, 100) == EINVAL, "whose buffer has to be there and long enough");
}

static void arithmetic(void)
{
    int leaf[4] = { 0 };

    check(0, MulDiv(10, 3, 4) == 8 && MulDiv(-10, 3, 4) == -8 && MulDiv(7, 1, 2) == 4 && MulDiv(9, 1, -2) == -5, "MulDiv rounds");
    check(0, MulDiv(1, 1, 0) == -1 && MulDiv(0x7fffffff, 4, 2) == -1 && MulDiv(0x7fffffff, 4, 4) == 0x7fffffff, "and says what does not fit");
    check(0, _rotl64(0x8000000000000001ull, 4) == 0x18 && _rotr64(1, 1) == 0x8000000000000000ull, "_rotl64, _rotr64");
    __cpuid(leaf, 0);
    check(0, leaf[0] > 0 && leaf[1] != 0, "__cpuid");
#ifndef __MINGW32__
    {
        LONG word = 1;
        LONG64 wide = 2;
        PVOID pointer = &wide;

        WriteRelease(&word, 5);
        WriteNoFence64(&wide, 6);
        check(0, ReadAcquire(&word) == 5 && ReadNoFence64(&wide) == 6 && ReadPointerAcquire(&pointer) == &wide, "ReadAcquire and its kin");
    }
#endif
}

int main(void)
{
    start();
    dates();
    paths();
    branches();
    arithmetic();
    files();
    twice("%s %d %s %.1f %s", "one", 2, "three", 4.0, "five");
    times();
    strings();
    names();
    errors();
    return finish_tests();
}
