/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * ProcessSocketNotifications: what is told when, by levels and edges of sockets of all kinds. */
#include "notifications.h"

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
    reset(a);
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

int main(void)
{
    start();
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    level();
    one_shot();
    edge();
    room();
    kinds();
    CloseHandle(port);
    return finish_tests();
}
