/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The machine, variables, the command line, clocks and dates. */
#include "check.h"
#include <shellapi.h>
#include <mmsystem.h>
#include <objbase.h>
#include <wchar.h>

static void machine(void)
{
    SYSTEM_INFO info;
    OSVERSIONINFOA plain = { .dwOSVersionInfoSize = sizeof plain };
    OSVERSIONINFOW wide = { .dwOSVersionInfoSize = sizeof wide };
    OSVERSIONINFOEXA asked = { .dwOSVersionInfoSize = sizeof asked, .dwMajorVersion = 6, .dwMinorVersion = 1 };
    OSVERSIONINFOEXW asked_wide = { .dwOSVersionInfoSize = sizeof asked_wide, .dwMajorVersion = 99 };
    MEMORYSTATUSEX memory = { .dwLength = sizeof memory };
    char name[300];
    WCHAR text[300];
    DWORD n = sizeof name, size = 1;
    UINT mode;

    GetSystemInfo(&info);
    check(0, info.dwNumberOfProcessors >= 1 && info.dwPageSize >= 4096, "GetSystemInfo");
    GetNativeSystemInfo(&info);
    check(0, info.wProcessorArchitecture == PROCESSOR_ARCHITECTURE_AMD64, "GetNativeSystemInfo");
    check(0, GetVersionExA(&plain) && plain.dwMajorVersion >= 6 && plain.dwPlatformId == VER_PLATFORM_WIN32_NT, "GetVersionEx");
    check(0, GetVersionExW(&wide) && wide.dwBuildNumber == plain.dwBuildNumber && (GetVersion() & 0xff) == plain.dwMajorVersion, "GetVersion");
    check(0, VerifyVersionInfoA(&asked, VER_MAJORVERSION | VER_MINORVERSION,
                                VerSetConditionMask(VerSetConditionMask(0, VER_MAJORVERSION, VER_GREATER_EQUAL), VER_MINORVERSION, VER_GREATER_EQUAL)),
          "VerifyVersionInfo: at least Windows 7");
    check(0, !VerifyVersionInfoW(&asked_wide, VER_MAJORVERSION, VerSetConditionMask(0, VER_MAJORVERSION, VER_GREATER_EQUAL)) &&
          GetLastError() == ERROR_OLD_WIN_VERSION, "not Windows 99");
    check(0, GetComputerNameA(name, &n) && n == strlen(name) && n > 0, "GetComputerName");
    check(0, !GetComputerNameA(name, &size) && GetLastError() == ERROR_BUFFER_OVERFLOW && size >= n, "needs a buffer");
    n = 300;
    check(0, GetComputerNameW(text, &n) && n == wcslen(text), "GetComputerNameW");
    n = sizeof name;
    check(0, GetComputerNameExA(ComputerNameDnsHostname, name, &n) && n == strlen(name), "GetComputerNameEx");
    n = 0;
    check(0, !GetComputerNameExW(ComputerNameDnsHostname, NULL, &n) && GetLastError() == ERROR_MORE_DATA && n > 1, "says how much it needs");
    n = sizeof name;
    check(0, GetUserNameA(name, &n) && n == strlen(name) + 1, "GetUserName counts the NUL");
    n = 300;
    check(0, GetUserNameW(text, &n) && n == wcslen(text) + 1, "GetUserNameW");
    check(0, GlobalMemoryStatusEx(&memory) && memory.ullTotalPhys > memory.ullAvailPhys && memory.dwMemoryLoad <= 100, "GlobalMemoryStatusEx");
    check(0, GetSystemDirectoryA(name, sizeof name) == strlen(name) && GetWindowsDirectoryA(name, sizeof name) == strlen(name), "GetSystemDirectory");
    check(0, GetSystemDirectoryW(text, 300) == wcslen(text) && GetWindowsDirectoryW(text, 300) == wcslen(text), "GetSystemDirectoryW");
    check(0, !IsDebuggerPresent() || IsDebuggerPresent() == TRUE, "IsDebuggerPresent");
    OutputDebugStringA("narrow");
    OutputDebugStringW(L"wide");
    mode = SetErrorMode(SEM_FAILCRITICALERRORS);
    check(0, GetErrorMode() == SEM_FAILCRITICALERRORS && SetErrorMode(mode) == SEM_FAILCRITICALERRORS, "SetErrorMode");
}

