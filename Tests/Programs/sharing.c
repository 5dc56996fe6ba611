/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Two sockets on one port: the table of "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE". */
#include "check.h"

enum { PLAIN, REUSE, EXCLUSIVE };
enum { WILDCARD, SPECIFIC };
static const char *const uses[] = { "default", "SO_REUSEADDR", "SO_EXCLUSIVEADDRUSE" };
static const char *const places[] = { "wildcard", "specific" };

static SOCKET make_of(int family, int type, int use)
{
    SOCKET s = socket(family, type, 0);
    BOOL on = TRUE;

    if (use != PLAIN)
        setsockopt(s, SOL_SOCKET, use == REUSE ? SO_REUSEADDR : SO_EXCLUSIVEADDRUSE, (char *)&on, sizeof on);
    return s;
}

static SOCKET make(int type, int use) { return make_of(AF_INET, type, use); }

static int bind_to(SOCKET s, int place, u_short port)
{
    struct sockaddr_in a;

    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_port = port;
    a.sin_addr.s_addr = htonl(place == WILDCARD ? INADDR_ANY : INADDR_LOOPBACK);
    return bind(s, (struct sockaddr *)&a, sizeof a) ? WSAGetLastError() : 0;
}

/* [second's use][second's place][first's use][first's place] */
static const int table[3][2][3][2] = {
    { { { WSAEADDRINUSE, 0 }, { WSAEADDRINUSE, 0 }, { WSAEADDRINUSE, 0 } },
      { { 0, WSAEADDRINUSE }, { 0, WSAEADDRINUSE }, { WSAEACCES, WSAEADDRINUSE } } },
    { { { WSAEACCES, 0 }, { 0, 0 }, { WSAEACCES, 0 } },
      { { 0, WSAEACCES }, { 0, 0 }, { WSAEACCES, WSAEACCES } } },
    { { { WSAEADDRINUSE, WSAEADDRINUSE }, { WSAEADDRINUSE, WSAEADDRINUSE }, { WSAEADDRINUSE, WSAEADDRINUSE } },
      { { 0, WSAEADDRINUSE }, { 0, WSAEADDRINUSE }, { WSAEACCES, WSAEADDRINUSE } } },
};

static void matrix(int type, int listens)
{
    int i;

    for (i = 0; i < 36; i++) {
        int second_use = i / 12, second_place = i / 6 % 2, first_use = i / 2 % 3, first_place = i % 2;
        SOCKET first = make(type, first_use), second = make(type, second_use);
        char what[160];

        bind_to(first, first_place, 0);
        if (listens)
            listen(first, 1);
        snprintf(what, sizeof what, "%s: %s %s beside %s %s%s", type == SOCK_STREAM ? "TCP" : "UDP", uses[second_use], places[second_place],
                 uses[first_use], places[first_place], listens ? ", which listens" : "");
        equal(0, bind_to(second, second_place, name_of(first).sin_port), table[second_use][second_place][first_use][first_place], what);
        closesocket(first);
        closesocket(second);
    }
}

/* The more specific listener gets the connections. */
static void listeners(void)
{
    SOCKET any = make(SOCK_STREAM, PLAIN), one = make(SOCK_STREAM, PLAIN), c = tcp(), s;
    struct sockaddr_in where;

    bind_to(any, WILDCARD, 0);
    listen(any, 1);
    bind_to(one, SPECIFIC, name_of(any).sin_port);
    equal(0, listen(one, 1), 0, "both listen");
    where = name_of(one);
    equal(0, connect(c, (struct sockaddr *)&where, sizeof where), 0, "a connection to the specific address");
    s = accept(one, NULL, NULL);
    check(0, s != INVALID_SOCKET, "is taken there");
    closesocket(s);
    closesocket(c);
    closesocket(any);
    closesocket(one);
}

/* A server that is started again needs no option, though its last connections are not quite over. */
static void restart(void)
{
    SOCKET l = make(SOCK_STREAM, PLAIN), again = make(SOCK_STREAM, PLAIN), c = tcp(), s;
    struct sockaddr_in where = bind_local(l);
    char b;

    listen(l, 1);
    connect(c, (struct sockaddr *)&where, sizeof where);
    s = accept(l, NULL, NULL);
    closesocket(s);
    recv(c, &b, 1, 0);
    closesocket(c);
    closesocket(l);
    equal(0, bind(again, (struct sockaddr *)&where, sizeof where), 0, "a port whose connections are in TIME_WAIT is bound again");
    equal(0, listen(again, 1), 0, "and listens");
    closesocket(again);
}

static void addresses(void)
{
    SOCKET t = tcp(), u = udp();
    struct sockaddr_in a;

    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(0xe0000001);
    equal(0, bind(t, (struct sockaddr *)&a, sizeof a) ? WSAGetLastError() : 0, WSAEADDRNOTAVAIL, "a group is no local address");
    equal(0, bind(u, (struct sockaddr *)&a, sizeof a) ? WSAGetLastError() : 0, WSAEADDRNOTAVAIL, "nor for datagrams");
    a.sin_addr.s_addr = INADDR_BROADCAST;
    equal(0, bind(u, (struct sockaddr *)&a, sizeof a) ? WSAGetLastError() : 0, WSAEACCES, "nor a broadcast address without SO_BROADCAST");
    closesocket(t);
    closesocket(u);
}

