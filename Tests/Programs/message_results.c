/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Datagrams that do not fit, with their control data or without: what each way of receiving says of them. Flags of sends
 * and receives, and urgent bytes that come apart. */
#include "check.h"

static LPFN_WSARECVMSG receive_message;
static char buf[64];
static DWORD n, told_error, told_bytes;
static int calls;

static void CALLBACK told(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov, DWORD flags)
{
    (void)ov;
    (void)flags;
    calls++;
    told_error = error;
    told_bytes = bytes;
}

static WSABUF data;
static union { WSACMSGHDR header; char bytes[128]; } control;

static WSAMSG message(ULONG length, ULONG room)
{
    WSAMSG m;

    memset(&m, 0, sizeof m);
    memset(buf, 0, sizeof buf);
    data.buf = buf;
    data.len = length;
    m.lpBuffers = &data;
    m.dwBufferCount = 1;
    m.Control.buf = room ? control.bytes : NULL;
    m.Control.len = room;
    return m;
}

static int receives(SOCKET s, WSAMSG *m, WSAOVERLAPPED *ov, LPWSAOVERLAPPED_COMPLETION_ROUTINE r)
{
    n = UNTOUCHED;
    return receive_message(s, m, &n, ov, r) ? WSAGetLastError() : 0;
}

static void messages(void)
{
    SOCKET u, v;
    WSAMSG m;
    WSAOVERLAPPED ov;
    DWORD on = 1, flags = UNTOUCHED;

    udp_pair(&u, &v);
    equal(0, receives(v, NULL, NULL, NULL), WSAEFAULT, "WSARecvMsg without a WSAMSG: WSAEFAULT");
    put(u, "plain");
    wait_for(v, 1);
    m = message(8, 0);
    check(0, receives(v, &m, NULL, NULL) == 0 && n == 5 && m.Control.len == 0 && m.dwFlags == 0, "no control data, and no room for any");
    put(u, "plain");
    wait_for(v, 1);
    m = message(8, sizeof control);
    check(0, receives(v, &m, NULL, NULL) == 0 && n == 5 && m.Control.len == 0, "with room that is not used the length is 0");

    put(u, "too long");
    wait_for(v, 1);
    m = message(3, 0);
    equal(0, receives(v, &m, NULL, NULL), WSAEMSGSIZE, "a datagram that does not fit: WSAEMSGSIZE");
#ifndef _WIN32      /* Wine stores neither */
    check(0, n == 3 && (m.dwFlags & MSG_TRUNC) && !(m.dwFlags & MSG_CTRUNC), "the count, and MSG_TRUNC");
#endif

    setsockopt(v, IPPROTO_IP, IP_PKTINFO, (char *)&on, sizeof on);
    put(u, "whole");
    wait_for(v, 1);
    m = message(8, sizeof control);
    check(0, receives(v, &m, NULL, NULL) == 0 && n == 5 && m.Control.len == WSA_CMSG_SPACE(sizeof(IN_PKTINFO)) && m.dwFlags == 0, "control data, and its length");
    put(u, "whole");
    wait_for(v, 1);
    m = message(8, 4);
    equal(0, receives(v, &m, NULL, NULL), WSAEMSGSIZE, "control data that does not fit: WSAEMSGSIZE");
    check(0, !memcmp(buf, "whole", 5) && (m.dwFlags & MSG_CTRUNC), "the data is there; MSG_CTRUNC");
#ifndef _WIN32
    equal(0, n, 5, "with its count");
#endif

    /* Overlapped: a completion, whether it was there or not. */
    prepare(&ov);
    m = message(8, 4);
    equal(0, receives(v, &m, &ov, NULL), WSA_IO_PENDING, "one that waits");
    put(u, "whole");
    WaitForSingleObject(ov.hEvent, LONG_TIME);
    check(0, !WSAGetOverlappedResult(v, &ov, &n, FALSE, &flags) && WSAGetLastError() == WSAEMSGSIZE && n == 5 && (m.dwFlags & MSG_CTRUNC),
          "ends with WSAEMSGSIZE, its count and MSG_CTRUNC");
#ifndef _WIN32
    equal(0, flags, UNTOUCHED, "the flags of WSAGetOverlappedResult are left alone");
#endif
    WSACloseEvent(ov.hEvent);
    put(u, "too long");
    wait_for(v, 1);
    memset(&ov, 0, sizeof ov);
    m = message(3, sizeof control);
#ifdef _WIN32       /* Wine fails the call */
    receives(v, &m, &ov, told);
    SleepEx(20, TRUE);
#else
    equal(0, receives(v, &m, &ov, told), WSA_IO_PENDING, "with a routine the call pends, though the datagram is there");
    check(0, SleepEx(LONG_TIME, TRUE) == WAIT_IO_COMPLETION && calls == 1 && told_error == WSAEMSGSIZE && told_bytes == 3, "which is told");
#endif
    closesocket(u);
    closesocket(v);
}

