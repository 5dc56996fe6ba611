/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Options with the meanings, sizes and defaults of Windows. */
#include "check.h"
#ifndef SO_RANDOMIZE_PORT
#define SO_RANDOMIZE_PORT 0x3005
#endif
#ifndef SO_PORT_SCALABILITY
#define SO_PORT_SCALABILITY 0x3006
#endif
#ifndef SO_REUSE_UNICASTPORT
#define SO_REUSE_UNICASTPORT 0x3007
#endif
#ifndef TCP_MAXRT
#define TCP_MAXRT 5
#endif
#ifndef TCP_KEEPCNT
#define TCP_KEEPCNT 16
#define TCP_KEEPINTVL 17
#endif
#ifndef TCP_KEEPIDLE
#define TCP_KEEPIDLE 3
#endif
#ifndef IP_MTU_DISCOVER
#define IP_MTU_DISCOVER 71
#endif
#define FAILURE 100000

static int option(SOCKET s, int level, int name, int *size)
{
    int v = 0, n = sizeof v;

    if (getsockopt(s, level, name, (char *)&v, &n))
        return FAILURE + WSAGetLastError();
    if (size)
        *size = n;
    return v;
}

static int set(SOCKET s, int level, int name, int v)
{
    return setsockopt(s, level, name, (char *)&v, sizeof v) ? WSAGetLastError() : 0;
}

static int set_bytes(SOCKET s, int level, int name, const void *p, int n)
{
    return setsockopt(s, level, name, p, n) ? WSAGetLastError() : 0;
}

static void sizes(void)
{
    SOCKET s = tcp(), u = udp();
    WSAPROTOCOL_INFOA info;
    int n;
    char c = 1;

    set(s, IPPROTO_TCP, TCP_NODELAY, 1);
    check(0, option(s, IPPROTO_TCP, TCP_NODELAY, &n) == 1 && n == 1, "TCP_NODELAY comes back as one byte");
    set(s, SOL_SOCKET, SO_KEEPALIVE, 1);
    check(0, option(s, SOL_SOCKET, SO_KEEPALIVE, &n) == 1 && n == 1, "SO_KEEPALIVE as well");
    check(0, option(s, SOL_SOCKET, SO_REUSEADDR, &n) == 0 && n == 4, "SO_REUSEADDR as four");
    equal(0, set_bytes(s, IPPROTO_TCP, TCP_NODELAY, &c, 1), 0, "a boolean may be set by one byte");
    equal(0, set_bytes(s, SOL_SOCKET, SO_RCVTIMEO, &c, 1), WSAEFAULT, "a time may not: WSAEFAULT");
    n = 1;
    check(0, getsockopt(s, SOL_SOCKET, SO_ACCEPTCONN, &c, &n) && WSAGetLastError() == WSAEFAULT, "SO_ACCEPTCONN needs four bytes");
    n = 1;
    check(0, getsockopt(u, IPPROTO_IP, IP_TTL, &c, &n) == 0 && n == 1, "IP_TTL fits into one");
    equal(0, set_bytes(u, IPPROTO_IP, IP_PKTINFO, &c, 1), WSAEFAULT, "IP_PKTINFO takes four");
    equal(0, set(u, IPPROTO_IP, IP_TOS, 300), WSAEINVAL, "IP_TOS beyond a byte: WSAEINVAL");
    equal(0, set(u, IPPROTO_IP, IP_HDRINCL, 1), WSAEINVAL, "IP_HDRINCL is for raw sockets");
    n = 10;
    check(0, getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOA, (char *)&info, &n) && WSAGetLastError() == WSAEFAULT && n == sizeof info, "SO_PROTOCOL_INFO says how long it is");
    check(0, option(u, SOL_SOCKET, SO_DONTLINGER, NULL) == FAILURE + WSAENOPROTOOPT, "datagrams do not linger");
    equal(0, option(s, SOL_SOCKET, SO_GROUP_ID, NULL), FAILURE + WSAENOPROTOOPT, "SO_GROUP_ID is reserved");
    closesocket(s);
    closesocket(u);
}

