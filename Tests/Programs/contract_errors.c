/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Every code of the page's error table, by its documented cause. */
#include "check.h"

static char buf[64];
static DWORD n;

static void connection_errors(void)
{
    SOCKET a, b, u, w;
    struct sockaddr_in gone;
    WSAOVERLAPPED ov;
    int rc;

    tcp_pair(&a, &b);
    prepare(&ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    closesocket(b);
    /* The handle is gone, so the status itself tells: CONNECTION_ABORTED. */
    WaitForSingleObject(ov.hEvent, LONG_TIME);
    w = udp();
    bind_local(w);
    check(20, !WSAGetOverlappedResult(w, &ov, &n, FALSE, &n) && WSAGetLastError() == WSAECONNABORTED,
          "WSAECONNABORTED: the circuit was terminated by this side with a receive pending");
    closesocket(w);
    closesocket(a);

    tcp_pair(&a, &b);
    prepare(&ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    reset(a);
    equal(21, result(b, &ov, NULL, NULL), WSAECONNRESET, "WSAECONNRESET: a stream's circuit was reset by the remote side");
    equal(21, get(b, buf, 8, 0, &n, NULL, NULL), WSAECONNRESET, "the socket is no longer usable: again");
    closesocket(b);

    u = udp();
    gone = bind_local(u);
    closesocket(u);
    u = udp();
    bind_local(u);
    sendto(u, "x", 1, 0, (struct sockaddr *)&gone, sizeof gone);
    equal(22, get(u, buf, 8, 0, &n, NULL, NULL), WSAECONNRESET, "WSAECONNRESET: a datagram met an ICMP port unreachable");
    closesocket(u);

    u = tcp();
    prepare(&ov);
    SetEvent(ov.hEvent);
    check(12, get(u, buf, 8, 0, NULL, &ov, NULL) == WSAENOTCONN && WaitForSingleObject(ov.hEvent, 0) == WAIT_TIMEOUT,
          "a call that fails leaves its event unsignalled, as if it had begun");
    WSACloseEvent(ov.hEvent);
    closesocket(u);

    tcp_pair(&a, &b);
    rc = shutdown(b, SD_BOTH);
    check(23, rc == 0 && get(b, buf, 8, 0, &n, NULL, NULL) == WSAESHUTDOWN, "WSAESHUTDOWN after SD_BOTH");
    closesocket(b);
    closesocket(a);
    tcp_pair(&a, &b);
    shutdown(b, SD_RECEIVE);
    equal(23, get(b, buf, 8, 0, &n, NULL, NULL), WSAESHUTDOWN, "and after SD_RECEIVE");
    closesocket(a);
    closesocket(b);

    a = tcp();
    equal(24, get(a, buf, 8, 0, &n, NULL, NULL), WSAENOTCONN, "WSAENOTCONN: the socket is not connected");
    closesocket(a);
    equal(25, get(a, buf, 8, 0, &n, NULL, NULL), WSAENOTSOCK, "WSAENOTSOCK: the descriptor is not a socket");
    u = udp();
    equal(26, get(u, buf, 8, 0, &n, NULL, NULL), WSAEINVAL, "WSAEINVAL: the socket has not been bound");
    closesocket(u);
}

/* OOB data is not supported in the communication domain. */
static void no_urgent_data(void)
{
#ifndef _WIN32
    struct { USHORT family; char path[108]; } name;
    SOCKET l = WSASocketW(AF_UNIX, SOCK_STREAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED), a, b;

    memset(&name, 0, sizeof name);
    name.family = AF_UNIX;
    strcpy(name.path, "ws2-errors");
    bind(l, (struct sockaddr *)&name, sizeof name);
    listen(l, 1);
    a = WSASocketW(AF_UNIX, SOCK_STREAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED);
    connect(a, (struct sockaddr *)&name, sizeof name);
    b = accept(l, NULL, NULL);
    put(a, "x");
    equal(28, get(b, buf, 8, MSG_OOB, &n, NULL, NULL), WSAEOPNOTSUPP, "or in a domain that has none");
    closesocket(l);
    closesocket(a);
    closesocket(b);
    remove(name.path);
#endif
}

static void argument_errors(void)
{
    SOCKET a, b, c, d;
    WSABUF list[2];
    WSAOVERLAPPED ov;
    DWORD flags = 0;
    char *wild = (char *)(ULONG_PTR)0x123456789000ull;

    tcp_pair(&a, &b);
    equal(27, WSARecv(b, NULL, 1, &n, &flags, NULL, NULL), SOCKET_ERROR, "a NULL array is refused");
    equal(27, WSAGetLastError(), WSAEFAULT, "WSAEFAULT");
    equal(27, WSARecv(b, (LPWSABUF)wild, 1, &n, &flags, NULL, NULL) ? WSAGetLastError() : 0, WSAEFAULT,
          "WSAEFAULT: the array is not in a valid part of the address space");
    equal(27, WSARecv(b, (LPWSABUF)wild, 0x80000000u, &n, &flags, NULL, NULL) ? WSAGetLastError() : 0, WSAEFAULT,
          "nor is one of 2^31 entries");
    prepare(&ov);
    equal(27, get(b, wild, 8, 0, NULL, &ov, NULL), WSAEFAULT, "a wild buffer is found when the receive is posted");
    equal(27, get(b, (char *)"constant", 8, 0, NULL, &ov, NULL), WSAEFAULT, "one that cannot be written as well");
    equal(27, get(b, buf, 8, 0, (DWORD *)wild, NULL, NULL), WSAEFAULT, "a wild count");
    list[0].buf = buf;
    list[0].len = 8;
    equal(27, WSARecv(b, list, 1, &n, NULL, NULL, NULL) ? WSAGetLastError() : 0, WSAEFAULT, "no flags");
    equal(27, get(b, buf, 8, 0, NULL, (WSAOVERLAPPED *)wild, NULL), WSAEFAULT, "a wild OVERLAPPED");
    equal(27, WSARecv(b, list, 0, &n, &flags, NULL, NULL) ? WSAGetLastError() : 0, WSAEINVAL, "no buffers: WSAEINVAL");
    put(a, "intact");
    wait_for(b, 6);
    check(27, get(b, buf, 8, 0, &n, NULL, NULL) == 0 && n == 6 && !memcmp(buf, "intact", 6), "and nothing is lost");
    put(a, "hint");
    check(0, get(b, buf, 8, MSG_INTERRUPT, &n, NULL, NULL) == 0 && n == 4, "MSG_INTERRUPT means nothing any more");

    udp_pair(&c, &d);
    equal(28, get(d, buf, 8, MSG_OOB, &n, NULL, NULL), WSAEOPNOTSUPP, "WSAEOPNOTSUPP: MSG_OOB on a datagram socket");
    no_urgent_data();
    equal(0, get(b, buf, 8, 0x40000, &n, NULL, NULL), WSAEOPNOTSUPP, "flags that no receive has");
    nonblocking(b, 1);
    equal(29, get(b, buf, 8, 0, &n, NULL, NULL), WSAEWOULDBLOCK, "WSAEWOULDBLOCK: nonblocking, and nothing there");
    nonblocking(b, 0);
    closesocket(a);
    closesocket(b);

    put(c, "eight by");
    equal(30, get(d, buf, 3, 0, &n, NULL, NULL), WSAEMSGSIZE, "WSAEMSGSIZE: the datagram was too large");
    put(c, "next");
    check(30, get(d, buf, 8, 0, &n, NULL, NULL) == 0 && n == 4 && !memcmp(buf, "next", 4), "its rest is discarded");
    closesocket(c);
    closesocket(d);
}

static DWORD WINAPI cancel_later(LPVOID arg)
{
    HANDLE t = arg;
    DWORD begin = GetTickCount();

    while (!CancelSynchronousIo(t) && GetTickCount() - begin < LONG_TIME)
        Sleep(1);
    return 0;
}

static void interrupted(void)
{
    SOCKET a, b;
    HANDLE me, t;

    tcp_pair(&a, &b);
    DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &me, 0, FALSE, DUPLICATE_SAME_ACCESS);
    t = thread(cancel_later, me);
    equal(31, get(b, buf, 8, 0, &n, NULL, NULL), WSA_OPERATION_ABORTED, "CancelSynchronousIo ends a blocking call");
    join(t);
    put(a, "after");
    check(31, get(b, buf, 8, 0, &n, NULL, NULL) == 0 && n == 5, "and no byte is lost by it");
    closesocket(a);
    closesocket(b);
}

static SOCKET hook_socket;
static int hook_error, hook_cancelled;

static BOOL CALLBACK hook(void)
{
    if (hook_cancelled)
        return FALSE;
    hook_error = get(hook_socket, buf, 8, 0, &n, NULL, NULL);
    hook_cancelled = WSACancelBlockingCall() == 0;
    return FALSE;
}

static void version_1(void)
{
    SOCKET a, b;
    BOOL (CALLBACK *p)(void) = hook;
    FARPROC f;

    tcp_pair(&a, &b);
    hook_socket = b;
    memcpy(&f, &p, sizeof f);
    WSASetBlockingHook(f);
    equal(32, get(b, buf, 8, 0, &n, NULL, NULL), WSAEINTR, "WSAEINTR: WSACancelBlockingCall cancelled the call");
    equal(33, hook_error, WSAEINPROGRESS, "WSAEINPROGRESS: a blocking call was in progress");
    WSAUnhookBlockingHook();
    closesocket(a);
    closesocket(b);
}

static void aborted(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;

    udp_pair(&a, &b);
    prepare(&ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    closesocket(b);
    WaitForSingleObject(ov.hEvent, LONG_TIME);
    check(34, !WSAGetOverlappedResult(a, &ov, &n, FALSE, &n) && WSAGetLastError() == WSA_OPERATION_ABORTED,
          "WSA_OPERATION_ABORTED: cancelled due to the closure of the socket");
    closesocket(a);
}

int main(void)
{
    equal(35, get((SOCKET)4, buf, 8, 0, &n, NULL, NULL), WSANOTINITIALISED, "WSANOTINITIALISED before WSAStartup");
    start();
    connection_errors();
    argument_errors();
    interrupted();
    version_1();
    aborted();
    return finish_tests();
}
