/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Filters of groups as one state: the functions of RFC 3678 and the control codes below them. */
#include "check.h"

#define GROUP 0xefff0213u   /* 239.255.2.19 */

static IN_ADDR address(u_long number)
{
    IN_ADDR a;

    a.s_addr = htonl(number);
    return a;
}

static SOCKET listener(struct sockaddr_in *to)
{
    SOCKET s = udp();
    int size = sizeof *to;

    memset(to, 0, sizeof *to);
    to->sin_family = AF_INET;
    bind(s, (struct sockaddr *)to, sizeof *to);
    getsockname(s, (struct sockaddr *)to, &size);
    to->sin_addr = address(GROUP);
    return s;
}

static int hears(SOCKET s, const struct sockaddr_in *to)
{
    SOCKET from = udp();
    IN_ADDR loopback = address(INADDR_LOOPBACK);
    char b[8];
    DWORD time = 200;

    bind_local(from);
    setsockopt(from, IPPROTO_IP, IP_MULTICAST_IF, (char *)&loopback, sizeof loopback);
    sendto(from, "to", 2, 0, (const struct sockaddr *)to, sizeof *to);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, (char *)&time, sizeof time);
    closesocket(from);
    return recv(s, b, sizeof b, 0) == 2;
}

/* place: the address of the interface, or its index. */
static void filters(u_long place)
{
    IN_ADDR sources[3], found[3];
    MULTICAST_MODE_TYPE mode;
    ULONG count;
    struct sockaddr_in to;
    SOCKET s = listener(&to);

    sources[0] = address(INADDR_LOOPBACK);
    sources[1] = address(0x0a000001);
    sources[2] = address(0x0a000002);
    count = 3;
    equal(0, getipv4sourcefilter(s, address(place), address(GROUP), &mode, &count, found) ? WSAGetLastError() : 0, WSAEADDRNOTAVAIL,
          "a group that is not joined has no filter");
    equal(0, setipv4sourcefilter(s, address(place), address(GROUP), MCAST_INCLUDE, 2, sources), 0, "two sources");
    equal(0, hears(s, &to), 1, "one of them is heard");
    count = 3;
    memset(found, 0, sizeof found);
    equal(0, getipv4sourcefilter(s, address(place), address(GROUP), &mode, &count, found), 0, "the filter");
    check(0, mode == MCAST_INCLUDE && count == 2, "has its mode and number");
    check(0, !memcmp(found, sources, 2 * sizeof *found), "and its sources");
    count = 1;
    memset(found, 0, sizeof found);
    equal(0, getipv4sourcefilter(s, address(place), address(GROUP), &mode, &count, found), 0, "with room for one");
    check(0, count == 2 && found[0].s_addr == sources[0].s_addr && !found[1].s_addr, "the number of all, and one");
    count = 0;
    equal(0, getipv4sourcefilter(s, address(place), address(GROUP), &mode, &count, NULL), 0, "without room");
    equal(0, count, 2, "the number of all");
    equal(0, setipv4sourcefilter(s, address(place), address(GROUP), MCAST_INCLUDE, 2, sources + 1), 0, "other sources");
    equal(0, hears(s, &to), 0, "none of them");
    equal(0, setipv4sourcefilter(s, address(place), address(GROUP), MCAST_EXCLUDE, 0, NULL), 0, "all sources");
    equal(0, hears(s, &to), 1, "any of them");
    equal(0, setipv4sourcefilter(s, address(place), address(GROUP), MCAST_EXCLUDE, 1, sources), 0, "all sources but one");
    equal(0, hears(s, &to), 0, "not that one");
    count = 3;
    check(0, getipv4sourcefilter(s, address(place), address(GROUP), &mode, &count, found) == 0 && mode == MCAST_EXCLUDE && count == 1
                 && found[0].s_addr == sources[0].s_addr, "MCAST_EXCLUDE and the source");
    equal(0, setipv4sourcefilter(s, address(place), address(GROUP), MCAST_INCLUDE, 0, NULL), 0, "no source: the group is left");
    equal(0, hears(s, &to), 0, "and not heard");
    equal(0, getipv4sourcefilter(s, address(place), address(GROUP), &mode, &count, found) ? WSAGetLastError() : 0, WSAEADDRNOTAVAIL, "it has no filter");
    equal(0, setipv4sourcefilter(s, address(place), address(GROUP), MCAST_EXCLUDE, 1, sources + 1), 0, "a first filter may exclude");
    equal(0, hears(s, &to), 1, "the others are heard");
    closesocket(s);
}

