/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Waitable timers, timer queues, waiting on addresses. */
#include "check.h"

static volatile LONG calls, value;
static LONG64 called_at;
static void *last_argument;

static LARGE_INTEGER in_ms(LONGLONG ms)
{
    LARGE_INTEGER due;

    due.QuadPart = -ms * 10000;
    return due;
}

static LARGE_INTEGER at_ms(LONGLONG ms)
{
    FILETIME now;
    LARGE_INTEGER due;

    GetSystemTimeAsFileTime(&now);
    due.LowPart = now.dwLowDateTime;
    due.HighPart = (LONG)now.dwHighDateTime;
    due.QuadPart += ms * 10000;
    return due;
}

static void CALLBACK went_off(LPVOID argument, DWORD low, DWORD high)
{
    calls++;
    last_argument = argument;
    called_at = (LONG64)((ULONG64)high << 32 | low);
}

static void waitable(void)
{
    HANDLE t = CreateWaitableTimerA(NULL, FALSE, NULL), manual = CreateWaitableTimerW(NULL, TRUE, NULL), named, again;
    LARGE_INTEGER due = in_ms(30);
    ULONGLONG begin = GetTickCount64(), took;
    int i;

    check(0, t && manual, "CreateWaitableTimer");
    equal(0, WaitForSingleObject(t, 0), WAIT_TIMEOUT, "a new timer is not signalled");
    check(0, SetWaitableTimer(t, &due, 0, NULL, NULL, FALSE), "SetWaitableTimer");
    equal(0, WaitForSingleObject(t, LONG_TIME), WAIT_OBJECT_0, "it is signalled at its time");
    took = GetTickCount64() - begin;
    check(0, took >= 29 && took < 10000, "which is relative if negative");
    equal(0, WaitForSingleObject(t, 0), WAIT_TIMEOUT, "a synchronisation timer takes its signal back");
    due = at_ms(30);
    SetWaitableTimer(manual, &due, 0, NULL, NULL, FALSE);
    equal(0, WaitForSingleObject(manual, LONG_TIME), WAIT_OBJECT_0, "a date is a due time as well");
    equal(0, WaitForSingleObject(manual, 0), WAIT_OBJECT_0, "a manual-reset timer stays signalled");
    due = in_ms(100000);
    SetWaitableTimer(manual, &due, 0, NULL, NULL, FALSE);
    equal(0, WaitForSingleObject(manual, 0), WAIT_TIMEOUT, "until it is set anew");
    due = at_ms(-1000);
    SetWaitableTimer(manual, &due, 0, NULL, NULL, FALSE);
    equal(0, WaitForSingleObject(manual, LONG_TIME), WAIT_OBJECT_0, "a date that is past is due at once");
    due = in_ms(1);
    check(0, SetWaitableTimerEx(t, &due, 2, NULL, NULL, NULL, 0), "SetWaitableTimerEx");
    for (i = 0; i < 5 && WaitForSingleObject(t, LONG_TIME) == WAIT_OBJECT_0; i++)
        ;
    equal(0, i, 5, "a periodic timer is signalled again and again");
    check(0, CancelWaitableTimer(t), "CancelWaitableTimer");
    WaitForSingleObject(t, 0);
    equal(0, WaitForSingleObject(t, 20), WAIT_TIMEOUT, "ends that");
    check(0, !SetWaitableTimer(t, &due, -1, NULL, NULL, FALSE) && GetLastError() == ERROR_INVALID_PARAMETER, "no negative period");
    check(0, !CancelWaitableTimer(NULL) && GetLastError() == ERROR_INVALID_HANDLE, "no timer, no cancelling");
    named = CreateWaitableTimerExW(NULL, L"ws2-timer", CREATE_WAITABLE_TIMER_MANUAL_RESET, TIMER_ALL_ACCESS);
    again = CreateWaitableTimerExA(NULL, "ws2-timer", 0, TIMER_ALL_ACCESS);
    check(0, again && GetLastError() == ERROR_ALREADY_EXISTS, "a name is one timer");
    CloseHandle(again);
    again = OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, "ws2-timer");
    due = in_ms(0);
    SetWaitableTimer(again, &due, 0, NULL, NULL, FALSE);
    equal(0, WaitForSingleObject(named, LONG_TIME), WAIT_OBJECT_0, "OpenWaitableTimer");
    CloseHandle(again);
    CloseHandle(named);
    check(0, OpenWaitableTimerW(TIMER_ALL_ACCESS, FALSE, L"ws2-timer") == NULL && GetLastError() == ERROR_FILE_NOT_FOUND,
          "a name ends with its last handle");
    CloseHandle(t);
    CloseHandle(manual);
}

/* The thread that a periodic timer wakes sets it anew at once: the new time holds, and not the end of the old period. */
static void set_anew(void)
{
    HANDLE t = CreateWaitableTimerW(NULL, FALSE, NULL);
    LARGE_INTEGER due = in_ms(1);
    int i;

    for (i = 0; i < 500; i++) {
        SetWaitableTimer(t, &due, 300000, NULL, NULL, FALSE);
        if (WaitForSingleObject(t, 5000) != WAIT_OBJECT_0)
            break;
    }
    equal(0, i, 500, "a periodic timer that is set anew as it goes off keeps its new time");
    CloseHandle(t);
}

