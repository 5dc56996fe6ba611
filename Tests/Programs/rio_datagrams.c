/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Registered I/O with datagrams: addresses, control data, flags, truncation, order. */
#include "rio.h"

enum { DATA = 0, LOCAL = 4096, REMOTE = 4160, CONTROL = 4224, CONTROL_SIZE = 128, FLAGS = 4400, ANSWER = 8192 };

static SOCKET bound(ULONG address, struct sockaddr_in *where)
{
    SOCKET s = rio_socket(SOCK_DGRAM);
    struct sockaddr_in a;

    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(address);
    bind(s, (struct sockaddr *)&a, sizeof a);
    *where = name_of(s);
    where->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return s;
}

static int receive_all(RIO_RQ q, ULONG length, ULONG_PTR context)
{
    RIO_BUF data = part(DATA, length), local = part(LOCAL, sizeof(SOCKADDR_INET)), remote = part(REMOTE, sizeof(SOCKADDR_INET));
    RIO_BUF control = part(CONTROL, CONTROL_SIZE), flags = part(FLAGS, 4);

    memset(memory + LOCAL, 0xee, ANSWER - LOCAL);
    WSASetLastError(0);
    return rio.RIOReceiveEx(q, &data, 1, &local, &remote, &control, &flags, 0, tag(context)) ? 0 : WSAGetLastError();
}

static int send_to(RIO_RQ q, ULONG length, const struct sockaddr_in *to, ULONG_PTR context)
{
    RIO_BUF data = part(ANSWER, length), remote = part(ANSWER + 4096, sizeof(SOCKADDR_INET));

    memset(memory + remote.Offset, 0, remote.Length);
    memcpy(memory + remote.Offset, to, sizeof *to);
    WSASetLastError(0);
    return rio.RIOSendEx(q, &data, 1, NULL, &remote, NULL, NULL, 0, tag(context)) ? 0 : WSAGetLastError();
}

static ULONG control_length(void) { return ((RIO_CMSG_BUFFER *)(memory + CONTROL))->TotalLength; }
static ULONG received_flags(void)
{
    ULONG f;

    memcpy(&f, memory + FLAGS, sizeof f);
    return f;
}

static void addresses(void)
{
    RIO_CQ q = rio.RIOCreateCompletionQueue(64, NULL);
    struct sockaddr_in here, there, *local = (struct sockaddr_in *)(memory + LOCAL), *remote = (struct sockaddr_in *)(memory + REMOTE);
    SOCKET a = bound(INADDR_LOOPBACK, &here), b = bound(INADDR_ANY, &there);
    RIO_RQ qa = rio.RIOCreateRequestQueue(a, 8, 1, 8, 1, q, q, NULL), qb = rio.RIOCreateRequestQueue(b, 8, 1, 8, 1, q, q, NULL);
    BOOL on = TRUE;
    LPWSACMSGHDR c;

    memcpy(memory + ANSWER, "datagram", 8);
    equal(0, receive_all(qb, 100, 1), 0, "a receive with everything");
    equal(0, send_to(qa, 8, &there, 2), 0, "a datagram to an address");
    check(0, next_result(q, NULL) + next_result(q, NULL) == 3, "both complete");
    check(0, !memcmp(memory + DATA, "datagram", 8), "the data");
    check(0, !memcmp(remote, &here, sizeof here), "where it came from");
    check(0, local->sin_port == there.sin_port && local->sin_addr.s_addr == htonl(INADDR_LOOPBACK), "the address it was sent to, on a socket bound to all");
    equal(0, control_length(), RIO_CMSG_BASE_SIZE, "no control data was asked for");
    equal(0, received_flags(), 0, "no flags");
    setsockopt(b, IPPROTO_IP, IP_PKTINFO, (char *)&on, sizeof on);
    equal(0, receive_all(qb, 100, 3), 0, "with IP_PKTINFO");
    send_to(qa, 8, &there, 4);
    check(0, next_result(q, NULL) + next_result(q, NULL) == 7, "both complete");
    c = RIO_CMSG_FIRSTHDR((PRIO_CMSG_BUFFER)(memory + CONTROL));
    check(0, c && c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO, "the packet information is there");
    check(0, c && ((IN_PKTINFO *)WSA_CMSG_DATA(c))->ipi_addr.s_addr == htonl(INADDR_LOOPBACK), "and says the same");
    check(0, c && !RIO_CMSG_NEXTHDR((PRIO_CMSG_BUFFER)(memory + CONTROL), c), "and is the only one");
    equal(0, control_length(), RIO_CMSG_BASE_SIZE + WSA_CMSG_SPACE(sizeof(IN_PKTINFO)), "the length counts its own member");
    closesocket(a);
    closesocket(b);
    rio.RIOCloseCompletionQueue(q);
}

