// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// C++: arrays know their size; interlocked operations on whatever type; GUIDs compare; wide characters.
#include "check.h"
#include <tchar.h>
#include <strsafe.h>
#include <intrin.h>
#include <objbase.h>
#include <versionhelpers.h>
#include <string>
#include <thread>
#include <vector>

static const GUID one = {1, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}};

int main()
{
    char s[8];
    wchar_t w[8];
    GUID two = one;
    LONG counter = 0;
    LONG64 wide = 0;
    short little = 0;
    PVOID pointer = nullptr;
    std::vector<std::thread> threads;

    start();
    check(0, strcpy_s(s, "abc") == 0 && strcat_s(s, "de") == 0 && !strcmp(s, "abcde"), "strcpy_s, strcat_s of an array");
    check(0, sprintf_s(s, "%d/%s", 7, "x") == 3 && !strcmp(s, "7/x"), "sprintf_s of an array");
    check(0, sprintf_s(s, sizeof s, "%d", 9) == 1 && !strcmp(s, "9"), "and of a pointer with a size");
    check(0, strncpy_s(s, "abcdefghij", _TRUNCATE) == STRUNCATE && strncpy_s(s, "xyz", 2) == 0 && !strcmp(s, "xy"), "strncpy_s");
    check(0, _snprintf_s(s, _TRUNCATE, "%s", "abcdefghij") == -1 && !strcmp(s, "abcdefg"), "_snprintf_s");
    check(0, wcscpy_s(w, L"wide") == 0 && swprintf_s(w, L"%d", 12) == 2 && std::wstring(w) == L"12", "wide ones");
    for (int i = 0; i < 4; i++)
        threads.emplace_back([&] {
            for (int j = 0; j < 10000; j++) {
                InterlockedIncrement(&counter);
                InterlockedExchangeAdd64(&wide, 2);
            }
        });
    for (auto &t : threads)
        t.join();
    check(0, counter == 40000 && wide == 80000, "interlocked operations");
    check(0, InterlockedCompareExchange(&counter, 1, 40000) == 40000 && InterlockedDecrement(&counter) == 0, "InterlockedCompareExchange");
    check(0, InterlockedExchange(&counter, 5) == 0 && InterlockedOr(&counter, 2) == 5 && InterlockedAnd(&counter, 3) == 7 && InterlockedXor(&counter, 1) == 3,
          "InterlockedExchange, Or, And, Xor");
    check(0, InterlockedIncrement16(&little) == 1 && InterlockedExchangePointer(&pointer, s) == nullptr &&
          InterlockedCompareExchangePointer(&pointer, nullptr, s) == s, "other widths");
    check(0, IsEqualGUID(one, two) && one == two, "GUIDs are equal");
    check(0, CoCreateGuid(&two) == S_OK && one != two, "CoCreateGuid makes another");
    check(0, IsWindows7OrGreater() && !IsWindowsServer(), "versionhelpers.h");
    check(0, StringCchCopy(s, ARRAYSIZE(s), "safe") == S_OK, "StrSafe.h");
    return finish_tests();
}
