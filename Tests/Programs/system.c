/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The Win32 that socket programs lean on. */
#include "check.h"
#include <process.h>

static CRITICAL_SECTION section;
static SRWLOCK slim = SRWLOCK_INIT;
static CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static volatile LONG counter, ready, once_calls, pool_calls;
static DWORD slot;

static BOOL CALLBACK init_once(PINIT_ONCE o, PVOID p, PVOID *context)
{
    (void)o;
    (void)p;
    once_calls++;
    *context = (PVOID)8;
    return TRUE;
}

static DWORD WINAPI contender(LPVOID arg)
{
    int i;

    TlsSetValue(slot, arg);
    for (i = 0; i < 20000; i++) {
        EnterCriticalSection(&section);
        EnterCriticalSection(&section);
        counter++;
        LeaveCriticalSection(&section);
        LeaveCriticalSection(&section);
        AcquireSRWLockExclusive(&slim);
        counter++;
        ReleaseSRWLockExclusive(&slim);
        AcquireSRWLockShared(&slim);
        ReleaseSRWLockShared(&slim);
    }
    AcquireSRWLockExclusive(&slim);
    ready++;
    ReleaseSRWLockExclusive(&slim);
    WakeAllConditionVariable(&changed);
    return TlsGetValue(slot) == arg ? 7 : 8;
}

static void locks(void)
{
    HANDLE t[4];
    DWORD code = 0, i;
    PVOID context = NULL;

    InitializeCriticalSection(&section);
    slot = TlsAlloc();
    for (i = 0; i < 4; i++)
        t[i] = thread(contender, (LPVOID)(ULONG_PTR)(i + 1));
    AcquireSRWLockExclusive(&slim);
    while (ready < 4)
        SleepConditionVariableSRW(&changed, &slim, LONG_TIME, 0);
    ReleaseSRWLockExclusive(&slim);
    equal(0, WaitForMultipleObjects(4, t, TRUE, LONG_TIME), WAIT_OBJECT_0, "four threads end");
    for (i = 0; i < 4; i++) {
        GetExitCodeThread(t[i], &code);
        CloseHandle(t[i]);
    }
    equal(0, code, 7, "thread-local values are their own");
    /* The two locks guard the same counter only within themselves. */
    check(0, counter <= 160000 && counter > 80000, "critical sections and slim locks exclude");
    check(0, TlsGetValue(slot) == NULL && TlsFree(slot), "another thread has its own value");
    check(0, !TryEnterCriticalSection(&section) == 0, "a free section can be entered");
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
    check(0, !SleepConditionVariableSRW(&changed, (AcquireSRWLockShared(&slim), &slim), 10, CONDITION_VARIABLE_LOCKMODE_SHARED) &&
          GetLastError() == ERROR_TIMEOUT, "a sleep times out with ERROR_TIMEOUT");
    ReleaseSRWLockShared(&slim);
    InitOnceExecuteOnce(&once, init_once, NULL, &context);
    InitOnceExecuteOnce(&once, init_once, NULL, &context);
    check(0, once_calls == 1 && context == (PVOID)8, "one-time initialisation happens once");
}

static void objects(void)
{
    HANDLE m = CreateMutexA(NULL, TRUE, "ws2-test-mutex"), again, s = CreateSemaphoreA(NULL, 0, 2, NULL);
    LONG previous = -1;

    again = CreateMutexA(NULL, FALSE, "ws2-test-mutex");
    check(0, again && GetLastError() == ERROR_ALREADY_EXISTS, "a named mutex exists once");
    equal(0, WaitForSingleObject(again, 0), WAIT_OBJECT_0, "and is recursive");
    check(0, ReleaseMutex(m) && ReleaseMutex(m) && !ReleaseMutex(m) && GetLastError() == ERROR_NOT_OWNER, "released as often as taken");
    check(0, ReleaseSemaphore(s, 2, &previous) && previous == 0, "a semaphore counts");
    check(0, !ReleaseSemaphore(s, 1, NULL) && GetLastError() == ERROR_TOO_MANY_POSTS, "up to its maximum");
    CloseHandle(m);
    CloseHandle(again);
    CloseHandle(s);
}

