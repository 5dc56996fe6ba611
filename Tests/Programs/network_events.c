/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * WSAEventSelect and WSAEnumNetworkEvents: what is recorded when, what makes it be recorded again, and what is not told
 * twice. */
#include "check.h"

static HANDLE event;
static WSANETWORKEVENTS told;
static char buf[64];
static DWORD n;

/* What is recorded, which takes it; the event is left alone. */
static long recorded(SOCKET s)
{
    memset(&told, 0x7a, sizeof told);
    return WSAEnumNetworkEvents(s, NULL, &told) ? -1 : told.lNetworkEvents;
}

static int is_set(void) { return WaitForSingleObject(event, 0) == WAIT_OBJECT_0; }

static void wait_set(int holds, const char *what)
{
    equal(0, WaitForSingleObject(event, holds ? LONG_TIME : 50), holds ? WAIT_OBJECT_0 : WAIT_TIMEOUT, what);
    ResetEvent(event);
}

/* More of what has been told already is told again. */
static void wait_again(SOCKET s, long what, const char *text)
{
#ifdef _WIN32       /* Wine does not */
    Sleep(50);
    ResetEvent(event);
    recorded(s);
    (void)what;
    (void)text;
#else
    wait_set(1, text);
    equal(0, recorded(s), what, "recorded again");
#endif
}

static void modes(void)
{
    SOCKET a, b;
    u_long off = 0;
    WSANETWORKEVENTS before;

    tcp_pair(&a, &b);
    equal(0, WSAEventSelect(b, event, FD_READ | FD_WRITE), 0, "WSAEventSelect");
    equal(0, get(b, buf, 8, 0, &n, NULL, NULL), WSAEWOULDBLOCK, "makes the socket non-blocking");
    check(0, ioctlsocket(b, FIONBIO, &off) == SOCKET_ERROR && WSAGetLastError() == WSAEINVAL, "it stays so: WSAEINVAL");
    wait_set(1, "an event is set by what is so already");
    memset(&before, 0x7a, sizeof before);
    equal(0, recorded(b), FD_WRITE, "a connected socket is writable");
    check(0, told.iErrorCode[FD_WRITE_BIT] == 0 && told.iErrorCode[FD_READ_BIT] == before.iErrorCode[FD_READ_BIT] &&
          told.iErrorCode[FD_CLOSE_BIT] == before.iErrorCode[FD_CLOSE_BIT], "errors are stored for what is told, and for nothing else");
    put(a, "x");
    equal(0, WaitForSingleObject(event, LONG_TIME), WAIT_OBJECT_0, "data sets the event");
    check(0, WSAEnumNetworkEvents(b, event, &told) == 0 && told.lNetworkEvents == FD_READ && !is_set(), "WSAEnumNetworkEvents resets it if it is given");
    equal(0, WSAEventSelect(b, NULL, 0), 0, "the end of it");
    equal(0, ioctlsocket(b, FIONBIO, &off), 0, "lets the socket block again");
    closesocket(a);
    closesocket(b);
}

static void reading(void)
{
    SOCKET a, b, u, v;
    WSAOVERLAPPED ov;
    int i, ends = 0, tells = 0;

    tcp_pair(&a, &b);
    WSAEventSelect(b, event, FD_READ);
    put(a, "abcd");
    wait_set(1, "data is told");
    equal(0, recorded(b), FD_READ, "FD_READ");
    equal(0, recorded(b), 0, "once");
    wait_set(0, "until there is more, or a part is received");
    put(a, "e");
    wait_again(b, FD_READ, "more data sets the event again");
    wait_for(b, 5);
    equal(0, recv(b, buf, 2, 0), 2, "a part of it");
    wait_set(1, "what it leaves is told again");
    equal(0, recorded(b), FD_READ, "FD_READ");
    equal(0, recv(b, buf, 8, 0), 3, "the rest");
    check(0, !is_set() && recorded(b) == 0, "leaves nothing to tell");

    prepare(&ov);
    for (i = 0; i < 200; i++) {
        get(b, buf, 2, 0, NULL, &ov, NULL);
        put(a, "xy");
        ends += result(b, &ov, &n, NULL) == 0;
        if (is_set() || recorded(b))
            tells++;
    }
    equal(0, ends, 200, "data for a receive that waits");
    equal(0, tells, 0, "is not told");
    get(b, buf, 2, 0, NULL, &ov, NULL);
    put(a, "xyz");
    equal(0, result(b, &ov, &n, NULL), 0, "what it leaves");
    wait_set(1, "is");
    equal(0, recorded(b), FD_READ, "FD_READ");
    get(b, buf, 0, 0, NULL, &ov, NULL);
    equal(0, result(b, &ov, &n, NULL), 0, "an overlapped receive that takes none of it");
    wait_set(1, "has it told again");
    equal(0, recorded(b), FD_READ, "FD_READ");
    WSACloseEvent(ov.hEvent);

    /* What is not selected now is kept. */
    recv(b, buf, 8, 0);
    put(a, "k");
    wait_set(1, "data");
    WSAEventSelect(b, event, FD_WRITE);
    ResetEvent(event);
    equal(0, recorded(b) & FD_READ, 0, "is not told while others are selected");
    WSAEventSelect(b, event, FD_READ | FD_WRITE);
    check(0, is_set() && (recorded(b) & FD_READ), "and when it is selected again");
    closesocket(a);
    closesocket(b);

    udp_pair(&u, &v);
    WSAEventSelect(v, event, FD_READ);
    ResetEvent(event);
    put(u, "one");
    wait_set(1, "a datagram");
    put(u, "two");
    wait_again(v, FD_READ, "and the next, before the first is received");
    equal(0, recv(v, buf, 8, 0), 3, "the first");
    wait_set(1, "the second is told again");
    closesocket(u);
    closesocket(v);
}

