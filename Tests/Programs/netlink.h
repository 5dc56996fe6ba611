/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * A network of the test's own, in a namespace, in which it changes addresses and routes. The programs are Windows
 * programs otherwise: Linux is reached by bare system calls, because its names are those of Winsock. */
#ifndef NETLINK_H
#define NETLINK_H

#include "check.h"
#include <linux/rtnetlink.h>
#include <sys/syscall.h>

int unshare(int flags);
long syscall(long number, ...);

static int routing = -1;

/* A new network without addresses, whose loopback is down. False where that is not permitted. */
static int own_network(void)
{
    enum { NEW_USER = 0x10000000, NEW_NET = 0x40000000, NETLINK = 16, RAW = 3 };

    if (unshare(NEW_NET) && unshare(NEW_USER | NEW_NET))
        return 0;
    routing = (int)syscall(SYS_socket, NETLINK, RAW, NETLINK_ROUTE);
    return routing >= 0;
}

struct request {
    struct nlmsghdr header;
    char body[256];
};

static void add(struct request *r, const void *data, unsigned size)
{
    memcpy((char *)r + r->header.nlmsg_len, data, size);
    r->header.nlmsg_len += (size + 3) & ~3u;
}

static void add_attribute(struct request *r, int type, const void *data, unsigned size)
{
    struct rtattr a = { (unsigned short)(sizeof a + size), (unsigned short)type };

    add(r, &a, sizeof a);
    add(r, data, size);
}

/* Sends a request and waits for the kernel's answer. */
static void carry_out(struct request *r, int type, int flags)
{
    char answer[1024];
    int *error = (int *)(answer + sizeof(struct nlmsghdr));
    long n;

    r->header.nlmsg_type = (unsigned short)type;
    r->header.nlmsg_flags = (unsigned short)(NLM_F_REQUEST | NLM_F_ACK | flags);
    n = syscall(SYS_sendto, routing, r, r->header.nlmsg_len, 0, NULL, 0);
    if (n > 0)
        n = syscall(SYS_recvfrom, routing, answer, sizeof answer, 0, NULL, NULL);
    if (n < (long)sizeof(struct nlmsghdr) + 4 || *error) {
        printf("FAILED to change the network: type %d, error %d\n", type, n > 0 ? *error : (int)n);
        exit(2);
    }
}

static void loopback_is(int up)
{
    struct request r = { { sizeof r.header, 0, 0, 0, 0 }, { 0 } };
    struct ifinfomsg link = { 0 };

    link.ifi_index = 1;
    link.ifi_change = 1;
    link.ifi_flags = up;
    add(&r, &link, sizeof link);
    carry_out(&r, RTM_NEWLINK, 0);
}

/* For a program of which nothing is left without one: there it ends. */
static __attribute__((unused)) void require_own_network(void)
{
    if (!own_network()) {
        printf("skipped: no network namespace of its own\npassed\n");
        exit(0);
    }
    loopback_is(1);
}

/* An address of the loopback comes or goes: 127.0.0.n, or fd00::n. */
static void address(int family, int n, int comes)
{
    struct request r = { { sizeof r.header, 0, 0, 0, 0 }, { 0 } };
    struct ifaddrmsg a = { 0 };
    unsigned char four[4] = { 127, 0, 0, (unsigned char)n }, six[16] = { 0xfd };

    six[15] = (unsigned char)n;
    a.ifa_family = family == AF_INET ? 2 : 10;
    a.ifa_prefixlen = family == AF_INET ? 32 : 128;
    a.ifa_flags = IFA_F_NODAD;
    /* No source for other destinations. */
    a.ifa_scope = RT_SCOPE_HOST;
    a.ifa_index = 1;
    add(&r, &a, sizeof a);
    add_attribute(&r, IFA_LOCAL, family == AF_INET ? four : six, family == AF_INET ? 4 : 16);
    carry_out(&r, comes ? RTM_NEWADDR : RTM_DELADDR, comes ? NLM_F_CREATE | NLM_F_EXCL : 0);
}

/* The route to 10.n.0.0/16 over the loopback comes or goes. */
static void route(int n, int comes)
{
    struct request r = { { sizeof r.header, 0, 0, 0, 0 }, { 0 } };
    struct rtmsg m = { 0 };
    unsigned char to[4] = { 10, (unsigned char)n, 0, 0 };
    int loopback = 1;

    m.rtm_family = 2;
    m.rtm_dst_len = 16;
    m.rtm_table = RT_TABLE_MAIN;
    m.rtm_protocol = RTPROT_STATIC;
    m.rtm_scope = RT_SCOPE_LINK;
    m.rtm_type = RTN_UNICAST;
    add(&r, &m, sizeof m);
    add_attribute(&r, RTA_DST, to, 4);
    add_attribute(&r, RTA_OIF, &loopback, 4);
    carry_out(&r, comes ? RTM_NEWROUTE : RTM_DELROUTE, comes ? NLM_F_CREATE | NLM_F_EXCL : 0);
}

static struct sockaddr_in ten(int n)
{
    struct sockaddr_in a;

    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(0x0a000001u | (unsigned)n << 16);
    return a;
}

/* WSAIoctl; 0 or the error. */
static __thread DWORD returned;

static int request(SOCKET s, DWORD code, void *in, DWORD size, WSAOVERLAPPED *ov, LPWSAOVERLAPPED_COMPLETION_ROUTINE r)
{
    returned = UNTOUCHED;
    WSASetLastError(0);
    return WSAIoctl(s, code, in, size, NULL, 0, &returned, ov, r) ? WSAGetLastError() : 0;
}

static int list_change(SOCKET s, WSAOVERLAPPED *ov, LPWSAOVERLAPPED_COMPLETION_ROUTINE r)
{
    return request(s, SIO_ADDRESS_LIST_CHANGE, NULL, 0, ov, r);
}

static int path_change(SOCKET s, struct sockaddr_in to, WSAOVERLAPPED *ov)
{
    return request(s, SIO_ROUTING_INTERFACE_CHANGE, &to, sizeof to, ov, NULL);
}

/* Changes an address of that family twice, and returns when all has been told that there is to tell of the first
 * time. */
static void change_twice(int family)
{
    SOCKET witness = socket(family, SOCK_DGRAM, 0);
    WSAOVERLAPPED ov;
    int i;

    for (i = 0; i < 2; i++) {
        prepare(&ov);
        list_change(witness, &ov, NULL);
        address(family, 250, i == 0);
        if (result(witness, &ov, NULL, NULL))
            check(0, 0, "a witness is told");
        WSACloseEvent(ov.hEvent);
    }
    closesocket(witness);
}

#endif
