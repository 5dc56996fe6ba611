/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Groups: who hears them, and what the page "Multicast Socket Option Behavior" says of one option after another. */
#include "check.h"

#define GROUP 0xefff0211u   /* 239.255.2.17 */
#define OTHER 0xefff0212u

enum { JOIN, LEAVE, JOIN_SOURCE, LEAVE_SOURCE, BLOCK, UNBLOCK };
static const char *const names[] = { "IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP", "IP_ADD_SOURCE_MEMBERSHIP", "IP_DROP_SOURCE_MEMBERSHIP",
                                     "IP_BLOCK_SOURCE", "IP_UNBLOCK_SOURCE" };
static const int options[] = { IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP, IP_ADD_SOURCE_MEMBERSHIP, IP_DROP_SOURCE_MEMBERSHIP, IP_BLOCK_SOURCE,
                               IP_UNBLOCK_SOURCE };

/* place: the address of the interface, or its index. 0 or the error. */
static int membership(SOCKET s, int what, u_long group, u_long place)
{
    struct ip_mreq plain;
    struct ip_mreq_source source;
    int rc;

    if (what <= LEAVE) {
        plain.imr_multiaddr.s_addr = htonl(group);
        plain.imr_interface.s_addr = htonl(place);
        rc = setsockopt(s, IPPROTO_IP, options[what], (char *)&plain, sizeof plain);
    } else {
        source.imr_multiaddr.s_addr = htonl(group);
        source.imr_sourceaddr.s_addr = htonl(INADDR_LOOPBACK);
        source.imr_interface.s_addr = htonl(place);
        rc = setsockopt(s, IPPROTO_IP, options[what], (char *)&source, sizeof source);
    }
    return rc ? WSAGetLastError() : 0;
}

static SOCKET bound(u_short port)
{
    SOCKET s = udp();
    struct sockaddr_in a;
    BOOL on = TRUE;

    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_port = port;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof on);
    bind(s, (struct sockaddr *)&a, sizeof a);
    return s;
}

static SOCKET sender(void)
{
    SOCKET s = udp();
    struct in_addr loopback;

    loopback.s_addr = htonl(INADDR_LOOPBACK);
    bind_local(s);
    setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, (char *)&loopback, sizeof loopback);
    return s;
}

static int hears(SOCKET s)
{
    char b[8];
    DWORD time = 200;

    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, (char *)&time, sizeof time);
    return recv(s, b, sizeof b, 0) == 2;
}

static void tell(SOCKET s, u_long group, u_short port)
{
    struct sockaddr_in to;

    memset(&to, 0, sizeof to);
    to.sin_family = AF_INET;
    to.sin_port = port;
    to.sin_addr.s_addr = htonl(group);
    equal(0, sendto(s, "to", 2, 0, (struct sockaddr *)&to, sizeof to), 2, "a datagram to a group");
}

/* A socket hears the groups that it has joined, and not those of its neighbours. */
static void audience(void)
{
    SOCKET s = sender(), first = bound(0), second, alone;
    u_short port = name_of(first).sin_port;

    second = bound(port);
    alone = bound(port);
    membership(first, JOIN, GROUP, INADDR_LOOPBACK);
    membership(second, JOIN, OTHER, INADDR_LOOPBACK);
    tell(s, GROUP, port);
    check(0, hears(first), "comes to the socket that has joined it");
    check(0, !hears(second), "and not to one that has joined another group");
    check(0, !hears(alone), "nor to one that has joined none");
    membership(second, JOIN, GROUP, INADDR_LOOPBACK);
    tell(s, GROUP, port);
    check(0, hears(first) && hears(second), "comes to every socket that has joined it");
    membership(first, LEAVE, GROUP, INADDR_LOOPBACK);
    tell(s, GROUP, port);
    check(0, !hears(first) && hears(second), "and no longer to one that has left it");
    closesocket(s);
    closesocket(first);
    closesocket(second);
    closesocket(alone);
}