static void variables(void)
{
    char text[64];
    WCHAR wide[64], *all;
    char *narrow;
    int found = 0;

    check(0, SetEnvironmentVariableA("WS2_A", "value") && GetEnvironmentVariableA("WS2_A", text, sizeof text) == 5 && !strcmp(text, "value"),
          "SetEnvironmentVariable");
    equal(0, GetEnvironmentVariableA("WS2_A", text, 5), 6, "GetEnvironmentVariable says what it needs");
    check(0, GetEnvironmentVariableW(L"WS2_A", wide, 64) == 5 && !wcscmp(wide, L"value"), "in wide characters");
    check(0, !GetEnvironmentVariableA("WS2_NONE", text, sizeof text) && GetLastError() == ERROR_ENVVAR_NOT_FOUND, "not set");
    check(0, ExpandEnvironmentStringsA("<%WS2_A%|%WS2_NONE%>", text, sizeof text) == 19 && !strcmp(text, "<value|%WS2_NONE%>"), "ExpandEnvironmentStrings");
    check(0, ExpandEnvironmentStringsW(L"%WS2_A%", wide, 64) == 6 && !wcscmp(wide, L"value"), "ExpandEnvironmentStringsW");
    all = GetEnvironmentStringsW();
    for (WCHAR *p = all; *p; p += wcslen(p) + 1)
        found += !wcscmp(p, L"WS2_A=value");
    check(0, found == 1 && FreeEnvironmentStringsW(all), "GetEnvironmentStringsW");
#ifdef GetEnvironmentStringsA
#undef GetEnvironmentStringsA
#endif
    narrow = GetEnvironmentStringsA();
    check(0, narrow && FreeEnvironmentStringsA(narrow), "GetEnvironmentStringsA");
    check(0, SetEnvironmentVariableW(L"WS2_A", NULL) && !GetEnvironmentVariableA("WS2_A", text, sizeof text), "taken away");
}

static void command_line(void)
{
    LPWSTR *words;
    int n = 0;

    check(0, strstr(GetCommandLineA(), "system_machine") && wcsstr(GetCommandLineW(), L"system_machine"), "GetCommandLine");
    words = CommandLineToArgvW(L"prog \"two words\" a\\\\b \"q\\\"q\"", &n);
    check(0, words && n == 4 && !wcscmp(words[1], L"two words") && !wcscmp(words[2], L"a\\\\b") && !wcscmp(words[3], L"q\"q"), "CommandLineToArgvW");
    LocalFree(words);
}

static void clocks(void)
{
    LARGE_INTEGER frequency, a, b;
    ULONGLONG interrupt = 0;
    FILETIME coarse, precise;
    TIMECAPS caps;
    DWORD ticks = GetTickCount(), time = timeGetTime();

    check(0, QueryPerformanceFrequency(&frequency) && frequency.QuadPart >= 1000000, "QueryPerformanceFrequency");
    QueryPerformanceCounter(&a);
    Sleep(5);
    QueryPerformanceCounter(&b);
    check(0, (b.QuadPart - a.QuadPart) * 1000 / frequency.QuadPart >= 4, "QueryPerformanceCounter");
    check(0, QueryUnbiasedInterruptTime(&interrupt) && interrupt, "QueryUnbiasedInterruptTime");
    check(0, GetTickCount() - ticks < 60000 && timeGetTime() - time < 60000 && GetTickCount64() >= ticks, "GetTickCount, timeGetTime");
    check(0, timeBeginPeriod(1) == TIMERR_NOERROR && timeEndPeriod(1) == TIMERR_NOERROR && timeBeginPeriod(0) == TIMERR_NOCANDO, "timeBeginPeriod");
    check(0, timeGetDevCaps(&caps, sizeof caps) == 0 && caps.wPeriodMin == 1, "timeGetDevCaps");
    GetSystemTimeAsFileTime(&coarse);
    GetSystemTimePreciseAsFileTime(&precise);
    check(0, precise.dwHighDateTime - coarse.dwHighDateTime <= 1, "GetSystemTimePreciseAsFileTime");
}

