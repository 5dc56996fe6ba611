/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Completion ports: which operations have a packet, what it tells, what a call without one leaves alone, and how many
 * threads have packets at a time. */
#include "check.h"

enum { KEY = 125, OTHER = 236 };

static HANDLE port;
static char buf[64];
static DWORD n;
static ULONG_PTR key;
static LPOVERLAPPED which;
static volatile LONG calls;

/* Takes a packet; 0 or the error. */
static DWORD packet(DWORD ms)
{
    n = UNTOUCHED;
    key = UNTOUCHED;
    which = (LPOVERLAPPED)buf;
    return GetQueuedCompletionStatus(port, &n, &key, &which, ms) ? 0 : GetLastError();
}

/* What the packet says. */
static int says(ULONG_PTR k, LPOVERLAPPED ov, DWORD bytes) { return key == k && which == ov && n == bytes; }

static int is_last(void) { return packet(20) == WAIT_TIMEOUT; }

static void with_port(SOCKET s)
{
    port = CreateIoCompletionPort((HANDLE)s, NULL, KEY, 0);
}

static void CALLBACK counted(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov, DWORD flags)
{
    (void)error;
    (void)bytes;
    (void)ov;
    (void)flags;
    InterlockedIncrement(&calls);
}

static void CALLBACK counted_apc(ULONG_PTR unused)
{
    (void)unused;
    InterlockedIncrement(&calls);
}

