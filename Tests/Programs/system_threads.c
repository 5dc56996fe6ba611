/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Threads, waits and named objects. */
#include "check.h"
#include <process.h>

static HANDLE gate;
static volatile LONG began;

static DWORD WINAPI exits(LPVOID code)
{
    InterlockedIncrement(&began);
    if (gate)
        WaitForSingleObject(gate, LONG_TIME);
    ExitThread((DWORD)(ULONG_PTR)code);
    return 0;
}

static void __cdecl plain(void *arg)
{
    SetEvent((HANDLE)arg);
    _endthread();
}

static unsigned __stdcall extended(void *arg)
{
    (void)arg;
    _endthreadex(33);
    return 0;
}

static DWORD WINAPI id_of_thread(LPVOID arg)
{
    (void)arg;
    return GetCurrentThreadId();
}

static void life(void)
{
    DWORD id = 0, code = 0;
    HANDLE t = CreateThread(NULL, 0, exits, (LPVOID)(ULONG_PTR)5, CREATE_SUSPENDED, &id), other, e = CreateEventW(NULL, FALSE, FALSE, NULL);

    check(0, t && id && GetThreadId(t) == id, "CreateThread, GetThreadId");
    equal(0, SuspendThread(t), 1, "SuspendThread counts");
    equal(0, WaitForSingleObject(t, 20), WAIT_TIMEOUT, "a suspended thread does not begin");
    check(0, GetExitCodeThread(t, &code) && code == STILL_ACTIVE && !began, "it is active");
    check(0, ResumeThread(t) == 2 && ResumeThread(t) == 1, "ResumeThread");
    equal(0, WaitForSingleObjectEx(t, LONG_TIME, FALSE), WAIT_OBJECT_0, "and then ends");
    check(0, GetExitCodeThread(t, &code) && code == 5, "with the code of ExitThread");
    CloseHandle(t);
    t = thread(id_of_thread, NULL);
    id = GetThreadId(t);
    WaitForSingleObject(t, LONG_TIME);
    check(0, GetExitCodeThread(t, &code) && code == id && id != GetCurrentThreadId(), "GetCurrentThreadId");
    CloseHandle(t);
    gate = CreateEventA(NULL, TRUE, FALSE, NULL);
    t = CreateThread(NULL, 65536, exits, (LPVOID)7, STACK_SIZE_PARAM_IS_A_RESERVATION, &id);
    other = OpenThread(THREAD_ALL_ACCESS, FALSE, id);
    check(0, other && GetThreadId(other) == id, "OpenThread");
    check(0, GetProcessIdOfThread(t) == GetCurrentProcessId(), "GetProcessIdOfThread");
    check(0, SetThreadPriority(t, THREAD_PRIORITY_HIGHEST) && GetThreadPriority(t) == THREAD_PRIORITY_HIGHEST, "SetThreadPriority");
    SetEvent(gate);
    equal(0, WaitForSingleObject(other, LONG_TIME), WAIT_OBJECT_0, "waits by another handle");
    CloseHandle(other);
    CloseHandle(t);
    check(0, !OpenThread(THREAD_ALL_ACCESS, FALSE, 0) && GetLastError() == ERROR_INVALID_PARAMETER, "no thread");
    check(0, _beginthread(plain, 0, e) != (uintptr_t)-1 && WaitForSingleObject(e, LONG_TIME) == WAIT_OBJECT_0, "_beginthread");
    t = (HANDLE)_beginthreadex(NULL, 0, extended, NULL, 0, NULL);
    check(0, WaitForSingleObject(t, LONG_TIME) == WAIT_OBJECT_0 && GetExitCodeThread(t, &code) && code == 33, "_endthreadex");
    CloseHandle(t);
    check(0, (SwitchToThread(), 1) && (DWORD)_getpid() == GetCurrentProcessId(), "SwitchToThread, _getpid");
    check(0, GetCurrentProcessorNumber() < 4096, "GetCurrentProcessorNumber");
    CloseHandle(e);
}