static int bind_text(int dual, const char *text)
{
    SOCKET s = socket(AF_INET6, SOCK_DGRAM, 0);
    struct sockaddr_in6 a;
    int only = !dual, error;

    setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, (char *)&only, sizeof only);
    memset(&a, 0, sizeof a);
    a.sin6_family = AF_INET6;
    inet_pton(AF_INET6, text, &a.sin6_addr);
    error = bind(s, (struct sockaddr *)&a, sizeof a) ? WSAGetLastError() : 0;
    closesocket(s);
    return error;
}

static void addresses6(void)
{
    char room[4096];
    SOCKET_ADDRESS_LIST *list = (SOCKET_ADDRESS_LIST *)room;
    SOCKET s = socket(AF_INET6, SOCK_DGRAM, 0);
    DWORD n = 0;
    int i;

    equal(0, bind_text(0, "::ffff:127.0.0.1"), WSAEADDRNOTAVAIL, "an address of IPv4 is none for IPv6 alone");
    equal(0, bind_text(1, "::ffff:127.0.0.1"), 0, "but for both families");
    equal(0, bind_text(1, "::ffff:224.0.0.1"), WSAEADDRNOTAVAIL, "a group of IPv4 is no local address in the form of IPv6 either");
    equal(0, bind_text(1, "::ffff:255.255.255.255"), WSAEACCES, "nor is a broadcast address");
    equal(0, bind_text(0, "fe80::dead:beef"), WSAEADDRNOTAVAIL, "a link-local address that no interface has");
    WSAIoctl(s, SIO_ADDRESS_LIST_QUERY, NULL, 0, room, sizeof room, &n, NULL, NULL);
    for (i = 0; n && i < list->iAddressCount; i++) {
        struct sockaddr_in6 *a = (struct sockaddr_in6 *)list->Address[i].lpSockaddr;
        char text[64];

        if (a->sin6_addr.s6_addr[0] != 0xfe || (a->sin6_addr.s6_addr[1] & 0xc0) != 0x80)
            continue;
        inet_ntop(AF_INET6, &a->sin6_addr, text, sizeof text);
        equal(0, bind_text(0, text), 0, "one that an interface has needs no scope");
    }
    closesocket(s);
}

/* A server of datagrams that gives each peer a socket of its own, as those of DTLS do: the socket that has heard the peer is
 * connected to it, and a new one takes its place. Which socket the kernel would choose depends on the peer's port. */
static void peers(void)
{
    enum { count = 12 };
    SOCKET mine[count], theirs[count], stranger = udp(), s = make(SOCK_DGRAM, REUSE);
    struct sockaddr_in where, none;
    char b[8];
    int i, round;

    bind_to(s, SPECIFIC, 0);
    where = name_of(s);
    for (i = 0; i < count; i++) {
        struct sockaddr_in from;
        int length = sizeof from;

        theirs[i] = udp();
        equal(0, sendto(theirs[i], "hello", 5, 0, (struct sockaddr *)&where, sizeof where), 5, "a new peer");
        equal(0, recvfrom(s, b, sizeof b, 0, (struct sockaddr *)&from, &length), 5, "is heard by the socket that is not connected");
        /* Connected before there is another socket, and after. */
        if (i % 2 == 0)
            equal(0, connect(s, (struct sockaddr *)&from, length), 0, "which is connected to it");
        mine[i] = s;
        s = make(SOCK_DGRAM, REUSE);
        equal(0, bind_to(s, SPECIFIC, where.sin_port), 0, "and followed by another one");
        if (i % 2 != 0)
            equal(0, connect(mine[i], (struct sockaddr *)&from, length), 0, "and then connected to it");
    }
    for (round = 0; round < 2; round++)
        for (i = 0; i < count; i++) {
            sprintf(b, "%d", i);
            sendto(theirs[i], b, 2, 0, (struct sockaddr *)&where, sizeof where);
            memset(b, 0, sizeof b);
            equal(0, recv(mine[i], b, sizeof b, 0), 2, "what a peer sends comes to its socket");
            equal(0, atoi(b), i, "and to no other");
            equal(0, put(mine[i], "ok"), 2, "the answer goes out");
            equal(0, recv(theirs[i], b, sizeof b, 0), 2, "and arrives");
        }
    sendto(stranger, "who", 3, 0, (struct sockaddr *)&where, sizeof where);
    equal(0, recv(s, b, sizeof b, 0), 3, "a stranger comes to the socket that is not connected");
    memset(&none, 0, sizeof none);
    closesocket(s);
    for (i = 1; i < count; i++)
        closesocket(mine[i]);
    equal(0, connect(mine[0], (struct sockaddr *)&none, sizeof none), 0, "a socket is disconnected");
    sendto(stranger, "you", 3, 0, (struct sockaddr *)&where, sizeof where);
    equal(0, recv(mine[0], b, sizeof b, 0), 3, "and hears strangers");
    closesocket(mine[0]);
    for (i = 0; i < count; i++)
        closesocket(theirs[i]);
    closesocket(stranger);
}

