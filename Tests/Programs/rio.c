/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Registered I/O: echo over TCP and UDP, the three kinds of notification, order, deferral, closing. */
#include "rio.h"

/* What a client of a pair sends comes back, through requests on both sides and one polled queue. */
static void echo_polled(void)
{
    RIO_CQ q = rio.RIOCreateCompletionQueue(64, NULL);
    SOCKET a, b;
    RIO_RQ qa, qb;
    RIORESULT r;
    ULONG n = 0;

    rio_tcp_pair(&a, &b);
    qa = rio.RIOCreateRequestQueue(a, 4, 1, 4, 1, q, q, tag(0xa));
    qb = rio.RIOCreateRequestQueue(b, 4, 1, 4, 1, q, q, tag(0xb));
    check(0, qa != RIO_INVALID_RQ && qb != RIO_INVALID_RQ && qa != qb, "two request queues on one completion queue");
    equal(0, rio.RIODequeueCompletion(q, &r, 1), 0, "an empty queue gives nothing");
    memcpy(memory, "question", 8);
    equal(0, rio_receive(qb, 100, 50, 0, 1), 0, "a receive is posted before the data");
    equal(0, rio_send(qa, 0, 8, 0, 2), 0, "a send is posted");
    memset(&r, 0xff, sizeof r);
    check(0, poll_results(q, &r, 1) == 1 && !r.Status && r.BytesTransferred == 8, "the first result");
    check(0, r.RequestContext == 2 ? r.SocketContext == 0xa : r.RequestContext == 1 && r.SocketContext == 0xb, "contexts of request and socket come back");
    check(0, next_result(q, &n) + (long long)r.RequestContext == 3 && n == 8, "and the second");
    check(0, !memcmp(memory + 100, "question", 8), "the data is where it belongs");
    equal(0, rio_receive(qa, 200, 50, 0, 3), 0, "a receive for the answer");
    equal(0, rio_send(qb, 100, 8, 0, 4), 0, "the answer");
    check(0, next_result(q, NULL) + next_result(q, NULL) == 7, "both complete");
    check(0, !memcmp(memory + 200, "question", 8), "echo over TCP");
    send(a, "plain", 5, 0);
    wait_for(b, 5);
    equal(0, recv(b, memory + 300, 5, 0), 5, "ordinary calls go on working on the socket");
    equal(0, rio_receive(qb, 300, 50, 0, 5), 0, "a receive");
    put(a, "mixed");
    check(0, next_result(q, &n) == 5 && n == 5, "takes what an ordinary send sent");
    shutdown(a, SD_SEND);
    equal(0, rio_receive(qb, 300, 50, 0, 6), 0, "a receive at the end of the stream");
    check(0, next_result(q, &n) == 6 && n == 0, "is a success of 0 bytes");
    closesocket(a);
    closesocket(b);
    rio.RIOCloseCompletionQueue(q);
}

static void events(void)
{
    RIO_NOTIFICATION_COMPLETION how;
    WSAEVENT e = WSACreateEvent();
    SOCKET a, b;
    RIO_CQ q;
    RIO_RQ qb;
    RIORESULT r[4];

    memset(&how, 0, sizeof how);
    how.Type = RIO_EVENT_COMPLETION;
    how.Event.EventHandle = e;
    how.Event.NotifyReset = TRUE;
    q = rio.RIOCreateCompletionQueue(16, &how);
    rio_tcp_pair(&a, &b);
    qb = rio.RIOCreateRequestQueue(b, 4, 1, 4, 1, q, q, NULL);
    rio_receive(qb, 0, 10, 0, 1);
    put(a, "one");
    equal(0, WaitForSingleObject(e, 30), WAIT_TIMEOUT, "nobody asked for a notification: none is given");
    equal(0, rio.RIONotify(q), 0, "RIONotify");
    equal(0, WaitForSingleObject(e, LONG_TIME), WAIT_OBJECT_0, "is answered at once by a queue that is not empty");
    equal(0, rio.RIODequeueCompletion(q, r, 4), 1, "the result is there");
    rio_receive(qb, 0, 10, 0, 2);
    rio_receive(qb, 10, 10, 0, 3);
    equal(0, rio.RIONotify(q), 0, "asked for with an empty queue");
    equal(0, WaitForSingleObject(e, 0), WAIT_TIMEOUT, "NotifyReset has reset the event");
    equal(0, rio.RIONotify(q), WSAEALREADY, "a second request while one is outstanding");
    put(a, "two");
    equal(0, WaitForSingleObject(e, LONG_TIME), WAIT_OBJECT_0, "the next result signals");
    WSAResetEvent(e);
    put(a, "three");
    equal(0, poll_results(q, r, 2), 2, "both results");
    equal(0, WaitForSingleObject(e, 0), WAIT_TIMEOUT, "one RIONotify gives one notification");
    rio_receive(qb, 0, 10, RIO_MSG_DONT_NOTIFY, 4);
    rio_receive(qb, 10, 10, 0, 5);
    equal(0, rio.RIONotify(q), 0, "asked for again");
    put(a, "quiet");
    equal(0, WaitForSingleObject(e, 30), WAIT_TIMEOUT, "RIO_MSG_DONT_NOTIFY does not notify");
    put(a, "loud");
    equal(0, WaitForSingleObject(e, LONG_TIME), WAIT_OBJECT_0, "the next one does");
    equal(0, poll_results(q, r, 2), 2, "and both are there");
    check(0, r[0].RequestContext == 4 && r[1].RequestContext == 5, "in order");
    closesocket(a);
    closesocket(b);
    rio.RIOCloseCompletionQueue(q);
    WSACloseEvent(e);
}

