/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What goes and comes with a datagram beside its data: traffic class, congestion notification, segments. */
#include "check.h"

static LPFN_WSARECVMSG receive;

typedef struct {
    union { WSACMSGHDR header; char bytes[160]; } control;
    WSAMSG m;
    WSABUF data;
    char buf[4096];
} message;

static void clear(message *a, ULONG length, ULONG room)
{
    memset(a, 0, sizeof *a);
    a->data.buf = a->buf;
    a->data.len = length;
    a->m.lpBuffers = &a->data;
    a->m.dwBufferCount = 1;
    a->m.Control.buf = a->control.bytes;
    a->m.Control.len = room;
}

static ULONG add(message *a, ULONG at, INT level, INT type, INT value)
{
    WSACMSGHDR *h = (WSACMSGHDR *)(a->control.bytes + at);

    h->cmsg_level = level;
    h->cmsg_type = type;
    h->cmsg_len = WSA_CMSG_LEN(sizeof value);
    *(INT *)WSA_CMSG_DATA(h) = value;
    return at + (ULONG)WSA_CMSG_SPACE(sizeof value);
}

/* The value of one kind that came, -1 if none did. */
static INT came(message *a, INT level, INT type)
{
    WSACMSGHDR *h;

    for (h = WSA_CMSG_FIRSTHDR(&a->m); h; h = WSA_CMSG_NXTHDR(&a->m, h))
        if (h->cmsg_level == level && h->cmsg_type == type)
            return h->cmsg_len == WSA_CMSG_LEN(sizeof(INT)) ? *(INT *)WSA_CMSG_DATA(h) : -2;
    return -1;
}

static int send_with(SOCKET s, message *a, ULONG used)
{
    DWORD n;

    a->m.Control.len = used;
    return WSASendMsg(s, &a->m, 0, &n, NULL, NULL) ? WSAGetLastError() : 0;
}

static void pair6(SOCKET *a, SOCKET *b)
{
    struct sockaddr_in6 where;
    int size = sizeof where;

    *a = socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
    *b = socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
    memset(&where, 0, sizeof where);
    where.sin6_family = AF_INET6;
    where.sin6_addr = in6addr_loopback;
    bind(*b, (struct sockaddr *)&where, sizeof where);
    getsockname(*b, (struct sockaddr *)&where, &size);
    connect(*a, (struct sockaddr *)&where, sizeof where);
}

