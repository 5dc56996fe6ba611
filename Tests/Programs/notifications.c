/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * ProcessSocketNotifications: registering, what is told when, ending a registration, and the errors. */
#include "check.h"

#define IN_ SOCK_NOTIFY_EVENT_IN
#define OUT_ SOCK_NOTIFY_EVENT_OUT
#define HANGUP SOCK_NOTIFY_EVENT_HANGUP
#define ERR SOCK_NOTIFY_EVENT_ERR
#define GONE SOCK_NOTIFY_EVENT_REMOVE
#define LEVEL SOCK_NOTIFY_TRIGGER_LEVEL
#define EDGE SOCK_NOTIFY_TRIGGER_EDGE
#define ONESHOT SOCK_NOTIFY_TRIGGER_ONESHOT

static HANDLE port;

/* The result of one registration; its key is the socket. */
static DWORD change(SOCKET s, int operation, int filter, int flags)
{
    SOCK_NOTIFY_REGISTRATION r;
    DWORD rc;

    memset(&r, 0, sizeof r);
    r.socket = s;
    r.completionKey = (PVOID)s;
    r.operation = (UINT8)operation;
    r.eventFilter = (UINT16)filter;
    r.triggerFlags = (UINT8)flags;
    r.registrationResult = UNTOUCHED;
    rc = ProcessSocketNotifications(port, 1, &r, 0, 0, NULL, NULL);
    return rc ? 100000 + rc : r.registrationResult;
}

static DWORD enable(SOCKET s, int filter, int flags) { return change(s, SOCK_NOTIFY_OP_ENABLE, filter, flags); }

/* The events of the next packet, which must be this socket's; -1: none in that time, -2: something else. */
static int next(SOCKET s, DWORD time)
{
    OVERLAPPED_ENTRY e;
    UINT32 n = 77;
    DWORD rc = ProcessSocketNotifications(port, 0, NULL, time, 1, &e, &n);

    if (rc == WAIT_TIMEOUT)
        return n == 0 ? -1 : -2;
    return rc == 0 && n == 1 && e.lpCompletionKey == (ULONG_PTR)s ? (int)SocketNotificationRetrieveEvents(&e) : -2;
}

static void drain(SOCKET s)
{
    char bytes[256];

    while (recv(s, bytes, sizeof bytes, 0) > 0)
        ;
}

static void level(void)
{
    SOCKET a, b;
    char c;

    tcp_pair(&a, &b);
    nonblocking(b, 1);
    equal(0, enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL), 0, "a level of IN");
    equal(0, next(b, 0), -1, "that does not hold is not told");
    put(a, "ab");
    equal(0, next(b, LONG_TIME), IN_, "it is told when data comes");
    equal(0, next(b, LONG_TIME), IN_, "and again while data waits");
    recv(b, &c, 1, 0);
    equal(0, next(b, LONG_TIME), IN_, "also the rest of it");
    recv(b, &c, 1, 0);
    equal(0, next(b, 0), -1, "until nothing is left");
    put(a, "x");
    equal(0, next(b, LONG_TIME), IN_, "and when more comes");
    equal(0, change(b, SOCK_NOTIFY_OP_DISABLE, 0, 0), 0, "disabled");
    equal(0, next(b, 0), -1, "nothing is told");
    equal(0, enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN | SOCK_NOTIFY_REGISTER_EVENT_OUT, LEVEL), 0, "enabled for more");
    equal(0, next(b, LONG_TIME), IN_ | OUT_, "one packet tells all that holds");
    drain(b);
    equal(0, next(b, LONG_TIME), OUT_, "and then what is left");
    equal(0, enable(b, SOCK_NOTIFY_REGISTER_EVENTS_ALL & ~SOCK_NOTIFY_REGISTER_EVENT_OUT, LEVEL), 0, "changed");
    shutdown(a, SD_SEND);
    equal(0, next(b, LONG_TIME) & ~IN_, HANGUP, "the end of the stream is a hang-up");
    equal(0, change(b, SOCK_NOTIFY_OP_REMOVE, 0, 0), 0, "removed");
    equal(0, next(b, LONG_TIME) & GONE, GONE, "is told");
    equal(0, next(b, 0), -1, "last of all");
    closesocket(a);
    closesocket(b);
}