static void ports(void)
{
    RIO_NOTIFICATION_COMPLETION how;
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    OVERLAPPED ov, *out = NULL;
    DWORD n = 7;
    ULONG_PTR key = 0;
    SOCKET a, b;
    RIO_CQ q;
    RIO_RQ qb;
    RIORESULT r[4];
    int i;

    memset(&how, 0, sizeof how);
    memset(&ov, 0, sizeof ov);
    how.Type = RIO_IOCP_COMPLETION;
    how.Iocp.IocpHandle = port;
    how.Iocp.CompletionKey = tag(0x1234);
    how.Iocp.Overlapped = &ov;
    q = rio.RIOCreateCompletionQueue(16, &how);
    rio_tcp_pair(&a, &b);
    qb = rio.RIOCreateRequestQueue(b, 4, 1, 4, 1, q, q, NULL);
    for (i = 0; i < 3; i++) {
        rio_receive(qb, 0, 10, 0, (ULONG_PTR)i);
        equal(0, rio.RIONotify(q), 0, "RIONotify of a queue with a port");
        put(a, "packet");
        check(0, GetQueuedCompletionStatus(port, &n, &key, &out, LONG_TIME), "a packet comes");
        check(0, key == 0x1234 && out == &ov, "with the key and the OVERLAPPED of the queue");
        equal(0, rio.RIODequeueCompletion(q, r, 4), 1, "its result is there");
        check(0, r[0].RequestContext == (ULONGLONG)i && r[0].BytesTransferred == 6, "and the right one");
    }
    check(0, !GetQueuedCompletionStatus(port, &n, &key, &out, 0) && !out, "no packet without RIONotify");
    closesocket(a);
    closesocket(b);
    rio.RIOCloseCompletionQueue(q);
    CloseHandle(port);
}

/* 64 receives and sends outstanding: bytes in the order of the requests, results in order as well. */
static void order(void)
{
    enum { N = 64, SIZE = 100 };
    RIO_CQ in = rio.RIOCreateCompletionQueue(N, NULL), out = rio.RIOCreateCompletionQueue(N, NULL);
    SOCKET a, b;
    RIO_RQ qa, qb;
    RIORESULT r[N];
    ULONG i, wrong = 0;

    rio_tcp_pair(&a, &b);
    qa = rio.RIOCreateRequestQueue(a, 0, 1, N, 1, out, out, NULL);
    qb = rio.RIOCreateRequestQueue(b, N, 1, 0, 1, in, in, NULL);
    for (i = 0; i < N * SIZE; i++)
        memory[i] = (char)(i * 7 + i / 251);
    memset(memory + N * SIZE, 0, N * SIZE);
    for (i = 0; i < N; i++)
        wrong += rio_receive(qb, N * SIZE + i * SIZE, SIZE, RIO_MSG_WAITALL, i) != 0;
    for (i = 0; i < N; i++)
        wrong += rio_send(qa, i * SIZE, SIZE, i % 8 ? RIO_MSG_DEFER : 0, i) != 0;
    rio.RIOSend(qa, NULL, 0, RIO_MSG_COMMIT_ONLY, NULL);
    equal(0, wrong, 0, "64 receives and 64 sends are outstanding");
    equal(0, poll_results(out, r, N), N, "all sends complete");
    for (i = 0; i < N; i++)
        wrong += r[i].RequestContext != i || r[i].Status || r[i].BytesTransferred != SIZE;
    equal(0, poll_results(in, r, N), N, "all receives complete");
    for (i = 0; i < N; i++)
        wrong += r[i].RequestContext != i || r[i].Status || r[i].BytesTransferred != SIZE;
    equal(0, wrong, 0, "in order and whole");
    check(0, !memcmp(memory, memory + N * SIZE, N * SIZE), "every byte is in its place");
    closesocket(a);
    closesocket(b);
    rio.RIOCloseCompletionQueue(in);
    rio.RIOCloseCompletionQueue(out);
}

