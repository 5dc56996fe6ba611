/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Completion routines, alertable waits, and what happens to I/O when threads and sockets go. */
#include "check.h"

static char buf[64];
static DWORD n;
static volatile LONG depth, deepest, calls, nested_blocking, nested_select;
static SOCKET chain_socket, other_socket;
static WSAOVERLAPPED chain_ov;
static DWORD last_error, last_bytes;

static void CALLBACK counted(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov, DWORD flags)
{
    (void)ov;
    (void)flags;
    calls++;
    last_error = error;
    last_bytes = bytes;
}

static void CALLBACK chained(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov, DWORD flags)
{
    char *place = (char *)ov->hEvent;

    (void)flags;
    if (++depth > deepest)
        deepest = depth;
    calls++;
    if (error == 0 && bytes && calls < 5) {
        ov->hEvent = (HANDLE)(place + 1);
        get(chain_socket, place + 1, 1, 0, NULL, ov, chained);
    }
    depth--;
}

static void routines(void)
{
    SOCKET a, b, c, d;
    WSAOVERLAPPED ov, ov2;
    WSAEVENT e = WSACreateEvent();

    tcp_pair(&a, &b);
    memset(&ov, 0, sizeof ov);
    memset(&ov2, 0, sizeof ov2);
    equal(80, get(b, buf, 1, 0, NULL, &ov, counted), WSA_IO_PENDING, "a receive with a routine pends");
    get(b, buf + 1, 1, 0, NULL, &ov2, counted);
    put(a, "xy");
    Sleep(30);
    equal(80, calls, 0, "the routine is not invoked before an alertable wait");
    equal(81, WSAWaitForMultipleEvents(1, &e, FALSE, LONG_TIME, TRUE), WSA_WAIT_IO_COMPLETION, "the wait returns WSA_WAIT_IO_COMPLETION");
    equal(81, calls, 2, "after all waiting routines have been called");
    check(81, buf[0] == 'x' && buf[1] == 'y', "the buffers were filled in the order specified");
    calls = 0;
    put(a, "q");
    wait_for(b, 1);
    equal(82, get(b, buf, 1, 0, NULL, &ov, counted), 0, "a routine that is queued");
    equal(82, WSAWaitForMultipleEvents(1, &e, FALSE, 10, FALSE), WSA_WAIT_TIMEOUT, "is not run by a wait that is not alertable");
    Sleep(0);
    equal(82, WaitForSingleObject(e, 0), WAIT_TIMEOUT, "nor by others");
    equal(82, calls, 0, "it stays queued");
    check(82, SleepEx(0, TRUE) == WAIT_IO_COMPLETION && calls == 1, "for one that is");

    /* From within a routine. */
    calls = 0;
    chain_socket = b;
    memset(&chain_ov, 0, sizeof chain_ov);
    chain_ov.hEvent = (HANDLE)buf;
    put(a, "abcde");
    wait_for(b, 5);
    get(b, buf, 1, 0, NULL, &chain_ov, chained);
    while (calls < 5 && SleepEx(LONG_TIME, TRUE) == WAIT_IO_COMPLETION)
        ;
    check(83, calls == 5 && !memcmp(buf, "abcde", 5), "WSARecv can be called from within a completion routine");
    equal(84, deepest, 1, "routines of one socket are not nested");

    /* hEvent is context; fWait with a routine is defined to fail. */
    memset(&ov, 0, sizeof ov);
    ov.hEvent = (HANDLE)(ULONG_PTR)0x12340;
    get(b, buf, 1, 0, NULL, &ov, counted);
    check(85, !WSAGetOverlappedResult(b, &ov, &n, TRUE, &n) && WSAGetLastError() == WSA_INVALID_HANDLE,
          "WSAGetOverlappedResult with fWait on an operation with a routine fails instead of waiting on its context");
    calls = 0;
    closesocket(a);
    SleepEx(LONG_TIME, TRUE);
    check(86, calls == 1 && last_error == 0 && last_bytes == 0, "the routine is told the end of the stream");
    calls = 0;
    closesocket(b);

    tcp_pair(&a, &b);
    memset(&ov, 0, sizeof ov);
    get(b, buf, 1, 0, NULL, &ov, counted);
    closesocket(b);
    SleepEx(LONG_TIME, TRUE);
    check(87, calls == 1 && (last_error == WSA_OPERATION_ABORTED || last_error == WSAECONNABORTED),
          "and the closure of its socket");
    closesocket(a);
    udp_pair(&c, &d);
    calls = 0;
    memset(&ov, 0, sizeof ov);
    get(d, buf, 2, 0, NULL, &ov, counted);
    put(c, "long");
    SleepEx(LONG_TIME, TRUE);
    check(88, calls == 1 && last_error == WSAEMSGSIZE && last_bytes == 2, "errors are Winsock codes, with the bytes that fitted");
    closesocket(c);
    closesocket(d);
    WSACloseEvent(e);
}

