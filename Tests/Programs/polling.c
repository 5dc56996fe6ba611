/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * select and WSAPoll: what they take, what they tell of each state, and what runs or closes while they wait. */
#include "check.h"

static volatile LONG calls;
static char buf[64];

static void CALLBACK counted(ULONG_PTR s)
{
    InterlockedIncrement(&calls);
    if (s)
        put((SOCKET)s, "x");
}

/* One socket in the sets that are named; where it is then, or minus the error. */
enum { READ = 1, WRITE = 2, EXCEPT = 4 };

static int selected(SOCKET s, int sets, long ms)
{
    fd_set r, w, e;
    struct timeval tv = { ms / 1000, ms % 1000 * 1000 };
    int rc;

    FD_ZERO(&r);
    FD_ZERO(&w);
    FD_ZERO(&e);
    if (sets & READ)
        FD_SET(s, &r);
    if (sets & WRITE)
        FD_SET(s, &w);
    if (sets & EXCEPT)
        FD_SET(s, &e);
    rc = select(0, &r, &w, &e, ms < 0 ? NULL : &tv);
    if (rc == SOCKET_ERROR)
        return -WSAGetLastError();
    return (FD_ISSET(s, &r) ? READ : 0) | (FD_ISSET(s, &w) ? WRITE : 0) | (FD_ISSET(s, &e) ? EXCEPT : 0);
}

/* What WSAPoll says of a socket, or minus the error. */
static int polled(SOCKET s, short events)
{
    WSAPOLLFD p;
    int rc;

    p.fd = s;
    p.events = events;
    p.revents = 0x5a5a;
    rc = WSAPoll(&p, 1, 0);
    return rc == SOCKET_ERROR ? -WSAGetLastError() : p.revents;
}

static void arguments(void)
{
    static struct { u_int count; SOCKET list[200]; } many;
    SOCKET a, b, gone = tcp();
    WSAPOLLFD p[3];
    fd_set set, none;
    struct timeval now = { 0, 0 };
    int i;

    tcp_pair(&a, &b);
    closesocket(gone);
    FD_ZERO(&none);
    check(0, select(1, NULL, NULL, NULL, &now) == SOCKET_ERROR && WSAGetLastError() == WSAEINVAL, "select without sets: WSAEINVAL");
    check(0, select(1, &none, &none, NULL, &now) == SOCKET_ERROR && WSAGetLastError() == WSAEINVAL, "or with empty ones");
    FD_ZERO(&set);
    FD_SET(b, &set);
    FD_SET(gone, &set);
    check(0, select(0, NULL, &set, NULL, &now) == SOCKET_ERROR && WSAGetLastError() == WSAENOTSOCK, "a socket that is closed: WSAENOTSOCK");
    check(0, set.fd_count == 2 && set.fd_array[0] == b && set.fd_array[1] == gone, "the set stays as it was");
    equal(0, selected(INVALID_SOCKET, EXCEPT, 0), -WSAENOTSOCK, "so is INVALID_SOCKET");
    many.count = 200;
    for (i = 0; i < 200; i++)
        many.list[i] = i & 1 ? a : b;
    check(0, select(-5, NULL, (fd_set *)&many, NULL, &now) == 2 && many.count == 2, "a set may be larger; a socket that is there more than once is told once");

    check(0, WSAPoll(NULL, 0, 0) == SOCKET_ERROR && WSAGetLastError() == WSAEINVAL, "WSAPoll without entries: WSAEINVAL");
    check(0, WSAPoll(NULL, 1, 0) == SOCKET_ERROR && WSAGetLastError() == WSAEFAULT, "without memory: WSAEFAULT");
    p[0].fd = INVALID_SOCKET;
    p[1].fd = b;
    p[2].fd = gone;
    p[0].events = p[1].events = p[2].events = POLLWRNORM;
    equal(0, WSAPoll(p, 3, 0), 1, "entries without a socket are not counted");
    check(0, p[0].revents == POLLNVAL && p[1].revents == POLLWRNORM && p[2].revents == POLLNVAL, "POLLNVAL");
    p[1].fd = gone;
    check(0, WSAPoll(p, 3, 0) == SOCKET_ERROR && WSAGetLastError() == WSAENOTSOCK, "none with a socket: WSAENOTSOCK");
#ifndef _WIN32      /* Wine takes them */
    equal(0, polled(b, POLLERR), -WSAEINVAL, "POLLERR cannot be asked for");
    equal(0, polled(b, POLLHUP | POLLRDNORM), -WSAEINVAL, "nor POLLHUP");
    equal(0, polled(b, POLLNVAL), -WSAEINVAL, "nor POLLNVAL");
    equal(0, polled(b, POLLPRI), -WSAEINVAL, "nor POLLPRI");
    equal(0, polled(b, POLLWRBAND), -WSAEINVAL, "nor POLLWRBAND");
#endif
    closesocket(a);
    closesocket(b);
}

