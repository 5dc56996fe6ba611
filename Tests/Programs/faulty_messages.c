/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Datagrams and messages while system calls fail: each is received once, whole and in order. A send for which the
 * system is short of buffers says so (WSAENOBUFS), and nothing of it arrives.
 *   faulty_messages [fails]      sends fail for want of buffers now and then */
#include "faulty.h"

enum { DATAGRAMS = 600, RECEIVES = 6, ROOM = 1200 };

struct receive {
    WSAOVERLAPPED ov;
    struct sockaddr_in from;
    int size;
    char data[ROOM];
};

static int sends_fail;

static int post(SOCKET s, struct receive *r)
{
    WSABUF b[2];
    DWORD flags = 0;

    WSAResetEvent(r->ov.hEvent);
    r->size = sizeof r->from;
    memset(&r->from, 0, sizeof r->from);
    cut(b, r->data, ROOM, 100);
    return WSARecvFrom(s, b, 2, NULL, &flags, (struct sockaddr *)&r->from, &r->size, &r->ov, NULL) ? WSAGetLastError() : 0;
}

/* Sends one datagram in one of four ways; 0 or the error. */
static int send_one(SOCKET a, int way, char *data, ULONG n, struct sockaddr_in *to)
{
    WSABUF b[2];
    WSAOVERLAPPED ov;
    DWORD sent = 0;
    int rc = 0;

    switch (way) {
    case 0: return send(a, data, (int)n, 0) == (int)n ? 0 : WSAGetLastError();
    case 1: return sendto(a, data, (int)n, 0, (struct sockaddr *)to, sizeof *to) == (int)n ? 0 : WSAGetLastError();
    case 2:
        cut(b, data, n, n / 2);
        return WSASendTo(a, b, 2, &sent, 0, (struct sockaddr *)to, sizeof *to, NULL, NULL) ? WSAGetLastError() : sent == n ? 0 : -1;
    default:
        prepare(&ov);
        cut(b, data, n, n);
        rc = WSASend(a, b, 1, NULL, 0, &ov, NULL) ? WSAGetLastError() : 0;
        if (rc == 0 || rc == WSA_IO_PENDING)
            rc = result(a, &ov, &sent, NULL);
        else if (WaitForSingleObject(ov.hEvent, 0) != WAIT_TIMEOUT)
            rc = -1;            /* what failed is not indicated */
        WSACloseEvent(ov.hEvent);
        return rc || sent == n ? rc : -1;
    }
}

static void datagrams(void)
{
    SOCKET a, b;
    struct sockaddr_in here, there;
    static struct receive receives[RECEIVES];
    unsigned i, n, next = 0, failed = 0, wrong = 0, aborted = 0;
    DWORD got;
    char data[ROOM];

    udp_pair(&a, &b);
    here = name_of(a);
    there = name_of(b);
    for (i = 0; i < RECEIVES; i++) {
        prepare(&receives[i].ov);
        wrong += post(b, &receives[i]) != WSA_IO_PENDING;
    }
    equal(60, wrong, 0, "receives are pending");
    for (i = 0; i < DATAGRAMS && !wrong; i++) {
        struct receive *r = &receives[next];
        int rc;

        n = i * 37 % ROOM;
        fill(data, i, n);
        rc = send_one(a, (int)(i % 4), data, n, &there);
        if (rc) {
            wrong += rc != WSAENOBUFS;
            failed++;
            continue;
        }
        rc = result(b, &r->ov, &got, NULL);
        wrong += rc || got != n || !is_filled(r->data, i, n) || r->from.sin_port != here.sin_port;
        rc = post(b, r);
        wrong += rc != WSA_IO_PENDING;
        next = (next + 1) % RECEIVES;
    }
    equal(60, wrong, 0, "each datagram fills one receive, whole and in order, with its sender");
    check(0, sends_fail ? failed > DATAGRAMS / 20 : !failed, "a send without buffers is WSAENOBUFS");
    for (i = 0; i < RECEIVES; i++)
        wrong += receives[i].ov.Internal != (ULONG_PTR)STATUS_PENDING;
    check(60, !wrong && unread(b) == 0, "nothing came of it, and nothing came twice");
    CancelIo((HANDLE)b);
    for (i = 0; i < RECEIVES; i++)
        aborted += result(b, &receives[i].ov, NULL, NULL) == WSA_OPERATION_ABORTED;
    equal(34, aborted, RECEIVES, "the receives that are left are cancelled");
    closesocket(a);
    closesocket(b);
}

