/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Groups: who hears them. */
#include "check.h"

#define GROUP 0xefff0211u   /* 239.255.2.17 */
#define OTHER 0xefff0212u

enum { JOIN, LEAVE };
static void membership(SOCKET s, int what, u_long group)
{
    struct ip_mreq request;

    request.imr_multiaddr.s_addr = htonl(group);
    request.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
    equal(0, setsockopt(s, IPPROTO_IP, what == JOIN ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, (char *)&request, sizeof request), 0,
          what == JOIN ? "IP_ADD_MEMBERSHIP" : "IP_DROP_MEMBERSHIP");
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
    membership(first, JOIN, GROUP);
    membership(second, JOIN, OTHER);
    tell(s, GROUP, port);
    check(0, hears(first), "comes to the socket that has joined it");
    check(0, !hears(second), "and not to one that has joined another group");
    check(0, !hears(alone), "nor to one that has joined none");
    membership(second, JOIN, GROUP);
    tell(s, GROUP, port);
    check(0, hears(first) && hears(second), "comes to every socket that has joined it");
    membership(first, LEAVE, GROUP);
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
        equal(0, sendto(s, "to", 2, 0, (struct sockaddr *)&a, sizeof a), 2, "a datagram to a group of IPv6");
        check(0, hears(first) && !hears(second), "comes to the socket that has joined it only");
        equal(0, setsockopt(first, IPPROTO_IPV6, IPV6_LEAVE_GROUP, (char *)&request, sizeof request), 0, "IPV6_LEAVE_GROUP");
    } else {
        printf("no interface has a way to groups of IPv6\n");
    }
    closesocket(s);
    closesocket(first);
    closesocket(second);
}

int main(void)
{
    start();
    audience();
    audience6();
    return finish_tests();
}