static void ports(void)
{
    SOCKET s = tcp(), other = tcp();

    equal(0, set(s, SOL_SOCKET, SO_RANDOMIZE_PORT, 1), 0, "SO_RANDOMIZE_PORT");
    equal(0, set(other, SOL_SOCKET, SO_PORT_SCALABILITY, 1), 0, "SO_PORT_SCALABILITY");
    closesocket(other);
    other = tcp();
    equal(0, set(other, SOL_SOCKET, SO_REUSE_UNICASTPORT, 1), 0, "SO_REUSE_UNICASTPORT");
#ifndef _WIN32
    equal(0, option(s, SOL_SOCKET, SO_RANDOMIZE_PORT, NULL), 1, "reads back as set");
    equal(0, set(other, SOL_SOCKET, SO_RANDOMIZE_PORT, 1), WSAEINVAL, "excludes SO_RANDOMIZE_PORT");
    bind_local(s);
    equal(0, set(s, SOL_SOCKET, SO_RANDOMIZE_PORT, 0), WSAEINVAL, "too late for a bound socket");
#endif
    equal(0, set(s, SOL_SOCKET, SO_DEBUG, 1), 0, "SO_DEBUG");
    closesocket(s);
    closesocket(other);
}

static void open_type(void)
{
    SOCKET s, client, server;
    WSAOVERLAPPED ov;
    DWORD n = 0;
    char c;

    equal(0, set(INVALID_SOCKET, SOL_SOCKET, SO_OPENTYPE, SO_SYNCHRONOUS_NONALERT), 0, "SO_OPENTYPE needs no socket");
    equal(0, option(INVALID_SOCKET, SOL_SOCKET, SO_OPENTYPE, NULL), SO_SYNCHRONOUS_NONALERT, "reads back as set");
    equal(0, set_bytes(INVALID_SOCKET, SOL_SOCKET, SO_OPENTYPE, &n, 3), WSAEFAULT, "is four bytes long");
    s = socket(AF_INET, SOCK_DGRAM, 0);
    set(INVALID_SOCKET, SOL_SOCKET, SO_OPENTYPE, 0);
    client = socket(AF_INET, SOCK_DGRAM, 0);
    bind_local(s);
    server = client;
    {
        struct sockaddr_in where = name_of(s);

        sendto(server, "x", 1, 0, (struct sockaddr *)&where, sizeof where);
    }
    prepare(&ov);
    equal(0, get(s, &c, 1, 0, &n, &ov, NULL), 0, "a socket made so is not overlapped: a receive blocks in spite of its OVERLAPPED");
    equal(0, n, 1, "and returns data");
    WSACloseEvent(ov.hEvent);
    closesocket(s);
    closesocket(client);
}

static void tcp_options(void)
{
    SOCKET s = tcp();

#ifndef _WIN32 /* Wine does not know these. */
    equal(0, option(s, IPPROTO_TCP, TCP_KEEPIDLE, NULL), 7200, "keep-alive begins after two hours");
    equal(0, option(s, IPPROTO_TCP, TCP_KEEPCNT, NULL), 10, "ten probes");
    equal(0, option(s, IPPROTO_TCP, TCP_KEEPINTVL, NULL), 1, "a second apart");
    equal(0, set(s, IPPROTO_TCP, TCP_KEEPIDLE, 100000), 0, "a time longer than Linux counts");
    equal(0, option(s, IPPROTO_TCP, TCP_KEEPIDLE, NULL), 100000, "reads back as set");
    equal(0, set(s, IPPROTO_TCP, TCP_KEEPCNT, 0), WSAEINVAL, "no probes: WSAEINVAL");
    equal(0, set(s, IPPROTO_TCP, TCP_MAXRT, 30), 0, "TCP_MAXRT");
    equal(0, option(s, IPPROTO_TCP, TCP_MAXRT, NULL), 30, "in seconds");
    equal(0, set(s, IPPROTO_TCP, TCP_MAXRT, -1), 0, "or for ever");
    equal(0, option(s, IPPROTO_TCP, TCP_MAXRT, NULL), -1, "which reads back as set");
    equal(0, set(s, IPPROTO_TCP, 15 /* TCP_FASTOPEN */, 1), 0, "TCP_FASTOPEN");
    equal(0, option(s, IPPROTO_TCP, 15, NULL), 1, "is a boolean");
#endif
    equal(0, set(s, IPPROTO_TCP, 99, 1), WSAENOPROTOOPT, "an unknown option: WSAENOPROTOOPT");
    equal(0, set(s, 12345, 1, 1), WSAEINVAL, "an unknown level: WSAEINVAL");
    equal(0, set(s, IPPROTO_IP, IP_MULTICAST_TTL, 2), WSAEINVAL, "groups are no matter of streams");
    equal(0, set(s, IPPROTO_IP, IP_PKTINFO, 1), WSAEINVAL, "nor is what comes with a packet");
    equal(0, option(s, IPPROTO_IP, IP_MULTICAST_LOOP, NULL), FAILURE + WSAEINVAL, "also when asked for");
    closesocket(s);
}

