/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The thread pool: work, timers, waits, pools of one's own, cleanup groups, registered waits, bound files. */
#include "check.h"

static volatile LONG count, running, most, cancelled;
static HANDLE gate, seen;

static void CALLBACK work(PTP_CALLBACK_INSTANCE i, PVOID context, PTP_WORK w)
{
    LONG now = InterlockedIncrement(&running);

    (void)i;
    if (now > most)
        most = now;
    if (context == (PVOID)&count && w)
        InterlockedIncrement(&count);
    if (gate)
        WaitForSingleObject(gate, LONG_TIME);
    InterlockedDecrement(&running);
}

static void CALLBACK simple(PTP_CALLBACK_INSTANCE i, PVOID context)
{
    CallbackMayRunLong(i);
    SetEventWhenCallbackReturns(i, (HANDLE)context);
}

static void works(void)
{
    PTP_WORK w = CreateThreadpoolWork(work, (PVOID)&count, NULL);
    TP_CALLBACK_ENVIRON environment;
    PTP_POOL pool = CreateThreadpool(NULL);
    int i;

    for (i = 0; i < 10; i++)
        SubmitThreadpoolWork(w);
    WaitForThreadpoolWorkCallbacks(w, FALSE);
    equal(0, count, 10, "work runs as often as it is submitted");
    CloseThreadpoolWork(w);
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolThreadMaximum(pool, 1);
    check(0, SetThreadpoolThreadMinimum(pool, 1), "SetThreadpoolThreadMinimum");
    SetThreadpoolCallbackPool(&environment, pool);
    most = count = 0;
    w = CreateThreadpoolWork(work, (PVOID)&count, &environment);
    for (i = 0; i < 10; i++)
        SubmitThreadpoolWork(w);
    WaitForThreadpoolWorkCallbacks(w, FALSE);
    check(0, count == 10 && most == 1, "a pool of one thread runs one callback at a time");
    gate = CreateEventA(NULL, TRUE, FALSE, NULL);
    for (i = 0; i < 10; i++)
        SubmitThreadpoolWork(w);
    while (!running)
        Sleep(1);
    SetEvent(gate);
    WaitForThreadpoolWorkCallbacks(w, TRUE);
    check(0, count >= 11 && count <= 20, "cancelling takes back what does not run");
    CloseThreadpoolWork(w);
    DestroyThreadpoolEnvironment(&environment);
    CloseThreadpool(pool);
    ResetEvent(gate);
    most = count = running = 0;
    w = CreateThreadpoolWork(work, (PVOID)&count, NULL);
    for (i = 0; i < 12; i++)
        SubmitThreadpoolWork(w);
    for (i = 0; i < LONG_TIME && running < 12; i++)
        Sleep(1);
    equal(0, running, 12, "callbacks that block do not keep others from running");
    SetEvent(gate);
    WaitForThreadpoolWorkCallbacks(w, FALSE);
    CloseThreadpoolWork(w);
    CloseHandle(gate);
    gate = NULL;
    seen = CreateEventA(NULL, FALSE, FALSE, NULL);
    check(0, TrySubmitThreadpoolCallback(simple, seen, NULL), "TrySubmitThreadpoolCallback");
    equal(0, WaitForSingleObject(seen, LONG_TIME), WAIT_OBJECT_0, "SetEventWhenCallbackReturns");
}

static HANDLE semaphore, mutex;
static CRITICAL_SECTION section;
static HMODULE module;

static void CALLBACK on_return(PTP_CALLBACK_INSTANCE i, PVOID context)
{
    (void)context;
    WaitForSingleObject(mutex, LONG_TIME);
    EnterCriticalSection(&section);
    ReleaseSemaphoreWhenCallbackReturns(i, semaphore, 1);
    ReleaseMutexWhenCallbackReturns(i, mutex);
    LeaveCriticalSectionWhenCallbackReturns(i, &section);
    FreeLibraryWhenCallbackReturns(i, module);
}

static void returning(void)
{
    semaphore = CreateSemaphoreA(NULL, 0, 1, NULL);
    mutex = CreateMutexA(NULL, FALSE, NULL);
    module = LoadLibraryA("ws2_32.dll");
    InitializeCriticalSection(&section);
    TrySubmitThreadpoolCallback(on_return, NULL, NULL);
    equal(0, WaitForSingleObject(semaphore, LONG_TIME), WAIT_OBJECT_0, "a semaphore is released when the callback returns");
    equal(0, WaitForSingleObject(mutex, LONG_TIME), WAIT_OBJECT_0, "so is a mutex");
    EnterCriticalSection(&section);
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
    check(0, GetModuleHandleA("ws2_32.dll") != NULL, "and a module, which others still use");
    ReleaseMutex(mutex);
    CloseHandle(mutex);
    CloseHandle(semaphore);
}

