/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The plain calls at their edges: which sockets there are, addresses one cannot connect or send to, short lengths,
 * deferred connections, lingering, urgent data beside select and events. */
#include "check.h"

#define NOWHERE ((void *)(size_t)0xdead0000)

static int made(int family, int type, int protocol)
{
    SOCKET s = socket(family, type, protocol);
    int error = s == INVALID_SOCKET ? WSAGetLastError() : 0;

    if (!error)
        closesocket(s);
    return error;
}

static void kinds(void)
{
    SOCKET s = socket(AF_INET, 0, 0);
    int type = 0, n = sizeof type;

    check(0, getsockopt(s, SOL_SOCKET, SO_TYPE, (char *)&type, &n) == 0 && type == SOCK_STREAM, "type and protocol 0: a stream");
    closesocket(s);
    equal(0, made(AF_UNSPEC, 0, 0), WSAEINVAL, "nothing given: WSAEINVAL");
    equal(0, made(AF_UNSPEC, SOCK_STREAM, 0), WSAEINVAL, "without a family the protocol must be given");
    equal(0, made(AF_UNSPEC, SOCK_STREAM, IPPROTO_TCP), 0, "then it is Internet's");
    equal(0, made(AF_INET, SOCK_SEQPACKET, 0), WSAESOCKTNOSUPPORT, "a type the family does not have: WSAESOCKTNOSUPPORT");
    equal(0, made(AF_INET, 77, 0), WSAESOCKTNOSUPPORT, "no type at all");
    equal(0, made(AF_INET, SOCK_STREAM, IPPROTO_UDP), WSAEPROTONOSUPPORT, "a protocol of another type: WSAEPROTONOSUPPORT");
    equal(0, made(77, SOCK_STREAM, 0), WSAEAFNOSUPPORT, "no family: WSAEAFNOSUPPORT");
}

static int connect_to(SOCKET s, ULONG host, u_short port)
{
    struct sockaddr_in a;

    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(host);
    a.sin_port = port;
    return connect(s, (struct sockaddr *)&a, sizeof a) ? WSAGetLastError() : 0;
}

static int send_to(SOCKET s, ULONG host, u_short port)
{
    struct sockaddr_in a;

    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(host);
    a.sin_port = port;
    return sendto(s, "x", 1, 0, (struct sockaddr *)&a, sizeof a) == 1 ? 0 : WSAGetLastError();
}

static void destinations(void)
{
    SOCKET s = tcp(), u = udp();
    BOOL on = TRUE;
    char long_address[200] = { AF_INET };

    equal(0, connect_to(s, INADDR_ANY, htons(9)), WSAEADDRNOTAVAIL, "nobody connects to the wildcard");
    equal(0, connect_to(s, INADDR_LOOPBACK, 0), WSAEADDRNOTAVAIL, "nor to port 0");
    equal(0, send_to(u, INADDR_ANY, htons(9)), WSAEADDRNOTAVAIL, "nor sends to the wildcard");
    equal(0, send_to(u, INADDR_LOOPBACK, 0), WSAEADDRNOTAVAIL, "nor to port 0");
    equal(0, send_to(u, INADDR_BROADCAST, htons(9)), WSAEACCES, "a broadcast needs SO_BROADCAST");
    equal(0, connect_to(u, INADDR_BROADCAST, htons(9)), WSAEACCES, "also by connect");
    setsockopt(u, SOL_SOCKET, SO_BROADCAST, (char *)&on, sizeof on);
    check(0, connect_to(u, INADDR_BROADCAST, htons(9)) != WSAEACCES, "and is not refused with it");
    equal(0, bind(s, (struct sockaddr *)long_address, sizeof long_address), 0, "an address may be longer than it must");
    closesocket(s);
    closesocket(u);
}

/* A refused attempt does not spoil the next one. */
static void again(void)
{
    SOCKET l = tcp(), c = tcp();
    struct sockaddr_in where = bind_local(l);
    fd_set set;
    struct timeval tv = { 5, 0 };

    nonblocking(c, 1);
    connect(c, (struct sockaddr *)&where, sizeof where);
    FD_ZERO(&set);
    FD_SET(c, &set);
    equal(0, select(0, NULL, NULL, &set, &tv), 1, "a refused connect");
    listen(l, 1);
    equal(0, connect_to(c, INADDR_LOOPBACK, where.sin_port), WSAEWOULDBLOCK, "a second attempt is on its way");
    FD_ZERO(&set);
    FD_SET(c, &set);
    equal(0, select(0, NULL, &set, NULL, &tv), 1, "and is made");
    closesocket(c);
    closesocket(l);
}

