/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The plain socket functions: start-up, connecting, options, names, addresses. */
#include "check.h"

static void startup(void)
{
    WSADATA d;

    equal(0, WSAStartup(MAKEWORD(1, 0), &d), 0, "version 1.0");
    equal(0, d.wVersion, MAKEWORD(1, 0), "is granted");
    WSACleanup();
    equal(0, WSAStartup(MAKEWORD(2, 0), &d), 0, "version 2.0");
    equal(0, d.wVersion, MAKEWORD(2, 0), "is granted");
    equal(0, d.wHighVersion, MAKEWORD(2, 2), "2.2 is the highest");
    WSACleanup();
    WSASetLastError(4711);
    equal(0, GetLastError(), 4711, "one last error for both interfaces");
    SetLastError(42);
    equal(0, WSAGetLastError(), 42, "either way");
}

static int CALLBACK condition(LPWSABUF caller, LPWSABUF data, LPQOS q, LPQOS g, LPWSABUF callee, LPWSABUF back, GROUP *group, DWORD_PTR context)
{
    (void)data; (void)q; (void)g; (void)callee; (void)back; (void)group;
    return caller->len >= sizeof(struct sockaddr_in) ? *(int *)context : CF_REJECT;
}

static void connections(void)
{
    SOCKET l = tcp(), a, b;
    struct sockaddr_in where = bind_local(l), peer;
    int decision = CF_ACCEPT, n = sizeof peer, rc;
    char c;

    equal(0, listen(l, 5), 0, "listen");
    a = tcp();
    equal(0, WSAConnect(a, (struct sockaddr *)&where, sizeof where, NULL, NULL, NULL, NULL), 0, "WSAConnect");
    b = WSAAccept(l, (struct sockaddr *)&peer, &n, condition, (DWORD_PTR)&decision);
    check(0, b != INVALID_SOCKET && peer.sin_port == name_of(a).sin_port, "WSAAccept with a condition that accepts");
    n = sizeof peer;
    check(0, getpeername(b, (struct sockaddr *)&peer, &n) == 0 && peer.sin_port == name_of(a).sin_port, "getpeername");
    closesocket(a);
    closesocket(b);
    decision = CF_REJECT;
    a = tcp();
    connect(a, (struct sockaddr *)&where, sizeof where);
    b = WSAAccept(l, NULL, NULL, condition, (DWORD_PTR)&decision);
    check(0, b == INVALID_SOCKET && WSAGetLastError() == WSAECONNREFUSED, "one that rejects: WSAECONNREFUSED");
    rc = recv(a, &c, 1, 0);
    check(0, rc == 0 || (rc == SOCKET_ERROR && WSAGetLastError() == WSAECONNRESET), "and the caller is cut off");
    closesocket(a);
    equal(0, connect(l, (struct sockaddr *)&where, sizeof where) ? WSAGetLastError() : 0, WSAEINVAL, "a listener does not connect");
    closesocket(l);
    a = tcp();
    equal(0, listen(a, 1) ? WSAGetLastError() : 0, WSAEINVAL, "an unbound socket does not listen");
    closesocket(a);
}

static int option(SOCKET s, int level, int name)
{
    int v = -1, n = sizeof v;

    return getsockopt(s, level, name, (char *)&v, &n) ? -1000 - WSAGetLastError() : n == 1 ? (unsigned char)v : v;
}

static int set(SOCKET s, int level, int name, int v)
{
    return setsockopt(s, level, name, (char *)&v, sizeof v) ? WSAGetLastError() : 0;
}