static void one_shot(void)
{
    SOCKET a, b;
    char c;

    tcp_pair(&a, &b);
    nonblocking(b, 1);
    put(a, "ab");
    wait_for(b, 2);
    equal(0, enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL | ONESHOT), 0, "a level that holds already, one-shot");
    equal(0, next(b, LONG_TIME), IN_, "is told");
    equal(0, next(b, 0), -1, "once");
    recv(b, &c, 1, 0);
    equal(0, next(b, 0), -1, "whatever the program does");
    enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL | ONESHOT);
    equal(0, next(b, LONG_TIME), IN_, "enabled again, it is told again");
    drain(b);
    enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL | ONESHOT);
    put(a, "c");
    equal(0, next(b, LONG_TIME), IN_, "also when it has to be waited for");
    closesocket(b);
    equal(0, next(b, 0), -1, "closing a socket ends its registration without a word");
    closesocket(a);
}

static void edge(void)
{
    SOCKET a, b;
    char c;

    tcp_pair(&a, &b);
    nonblocking(b, 1);
    put(a, "a");
    wait_for(b, 1);
    equal(0, enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN | SOCK_NOTIFY_REGISTER_EVENT_OUT, EDGE), 0, "edges");
    equal(0, next(b, 0), -1, "what holds already is not told");
    put(a, "b");
    wait_for(b, 2);
    equal(0, next(b, 50), -1, "nor is more of the same");
    drain(b);
    put(a, "c");
    equal(0, next(b, LONG_TIME), IN_, "after everything has been received, data is told");
    equal(0, next(b, 0), -1, "once");
    recv(b, &c, 1, 0);
    put(a, "d");
    equal(0, next(b, LONG_TIME), IN_, "and anew");
    drain(b);
    put(a, "e");
    wait_for(b, 1);
    drain(b);
    equal(0, next(b, LONG_TIME), IN_, "an edge that was told is told, even if the level is gone");
    closesocket(a);
    equal(0, next(b, LONG_TIME) & IN_, IN_, "the end is an edge of IN");
    change(b, SOCK_NOTIFY_OP_REMOVE, 0, 0);
    equal(0, next(b, LONG_TIME), GONE, "removed");
    closesocket(b);
}

/* Room to send comes back as an edge after a send that found none. */
static void room(void)
{
    static char bytes[65536];
    SOCKET a, b;
    int i;

    tcp_pair(&a, &b);
    nonblocking(a, 1);
    nonblocking(b, 1);
    enable(a, SOCK_NOTIFY_REGISTER_EVENT_OUT, EDGE);
    for (i = 0; i < 2000 && send(a, bytes, sizeof bytes, 0) == sizeof bytes; i++)
        ;
    check(0, send(a, bytes, sizeof bytes, 0) == SOCKET_ERROR && WSAGetLastError() == WSAEWOULDBLOCK, "no room is left");
    equal(0, next(a, 0), -1, "OUT does not hold");
    for (i = 0; i < LONG_TIME && next(a, 1) == -1; i++)
        drain(b);
    check(0, i < LONG_TIME, "the peer makes room: OUT is told");
    closesocket(a);
    closesocket(b);
}

static void kinds(void)
{
    SOCKET l = tcp(), u = udp(), v = udp(), a, b;
    struct sockaddr_in where = bind_local(l), there = bind_local(u);
    struct linger hard = { 1, 0 };

    listen(l, 5);
    equal(0, enable(l, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL | ONESHOT), 0, "a listener");
    a = tcp();
    equal(0, enable(a, SOCK_NOTIFY_REGISTER_EVENT_OUT, LEVEL | ONESHOT), 0, "a socket that is not connected");
    equal(0, next(l, 0), -1, "tells nothing");
    connect(a, (struct sockaddr *)&where, sizeof where);
    {
        OVERLAPPED_ENTRY e[4];
        UINT32 n = 0, seen = 0, i;

        while (seen != 3 && ProcessSocketNotifications(port, 0, NULL, LONG_TIME, 4, e, &n) == 0)
            for (i = 0; i < n; i++)
                seen |= e[i].lpCompletionKey == (ULONG_PTR)l && e[i].dwNumberOfBytesTransferred == IN_ ? 1 :
                        e[i].lpCompletionKey == (ULONG_PTR)a && e[i].dwNumberOfBytesTransferred == OUT_ ? 2 : 4;
        equal(0, seen, 3, "a connection is IN of the listener and OUT of the one that connects");
    }
    b = accept(l, NULL, NULL);
    enable(b, SOCK_NOTIFY_REGISTER_EVENT_NONE, LEVEL | ONESHOT);
    setsockopt(a, SOL_SOCKET, SO_LINGER, (char *)&hard, sizeof hard);
    closesocket(a);
    equal(0, next(b, LONG_TIME) & ERR, ERR, "a reset is an error, told without being asked for");
    closesocket(b);
    closesocket(l);

    enable(u, SOCK_NOTIFY_REGISTER_EVENT_IN, EDGE);
    nonblocking(u, 1);
    sendto(v, "x", 1, 0, (struct sockaddr *)&there, sizeof there);
    equal(0, next(u, LONG_TIME), IN_, "a datagram");
    drain(u);
    sendto(v, "", 0, 0, (struct sockaddr *)&there, sizeof there);
    equal(0, next(u, LONG_TIME), IN_, "also an empty one");
    closesocket(u);
    closesocket(v);
}