static void routines(void)
{
    HANDLE t = CreateWaitableTimerA(NULL, FALSE, NULL);
    LARGE_INTEGER due = in_ms(5), now;
    int i;

    calls = 0;
    SetWaitableTimer(t, &due, 0, went_off, &due, FALSE);
    equal(0, SleepEx(LONG_TIME, TRUE), WAIT_IO_COMPLETION, "the routine interrupts an alertable sleep");
    now = at_ms(0);
    check(0, calls == 1 && last_argument == &due && called_at <= now.QuadPart + 600000000 && called_at > now.QuadPart - 600000000,
          "it gets its argument and the time");
    SetWaitableTimer(t, &due, 1, went_off, NULL, FALSE);
    for (i = 0; i < 4; i++)
        SleepEx(LONG_TIME, TRUE);
    check(0, calls >= 5, "a periodic one each time");
    for (i = 0; i < 8; i++)
        WaitForSingleObject(t, LONG_TIME);
    calls = 0;
    SleepEx(0, TRUE);
    check(0, calls >= 1 && calls <= 5, "what was not taken in time is queued once");
    CancelWaitableTimer(t);
    SleepEx(0, TRUE);
    due = in_ms(0);
    SetWaitableTimer(t, &due, 0, went_off, NULL, FALSE);
    WaitForSingleObject(t, LONG_TIME);
    calls = 0;
    CancelWaitableTimer(t);
    equal(0, SleepEx(0, TRUE), 0, "cancelling takes a queued routine back");
    equal(0, calls, 0, "so that it does not run");
    CloseHandle(t);
}

static HANDLE tick;

static void CALLBACK ticked(PVOID argument, BOOLEAN timed_out)
{
    if (timed_out && argument == (PVOID)&calls && InterlockedIncrement(&calls) >= 3)
        SetEvent(tick);
}

static void queues(void)
{
    HANDLE q = CreateTimerQueue(), t = NULL, done = CreateEventA(NULL, TRUE, FALSE, NULL);

    tick = CreateEventA(NULL, FALSE, FALSE, NULL);
    calls = 0;
    check(0, q && CreateTimerQueueTimer(&t, q, ticked, (PVOID)&calls, 1, 2, WT_EXECUTEDEFAULT) && t, "CreateTimerQueueTimer");
    equal(0, WaitForSingleObject(tick, LONG_TIME), WAIT_OBJECT_0, "its callback runs in the pool, periodically");
    check(0, ChangeTimerQueueTimer(q, t, 1000000, 0), "ChangeTimerQueueTimer");
    check(0, DeleteTimerQueueTimer(q, t, INVALID_HANDLE_VALUE), "DeleteTimerQueueTimer waits for its callbacks");
    calls = 2;
    ResetEvent(tick);
    check(0, CreateTimerQueueTimer(&t, NULL, ticked, (PVOID)&calls, 0, 0, WT_EXECUTEINTIMERTHREAD | WT_EXECUTEONLYONCE), "the default queue");
    equal(0, WaitForSingleObject(tick, LONG_TIME), WAIT_OBJECT_0, "its timer thread calls");
    check(0, DeleteTimerQueueTimer(NULL, t, INVALID_HANDLE_VALUE), "once");
    CreateTimerQueueTimer(&t, q, ticked, (PVOID)&calls, 1000000, 0, 0);
    check(0, DeleteTimerQueueEx(q, done) || GetLastError() == ERROR_IO_PENDING, "DeleteTimerQueueEx");
    equal(0, WaitForSingleObject(done, LONG_TIME), WAIT_OBJECT_0, "sets its event");
    q = CreateTimerQueue();
    check(0, DeleteTimerQueue(q) || GetLastError() == ERROR_IO_PENDING, "DeleteTimerQueue");
    CloseHandle(done);
    CloseHandle(tick);
}

static DWORD WINAPI waiter(LPVOID unused)
{
    LONG old = 0;

    (void)unused;
    while (value == 0)
        if (!WaitOnAddress(&value, &old, sizeof value, LONG_TIME))
            return 1;
    return 0;
}

static void addresses(void)
{
    HANDLE t[3];
    LONG old = 5, other = 6;
    DWORD code = 9, i;

    check(0, WaitOnAddress(&old, &other, sizeof old, INFINITE), "WaitOnAddress returns where the value differs");
    check(0, !WaitOnAddress(&old, &old, sizeof old, 10) && GetLastError() == ERROR_TIMEOUT, "and with ERROR_TIMEOUT");
    check(0, !WaitOnAddress(&old, &old, 3, 10) && GetLastError() == ERROR_INVALID_PARAMETER, "for 1, 2, 4 or 8 bytes");
    for (i = 0; i < 3; i++)
        t[i] = thread(waiter, NULL);
    value = 1;
    WakeByAddressSingle((PVOID)&value);
    WakeByAddressAll((PVOID)&value);
    equal(0, WaitForMultipleObjects(3, t, TRUE, LONG_TIME), WAIT_OBJECT_0, "WakeByAddressAll wakes all");
    for (i = 0; i < 3; i++) {
        GetExitCodeThread(t[i], &code);
        CloseHandle(t[i]);
    }
    equal(0, code, 0, "before their time is over");
}

int main(void)
{
    start();
    waitable();
    set_anew();
    routines();
    queues();
    addresses();
    return finish_tests();
}