static void deferral(void)
{
    RIO_CQ q = rio.RIOCreateCompletionQueue(16, NULL);
    SOCKET a, b;
    RIO_RQ qa, qb;
    RIORESULT r[8];
    ULONG n = 0;
    int i;

    rio_tcp_pair(&a, &b);
    qa = rio.RIOCreateRequestQueue(a, 4, 1, 4, 1, q, q, NULL);
    qb = rio.RIOCreateRequestQueue(b, 4, 1, 4, 1, q, q, NULL);
    memcpy(memory, "abcdefgh", 8);
    for (i = 0; i < 3; i++)
        equal(0, rio_send(qa, (ULONG)i, 1, RIO_MSG_DEFER, (ULONG_PTR)i), 0, "a deferred send");
    check(0, rio.RIOSend(qa, NULL, 0, RIO_MSG_COMMIT_ONLY, NULL), "the commit");
    equal(0, poll_results(q, r, 3), 3, "starts all of them");
    check(0, r[0].RequestContext == 0 && r[2].RequestContext == 2, "in order");
    wait_for(b, 3);
    equal(0, rio_receive(qb, 100, 1, RIO_MSG_DEFER, 1), 0, "a deferred receive");
    equal(0, rio_receive(qb, 101, 10, 0, 2), 0, "and one that is not");
    equal(0, poll_results(q, r, 2), 2, "start both");
    check(0, !memcmp(memory + 100, "abc", 3) && r[0].RequestContext == 1 && r[1].BytesTransferred == 2, "in order");
    equal(0, rio_send(qa, 3, 1, RIO_MSG_DEFER, 3), 0, "a deferred send");
    equal(0, send(a, "!", 1, 0), 1, "does not stop an ordinary one behind it");
    check(0, next_result(q, NULL) == 3, "and goes before it");
    wait_for(b, 2);
    check(0, recv(b, memory + 100, 10, 0) == 2 && !memcmp(memory + 100, "d!", 2), "on the wire too");
    equal(0, rio_send(qa, 4, 1, RIO_MSG_DEFER, 4), 0, "a deferred send");
    shutdown(a, SD_SEND);
    check(0, next_result(q, NULL) == 4, "is not forgotten by shutdown");
    equal(0, rio_receive(qb, 100, 2, RIO_MSG_WAITALL, 5), 0, "RIO_MSG_WAITALL");
    check(0, next_result(q, &n) == 5 && n == 1, "ends with the stream");
    equal(0, rio_receive(qb, 100, 2, RIO_MSG_DEFER, 6), 0, "a deferred receive");
    equal(0, rio_receive(qb, 100, 2, RIO_MSG_DEFER, 7), 0, "and another");
    closesocket(b);
    equal(0, poll_results(q, r, 2), 2, "end with the socket");
    check(0, r[0].Status == WSA_OPERATION_ABORTED && r[1].Status == WSA_OPERATION_ABORTED, "as aborted");
    closesocket(a);
    rio.RIOCloseCompletionQueue(q);
}

/* Sends far larger than what the sockets hold go out together, and each has its own result; so they have when the
 * socket is closed under them. */
