/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * shutdown: what each direction ends, on this side and on the other, and what it refuses. */
#include "check.h"

static char buf[64];
static DWORD n;

static int shut(SOCKET s, int how) { return shutdown(s, how) ? WSAGetLastError() : 0; }
static int received(SOCKET s) { int rc = recv(s, buf, sizeof buf, 0); return rc < 0 ? -WSAGetLastError() : rc; }
static int sent(SOCKET s) { return send(s, "x", 1, 0) < 0 ? WSAGetLastError() : 0; }

static void receiving(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov, next;

    tcp_pair(&a, &b);
    prepare(&ov);
    prepare(&next);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    equal(0, shut(b, SD_RECEIVE), 0, "SD_RECEIVE");
    equal(0, WaitForSingleObject(ov.hEvent, 30), WAIT_TIMEOUT, "leaves a receive that waits alone");
    equal(23, get(b, buf, 8, 0, NULL, &next, NULL), WSAESHUTDOWN, "further ones are WSAESHUTDOWN, overlapped");
    equal(23, received(b), -WSAESHUTDOWN, "or not");
    equal(23, get(b, buf, 8, MSG_PEEK, &n, NULL, NULL), WSAESHUTDOWN, "with flags as well");
    check(0, sent(a) == 0 && sent(a) == 0, "the peer may send");
    check(0, result(b, &ov, &n, NULL) == 0 && n >= 1 && buf[0] == 'x', "which the receive that waits gets");
    check(0, sent(b) == 0 && received(a) == 1, "the other direction goes on");
    equal(0, shut(b, SD_RECEIVE), 0, "it can be said again");
    WSACloseEvent(ov.hEvent);
    WSACloseEvent(next.hEvent);
    closesocket(a);
    closesocket(b);
}

static void sending(void)
{
    static char much[4 << 20], rest[1 << 16];
    SOCKET a, b;
    WSAOVERLAPPED ov;
    WSABUF whole = { sizeof much, much };
    struct sockaddr_in peer;
    int size = sizeof peer, rc;
    long long total = 0;

    tcp_pair(&a, &b);
    prepare(&ov);
    rc = WSASend(a, &whole, 1, NULL, 0, &ov, NULL) ? WSAGetLastError() : 0;
    check(0, rc == 0 || rc == WSA_IO_PENDING, "a long send");
    equal(0, shut(a, SD_SEND), 0, "SD_SEND behind it");
    equal(0, sent(a), WSAESHUTDOWN, "further ones are WSAESHUTDOWN");
    while ((rc = recv(b, rest, sizeof rest, 0)) > 0)
        total += rc;
    equal(0, rc, 0, "the peer has the end");
    equal(0, total, sizeof much, "behind all that was sent before");
    check(0, result(a, &ov, &n, NULL) == 0 && n == sizeof much, "the send is a success");
    check(0, sent(b) == 0 && received(a) == 1, "the other direction goes on");
    check(0, shut(a, SD_SEND) == 0 && shut(a, SD_BOTH) == 0, "it can be said again");
    equal(0, received(a), -WSAESHUTDOWN, "SD_BOTH ends receiving as well");
#ifndef _WIN32      /* Wine: WSAENOTCONN */
    equal(0, getpeername(a, (struct sockaddr *)&peer, &size), 0, "getpeername still knows the peer");
    peer = name_of(b);
    equal(0, connect(a, (struct sockaddr *)&peer, sizeof peer) ? WSAGetLastError() : 0, WSAEISCONN, "connect is WSAEISCONN");
#endif
    WSACloseEvent(ov.hEvent);
    closesocket(a);
    closesocket(b);
}

static void refusing(void)
{
    SOCKET s = tcp(), l = tcp(), u = udp(), a, b;

    bind_local(l);
    listen(l, 1);
    equal(0, shut(s, SD_BOTH), WSAENOTCONN, "of a stream that is not connected: WSAENOTCONN");
    equal(0, shut(l, SD_RECEIVE), WSAENOTCONN, "of a listener as well");
#ifndef _WIN32      /* Wine: WSAEFAULT */
    equal(0, getpeername(s, NULL, NULL) ? WSAGetLastError() : 0, WSAENOTCONN, "getpeername says so before it looks at its pointers");
#endif
    tcp_pair(&a, &b);
    equal(0, shut(a, 3), WSAEINVAL, "how is 0, 1 or 2: WSAEINVAL");
    equal(0, shut(a, -1), WSAEINVAL, "no less");
    check(0, sent(a) == 0 && received(b) == 1, "which ends nothing");
#ifndef _WIN32      /* Wine: WSAEINVAL */
    equal(0, sent(u), WSAENOTCONN, "a datagram without an address: WSAENOTCONN");
#endif
    equal(0, shut(u, SD_RECEIVE), 0, "a datagram socket need not be connected");
    equal(23, received(u), -WSAESHUTDOWN, "it receives no more");
    closesocket(s);
    closesocket(l);
    closesocket(u);
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    start();
    receiving();
    sending();
    refusing();
    return finish_tests();
}