static void CALLBACK apc(ULONG_PTR arg)
{
    fd_set set;

    calls++;
    if (arg) {
        nested_blocking = get(other_socket, buf + 32, 8, 0, &n, NULL, NULL);
        FD_ZERO(&set);
        FD_SET(other_socket, &set);
        nested_select = select(0, &set, NULL, NULL, NULL) == SOCKET_ERROR ? WSAGetLastError() : 0;
        put((SOCKET)arg, "from the routine");
    }
}

static DWORD WINAPI queue_later(LPVOID arg)
{
    Sleep(30);
    QueueUserAPC(apc, (HANDLE)((void **)arg)[0], (ULONG_PTR)((void **)arg)[1]);
    return 0;
}

static void alertable_blocking(void)
{
    SOCKET a, b, c, d;
    HANDLE me, t;
    void *arg[2];

    tcp_pair(&a, &b);
    tcp_pair(&c, &d);
    other_socket = d;
    DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &me, 0, FALSE, DUPLICATE_SAME_ACCESS);
    arg[0] = me;
    arg[1] = (void *)(ULONG_PTR)a;
    calls = 0;
    t = thread(queue_later, arg);
    check(90, get(b, buf, 32, 0, &n, NULL, NULL) == 0 && n == 16 && calls == 1,
          "a blocking WSARecv waits alertably: a routine runs inside it, and it goes on waiting");
    equal(91, nested_blocking, WSAEINPROGRESS, "a blocking call in that routine gets WSAEINPROGRESS");
    equal(91, nested_select, WSAEINPROGRESS, "so does a select that would wait");
    calls = 0;
    put(a, "there");
    wait_for(b, 5);
    QueueUserAPC(apc, me, 0);
    check(90, get(b, buf, 32, 0, &n, NULL, NULL) == 0 && n == 5 && calls == 0, "a call that finds data does not wait, and runs none");
    check(90, SleepEx(0, TRUE) == WAIT_IO_COMPLETION && calls == 1, "it stays queued");
    join(t);
    closesocket(a);
    closesocket(b);
    closesocket(c);
    closesocket(d);
    CloseHandle(me);
}

struct posted { SOCKET s; WSAOVERLAPPED ov; char byte; };

static DWORD WINAPI post_and_leave(LPVOID arg)
{
    struct posted *p = arg;

    get(p->s, &p->byte, 1, 0, NULL, &p->ov, NULL);
    return 0;
}

static DWORD WINAPI queue_and_leave(LPVOID arg)
{
    struct posted *p = arg;

    return get(p->s, &p->byte, 1, 0, NULL, &p->ov, counted);
}