/* Too long a datagram; one whose data is not wanted; empty ones; nobody to send to; nobody there. */
static void ends(void)
{
    RIO_CQ q = rio.RIOCreateCompletionQueue(64, NULL), out = rio.RIOCreateCompletionQueue(64, NULL);
    struct sockaddr_in here, there;
    SOCKET a = bound(INADDR_LOOPBACK, &here), b = bound(INADDR_LOOPBACK, &there), fresh = rio_socket(SOCK_DGRAM);
    RIO_RQ qa = rio.RIOCreateRequestQueue(a, 8, 1, 8, 1, q, out, NULL), qb = rio.RIOCreateRequestQueue(b, 8, 1, 8, 1, q, out, NULL);
    RIO_RQ qf = rio.RIOCreateRequestQueue(fresh, 8, 1, 8, 1, q, out, NULL);
    RIO_BUF remote = part(REMOTE, sizeof(SOCKADDR_INET));
    RIORESULT r;
    ULONG n = 7;

    memset(&r, 0, sizeof r);
    receive_all(qb, 5, 1);
    send_to(qa, 8, &there, 0);
    check(0, poll_results(q, &r, 1) == 1 && r.Status == WSAEMSGSIZE && r.BytesTransferred == 5, "a datagram that did not fit");
    equal(0, received_flags(), MSG_TRUNC, "MSG_TRUNC among the flags");
    check(0, rio.RIOReceiveEx(qb, NULL, 0, NULL, &remote, NULL, NULL, 0, tag(2)), "a receive without data");
    send_to(qa, 8, &there, 0);
    check(0, next_result(q, &n) == 2 && n == 0, "is a success of 0 bytes");
    check(0, !memcmp(memory + REMOTE, &here, sizeof here), "and says where from");
    receive_all(qb, 100, 3);
    send_to(qa, 0, &there, 0);
    n = 7;
    check(0, next_result(q, &n) == 3 && n == 0, "an empty datagram");
    check(0, poll_results(out, &r, 1) + poll_results(out, &r, 1) + poll_results(out, &r, 1) == 3, "three sends");
    equal(0, rio_send(qf, ANSWER, 8, 0, 4), 0, "a send to nobody is taken");
    check(0, poll_results(out, &r, 1) == 1 && r.Status == WSAENOTCONN, "and its result is WSAENOTCONN");
    equal(0, rio_receive(qf, DATA, 8, 0, 5), 0, "a receive on a socket that is not bound is taken");
    check(0, poll_results(q, &r, 1) == 1 && r.Status == WSAEINVAL, "and its result is WSAEINVAL");
    connect(a, (struct sockaddr *)&there, sizeof there);
    receive_all(qb, 100, 6);
    equal(0, rio_send(qa, ANSWER, 8, 0, 7), 0, "RIOSend on a connected datagram socket");
    check(0, next_result(q, &n) == 6 && n == 8 && next_result(out, NULL) == 7, "arrives");
    closesocket(b);
    rio_send(qa, ANSWER, 8, 0, 8);
    check(0, next_result(out, NULL) == 8, "a datagram to a closed port is sent");
    rio_receive(qa, DATA, 8, 0, 9);
    check(0, poll_results(q, &r, 1) == 1 && r.Status == WSAECONNRESET, "the next receive learns of it");
    rio_receive(qa, DATA, 8, 0, 10);
    closesocket(a);
    check(0, poll_results(q, &r, 1) == 1 && r.Status == WSA_OPERATION_ABORTED && r.RequestContext == 10, "one that was pending is aborted with the socket");
    closesocket(fresh);
    rio.RIOCloseCompletionQueue(q);
    rio.RIOCloseCompletionQueue(out);
}

