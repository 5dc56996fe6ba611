/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The system has no memory for any transfer: what waits for memory stays pending and can be cancelled or time out, data
 * and room stay what they are, and datagrams cannot be sent.
 *   faulty_shortage receives|sends       which calls WS2_FAULTS has fail */
#include "faulty.h"

static int failed_with(int rc) { return rc < 0 ? WSAGetLastError() : 0; }

/* Four bytes wait at s. */
static void test_receives(SOCKET s)
{
    WSAOVERLAPPED ov;
    DWORD ms = 50, n, flags = 0;
    char in[16];
    WSABUF b;
    fd_set set;
    struct timeval now = { 0, 0 };

    b.buf = in;
    b.len = sizeof in;
    wait_for(s, 4);
    prepare(&ov);
    equal(6, get(s, in, sizeof in, 0, NULL, &ov, NULL), WSA_IO_PENDING, "an overlapped receive waits for memory, although data is there");
    equal(94, WaitForSingleObject(ov.hEvent, 50), WAIT_TIMEOUT, "and stays pending");
    check(0, CancelIoEx((HANDLE)s, &ov), "it can be cancelled");
    equal(34, result(s, &ov, &n, NULL), WSA_OPERATION_ABORTED, "and completes with WSA_OPERATION_ABORTED");
    equal(0, n, 0, "and no bytes");
    WSAResetEvent(ov.hEvent);
    equal(96, WaitForSingleObject(ov.hEvent, 20), WAIT_TIMEOUT, "once");
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, (char *)&ms, sizeof ms);
    equal(46, failed_with(recv(s, in, sizeof in, 0)), WSAETIMEDOUT, "a blocking one times out");
    equal(0, get(s, in, 0, 0, NULL, &ov, NULL), WSA_IO_PENDING, "one without room waits as well");
    CancelIoEx((HANDLE)s, &ov);
    equal(34, result(s, &ov, &n, NULL), WSA_OPERATION_ABORTED, "until it is cancelled");
    nonblocking(s, 1);
    equal(29, failed_with(WSARecv(s, &b, 1, &n, &flags, NULL, NULL)), WSAEWOULDBLOCK, "a non-blocking one is WSAEWOULDBLOCK");
    FD_ZERO(&set);
    FD_SET(s, &set);
    equal(0, select(0, &set, NULL, NULL, &now), 1, "select sees the data");
    equal(0, (long long)unread(s), 4, "all of it");
    WSACloseEvent(ov.hEvent);
}

static void test_sends(SOCKET a, SOCKET b, SOCKET c, SOCKET d)
{
    WSAOVERLAPPED ov;
    WSABUF buffer;
    DWORD ms = 50, n;

    prepare(&ov);
    buffer.buf = "stream";
    buffer.len = 6;
    equal(0, WSASend(a, &buffer, 1, NULL, 0, &ov, NULL) ? WSAGetLastError() : 0, WSA_IO_PENDING, "an overlapped send of a stream waits for memory");
    equal(0, WaitForSingleObject(ov.hEvent, 50), WAIT_TIMEOUT, "and stays pending");
    check(0, CancelIoEx((HANDLE)a, &ov), "it can be cancelled");
    equal(0, result(a, &ov, &n, NULL), WSA_OPERATION_ABORTED, "and completes with WSA_OPERATION_ABORTED");
    equal(0, n, 0, "and no bytes");
    setsockopt(a, SOL_SOCKET, SO_SNDTIMEO, (char *)&ms, sizeof ms);
    equal(0, failed_with(send(a, "x", 1, 0)), WSAETIMEDOUT, "a blocking one times out");
    nonblocking(a, 1);
    equal(0, failed_with(send(a, "x", 1, 0)), WSAEWOULDBLOCK, "a non-blocking one is WSAEWOULDBLOCK");
    equal(0, (long long)unread(b), 0, "nothing of them has been sent");
    WSAResetEvent(ov.hEvent);
    equal(0, WSASend(c, &buffer, 1, NULL, 0, &ov, NULL) ? WSAGetLastError() : 0, WSAENOBUFS, "a datagram cannot be sent: WSAENOBUFS");
    equal(0, WaitForSingleObject(ov.hEvent, 20), WAIT_TIMEOUT, "without an indication");
    equal(0, failed_with(send(c, "x", 1, 0)), WSAENOBUFS, "by a blocking send as well");
    equal(0, (long long)unread(d), 0, "and is not sent");
    WSACloseEvent(ov.hEvent);
}

int main(int argc, char **argv)
{
    SOCKET a, b, c, d;

    if (argc < 2)
        return 2;
    start();
    tcp_pair(&a, &b);
    udp_pair(&c, &d);
    if (!strcmp(argv[1], "receives")) {
        put(a, "four");
        put(c, "four");
        test_receives(b);
        test_receives(d);
    } else
        test_sends(a, b, c, d);
    closesocket(a);
    closesocket(b);
    closesocket(c);
    closesocket(d);
    return finish_tests();
}