static void ip_options(void)
{
    SOCKET u = udp(), six = socket(AF_INET6, SOCK_DGRAM, 0);
    int n;

#ifndef _WIN32
    static const int modes[] = { 0, 1, 2, 3 };
    unsigned i;

    for (i = 0; i < 4; i++)
        check(0, set(u, IPPROTO_IP, IP_MTU_DISCOVER, modes[i]) == 0 && option(u, IPPROTO_IP, IP_MTU_DISCOVER, NULL) == modes[i], "IP_MTU_DISCOVER");
    equal(0, set(u, IPPROTO_IP, IP_MTU_DISCOVER, 4), WSAEINVAL, "none of them: WSAEINVAL");
    equal(0, set(six, IPPROTO_IPV6, 23 /* IPV6_PROTECTION_LEVEL */, 30), 0, "IPV6_PROTECTION_LEVEL");
    equal(0, option(six, IPPROTO_IPV6, 23, NULL), 30, "reads back as set");
    equal(0, set(six, IPPROTO_IPV6, 23, 5), WSAEINVAL, "none of its levels: WSAEINVAL");
    equal(0, set(six, IPPROTO_IPV6, 31 /* IPV6_UNICAST_IF */, 1), 0, "IPV6_UNICAST_IF is in host order");
    equal(0, option(six, IPPROTO_IPV6, 31, NULL), 1, "in both directions");
    equal(0, set(u, IPPROTO_UDP, UDP_NOCHECKSUM, 1), 0, "UDP_NOCHECKSUM");
    equal(0, option(u, IPPROTO_UDP, UDP_NOCHECKSUM, NULL), 1, "reads back as set");
    equal(0, set(u, IPPROTO_IP, 31 /* IP_UNICAST_IF */, (int)htonl(1)), 0, "IP_UNICAST_IF is in network order");
#endif
    equal(0, set(u, IPPROTO_IP, IP_DONTFRAGMENT, 1), 0, "IP_DONTFRAGMENT");
    equal(0, option(u, IPPROTO_IP, IP_DONTFRAGMENT, NULL), 1, "reads back as set");
    check(0, option(six, IPPROTO_IPV6, IPV6_V6ONLY, &n) == 1 && n == 1, "IPV6_V6ONLY is on, in one byte");
    closesocket(u);
    closesocket(six);
}

