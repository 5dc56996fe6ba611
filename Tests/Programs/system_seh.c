/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * __try, __finally, __except and __leave in C (ws2_seh.h). */
#include "check.h"
#include <ws2_seh.h>

static volatile int trail;

static void finally(int leaves)
{
    trail = 0;
    __try {
        trail = 1;
        if (leaves)
            __leave;
        trail = 2;
    } __finally {
        trail += 10;
    }
    trail += 100;
}

static int write_to(volatile int *where)
{
    volatile int result = 0;

    __try {
        *where = 1;
        result = 1;
    } __except (GetExceptionCode() == EXCEPTION_ACCESS_VIOLATION ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH) {
        result = GetExceptionInformation()->ExceptionRecord->ExceptionInformation[1] == (ULONG_PTR)where ? 2 : 3;
    }
    return result;
}

static void fails(volatile int *where)
{
    __try {
        *where = 1;
    } __finally {
        trail = AbnormalTermination() ? 5 : 6;
    }
    trail = 7;
}

static int outer(void)
{
    volatile int result = 0;

    __try {
        fails((volatile int *)16);
        result = 1;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        result = 2;
    }
    return result;
}

static DWORD raised(DWORD code)
{
    volatile DWORD result = 0;
    ULONG_PTR arguments[1] = { 77 };

    __try {
        RaiseException(code, 0, 1, arguments);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        result = GetExceptionCode() + (DWORD)GetExceptionInformation()->ExceptionRecord->ExceptionInformation[0];
    }
    return result;
}

static int broken(void)
{
    volatile int result = 0;

    __try {
        DebugBreak();
    } __except (GetExceptionCode() == EXCEPTION_BREAKPOINT) {
        result = 4;
    }
    return result;
}

static int divided(volatile int by)
{
    volatile int result = 0;

    __try {
        result = 10 / by;
    } __except (GetExceptionCode() == EXCEPTION_INT_DIVIDE_BY_ZERO) {
        result = -1;
    }
    return result;
}

static DWORD WINAPI in_thread(LPVOID unused)
{
    (void)unused;
    return (DWORD)write_to((volatile int *)64);
}

int main(void)
{
    volatile int here = 0;
    HANDLE t;
    DWORD code = 0;
    int i;

    start();
    finally(0);
    equal(0, trail, 112, "__finally runs after the block");
    finally(1);
    equal(0, trail, 111, "and after __leave");
    equal(0, write_to(&here), 1, "__except does not run without an exception");
    for (i = 0; i < 3; i++)
        equal(0, write_to((volatile int *)8), 2, "an access violation is an exception, with its address");
    equal(0, outer(), 2, "it passes a __finally on its way");
    equal(0, trail, 5, "which knows of it");
    equal(0, raised(0xE0000001u), 0xE0000001u + 77, "RaiseException");
    equal(0, broken(), 4, "DebugBreak");
    equal(0, divided(2), 5, "no division by zero");
    equal(0, divided(0), -1, "a division by zero");
    t = thread(in_thread, NULL);
    WaitForSingleObject(t, LONG_TIME);
    check(0, GetExitCodeThread(t, &code) && code == 2, "threads have their own exceptions");
    CloseHandle(t);
    return finish_tests();
}