static void options(void)
{
    SOCKET s = tcp(), u = udp(), six = WSASocketW(AF_INET6, SOCK_STREAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED);
    struct linger l = { 1, 7 };
    struct sockaddr_in gone;
    fd_set except;
    struct timeval tv = { 5, 0 };
    int n = sizeof l;

    equal(0, option(s, SOL_SOCKET, SO_TYPE), SOCK_STREAM, "SO_TYPE");
    set(s, SOL_SOCKET, SO_RCVBUF, 12345);
    equal(0, option(s, SOL_SOCKET, SO_RCVBUF), 12345, "SO_RCVBUF reads back as set");
    set(s, SOL_SOCKET, SO_SNDBUF, 54321);
    equal(0, option(s, SOL_SOCKET, SO_SNDBUF), 54321, "SO_SNDBUF");
    set(s, SOL_SOCKET, SO_RCVTIMEO, 1500);
    equal(0, option(s, SOL_SOCKET, SO_RCVTIMEO), 1500, "SO_RCVTIMEO is a DWORD of milliseconds");
    setsockopt(s, SOL_SOCKET, SO_LINGER, (char *)&l, sizeof l);
    memset(&l, 0, sizeof l);
    getsockopt(s, SOL_SOCKET, SO_LINGER, (char *)&l, &n);
    check(0, n == 4 && l.l_onoff == 1 && l.l_linger == 7, "SO_LINGER holds two u_shorts");
    equal(0, set(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1), 0, "SO_EXCLUSIVEADDRUSE");
    equal(0, set(s, SOL_SOCKET, SO_REUSEADDR, 1), WSAEINVAL, "excludes SO_REUSEADDR");
    set(s, IPPROTO_TCP, TCP_NODELAY, 1);
    equal(0, option(s, IPPROTO_TCP, TCP_NODELAY), 1, "TCP_NODELAY");
    equal(0, option(u, IPPROTO_TCP, TCP_NODELAY), -1000 - WSAENOPROTOOPT, "not on a datagram socket: WSAENOPROTOOPT");
    set(u, IPPROTO_IP, IP_TTL, 33);
    equal(0, option(u, IPPROTO_IP, IP_TTL), 33, "IP_TTL");
    set(u, SOL_SOCKET, SO_BROADCAST, 1);
    equal(0, option(u, SOL_SOCKET, SO_BROADCAST), 1, "SO_BROADCAST");
    equal(0, option(u, SOL_SOCKET, SO_MAX_MSG_SIZE) > 60000, 1, "SO_MAX_MSG_SIZE");
    equal(0, option(six, IPPROTO_IPV6, IPV6_V6ONLY), 1, "IPV6_V6ONLY is on at first, as on Windows");
    equal(0, set(s, SOL_SOCKET, 0x7abc, 1), WSAENOPROTOOPT, "an unknown option: WSAENOPROTOOPT");
    closesocket(s);
    closesocket(u);
    closesocket(six);

    /* SO_ERROR after a connect that was refused while nobody waited. */
    s = tcp();
    gone = bind_local(s);
    u = tcp();
    nonblocking(u, 1);
    connect(u, (struct sockaddr *)&gone, sizeof gone);
    FD_ZERO(&except);
    FD_SET(u, &except);
    equal(0, select(0, NULL, NULL, &except, &tv), 1, "a refused connect shows in the except set");
    equal(0, option(u, SOL_SOCKET, SO_ERROR), WSAECONNREFUSED, "and in SO_ERROR");
    equal(0, option(u, SOL_SOCKET, SO_ERROR), WSAECONNREFUSED, "which reading does not clear");
    closesocket(u);
    closesocket(s);
}

/* Three names of this host: its own, none, and one that Windows has for it. */
static void this_host(void)
{
    const char *const name[] = { "", "..localmachine" };
    struct addrinfo *a = NULL, *b = NULL;
    char host[256] = "";
    int i, rc;

    gethostname(host, sizeof host);
    rc = getaddrinfo(host, NULL, NULL, &a);
    for (i = 0; i < 2; i++) {
        equal(0, getaddrinfo(name[i], NULL, NULL, &b), rc, "this host under another name");
        check(0, rc ? b == NULL : a->ai_addrlen == b->ai_addrlen && !memcmp(a->ai_addr, b->ai_addr, a->ai_addrlen), "has the same address");
        freeaddrinfo(b);
    }
    freeaddrinfo(a);
}

static void names(void)
{
    struct addrinfo hints, *list = NULL;
    struct in_addr v4;
    struct hostent *h;
    struct servent *sv;
    struct protoent *pr;
    char host[256], service[32];

    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_INET;
    hints.ai_flags = AI_CANONNAME;
    check(0, getaddrinfo("127.0.0.1", "80", &hints, &list) == 0 && list && list->ai_canonname, "getaddrinfo with AI_CANONNAME");
    check(0, list && getnameinfo(list->ai_addr, (int)list->ai_addrlen, host, sizeof host, service, sizeof service, NI_NUMERICHOST | NI_NUMERICSERV) == 0 &&
          !strcmp(host, "127.0.0.1") && !strcmp(service, "80"), "getnameinfo gives it back");
    freeaddrinfo(list);
    this_host();
    check(0, inet_pton(AF_INET, "10.1.2.3", &v4) == 1 && v4.s_addr == htonl(0x0a010203), "inet_pton");
    check(0, !strcmp(inet_ntoa(v4), "10.1.2.3") && inet_addr("10.1.2.3") == v4.s_addr, "inet_ntoa and inet_addr");
    check(0, htons(0x1234) == 0x3412 && ntohl(htonl(0x12345678)) == 0x12345678, "htons and its kin");
    check(0, gethostname(host, sizeof host) == 0 && host[0], "gethostname");
    h = gethostbyname("127.0.0.1");
    check(0, h && h->h_addrtype == AF_INET && h->h_length == 4 && *(unsigned *)h->h_addr_list[0] == htonl(INADDR_LOOPBACK), "gethostbyname");
    pr = getprotobyname("tcp");
    sv = getservbyname("http", "tcp");
    check(0, (!pr || pr->p_proto == IPPROTO_TCP) && (!sv || sv->s_port == htons(80)), "getprotobyname and getservbyname, where the system knows them");
}

int main(void)
{
    startup();
    start();
    connections();
    options();
    names();
    return finish_tests();
}
