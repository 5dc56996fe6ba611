/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * ProcessSocketNotifications: registrations and ports: errors, packets of other kinds, several threads, and others who
 * observe the same socket. */
#include "notifications.h"

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
    while (InterlockedExchangeAdd(&received, 0) < CONNECTIONS * MESSAGES && GetTickCount() - begin < LONG_TIME)
        Sleep(1);
    equal(0, InterlockedExchangeAdd(&received, 0), CONNECTIONS * MESSAGES, "four threads receive every byte of sixteen connections");
    PostQueuedCompletionStatus(port, 0, 1, NULL);
    equal(0, WaitForMultipleObjects(4, t, TRUE, LONG_TIME), WAIT_OBJECT_0, "one packet after the other ends them");
    for (i = 0; i < 4; i++)
        CloseHandle(t[i]);
    for (i = 0; i < CONNECTIONS; i++) {
        closesocket(a[i]);
        closesocket(b[i]);
    }
}

/* The end of one observer leaves the other alone. */
static void observers(void)
{
    WSAEVENT event = WSACreateEvent();
    WSANETWORKEVENTS seen;
    SOCKET a, b;
    u_long mark;

    tcp_pair(&a, &b);
    ioctlsocket(b, SIOCATMARK, &mark);
    equal(0, WSAEventSelect(b, event, FD_READ), 0, "an event selection");
    enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL | ONESHOT);
    put(a, "x");
    equal(0, next(b, LONG_TIME), IN_, "and a notification of one socket: the packet comes");
    equal(0, WSAWaitForMultipleEvents(1, &event, TRUE, LONG_TIME, FALSE), WSA_WAIT_EVENT_0, "and the event is set");
    drain(b);
    WSAEnumNetworkEvents(b, event, &seen);
    WSAEventSelect(b, NULL, 0);
    enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL | ONESHOT);
    put(a, "y");
    equal(0, next(b, LONG_TIME), IN_, "without the selection the notification goes on");
    drain(b);
    WSAEventSelect(b, event, FD_READ);
    change(b, SOCK_NOTIFY_OP_REMOVE, 0, 0);
    equal(0, change(b, SOCK_NOTIFY_OP_REMOVE, 0, 0), 0, "a removal that is under way may be asked for again");
    equal(0, next(b, LONG_TIME), GONE, "it is told once");
    equal(0, change(b, SOCK_NOTIFY_OP_REMOVE, 0, 0), ERROR_NOT_FOUND, "then there is nothing to remove");
    put(a, "z");
    equal(0, WSAWaitForMultipleEvents(1, &event, TRUE, LONG_TIME, FALSE), WSA_WAIT_EVENT_0, "without the notification the selection goes on");
    closesocket(a);
    closesocket(b);
    WSACloseEvent(event);
}

/* A registration with another port takes the place of the first. */
static void ports(void)
{
    HANDLE first = port;
    SOCKET a, b;

    tcp_pair(&a, &b);
    enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL);
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    equal(0, enable(b, SOCK_NOTIFY_REGISTER_EVENT_IN, LEVEL), 0, "a second port");
    put(a, "x");
    equal(0, next(b, LONG_TIME), IN_, "gets the packets");
    CloseHandle(port);
    port = first;
    equal(0, next(b, 0), -1, "the first one does not");
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    start();
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    errors();
    mixed();
    observers();
    ports();
    threads();
    CloseHandle(port);
    return finish_tests();
}