/* A socket of both families, on the wildcard or on an IPv4 address. */
static SOCKET make_dual(int type, int use)
{
    SOCKET s = make_of(AF_INET6, type, use);
    int off = 0;

    setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, (char *)&off, sizeof off);
    return s;
}

static int bind_dual(SOCKET s, int place, u_short port)
{
    struct sockaddr_in6 a;

    memset(&a, 0, sizeof a);
    a.sin6_family = AF_INET6;
    a.sin6_port = port;
    if (place == SPECIFIC)
        inet_pton(AF_INET6, "::ffff:127.0.0.1", &a.sin6_addr);
    return bind(s, (struct sockaddr *)&a, sizeof a) ? WSAGetLastError() : 0;
}

/* "Winsock SO_EXCLUSIVEADDRUSE on Vista": a wildcard of both families is checked in both, and is one of IPv4 for whoever wants
 * exclusive use. [second's use][first's use] */
static const int wildcards[3][3] = { { 0, 0, WSAEADDRINUSE }, { 0, 0, WSAEACCES }, { WSAEADDRINUSE, WSAEADDRINUSE, WSAEADDRINUSE } };

static void families(int type)
{
    const char *protocol = type == SOCK_STREAM ? "TCP" : "UDP";
    int i;

    for (i = 0; i < 72; i++) {
        int first_use = i % 3, second_use = i / 3 % 3, dual_is_second = i / 9 % 2, plain_place = i / 18 % 2, dual_place = i / 36;
        int first_place = dual_is_second ? plain_place : dual_place, second_place = dual_is_second ? dual_place : plain_place;
        SOCKET plain = make(type, dual_is_second ? first_use : second_use), dual = make_dual(type, dual_is_second ? second_use : first_use);
        int want = plain_place == WILDCARD && dual_place == WILDCARD ? wildcards[second_use][first_use]
                                                                     : table[second_use][second_place][first_use][first_place], got;
        struct sockaddr_in6 name;
        int length = sizeof name;
        char what[160];

        snprintf(what, sizeof what, "%s: %s, %s %s, beside %s, %s %s", protocol, dual_is_second ? "both families" : "IPv4", uses[second_use],
                 places[second_place], dual_is_second ? "IPv4" : "both families", uses[first_use], places[first_place]);
        if (dual_is_second) {
            bind_to(plain, plain_place, 0);
            got = bind_dual(dual, dual_place, name_of(plain).sin_port);
        } else {
            bind_dual(dual, dual_place, 0);
            getsockname(dual, (struct sockaddr *)&name, &length);
            got = bind_to(plain, plain_place, name.sin6_port);
        }
        equal(0, got, want, what);
        closesocket(plain);
        closesocket(dual);
    }
}

/* What comes by IPv4 is for the socket of IPv4. */
static void family_listeners(void)
{
    SOCKET plain = make(SOCK_STREAM, PLAIN), dual = make_dual(SOCK_STREAM, PLAIN), c = tcp(), c6 = socket(AF_INET6, SOCK_STREAM, 0), s;
    struct sockaddr_in where;
    struct sockaddr_in6 where6;

    bind_to(plain, WILDCARD, 0);
    where = name_of(plain);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    equal(0, bind_dual(dual, WILDCARD, where.sin_port), 0, "both families beside IPv4");
    check(0, !listen(dual, 1) && !listen(plain, 1), "both listen");
    memset(&where6, 0, sizeof where6);
    where6.sin6_family = AF_INET6;
    where6.sin6_port = where.sin_port;
    where6.sin6_addr.s6_addr[15] = 1;
    nonblocking(plain, 1);
    nonblocking(dual, 1);
    equal(0, connect(c, (struct sockaddr *)&where, sizeof where), 0, "a connection by IPv4");
    s = accept(plain, NULL, NULL);
    check(0, s != INVALID_SOCKET, "is taken by the socket of IPv4");
    closesocket(s);
    equal(0, connect(c6, (struct sockaddr *)&where6, sizeof where6), 0, "a connection by IPv6");
    s = accept(dual, NULL, NULL);
    check(0, s != INVALID_SOCKET, "is taken by the other");
    closesocket(s);
    closesocket(c);
    closesocket(c6);
    closesocket(plain);
    closesocket(dual);
}

int main(void)
{
    start();
    matrix(SOCK_STREAM, 0);
    matrix(SOCK_STREAM, 1);
    matrix(SOCK_DGRAM, 0);
    families(SOCK_STREAM);
    families(SOCK_DGRAM);
    listeners();
    family_listeners();
    restart();
    addresses();
    addresses6();
    peers();
    return finish_tests();
}