#ifdef _WIN32
static void messages(void) { printf("message-oriented connections: not on this system\n"); }
#else
static int message_pair(DWORD set, DWORD clear, SOCKET *a, SOCKET *b)
{
    static WSAPROTOCOL_INFOA list[64];
    DWORD size = sizeof list;
    int i, count = WSAEnumProtocolsA(NULL, list, &size);
    struct { USHORT family; char path[108]; } name;
    SOCKET l;

    for (i = 0; i < count; i++)
        if (list[i].iAddressFamily == AF_UNIX && list[i].iSocketType == SOCK_SEQPACKET &&
            (list[i].dwServiceFlags1 & set) == set && !(list[i].dwServiceFlags1 & clear))
            break;
    if (i == count)
        return 0;
    memset(&name, 0, sizeof name);
    name.family = AF_UNIX;
    snprintf(name.path, sizeof name.path, "/tmp/ws2-faulty-%lu", (unsigned long)GetCurrentProcessId());
    remove(name.path);
    l = WSASocketA(-1, -1, -1, &list[i], 0, WSA_FLAG_OVERLAPPED);
    *a = WSASocketA(-1, -1, -1, &list[i], 0, WSA_FLAG_OVERLAPPED);
    bind(l, (struct sockaddr *)&name, sizeof name);
    listen(l, 1);
    connect(*a, (struct sockaddr *)&name, sizeof name);
    *b = accept(l, NULL, NULL);
    closesocket(l);
    remove(name.path);
    return *b != INVALID_SOCKET;
}

/* A message in parts, or whole: what the receives say. */
static void receive_message(SOCKET b, unsigned number, unsigned length, ULONG room, int whole)
{
    WSAOVERLAPPED ov;
    DWORD n = 0, flags = MSG_PARTIAL;
    unsigned done = 0;
    int rc = 0, ok = 1;
    char data[ROOM];

    prepare(&ov);
    while (ok && flags & MSG_PARTIAL) {
        WSAResetEvent(ov.hEvent);
        rc = get(b, data, room, 0, NULL, &ov, NULL);
        if (rc == 0 || rc == WSA_IO_PENDING || rc == WSAEMSGSIZE)
            rc = result(b, &ov, &n, &flags);
        if (whole && length > room && rc == WSAEMSGSIZE) {
            ok = n == room && is_filled(data, number, room);
            room = ROOM;
            flags = MSG_PARTIAL;
            continue;
        }
        ok = rc == 0 && is_filled(data, number + done, n);
        done += n;
    }
    if (!ok || done != length)
        failures++, printf("FAILED message %u: error %d, %u of %u bytes\n", number, rc, done, length);
    WSACloseEvent(ov.hEvent);
}

static void messages(void)
{
    unsigned i, whole, failed = 0, wrong = 0;

    for (whole = 0; whole < 2; whole++) {
        SOCKET a, b;
        DWORD set = XP1_MESSAGE_ORIENTED | (whole ? 0 : XP1_PARTIAL_MESSAGE);
        DWORD clear = XP1_PSEUDO_STREAM | (whole ? XP1_PARTIAL_MESSAGE : 0);

        if (!message_pair(set, clear, &a, &b)) {
            check(66, 0, "message-oriented connections");
            return;
        }
        for (i = 0; i < 150; i++) {
            unsigned n = 1 + i * 37 % (ROOM - 1);
            char data[ROOM];

            fill(data, i, n);
            while (send(a, data, (int)n, 0) != (int)n) {
                wrong += WSAGetLastError() != WSAENOBUFS;
                if (failed++ > 5000)
                    break;
            }
            receive_message(b, i, n, 1 + i * 53 % (ROOM - 1), (int)whole);
        }
        closesocket(a);
        closesocket(b);
    }
    check(67, !failures && !wrong, "each message comes once: in parts that make it up, or whole");
    check(0, sends_fail ? failed > 0 : !failed, "a send without buffers is WSAENOBUFS");
}
#endif

int main(int argc, char **argv)
{
    sends_fail = argc > 1 && !strcmp(argv[1], "fails");
    start();
    datagrams();
    messages();
    return finish_tests();
}
