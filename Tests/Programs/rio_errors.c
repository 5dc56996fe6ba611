/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Registered I/O: what each function refuses, the limits of the queues, and resizing. */
#include "rio.h"
#ifndef _WIN32
#include <sys/mman.h>
#endif

#define WILD(type) ((type)(ULONG_PTR)0xdeadbeefcafe)
#define NOWHERE ((PRIO_BUF)(ULONG_PTR)0x10)

static int error(int fine) { return fine ? 0 : WSAGetLastError(); }

static void table(void)
{
    GUID id = WSAID_MULTIPLE_RIO, other = WSAID_ACCEPTEX;
    RIO_EXTENSION_FUNCTION_TABLE t;
    SOCKET s = tcp();
    DWORD n = 0;
    DWORD code = SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER;

    memset(&t, 0, sizeof t);
    equal(0, WSAIoctl(s, code, &id, sizeof id, &t, sizeof t, &n, NULL, NULL), 0, "the table, from any socket");
    check(0, n == sizeof t && t.cbSize == sizeof t && sizeof t == 112, "112 bytes, as cbSize says");
    check(0, t.RIOReceive && t.RIOReceiveEx && t.RIOSend && t.RIOSendEx && t.RIOCloseCompletionQueue && t.RIOCreateCompletionQueue && t.RIOCreateRequestQueue, "the first seven functions");
    check(0, t.RIODequeueCompletion && t.RIODeregisterBuffer && t.RIONotify && t.RIORegisterBuffer && t.RIOResizeCompletionQueue && t.RIOResizeRequestQueue, "and the other six");
    equal(0, error(!WSAIoctl(s, code, &id, sizeof id, &t, sizeof t - 1, &n, NULL, NULL)), WSAEFAULT, "one byte too few");
    equal(0, n, sizeof t, "how many are needed");
    equal(0, error(!WSAIoctl(s, code, &id, sizeof id, NULL, 0, &n, NULL, NULL)), WSAEFAULT, "no room");
    equal(0, error(!WSAIoctl(s, code, &other, sizeof other, &t, sizeof t, &n, NULL, NULL)), WSAEINVAL, "another identifier");
    id.Data4[7]++;
    equal(0, error(!WSAIoctl(s, code, &id, sizeof id, &t, sizeof t, &n, NULL, NULL)), WSAEINVAL, "one that differs in its last byte");
    equal(0, error(!WSAIoctl(s, code, &id, 8, &t, sizeof t, &n, NULL, NULL)), WSAEFAULT, "half an identifier");
    check(0, sizeof(RIORESULT) == 24 && sizeof(RIO_BUF) == 16 && sizeof(RIO_NOTIFICATION_COMPLETION) == 32, "layouts of x64");
    closesocket(s);
}

static void buffers(void)
{
    RIO_BUFFERID id;

    check(0, registered != RIO_INVALID_BUFFERID && registered, "a registered buffer");
    equal(0, error(rio.RIORegisterBuffer(memory, 0) != RIO_INVALID_BUFFERID), WSAEINVAL, "no bytes");
    equal(0, error(rio.RIORegisterBuffer(NULL, 10) != RIO_INVALID_BUFFERID), WSAEFAULT, "NULL");
    equal(0, error(rio.RIORegisterBuffer(WILD(PCHAR), 10) != RIO_INVALID_BUFFERID), WSAEFAULT, "a wild pointer");
    equal(0, error(rio.RIORegisterBuffer(memory, 0xffffffff) != RIO_INVALID_BUFFERID), WSAEFAULT, "more than there is");
    id = rio.RIORegisterBuffer(memory, 1);
    check(0, id != RIO_INVALID_BUFFERID && id != registered, "one byte, registered a second time");
    rio.RIODeregisterBuffer(id);
    rio.RIODeregisterBuffer(id);
    rio.RIODeregisterBuffer(RIO_INVALID_BUFFERID);
    rio.RIODeregisterBuffer(NULL);
    rio.RIODeregisterBuffer(WILD(RIO_BUFFERID));
    check(0, !CloseHandle((HANDLE)registered) && GetLastError() == ERROR_INVALID_HANDLE, "identifiers are no handles");
}

