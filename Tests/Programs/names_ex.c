/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * GetAddrInfoEx: at once, overlapped with an event and with a routine, in time or not, cancelled. */
#include "check.h"

static ADDRINFOEXW *list;

static int find(const wchar_t *host, DWORD space, GUID *provider, ADDRINFOEXW *hints)
{
    list = (void *)1;
    return GetAddrInfoExW(host, L"80", space, provider, hints, &list, NULL, NULL, NULL, NULL);
}

static int is_loopback(const ADDRINFOEXW *a)
{
    const struct sockaddr_in *in = a ? (const struct sockaddr_in *)a->ai_addr : NULL;

    return in && a->ai_family == AF_INET && a->ai_addrlen == sizeof *in && in->sin_family == AF_INET &&
           in->sin_port == htons(80) && in->sin_addr.s_addr == htonl(INADDR_LOOPBACK);
}

static void at_once(void)
{
    GUID dns = { 0x22059d40, 0x7e9e, 0x11cf, { 0xae, 0x5a, 0x00, 0xaa, 0x00, 0xa7, 0x11, 0x2b } }, other = { 1, 2, 3, { 4 } };
    ADDRINFOEXW hints;
    ADDRINFOEXA narrow, *chain = NULL;
    struct timeval minute = { 60, 0 }, wrong = { -1, 0 };
    OVERLAPPED ov;
    DWORD space;

    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_CANONNAME;
    equal(0, find(L"127.0.0.1", NS_ALL, NULL, &hints), 0, "NS_ALL finds a numeric host");
    check(0, is_loopback(list) && !list->ai_next && list->ai_socktype == SOCK_STREAM, "its one address");
    check(0, list && list->ai_canonname && !memcmp(list->ai_canonname, L"127.0.0.1", sizeof L"127.0.0.1"), "and its name");
    check(0, list && !list->ai_blob && !list->ai_bloblen && !list->ai_provider, "without private data");
    FreeAddrInfoExW(list);
    equal(0, find(L"127.0.0.1", NS_DNS, &dns, &hints), 0, "NS_DNS with the provider that is there");
    FreeAddrInfoExW(list);
    equal(0, find(L"127.0.0.1", NS_DNS, &other, &hints), WSASERVICE_NOT_FOUND, "another provider: WSASERVICE_NOT_FOUND");
    check(0, list == NULL, "and no result");
    for (space = 13; space <= 37; space++)
        if (find(L"127.0.0.1", space, NULL, &hints) != WSASERVICE_NOT_FOUND)
            break;
    equal(0, space, 38, "name spaces that are not installed: WSASERVICE_NOT_FOUND");
    equal(0, find(L"127.0.0.1", NS_PNRPNAME, NULL, &hints), WSAEINVAL, "peer names without their service: WSAEINVAL");
    equal(0, find(L"no such host", NS_ALL, NULL, &hints), WSAHOST_NOT_FOUND, "an unknown host: WSAHOST_NOT_FOUND");
    hints.ai_addrlen = 1;
    equal(0, find(L"127.0.0.1", NS_ALL, NULL, &hints), WSANO_RECOVERY, "hints with a length: WSANO_RECOVERY");
    hints.ai_addrlen = 0;
    hints.ai_family = 77;
    equal(0, find(L"127.0.0.1", NS_ALL, NULL, &hints), WSAEAFNOSUPPORT, "an unknown family: WSAEAFNOSUPPORT");
    hints.ai_family = AF_INET;
    hints.ai_flags = AI_CANONNAME | AI_FQDN;
    equal(0, find(L"127.0.0.1", NS_ALL, NULL, &hints), WSAEINVAL, "two kinds of name at a time: WSAEINVAL");
    hints.ai_flags = AI_FQDN;
    equal(0, find(L"127.0.0.1", NS_ALL, NULL, &hints), 0, "AI_FQDN alone");
    check(0, list && list->ai_canonname, "gives a name");
    FreeAddrInfoExW(list);
    equal(0, GetAddrInfoExW(NULL, NULL, 0, NULL, NULL, &list, NULL, NULL, NULL, NULL), WSAHOST_NOT_FOUND, "no names at all: WSAHOST_NOT_FOUND");
    equal(0, WSAGetLastError(), WSAHOST_NOT_FOUND, "which is the last error as well");
    equal(0, GetAddrInfoExW(L"127.0.0.1", L"80", 0, NULL, NULL, &list, &minute, NULL, NULL, NULL), 0, "in time");
    check(0, is_loopback(list), "the same answer");
    FreeAddrInfoExW(list);
    equal(0, GetAddrInfoExW(L"127.0.0.1", L"80", 0, NULL, NULL, &list, &wrong, NULL, NULL, NULL), WSAEINVAL, "a negative time: WSAEINVAL");

    memset(&narrow, 0, sizeof narrow);
    narrow.ai_family = AF_INET;
    equal(0, GetAddrInfoExA("127.0.0.1", "80", NS_ALL, NULL, &narrow, &chain, NULL, NULL, NULL, NULL), 0, "the narrow form");
    check(0, is_loopback((ADDRINFOEXW *)chain) && !chain->ai_canonname, "the same answer, no name unasked");
    FreeAddrInfoEx(chain);
    equal(0, GetAddrInfoExA("127.0.0.1", "80", 0, NULL, NULL, &chain, &minute, NULL, NULL, NULL), WSAEINVAL, "it knows no time: WSAEINVAL");
    equal(0, GetAddrInfoExA("127.0.0.1", "80", 0, NULL, NULL, &chain, NULL, &ov, NULL, NULL), WSAEINVAL, "and is not overlapped: WSAEINVAL");
}