static void errors(void)
{
    SOCKET s = udp(), gone = udp();
    SOCK_NOTIFY_REGISTRATION r[3];
    OVERLAPPED_ENTRY e;
    UINT32 n;
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);

    closesocket(gone);
    equal(0, change(gone, SOCK_NOTIFY_OP_ENABLE, 1, LEVEL), WSAENOTSOCK, "no socket: WSAENOTSOCK");
    equal(0, change(s, SOCK_NOTIFY_OP_REMOVE, 0, 0), ERROR_NOT_FOUND, "removing what is not registered: ERROR_NOT_FOUND");
    equal(0, change(s, SOCK_NOTIFY_OP_DISABLE, 0, 0), ERROR_NOT_FOUND, "disabling: ERROR_NOT_FOUND");
    equal(0, change(s, SOCK_NOTIFY_OP_ENABLE | SOCK_NOTIFY_OP_DISABLE, 1, LEVEL), WSAEINVAL, "two operations: WSAEINVAL");
    equal(0, enable(s, 8, LEVEL), WSAEINVAL, "an unknown event: WSAEINVAL");
    equal(0, enable(s, 1, 0), WSAEINVAL, "neither level nor edge: WSAEINVAL");
    equal(0, enable(s, 1, LEVEL | EDGE), WSAEINVAL, "both: WSAEINVAL");
    equal(0, enable(s, 1, LEVEL | ONESHOT | SOCK_NOTIFY_TRIGGER_PERSISTENT), WSAEINVAL, "one-shot and persistent: WSAEINVAL");
    equal(0, change(gone, SOCK_NOTIFY_OP_NONE, 0, 0), 0, "no operation");

    memset(r, 0, sizeof r);
    r[0].socket = s;
    r[0].operation = SOCK_NOTIFY_OP_ENABLE;
    r[0].eventFilter = IN_;
    r[0].triggerFlags = LEVEL;
    r[0].completionKey = (PVOID)s;
    r[1] = r[0];
    r[1].socket = gone;
    r[2] = r[0];
    r[2].operation = SOCK_NOTIFY_OP_REMOVE;
    n = 9;
    equal(0, ProcessSocketNotifications(port, 3, r, LONG_TIME, 1, &e, &n), 0, "several registrations and a packet in one call");
    check(0, r[0].registrationResult == 0 && r[1].registrationResult == WSAENOTSOCK && r[2].registrationResult == 0, "each has its own result");
    check(0, n == 1 && e.lpCompletionKey == (ULONG_PTR)s && SocketNotificationRetrieveEvents(&e) == GONE, "the packet tells the removal");
    equal(0, ProcessSocketNotifications(port, 0, NULL, 0, 1, &e, &n), WAIT_TIMEOUT, "then nothing: WAIT_TIMEOUT");
    equal(0, n, 0, "and no packet");

    equal(0, ProcessSocketNotifications(NULL, 0, NULL, 0, 1, &e, &n), WSA_INVALID_HANDLE, "no port: WSA_INVALID_HANDLE");
    equal(0, ProcessSocketNotifications(event, 0, NULL, 0, 1, &e, &n), WSA_INVALID_HANDLE, "an event: WSA_INVALID_HANDLE");
    equal(0, ProcessSocketNotifications(port, 1, NULL, 0, 0, NULL, NULL), WSAEINVAL, "a count without registrations: WSAEINVAL");
    equal(0, ProcessSocketNotifications(port, 0, r, 0, 0, NULL, NULL), WSAEINVAL, "registrations without a count: WSAEINVAL");
    equal(0, ProcessSocketNotifications(port, 1, r, 5, 0, NULL, NULL), WSAEINVAL, "a time without room for packets: WSAEINVAL");
    equal(0, ProcessSocketNotifications(port, 1, r, 0, 0, &e, NULL), WSAEINVAL, "packets without a count: WSAEINVAL");
    equal(0, ProcessSocketNotifications(port, 0, NULL, 0, 1, NULL, &n), WSAEINVAL, "a count without packets: WSAEINVAL");
    equal(0, ProcessSocketNotifications(port, 0x80000000u, r, 0, 0, NULL, NULL), WSAEFAULT, "more registrations than there is memory: WSAEFAULT");
    CloseHandle(event);
    closesocket(s);
}