/* IP_RECVTOS tells of the whole byte as IP_TOS, IP_ECN of its two bits; either is asked for by itself. */
static void traffic(int family)
{
    INT level = family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
    INT whole = family == AF_INET ? IP_TOS : IPV6_TCLASS, ask = family == AF_INET ? IP_RECVTOS : IPV6_RECVTCLASS;
    INT bits = family == AF_INET ? IP_ECN : IPV6_ECN;
    static const DWORD asked[][2] = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 1, 1 } };
    message a;
    SOCKET u, v;
    DWORD n, on;
    int i, size;

    if (family == AF_INET)
        udp_pair(&u, &v);
    else
        pair6(&u, &v);
    for (i = 0; i < 4; i++) {
        equal(0, setsockopt(v, level, ask, (const char *)&asked[i][0], sizeof(DWORD)), 0, "the whole byte is asked for, or not");
        equal(0, setsockopt(v, level, bits, (const char *)&asked[i][1], sizeof(DWORD)), 0, "the two bits are asked for, or not");
        size = sizeof on;
        equal(0, getsockopt(v, level, ask, (char *)&on, &size) == 0 && on == asked[i][0], 1, "and that is told (byte)");
        size = sizeof on;
        equal(0, getsockopt(v, level, bits, (char *)&on, &size) == 0 && on == asked[i][1], 1, "and that is told (bits)");
        clear(&a, 3, 0);
        equal(0, send_with(u, &a, add(&a, 0, level, whole, 0xB9)), 0, "WSASendMsg with a traffic class");
        wait_for(v, 3);
        clear(&a, 16, sizeof a.control);
        equal(0, receive(v, &a.m, &n, NULL, NULL), 0, "WSARecvMsg");
        equal(0, came(&a, level, whole), asked[i][0] ? 0xB9 : -1, "the byte comes if it was asked for");
        equal(0, came(&a, level, bits), asked[i][1] ? 1 : -1, "the bits come if they were asked for");
    }
    /* Either may be sent, and both together are one byte. */
    clear(&a, 3, 0);
    equal(0, send_with(u, &a, add(&a, 0, level, bits, 2)), 0, "WSASendMsg with the bits");
    wait_for(v, 3);
    clear(&a, 16, sizeof a.control);
    receive(v, &a.m, &n, NULL, NULL);
    equal(0, came(&a, level, bits), 2, "the bits that were sent");
    clear(&a, 3, 0);
    equal(0, send_with(u, &a, add(&a, add(&a, 0, level, whole, 0x28), level, bits, 1)), 0, "WSASendMsg with both");
    wait_for(v, 3);
    clear(&a, 16, sizeof a.control);
    receive(v, &a.m, &n, NULL, NULL);
    equal(0, came(&a, level, whole), 0x29, "both");
    clear(&a, 3, 0);
    equal(0, send_with(u, &a, add(&a, 0, level, bits, 4)), WSAEINVAL, "there are two bits");
    /* Room for one of two. */
    clear(&a, 3, 0);
    send_with(u, &a, add(&a, 0, level, whole, 1));
    wait_for(v, 3);
    clear(&a, 16, (ULONG)WSA_CMSG_SPACE(sizeof(INT)));
    equal(0, receive(v, &a.m, &n, NULL, NULL) ? WSAGetLastError() : 0, WSAEMSGSIZE, "room for one of two");
    check(0, (a.m.dwFlags & MSG_CTRUNC) && n == 3, "MSG_CTRUNC, and the data is there");
    equal(0, WSASetRecvIPEcn(v, FALSE), 0, "WSASetRecvIPEcn");
    check(0, WSAGetRecvIPEcn(v, &on) == 0 && on == FALSE, "WSAGetRecvIPEcn");
    closesocket(u);
    closesocket(v);
    u = socket(family, SOCK_STREAM, IPPROTO_TCP);
    equal(0, WSASetRecvIPEcn(u, TRUE) ? WSAGetLastError() : 0, WSAEINVAL, "datagram sockets only");
    closesocket(u);
}

static int datagrams(SOCKET s, int size, int last)
{
    char b[4096];
    DWORD time = 2000;
    int n, count = 0;

    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, (char *)&time, sizeof time);
    do {
        n = recv(s, b, sizeof b, 0);
        if (n != size && n != last)
            return -1;
        count++;
    } while (n != last);
    return count;
}

/* UDP_SEND_MSG_SIZE: one send is several datagrams; as an option, and with a single message. */
static void segments(void)
{
    message a;
    SOCKET u, v;
    DWORD size = 77;

    udp_pair(&u, &v);
    check(0, WSAGetUdpSendMessageSize(u, &size) == 0 && size == 0, "no segments by default");
    clear(&a, 1050, 0);
    equal(0, send_with(u, &a, add(&a, 0, IPPROTO_UDP, UDP_SEND_MSG_SIZE, 100)), 0, "a message in segments");
    equal(0, datagrams(v, 100, 50), 11, "ten whole ones and the rest");
    equal(0, WSASetUdpSendMessageSize(u, 200), 0, "WSASetUdpSendMessageSize");
    check(0, WSAGetUdpSendMessageSize(u, &size) == 0 && size == 200, "WSAGetUdpSendMessageSize");
    equal(0, send(u, a.buf, 650, 0), 650, "a send in segments");
    equal(0, datagrams(v, 200, 50), 4, "three whole ones and the rest");
    equal(0, WSASetUdpSendMessageSize(u, 0), 0, "no more segments");
    equal(0, send(u, a.buf, 650, 0), 650, "a send");
    equal(0, datagrams(v, 650, 650), 1, "one datagram");
    closesocket(v);
    closesocket(u);
    u = tcp();
    equal(0, WSASetUdpSendMessageSize(u, 100) ? WSAGetLastError() : 0, WSAENOPROTOOPT, "not of TCP");
    closesocket(u);
    equal(0, WSASetUdpSendMessageSize(u, 100) ? WSAGetLastError() : 0, WSAENOTSOCK, "not of a closed socket");
}