/* Groups on the loopback, by each of the three ways to join. */
static void multicast(void)
{
    SOCKET r = udp(), t = udp();
    struct ip_mreq plain;
    struct ip_mreq_source source;
    struct group_source_req general;
    struct sockaddr_in to = { 0 }, *a;
    DWORD time = 2000;
    char c = 0;

    setsockopt(r, SOL_SOCKET, SO_RCVTIMEO, (char *)&time, sizeof time);
    a = &to;
    a->sin_family = AF_INET;
    bind(r, (struct sockaddr *)&to, sizeof to);
    to.sin_port = name_of(r).sin_port;
    to.sin_addr.s_addr = htonl(0xefff0101);
    plain.imr_multiaddr.s_addr = to.sin_addr.s_addr;
    plain.imr_interface.s_addr = htonl(1); /* an index: 0.0.0.1 */
    equal(0, set_bytes(r, IPPROTO_IP, IP_ADD_MEMBERSHIP, &plain, 7), WSAEFAULT, "half a membership: WSAEFAULT");
    equal(0, set_bytes(r, IPPROTO_IP, IP_ADD_MEMBERSHIP, &plain, sizeof plain), 0, "IP_ADD_MEMBERSHIP by index");
    equal(0, set(t, IPPROTO_IP, IP_MULTICAST_IF, (int)htonl(1)), 0, "IP_MULTICAST_IF by index");
    equal(0, option(t, IPPROTO_IP, IP_MULTICAST_IF, NULL), (int)htonl(1), "IP_MULTICAST_IF tells the index");
    equal(0, set(t, IPPROTO_IP, IP_MULTICAST_IF, (int)htonl(INADDR_LOOPBACK)), 0, "IP_MULTICAST_IF");
    equal(0, option(t, IPPROTO_IP, IP_MULTICAST_IF, NULL), (int)htonl(INADDR_LOOPBACK), "IP_MULTICAST_IF tells the address");
    sendto(t, "1", 1, 0, (struct sockaddr *)&to, sizeof to);
    check(0, recv(r, &c, 1, 0) == 1 && c == '1', "the group is heard");
    equal(0, set_bytes(r, IPPROTO_IP, IP_DROP_MEMBERSHIP, &plain, sizeof plain), 0, "IP_DROP_MEMBERSHIP");
    memset(&source, 0, sizeof source);
    source.imr_multiaddr.s_addr = to.sin_addr.s_addr;
    source.imr_sourceaddr.s_addr = htonl(INADDR_LOOPBACK);
    source.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
    equal(0, set_bytes(r, IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP, &source, sizeof source), 0, "IP_ADD_SOURCE_MEMBERSHIP");
    sendto(t, "2", 1, 0, (struct sockaddr *)&to, sizeof to);
    check(0, recv(r, &c, 1, 0) == 1 && c == '2', "the source is heard");
    equal(0, set_bytes(r, IPPROTO_IP, IP_DROP_SOURCE_MEMBERSHIP, &source, sizeof source), 0, "IP_DROP_SOURCE_MEMBERSHIP");
    memset(&general, 0, sizeof general);
    general.gsr_interface = 1;
    a = (struct sockaddr_in *)&general.gsr_group;
    a->sin_family = AF_INET;
    a->sin_addr = to.sin_addr;
    a = (struct sockaddr_in *)&general.gsr_source;
    a->sin_family = AF_INET;
    a->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
#ifndef _WIN32
    equal(0, set_bytes(r, IPPROTO_IP, MCAST_JOIN_SOURCE_GROUP, &general, sizeof general), 0, "MCAST_JOIN_SOURCE_GROUP");
    sendto(t, "3", 1, 0, (struct sockaddr *)&to, sizeof to);
    check(0, recv(r, &c, 1, 0) == 1 && c == '3', "the source is heard");
    equal(0, set_bytes(r, IPPROTO_IP, MCAST_LEAVE_SOURCE_GROUP, &general, sizeof general), 0, "MCAST_LEAVE_SOURCE_GROUP");
#endif
    plain.imr_multiaddr.s_addr = htonl(INADDR_LOOPBACK);
    equal(0, set_bytes(r, IPPROTO_IP, IP_ADD_MEMBERSHIP, &plain, sizeof plain), WSAEINVAL, "no group: WSAEINVAL");
    closesocket(r);
    closesocket(t);
}

int main(void)
{
    start();
    sizes();
    ports();
    open_type();
    tcp_options();
    ip_options();
    multicast();
    return finish_tests();
}
