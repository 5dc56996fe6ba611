/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * WSAIoctl: what it tells about the network and a connection, and how it refuses. */
#include "check.h"
#include <mstcpip.h>
#ifndef SIO_UDP_NETRESET
#define SIO_UDP_NETRESET _WSAIOW(IOC_VENDOR, 15)
#endif

static unsigned char out[4096];
static DWORD returned;

static int control(SOCKET s, DWORD code, void *in, DWORD in_size, DWORD out_size)
{
    returned = UNTOUCHED;
    WSASetLastError(0);
    return WSAIoctl(s, code, in, in_size, out, out_size, &returned, NULL, NULL) ? WSAGetLastError() : 0;
}

static void addresses(void)
{
    SOCKET s = udp(), six = socket(AF_INET6, SOCK_DGRAM, 0);
    SOCKET_ADDRESS_LIST *list = (SOCKET_ADDRESS_LIST *)out;
    DWORD size;
    int i, fits = 1;

    equal(0, control(s, SIO_ADDRESS_LIST_QUERY, NULL, 0, sizeof out), 0, "SIO_ADDRESS_LIST_QUERY");
    size = returned;
    check(0, list->iAddressCount >= 1, "there are addresses");
    for (i = 0; i < list->iAddressCount; i++) {
        SOCKET t = udp();

        fits = fits && list->Address[i].iSockaddrLength == sizeof(struct sockaddr_in) && list->Address[i].lpSockaddr->sa_family == AF_INET &&
            bind(t, list->Address[i].lpSockaddr, list->Address[i].iSockaddrLength) == 0;
        closesocket(t);
    }
    check(0, fits, "to which a socket can be bound");
    equal(0, control(s, SIO_ADDRESS_LIST_QUERY, NULL, 0, size - 1), WSAEFAULT, "too little room: WSAEFAULT");
    equal(0, returned, size, "and the size");
    equal(0, control(six, SIO_ADDRESS_LIST_QUERY, NULL, 0, sizeof out), 0, "of an IPv6 socket");
    check(0, list->iAddressCount >= 1 && list->Address[0].lpSockaddr->sa_family == AF_INET6, "IPv6 addresses");
    closesocket(s);
    closesocket(six);
}

static void interfaces(void)
{
    SOCKET s = udp();
    DWORD i, loopbacks = 0;

    equal(0, control(s, SIO_GET_INTERFACE_LIST, NULL, 0, sizeof out), 0, "SIO_GET_INTERFACE_LIST");
    check(0, returned >= sizeof(INTERFACE_INFO) && returned % sizeof(INTERFACE_INFO) == 0, "is an array of INTERFACE_INFO");
    for (i = 0; i < returned / sizeof(INTERFACE_INFO); i++) {
        INTERFACE_INFO *info = (INTERFACE_INFO *)out + i;

        if (info->iiFlags & IFF_LOOPBACK && info->iiFlags & IFF_UP && info->iiAddress.AddressIn.sin_addr.s_addr == htonl(INADDR_LOOPBACK) &&
            info->iiNetmask.AddressIn.sin_addr.s_addr == htonl(0xff000000))
            loopbacks++;
    }
    equal(0, loopbacks, 1, "in which the loopback stands, with its mask");
    equal(0, control(s, SIO_GET_INTERFACE_LIST, NULL, 0, sizeof(INTERFACE_INFO) - 1), WSAEFAULT, "too little room: WSAEFAULT");
    closesocket(s);
}