static void completion_queues(void)
{
    RIO_NOTIFICATION_COMPLETION how;
    RIO_CQ q;
    RIORESULT r;

    memset(&how, 0, sizeof how);
    equal(0, error(rio.RIOCreateCompletionQueue(0, NULL) != RIO_INVALID_CQ), WSAEINVAL, "size 0");
    equal(0, error(rio.RIOCreateCompletionQueue(RIO_MAX_CQ_SIZE + 1, NULL) != RIO_INVALID_CQ), WSAEINVAL, "more than RIO_MAX_CQ_SIZE");
    equal(0, error(rio.RIOCreateCompletionQueue(1, (PRIO_NOTIFICATION_COMPLETION)NOWHERE) != RIO_INVALID_CQ), WSAEFAULT, "a wild structure");
    equal(0, error(rio.RIOCreateCompletionQueue(1, &how) != RIO_INVALID_CQ), WSAEINVAL, "type 0");
    how.Type = RIO_EVENT_COMPLETION;
    equal(0, error(rio.RIOCreateCompletionQueue(1, &how) != RIO_INVALID_CQ), WSAEINVAL, "no event");
    how.Type = RIO_IOCP_COMPLETION;
    how.Iocp.IocpHandle = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    equal(0, error(rio.RIOCreateCompletionQueue(1, &how) != RIO_INVALID_CQ), WSAEINVAL, "a port without an OVERLAPPED");
    CloseHandle(how.Iocp.IocpHandle);
    how.Iocp.Overlapped = &how;
    equal(0, error(rio.RIOCreateCompletionQueue(1, &how) != RIO_INVALID_CQ), WSAEINVAL, "a closed port");
    q = rio.RIOCreateCompletionQueue(1, NULL);
    check(0, q != RIO_INVALID_CQ, "a queue of one entry");
    equal(0, rio.RIONotify(q), WSAEINVAL, "RIONotify of a queue that is polled");
    equal(0, rio.RIONotify(RIO_INVALID_CQ), WSAEINVAL, "of no queue");
    equal(0, rio.RIONotify(WILD(RIO_CQ)), WSAEINVAL, "of a wild one");
    equal(0, rio.RIODequeueCompletion(RIO_INVALID_CQ, &r, 1), RIO_CORRUPT_CQ, "results of no queue");
    equal(0, rio.RIODequeueCompletion(WILD(RIO_CQ), &r, 1), RIO_CORRUPT_CQ, "of a wild one");
    equal(0, rio.RIODequeueCompletion((RIO_CQ)registered, &r, 1), RIO_CORRUPT_CQ, "of a buffer");
    equal(0, rio.RIODequeueCompletion(q, (PRIORESULT)NOWHERE, 1), RIO_CORRUPT_CQ, "to a wild array");
    equal(0, rio.RIODequeueCompletion(q, NULL, 1), RIO_CORRUPT_CQ, "to no array");
    equal(0, rio.RIODequeueCompletion(q, &r, 0), 0, "no results asked for");
    equal(0, error(rio.RIOResizeCompletionQueue(q, 0)), WSAEINVAL, "resizing to 0");
    equal(0, error(rio.RIOResizeCompletionQueue(q, RIO_MAX_CQ_SIZE + 1)), WSAEINVAL, "to too much");
    equal(0, error(rio.RIOResizeCompletionQueue(RIO_INVALID_CQ, 1)), WSAEINVAL, "of no queue");
    rio.RIOCloseCompletionQueue(q);
    rio.RIOCloseCompletionQueue(q);
    rio.RIOCloseCompletionQueue(RIO_INVALID_CQ);
    rio.RIOCloseCompletionQueue(WILD(RIO_CQ));
    equal(0, rio.RIODequeueCompletion(q, &r, 1), RIO_CORRUPT_CQ, "a closed queue");
}