static void CALLBACK timed(PTP_CALLBACK_INSTANCE i, PVOID context, PTP_TIMER t)
{
    (void)i;
    (void)t;
    if (InterlockedIncrement(&count) == 3)
        SetEvent((HANDLE)context);
}

static FILETIME in_ms(LONGLONG ms)
{
    ULARGE_INTEGER due;
    FILETIME result;

    due.QuadPart = (ULONGLONG)(-ms * 10000);
    result.dwLowDateTime = due.LowPart;
    result.dwHighDateTime = due.HighPart;
    return result;
}

static void timers(void)
{
    PTP_TIMER t = CreateThreadpoolTimer(timed, seen, NULL);
    FILETIME due = in_ms(1);

    count = 0;
    check(0, t && !IsThreadpoolTimerSet(t), "a new pool timer is not set");
    SetThreadpoolTimer(t, &due, 1, 0);
    check(0, IsThreadpoolTimerSet(t), "SetThreadpoolTimer");
    equal(0, WaitForSingleObject(seen, LONG_TIME), WAIT_OBJECT_0, "calls periodically");
    SetThreadpoolTimer(t, NULL, 0, 0);
    WaitForThreadpoolTimerCallbacks(t, TRUE);
    check(0, !IsThreadpoolTimerSet(t), "until it is stopped");
    due = in_ms(1000000);
    check(0, !SetThreadpoolTimerEx(t, &due, 0, 0) && SetThreadpoolTimerEx(t, NULL, 0, 0), "SetThreadpoolTimerEx says whether it was set");
    CloseThreadpoolTimer(t);
}

static volatile TP_WAIT_RESULT wait_result;

static void CALLBACK waited(PTP_CALLBACK_INSTANCE i, PVOID context, PTP_WAIT w, TP_WAIT_RESULT result)
{
    (void)i;
    (void)w;
    wait_result = result;
    SetEvent((HANDLE)context);
}

static void CALLBACK registered(PVOID context, BOOLEAN timed_out)
{
    wait_result = timed_out ? WAIT_TIMEOUT : WAIT_OBJECT_0;
    InterlockedIncrement(&count);
    SetEvent((HANDLE)context);
}

static void waits(void)
{
    PTP_WAIT w = CreateThreadpoolWait(waited, seen, NULL);
    HANDLE e = CreateEventA(NULL, FALSE, FALSE, NULL), registration, all[70];
    FILETIME due = in_ms(5);
    int i;

    SetThreadpoolWait(w, e, NULL);
    SetEvent(e);
    check(0, WaitForSingleObject(seen, LONG_TIME) == WAIT_OBJECT_0 && wait_result == WAIT_OBJECT_0, "a pool wait is satisfied");
    SetThreadpoolWait(w, e, &due);
    check(0, WaitForSingleObject(seen, LONG_TIME) == WAIT_OBJECT_0 && wait_result == WAIT_TIMEOUT, "or timed out");
    SetThreadpoolWait(w, e, NULL);
    check(0, SetThreadpoolWaitEx(w, NULL, NULL, NULL), "or ended");
    WaitForThreadpoolWaitCallbacks(w, TRUE);
    SetEvent(e);
    equal(0, WaitForSingleObject(e, LONG_TIME), WAIT_OBJECT_0, "then the signal is left to others");
    CloseThreadpoolWait(w);
    count = 0;
    check(0, RegisterWaitForSingleObject(&registration, e, registered, seen, INFINITE, WT_EXECUTEDEFAULT), "RegisterWaitForSingleObject");
    for (i = 0; i < 3; i++) {
        SetEvent(e);
        WaitForSingleObject(seen, LONG_TIME);
    }
    equal(0, count, 3, "waits again and again");
    check(0, UnregisterWaitEx(registration, INVALID_HANDLE_VALUE), "UnregisterWaitEx");
    check(0, RegisterWaitForSingleObject(&registration, e, registered, seen, 5, WT_EXECUTEONLYONCE | WT_EXECUTEINWAITTHREAD), "once");
    check(0, WaitForSingleObject(seen, LONG_TIME) == WAIT_OBJECT_0 && wait_result == WAIT_TIMEOUT, "with a time-out");
    check(0, UnregisterWait(registration) || GetLastError() == ERROR_IO_PENDING, "UnregisterWait");
    check(0, !UnregisterWait(NULL) && GetLastError() == ERROR_INVALID_HANDLE, "of a wait");
    for (i = count = 0; i < 70; i++)
        RegisterWaitForSingleObject(&all[i], e, registered, seen, INFINITE, WT_EXECUTEONLYONCE);
    for (i = 0; i < 70; i++) {
        SetEvent(e);
        WaitForSingleObject(seen, LONG_TIME);
    }
    for (i = 0; i < 70; i++)
        UnregisterWaitEx(all[i], INVALID_HANDLE_VALUE);
    equal(0, count, 70, "more waits than one thread can carry");
    CloseHandle(e);
}

