/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The page's parameters and return value. */
#include "check.h"

static volatile LONG calls;
static DWORD seen_error, seen_bytes, seen_flags;
static LPWSAOVERLAPPED seen_block;

static void CALLBACK routine(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov, DWORD flags)
{
    calls++;
    seen_error = error;
    seen_bytes = bytes;
    seen_block = ov;
    seen_flags = flags;
}

static void parameters(void)
{
    SOCKET a, b, u, peer;
    WSABUF three[3];
    WSAOVERLAPPED ov;
    DWORD n, flags;
    char buf[32];
    struct sockaddr_in where;

    tcp_pair(&a, &b);
    put(a, "connected");
    equal(1, get(b, buf, 9, 0, &n, NULL, NULL), 0, "WSARecv receives from a connected socket");
    equal(1, n, 9, "all of it");
    u = udp();
    where = bind_local(u);
    peer = udp();
    sendto(peer, "to bound", 8, 0, (struct sockaddr *)&where, sizeof where);
    check(1, get(u, buf, sizeof buf, 0, &n, NULL, NULL) == 0 && n == 8, "and from a bound connectionless one");

    put(a, "onetwothree");
    wait_for(b, 11);
    memset(buf, '.', sizeof buf);
    three[0].buf = buf;
    three[0].len = 3;
    three[1].buf = buf + 5;
    three[1].len = 3;
    three[2].buf = buf + 10;
    three[2].len = 10;
    flags = 0;
    n = 0;
    WSARecv(b, three, 3, &n, &flags, NULL, NULL);
    equal(2, n, 11, "the array's buffers are filled");
    check(3, !memcmp(buf, "one..two..three.....", 20), "as many as dwBufferCount says, in order, without holes");

    put(a, "x");
    wait_for(b, 1);
    n = UNTOUCHED;
    get(b, buf, 8, 0, &n, NULL, NULL);
    equal(4, n, 1, "lpNumberOfBytesRecvd is the number of bytes when the call completes at once");
    equal(5, get(b, buf, 8, 0, NULL, NULL, NULL), WSAEFAULT, "it can be NULL only with an OVERLAPPED");
    prepare(&ov);
    n = UNTOUCHED;
    flags = 0;
    three[0].len = 8;
    WSASetLastError(0);
    equal(6, WSARecv(b, three, 1, &n, &flags, &ov, NULL), SOCKET_ERROR, "a receive that waits returns SOCKET_ERROR");
    equal(6, WSAGetLastError(), WSA_IO_PENDING, "and WSA_IO_PENDING");
    equal(7, n, UNTOUCHED, "the count is not updated then");
    equal(7, flags, 0, "nor are the flags");
    put(a, "later");
    check(8, result(b, &ov, &n, &flags) == 0 && n == 5, "completion is indicated later, with the count");

    put(a, "now");
    wait_for(b, 3);
    WSAResetEvent(ov.hEvent);
    n = UNTOUCHED;
    flags = 0;
    equal(9, WSARecv(b, three, 1, &n, &flags, &ov, NULL), 0, "an overlapped receive that finds data returns 0");
    check(9, n == 3 && flags == 0, "and updates count and flags");
    check(9, result(b, &ov, &n, NULL) == 0 && n == 3, "and is indicated all the same");

    /* A routine: scheduled, not called. */
    put(a, "r");
    wait_for(b, 1);
    memset(&ov, 0, sizeof ov);
    ov.hEvent = (HANDLE)(ULONG_PTR)0xdeadbee0;
    equal(10, get(b, buf, 8, 0, NULL, &ov, routine), 0, "with a routine it returns 0 as well");
    equal(10, calls, 0, "the routine has been scheduled, not called");
    equal(10, SleepEx(0, TRUE), WAIT_IO_COMPLETION, "and runs in an alertable wait");
    check(10, calls == 1 && seen_error == 0 && seen_bytes == 1 && seen_block == &ov && seen_flags == 0, "with the results");
    check(11, ov.hEvent == (HANDLE)(ULONG_PTR)0xdeadbee0, "hEvent is the program's own then");

    /* Failing at once: no completion. */
    shutdown(b, SD_RECEIVE);
    prepare(&ov);
    equal(12, get(b, buf, 8, 0, NULL, &ov, NULL), WSAESHUTDOWN, "another error means that nothing was initiated");
    equal(12, WaitForSingleObject(ov.hEvent, 0), WAIT_TIMEOUT, "and no indication occurs");
    closesocket(a);
    closesocket(b);
    closesocket(u);
    closesocket(peer);
}