/* Notifications among other packets, taken by the port's own functions. */
static void mixed(void)
{
    OVERLAPPED_ENTRY e[4];
    OVERLAPPED *ov = (OVERLAPPED *)port;
    SOCKET a, b;
    ULONG n = 0;
    ULONG_PTR key = 0;
    DWORD bytes = 0;

    tcp_pair(&a, &b);
    put(a, "x");
    wait_for(b, 1);
    PostQueuedCompletionStatus(port, 5, 6, NULL);
    enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL | ONESHOT);
    PostQueuedCompletionStatus(port, 7, 8, NULL);
    check(0, GetQueuedCompletionStatusEx(port, e, 4, &n, LONG_TIME, FALSE) && n == 3, "three packets at once");
    check(0, e[0].lpCompletionKey == 6 && e[1].lpCompletionKey == (ULONG_PTR)b && e[2].lpCompletionKey == 8, "in the order in which they came");
    check(0, e[1].dwNumberOfBytesTransferred == IN_ && e[0].dwNumberOfBytesTransferred == 5 && e[1].Internal == 0, "the events are the count");
    enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL | ONESHOT);
    check(0, GetQueuedCompletionStatus(port, &bytes, &key, &ov, LONG_TIME) && bytes == IN_ && key == (ULONG_PTR)b && ov == NULL, "GetQueuedCompletionStatus has them as well");
    closesocket(a);
    closesocket(b);
}

/* Several threads take one-shot notifications of many connections: each message is received exactly once. */
#define CONNECTIONS 16
#define MESSAGES 40

static volatile LONG received;

static DWORD WINAPI worker(LPVOID unused)
{
    OVERLAPPED_ENTRY e;
    UINT32 n;
    char c;

    (void)unused;
    while (ProcessSocketNotifications(port, 0, NULL, INFINITE, 1, &e, &n) == 0 && e.lpCompletionKey != 1) {
        SOCKET s = (SOCKET)e.lpCompletionKey;

        if (recv(s, &c, 1, 0) == 1)
            InterlockedIncrement(&received);
        if (enable(s, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL | ONESHOT) != 0)
            break;
    }
    PostQueuedCompletionStatus(port, 0, 1, NULL);
    return 0;
}

static void threads(void)
{
    SOCKET a[CONNECTIONS], b[CONNECTIONS];
    HANDLE t[4];
    DWORD begin = GetTickCount();
    int i, k;

    for (i = 0; i < CONNECTIONS; i++) {
        tcp_pair(&a[i], &b[i]);
        nonblocking(b[i], 1);
        enable(b[i], SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL | ONESHOT);
    }
    for (i = 0; i < 4; i++)
        t[i] = thread(worker, NULL);
    for (k = 0; k < MESSAGES; k++)
        for (i = 0; i < CONNECTIONS; i++)
            put(a[i], "m");
    while (received < CONNECTIONS * MESSAGES && GetTickCount() - begin < LONG_TIME)
        Sleep(1);
    equal(0, received, CONNECTIONS * MESSAGES, "four threads receive every byte of sixteen connections");
    PostQueuedCompletionStatus(port, 0, 1, NULL);
    equal(0, WaitForMultipleObjects(4, t, TRUE, LONG_TIME), WAIT_OBJECT_0, "one packet after the other ends them");
    for (i = 0; i < 4; i++)
        CloseHandle(t[i]);
    for (i = 0; i < CONNECTIONS; i++) {
        closesocket(a[i]);
        closesocket(b[i]);
    }
}

int main(void)
{
    start();
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    level();
    one_shot();
    edge();
    room();
    kinds();
    errors();
    mixed();
    threads();
    CloseHandle(port);
    return finish_tests();
}
