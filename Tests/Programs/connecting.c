/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Connections in the making, and AcceptEx, ConnectEx and DisconnectEx: what each state allows, and what it is called. */
#include "check.h"

enum { AREA = sizeof(struct sockaddr_in) + 16 };

static LPFN_CONNECTEX connect_ex;
static LPFN_DISCONNECTEX disconnect_ex;
static char buf[256];
static DWORD n;

static int connect_to(SOCKET s, struct sockaddr_in where)
{
    return connect(s, (struct sockaddr *)&where, sizeof where) ? WSAGetLastError() : 0;
}

/* 0 or the error. */
static int start_connect(SOCKET s, struct sockaddr_in where, const char *data, DWORD *sent, OVERLAPPED *ov)
{
    return connect_ex(s, (struct sockaddr *)&where, sizeof where, (void *)data, data ? (DWORD)strlen(data) : 0, sent, ov) ? 0 : WSAGetLastError();
}

static int start_accept(SOCKET l, SOCKET s, OVERLAPPED *ov)
{
    return AcceptEx(l, s, buf, 0, AREA, AREA, &n, ov) ? 0 : WSAGetLastError();
}

static int peer_error(SOCKET s)
{
    struct sockaddr_in a;
    int size = sizeof a;

    return getpeername(s, (struct sockaddr *)&a, &size) ? WSAGetLastError() : 0;
}

static int is_writable(SOCKET s, long ms)
{
    struct timeval tv = { 0, ms * 1000 };
    fd_set set;

    FD_ZERO(&set);
    FD_SET(s, &set);
    return select(0, NULL, &set, NULL, &tv);
}

/* A listener that takes no more connections: those in its queue, which are all that it has room for. */
enum { CROWD = 16 };
static SOCKET crowd[CROWD];

static SOCKET full_listener(void)
{
    SOCKET l = tcp();
    struct sockaddr_in where = bind_local(l);
    int i;

    listen(l, 1);
    for (i = 0; i < CROWD; i++) {
        crowd[i] = tcp();
        nonblocking(crowd[i], 1);
        connect_to(crowd[i], where);
    }
    Sleep(50);
    return l;
}

static void leave(SOCKET l)
{
    int i;

    for (i = 0; i < CROWD; i++)
        closesocket(crowd[i]);
    closesocket(l);
}

#ifdef _WIN32       /* Windows refuses what is too much */
static void under_way(void) {}
#else
static void under_way(void)
{
    SOCKET l = full_listener(), s = tcp();
    struct sockaddr_in where = name_of(l);
    OVERLAPPED ov, other;

    nonblocking(s, 1);
    equal(0, connect_to(s, where), WSAEWOULDBLOCK, "a connect that goes on");
    equal(0, is_writable(s, 20), 0, "is not writable");
    equal(0, connect_to(s, where), WSAEALREADY, "a second one: WSAEALREADY");
    equal(0, recv(s, buf, 1, 0) < 0 ? WSAGetLastError() : 0, WSAENOTCONN, "recv: WSAENOTCONN");
    equal(0, send(s, buf, 1, 0) < 0 ? WSAGetLastError() : 0, WSAENOTCONN, "so is send");
    equal(24, get(s, buf, 1, 0, &n, NULL, NULL), WSAENOTCONN, "and WSARecv");
    equal(0, peer_error(s), WSAENOTCONN, "and getpeername");
    memset(&other, 0, sizeof other);
    equal(0, start_connect(s, where, NULL, NULL, &other), WSAEINVAL, "and ConnectEx is WSAEINVAL");
    closesocket(s);

    s = tcp();
    bind_local(s);
    prepare(&ov);
    ov.InternalHigh = UNTOUCHED;
    n = UNTOUCHED;
    equal(0, start_connect(s, where, "data", &n, &ov), WSA_IO_PENDING, "a ConnectEx that goes on");
    check(0, n == UNTOUCHED && ov.InternalHigh == UNTOUCHED && !HasOverlappedIoCompleted(&ov), "tells no count");
    equal(0, connect_to(s, where), WSAEINVAL, "connect beside it: WSAEINVAL");
    closesocket(s);
    check(0, WaitForSingleObject(ov.hEvent, LONG_TIME) == WAIT_OBJECT_0 && ov.Internal == 0xC0000120 && ov.InternalHigh == 0,
          "closesocket ends it: STATUS_CANCELLED");
    CloseHandle(ov.hEvent);
    leave(l);
}
#endif

