/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Macros and functions that C++ programs for Windows use as a matter of course. */
#include "check.h"
#include <sys/timeb.h>
#include <algorithm>
#include <string>
#include <time.h>

C_ASSERT(sizeof(DWORD) == 4);
DECLARE_HANDLE(HTHING);
EXTERN_C int WINAPI exported(int x) { return x; }
FORCEINLINE int twice(int x) { return 2 * x; }
struct DECLSPEC_ALIGN(32) Wide { char x; };
enum Flags { ONE = 1, TWO = 2 };
DEFINE_ENUM_FLAG_OPERATORS(Flags)
struct Sized { DWORD size, more; };

namespace other {
using namespace std;
static int largest(int a, int b) { return max(a, b); }
static string last(const string &a, const string &b) { return max(a, b); }
}

static void macros()
{
    DWORD n = 5;
    size_t size = 6;
    char room[__max(3, 7)];
    Flags f = ONE;
    HTHING thing = NULL;

    f |= TWO;
#ifndef __MINGW32__      /* which has neither macros nor functions in C++ */
    char more[max(3, 9)];
    check(0, max(3, 4) == 4 && min(3, 4) == 3 && min(n, size) == 5 && max((long)n, 7L) == 7, "min and max");
    check(0, sizeof more == 9, "which are constant");
#endif
    check(0, std::max(1, 2) == 2 && other::largest(1, 2) == 2 && other::last("a", "b") == "b", "beside those of std");
    check(0, sizeof room == 7 && twice(2) == 4 && exported(1) == 1 && thing == NULL && sizeof(Wide) == 32, "macros of declarations");
    check(0, (f & TWO) == TWO && (f & ~ONE) == TWO && (f ^ ONE) == TWO, "flags");
    check(0, RTL_FIELD_SIZE(Sized, more) == 4 && RTL_SIZEOF_THROUGH_FIELD(Sized, size) == 4, "sizes of fields");
    check(0, HRESULT_CODE(HRESULT_FROM_WIN32(5)) == 5 && HRESULT_FACILITY(HRESULT_FROM_WIN32(5)) == 7, "parts of an HRESULT");
    check(0, MAKE_HRESULT(1, 7, 5) == HRESULT_FROM_WIN32(5) && IS_ERROR(HRESULT_FROM_WIN32(5)), "and the whole");
    check(0, Int32x32To64(-70000, 70000) == -4900000000LL && UInt32x32To64(70000, 70000) == 4900000000ULL, "products");
    check(0, IS_SURROGATE_PAIR(0xd83d, 0xde00) && MAXWORD == 65535 && ANYSIZE_ARRAY == 1, "limits");
}

static void times()
{
    struct _timeb a;
    __time64_t now = _time64(NULL);
    struct tm local, utc;
    char date[9], clock[9], text[9];
    int error = 0;

    memset(&a, 0x7a, sizeof a);
    check(0, (_ftime(&a), a.time >= now && a.time <= now + 2 && a.millitm < 1000), "_ftime");
    check(0, a.timezone >= -840 && a.timezone <= 720 && (a.dstflag == 0 || a.dstflag == 1), "with the time zone");
    check(0, _localtime64_s(&local, &now) == 0 && _mktime64(&local) == now, "_localtime64_s and _mktime64");
    check(0, _gmtime64_s(&utc, &now) == 0 && utc.tm_year > 100 && _difftime64(now + 3, now) == 3.0, "_gmtime64_s and _difftime64");
    _strdate_s(date, sizeof date);
    strftime(text, sizeof text, "%m/%d/%y", &local);
    check(0, !strcmp(date, text), "_strdate_s");
    check(0, _strtime_s(clock, sizeof clock) == 0 && strlen(clock) == 8 && clock[2] == ':' && clock[5] == ':', "_strtime_s");
    check(0, _set_errno(ENOENT) == 0 && errno == ENOENT && _get_errno(&error) == 0 && error == ENOENT, "errno");
}

int main()
{
    start();
    macros();
    times();
    return finish_tests();
}
