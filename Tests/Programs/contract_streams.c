/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Byte streams: filling, ends of a connection, order, flags, waiting. */
#include "check.h"
#include <mstcpip.h>

static char buf[1 << 16];
static DWORD n;

static void filling(void)
{
    static WSAOVERLAPPED many[64];
    static WSABUF thousand[1024];
    static char out[64 * 16];
    SOCKET a, b;
    WSAOVERLAPPED ov;
    DWORD flags = 0;
    int i, good = 1;

    tcp_pair(&a, &b);
    put(a, "abc");
    wait_for(b, 3);
    check(40, get(b, buf, 2, 0, &n, NULL, NULL) == 0 && n == 2, "data is placed until the buffers are filled");
    check(40, get(b, buf, 10, 0, &n, NULL, NULL) == 0 && n == 1, "or the buffered data is exhausted");
    prepare(&ov);
    get(b, buf, 100, 0, NULL, &ov, NULL);
    put(a, "1");
    check(41, result(b, &ov, &n, NULL) == 0 && n == 1, "an overlapped receive completes though its buffer is not full");

    for (i = 0; i < (int)sizeof out; i++)
        out[i] = (char)(i * 7);
    for (i = 0; i < 64; i++) {
        prepare(&many[i]);
        get(b, buf + 16 * i, 16, 0, NULL, &many[i], NULL);
    }
    send(a, out, sizeof out, 0);
    for (i = 0; i < 64; i++)
        good &= result(b, &many[i], &n, NULL) == 0 && n == 16;
    check(42, good && !memcmp(buf, out, sizeof out), "64 posted buffers are filled in the order in which they were posted");

    for (i = 0; i < 1024; i++) {
        thousand[i].buf = buf + 2 * i;
        thousand[i].len = 1;
    }
    memset(buf, 0, sizeof buf);
    send(a, out, sizeof out, 0);
    wait_for(b, sizeof out);
    WSARecv(b, thousand, 1024, &n, &flags, NULL, NULL);
    for (good = 1, i = 0; i < (int)sizeof out; i++)
        good &= buf[2 * i] == out[i] && buf[2 * i + 1] == 0;
    check(43, n == sizeof out && good, "1,024 buffers of one call are filled in order, and only they");

    equal(44, get(b, buf, 0, 0, NULL, &many[0], NULL), WSA_IO_PENDING, "a receive without room waits for data");
    put(a, "z");
    check(44, result(b, &many[0], &n, NULL) == 0 && n == 0 && unread(b) == 1, "and takes none");
    closesocket(a);
    closesocket(b);
}

/* All that was sent has reached the other side, though nobody has looked. */
static void wait_until_arrived(SOCKET s)
{
#ifdef SIO_TCP_INFO
    DWORD version = 0, out, begin = GetTickCount();
    TCP_INFO_v0 info;

    do
        WSAIoctl(s, SIO_TCP_INFO, &version, sizeof version, &info, sizeof info, &out, NULL, NULL);
    while (info.BytesInFlight > 0 && GetTickCount() - begin < LONG_TIME);
#else
    (void)s;
    Sleep(1);
#endif
}

/* A receive that is posted when data has come gets none of what an older one waits for. */
static void order(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov[3];
    int i, first = 0, second = 0, blocking = 0;

    for (i = 0; i < 100; i++) {
        char room[3][4];

        tcp_pair(&a, &b);
        prepare(&ov[0]);
        prepare(&ov[1]);
        get(b, room[0], 4, 0, NULL, &ov[0], NULL);
        put(a, "aaaabbbbcccc");
        wait_until_arrived(a);
        get(b, room[1], 4, i & 1 ? MSG_WAITALL : 0, NULL, &ov[1], NULL);
        blocking += get(b, room[2], 4, 0, &n, NULL, NULL) == 0 && n == 4 && !memcmp(room[2], "cccc", 4);
        first += result(b, &ov[0], &n, NULL) == 0 && n == 4 && !memcmp(room[0], "aaaa", 4);
        second += result(b, &ov[1], &n, NULL) == 0 && n == 4 && !memcmp(room[1], "bbbb", 4);
        WSACloseEvent(ov[0].hEvent);
        WSACloseEvent(ov[1].hEvent);
        closesocket(a);
        closesocket(b);
    }
    equal(42, first, 100, "data goes to the receive that waits for it");
    equal(42, second, 100, "and not to one that is posted when it has come");
    equal(42, blocking, 100, "nor to a call that blocks");
}