static void connects(void)
{
    SOCKET l = tcp(), s = tcp(), u = udp(), b, gone = tcp();
    struct sockaddr_in where = bind_local(l), nobody = bind_local(gone);
    OVERLAPPED ov;

    closesocket(gone);
    listen(l, 5);
    memset(&ov, 0, sizeof ov);
    ov.InternalHigh = UNTOUCHED;
    equal(0, start_connect(s, where, NULL, NULL, &ov), WSAEINVAL, "ConnectEx of a socket that is not bound: WSAEINVAL");
#ifndef _WIN32      /* Wine: 0 */
    equal(0, ov.InternalHigh, UNTOUCHED, "the count is left alone");
#endif
#ifndef _WIN32      /* Wine has other errors */
    equal(0, start_connect(l, where, NULL, NULL, &ov), WSAEINVAL, "of a listener: WSAEINVAL");
    bind_local(u);
    equal(0, start_connect(u, where, NULL, NULL, &ov), WSAEINVAL, "of a datagram socket: WSAEINVAL");
#endif
    closesocket(u);
    bind_local(s);
    equal(0, start_connect(s, where, NULL, NULL, NULL), ERROR_INVALID_PARAMETER, "without an OVERLAPPED: ERROR_INVALID_PARAMETER");
    prepare(&ov);
    equal(0, start_connect(s, where, "first", &n, &ov), WSA_IO_PENDING, "ConnectEx with data");
    check(0, WaitForSingleObject(ov.hEvent, LONG_TIME) == WAIT_OBJECT_0 && GetOverlappedResult((HANDLE)s, &ov, &n, FALSE) && n == 5, "has sent it");
    b = accept(l, NULL, NULL);
    check(0, recv(b, buf, 8, 0) == 5 && !memcmp(buf, "first", 5), "which is received");
#ifndef _WIN32      /* Wine does not ask for it */
    equal(0, peer_error(s), WSAENOTCONN, "getpeername waits for SO_UPDATE_CONNECT_CONTEXT");
    equal(0, connect_to(s, where), WSAEINVAL, "connect is WSAEINVAL before that");
#endif
    equal(0, start_connect(s, where, NULL, NULL, &ov), WSAEISCONN, "ConnectEx of a connected socket: WSAEISCONN");
    equal(0, setsockopt(s, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, NULL, 0), 0, "SO_UPDATE_CONNECT_CONTEXT");
    equal(0, peer_error(s), 0, "getpeername");
    equal(0, connect_to(s, where), WSAEISCONN, "connect is WSAEISCONN");
    WSACloseEvent(ov.hEvent);

    prepare(&ov);
#ifndef _WIN32      /* Wine takes them */
    equal(0, disconnect_ex(s, &ov, 0x1000, 0) ? 0 : WSAGetLastError(), WSAEINVAL, "flags that DisconnectEx does not have: WSAEINVAL");
    equal(0, disconnect_ex(s, &ov, 0, 1) ? 0 : WSAGetLastError(), WSAEINVAL, "what is reserved is zero");
#endif
    equal(0, disconnect_ex(s, &ov, 0, 0) ? 0 : WSAGetLastError(), WSA_IO_PENDING, "DisconnectEx");
    equal(0, result(s, &ov, &n, NULL), 0, "completes");
    equal(0, recv(b, buf, 8, 0), 0, "the peer has the end");
    equal(0, send(s, "x", 1, 0) < 0 ? WSAGetLastError() : 0, WSAESHUTDOWN, "send is WSAESHUTDOWN then");
    equal(0, connect_to(s, where), WSAEISCONN, "connect WSAEISCONN");
    put(b, "still");
    equal(0, recv(s, buf, 8, 0), 5, "and recv goes on");
    WSACloseEvent(ov.hEvent);
    closesocket(s);
    closesocket(b);
    s = tcp();
    equal(0, disconnect_ex(s, NULL, 0, 0) ? 0 : WSAGetLastError(), WSAENOTCONN, "of a socket that is not connected: WSAENOTCONN");

    bind_local(s);
    prepare(&ov);
    equal(0, start_connect(s, nobody, NULL, NULL, &ov), WSA_IO_PENDING, "ConnectEx that is refused");
    check(0, WaitForSingleObject(ov.hEvent, LONG_TIME) == WAIT_OBJECT_0 && !GetOverlappedResult((HANDLE)s, &ov, &n, FALSE) &&
          GetLastError() == ERROR_CONNECTION_REFUSED, "ends with ERROR_CONNECTION_REFUSED");
    WSACloseEvent(ov.hEvent);
    closesocket(s);
    closesocket(l);
}