static void plain(void)
{
    SOCKET u, v;
    WSABUF three = { 3, buf };
    DWORD flags;
    int partial = 0;

    udp_pair(&u, &v);
#ifdef _WIN32       /* Wine has a WSARecvEx that fails */
    (void)partial;
#else
    put(u, "too long");
    wait_for(v, 1);
    check(0, WSARecvEx(v, buf, 3, &partial) == 3 && partial == MSG_PARTIAL, "WSARecvEx returns the first part, and MSG_PARTIAL");
    put(u, "fit");
    wait_for(v, 1);
    check(0, WSARecvEx(v, buf, 3, &partial) == 3 && partial == 0, "and none for a whole one");
#endif
    put(u, "fit");
    wait_for(v, 1);
    flags = MSG_PARTIAL;
    check(0, WSARecvFrom(v, &three, 1, &n, &flags, NULL, NULL, NULL, NULL) == 0 && n == 3 && flags == 0, "WSARecvFrom updates its flags");
    put(u, "kept");
    wait_for(v, 1);
    equal(27, get(v, (char *)(ULONG_PTR)0x123456789000ull, 8, 0, &n, NULL, NULL), WSAEFAULT, "a buffer that is none");
    check(27, get(v, buf, 8, 0, &n, NULL, NULL) == 0 && n == 4 && !memcmp(buf, "kept", 4), "costs no datagram");
    equal(0, send(u, "x", 1, MSG_OOB) < 0 ? WSAGetLastError() : 0, WSAEOPNOTSUPP, "urgent data of a datagram socket: WSAEOPNOTSUPP");
#ifndef _WIN32      /* Wine sends */
    equal(0, send(u, "x", 1, 0x40000) < 0 ? WSAGetLastError() : 0, WSAEOPNOTSUPP, "so are flags that no send has");
#endif
    nonblocking(v, 1);
    equal(0, recv(v, buf, 1, 0) < 0 ? WSAGetLastError() : 0, WSAEWOULDBLOCK, "nothing was sent");
    closesocket(u);
    closesocket(v);
}

/* Urgent bytes never appear in the stream, however much of it is unread when they come. */
static void urgent_between(int scattered, DWORD flags)
{
#ifndef _WIN32      /* Wine keeps one urgent byte */
    const char *order[] = { "ab", "1", "cde", "2", "f", "3", "g" };
    WSABUF one[3];
    char stream[16] = "", third[16];
    SOCKET a, b;
    DWORD in, begin = GetTickCount();
    int i;
    ULONG have = 0;

    tcp_pair(&a, &b);
    nonblocking(b, 1);
    recv(b, buf, 1, MSG_OOB);
    for (i = 0; i < 7; i++) {
        send(a, order[i], (int)strlen(order[i]), i & 1 ? MSG_OOB : 0);
        Sleep(5);
        unread(b);      /* a look: each urgent byte is noticed before the next comes */
    }
    equal(51, unread(b), 6, "FIONREAD counts what is before the last urgent byte");
    while (have < 7 && GetTickCount() - begin < LONG_TIME) {
        one[0].buf = third;
        one[0].len = scattered ? 1 : sizeof third;
        one[1].buf = third + 1;
        one[1].len = 1;
        one[2].buf = third + 2;
        one[2].len = sizeof third - 2;
        in = flags;
        if (WSARecv(b, one, scattered ? 3 : 1, &n, &in, NULL, NULL) || n == 0 || have + n > 7)
            break;
        if (flags & MSG_PEEK) {
            in = 0;
            one[0].len = n;
            check(50, WSARecv(b, one, 1, &n, &in, NULL, NULL) == 0 && n == one[0].len, "what MSG_PEEK has shown is received");
        }
        memcpy(stream + have, third, n);
        have += n;
    }
    check(51, have == 7 && !memcmp(stream, "abcdefg", 7), "the stream is as it was sent");
    equal(51, unread(b), 0, "to its end");
    for (i = 0; i < 3; i++)
        check(51, recv(b, buf, 1, MSG_OOB) == 1 && buf[0] == '1' + i, "and the urgent bytes beside it");
    closesocket(a);
    closesocket(b);
#else
    (void)scattered;
    (void)flags;
#endif
}

static void urgent(void)
{
    SOCKET a, b;

    tcp_pair(&a, &b);
    nonblocking(b, 1);
    equal(51, recv(b, buf, 1, MSG_OOB) < 0 ? WSAGetLastError() : 0, WSAEWOULDBLOCK, "no urgent data yet");
    send(a, "1", 1, MSG_OOB);
    Sleep(5);
    unread(b);
    send(a, "2", 1, MSG_OOB);
    Sleep(5);
    unread(b);
    put(a, "n");
#ifndef _WIN32      /* Wine keeps one */
    wait_for(b, 1);
    equal(51, unread(b), 1, "FIONREAD counts what is not urgent");
    check(50, recv(b, buf, 2, MSG_OOB | MSG_PEEK) == 1 && buf[0] == '1', "MSG_PEEK of urgent data leaves it");
    check(51, recv(b, buf, 2, MSG_OOB) == 1 && buf[0] == '1' && recv(b, buf, 2, MSG_OOB) == 1 && buf[0] == '2', "two urgent bytes queue");
    check(51, recv(b, buf, 8, 0) == 1 && buf[0] == 'n', "and are not in the stream");
#endif
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    GUID id = WSAID_WSARECVMSG;

    start();
    receive_message = (LPFN_WSARECVMSG)extension(id);
    messages();
    plain();
    urgent();
    urgent_between(0, 0);
    urgent_between(1, 0);
    urgent_between(0, MSG_PEEK);
    return finish_tests();
}