static void routes(void)
{
    SOCKET s = udp();
    struct sockaddr_in to, *from = (struct sockaddr_in *)out;

    memset(&to, 0, sizeof to);
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(0x7f000002);
    equal(0, control(s, SIO_ROUTING_INTERFACE_QUERY, &to, sizeof to, sizeof out), 0, "SIO_ROUTING_INTERFACE_QUERY");
    check(0, returned == sizeof to && from->sin_family == AF_INET && (ntohl(from->sin_addr.s_addr) >> 24) == 127, "the loopback leads to 127.0.0.2");
    equal(0, control(s, SIO_ROUTING_INTERFACE_QUERY, &to, 8, sizeof out), WSAEFAULT, "half an address: WSAEFAULT");
    equal(0, control(s, SIO_ROUTING_INTERFACE_QUERY, &to, sizeof to, 8), WSAEFAULT, "too little room: WSAEFAULT");
    equal(0, control(s, SIO_ROUTING_INTERFACE_QUERY, NULL, 0, sizeof out), WSAEFAULT, "no address: WSAEFAULT");
#ifndef _WIN32
    equal(0, control(s, SIO_GET_BROADCAST_ADDRESS, NULL, 0, sizeof out), 0, "SIO_GET_BROADCAST_ADDRESS");
    check(0, returned == sizeof to && from->sin_addr.s_addr == INADDR_BROADCAST, "255.255.255.255");
#endif
    closesocket(s);
}

static void connection(void)
{
    SOCKET a, b, fresh = tcp(), u = udp();
    char data[1000] = "";
    DWORD version = 0;
    struct tcp_keepalive keep = { 1, 5000, 2000 };
    int v = 0, n = sizeof v;

    tcp_pair(&a, &b);
    send(a, data, sizeof data, 0);
    wait_for(b, sizeof data);
#ifndef _WIN32
    equal(0, control(b, SIO_TCP_INFO, &version, sizeof version, sizeof out), 0, "SIO_TCP_INFO");
    check(0, returned == sizeof(TCP_INFO_v0) && ((TCP_INFO_v0 *)out)->State == TCPSTATE_ESTABLISHED && ((TCP_INFO_v0 *)out)->Mss > 0 &&
          ((TCP_INFO_v0 *)out)->BytesIn == sizeof data, "state, segment size, bytes");
    equal(0, control(b, SIO_TCP_INFO, &version, sizeof version, 8), WSAEFAULT, "too little room: WSAEFAULT");
    memset(out, 0x7a, sizeof out);
    version = 1;
    equal(0, control(b, SIO_TCP_INFO, &version, sizeof version, sizeof out), 0, "version 1");
    check(0, returned == sizeof(TCP_INFO_v1) && ((TCP_INFO_v1 *)out)->State == TCPSTATE_ESTABLISHED && ((TCP_INFO_v1 *)out)->Mss > 0 &&
          ((TCP_INFO_v1 *)out)->BytesIn == sizeof data, "begins alike");
    check(0, ((TCP_INFO_v1 *)out)->TimeoutEpisodes == 0 && ((TCP_INFO_v1 *)out)->SynRetrans == 0 && ((TCP_INFO_v1 *)out)->SndLimTimeRwin < 60000 &&
          ((TCP_INFO_v1 *)out)->SndLimTimeCwnd < 60000 && ((TCP_INFO_v1 *)out)->SndLimTimeSnd < 60000 && ((TCP_INFO_v1 *)out)->SndLimBytesSnd == 0, "and goes on with what holds sending back");
    equal(0, control(b, SIO_TCP_INFO, &version, sizeof version, sizeof(TCP_INFO_v1) - 1), WSAEFAULT, "it needs more room: WSAEFAULT");
    equal(0, returned, sizeof(TCP_INFO_v1), "that of its size");
    version = 2;
    equal(0, control(b, SIO_TCP_INFO, &version, sizeof version, sizeof out), WSAEINVAL, "an unknown version: WSAEINVAL");
    version = 0;
    equal(0, control(fresh, SIO_TCP_INFO, &version, sizeof version, sizeof out), WSAENOTCONN, "not connected: WSAENOTCONN");
#endif
    equal(0, control(fresh, SIO_IDEAL_SEND_BACKLOG_QUERY, NULL, 0, 3), WSAEFAULT, "room is looked at before the state");
    equal(0, control(fresh, SIO_IDEAL_SEND_BACKLOG_QUERY, NULL, 0, 4), WSAENOTCONN, "SIO_IDEAL_SEND_BACKLOG_QUERY");
    equal(0, control(a, SIO_IDEAL_SEND_BACKLOG_QUERY, NULL, 0, 4), 0, "of a connection");
    equal(0, control(a, SIO_KEEPALIVE_VALS, &keep, 11, 0), WSAEFAULT, "half of tcp_keepalive: WSAEFAULT");
    equal(0, control(a, SIO_KEEPALIVE_VALS, &keep, sizeof keep, 0), 0, "SIO_KEEPALIVE_VALS");
    check(0, getsockopt(a, SOL_SOCKET, SO_KEEPALIVE, (char *)&v, &n) == 0 && v == 1, "switches SO_KEEPALIVE on");
    equal(0, control(u, SIO_TCP_INFO, &version, sizeof version, sizeof out), WSAEOPNOTSUPP, "not for datagrams");
    equal(0, control(u, 0x12345678, NULL, 0, 0), WSAEOPNOTSUPP, "an unknown code: WSAEOPNOTSUPP");
    closesocket(a);
    closesocket(b);
    closesocket(fresh);
    closesocket(u);
}