static void request_queues(void)
{
    RIO_CQ q = rio.RIOCreateCompletionQueue(10, NULL), p = rio.RIOCreateCompletionQueue(10, NULL);
    SOCKET s = rio_socket(SOCK_STREAM), t = rio_socket(SOCK_DGRAM), plain = tcp();
    RIO_RQ r;

    equal(0, error(!!rio.RIOCreateRequestQueue(plain, 1, 1, 1, 1, q, q, NULL)), WSAEOPNOTSUPP, "a socket without WSA_FLAG_REGISTERED_IO");
    equal(0, error(!!rio.RIOCreateRequestQueue(INVALID_SOCKET, 1, 1, 1, 1, q, q, NULL)), WSAENOTSOCK, "no socket");
    equal(0, error(!!rio.RIOCreateRequestQueue(s, 1, 1, 1, 1, q, RIO_INVALID_CQ, NULL)), WSAEINVAL, "no queue for sends");
    equal(0, error(!!rio.RIOCreateRequestQueue(s, 1, 1, 1, 1, WILD(RIO_CQ), q, NULL)), WSAEINVAL, "a wild one for receives");
    equal(0, error(!!rio.RIOCreateRequestQueue(s, 0, 1, 0, 1, q, q, NULL)), WSAEINVAL, "no requests at all");
    equal(0, error(!!rio.RIOCreateRequestQueue(s, 1, 2, 1, 1, q, q, NULL)), WSAEINVAL, "two buffers per receive");
    equal(0, error(!!rio.RIOCreateRequestQueue(s, 6, 1, 5, 1, q, q, NULL)), WSAENOBUFS, "eleven requests for a queue of ten");
    equal(0, error(!!rio.RIOCreateRequestQueue(s, 0xffffffff, 1, 0xffffffff, 1, q, p, NULL)), WSAENOBUFS, "too many to count");
    r = rio.RIOCreateRequestQueue(s, 6, 1, 4, 1, q, q, NULL);
    check(0, r != RIO_INVALID_RQ, "ten");
    equal(0, error(!!rio.RIOCreateRequestQueue(s, 1, 1, 1, 1, p, p, NULL)), WSAEINVAL, "a second request queue for the socket");
    equal(0, error(!!rio.RIOCreateRequestQueue(t, 1, 1, 0, 1, q, q, NULL)), WSAENOBUFS, "the completion queue is spoken for");
    equal(0, error(rio.RIOResizeCompletionQueue(q, 9)), WSAETOOMANYREFS, "and cannot shrink");
    equal(0, error(rio.RIOResizeRequestQueue(r, 7, 4)), WSAENOBUFS, "nor the request queue grow");
    equal(0, error(rio.RIOResizeRequestQueue(r, 0, 0)), WSAEINVAL, "to nothing");
    equal(0, error(rio.RIOResizeRequestQueue(RIO_INVALID_RQ, 1, 1)), WSAEINVAL, "no request queue");
    equal(0, error(rio.RIOResizeRequestQueue((RIO_RQ)(ULONG_PTR)s, 1, 1)), WSAEINVAL, "a socket is none");
    equal(0, error(rio.RIOResizeRequestQueue(r, 9, 0)), 0, "nine receives and no sends");
    equal(0, error(!!rio.RIOCreateRequestQueue(t, 1, 1, 0, 1, q, q, NULL)), 0, "leave room for one");
    equal(0, error(rio.RIOResizeCompletionQueue(q, 20)), 0, "the completion queue grows");
    equal(0, error(rio.RIOResizeRequestQueue(r, 9, 10)), 0, "then ten sends as well");
    closesocket(s);
    closesocket(t);
    equal(0, error(rio.RIOResizeCompletionQueue(q, 1)), 0, "closed sockets leave it free");
    equal(0, error(rio.RIOResizeRequestQueue(r, 1, 1)), WSAEINVAL, "the request queue of a closed socket");
    rio.RIOCloseCompletionQueue(q);
    rio.RIOCloseCompletionQueue(p);
    closesocket(plain);
}