static void large(void)
{
    enum { N = 16, SIZE = MEMORY / N };
    RIO_CQ q = rio.RIOCreateCompletionQueue(2 * N, NULL);
    SOCKET a, b;
    RIO_RQ qa;
    RIORESULT r[N];
    char *in = malloc(MEMORY);
    ULONG i, wrong = 0, sent = 0;
    int n, small = 8192, got = 0;

    for (i = 0; i < MEMORY; i++)
        memory[i] = (char)(i * 7 + i / 251);
    rio_tcp_pair(&a, &b);
    setsockopt(a, SOL_SOCKET, SO_SNDBUF, (char *)&small, sizeof small);
    /* Left alone the peer's buffer would grow until it holds them all. */
    setsockopt(b, SOL_SOCKET, SO_RCVBUF, (char *)&small, sizeof small);
    qa = rio.RIOCreateRequestQueue(a, 0, 1, N, 1, q, q, NULL);
    for (i = 0; i < N; i++)
        wrong += rio_send(qa, i * SIZE, SIZE, i == N - 1 ? 0 : RIO_MSG_DEFER, i) != 0;
    while (got < MEMORY && (n = recv(b, in + got, MEMORY - got, 0)) > 0)
        got += n;
    check(0, got == MEMORY && !memcmp(in, memory, MEMORY), "sixteen large sends arrive whole");
    equal(0, poll_results(q, r, N), N, "with sixteen results");
    for (i = 0; i < N; i++)
        wrong += r[i].Status || r[i].RequestContext != i || r[i].BytesTransferred != SIZE;
    for (i = 0; i < N; i++)
        wrong += rio_send(qa, i * SIZE, SIZE, RIO_MSG_DEFER, i) != 0;
    rio.RIOSend(qa, NULL, 0, RIO_MSG_COMMIT_ONLY, NULL);
    equal(0, recv(b, in, SIZE, MSG_WAITALL), SIZE, "the first of sixteen more");
    closesocket(a);
    equal(0, poll_results(q, r, N), N, "sixteen results although the socket is closed");
    for (i = 0; i < N; i++) {
        wrong += r[i].RequestContext != i || r[i].BytesTransferred > SIZE;
        wrong += r[i].Status ? r[i].Status != WSA_OPERATION_ABORTED : r[i].BytesTransferred != SIZE;
        wrong += i && r[i - 1].Status && !r[i].Status;
        sent += r[i].BytesTransferred;
    }
    check(0, !r[0].Status && r[N - 1].Status == WSA_OPERATION_ABORTED, "the first was sent, the last was not");
    for (got = SIZE; (n = recv(b, in, MEMORY, 0)) > 0;)
        got += n;
    check(0, n == 0 && got == (int)sent, "the peer gets what the results say, and the end");
    equal(0, wrong, 0, "results in order, whole or aborted");
    free(in);
    closesocket(b);
    rio.RIOCloseCompletionQueue(q);
}

static void closing(void)
{
    RIO_CQ q = rio.RIOCreateCompletionQueue(16, NULL);
    SOCKET a, b;
    RIO_RQ qb;
    RIORESULT r[8];
    int i, wrong = 0;

    rio_tcp_pair(&a, &b);
    qb = rio.RIOCreateRequestQueue(b, 8, 1, 4, 1, q, q, tag(9));
    for (i = 0; i < 5; i++)
        wrong += rio_receive(qb, 0, 10, 0, (ULONG_PTR)i) != 0;
    equal(0, closesocket(b), 0, "closesocket with five receives pending");
    equal(0, poll_results(q, r, 5), 5, "five results");
    for (i = 0; i < 5; i++)
        wrong += r[i].Status != WSA_OPERATION_ABORTED || r[i].RequestContext != (ULONGLONG)i || r[i].SocketContext != 9 || r[i].BytesTransferred;
    equal(0, wrong, 0, "WSA_OPERATION_ABORTED in order");
    equal(0, rio_receive(qb, 0, 10, 0, 1), WSAEINVAL, "the request queue is gone");
    closesocket(a);
    rio_tcp_pair(&a, &b);
    qb = rio.RIOCreateRequestQueue(b, 12, 1, 4, 1, q, q, NULL);
    check(0, qb != RIO_INVALID_RQ, "its room in the completion queue is free again");
    wrong = rio_receive(qb, 0, 10, 0, 1) + rio_receive(qb, 0, 10, 0, 2);
    reset(a);
    equal(0, poll_results(q, r, 2) + (ULONG)wrong, 2, "a reset ends two receives");
    check(0, r[0].Status == WSAECONNRESET && r[1].Status == WSAECONNRESET, "with WSAECONNRESET");
    equal(0, rio_receive(qb, 0, 10, 0, 3), 0, "one after it");
    check(0, poll_results(q, r, 1) == 1 && r[0].Status == WSAECONNRESET, "is told the same");
    closesocket(b);
    rio_tcp_pair(&a, &b);
    qb = rio.RIOCreateRequestQueue(b, 12, 1, 4, 1, q, q, NULL);
    wrong = rio_receive(qb, 0, 10, 0, 1);
    rio.RIOCloseCompletionQueue(q);
    put(a, "late");
    equal(0, rio_receive(qb, 0, 10, 0, 2) + wrong, WSAEINVAL, "no request without its completion queue");
    equal(0, rio.RIODequeueCompletion(q, r, 1), RIO_CORRUPT_CQ, "and no results from it");
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    start_rio();
    echo_polled();
    events();
    ports();
    order();
    deferral();
    large();
    closing();
    return finish_tests();
}
