/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * WSAAsyncSelect: network events as messages to a window. */
#include "check.h"

#define WM_SOCKET (WM_USER + 1)
#define ALL (FD_READ | FD_WRITE | FD_OOB | FD_ACCEPT | FD_CONNECT | FD_CLOSE)
#define MOMENT 60 /* ms in which nothing may come */

static HWND window;

/* The next message about s: event and error as in lParam; 0 if none comes in time. */
static LPARAM next(SOCKET s, DWORD time)
{
    DWORD begin = GetTickCount(), passed = 0;
    MSG m;

    while (passed <= time) {
        if (PeekMessageA(&m, window, WM_SOCKET, WM_SOCKET, PM_REMOVE)) {
            if (m.wParam == (WPARAM)s)
                return m.lParam;
            printf("  for %lld, want %lld\n", (long long)m.wParam, (long long)s);
            return -1;
        }
        MsgWaitForMultipleObjects(0, NULL, FALSE, time - passed, QS_ALLINPUT);
        passed = GetTickCount() - begin;
        if (!time)
            break;
    }
    return 0;
}

static void told(SOCKET s, int event, int error, const char *what)
{
    LPARAM l = next(s, LONG_TIME);

    check(0, WSAGETSELECTEVENT(l) == event && WSAGETSELECTERROR(l) == error, what);
    if (WSAGETSELECTEVENT(l) != event || WSAGETSELECTERROR(l) != error)
        printf("  got event %d error %d, want %d %d\n", WSAGETSELECTEVENT(l), WSAGETSELECTERROR(l), event, error);
}

static void silent(SOCKET s, const char *what) { equal(0, next(s, MOMENT), 0, what); }

static int select_on(SOCKET s, long events) { return WSAAsyncSelect(s, window, WM_SOCKET, events) ? WSAGetLastError() : 0; }

static void arguments(void)
{
    SOCKET s = tcp(), listener = tcp();
    struct sockaddr_in where = bind_local(listener);
    u_long off = 0;

    listen(listener, 1);
    equal(0, select_on((SOCKET)5, FD_READ), WSAENOTSOCK, "no socket");
#ifndef _WIN32 /* Wine takes both */
    check(0, WSAAsyncSelect(s, (HWND)0x1234, WM_SOCKET, FD_READ) && WSAGetLastError() == WSAEINVAL, "no window");
    equal(0, select_on(s, 0x1000), WSAEINVAL, "no such event");
#endif
    equal(0, select_on(s, 0), 0, "no events");
    check(0, connect(s, (struct sockaddr *)&where, sizeof where) && WSAGetLastError() == WSAEWOULDBLOCK, "make it non-blocking all the same");
    closesocket(s);
    closesocket(listener);
    s = tcp();
    equal(0, select_on(s, FD_READ), 0, "WSAAsyncSelect");
    check(0, ioctlsocket(s, FIONBIO, &off) && WSAGetLastError() == WSAEINVAL, "makes the socket non-blocking for its time");
    equal(0, select_on(s, 0), 0, "no events end it");
    off = 0;
    equal(0, ioctlsocket(s, FIONBIO, &off), 0, "the socket may block then");
    closesocket(s);
}

static SOCKET client_of(SOCKET listener, long events)
{
    struct sockaddr_in where = name_of(listener);
    SOCKET s = tcp();

    if (events)
        select_on(s, events);
    connect(s, (struct sockaddr *)&where, sizeof where);
    return s;
}