static void nonoverlapped(void)
{
    SOCKET l = tcp(), a = tcp(), b;
    struct sockaddr_in where = bind_local(l);
    WSAOVERLAPPED ov;
    char buf[8];
    DWORD n = 0;

    /* An accepted socket is as overlapped as its listener: make one that is not. */
    closesocket(l);
    l = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, 0);
    where = bind_local(l);
    listen(l, 1);
    connect(a, (struct sockaddr *)&where, sizeof where);
    b = accept(l, NULL, NULL);
    put(a, "block");
    prepare(&ov);
    calls = 0;
    equal(13, get(b, buf, 8, 0, &n, &ov, routine), 0, "a nonoverlapped socket ignores lpOverlapped and the routine");
    equal(13, n, 5, "and returns the data");
    equal(13, SleepEx(0, TRUE), 0, "no routine was scheduled");
    equal(13, WaitForSingleObject(ov.hEvent, 0), WAIT_TIMEOUT, "no event set");
    closesocket(l);
    closesocket(a);
    closesocket(b);
}

static void captured(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov[3];
    char buf[3][4];
    DWORD n, flags;
    int i, good = 1;

    tcp_pair(&a, &b);
    for (i = 0; i < 3; i++) {
        WSABUF stack[2];            /* gone before the data comes */
        prepare(&ov[i]);
        stack[0].buf = buf[i];
        stack[0].len = 1;
        stack[1].buf = buf[i] + 1;
        stack[1].len = 3;
        flags = 0;
        WSARecv(b, stack, 2, NULL, &flags, &ov[i], NULL);
        memset(stack, 0xee, sizeof stack);
    }
    put(a, "aaaabbbbcccc");
    for (i = 0; i < 3; i++)
        good &= result(b, &ov[i], &n, NULL) == 0 && n == 4 && buf[i][0] == 'a' + i && buf[i][3] == 'a' + i;
    check(14, good, "WSABUF arrays are captured before the call returns");
    closesocket(a);
    closesocket(b);
}