static void writing(void)
{
    static char much[1 << 16];
    SOCKET a, b;
    int i;

    tcp_pair(&a, &b);
    WSAEventSelect(a, event, FD_WRITE);
    wait_set(1, "a socket that is connected is writable");
    equal(0, recorded(a), FD_WRITE, "FD_WRITE");
    put(a, "x");
    check(0, !is_set() && recorded(a) == 0, "a send that succeeds tells nothing");
    for (i = 0; i < 10000 && send(a, much, sizeof much, 0) > 0; i++)
        ;
    equal(0, WSAGetLastError(), WSAEWOULDBLOCK, "one that does not");
    check(0, !is_set() && recorded(a) == 0, "waits for room");
    nonblocking(b, 1);
    for (i = 0; i < 10000 && WaitForSingleObject(event, 0) != WAIT_OBJECT_0; i++)
        if (recv(b, much, sizeof much, 0) <= 0)
            Sleep(1);
    check(0, WaitForSingleObject(event, LONG_TIME) == WAIT_OBJECT_0 && recorded(a) == FD_WRITE, "which is told when it comes");
    ResetEvent(event);
    closesocket(a);
    closesocket(b);
}

static void accepting(void)
{
    SOCKET l = tcp(), a = tcp(), b = tcp(), s;
    struct sockaddr_in where = bind_local(l);
    BOOL on = TRUE;
    int value = 0, size = sizeof value;
    DWORD timeout = 1234;

    setsockopt(l, SOL_SOCKET, SO_KEEPALIVE, (char *)&on, sizeof on);
    setsockopt(l, SOL_SOCKET, SO_RCVTIMEO, (char *)&timeout, sizeof timeout);
    setsockopt(l, IPPROTO_TCP, TCP_NODELAY, (char *)&on, sizeof on);
    timeout = 0x123;
    setsockopt(l, SOL_SOCKET, SO_RCVBUF, (char *)&timeout, sizeof timeout);
    listen(l, 5);
    WSAEventSelect(l, event, FD_ACCEPT | FD_READ | FD_WRITE | FD_CONNECT | FD_CLOSE);
    equal(0, recorded(l), 0, "nothing yet");
    connect(a, (struct sockaddr *)&where, sizeof where);
    wait_set(1, "a connection sets the event");
    connect(b, (struct sockaddr *)&where, sizeof where);
    wait_again(l, FD_ACCEPT, "another one sets it again");
    s = accept(l, NULL, NULL);
    wait_set(1, "what accept leaves is told again");
    equal(0, recorded(s), FD_WRITE, "the accepted socket has the same selection; that it is connected is no news");
    put(a, "x");
    wait_set(1, "its data sets the event");
    equal(0, recorded(s), FD_READ, "FD_READ");
    check(0, getsockopt(s, SOL_SOCKET, SO_KEEPALIVE, (char *)&value, &size) == 0 && value, "it inherits SO_KEEPALIVE");
    value = 0;
    check(0, getsockopt(s, IPPROTO_TCP, TCP_NODELAY, (char *)&value, &size) == 0 && (value & 0xff), "TCP_NODELAY");
    size = sizeof value;
    check(0, getsockopt(s, SOL_SOCKET, SO_RCVTIMEO, (char *)&value, &size) == 0 && value == 1234, "SO_RCVTIMEO");
    check(0, getsockopt(s, SOL_SOCKET, SO_RCVBUF, (char *)&value, &size) == 0 && value == 0x123, "and SO_RCVBUF, as it was set");
    equal(0, get(s, buf, 1, 0, &n, NULL, NULL), 0, "and is");
    equal(0, get(s, buf, 1, 0, &n, NULL, NULL), WSAEWOULDBLOCK, "non-blocking");
    closesocket(s);
    WSAEventSelect(l, NULL, 0);
    s = accept(l, NULL, NULL);
    put(b, "x");
    wait_for(s, 1);
    check(0, recv(s, buf, 1, 0) == 1 && get(s, buf, 1, 0, &n, NULL, NULL) == WSAEWOULDBLOCK && !is_set(), "as is one whose listener is, without a selection");
    closesocket(s);
    closesocket(l);
    closesocket(a);
    closesocket(b);
    ResetEvent(event);
}

