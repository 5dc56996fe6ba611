/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Connections whose peer is no longer heard: the page of WSARecv has WSAENETRESET for what keep-alive finds, and WSAETIMEDOUT
 * for a peer that does not respond to what it is sent. */
#include "netlink.h"
#include <mstcpip.h>

static int receive(SOCKET s)
{
    char b[8];

    return recv(s, b, sizeof b, 0) < 0 ? WSAGetLastError() : 0;
}

int main(void)
{
    struct tcp_keepalive probes = { 1, 1000, 200 };
    SOCKET a[4], b[4];
    WSAOVERLAPPED ov[4];
    HANDLE port;
    ULONG_PTR key;
    LPOVERLAPPED which;
    DWORD n, count = 2, seconds = 1;
    WSAPOLLFD entry;
    char place[8];
    int i;

    require_own_network();
    start();
    for (i = 0; i < 4; i++) {
        tcp_pair(&a[i], &b[i]);
        prepare(&ov[i]);
        if (i < 3) {
            equal(0, WSAIoctl(a[i], SIO_KEEPALIVE_VALS, &probes, sizeof probes, NULL, 0, &n, NULL, NULL), 0, "SIO_KEEPALIVE_VALS");
            equal(0, setsockopt(a[i], IPPROTO_TCP, TCP_KEEPCNT, (char *)&count, sizeof count), 0, "TCP_KEEPCNT");
        } else {
            equal(0, setsockopt(a[i], IPPROTO_TCP, TCP_MAXRT, (char *)&seconds, sizeof seconds), 0, "TCP_MAXRT");
        }
    }
    port = CreateIoCompletionPort((HANDLE)a[2], NULL, 7, 0);
    for (i = 0; i < 4; i++)
        if (i != 1)
            equal(0, get(a[i], place, sizeof place, 0, NULL, &ov[i], NULL), WSA_IO_PENDING, "a receive is pending");
    loopback_is(0);
    equal(0, send(a[3], "lost", 4, 0), 4, "what is sent is lost");

    equal(38, result(a[0], &ov[0], &n, NULL), WSAENETRESET, "keep-alive ends a pending receive with WSAENETRESET");
    equal(38, receive(a[0]), WSAENETRESET, "and the next");
    equal(0, send(a[0], "x", 1, 0) < 0 ? WSAGetLastError() : 0, WSAENETRESET, "and a send");
    equal(38, receive(a[1]), WSAENETRESET, "a blocking receive fails likewise");
    equal(38, receive(a[1]), WSAENETRESET, "and the next");
    equal(0, GetQueuedCompletionStatus(port, &n, &key, &which, LONG_TIME), FALSE, "a port is told of a failure");
    equal(0, key == 7 && which == &ov[2], 1, "of that receive");
    equal(0, WSAGetOverlappedResult(a[2], &ov[2], &n, FALSE, &n) ? 0 : WSAGetLastError(), WSAENETRESET, "which is WSAENETRESET");
    equal(39, result(a[3], &ov[3], &n, NULL), WSAETIMEDOUT, "a peer that does not acknowledge ends one with WSAETIMEDOUT");
    equal(39, receive(a[3]), WSAETIMEDOUT, "and the next");
    entry.fd = a[3];
    entry.events = POLLIN;
    check(0, WSAPoll(&entry, 1, 0) == 1 && (entry.revents & POLLHUP), "the connection is over");
    for (i = 0; i < 4; i++) {
        closesocket(a[i]);
        closesocket(b[i]);
        WSACloseEvent(ov[i].hEvent);
    }
    CloseHandle(port);
    return finish_tests();
}