/* UDP_RECV_MAX_COALESCED_SIZE: datagrams of one size may come together, and their size with them. */
static void coalescing(void)
{
    message a;
    SOCKET u, v;
    DWORD n, size = 77, together = 0;

    udp_pair(&u, &v);
    check(0, WSAGetUdpRecvMaxCoalescedSize(v, &size) == 0 && size == 0, "not by default");
    equal(0, WSASetUdpRecvMaxCoalescedSize(v, 65507), 0, "WSASetUdpRecvMaxCoalescedSize");
    check(0, WSAGetUdpRecvMaxCoalescedSize(v, &size) == 0 && size == 65507, "WSAGetUdpRecvMaxCoalescedSize");
    clear(&a, 1050, 0);
    send_with(u, &a, add(&a, 0, IPPROTO_UDP, UDP_SEND_MSG_SIZE, 100));
    while (together < 1050) {
        clear(&a, sizeof a.buf, sizeof a.control);
        if (receive(v, &a.m, &n, NULL, NULL))
            break;
        check(0, n <= 100 || came(&a, IPPROTO_UDP, UDP_COALESCED_INFO) == 100, "more than one, and the size of each");
        together += n;
    }
    equal(0, together, 1050, "all that was sent");
    send(u, "alone", 5, 0);
    clear(&a, sizeof a.buf, sizeof a.control);
    check(0, receive(v, &a.m, &n, NULL, NULL) == 0 && n == 5, "a datagram that comes alone");
    equal(0, came(&a, IPPROTO_UDP, UDP_COALESCED_INFO), -1, "comes without a size");

    equal(0, WSASetUdpRecvMaxCoalescedSize(v, 250), 0, "a small limit");
    check(0, WSAGetUdpRecvMaxCoalescedSize(v, &size) == 0 && size == 250, "is told");
    clear(&a, 1050, 0);
    send_with(u, &a, add(&a, 0, IPPROTO_UDP, UDP_SEND_MSG_SIZE, 100));
    for (together = 0; together < 1050; together += n) {
        clear(&a, sizeof a.buf, sizeof a.control);
        if (receive(v, &a.m, &n, NULL, NULL))
            break;
        check(0, n <= 250, "and no more than that comes together");
    }
    equal(0, together, 1050, "all that was sent");
    closesocket(u);
    closesocket(v);
}

/* Options that are not to be had say so. */
static void absent(void)
{
    SOCKET u = udp(), t = tcp();
    DWORD value = 0;

    equal(0, WSASetIPUserMtu(u, 1280) ? WSAGetLastError() : 0, WSAENOPROTOOPT, "WSASetIPUserMtu");
    equal(0, WSAGetIPUserMtu(u, &value) ? WSAGetLastError() : 0, WSAENOPROTOOPT, "WSAGetIPUserMtu");
    equal(0, WSASetFailConnectOnIcmpError(t, TRUE) ? WSAGetLastError() : 0, WSAENOPROTOOPT, "WSASetFailConnectOnIcmpError");
    equal(0, WSAGetFailConnectOnIcmpError(t, &value) ? WSAGetLastError() : 0, WSAENOPROTOOPT, "WSAGetFailConnectOnIcmpError");
    closesocket(u);
    closesocket(t);
    equal(0, WSASetIPUserMtu(u, 1280) ? WSAGetLastError() : 0, WSAENOTSOCK, "of a closed socket");
}

int main(void)
{
    GUID id = WSAID_WSARECVMSG;

    start();
    receive = (LPFN_WSARECVMSG)extension(id);
    traffic(AF_INET);
    traffic(AF_INET6);
    segments();
    coalescing();
    absent();
    return finish_tests();
}