static DWORD WINAPI send_byte(LPVOID arg)
{
    Sleep(30);
    send(*(SOCKET *)arg, "!", 1, 0);
    return 0;
}

static void blocking(void)
{
    SOCKET a, b;
    HANDLE t;
    DWORD timeout = 30;

    tcp_pair(&a, &b);
    t = thread(send_byte, &a);
    check(45, get(b, buf, 100, 0, &n, NULL, NULL) == 0 && n == 1, "a blocking receive waits; one byte unblocks it");
    join(t);
    setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, (char *)&timeout, sizeof timeout);
    equal(46, get(b, buf, 8, 0, &n, NULL, NULL), WSAETIMEDOUT, "SO_RCVTIMEO ends a blocking receive");
    {
        WSAOVERLAPPED ov;
        prepare(&ov);
        get(b, buf, 8, 0, NULL, &ov, NULL);
        equal(46, WaitForSingleObject(ov.hEvent, 120), WAIT_TIMEOUT, "and does not touch an overlapped one");
        put(a, "t");
        equal(46, result(b, &ov, &n, NULL), 0, "which completes with data");
    }
    closesocket(a);
    closesocket(b);
}

static void ends(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;

    tcp_pair(&a, &b);
    put(a, "last");
    shutdown(a, SD_SEND);
    check(47, get(b, buf, 8, 0, &n, NULL, NULL) == 0 && n == 4, "what came before the end is received");
    check(47, get(b, buf, 8, 0, &n, NULL, NULL) == 0 && n == 0, "then zero bytes: graceful closure");
    check(47, get(b, buf, 8, 0, &n, NULL, NULL) == 0 && n == 0, "and no more bytes ever");
    closesocket(a);
    closesocket(b);
    tcp_pair(&a, &b);
    prepare(&ov);
    get(b, buf, 8, 0, NULL, &ov, NULL);
    closesocket(a);
    check(48, result(b, &ov, &n, NULL) == 0 && n == 0, "a pending receive learns of it with zero bytes");
    closesocket(b);
}