/* group_filter, of either family. */
static void general(int family)
{
    SOCKADDR_STORAGE group, sources[2], found[2];
    SOCKET s = socket(family, SOCK_DGRAM, IPPROTO_UDP);
    MULTICAST_MODE_TYPE mode;
    ULONG count = 2;
    int i, size = family == AF_INET ? (int)sizeof(struct sockaddr_in) : (int)sizeof(struct sockaddr_in6);

    memset(&group, 0, sizeof group);
    memset(sources, 0, sizeof sources);
    group.ss_family = sources[0].ss_family = sources[1].ss_family = (short)family;
    if (family == AF_INET) {
        ((struct sockaddr_in *)&group)->sin_addr = address(GROUP);
        for (i = 0; i < 2; i++)
            ((struct sockaddr_in *)&sources[i])->sin_addr = address(0x0a000001u + (u_long)i);
    } else {
        inet_pton(AF_INET6, "ff12::1234", &((struct sockaddr_in6 *)&group)->sin6_addr);
        inet_pton(AF_INET6, "fd00::1", &((struct sockaddr_in6 *)&sources[0])->sin6_addr);
        inet_pton(AF_INET6, "fd00::2", &((struct sockaddr_in6 *)&sources[1])->sin6_addr);
    }
    equal(0, getsourcefilter(s, 1, (SOCKADDR *)&group, size, &mode, &count, found) ? WSAGetLastError() : 0, WSAEADDRNOTAVAIL, "not joined");
    equal(0, setsourcefilter(s, 1, (SOCKADDR *)&group, size, MCAST_INCLUDE, 2, sources), 0, "setsourcefilter");
    count = 2;
    memset(found, 0, sizeof found);
    equal(0, getsourcefilter(s, 1, (SOCKADDR *)&group, size, &mode, &count, found), 0, "getsourcefilter");
    check(0, mode == MCAST_INCLUDE && count == 2, "mode and number");
    for (i = 0; i < 2; i++) {
        check(0, found[i].ss_family == family, "the family");
        check(0, !memcmp((char *)&found[i] + (family == AF_INET ? 4 : 8), (char *)&sources[i] + (family == AF_INET ? 4 : 8),
                         family == AF_INET ? 4 : 16), "the address");
    }
    equal(0, setsourcefilter(s, 1, (SOCKADDR *)&group, size, MCAST_EXCLUDE, 1, sources), 0, "all but one");
    check(0, getsourcefilter(s, 1, (SOCKADDR *)&group, size, &mode, &count, found) == 0 && mode == MCAST_EXCLUDE && count == 1, "are told");
    equal(0, setsourcefilter(s, 1, (SOCKADDR *)&group, size, MCAST_INCLUDE, 0, NULL), 0, "the group is left");
    equal(0, getsourcefilter(s, 1, (SOCKADDR *)&group, size, &mode, &count, found) ? WSAGetLastError() : 0, WSAEADDRNOTAVAIL, "and has no filter");
    closesocket(s);
}

static void errors(void)
{
    union { IP_MSFILTER filter; char bytes[IP_MSFILTER_SIZE(4)]; } a;
    IN_ADDR source = address(INADDR_LOOPBACK);
    MULTICAST_MODE_TYPE mode;
    ULONG count = 1;
    DWORD n;
    SOCKET s = udp(), t = tcp();

    equal(0, setipv4sourcefilter(s, address(INADDR_LOOPBACK), address(0x7f000002), MCAST_INCLUDE, 1, &source) ? WSAGetLastError() : 0, WSAEINVAL,
          "no group");
    equal(0, setipv4sourcefilter(s, address(INADDR_LOOPBACK), address(GROUP), (MULTICAST_MODE_TYPE)2, 1, &source) ? WSAGetLastError() : 0, WSAEINVAL,
          "no mode");
    equal(0, setipv4sourcefilter(t, address(INADDR_LOOPBACK), address(GROUP), MCAST_INCLUDE, 1, &source) ? WSAGetLastError() : 0, WSAEINVAL,
          "a stream has no groups");
    memset(&a, 0, sizeof a);
    a.filter.imsf_multiaddr = address(GROUP);
    a.filter.imsf_interface = address(INADDR_LOOPBACK);
    a.filter.imsf_numsrc = 4;
    equal(0, WSAIoctl(s, SIO_SET_MULTICAST_FILTER, &a, IP_MSFILTER_SIZE(3), NULL, 0, &n, NULL, NULL) ? WSAGetLastError() : 0, WSAEFAULT,
          "fewer sources than the number says");
    equal(0, WSAIoctl(s, SIO_SET_MULTICAST_FILTER, &a, IP_MSFILTER_SIZE(0) - 1, NULL, 0, &n, NULL, NULL) ? WSAGetLastError() : 0, WSAEFAULT,
          "no whole structure");
    equal(0, WSAIoctl(s, SIO_GET_MULTICAST_FILTER, &a, IP_MSFILTER_SIZE(0), &a, 12, &n, NULL, NULL) ? WSAGetLastError() : 0, WSAEFAULT,
          "no room for one");
    setipv4sourcefilter(s, address(INADDR_LOOPBACK), address(GROUP), MCAST_INCLUDE, 1, &source);
    check(0, WSAIoctl(s, SIO_GET_MULTICAST_FILTER, &a, sizeof a, &a, sizeof a, &n, NULL, NULL) == 0 && n == IP_MSFILTER_SIZE(1), "the bytes that were stored");
    closesocket(s);
    closesocket(t);
    equal(0, getipv4sourcefilter(s, address(INADDR_LOOPBACK), address(GROUP), &mode, &count, &source) ? WSAGetLastError() : 0, WSAENOTSOCK, "no socket");
}

int main(void)
{
    start();
    filters(INADDR_LOOPBACK);
    filters(1);
    general(AF_INET);
    general(AF_INET6);
    errors();
    return finish_tests();
}