static void threads(void)
{
    SOCKET a, b;
    struct posted p;
    HANDLE port;
    ULONG_PTR key;
    LPOVERLAPPED done = NULL;

    tcp_pair(&a, &b);
    p.s = b;
    prepare(&p.ov);
    join(thread(post_and_leave, &p));
    equal(92, result(b, &p.ov, &n, NULL), WSA_OPERATION_ABORTED, "all I/O initiated by a thread is cancelled when it exits");
    put(a, "kept");
    check(92, get(b, buf, 8, 0, &n, NULL, NULL) == 0 && n == 4, "and no byte is lost by that");

    put(a, "q");
    wait_for(b, 1);
    calls = 0;
    memset(&p.ov, 0, sizeof p.ov);
    join(thread(queue_and_leave, &p));
    check(92, HasOverlappedIoCompleted(&p.ov) && p.byte == 'q', "an operation that is over");
    check(92, SleepEx(10, TRUE) == 0 && calls == 0, "has no routine any more when its thread has exited");

    port = CreateIoCompletionPort((HANDLE)b, NULL, 9, 0);
    memset(&p.ov, 0, sizeof p.ov);
    join(thread(post_and_leave, &p));
    put(a, "!");
    check(93, GetQueuedCompletionStatus(port, &n, &key, &done, LONG_TIME) && n == 1 && key == 9 && done == &p.ov,
          "an operation whose completion goes to a port survives its thread");
    closesocket(a);
    closesocket(b);
    CloseHandle(port);
}