static void connections(void)
{
    SOCKET l = tcp(), a, b, c, d;
    struct sockaddr_in nobody;

    nobody = bind_local(l);
    listen(l, 5);
    equal(0, select_on(l, FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE), 0, "a listener");
    silent(l, "has nothing to tell");
    a = client_of(l, 0);
    told(l, FD_ACCEPT, 0, "a connection is FD_ACCEPT");
    b = client_of(l, 0);
    silent(l, "a second one is not told before the first is accepted");
    c = accept(l, NULL, NULL);
    check(0, c != INVALID_SOCKET, "accept");
    {   /* Both are told now, in either order. */
        LPARAM first = 0, second = 0;
        MSG m;

        while (!first || !second) {
            if (MsgWaitForMultipleObjectsEx(0, NULL, LONG_TIME, QS_ALLINPUT, MWMO_INPUTAVAILABLE) == WAIT_TIMEOUT)
                break;
            if (!PeekMessageA(&m, window, WM_SOCKET, WM_SOCKET, PM_REMOVE))
                continue;
            if (m.wParam == (WPARAM)l)
                first = m.lParam;
            if (m.wParam == (WPARAM)c)
                second = m.lParam;
        }
        equal(0, first, FD_ACCEPT, "the second one is told then");
        equal(0, second, FD_WRITE, "the accepted socket has the listener's events, and may be written to");
    }
    put(a, "x");
    told(c, FD_READ, 0, "its messages name it");
    d = accept(l, NULL, NULL);
    told(d, FD_WRITE, 0, "the other one as well");
    silent(l, "no connection is left");
    closesocket(a);
    closesocket(b);
    select_on(c, 0);
    select_on(d, 0);
    while (next(c, 0))
        ;
    closesocket(c);
    closesocket(d);
    select_on(l, 0);
    a = client_of(l, FD_CONNECT | FD_WRITE | FD_READ);
    {
        LPARAM one = next(a, LONG_TIME), other = next(a, LONG_TIME);

        check(0, one == FD_CONNECT && other == FD_WRITE, "a client is told FD_CONNECT, then FD_WRITE");
    }
    closesocket(a);
    closesocket(l);
    a = tcp();
    select_on(a, FD_CONNECT);
    connect(a, (struct sockaddr *)&nobody, sizeof nobody);
    told(a, FD_CONNECT, WSAECONNREFUSED, "a refused connection is FD_CONNECT with its error");
    closesocket(a);
}

static void reading(void)
{
    SOCKET a, b;
    char buf[16];
    WSAOVERLAPPED ov;
    DWORD n;

    tcp_pair(&a, &b);
    select_on(b, FD_READ | FD_OOB);
    silent(b, "nothing to read");
    put(a, "ab");
    told(b, FD_READ, 0, "FD_READ");
    put(a, "cd");
    wait_for(b, 4);
    silent(b, "once, as long as nothing is received");
    equal(0, recv(b, buf, 1, 0), 1, "a receive that leaves something");
    told(b, FD_READ, 0, "is followed by FD_READ");
    equal(0, recv(b, buf, 16, 0), 3, "one that takes all");
    silent(b, "is not");
    equal(0, recv(b, buf, 16, 0), -1, "one that finds nothing");
    put(a, "e");
    told(b, FD_READ, 0, "new data is FD_READ again");
    recv(b, buf, 16, 0);
    prepare(&ov);
    equal(0, get(b, buf, 16, 0, &n, &ov, NULL), WSA_IO_PENDING, "an overlapped receive");
    put(a, "f");
    equal(0, result(b, &ov, &n, NULL), 0, "takes data");
    silent(b, "without a message");
    send(a, "!", 1, MSG_OOB);
    told(b, FD_OOB, 0, "urgent data is FD_OOB");
    equal(0, recv(b, buf, 16, MSG_OOB), 1, "received");
    put(a, "g");
    told(b, FD_READ, 0, "data");
    select_on(b, FD_READ);
    told(b, FD_READ, 0, "a new selection tells the present state");
    WSAEventSelect(b, ov.hEvent, FD_READ);
    recv(b, buf, 16, 0);
    WSAResetEvent(ov.hEvent);
    put(a, "h");
    equal(0, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "WSAEventSelect takes its place");
    silent(b, "no message comes");
    select_on(b, FD_READ);
    told(b, FD_READ, 0, "and the other way round");
    WSAResetEvent(ov.hEvent);
    recv(b, buf, 16, 0);
    put(a, "i");
    told(b, FD_READ, 0, "the window is told");
    equal(0, WaitForSingleObject(ov.hEvent, 0), WAIT_TIMEOUT, "and the event is not set");
    WSACloseEvent(ov.hEvent);
    closesocket(a);
    closesocket(b);
}