static void waits(void)
{
    HANDLE a = CreateEventA(NULL, FALSE, FALSE, NULL), b = CreateEventA(NULL, TRUE, TRUE, NULL), all[2], twice[2];
    HANDLE m = CreateMutexW(NULL, FALSE, NULL), copy = NULL;
    DWORD flags = 9;

    all[0] = a;
    all[1] = b;
    equal(0, WaitForMultipleObjectsEx(2, all, FALSE, 0, FALSE), WAIT_OBJECT_0 + 1, "WaitForMultipleObjectsEx");
    equal(0, WaitForMultipleObjectsEx(2, all, TRUE, 10, TRUE), WAIT_TIMEOUT, "for all");
    twice[0] = twice[1] = all[1];
    equal(0, WaitForMultipleObjects(2, twice, FALSE, LONG_TIME), WAIT_OBJECT_0, "an object may stand in a wait for one of several twice");
    check(0, WaitForMultipleObjects(2, twice, TRUE, INFINITE) == WAIT_FAILED && GetLastError() == ERROR_INVALID_PARAMETER, "not in one for all");
    equal(0, SignalObjectAndWait(a, b, LONG_TIME, FALSE), WAIT_OBJECT_0, "SignalObjectAndWait");
    equal(0, WaitForSingleObject(a, 0), WAIT_OBJECT_0, "signals the one");
    WaitForSingleObject(m, 0);
    equal(0, SignalObjectAndWait(m, b, LONG_TIME, FALSE), WAIT_OBJECT_0, "or releases a mutex");
    check(0, !ReleaseMutex(m) && GetLastError() == ERROR_NOT_OWNER, "which is not owned any more");
    check(0, PulseEvent(b) && WaitForSingleObject(b, 0) == WAIT_TIMEOUT, "PulseEvent leaves it unsignalled");
    check(0, DuplicateHandle(GetCurrentProcess(), a, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS) && SetEvent(copy) &&
          WaitForSingleObject(a, 0) == WAIT_OBJECT_0, "DuplicateHandle");
    check(0, GetHandleInformation(copy, &flags) && flags == 0, "GetHandleInformation");
    check(0, SetHandleInformation(copy, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE) && GetHandleInformation(copy, &flags) &&
          flags == HANDLE_FLAG_PROTECT_FROM_CLOSE, "SetHandleInformation");
    SetHandleInformation(copy, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
    check(0, CloseHandle(copy) && !CloseHandle(copy) && GetLastError() == ERROR_INVALID_HANDLE, "a handle is closed once");
    CloseHandle(a);
    CloseHandle(b);
    CloseHandle(m);
}

/* Sleeps that the library does not see. */
int usleep(unsigned);

static SOCKET in[3];
static volatile LONG seen[3], over;

static DWORD WINAPI receives(LPVOID arg)
{
    int i = (int)(ULONG_PTR)arg;
    static char buf[3];
    WSAOVERLAPPED ov;

    prepare(&ov);
    get(in[i], buf + i, 1, 0, NULL, &ov, NULL);
    if (WaitForSingleObject(ov.hEvent, LONG_TIME) == WAIT_OBJECT_0)
        InterlockedExchange(&seen[i], 1);
    while (!InterlockedCompareExchange(&over, 0, 0))
        usleep(1000);
    CloseHandle(ov.hEvent);
    return 0;
}

/* Three threads wait, and one of them drives. The one that waits last is woken second: it has driven as well by then, and
 * leaves the seat to the third. Nobody else calls the library, and its thread of last resort has long gone to sleep. */
static void drivers(void)
{
    static const int order[] = { 0, 2, 1 };
    SOCKET out[3];
    HANDLE t[3];
    int i, patience = LONG_TIME / 10;

    for (i = 0; i < 3; i++) {
        tcp_pair(&out[i], &in[i]);
        t[i] = thread(receives, (LPVOID)(ULONG_PTR)i);
        usleep(50000);
    }
    for (i = 0; i < 3; i++) {
        usleep(200000);
        put(out[order[i]], "x");
        while (!InterlockedCompareExchange(&seen[order[i]], 0, 0) && --patience > 0)
            usleep(10000);
    }
    check(0, patience > 0, "each driver that leaves finds another");
    InterlockedExchange(&over, 1);
    WaitForMultipleObjects(3, t, TRUE, LONG_TIME);
    for (i = 0; i < 3; i++) {
        CloseHandle(t[i]);
        closesocket(in[i]);
        closesocket(out[i]);
    }
}

static void names(void)
{
    HANDLE e = CreateEventExW(NULL, L"ws2-event", CREATE_EVENT_MANUAL_RESET, EVENT_ALL_ACCESS), o;
    HANDLE m = CreateMutexExW(NULL, L"ws2-mutex", CREATE_MUTEX_INITIAL_OWNER, MUTEX_ALL_ACCESS);
    HANDLE s = CreateSemaphoreExW(NULL, 1, 4, L"ws2-semaphore", 0, SEMAPHORE_ALL_ACCESS);

    o = CreateEventExA(NULL, "ws2-event", CREATE_EVENT_INITIAL_SET, EVENT_ALL_ACCESS);
    check(0, o && GetLastError() == ERROR_ALREADY_EXISTS && WaitForSingleObject(o, 0) == WAIT_TIMEOUT, "an event that exists is as it is");
    CloseHandle(o);
    o = OpenEventA(EVENT_ALL_ACCESS, FALSE, "ws2-event");
    SetEvent(o);
    equal(0, WaitForSingleObject(e, 0), WAIT_OBJECT_0, "OpenEvent");
    CloseHandle(o);
    check(0, !OpenEventW(EVENT_ALL_ACCESS, FALSE, L"ws2-none") && GetLastError() == ERROR_FILE_NOT_FOUND, "no such event");
    o = OpenMutexA(MUTEX_ALL_ACCESS, FALSE, "ws2-mutex");
    check(0, o && ReleaseMutex(o), "OpenMutex");
    CloseHandle(o);
    o = CreateMutexExA(NULL, "ws2-mutex", 0, MUTEX_ALL_ACCESS);
    check(0, o && GetLastError() == ERROR_ALREADY_EXISTS, "CreateMutexEx");
    CloseHandle(o);
    check(0, !OpenMutexW(MUTEX_ALL_ACCESS, FALSE, L"ws2-event") && GetLastError() == ERROR_INVALID_HANDLE, "a name of another kind");
    o = OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, "ws2-semaphore");
    check(0, o && WaitForSingleObject(o, 0) == WAIT_OBJECT_0 && WaitForSingleObject(s, 0) == WAIT_TIMEOUT, "OpenSemaphore");
    CloseHandle(o);
    o = CreateSemaphoreExA(NULL, 0, 1, "ws2-semaphore", 0, SEMAPHORE_ALL_ACCESS);
    check(0, o && GetLastError() == ERROR_ALREADY_EXISTS, "CreateSemaphoreEx");
    CloseHandle(o);
    o = OpenSemaphoreW(SEMAPHORE_ALL_ACCESS, FALSE, L"ws2-semaphore");
    check(0, o != NULL, "OpenSemaphoreW");
    CloseHandle(o);
    check(0, !CreateSemaphoreW(NULL, 2, 1, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "a semaphore within its maximum");
    CloseHandle(e);
    CloseHandle(m);
    CloseHandle(s);
}

static void process(void)
{
    HANDLE self = OpenProcess(PROCESS_ALL_ACCESS, FALSE, GetCurrentProcessId());
    DWORD code = 0;
    BOOL wow = TRUE;
    FILETIME a, b, c, d;

    check(0, IsWow64Process(GetCurrentProcess(), &wow) && !wow, "IsWow64Process");
    check(0, !IsWow64Process(NULL, &wow) && GetLastError() == ERROR_INVALID_HANDLE, "of a process");
    check(0, self && GetProcessId(self) == GetCurrentProcessId(), "OpenProcess, GetProcessId");
    check(0, GetExitCodeProcess(self, &code) && code == STILL_ACTIVE, "GetExitCodeProcess");
    check(0, GetProcessTimes(GetCurrentProcess(), &a, &b, &c, &d) && a.dwHighDateTime, "GetProcessTimes");
    check(0, GetThreadTimes(GetCurrentThread(), &a, &b, &c, &d), "GetThreadTimes");
    check(0, !OpenProcess(PROCESS_ALL_ACCESS, FALSE, 0) && GetLastError() == ERROR_INVALID_PARAMETER, "no process");
    CloseHandle(self);
}

int main(int argc, char **argv)
{
    (void)argv;
    start();
    if (argc > 1) {
        TerminateThread(GetCurrentThread(), 1);
        TerminateProcess(GetCurrentProcess(), 1);
    }
    life();
    waits();
    drivers();
    names();
    process();
    if (failures)
        return finish_tests();
    WSACleanup();
    printf("passed\n");
    fflush(stdout);
    ExitProcess(0);
}