/* What a call leaves alone: the count, the flags and all of the OVERLAPPED but its status. */
static void left_alone(void)
{
    SOCKET a, b, u = tcp();
    WSAOVERLAPPED ov;
    WSABUF eight;
    DWORD n = UNTOUCHED, flags = MSG_WAITALL;
    char buf[8];

    eight.buf = buf;
    eight.len = sizeof buf;
    tcp_pair(&a, &b);
    put(a, "part");
    wait_for(b, 4);
    prepare(&ov);
    ov.InternalHigh = UNTOUCHED;
    ov.Offset = 0x11111111;
    ov.OffsetHigh = 0x22222222;
    check(7, WSARecv(b, &eight, 1, &n, &flags, &ov, NULL) == SOCKET_ERROR && WSAGetLastError() == WSA_IO_PENDING,
          "a receive that is to be filled waits, though a part of it is there");
    check(7, n == UNTOUCHED && flags == MSG_WAITALL, "count and flags are not updated");
    check(6, !HasOverlappedIoCompleted(&ov) && ov.Internal == (ULONG_PTR)STATUS_PENDING && ov.InternalHigh == UNTOUCHED,
          "the status is STATUS_PENDING, and the OVERLAPPED has no count yet");
    put(a, "rest");
    check(8, result(b, &ov, &n, NULL) == 0 && n == 8 && ov.Offset == 0x11111111 && ov.OffsetHigh == 0x22222222,
          "the result comes without a change of the offset");
    WSACloseEvent(ov.hEvent);

    memset(&ov, 0, sizeof ov);
    ov.InternalHigh = UNTOUCHED;
    n = UNTOUCHED;
    equal(12, get(u, buf, 8, 0, &n, &ov, NULL), WSAENOTCONN, "a call that fails");
    check(12, !HasOverlappedIoCompleted(&ov) && ov.InternalHigh == UNTOUCHED && n == UNTOUCHED,
          "does not look completed to who asks the OVERLAPPED, and leaves both counts alone");
    closesocket(u);

    /* A success resets the last error. */
    put(a, "now");
    wait_for(b, 3);
    prepare(&ov);
    flags = 0;
    WSASetLastError(1234);
    check(9, WSARecv(b, &eight, 1, &n, &flags, &ov, NULL) == 0 && WSAGetLastError() == 0, "a receive that succeeds leaves no error behind");
    put(a, "now");
    WSASetLastError(1234);
    check(9, WSARecv(b, &eight, 1, &n, &flags, NULL, NULL) == 0 && WSAGetLastError() == 0, "nor does a blocking one");
    WSACloseEvent(ov.hEvent);
    closesocket(a);
    closesocket(b);
}

/* hEvent beside a routine may be an event: it is neither reset nor set. */
static void event_and_routine(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    char buf[8];
    int i;

    tcp_pair(&a, &b);
    for (i = 0; i < 4; i++) {
        prepare(&ov);
        if (i & 1)
            WSASetEvent(ov.hEvent);
        if (i & 2) {
            put(a, "x");
            wait_for(b, 1);
        }
        calls = 0;
        get(b, buf, 8, 0, NULL, &ov, routine);
        if (!(i & 2))
            put(a, "x");
        SleepEx(LONG_TIME, TRUE);
        check(11, calls == 1 && WaitForSingleObject(ov.hEvent, 0) == (i & 1 ? WAIT_OBJECT_0 : WAIT_TIMEOUT),
              "an event that is there beside a routine stays as it is");
        WSACloseEvent(ov.hEvent);
    }
    closesocket(a);
    closesocket(b);
}

/* A nonoverlapped socket waits where an OVERLAPPED is given, whatever its mode (behaviour of Windows). */
static DWORD WINAPI send_later(LPVOID s)
{
    Sleep(30);
    put((SOCKET)s, "later");
    return 0;
}

static void nonoverlapped_nonblocking(void)
{
    SOCKET l = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, 0), a = tcp(), b;
    struct sockaddr_in where = bind_local(l);
    WSAOVERLAPPED ov;
    char buf[8];
    DWORD n = 0;
    HANDLE t;

    listen(l, 1);
    connect(a, (struct sockaddr *)&where, sizeof where);
    b = accept(l, NULL, NULL);
    nonblocking(b, 1);
    equal(13, get(b, buf, 8, 0, &n, NULL, NULL), WSAEWOULDBLOCK, "without an OVERLAPPED its mode holds");
    memset(&ov, 0, sizeof ov);
    t = thread(send_later, (LPVOID)a);
    check(13, get(b, buf, 8, 0, &n, &ov, NULL) == 0 && n == 5, "with one it waits for data");
    join(t);
    t = thread(send_later, (LPVOID)a);
    n = 0;
    check(13, ReadFile((HANDLE)b, buf, 8, &n, NULL) && n == 5, "so does ReadFile");
    join(t);
    closesocket(l);
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    start();
    parameters();
    left_alone();
    event_and_routine();
    nonoverlapped_nonblocking();
    nonoverlapped();
    captured();
    return finish_tests();
}