static void CALLBACK taken_back(PVOID object, PVOID cleanup)
{
    if (object == (PVOID)&count && cleanup == (PVOID)&cancelled)
        InterlockedIncrement(&cancelled);
    SetEvent(gate);
}

static void groups(void)
{
    TP_CALLBACK_ENVIRON environment;
    PTP_CLEANUP_GROUP group = CreateThreadpoolCleanupGroup();
    PTP_POOL pool = CreateThreadpool(NULL);
    PTP_WORK queued, begun;
    int i;

    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolThreadMaximum(pool, 1);
    SetThreadpoolThreadMinimum(pool, 1);
    SetThreadpoolCallbackPool(&environment, pool);
    SetThreadpoolCallbackCleanupGroup(&environment, group, taken_back);
    gate = CreateEventA(NULL, TRUE, FALSE, NULL);
    count = running = 0;
    queued = CreateThreadpoolWork(work, (PVOID)&count, &environment);
    begun = CreateThreadpoolWork(work, NULL, &environment);
    CreateThreadpoolWork(work, (PVOID)&count, &environment);
    SubmitThreadpoolWork(begun);
    while (!running)
        Sleep(1);
    for (i = 0; i < 3; i++)
        SubmitThreadpoolWork(queued);
    CloseThreadpoolCleanupGroupMembers(group, TRUE, (PVOID)&cancelled);
    equal(0, running, 0, "a cleanup group waits for the callbacks of its members that run");
    equal(0, count, 0, "and takes back those that do not");
    equal(0, cancelled, 2, "every member is named to the cancel callback, also one that was never submitted");
    CloseThreadpoolCleanupGroup(group);
    CloseThreadpool(pool);
    CloseHandle(gate);
    gate = NULL;
}

/* MARK: I/O */

struct told { ULONG error; ULONG_PTR bytes; PVOID overlapped; volatile LONG calls; };

static void CALLBACK told(PTP_CALLBACK_INSTANCE i, PVOID context, PVOID overlapped, ULONG error, ULONG_PTR bytes, PTP_IO io)
{
    struct told *t = context;

    (void)i;
    (void)io;
    Sleep(30);
    t->error = error;
    t->bytes = bytes;
    t->overlapped = overlapped;
    InterlockedIncrement(&t->calls);
}

static void files(void)
{
    struct told t = { 1, 1, NULL, 0 };
    WSAOVERLAPPED ov;
    SOCKET a, b;
    char buf[8];
    PTP_IO io;

    tcp_pair(&a, &b);
    io = CreateThreadpoolIo((HANDLE)b, told, &t, NULL);
    StartThreadpoolIo(io);
    memset(&ov, 0, sizeof ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    put(a, "four");
    WaitForThreadpoolIoCallbacks(io, FALSE);
    check(0, t.calls == 1 && t.error == 0 && t.bytes == 4 && t.overlapped == &ov, "WaitForThreadpoolIoCallbacks waits for the callback of an operation, which is told its result");
    StartThreadpoolIo(io);
    memset(&ov, 0, sizeof ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    reset(a);
    WaitForThreadpoolIoCallbacks(io, FALSE);
    check(0, t.calls == 2 && t.error == ERROR_NETNAME_DELETED && t.bytes == 0, "or its failure");
    StartThreadpoolIo(io);
    memset(&ov, 0, sizeof ov);
    equal(0, get(b, buf, 8, 0, NULL, &ov, NULL), WSAECONNRESET, "an operation that fails at once");
    CancelThreadpoolIo(io);
    WaitForThreadpoolIoCallbacks(io, FALSE);
    equal(0, t.calls, 2, "has no callback");
    CloseThreadpoolIo(io);
    closesocket(b);
}

int main(void)
{
    start();
    works();
    returning();
    timers();
    waits();
    groups();
    CloseHandle(seen);
    files();
    return finish_tests();
}