static void accepts(void)
{
    SOCKET l = tcp(), s = tcp(), a, b, u = udp(), bound = tcp();
    struct sockaddr_in where = bind_local(l);
    DWORD seconds;
    BOOL on = TRUE;
    int size = sizeof seconds;
    OVERLAPPED ov;

    tcp_pair(&a, &b);
    memset(&ov, 0, sizeof ov);
#ifndef _WIN32      /* Wine lets it wait */
    equal(0, start_accept(l, s, &ov), WSAEINVAL, "AcceptEx of a socket that does not listen: WSAEINVAL");
#endif
    setsockopt(l, SOL_SOCKET, SO_KEEPALIVE, (char *)&on, sizeof on);
    listen(l, 5);
    equal(0, start_accept(l, s, NULL), ERROR_INVALID_PARAMETER, "without an OVERLAPPED: ERROR_INVALID_PARAMETER");
    bind_local(bound);
#ifndef _WIN32      /* Wine lets them wait */
    equal(0, start_accept(l, bound, &ov), WSAEINVAL, "into a bound socket: WSAEINVAL");
    equal(0, start_accept(l, a, &ov), WSAEINVAL, "a connected one");
    equal(0, start_accept(l, u, &ov), WSAEINVAL, "a datagram socket");
    equal(0, start_accept(l, l, &ov), WSAEINVAL, "the listener itself");
#endif
    closesocket(bound);
    closesocket(a);
    closesocket(b);
    closesocket(u);
    memset(&ov, 0, sizeof ov);
    ov.hEvent = WSACreateEvent();
    equal(0, start_accept(l, s, &ov), WSA_IO_PENDING, "into a fresh one it waits");
    size = sizeof seconds;
    check(0, getsockopt(s, SOL_SOCKET, SO_CONNECT_TIME, (char *)&seconds, &size) == 0 && seconds == 0xffffffff, "SO_CONNECT_TIME without a connection");
    a = tcp();
    connect_to(a, where);
    equal(0, result(l, &ov, &n, NULL), 0, "it completes");
#ifndef _WIN32      /* Wine does not ask for it */
    equal(0, peer_error(s), WSAENOTCONN, "getpeername waits for SO_UPDATE_ACCEPT_CONTEXT");
#endif
    size = sizeof on;
    on = FALSE;
    equal(0, setsockopt(s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (char *)&l, sizeof l), 0, "SO_UPDATE_ACCEPT_CONTEXT");
    check(0, peer_error(s) == 0 && getsockopt(s, SOL_SOCKET, SO_KEEPALIVE, (char *)&on, &size) == 0 && on, "makes it a socket like those of accept");
    WSACloseEvent(ov.hEvent);
    closesocket(a);
    closesocket(s);
    closesocket(l);
}

static volatile LONG calls;
static DWORD told_bytes;

static void CALLBACK told(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov, DWORD flags)
{
    (void)error;
    (void)ov;
    (void)flags;
    calls++;
    told_bytes = bytes;
}

/* An overlapped WSAIoctl that is over at once: the count is in lpcbBytesReturned only. */
static void controls(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    u_long unread_bytes = 0;

    tcp_pair(&a, &b);
    put(a, "abc");
    wait_for(b, 3);
    prepare(&ov);
    ov.InternalHigh = UNTOUCHED;
    n = 0;
    check(0, WSAIoctl(b, FIONREAD, NULL, 0, &unread_bytes, sizeof unread_bytes, &n, &ov, NULL) == 0 && n == sizeof unread_bytes && unread_bytes == 3,
          "overlapped FIONREAD");
    check(0, WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0 && ov.Internal == 0 && ov.InternalHigh == 0, "sets its event, with a count of 0");
    check(0, WSAIoctl(b, FIONREAD, NULL, 0, &unread_bytes, sizeof unread_bytes, NULL, &ov, NULL) == SOCKET_ERROR && WSAGetLastError() == WSAEFAULT,
          "it needs a place for the count");
    WSACloseEvent(ov.hEvent);
    memset(&ov, 0, sizeof ov);
    check(0, WSAIoctl(b, FIONREAD, NULL, 0, &unread_bytes, sizeof unread_bytes, &n, &ov, told) == 0 && calls == 0, "a routine is scheduled");
    told_bytes = UNTOUCHED;
    check(0, SleepEx(0, TRUE) == WAIT_IO_COMPLETION && calls == 1 && told_bytes == 0, "and told a count of 0");
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    GUID c = WSAID_CONNECTEX, d = WSAID_DISCONNECTEX;

    start();
    connect_ex = (LPFN_CONNECTEX)extension(c);
    disconnect_ex = (LPFN_DISCONNECTEX)extension(d);
    under_way();
    connects();
    accepts();
    controls();
    return finish_tests();
}