/* Requests: parameters, limits, and results that stay while the queues are resized. */
static void requests(void)
{
    RIO_CQ q = rio.RIOCreateCompletionQueue(8, NULL);
    SOCKET a, b;
    RIO_RQ qa, qb;
    RIO_BUF buf = part(0, 10), bad = buf, wide = part(MEMORY - 5, 10), small = part(0, 27), word = part(0, 4);
    RIO_BUFFERID other;
    RIORESULT r[8];
    int i;

    rio_tcp_pair(&a, &b);
    qa = rio.RIOCreateRequestQueue(a, 0, 1, 2, 1, q, q, NULL);
    qb = rio.RIOCreateRequestQueue(b, 3, 1, 2, 1, q, q, NULL);
    equal(0, error(rio.RIOReceive(RIO_INVALID_RQ, &buf, 1, 0, NULL)), WSAEINVAL, "no request queue");
    equal(0, error(rio.RIOReceive(WILD(RIO_RQ), &buf, 1, 0, NULL)), WSAEINVAL, "a wild one");
    equal(0, error(rio.RIOSend((RIO_RQ)q, &buf, 1, 0, NULL)), WSAEINVAL, "a completion queue");
    equal(0, error(rio.RIOReceive(qb, NOWHERE, 1, 0, NULL)), WSAEFAULT, "a wild RIO_BUF");
    equal(0, error(rio.RIOReceive(qb, NULL, 1, 0, NULL)), WSAEFAULT, "NULL and a count of 1");
    equal(0, error(rio.RIOReceive(qb, &buf, 0, 0, NULL)), WSAEINVAL, "a buffer and a count of 0");
    equal(0, error(rio.RIOReceive(qb, &buf, 2, 0, NULL)), WSAEINVAL, "a count of 2");
    equal(0, error(rio.RIOReceive(qb, &buf, 0x80000000u, 0, NULL)), WSAEINVAL, "a count of 2^31");
    equal(0, error(rio.RIOReceive(qb, NULL, 0, 0, NULL)), WSAEINVAL, "a stream without data");
    bad.BufferId = RIO_INVALID_BUFFERID;
    equal(0, error(rio.RIOReceive(qb, &bad, 1, 0, NULL)), WSAEFAULT, "no buffer");
    bad.BufferId = WILD(RIO_BUFFERID);
    equal(0, error(rio.RIOSend(qb, &bad, 1, 0, NULL)), WSAEFAULT, "a wild one");
    equal(0, error(rio.RIOReceive(qb, &wide, 1, 0, NULL)), WSAEINVAL, "a part that is not in the buffer");
    wide.Offset = wide.Length = 0xffffffff;
    equal(0, error(rio.RIOReceive(qb, &wide, 1, 0, NULL)), WSAEINVAL, "one beyond all bounds");
    other = rio.RIORegisterBuffer(memory, 100);
    rio.RIODeregisterBuffer(other);
    bad.BufferId = other;
    equal(0, error(rio.RIOReceive(qb, &bad, 1, 0, NULL)), WSAEFAULT, "a buffer that is deregistered");
    equal(0, error(rio.RIOReceive(qb, &buf, 1, 0x10, NULL)), WSAEINVAL, "a flag that is none");
    equal(0, error(rio.RIOSend(qb, &buf, 1, RIO_MSG_WAITALL, NULL)), WSAEINVAL, "RIO_MSG_WAITALL is for receives");
    equal(0, error(rio.RIOReceive(qb, NULL, 0, RIO_MSG_COMMIT_ONLY | RIO_MSG_DEFER, NULL)), WSAEINVAL, "a commit with another flag");
    equal(0, error(rio.RIOReceive(qb, &buf, 1, RIO_MSG_COMMIT_ONLY, NULL)), WSAEINVAL, "with data");
    equal(0, error(rio.RIOReceive(qb, NULL, 0, RIO_MSG_COMMIT_ONLY, tag(1))), WSAEINVAL, "with a context");
    equal(0, error(rio.RIOReceive(qb, NULL, 0, RIO_MSG_COMMIT_ONLY, NULL)), 0, "a commit of nothing");
    equal(0, error(rio.RIOReceiveEx(qb, &buf, 1, NULL, &small, NULL, NULL, 0, NULL)), WSAEINVAL, "too little room for an address");
    equal(0, error(rio.RIOReceiveEx(qb, &buf, 1, NULL, NULL, &word, NULL, 0, NULL)), WSAEINVAL, "for control data");
    equal(0, error(rio.RIOSendEx(qb, &buf, 1, &small, NULL, NULL, NULL, 0, NULL)), WSAEINVAL, "pLocalAddress of a send is reserved");
    equal(0, rio.RIODequeueCompletion(q, r, 8), 0, "a request that is refused has no result");
    equal(0, rio_receive(qa, 0, 10, 0, 0), WSAENOBUFS, "a receive on a queue made for none");
    for (i = 0; i < 3; i++)
        equal(0, rio_receive(qb, (ULONG)i * 10, 10, 0, (ULONG_PTR)i), 0, "as many receives as may be outstanding");
    equal(0, rio_receive(qb, 0, 10, 0, 9), WSAENOBUFS, "one more");
    equal(0, error(rio.RIOResizeRequestQueue(qb, 2, 2)), WSAETOOMANYREFS, "the request queue cannot shrink below them");
    put(a, "x");
    equal(0, poll_results(q, r, 1), 1, "one completes and is taken");
    equal(0, rio_receive(qb, 0, 10, 0, 3), 0, "then there is room for one");
    rio_send(qa, 0, 1, 0, 10);
    equal(0, error(rio.RIOResizeCompletionQueue(q, 100)), 0, "resizing with requests and results in the queue");
    equal(0, error(rio.RIOResizeRequestQueue(qb, 5, 2)), 0, "and the request queue");
    equal(0, rio_receive(qb, 0, 10, RIO_MSG_DEFER, 4), 0, "a deferred request counts");
    equal(0, rio_receive(qb, 0, 10, 0, 5), 0, "as others do");
    equal(0, rio_receive(qb, 0, 10, 0, 6), WSAENOBUFS, "one too many");
    equal(0, poll_results(q, r, 2), 2, "what was sent before has come");
    check(0, r[0].RequestContext + r[1].RequestContext == 11 && !r[0].Status && !r[1].Status, "the send and the second receive");
    equal(0, error(!WSAIoctl(b, SIO_FLUSH, NULL, 0, NULL, 0, &(DWORD){0}, NULL, NULL)), 0, "SIO_FLUSH");
    equal(0, poll_results(q, r, 4), 4, "ends the other four");
    check(0, r[0].Status == WSA_OPERATION_ABORTED && r[3].Status == WSA_OPERATION_ABORTED, "as aborted");
    shutdown(b, SD_BOTH);
    equal(0, rio_receive(qb, 0, 10, 0, 7), 0, "a receive after shutdown is taken");
    check(0, poll_results(q, r, 1) == 1 && r[0].Status == WSAESHUTDOWN && r[0].RequestContext == 7, "and its result is WSAESHUTDOWN");
    equal(0, rio_send(qb, 0, 10, 0, 8), 0, "a send too");
    check(0, poll_results(q, r, 1) == 1 && r[0].Status == WSAESHUTDOWN && r[0].RequestContext == 8, "the same");
    closesocket(a);
    closesocket(b);
    a = rio_socket(SOCK_STREAM);
    qa = rio.RIOCreateRequestQueue(a, 1, 1, 1, 1, q, q, NULL);
    equal(0, rio_send(qa, 0, 10, 0, 1), 0, "a send without a connection is taken");
    check(0, poll_results(q, r, 1) == 1 && r[0].Status == WSAENOTCONN, "and its result is WSAENOTCONN");
    closesocket(a);
    rio.RIOCloseCompletionQueue(q);
}