/* Names that take the resolver a while cannot be relied on; that an operation is under way is seen by its status. */
static int start_lookup(const wchar_t *host, OVERLAPPED *ov, struct timeval *time, LPLOOKUPSERVICE_COMPLETION_ROUTINE r, HANDLE *h)
{
    list = (void *)1;
    return GetAddrInfoExW(host, L"80", NS_ALL, NULL, NULL, &list, time, ov, r, h);
}

static void with_event(void)
{
    OVERLAPPED ov;
    HANDLE h = NULL, gone;

    memset(&ov, 0, sizeof ov);
    ov.hEvent = CreateEventW(NULL, TRUE, TRUE, NULL);
    equal(0, start_lookup(L"127.0.0.1", &ov, NULL, NULL, &h), WSA_IO_PENDING, "overlapped: WSA_IO_PENDING");
    check(0, h != NULL && ov.Pointer == (void *)&list, "with a handle, and the place of the result");
    equal(0, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "the event is set");
    equal(0, GetAddrInfoExOverlappedResult(&ov), 0, "when it is done");
    check(0, is_loopback(list), "and the result is there");
    FreeAddrInfoExW(list);
    gone = h;
    equal(0, GetAddrInfoExCancel(&gone), WSA_INVALID_HANDLE, "nothing to cancel any more: WSA_INVALID_HANDLE");
    equal(0, start_lookup(NULL, &ov, NULL, NULL, &h), WSA_IO_PENDING, "a service alone");
    WaitForSingleObject(ov.hEvent, LONG_TIME);
    equal(0, GetAddrInfoExOverlappedResult(&ov), 0, "is found as well");
    FreeAddrInfoExW(list);
    equal(0, start_lookup(L"no such host", &ov, NULL, NULL, NULL), WSA_IO_PENDING, "a name that cannot be, without a handle");
    WaitForSingleObject(ov.hEvent, LONG_TIME);
    equal(0, GetAddrInfoExOverlappedResult(&ov), WSAHOST_NOT_FOUND, "ends with the error of the look-up");
    check(0, list == NULL, "and no result");
    equal(0, GetAddrInfoExOverlappedResult(NULL), WSAEINVAL, "no OVERLAPPED: WSAEINVAL");
    equal(0, GetAddrInfoExCancel(NULL), WSA_INVALID_HANDLE, "no handle: WSA_INVALID_HANDLE");
    CloseHandle(ov.hEvent);
    equal(0, start_lookup(L"127.0.0.1", &ov, NULL, NULL, NULL), WSA_INVALID_HANDLE, "a closed event: WSA_INVALID_HANDLE");
}

static HANDLE told;
static volatile LONG tellings;
static DWORD told_error, told_thread;
static LPWSAOVERLAPPED told_block;

static void CALLBACK routine(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov)
{
    (void)bytes;
    told_error = error;
    told_block = ov;
    told_thread = GetCurrentThreadId();
    InterlockedIncrement(&tellings);
    SetEvent(told);
}