static void states(void)
{
    SOCKET a, b, l = tcp(), c = tcp();
    struct sockaddr_in where = bind_local(l);
    int i;

    tcp_pair(&a, &b);
    equal(0, selected(b, READ | WRITE | EXCEPT, 0), WRITE, "a connection is writable");
    equal(0, polled(b, POLLRDNORM | POLLWRNORM | POLLRDBAND), POLLWRNORM, "POLLWRNORM");
    put(a, "x");
    wait_for(b, 1);
    equal(0, selected(b, READ | WRITE | EXCEPT, 0), READ | WRITE, "and readable with data");
    equal(0, polled(b, POLLRDNORM | POLLWRNORM), POLLRDNORM | POLLWRNORM, "POLLRDNORM");
    recv(b, buf, 1, 0);
    shutdown(a, SD_SEND);
    equal(0, selected(b, READ, LONG_TIME), READ, "the peer's end is readable");
#ifndef _WIN32      /* Wine: POLLRDNORM as well, or POLLHUP at the end of both sides only */
    equal(0, polled(b, POLLRDNORM | POLLWRNORM), POLLHUP | POLLWRNORM, "POLLHUP without POLLRDNORM");
#endif
    closesocket(a);
    closesocket(b);

    tcp_pair(&a, &b);
    reset(a);
    equal(0, selected(b, READ, LONG_TIME), READ, "a reset is readable");
    equal(0, selected(b, READ | WRITE | EXCEPT, 0), READ | WRITE, "and writable, and no exception");
    equal(0, polled(b, POLLRDNORM | POLLWRNORM) & ~POLLRDNORM, POLLERR | POLLHUP | POLLWRNORM, "POLLERR and POLLHUP");
    closesocket(b);

    closesocket(l);
    nonblocking(c, 1);
    connect(c, (struct sockaddr *)&where, sizeof where);
    equal(0, selected(c, READ | WRITE | EXCEPT, LONG_TIME), EXCEPT, "a connection that is refused is an exception");
#ifndef _WIN32
    equal(0, polled(c, POLLRDNORM | POLLWRNORM), POLLERR | POLLHUP | POLLWRNORM, "POLLERR, POLLHUP and POLLWRNORM");
#endif
    for (i = 0; i < 2; i++) {
        int error = 0, size = sizeof error;

        getsockopt(c, SOL_SOCKET, SO_ERROR, (char *)&error, &size);
        equal(0, error, WSAECONNREFUSED, i ? "and stays when it has been read" : "SO_ERROR has the reason");
    }
    closesocket(c);
}

/* MARK: Routines and other threads */

static void routines(void)
{
    SOCKET a, b;

    tcp_pair(&a, &b);
    calls = 0;
    QueueUserAPC(counted, GetCurrentThread(), 0);
    equal(0, selected(b, WRITE, LONG_TIME), WRITE, "a select that need not wait");
    equal(0, calls, 0, "runs no procedure");
    equal(0, selected(b, READ, 50), 0, "one that waits");
    equal(0, calls, 1, "does");
    QueueUserAPC(counted, GetCurrentThread(), (ULONG_PTR)a);
    equal(0, selected(b, READ, LONG_TIME), READ, "and goes on waiting");
    equal(0, calls, 2, "for what the procedure brings");
    closesocket(a);
    closesocket(b);
}

static HANDLE begun;

static DWORD WINAPI select_read(LPVOID s) { SetEvent(begun); return (DWORD)selected((SOCKET)s, READ, LONG_TIME); }
static DWORD WINAPI select_except(LPVOID s) { SetEvent(begun); return (DWORD)selected((SOCKET)s, EXCEPT, LONG_TIME); }

static DWORD WINAPI poll_read(LPVOID s)
{
    WSAPOLLFD p;
    int rc;

    p.fd = (SOCKET)s;
    p.events = POLLRDNORM;
    SetEvent(begun);
    rc = WSAPoll(&p, 1, LONG_TIME);
    return rc == 1 ? (DWORD)p.revents : 12345;
}

static DWORD closed_while(LPTHREAD_START_ROUTINE call)
{
    DWORD code = 0;
    SOCKET a, b;
    HANDLE t;

    tcp_pair(&a, &b);
    t = thread(call, (LPVOID)b);
    WaitForSingleObject(begun, LONG_TIME);
    Sleep(50);
    closesocket(b);
    if (WaitForSingleObject(t, 5000) != WAIT_OBJECT_0)
        code = 54321;
    else
        GetExitCodeThread(t, &code);
    CloseHandle(t);
    closesocket(a);
    return code;
}

static void closing(void)
{
    begun = CreateEventW(NULL, FALSE, FALSE, NULL);
    equal(0, closed_while(select_read), READ, "a socket that is closed under a select is readable");
    equal(0, closed_while(select_except), (DWORD)-WSAENOTSOCK, "WSAENOTSOCK, if only exceptions are waited for");
    equal(0, closed_while(poll_read), POLLNVAL, "POLLNVAL to WSAPoll");
    CloseHandle(begun);
}

int main(void)
{
    start();
    arguments();
    states();
    routines();
    closing();
    return finish_tests();
}
