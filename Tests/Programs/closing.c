/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * closesocket: the kernel's socket is gone when it returns, whoever was using it, so that its address is free at once.
 * Each case is repeated, because what would keep it is another thread's turn. */
#ifdef __linux__
#include "netlink.h"
#else
#include "check.h"
#endif

enum { ROUNDS = 300 };

static HANDLE begun;

static SOCKET listening(void)
{
    SOCKET s = tcp();

    bind_local(s);
    listen(s, 1);
    return s;
}

static SOCKET bound(void)
{
    SOCKET s = udp();

    bind_local(s);
    return s;
}

/* Bound, and neither readable nor writable as long as it is not connected. */
static SOCKET unconnected(void)
{
    SOCKET s = tcp();

    bind_local(s);
    return s;
}

/* Binds another socket of the kind to the address; 0 or the error. */
static int bind_again(struct sockaddr_in where, int type)
{
    SOCKET s = type == SOCK_STREAM ? tcp() : udp();
    int error = bind(s, (struct sockaddr *)&where, sizeof where) ? WSAGetLastError() : 0;

    closesocket(s);
    return error;
}

/* Closes it and binds the next one there. */
static int close_and_bind(SOCKET s, int type)
{
    struct sockaddr_in where = name_of(s);

    return closesocket(s) ? WSAGetLastError() : bind_again(where, type);
}

/* MARK: Overlapped operations of this thread */

static void pending(void)
{
    int i, datagrams = 0, accepts = 0, ends = 0;
    LPFN_ACCEPTEX accept_ex = AcceptEx;

    for (i = 0; i < ROUNDS; i++) {
        char text[100];
        DWORD n;
        WSAOVERLAPPED ov;
        SOCKET s = bound(), l = listening(), a = tcp();

        prepare(&ov);
        get(s, text, sizeof text, 0, NULL, &ov, NULL);
        datagrams += close_and_bind(s, SOCK_DGRAM) == 0;
        ends += HasOverlappedIoCompleted(&ov) && WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0;
        ResetEvent(ov.hEvent);
        accept_ex(l, a, text, 0, 32, 32, &n, &ov);
        accepts += close_and_bind(l, SOCK_STREAM) == 0;
        ends += HasOverlappedIoCompleted(&ov) && WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0;
        closesocket(a);
        CloseHandle(ov.hEvent);
    }
    equal(0, datagrams, ROUNDS, "with a receive pending the port of a datagram socket is free at once");
    equal(0, accepts, ROUNDS, "with an AcceptEx pending that of a listener");
    equal(0, ends, 2 * ROUNDS, "and the operation has ended");
}

/* MARK: Other threads' calls */

static DWORD WINAPI receives(LPVOID s)
{
    char c;

    SetEvent(begun);
    return recv((SOCKET)s, &c, 1, 0) == SOCKET_ERROR ? WSAGetLastError() : 0;
}

static DWORD WINAPI accepts(LPVOID s)
{
    SetEvent(begun);
    return accept((SOCKET)s, NULL, NULL) == INVALID_SOCKET ? WSAGetLastError() : 0;
}

/* Windows reports the socket as readable, as long as it was open when the call looked. */
static DWORD WINAPI selects(LPVOID s)
{
    fd_set set;

    FD_ZERO(&set);
    FD_SET((SOCKET)s, &set);
    SetEvent(begun);
    return select(0, &set, NULL, NULL, NULL) == 1 && set.fd_count == 1 ? WSAENOTSOCK : WSAGetLastError();
}

static DWORD WINAPI selects_to_write(LPVOID s)
{
    fd_set set;

    FD_ZERO(&set);
    FD_SET((SOCKET)s, &set);
    SetEvent(begun);
    return select(0, NULL, &set, NULL, NULL) == SOCKET_ERROR ? WSAGetLastError() : 0;
}

static DWORD WINAPI polls(LPVOID s)
{
    WSAPOLLFD p;

    p.fd = (SOCKET)s;
    p.events = POLLRDNORM;
    p.revents = 0;
    SetEvent(begun);
    return WSAPoll(&p, 1, -1) == 1 && p.revents == POLLNVAL ? WSAENOTSOCK : WSAGetLastError();
}

/* Closes under a thread in a call, as soon as it is about to block, or a little later. */
static void beside(LPTHREAD_START_ROUTINE call, SOCKET (*make)(void), int type, const char *what)
{
    char text[160];
    int i, free = 0, failed = 0;

    for (i = 0; i < ROUNDS; i++) {
        SOCKET s = make();
        HANDLE t = thread(call, (void *)s);
        DWORD code = 0;

        WaitForSingleObject(begun, LONG_TIME);
        if (i % 2)
            Sleep(1);
        free += close_and_bind(s, type) == 0;
        if (WaitForSingleObject(t, LONG_TIME) == WAIT_OBJECT_0 && GetExitCodeThread(t, &code))
            failed += code == WSAEINTR || code == WSAENOTSOCK;
        CloseHandle(t);
    }
    snprintf(text, sizeof text, "beside a thread in %s the port is free at once", what);
    equal(0, free, ROUNDS, text);
    equal(0, failed, ROUNDS, "and its call ends");
}

/* MARK: Workers at a port, which have posted the receives */

enum { POST = 1, TOLD, END };
static HANDLE port;
static char room[16];
static LONG told;