static void flags(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov, other;
    DWORD out;
    WSABUF w;

    tcp_pair(&a, &b);
    put(a, "peek");
    wait_for(b, 4);
    check(50, get(b, buf, 8, MSG_PEEK, &n, NULL, NULL) == 0 && n == 4 && unread(b) == 4, "MSG_PEEK leaves the data");
    get(b, buf, 8, 0, &n, NULL, NULL);
    send(a, "u", 1, MSG_OOB);
    check(51, get(b, buf, 8, MSG_OOB, &n, NULL, NULL) == 0 && n == 1 && buf[0] == 'u', "MSG_OOB processes urgent data");
    put(a, "push");
    wait_for(b, 4);
    w.buf = buf;
    w.len = 8;
    out = MSG_PUSH_IMMEDIATE;
    check(52, WSARecv(b, &w, 1, &n, &out, NULL, NULL) == 0 && n == 4 && out == 0,
          "MSG_PUSH_IMMEDIATE is taken as the hint it is, and not handed back");

    put(a, "part");
    prepare(&ov);
    equal(53, get(b, buf, 8, MSG_WAITALL, NULL, &ov, NULL), WSA_IO_PENDING, "MSG_WAITALL with a part there waits");
    put(a, "full");
    check(53, result(b, &ov, &n, NULL) == 0 && n == 8 && !memcmp(buf, "partfull", 8), "until the buffer is full");
    prepare(&other);
    memset(buf, 0, 8);
    get(b, buf, 8, MSG_WAITALL, NULL, &other, NULL);
    put(a, "abc");
    equal(53, WaitForSingleObject(other.hEvent, 30), WAIT_TIMEOUT, "one that finds nothing waits for more than the first part");
    put(a, "de");
    equal(53, WaitForSingleObject(other.hEvent, 30), WAIT_TIMEOUT, "and for more than the second");
    put(a, "fghi");
    check(53, result(b, &other, &n, NULL) == 0 && n == 8 && !memcmp(buf, "abcdefgh", 8), "each is where it belongs");
    check(53, get(b, buf, 8, 0, &n, NULL, NULL) == 0 && n == 1 && buf[0] == 'i', "and what is too much is left");
    {
        WSABUF two[2] = { { 3, buf }, { 5, buf + 8 } };

        memset(buf, '.', 16);
        out = MSG_WAITALL;
        WSAResetEvent(other.hEvent);
        WSARecv(b, two, 2, NULL, &out, &other, NULL);
        put(a, "ab");
        equal(53, WaitForSingleObject(other.hEvent, 30), WAIT_TIMEOUT, "several buffers are filled as well");
        put(a, "cdefg");
        equal(53, WaitForSingleObject(other.hEvent, 30), WAIT_TIMEOUT, "to the last byte");
        put(a, "h");
        check(53, result(b, &other, &n, NULL) == 0 && n == 8 && !memcmp(buf, "abc.....defgh", 13), "in parts that do not end where they do");
    }
    put(a, "cut");
    prepare(&other);
    get(b, buf, 8, MSG_WAITALL, NULL, &other, NULL);
    wait_for(b, 0);
    equal(54, CancelIoEx((HANDLE)b, &other), TRUE, "or the request is cancelled");
    check(54, result(b, &other, &n, NULL) == WSA_OPERATION_ABORTED || n == 3, "which ends it");
    equal(55, get(b, buf, 8, MSG_WAITALL | MSG_PEEK, &n, NULL, NULL), WSAEOPNOTSUPP, "MSG_WAITALL excludes MSG_PEEK");
    equal(55, get(b, buf, 8, MSG_WAITALL | MSG_OOB, &n, NULL, NULL), WSAEOPNOTSUPP, "and MSG_OOB");
    equal(55, get(b, buf, 8, MSG_WAITALL | MSG_PARTIAL, &n, NULL, NULL), WSAEOPNOTSUPP, "and MSG_PARTIAL");
    nonblocking(b, 1);
    equal(55, get(b, buf, 8, MSG_WAITALL, &n, NULL, NULL), WSAEOPNOTSUPP, "and the non-blocking mode");
    nonblocking(b, 0);
    closesocket(a);
    closesocket(b);
    tcp_pair(&a, &b);
    prepare(&ov);
    get(b, buf, 8, MSG_WAITALL, NULL, &ov, NULL);
    put(a, "end");
    shutdown(a, SD_SEND);
    check(56, result(b, &ov, &n, NULL) == 0 && n == 3, "a closed connection completes MSG_WAITALL with what came");
    closesocket(a);
    closesocket(b);
}

static void urgent_in_line(void)
{
    SOCKET a, b;
    BOOL on = TRUE;

    tcp_pair(&a, &b);
    setsockopt(b, SOL_SOCKET, SO_OOBINLINE, (char *)&on, sizeof on);
    send(a, "i", 1, MSG_OOB);
    check(57, get(b, buf, 8, 0, &n, NULL, NULL) == 0 && n == 1 && buf[0] == 'i', "SO_OOBINLINE: urgent data in the stream");
    equal(57, get(b, buf, 8, MSG_OOB, &n, NULL, NULL), WSAEINVAL, "and none beside it");
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    start();
    filling();
    order();
    blocking();
    ends();
    flags();
    urgent_in_line();
    return finish_tests();
}