/* The outputs of GetQueuedCompletionStatus, and the last error. */
static void outputs(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;

    tcp_pair(&a, &b);
    with_port(b);
    equal(0, packet(0), WAIT_TIMEOUT, "without a packet: WAIT_TIMEOUT");
    check(0, n == UNTOUCHED && key == UNTOUCHED && which == NULL, "count and key are left alone, the OVERLAPPED is NULL");
    equal(0, packet(20), WAIT_TIMEOUT, "so after a wait");
    check(0, n == UNTOUCHED && key == UNTOUCHED && which == NULL, "likewise");
    memset(&ov, 0, sizeof ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    put(a, "four");
    SetLastError(1234);
    check(0, GetQueuedCompletionStatus(port, &n, &key, &which, LONG_TIME) && says(KEY, &ov, 4), "the packet of a receive");
    equal(0, GetLastError(), 1234, "a success leaves the last error alone");
    PostQueuedCompletionStatus(port, 77, OTHER, (LPOVERLAPPED)&n);
    check(0, packet(0) == 0 && says(OTHER, (LPOVERLAPPED)&n, 77), "what is posted comes as it is");
    memset(&ov, 0, sizeof ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    reset(a);
    equal(0, packet(LONG_TIME), ERROR_NETNAME_DELETED, "a reset is ERROR_NETNAME_DELETED to a port");
    check(0, says(KEY, &ov, 0), "the outputs of a failed operation are filled in");
    equal(0, ov.Internal, 0xC000020D, "the status is STATUS_CONNECTION_RESET");
    check(0, is_last(), "there is one packet");
    closesocket(b);
    CloseHandle(port);
}

static void several(void)
{
    OVERLAPPED_ENTRY e[4];
    ULONG count = 77;

    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    check(0, !GetQueuedCompletionStatusEx(port, e, 4, &count, 0, FALSE) && GetLastError() == WAIT_TIMEOUT && count == 1,
          "GetQueuedCompletionStatusEx stores 1 when its time is over");
    calls = 0;
    PostQueuedCompletionStatus(port, 1, KEY, NULL);
    QueueUserAPC(counted_apc, GetCurrentThread(), 0);
    check(0, GetQueuedCompletionStatusEx(port, e, 4, &count, LONG_TIME, TRUE) && count == 1 && e[0].lpCompletionKey == KEY, "a packet that is there");
    equal(0, calls, 0, "comes before a procedure that is queued");
    count = 77;
    check(0, !GetQueuedCompletionStatusEx(port, e, 4, &count, LONG_TIME, TRUE) && GetLastError() == WAIT_IO_COMPLETION && count == 1,
          "without one the procedure runs: WAIT_IO_COMPLETION, and 1");
    equal(0, calls, 1, "once");
    CloseHandle(port);
}

/* Which operations have a packet. */
static void which_have_one(void)
{
    SOCKET a, b, u, v;
    WSAOVERLAPPED ov;
    DWORD got;
    int rc;

    tcp_pair(&a, &b);
    with_port(b);
    put(a, "x");
    wait_for(b, 1);
    memset(&ov, 0, sizeof ov);
    rc = get(b, buf, 8, 0, NULL, &ov, NULL);
    check(0, (rc == 0 || rc == WSA_IO_PENDING) && packet(LONG_TIME) == 0 && says(KEY, &ov, 1) && is_last(), "a receive that finds data has one");
#ifndef _WIN32      /* Wine allows both */
    equal(0, get(b, buf, 8, MSG_WAITALL | MSG_PEEK, NULL, &ov, NULL), WSAEOPNOTSUPP, "a call that fails");
    check(0, is_last(), "has none");
#endif

    calls = 0;
    equal(0, get(b, buf, 8, 0, NULL, &ov, counted), WSAEINVAL, "a routine beside a port: WSAEINVAL");
    equal(0, get(b, buf, 8, MSG_PEEK, NULL, &ov, counted), WSAEINVAL, "with flags as well");
    put(a, "y");
    wait_for(b, 1);
    equal(0, get(b, buf, 8, 0, NULL, &ov, counted), WSAEINVAL, "and with data");
    check(0, SleepEx(20, TRUE) == 0 && calls == 0 && is_last() && unread(b) == 1, "nothing is called, posted or taken");
    recv(b, buf, 1, 0);

    prepare(&ov);
    ov.hEvent = (HANDLE)((ULONG_PTR)ov.hEvent | 1);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    put(a, "z");
    equal(0, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "an event with its low bit set is set");
    check(0, is_last(), "and keeps the packet back");
    put(a, "z");
    wait_for(b, 1);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    equal(0, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "so with data there");
    check(0, is_last(), "no packet");
    WSACloseEvent((HANDLE)((ULONG_PTR)ov.hEvent & ~(ULONG_PTR)1));
    closesocket(a);
    closesocket(b);
    CloseHandle(port);

    /* A datagram that does not fit is no success. */
    udp_pair(&u, &v);
    with_port(v);
    SetFileCompletionNotificationModes((HANDLE)v, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS);
    put(u, "too long");
    wait_for(v, 1);
    memset(&ov, 0, sizeof ov);
    rc = get(v, buf, 3, 0, &got, &ov, NULL);
    check(0, rc == WSA_IO_PENDING || rc == WSAEMSGSIZE, "a datagram that does not fit");
#ifndef _WIN32      /* Wine posts none */
    check(0, packet(LONG_TIME) == ERROR_MORE_DATA && says(KEY, &ov, 3), "has a packet: ERROR_MORE_DATA, and what fitted");
#endif
    closesocket(u);
    closesocket(v);
    CloseHandle(port);
}

/* FILE_SKIP_COMPLETION_PORT_ON_SUCCESS. */
static void skipping(void)
{
    SOCKET a, b, plain = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, 0);
    WSAOVERLAPPED ov;
    WSABUF one = { 1, buf };
    DWORD got;
    int i;

    check(0, !SetFileCompletionNotificationModes((HANDLE)plain, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS) && GetLastError() == ERROR_INVALID_PARAMETER,
          "modes are for overlapped sockets");
    check(0, !CreateIoCompletionPort((HANDLE)plain, NULL, KEY, 0) && GetLastError() == ERROR_INVALID_PARAMETER, "so are ports");
    closesocket(plain);
    tcp_pair(&a, &b);
    with_port(b);
    check(0, !CreateIoCompletionPort((HANDLE)b, port, OTHER, 0) && GetLastError() == ERROR_INVALID_PARAMETER, "a socket has one port, once");
    for (i = 0; i < 2; i++) {
        check(0, SetFileCompletionNotificationModes((HANDLE)b, i ? 0 : FILE_SKIP_COMPLETION_PORT_ON_SUCCESS), "SetFileCompletionNotificationModes");
        put(a, "x");
        wait_for(b, 1);
        prepare(&ov);
        equal(0, get(b, buf, 1, 0, &got, &ov, NULL), 0, "a receive that finds data");
        check(0, is_last(), i ? "still has none: modes are never taken back" : "has no packet then");
        equal(0, WaitForSingleObject(ov.hEvent, 0), WAIT_OBJECT_0, "its event is set all the same");
        WSACloseEvent(ov.hEvent);
        memset(&ov, 0, sizeof ov);
        if (WSASend(b, &one, 1, &got, 0, &ov, NULL) == 0)
            check(0, is_last(), "nor has a send that is over at once");
        else
            check(0, packet(LONG_TIME) == 0 && says(KEY, &ov, 1), "a send that is not has one");
        memset(&ov, 0, sizeof ov);
        equal(0, get(b, buf, 8, 0, NULL, &ov, NULL), WSA_IO_PENDING, "a receive that waits");
        put(a, "late");
        check(0, packet(LONG_TIME) == 0 && says(KEY, &ov, 4), "has its packet though it succeeds");
        check(0, is_last(), "one");
    }
    closesocket(a);
    closesocket(b);
    CloseHandle(port);
}

/* The port is that of the moment of completion, and that of the socket the operation was issued on. */
static void whose(void)
{
    SOCKET a, b, l = tcp(), s = tcp();
    struct sockaddr_in where = bind_local(l);
    char room[80];
    WSAOVERLAPPED ov;

    tcp_pair(&a, &b);
    memset(&ov, 0, sizeof ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    with_port(b);
    put(a, "after");
    check(0, packet(LONG_TIME) == 0 && says(KEY, &ov, 5), "a port that comes after the operation gets its packet");
    closesocket(a);
    closesocket(b);
    CloseHandle(port);

    listen(l, 1);
    with_port(l);
    CreateIoCompletionPort((HANDLE)s, port, OTHER, 0);
    memset(&ov, 0, sizeof ov);
    AcceptEx(l, s, room, 8, 32, 32, &n, &ov);
    a = tcp();
    connect(a, (struct sockaddr *)&where, sizeof where);
    check(0, is_last(), "AcceptEx waits for data");
    put(a, "data");
    check(0, packet(LONG_TIME) == 0 && says(KEY, &ov, 4), "it reports with the key of the listener");
    closesocket(a);
    closesocket(s);

    s = tcp();
    memset(&ov, 0, sizeof ov);
    AcceptEx(l, s, room, 0, 32, 32, &n, &ov);
    closesocket(l);
    equal(0, packet(LONG_TIME), ERROR_OPERATION_ABORTED, "closing the listener ends an AcceptEx: ERROR_OPERATION_ABORTED");
    check(0, says(KEY, &ov, 0) && ov.Internal == 0xC0000120 && is_last(), "STATUS_CANCELLED, one packet");
    closesocket(s);
    CloseHandle(port);
}

/* What closesocket makes of receives. */
static void closing(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;

    tcp_pair(&a, &b);
    with_port(b);
    memset(&ov, 0, sizeof ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    closesocket(b);
#ifndef _WIN32      /* Wine: another status */
    equal(0, packet(LONG_TIME), ERROR_CONNECTION_ABORTED, "closesocket ends a receive of a stream: ERROR_CONNECTION_ABORTED");
    check(0, says(KEY, &ov, 0) && ov.Internal == 0xC0000241 && is_last(), "STATUS_CONNECTION_ABORTED, one packet");
#endif
    closesocket(a);
    CloseHandle(port);
    udp_pair(&a, &b);
    with_port(b);
    memset(&ov, 0, sizeof ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    closesocket(b);
#ifndef _WIN32
    equal(0, packet(LONG_TIME), ERROR_OPERATION_ABORTED, "of a datagram socket: ERROR_OPERATION_ABORTED");
    check(0, says(KEY, &ov, 0) && ov.Internal == 0xC0000120 && is_last(), "STATUS_CANCELLED, one packet");
#endif
    closesocket(a);
    CloseHandle(port);
    tcp_pair(&a, &b);
    with_port(b);
    closesocket(b);
    check(0, is_last(), "a socket without operations has no packet");
    closesocket(a);
    CloseHandle(port);
}

struct posted { SOCKET s; WSAOVERLAPPED ov; char byte; };

static DWORD WINAPI post_and_leave(LPVOID arg)
{
    struct posted *p = arg;

    return get(p->s, &p->byte, 1, 0, NULL, &p->ov, NULL);
}

/* An operation that has no packet ends with its thread, although there is a port. */
static void thread_ends(void)
{
    SOCKET a, b;
    struct posted p;

    tcp_pair(&a, &b);
    with_port(b);
    p.s = b;
    prepare(&p.ov);
    p.ov.hEvent = (HANDLE)((ULONG_PTR)p.ov.hEvent | 1);
    join(thread(post_and_leave, &p));
    equal(0, WaitForSingleObject(p.ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "the end of its thread ends an operation that has no packet");
    equal(0, p.ov.Internal, 0xC0000120, "STATUS_CANCELLED");
    check(0, is_last(), "and posts none");
    WSACloseEvent((HANDLE)((ULONG_PTR)p.ov.hEvent & ~(ULONG_PTR)1));
    memset(&p.ov, 0, sizeof p.ov);
    p.ov.hEvent = (HANDLE)1;
    join(thread(post_and_leave, &p));
#ifndef _WIN32      /* Wine lets it go on */
    check(0, p.ov.Internal == 0xC0000120 && is_last(), "so one that has neither packet nor event");
#endif
    closesocket(a);
    closesocket(b);
    CloseHandle(port);
}

/* MARK: Concurrency */

static volatile LONG active, most, done;

/* Takes packets, and computes: never blocks but for more of them. */
static DWORD WINAPI computes(LPVOID unused)
{
    ULONG_PTR k;
    LPOVERLAPPED ov;
    DWORD bytes, begin;
    LONG now;

    (void)unused;
    while (GetQueuedCompletionStatus(port, &bytes, &k, &ov, LONG_TIME) && k == KEY) {
        now = InterlockedIncrement(&active);
        if (now > most)
            most = now;
        for (begin = GetTickCount(); GetTickCount() - begin < 30;)
            ;
        InterlockedDecrement(&active);
        InterlockedIncrement(&done);
    }
    return 0;
}

static void concurrency(void)
{
    HANDLE t[3];
    int i;

    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    for (i = 0; i < 3; i++)
        t[i] = thread(computes, NULL);
    Sleep(50);
    for (i = 0; i < 6; i++)
        PostQueuedCompletionStatus(port, 0, KEY, NULL);
    for (i = 0; i < 2000 && done < 6; i++)
        Sleep(10);
    equal(0, done, 6, "threads that compute take all packets");
#ifndef _WIN32      /* Wine lets all of them run */
    equal(0, most, 1, "one at a time, if the port's concurrency is one");
#endif
    for (i = 0; i < 3; i++)
        PostQueuedCompletionStatus(port, 0, OTHER, NULL);
    for (i = 0; i < 3; i++)
        join(t[i]);
    CloseHandle(port);
}

int main(void)
{
    start();
    outputs();
    several();
    which_have_one();
    skipping();
    whose();
    closing();
    thread_ends();
    concurrency();
    return finish_tests();
}