/* The two kinds of bad news about datagrams are switched apart. */
static void news(void)
{
    SOCKET s = udp(), gone = udp();
    struct sockaddr_in where = bind_local(gone);
    DWORD off = 0, time = 2000;
    char c;

    closesocket(gone);
    bind_local(s);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, (char *)&time, sizeof time);
    equal(0, control(s, SIO_UDP_NETRESET, &off, sizeof off, 0), 0, "SIO_UDP_NETRESET off");
    sendto(s, "x", 1, 0, (struct sockaddr *)&where, sizeof where);
    equal(0, recv(s, &c, 1, 0) == SOCKET_ERROR ? WSAGetLastError() : 0, WSAECONNRESET, "leaves WSAECONNRESET as it is");
    time = 200;
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, (char *)&time, sizeof time);
    equal(0, control(s, SIO_UDP_CONNRESET, &off, sizeof off, 0), 0, "SIO_UDP_CONNRESET off");
    sendto(s, "x", 1, 0, (struct sockaddr *)&where, sizeof where);
    equal(0, recv(s, &c, 1, 0) == SOCKET_ERROR ? WSAGetLastError() : 0, WSAETIMEDOUT, "silences it");
    closesocket(s);
}

static void functions(void)
{
    SOCKET s = tcp();
    GUID id = WSAID_ACCEPTEX;

    equal(0, control(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, sizeof(void *)), 0, "AcceptEx is found");
    id.Data4[7] ^= 1;
    equal(0, control(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, sizeof(void *)), WSAEINVAL, "by its whole GUID: WSAEINVAL");
    closesocket(s);
}

/* FIONREAD of a datagram socket: all that waits, not the first datagram alone; looking takes nothing away. */
static void datagrams(void)
{
    char b[16];
    SOCKET u, v;
    DWORD n = 0, got = 0;
    int i;

    udp_pair(&u, &v);
    equal(0, unread(v), 0, "nothing waits");
    send(u, "", 0, 0);
    send(u, "three", 3, 0);
    send(u, "", 0, 0);
    send(u, "eleven byte", 11, 0);
    for (i = 0; i < 100 && unread(v) < 14; i++)
        Sleep(10);
    equal(0, unread(v), 14, "all datagrams together");
    equal(0, unread(v), 14, "and once more");
    check(0, WSAIoctl(v, FIONREAD, NULL, 0, &n, sizeof n, &got, NULL, NULL) == 0 && n == 14 && got == 4, "by WSAIoctl");
    equal(0, recv(v, b, sizeof b, MSG_PEEK), 0, "the first is still there");
    equal(0, recv(v, b, sizeof b, 0), 0, "and is received");
    equal(0, unread(v), 14, "the others");
    equal(0, recv(v, b, sizeof b, MSG_PEEK), 3, "the second is the next");
    equal(0, recv(v, b, sizeof b, 0), 3, "and is received");
    equal(0, unread(v), 11, "the rest");
    recv(v, b, sizeof b, 0);
    recv(v, b, sizeof b, 0);
    equal(0, unread(v), 0, "nothing again");
    closesocket(u);
    closesocket(v);
}

int main(void)
{
    start();
    news();
    functions();
    addresses();
    interfaces();
    routes();
    connection();
    datagrams();
    return finish_tests();
}