static int decision;
static int CALLBACK decide(LPWSABUF a, LPWSABUF b, LPQOS c, LPQOS d, LPWSABUF e, LPWSABUF f, GROUP *g, DWORD_PTR context)
{
    (void)a; (void)b; (void)c; (void)d; (void)e; (void)f; (void)g; (void)context;
    return decision;
}

static void accepting(void)
{
    SOCKET l = tcp(), c = tcp(), s;
    struct sockaddr_in where = bind_local(l), peer;
    int n = 5;
    fd_set set;
    struct timeval tv = { 5, 0 };

    listen(l, 1);
    connect(c, (struct sockaddr *)&where, sizeof where);
    check(0, accept(l, (struct sockaddr *)&peer, &n) == INVALID_SOCKET && WSAGetLastError() == WSAEFAULT, "no room for the address: WSAEFAULT");
    decision = CF_DEFER;
    check(0, WSAAccept(l, NULL, NULL, decide, 0) == INVALID_SOCKET && WSAGetLastError() == WSATRY_AGAIN, "CF_DEFER: WSATRY_AGAIN");
    FD_ZERO(&set);
    FD_SET(l, &set);
    equal(0, select(0, &set, NULL, NULL, &tv), 1, "the connection still waits");
    n = sizeof peer;
    s = accept(l, (struct sockaddr *)&peer, &n);
    check(0, s != INVALID_SOCKET && peer.sin_port == name_of(c).sin_port, "and is the next accept's");
    equal(0, send(s, "x", 1, 0), 1, "alive");
    closesocket(s);
    closesocket(c);
    closesocket(l);
}

/* The peer's name outlives the connection, and a reset that comes before anybody looked is no refusal. */
static void endings(void)
{
    SOCKET a, b, l = tcp(), c = tcp();
    struct sockaddr_in where = bind_local(l), peer;
    fd_set set;
    struct timeval tv = { 5, 0 };
    int n = sizeof peer;
    char text[4];

    tcp_pair(&a, &b);
    where = name_of(b);
    reset(b);
    check(0, recv(a, text, sizeof text, 0) == SOCKET_ERROR && WSAGetLastError() == WSAECONNRESET, "a reset");
    check(0, getpeername(a, (struct sockaddr *)&peer, &n) == 0 && peer.sin_port == where.sin_port, "after which getpeername works");
    closesocket(a);
    where = name_of(l);
    listen(l, 1);
    nonblocking(c, 1);
    connect(c, (struct sockaddr *)&where, sizeof where);
    a = accept(l, NULL, NULL);
    reset(a);
    FD_ZERO(&set);
    FD_SET(c, &set);
    equal(0, select(0, &set, NULL, NULL, &tv), 1, "a connection that is reset at once is readable");
    check(0, recv(c, text, sizeof text, 0) == SOCKET_ERROR && WSAGetLastError() == WSAECONNRESET, "and was one");
    closesocket(c);
    closesocket(l);
}

static void by_name(void)
{
    SOCKET l = tcp(), c = socket(AF_INET6, SOCK_STREAM, 0), u = udp();
    struct sockaddr_in where = bind_local(l);
    char port[8];
    DWORD off = 0;

    listen(l, 1);
    snprintf(port, sizeof port, "%d", ntohs(where.sin_port));
    equal(0, WSAConnectByNameA(u, "127.0.0.1", port, NULL, NULL, NULL, NULL, NULL, NULL), FALSE, "WSAConnectByName is for connections");
    check(0, !WSAConnectByNameA(c, "127.0.0.1", port, NULL, NULL, NULL, NULL, NULL, NULL), "an IPv6 socket does not reach an IPv4 host");
    setsockopt(c, IPPROTO_IPV6, IPV6_V6ONLY, (char *)&off, sizeof off);
#ifndef _WIN32
    check(0, WSAConnectByNameA(c, "127.0.0.1", port, NULL, NULL, NULL, NULL, NULL, NULL), "unless it is for both");
#endif
    closesocket(c);
    closesocket(u);
    closesocket(l);
}