static void with_routine(void)
{
    OVERLAPPED ov;
    HANDLE h = NULL;

    memset(&ov, 0, sizeof ov);
    told = CreateEventW(NULL, FALSE, FALSE, NULL);
    equal(0, start_lookup(L"127.0.0.1", &ov, NULL, routine, &h), WSA_IO_PENDING, "with a routine");
    equal(0, WaitForSingleObject(told, LONG_TIME), WAIT_OBJECT_0, "which runs although nobody waits alertably");
    check(0, told_error == 0 && told_block == (LPWSAOVERLAPPED)&ov && told_thread != GetCurrentThreadId(), "on another thread");
    check(0, ov.Pointer == (void *)&list && is_loopback(*(ADDRINFOEXW **)ov.Pointer), "and finds the result by the OVERLAPPED");
    FreeAddrInfoExW(list);
    start_lookup(L"no such host", &ov, NULL, routine, &h);
    WaitForSingleObject(told, LONG_TIME);
    equal(0, told_error, WSAHOST_NOT_FOUND, "it is told the error");
    equal(0, tellings, 2, "once each");
    ov.hEvent = told;
    equal(0, start_lookup(L"127.0.0.1", &ov, NULL, routine, &h), WSAEINVAL, "a routine and an event: WSAEINVAL");
    equal(0, GetAddrInfoExW(L"127.0.0.1", L"80", 0, NULL, NULL, &list, NULL, NULL, routine, NULL), WSAEINVAL, "a routine without an OVERLAPPED: WSAEINVAL");
}

/* Cancelling races with the answer: either way the end is told exactly once, and says which it was. */
static void cancelled(void)
{
    int i, lost = 0, doubled = 0, wrong = 0, cancels = 0;

    for (i = 0; i < 200; i++) {
        OVERLAPPED ov;
        HANDLE h = NULL;
        int rc;

        memset(&ov, 0, sizeof ov);
        tellings = 0;
        start_lookup(i % 2 ? L"no such host" : L"127.0.0.1", &ov, NULL, routine, &h);
        rc = GetAddrInfoExCancel(&h);
        if (WaitForSingleObject(told, LONG_TIME) != WAIT_OBJECT_0)
            lost++;
        if (rc == 0)
            cancels++;
        if (rc == 0 && (told_error != WSA_E_CANCELLED || list != NULL || GetAddrInfoExOverlappedResult(&ov) != WSA_E_CANCELLED))
            wrong++;
        if (rc != 0 && (rc != WSA_INVALID_HANDLE || told_error == WSA_E_CANCELLED))
            wrong++;
        if (GetAddrInfoExCancel(&h) != WSA_INVALID_HANDLE || tellings != 1)
            doubled++;
        if (told_error == 0)
            FreeAddrInfoExW(list);
    }
    equal(0, lost, 0, "every end is told");
    equal(0, wrong, 0, "a cancelled look-up ends with WSA_E_CANCELLED and no result, another one does not");
    equal(0, doubled, 0, "exactly once");
    check(0, cancels > 0, "some were cancelled in time");
}

/* No time at all: the look-up is over before the resolver answers, or the answer is there. */
static void out_of_time(void)
{
    struct timeval none = { 0, 0 };
    int i, wrong = 0, late = 0;

    for (i = 0; i < 200; i++) {
        OVERLAPPED ov;
        int rc;

        memset(&ov, 0, sizeof ov);
        ov.hEvent = told;
        start_lookup(L"127.0.0.1", &ov, &none, NULL, NULL);
        if (WaitForSingleObject(told, LONG_TIME) != WAIT_OBJECT_0)
            wrong++;
        rc = GetAddrInfoExOverlappedResult(&ov);
        if (rc == 0 ? !is_loopback(list) : rc != WSAETIMEDOUT || list != NULL)
            wrong++;
        if (rc == 0)
            FreeAddrInfoExW(list);
        else
            late++;
    }
    equal(0, wrong, 0, "a look-up without time ends, with the answer or with WSAETIMEDOUT");
    check(0, late > 0, "some came too late");
}

int main(void)
{
    equal(0, GetAddrInfoExW(L"127.0.0.1", NULL, 0, NULL, NULL, &list, NULL, NULL, NULL, NULL), WSANOTINITIALISED, "before WSAStartup: WSANOTINITIALISED");
    start();
    at_once();
    with_event();
    with_routine();
    cancelled();
    out_of_time();
    return finish_tests();
}