static void ending(void)
{
    SOCKET a, b;

    tcp_pair(&a, &b);
    WSAEventSelect(b, event, FD_READ | FD_CLOSE);
    put(a, "last");
    wait_set(1, "data");
    equal(0, recorded(b), FD_READ, "FD_READ");
    shutdown(b, SD_SEND);
    wait_set(0, "the end of this side's sending is not told");
    shutdown(a, SD_SEND);
    wait_set(1, "the peer's is");
    check(0, (recorded(b) & FD_CLOSE) && told.iErrorCode[FD_CLOSE_BIT] == 0, "FD_CLOSE without an error, though data is unread");
    recv(b, buf, 8, 0);
    check(0, recv(b, buf, 8, 0) == 0 && recorded(b) == 0, "once, also after the data and the end have been received");
    closesocket(a);
    closesocket(b);
    tcp_pair(&a, &b);
    WSAEventSelect(b, event, FD_CLOSE);
    ResetEvent(event);
    reset(a);
    wait_set(1, "a reset");
#ifndef _WIN32      /* Wine: without an error */
    check(0, recorded(b) == FD_CLOSE && told.iErrorCode[FD_CLOSE_BIT] == WSAECONNABORTED, "is FD_CLOSE with WSAECONNABORTED");
#endif
    closesocket(b);
}

static void connecting(void)
{
    SOCKET l = tcp(), a = tcp(), gone = tcp();
    struct sockaddr_in where = bind_local(l), nobody = bind_local(gone);

    closesocket(gone);
    listen(l, 1);
    ResetEvent(event);
    WSAEventSelect(a, event, FD_CONNECT | FD_WRITE);
    check(0, recorded(a) == 0 && !is_set(), "a socket that is not connected has nothing to tell");
    check(0, connect(a, (struct sockaddr *)&where, sizeof where) == SOCKET_ERROR && WSAGetLastError() == WSAEWOULDBLOCK, "connect");
    wait_set(1, "sets the event when it is done");
    check(0, recorded(a) == (FD_CONNECT | FD_WRITE) && told.iErrorCode[FD_CONNECT_BIT] == 0, "FD_CONNECT and FD_WRITE");
    closesocket(a);
    a = tcp();
    WSAEventSelect(a, event, FD_CONNECT);
    connect(a, (struct sockaddr *)&nobody, sizeof nobody);
    wait_set(1, "one that is refused as well");
    check(0, recorded(a) == FD_CONNECT && told.iErrorCode[FD_CONNECT_BIT] == WSAECONNREFUSED, "FD_CONNECT with WSAECONNREFUSED");
    closesocket(a);
    closesocket(l);
}

static void urgent(void)
{
    SOCKET a, b;

    tcp_pair(&a, &b);
    WSAEventSelect(b, event, FD_OOB);
    ResetEvent(event);
    send(a, "u", 1, MSG_OOB);
    wait_set(1, "urgent data");
    equal(0, recorded(b), FD_OOB, "FD_OOB");
    equal(0, recv(b, buf, 1, MSG_OOB), 1, "is received");
    send(a, "v", 1, MSG_OOB);
    wait_set(1, "and told again");
    equal(0, recorded(b), FD_OOB, "FD_OOB");
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    start();
    event = CreateEventW(NULL, TRUE, FALSE, NULL);
    modes();
    reading();
    writing();
    accepting();
    ending();
    connecting();
    urgent();
    CloseHandle(event);
    return finish_tests();
}