static void lingering(void)
{
    SOCKET a, b;
    struct linger l = { 1, 5 };
    static char data[1 << 16];

    tcp_pair(&a, &b);
    setsockopt(a, SOL_SOCKET, SO_LINGER, (char *)&l, sizeof l);
    nonblocking(a, 1);
    while (send(a, data, sizeof data, 0) > 0) {}
    equal(0, closesocket(a) ? WSAGetLastError() : 0, WSAEWOULDBLOCK, "a non-blocking socket that would have to linger is not closed");
    l.l_linger = 0;
    equal(0, setsockopt(a, SOL_SOCKET, SO_LINGER, (char *)&l, sizeof l), 0, "it is still there");
    equal(0, closesocket(a), 0, "and is, when it need not");
    closesocket(b);
}

/* Bytes behind an urgent one are seen by select, and the urgent one by FD_OOB. */
static void urgent(void)
{
    SOCKET a, b;
    WSAEVENT event = WSACreateEvent();
    WSANETWORKEVENTS events;
    fd_set set;
    struct timeval tv = { 5, 0 };
    char c = 0, text[8] = "";
    long seen = 0;

    tcp_pair(&a, &b);
    WSAEventSelect(b, event, FD_READ | FD_OOB | FD_CLOSE);
    send(a, "!", 1, MSG_OOB);
    while (!(seen & FD_OOB) && WSAWaitForMultipleEvents(1, &event, FALSE, LONG_TIME, FALSE) == WSA_WAIT_EVENT_0)
        seen |= WSAEnumNetworkEvents(b, event, &events) ? 0 : events.lNetworkEvents;
    check(0, seen & FD_OOB && recv(b, &c, 1, MSG_OOB) == 1 && c == '!', "FD_OOB");
    send(a, "tail", 4, 0);
    FD_ZERO(&set);
    FD_SET(b, &set);
    equal(0, select(0, &set, NULL, NULL, &tv), 1, "select sees what follows");
    shutdown(a, SD_SEND);
    for (seen = 0; (seen & (FD_READ | FD_CLOSE)) != (FD_READ | FD_CLOSE) && WSAWaitForMultipleEvents(1, &event, FALSE, LONG_TIME, FALSE) == WSA_WAIT_EVENT_0;)
        seen |= WSAEnumNetworkEvents(b, event, &events) ? 0 : events.lNetworkEvents;
    equal(0, seen, FD_READ | FD_CLOSE, "and so do the events");
    check(0, recv(b, text, sizeof text, 0) == 4 && !memcmp(text, "tail", 4), "it is received");
    WSACloseEvent(event);
    closesocket(a);
    closesocket(b);
}

static void one_set(void)
{
    SOCKET a, b;
    fd_set set;
    struct timeval tv = { 5, 0 };

    tcp_pair(&a, &b);
    FD_ZERO(&set);
    FD_SET(a, &set);
    equal(0, select(0, &set, &set, &set, &tv), 1, "one set for all three uses");
    equal(0, set.fd_count, 1, "keeps what was found for any");
    closesocket(a);
    closesocket(b);
}

#ifndef _WIN32
/* Windows may raise an access violation here. */
static void wild(void)
{
    SOCKET a, b;
    struct sockaddr_in where;

    tcp_pair(&a, &b);
    where = name_of(a);
    equal(0, WSASendDisconnect(a, NOWHERE) ? WSAGetLastError() : 0, WSAEFAULT, "WSASendDisconnect");
    equal(0, WSARecvDisconnect(a, NOWHERE) ? WSAGetLastError() : 0, WSAEFAULT, "WSARecvDisconnect");
    equal(0, WSAConnect(a, (struct sockaddr *)&where, sizeof where, NOWHERE, NULL, NULL, NULL) ? WSAGetLastError() : 0, WSAEFAULT, "WSAConnect");
    closesocket(a);
    closesocket(b);
}
#else
static void wild(void) {}
#endif

int main(void)
{
    start();
    kinds();
    destinations();
    again();
    accepting();
    endings();
    by_name();
    lingering();
    urgent();
    one_set();
    wild();
    return finish_tests();
}