static void events(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    DWORD flags;
    HANDLE e[3];
    int i;

    tcp_pair(&a, &b);
    prepare(&ov);
    WSASetEvent(ov.hEvent);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    equal(94, WaitForSingleObject(ov.hEvent, 0), WAIT_TIMEOUT, "the event is reset when the operation starts");
    check(94, !WSAGetOverlappedResult(b, &ov, &n, FALSE, &flags) && WSAGetLastError() == WSA_IO_INCOMPLETE, "it can be polled");
    put(a, "set");
    equal(94, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "and is signaled when the operation completes");
    WSACloseEvent(ov.hEvent);
    memset(&ov, 0, sizeof ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    put(a, "handle");
    check(95, WSAGetOverlappedResult(b, &ov, &n, TRUE, &flags) && n == 6, "without an event WSAGetOverlappedResult waits all the same");
    equal(95, WaitForSingleObject((HANDLE)b, LONG_TIME), WAIT_OBJECT_0, "the socket is signaled");
    get(b, buf, 8, 0, NULL, &ov, NULL);
    equal(95, WaitForSingleObject((HANDLE)b, 0), WAIT_TIMEOUT, "and not while the next operation is pending");
    put(a, "handle");
    equal(95, WaitForSingleObject((HANDLE)b, LONG_TIME), WAIT_OBJECT_0, "until that is over");
    for (i = 0; i < 3; i++)
        e[i] = CreateEventW(NULL, FALSE, i > 0, NULL);
    equal(94, WaitForMultipleObjects(3, e, FALSE, LONG_TIME), WAIT_OBJECT_0 + 1, "of several events that are set the first ends a wait");
    check(94, WaitForSingleObject(e[1], 0) == WAIT_TIMEOUT && WaitForSingleObject(e[2], 0) == WAIT_OBJECT_0, "and is the only one that is taken");
    for (i = 0; i < 3; i++)
        CloseHandle(e[i]);
    closesocket(a);
    closesocket(b);
}

/* Results are read from the OVERLAPPED alone, and what a failure stores is told as well. */
static void results(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    DWORD flags = UNTOUCHED;
    HANDLE copy = NULL;

    udp_pair(&a, &b);
    prepare(&ov);
    get(b, buf, 3, 0, NULL, &ov, NULL);
    check(0, !GetOverlappedResult((HANDLE)b, &ov, &n, FALSE) && GetLastError() == ERROR_IO_INCOMPLETE, "GetOverlappedResult of what is pending");
    calls = 0;
    QueueUserAPC(apc, GetCurrentThread(), 0);
    check(0, !GetOverlappedResultEx((HANDLE)b, &ov, &n, 0, TRUE) && GetLastError() == ERROR_IO_INCOMPLETE && calls == 0,
          "GetOverlappedResultEx that does not wait: ERROR_IO_INCOMPLETE, and no procedure runs");
    check(0, !GetOverlappedResultEx((HANDLE)b, &ov, &n, LONG_TIME, TRUE) && GetLastError() == WAIT_IO_COMPLETION && calls == 1,
          "one that waits alertably runs it: WAIT_IO_COMPLETION");
    check(0, !GetOverlappedResultEx((HANDLE)b, &ov, &n, 10, TRUE) && GetLastError() == WAIT_TIMEOUT, "or says WAIT_TIMEOUT");
    put(a, "too long");
    WaitForSingleObject(ov.hEvent, LONG_TIME);
    n = UNTOUCHED;
    check(8, !WSAGetOverlappedResult(b, &ov, &n, FALSE, &flags) && WSAGetLastError() == WSAEMSGSIZE && n == 3, "a failure has its count");
    equal(8, flags, UNTOUCHED, "and no flags");
    n = UNTOUCHED;
    check(0, !GetOverlappedResult((HANDLE)b, &ov, &n, FALSE) && GetLastError() == ERROR_MORE_DATA && n == 3, "GetOverlappedResult has it too");

    /* No operation at all: the event decides whether to wait, the rest is what stands there. */
    DuplicateHandle(GetCurrentProcess(), (HANDLE)b, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS);
    check(0, GetOverlappedResult(copy, &ov, &n, FALSE) == FALSE && GetLastError() == ERROR_MORE_DATA, "a copy of the handle is a file");
    check(8, !WSAGetOverlappedResult((SOCKET)copy, &ov, &n, FALSE, &flags) && WSAGetLastError() == WSAENOTSOCK, "and no socket");
    CloseHandle(copy);
    ov.Internal = (ULONG_PTR)STATUS_PENDING;
    ov.InternalHigh = 77;
    SetEvent(ov.hEvent);
    check(0, !GetOverlappedResult((HANDLE)b, &ov, &n, FALSE) && GetLastError() == ERROR_IO_INCOMPLETE, "pending, though its event is set");
    check(0, GetOverlappedResult((HANDLE)b, &ov, &n, TRUE) && n == 77, "a wait asks the event only");
    WSACloseEvent(ov.hEvent);
    closesocket(a);
    closesocket(b);
}

static void NTAPI waits_itself(ULONG_PTR socket)
{
    check(0, WaitForSingleObject((HANDLE)socket, 0) == WAIT_TIMEOUT, "a routine waits itself, for another socket");
}

static DWORD WINAPI waits_for_socket(LPVOID socket)
{
    return WaitForSingleObject((HANDLE)socket, LONG_TIME);
}

/* Who waits for a socket is counted: a routine that waits for another one inside must not confuse the two. */
static void waiting_routines(void)
{
    SOCKET a[2], b[2];
    WSAOVERLAPPED ov[2];
    HANDLE t;
    DWORD code = 0;
    int i;

    for (i = 0; i < 2; i++) {
        tcp_pair(&a[i], &b[i]);
        memset(&ov[i], 0, sizeof ov[i]);
        get(b[i], buf + i, 1, 0, NULL, &ov[i], NULL);
    }
    QueueUserAPC(waits_itself, GetCurrentThread(), b[1]);
    equal(0, WaitForSingleObjectEx((HANDLE)b[0], LONG_TIME, TRUE), WAIT_IO_COMPLETION, "it ends the wait for the first");
    t = thread(waits_for_socket, (LPVOID)b[1]);
    equal(0, WaitForSingleObject((HANDLE)b[1], 100), WAIT_TIMEOUT, "one wait for a socket runs out while another goes on");
    put(a[1], "x");
    check(0, WaitForSingleObject(t, LONG_TIME) == WAIT_OBJECT_0 && GetExitCodeThread(t, &code) && code == WAIT_OBJECT_0,
          "which the next completion ends");
    CloseHandle(t);
    for (i = 0; i < 2; i++) {
        closesocket(a[i]);
        closesocket(b[i]);
    }
}

int main(void)
{
    start();
    routines();
    waiting_routines();
    alertable_blocking();
    threads();
    events();
    results();
    return finish_tests();
}