static DWORD WINAPI works(LPVOID unused)
{
    for (;;) {
        WSAOVERLAPPED *ov;
        ULONG_PTR key;
        DWORD n;
        BOOL fine = GetQueuedCompletionStatus(port, &n, &key, &ov, INFINITE);

        switch (key) {
        case POST:
            memset(ov, 0, sizeof *ov);
            get((SOCKET)n, room, sizeof room, 0, NULL, ov, NULL);
            SetEvent(begun);
            break;
        case TOLD:
            if (!fine && GetLastError() == ERROR_OPERATION_ABORTED && InterlockedIncrement(&told) == ROUNDS)
                SetEvent(begun);
            break;
        default: return unused != NULL;
        }
    }
}

static void at_a_port(void)
{
    static WSAOVERLAPPED ov[ROUNDS];
    HANDLE workers[2];
    int i, free = 0;

    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    for (i = 0; i < 2; i++)
        workers[i] = thread(works, NULL);
    for (i = 0; i < ROUNDS; i++) {
        SOCKET s = bound();

        CreateIoCompletionPort((HANDLE)s, port, TOLD, 0);
        PostQueuedCompletionStatus(port, (DWORD)s, POST, &ov[i]);
        WaitForSingleObject(begun, LONG_TIME);
        free += close_and_bind(s, SOCK_DGRAM) == 0;
    }
    equal(0, free, ROUNDS, "with a receive that a worker has posted the port is free at once");
    equal(0, WaitForSingleObject(begun, LONG_TIME), WAIT_OBJECT_0, "and each is told to a worker");
    for (i = 0; i < 2; i++)
        PostQueuedCompletionStatus(port, 0, END, NULL);
    for (i = 0; i < 2; i++)
        join(workers[i]);
    CloseHandle(port);
}

/* MARK: Events */

static void selected(void)
{
    int i, free = 0;
    HANDLE event = WSACreateEvent();

    for (i = 0; i < ROUNDS; i++) {
        SOCKET s = bound(), peer = udp();
        struct sockaddr_in where = name_of(s);

        WSAEventSelect(s, event, FD_READ | FD_WRITE);
        sendto(peer, "x", 1, 0, (struct sockaddr *)&where, sizeof where);
        free += close_and_bind(s, SOCK_DGRAM) == 0;
        closesocket(peer);
    }
    WSACloseEvent(event);
    equal(0, free, ROUNDS, "while network events are recorded the port is free at once");
}

/* MARK: The thread's own call */

static SOCKET own;
static int own_error;

static VOID CALLBACK closes_own(ULONG_PTR type) { own_error = close_and_bind(own, (int)type); }

static void from_inside(void)
{
    char c;

    own = bound();
    own_error = -1;
    QueueUserAPC(closes_own, GetCurrentThread(), SOCK_DGRAM);
    check(0, recv(own, &c, 1, 0) == SOCKET_ERROR, "a routine closes the socket that its thread receives from: the call fails");
    equal(0, own_error, 0, "and the port is free at once");
    own = listening();
    own_error = -1;
    QueueUserAPC(closes_own, GetCurrentThread(), SOCK_STREAM);
    check(0, accept(own, NULL, NULL) == INVALID_SOCKET, "that it accepts from");
    equal(0, own_error, 0, "likewise");
}

/* MARK: The condition function of an accept */

static SOCKET asked;
static int CALLBACK closes_and_defers(LPWSABUF id, LPWSABUF data, LPQOS q, LPQOS g, LPWSABUF callee, LPWSABUF their, GROUP *group, DWORD_PTR context)
{
    (void)id, (void)data, (void)q, (void)g, (void)callee, (void)their, (void)group;
    *(int *)context = closesocket(asked);
    return CF_DEFER;
}

static void from_a_condition(void)
{
    struct sockaddr_in where;
    SOCKET s = tcp();
    char c;
    int closed = -1;

    asked = listening();
    where = name_of(asked);
    connect(s, (struct sockaddr *)&where, sizeof where);
    check(0, WSAAccept(asked, NULL, NULL, closes_and_defers, (DWORD_PTR)&closed) == INVALID_SOCKET, "a condition function closes the listener and defers");
    equal(0, closed, 0, "which succeeds");
    equal(0, bind_again(where, SOCK_STREAM), 0, "the port is free at once");
    check(0, recv(s, &c, 1, 0) <= 0, "and the deferred connection has ended");
    closesocket(s);
}

int main(void)
{
#ifdef __linux__
    /* Where that is permitted: programs beside this one, which want any port, would now and then be given the free one. */
    if (own_network())
        loopback_is(1);
#endif
    start();
    begun = CreateEventW(NULL, FALSE, FALSE, NULL);
    pending();
    beside(receives, bound, SOCK_DGRAM, "recv");
    beside(accepts, listening, SOCK_STREAM, "accept");
    beside(selects, bound, SOCK_DGRAM, "select");
    beside(selects, listening, SOCK_STREAM, "select, of a listener,");
    beside(selects_to_write, unconnected, SOCK_STREAM, "select, to write,");
    beside(polls, bound, SOCK_DGRAM, "WSAPoll");
    at_a_port();
    selected();
    from_inside();
    from_a_condition();
    CloseHandle(begun);
    return finish_tests();
}