static void writing(void)
{
    static char block[65536];
    SOCKET a, b;
    int sent = 0, got = 0, rc;

    tcp_pair(&a, &b);
    select_on(a, FD_WRITE);
    told(a, FD_WRITE, 0, "FD_WRITE at first");
    put(a, "x");
    silent(a, "not after a send");
    while ((rc = send(a, block, sizeof block, 0)) > 0)
        sent += rc;
    equal(0, WSAGetLastError(), WSAEWOULDBLOCK, "until one would block");
    while (got < sent + 1 && (rc = recv(b, block, sizeof block, 0)) > 0)
        got += rc;
    told(a, FD_WRITE, 0, "then when there is room");
    closesocket(a);
    closesocket(b);
}

static void closing(void)
{
    char buf[16];
    SOCKET a, b;

#ifndef _WIN32 /* Wine: FD_CLOSE when all is received, no error, and nothing of CloseHandle (behaviour 97, 98, 68) */
    tcp_pair(&a, &b);
    select_on(b, FD_READ | FD_CLOSE);
    put(a, "last");
    told(b, FD_READ, 0, "data");
    shutdown(a, SD_SEND);
    told(b, FD_CLOSE, 0, "the end of the peer's data is FD_CLOSE");
    equal(0, recv(b, buf, 2, 0), 2, "while data is left");
    told(b, FD_READ, 0, "which is told");
    equal(0, recv(b, buf, 16, 0), 2, "and received");
    silent(b, "FD_CLOSE comes once");
    closesocket(a);
    closesocket(b);
    tcp_pair(&a, &b);
    select_on(b, FD_READ | FD_CLOSE);
    reset(a);
    told(b, FD_CLOSE, WSAECONNABORTED, "a reset is FD_CLOSE with WSAECONNABORTED");
    closesocket(b);
    tcp_pair(&a, &b);
    select_on(b, FD_READ | FD_CLOSE);
    CloseHandle((HANDLE)b);
    told(b, FD_CLOSE, 0, "CloseHandle tells FD_CLOSE");
    closesocket(a);
#endif
    (void)buf;
    tcp_pair(&a, &b);
    select_on(b, FD_READ | FD_CLOSE);
    closesocket(b);
    silent(b, "closesocket tells nothing");
    closesocket(a);
}

static void datagrams(void)
{
    SOCKET a, b;
    char buf[16];

    udp_pair(&a, &b);
    select_on(b, FD_READ | FD_WRITE);
    told(b, FD_WRITE, 0, "a bound datagram socket may be written to");
    put(a, "1");
    told(b, FD_READ, 0, "a datagram");
    put(a, "2");
    silent(b, "a second one is not told before the first is received");
    recv(b, buf, 16, 0);
    told(b, FD_READ, 0, "it is then");
    recv(b, buf, 16, 0);
    silent(b, "none is left");
    closesocket(a);
    closesocket(b);
}

static void a_window_goes(void)
{
    HWND w = CreateWindowExA(0, "select", NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, GetModuleHandleA(NULL), NULL);
    SOCKET a, b;
    char buf[4];
    MSG m;

    tcp_pair(&a, &b);
    WSAAsyncSelect(b, w, WM_SOCKET, FD_READ);
    DestroyWindow(w);
    put(a, "x");
    wait_for(b, 1);
    check(0, !PeekMessageA(&m, NULL, WM_SOCKET, WM_SOCKET, PM_REMOVE), "a window that is gone is told nothing");
    equal(0, recv(b, buf, 4, 0), 1, "the socket goes on");
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    WNDCLASSA c;

    start();
    memset(&c, 0, sizeof c);
    c.lpfnWndProc = DefWindowProcA;
    c.lpszClassName = "select";
    c.hInstance = GetModuleHandleA(NULL);
    RegisterClassA(&c);
    window = CreateWindowExA(0, "select", NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, c.hInstance, NULL);
    arguments();
    connections();
    reading();
    writing();
    closing();
    datagrams();
    a_window_goes();
    return finish_tests();
}
