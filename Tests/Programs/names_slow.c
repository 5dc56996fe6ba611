/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Look-ups that take their time: the program stands in for the resolver of libc and holds its answers back. */
#define _GNU_SOURCE
#include "check.h"
#include <svcguid.h>
#include <dlfcn.h>

static HANDLE gate;             /* set: the resolver answers */
static volatile LONG asked;     /* look-ups that have reached it */

typedef int (*resolver)(const char *, const char *, const void *, void **);

/* What the library calls instead of libc's getaddrinfo: every "slow" host waits for the gate. */
int slow_getaddrinfo(const char *host, const char *service, const void *hints, void **list) __asm__("getaddrinfo");
int slow_getaddrinfo(const char *host, const char *service, const void *hints, void **list)
{
    static resolver real;

    if (!real)
        real = (resolver)dlsym(RTLD_NEXT, "getaddrinfo");
    if (host && !strcmp(host, "slow")) {
        InterlockedIncrement(&asked);
        WaitForSingleObject(gate, INFINITE);
        host = "127.0.0.1";
    }
    return real(host, service, hints, list);
}

static HANDLE told;
static volatile LONG tellings;
static volatile LONG told_error;

static void CALLBACK routine(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov)
{
    (void)bytes; (void)ov;
    InterlockedExchange(&told_error, (LONG)error);
    InterlockedIncrement(&tellings);
    SetEvent(told);
}

static int lookup(ADDRINFOEXW **list, struct timeval *time, OVERLAPPED *ov, LPLOOKUPSERVICE_COMPLETION_ROUTINE r, HANDLE *h)
{
    if (ov)
        memset(ov, 0, offsetof(OVERLAPPED, hEvent));
    return GetAddrInfoExW(L"slow", L"80", NS_ALL, NULL, NULL, list, time, ov, r, h);
}

static void in_time(void)
{
    struct timeval soon = { 0, 50000 };
    ADDRINFOEXW *list = (void *)1;
    OVERLAPPED ov;
    DWORD begin = GetTickCount(), passed;

    equal(0, lookup(&list, &soon, NULL, NULL, NULL), WSAETIMEDOUT, "a look-up at once ends in time: WSAETIMEDOUT");
    passed = GetTickCount() - begin;
    check(0, passed >= 45 && passed < LONG_TIME && list == NULL, "not before, and without a result");
    ov.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    equal(0, lookup(&list, &soon, &ov, NULL, NULL), WSA_IO_PENDING, "an overlapped one");
    equal(0, GetAddrInfoExOverlappedResult(&ov), WSAEINPROGRESS, "is under way: WSAEINPROGRESS");
    WaitForSingleObject(ov.hEvent, LONG_TIME);
    equal(0, GetAddrInfoExOverlappedResult(&ov), WSAETIMEDOUT, "and ends in time as well");
    tellings = 0;
    ov.hEvent = NULL;
    lookup(&list, &soon, &ov, routine, NULL);
    WaitForSingleObject(told, LONG_TIME);
    equal(0, told_error, WSAETIMEDOUT, "a routine is told so");
}

static void cancelled(void)
{
    ADDRINFOEXW *list = (void *)1;
    OVERLAPPED ov;
    HANDLE h;

    tellings = 0;
    ov.hEvent = NULL;
    lookup(&list, NULL, &ov, routine, &h);
    equal(0, GetAddrInfoExCancel(&h), 0, "a look-up is cancelled");
    equal(0, GetAddrInfoExOverlappedResult(&ov), WSA_E_CANCELLED, "which ends it at once: WSA_E_CANCELLED");
    WaitForSingleObject(told, LONG_TIME);
    equal(0, told_error, WSA_E_CANCELLED, "the routine is told");
    equal(0, GetAddrInfoExCancel(&h), WSA_INVALID_HANDLE, "there is nothing more to cancel: WSA_INVALID_HANDLE");
}

/* More look-ups than the resolver has threads: they wait, can be cancelled, and all end once. */
#define MANY 100

static void many(void)
{
    static ADDRINFOEXW *list[MANY];
    static OVERLAPPED ov[MANY];
    HANDLE h[MANY];
    int i, ended = 0, cancels = 0, answers = 0;

    tellings = 0;
    for (i = 0; i < MANY; i++) {
        ov[i].hEvent = NULL;
        lookup(&list[i], NULL, &ov[i], routine, &h[i]);
    }
    for (i = 0; i < MANY; i += 2)
        ended += GetAddrInfoExCancel(&h[i]) == 0;
    equal(0, ended, MANY / 2, "every second of a hundred look-ups is cancelled");
    SetEvent(gate);
    for (i = 0; i < LONG_TIME && InterlockedExchangeAdd(&tellings, 0) < MANY; i++)
        Sleep(1);
    for (i = 0; i < MANY; i++) {
        int rc = GetAddrInfoExOverlappedResult(&ov[i]);

        cancels += i % 2 == 0 && rc == WSA_E_CANCELLED && !list[i];
        answers += i % 2 == 1 && rc == 0 && list[i];
        FreeAddrInfoExW(list[i]);
    }
    check(0, InterlockedExchangeAdd(&tellings, 0) == MANY && cancels == MANY / 2 && answers == MANY / 2, "they are told so, and the others their answers, once each");
    ResetEvent(gate);
}

static HANDLE service;

static DWORD WINAPI next(LPVOID unused)
{
    static char buffer[4096];
    DWORD n = sizeof buffer;

    (void)unused;
    return WSALookupServiceNextA(service, LUP_RETURN_ALL, &n, (WSAQUERYSETA *)buffer) ? (DWORD)WSAGetLastError() : 0;
}

static void ended(void)
{
    GUID by_name = SVCID_INET_HOSTADDRBYNAME;
    WSAQUERYSETA q;
    HANDLE t;
    DWORD code = 0;
    LONG before = InterlockedExchangeAdd(&asked, 0);
    int i;

    memset(&q, 0, sizeof q);
    q.dwSize = sizeof q;
    q.lpServiceClassId = &by_name;
    q.lpszServiceInstanceName = (char *)"slow";
    equal(0, WSALookupServiceBeginA(&q, LUP_RETURN_ALL, &service), 0, "WSALookupServiceBegin does not wait for the resolver");
    t = thread(next, NULL);
    for (i = 0; i < LONG_TIME && InterlockedExchangeAdd(&asked, 0) == before; i++)
        Sleep(1);
    equal(0, WaitForSingleObject(t, 20), WAIT_TIMEOUT, "WSALookupServiceNext does");
    equal(0, WSALookupServiceEnd(service), 0, "until the look-up is ended");
    WaitForSingleObject(t, LONG_TIME);
    GetExitCodeThread(t, &code);
    equal(0, code, WSA_E_CANCELLED, "then it returns WSA_E_CANCELLED");
    CloseHandle(t);
}

int main(void)
{
    start();
    gate = CreateEventW(NULL, TRUE, FALSE, NULL);
    told = CreateEventW(NULL, FALSE, FALSE, NULL);
    in_time();
    cancelled();
    many();
    ended();
    SetEvent(gate);
    return finish_tests();
}