static void files(void)
{
    char path[64], text[16] = { 0 };
    OVERLAPPED ov;
    HANDLE f, port;
    DWORD n = 0;
    ULONG_PTR key = 0;
    LPOVERLAPPED done = NULL;
    LARGE_INTEGER size;

    snprintf(path, sizeof path, "ws2-test-%lu.tmp", (unsigned long)GetCurrentProcessId());
    f = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_OVERLAPPED, NULL);
    check(0, f != INVALID_HANDLE_VALUE, "CreateFile");
    port = CreateIoCompletionPort(f, NULL, 3, 0);
    memset(&ov, 0, sizeof ov);
    ov.Offset = 4;
    check(0, WriteFile(f, "file", 4, NULL, &ov) || GetLastError() == ERROR_IO_PENDING, "WriteFile at an offset");
    check(0, GetQueuedCompletionStatus(port, &n, &key, &done, LONG_TIME) && n == 4 && key == 3 && done == &ov, "completes on a port");
    check(0, GetFileSizeEx(f, &size) && size.QuadPart == 8, "GetFileSizeEx");
    memset(&ov, 0, sizeof ov);
    ov.Offset = 4;
    check(0, (ReadFile(f, text, 4, NULL, &ov) || GetLastError() == ERROR_IO_PENDING) &&
          GetQueuedCompletionStatus(port, &n, &key, &done, LONG_TIME) && !memcmp(text, "file", 4), "ReadFile gives it back");
    CloseHandle(f);
    CloseHandle(port);
    check(0, DeleteFileA(path) && !DeleteFileA(path) && GetLastError() == ERROR_FILE_NOT_FOUND, "DeleteFile");
}

static void texts(void)
{
    char text[256];
    WCHAR wide[16];
    FILETIME ft;
    SYSTEMTIME st, back;
    int n;

    check(0, FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, WSAECONNRESET, 0, text, sizeof text, NULL) > 0 &&
          strstr(text, "forcibly closed"), "FormatMessage knows the Winsock errors");
    n = MultiByteToWideChar(CP_UTF8, 0, "h\xc3\xa4h", -1, wide, 16);
    check(0, n == 4 && wide[1] == 0xe4 && WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, sizeof text, NULL, NULL) == 5 && !strcmp(text, "h\xc3\xa4h"),
          "UTF-8 to wide characters and back");
    GetSystemTime(&st);
    check(0, SystemTimeToFileTime(&st, &ft) && FileTimeToSystemTime(&ft, &back) && !memcmp(&st, &back, sizeof st), "dates survive the conversion");
    check(0, GetProcAddress(GetModuleHandleA("ws2_32.dll"), "send") != NULL && GetProcAddress(GetModuleHandleA("ws2_32"), "NoSuchThing") == NULL &&
          GetLastError() == ERROR_PROC_NOT_FOUND, "GetProcAddress finds our functions under their own names");
    check(0, GetTickCount64() > 0 && VirtualAlloc(NULL, 65536, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) != NULL, "clocks and pages");
}

static void CALLBACK bound(DWORD error, DWORD bytes, LPOVERLAPPED ov)
{
    (void)ov;
    if (error == 0 && bytes == 2)
        InterlockedIncrement(&pool_calls);
}

static void CALLBACK pool_io(PTP_CALLBACK_INSTANCE i, PVOID context, PVOID ov, ULONG error, ULONG_PTR bytes, PTP_IO io)
{
    (void)i;
    (void)ov;
    (void)io;
    if (error == NO_ERROR && bytes == 2 && context == (PVOID)&pool_calls)
        InterlockedIncrement(&pool_calls);
}

static DWORD WINAPI work(LPVOID e)
{
    SetEvent((HANDLE)e);
    return 0;
}

static unsigned __stdcall crt_thread(void *arg)
{
    return *(unsigned *)arg;
}

static void pool(void)
{
    SOCKET a, b, c, d;
    OVERLAPPED ov, ov2;
    char buf[8];
    HANDLE e = CreateEventA(NULL, TRUE, FALSE, NULL), t;
    PTP_IO io;
    DWORD begin, code = 0;
    unsigned value = 99, id = 0;

    check(0, QueueUserWorkItem(work, e, WT_EXECUTEDEFAULT) && WaitForSingleObject(e, LONG_TIME) == WAIT_OBJECT_0, "QueueUserWorkItem");
    tcp_pair(&a, &b);
    tcp_pair(&c, &d);
    check(0, BindIoCompletionCallback((HANDLE)b, bound, 0), "BindIoCompletionCallback");
    memset(&ov, 0, sizeof ov);
    get(b, buf, 2, 0, NULL, &ov, NULL);
    io = CreateThreadpoolIo((HANDLE)d, pool_io, (PVOID)&pool_calls, NULL);
    StartThreadpoolIo(io);
    memset(&ov2, 0, sizeof ov2);
    get(d, buf + 2, 2, 0, NULL, &ov2, NULL);
    put(a, "ab");
    put(c, "cd");
    WaitForThreadpoolIoCallbacks(io, FALSE);
    for (begin = GetTickCount(); pool_calls < 2 && GetTickCount() - begin < LONG_TIME;)
        Sleep(1);
    equal(0, pool_calls, 2, "both callbacks ran on pool threads");
    CloseThreadpoolIo(io);
    t = (HANDLE)_beginthreadex(NULL, 0, crt_thread, &value, 0, &id);
    check(0, t && id && WaitForSingleObject(t, LONG_TIME) == WAIT_OBJECT_0 && GetExitCodeThread(t, &code) && code == 99, "_beginthreadex");
    closesocket(a);
    closesocket(b);
    closesocket(c);
    closesocket(d);
}

int main(void)
{
    start();
    locks();
    objects();
    files();
    texts();
    pool();
    return finish_tests();
}