static void dates(void)
{
    SYSTEMTIME local, utc, date = { .wYear = 2024, .wMonth = 2, .wDay = 29, .wHour = 12, .wMinute = 30, .wSecond = 44 };
    FILETIME time, shifted, back;
    TIME_ZONE_INFORMATION zone;
    WORD day = 0, clock = 0;
    SYSTEMTIME back_again;
    ULARGE_INTEGER x, y;
    WCHAR text[40];
    GUID id = { 0x01234567, 0x89ab, 0xcdef, { 1, 2, 3, 4, 5, 6, 7, 8 } };

    GetSystemTime(&utc);
    GetLocalTime(&local);
    check(0, utc.wYear >= 2024 && local.wMonth >= 1 && local.wMonth <= 12, "GetLocalTime");
    check(0, SystemTimeToFileTime(&date, &time) && FileTimeToSystemTime(&time, &utc) && utc.wDayOfWeek == 4 && utc.wSecond == 44, "a leap day is a Thursday");
    date.wDay = 30;
    check(0, !SystemTimeToFileTime(&date, &back) && GetLastError() == ERROR_INVALID_PARAMETER, "and the last of its month");
    check(0, FileTimeToDosDateTime(&time, &day, &clock) && day == ((2024 - 1980) << 9 | 2 << 5 | 29) && clock == (12 << 11 | 30 << 5 | 22), "FileTimeToDosDateTime");
    check(0, DosDateTimeToFileTime(day, clock, &back) && CompareFileTime(&back, &time) == 0, "DosDateTimeToFileTime");
    check(0, FileTimeToLocalFileTime(&time, &shifted) && LocalFileTimeToFileTime(&shifted, &back) && CompareFileTime(&back, &time) == 0, "FileTimeToLocalFileTime");
    back.dwLowDateTime++;
    check(0, CompareFileTime(&back, &time) == 1 && CompareFileTime(&time, &back) == -1, "CompareFileTime");
    check(0, GetTimeZoneInformation(&zone) != TIME_ZONE_ID_INVALID, "GetTimeZoneInformation");
    check(0, SystemTimeToTzSpecificLocalTime(NULL, &utc, &local) && TzSpecificLocalTimeToSystemTime(NULL, &local, &back_again) && !memcmp(&utc, &back_again, sizeof utc),
          "SystemTimeToTzSpecificLocalTime and back");
    memset(&zone, 0, sizeof zone);
    zone.Bias = -90;
    check(0, SystemTimeToTzSpecificLocalTime(&zone, &utc, &local) && local.wHour == 14 && local.wMinute == 0 && local.wDay == 29 && local.wSecond == utc.wSecond,
          "a zone that is an hour and a half ahead");
    check(0, TzSpecificLocalTimeToSystemTime(&zone, &local, &back_again) && !memcmp(&utc, &back_again, sizeof utc), "and back");
    local.wMonth = 13;
    check(0, !TzSpecificLocalTimeToSystemTime(NULL, &local, &back_again) && GetLastError() == ERROR_INVALID_PARAMETER, "a month that is none");
    x.LowPart = time.dwLowDateTime, x.HighPart = time.dwHighDateTime;
    y.LowPart = shifted.dwLowDateTime, y.HighPart = shifted.dwHighDateTime;
    check(0, (LONGLONG)(x.QuadPart - y.QuadPart) / 600000000 >= -24 * 60, "zones differ by hours");
    check(0, StringFromGUID2(&id, text, 40) == 39 && !wcscmp(text, L"{01234567-89AB-CDEF-0102-030405060708}"), "StringFromGUID2");
}

int main(void)
{
    start();
    machine();
    variables();
    command_line();
    clocks();
    dates();
    return finish_tests();
}