/* 64 receives outstanding get the datagrams in the order of both; a socket with control data on a send. */
static void order(void)
{
    enum { N = 64 };
    RIO_CQ q = rio.RIOCreateCompletionQueue(2 * N, NULL), out = rio.RIOCreateCompletionQueue(2 * N, NULL);
    struct sockaddr_in here, there;
    SOCKET a = bound(INADDR_LOOPBACK, &here), b = bound(INADDR_LOOPBACK, &there);
    RIO_RQ qa = rio.RIOCreateRequestQueue(a, N, 1, N, 1, q, out, NULL), qb = rio.RIOCreateRequestQueue(b, N, 1, N, 1, q, out, NULL);
    RIORESULT r[N];
    ULONG i, wrong = 0;
    RIO_BUF data = part(ANSWER, 4), remote = part(REMOTE, sizeof(SOCKADDR_INET)), control = part(CONTROL, CONTROL_SIZE);
    PRIO_CMSG_BUFFER c = (PRIO_CMSG_BUFFER)(memory + CONTROL);
    LPWSACMSGHDR h;

    for (i = 0; i < N; i++)
        wrong += rio_receive(qb, i * 16, 16, i == N - 1 ? 0 : RIO_MSG_DEFER, i) != 0;
    for (i = 0; i < N; i++) {
        memset(memory + ANSWER, (int)i, 16);
        wrong += send_to(qa, 1 + i % 16, &there, i) != 0;
        wrong += poll_results(out, r, 1) != 1;
    }
    equal(0, poll_results(q, r, N), N, "64 datagrams");
    for (i = 0; i < N; i++)
        wrong += r[i].RequestContext != i || r[i].BytesTransferred != 1 + i % 16 || memory[i * 16] != (char)i;
    equal(0, wrong, 0, "each in the buffer of its turn");
    rio_receive(qb, DATA, 16, 0, 1);
    memset(memory + CONTROL, 0, CONTROL_SIZE);
    c->TotalLength = (ULONG)(RIO_CMSG_BASE_SIZE + WSA_CMSG_SPACE(sizeof(IN_PKTINFO)));
    h = RIO_CMSG_FIRSTHDR(c);
    h->cmsg_len = WSA_CMSG_LEN(sizeof(IN_PKTINFO));
    h->cmsg_level = IPPROTO_IP;
    h->cmsg_type = IP_PKTINFO;
    ((IN_PKTINFO *)WSA_CMSG_DATA(h))->ipi_addr.s_addr = htonl(INADDR_LOOPBACK);
    memset(memory + REMOTE, 0, 64);
    memcpy(memory + REMOTE, &there, sizeof there);
    check(0, rio.RIOSendEx(qa, &data, 1, NULL, &remote, &control, NULL, 0, tag(2)), "a send with control data");
    check(0, next_result(out, NULL) == 2 && next_result(q, NULL) == 1, "arrives");
    c->TotalLength = CONTROL_SIZE + 1;
    check(0, !rio.RIOSendEx(qa, &data, 1, NULL, &remote, &control, NULL, 0, NULL) && WSAGetLastError() == WSAEINVAL, "control data longer than its part");
    c->TotalLength = (ULONG)RIO_CMSG_BASE_SIZE + 20;
    h->cmsg_len = 1u << 30;
    check(0, !rio.RIOSendEx(qa, &data, 1, NULL, &remote, &control, NULL, 0, NULL) && WSAGetLastError() == WSAEINVAL, "a header that lies");
    closesocket(a);
    closesocket(b);
    rio.RIOCloseCompletionQueue(q);
    rio.RIOCloseCompletionQueue(out);
}

int main(void)
{
    start_rio();
    addresses();
    ends();
    order();
    return finish_tests();
}