/* The same, IPv6, on the first interface that has a way to groups. */
static void audience6(void)
{
    SOCKET s = socket(AF_INET6, SOCK_DGRAM, 0), first = socket(AF_INET6, SOCK_DGRAM, 0), second = socket(AF_INET6, SOCK_DGRAM, 0);
    struct sockaddr_in6 a;
    struct ipv6_mreq request;
    int length = sizeof a, hops = 0, index = 0;
    BOOL on = TRUE;

    setsockopt(first, SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof on);
    setsockopt(second, SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof on);
    setsockopt(s, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, (char *)&hops, sizeof hops);
    memset(&a, 0, sizeof a);
    a.sin6_family = AF_INET6;
    bind(first, (struct sockaddr *)&a, sizeof a);
    getsockname(first, (struct sockaddr *)&a, &length);
    bind(second, (struct sockaddr *)&a, sizeof a);
    memset(&request, 0, sizeof request);
    inet_pton(AF_INET6, "ff01::2:17", &request.ipv6mr_multiaddr);
    a.sin6_addr = request.ipv6mr_multiaddr;
    do {
        index++;
        setsockopt(s, IPPROTO_IPV6, IPV6_MULTICAST_IF, (char *)&index, sizeof index);
        a.sin6_scope_id = index;
    } while (index < 32 && sendto(s, "", 0, 0, (struct sockaddr *)&a, sizeof a));
    if (index < 32) {
        request.ipv6mr_interface = index;
        equal(0, setsockopt(first, IPPROTO_IPV6, IPV6_JOIN_GROUP, (char *)&request, sizeof request), 0, "IPV6_JOIN_GROUP");
        equal(0, setsockopt(first, IPPROTO_IPV6, IPV6_JOIN_GROUP, (char *)&request, sizeof request) ? WSAGetLastError() : 0, WSAEADDRNOTAVAIL,
              "is not done twice");
        equal(0, sendto(s, "to", 2, 0, (struct sockaddr *)&a, sizeof a), 2, "a datagram to a group of IPv6");
        check(0, hears(first) && !hears(second), "comes to the socket that has joined it only");
        equal(0, setsockopt(first, IPPROTO_IPV6, IPV6_LEAVE_GROUP, (char *)&request, sizeof request), 0, "IPV6_LEAVE_GROUP");
        equal(0, setsockopt(first, IPPROTO_IPV6, IPV6_LEAVE_GROUP, (char *)&request, sizeof request) ? WSAGetLastError() : 0, WSAEINVAL,
              "is not done twice");
    } else {
        printf("no interface has a way to groups of IPv6\n");
    }
    closesocket(s);
    closesocket(first);
    closesocket(second);
}

/* One option after another: "Multicast Socket Option Behavior". */
static void conflicts(void)
{
    static const struct { int first, second, error; } table[] = {
        { JOIN, JOIN, WSAEADDRNOTAVAIL }, { JOIN, JOIN_SOURCE, WSAEADDRNOTAVAIL }, { JOIN, LEAVE_SOURCE, WSAEINVAL },
        { JOIN, UNBLOCK, WSAEINVAL }, { JOIN, LEAVE, 0 }, { JOIN, BLOCK, 0 },
        { JOIN_SOURCE, JOIN, WSAEADDRNOTAVAIL }, { JOIN_SOURCE, JOIN_SOURCE, WSAEADDRNOTAVAIL }, { JOIN_SOURCE, UNBLOCK, WSAEINVAL },
        { JOIN_SOURCE, LEAVE_SOURCE, 0 }, { JOIN_SOURCE, LEAVE, 0 },
    };
    u_long place;
    int i;

    for (i = 0; i < (int)(2 * sizeof table / sizeof *table); i++) {
        int first = table[i / 2].first, second = table[i / 2].second;
        SOCKET s = bound(0);
        char what[120];

        place = i % 2 ? INADDR_LOOPBACK : 1;
        snprintf(what, sizeof what, "%s after %s, interface by %s", names[second], names[first], i % 2 ? "address" : "index");
        equal(0, membership(s, first, GROUP, place), 0, names[first]);
        equal(0, membership(s, second, GROUP, place), table[i / 2].error, what);
        if (!table[i / 2].error && second != BLOCK)
            equal(0, membership(s, LEAVE, GROUP, place), WSAEINVAL, "a group that is not joined is not left");
        closesocket(s);
    }
}

int main(void)
{
    start();
    audience();
    audience6();
    conflicts();
    return finish_tests();
}