#ifndef _WIN32
/* Memory that is freed although it is registered. */
static void freed(void)
{
    RIO_CQ q = rio.RIOCreateCompletionQueue(8, NULL);
    char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    RIO_BUFFERID id = rio.RIORegisterBuffer(p, 8192);
    RIO_BUF buf = { id, 0, 100 };
    SOCKET a, b;
    RIO_RQ qb;
    RIORESULT r;
    int e;

    rio_tcp_pair(&a, &b);
    qb = rio.RIOCreateRequestQueue(b, 2, 1, 2, 1, q, q, NULL);
    munmap(p, 8192);
    e = error(rio.RIOReceive(qb, &buf, 1, 0, NULL));
    if (!e) {
        put(a, "x");
        check(0, poll_results(q, &r, 1) == 1 && r.Status == WSAEFAULT, "freed memory: WSAEFAULT as the result");
    } else
        equal(0, e, WSAEFAULT, "freed memory: WSAEFAULT");
    p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(p + 4096, 4096);
    equal(0, error(rio.RIORegisterBuffer(p, 8192) != RIO_INVALID_BUFFERID), WSAEFAULT, "half a buffer is none");
    closesocket(a);
    closesocket(b);
    rio.RIOCloseCompletionQueue(q);
}
#endif

int main(void)
{
    start_rio();
    table();
    buffers();
    completion_queues();
    request_queues();
    requests();
#ifndef _WIN32
    freed();
#endif
    return finish_tests();
}
