/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Workers of a port drive many connections through AcceptEx, ConnectEx, transfers, cancellation and DisconnectEx, and use
 * the sockets again (TF_REUSE_SOCKET). Each operation has exactly one packet, each byte comes in order and once, the
 * guards around the buffers stay, and memory does not grow.
 *   torture_ports [OPERATIONS | SECONDSs [SEED]] */
#include "torture.h"

enum { SLOTS = 12, WORKERS = 3, RECEIVES = 4, SENDS = 4, BUF = 1024, GUARD = 16, FIRST = 64 };
enum kind { ACCEPT, CONNECT, RECEIVE, SEND, END_SERVER, END_CLIENT, HALT };

struct slot;
struct op {
    OVERLAPPED ov;
    struct slot *slot;
    enum kind kind;
    volatile LONG pending;      /* 1 from the call to its packet */
    unsigned char before[GUARD], data[BUF], after[GUARD];
};

/* One connection and its two sockets, which live through many connections. */
struct slot {
    CRITICAL_SECTION lock;
    SOCKET listener, server, client;     /* a listener each: whose connection AcceptEx takes is nobody's choice */
    struct sockaddr_in where;
    unsigned seed, sent, received, target, first;
    int outstanding, server_ended, client_ended, closes;
    struct op accept, connect, end_server, end_client, receive[RECEIVES], send[SENDS];
    int head, count;            /* receives posted and not yet taken in, oldest first */
};

static HANDLE port;
static struct slot slots[SLOTS];
static LPFN_CONNECTEX connect_ex;
static LPFN_DISCONNECTEX disconnect_ex;
static volatile LONG halted, renewed, lives;
static HANDLE over;

static void begin(struct op *o)
{
    memset(&o->ov, 0, sizeof o->ov);
    memset(o->before, 0xa5, GUARD);
    memset(o->after, 0x5a, GUARD);
    if (InterlockedExchange(&o->pending, 1))
        complain("an operation was posted twice", o->kind);
    o->slot->outstanding++;
}

/* A call that did not start: no packet will come. */
static void refused(struct op *o, const char *what)
{
    complain(what, WSAGetLastError());
    o->pending = 0;
    o->slot->outstanding--;
}

static int has_started(BOOL ok) { return ok || WSAGetLastError() == ERROR_IO_PENDING; }

static SOCKET new_socket(void)
{
    SOCKET s = tcp();

    CreateIoCompletionPort((HANDLE)s, port, 0, 0);
    return s;
}

static void renew(struct slot *s)
{
    closesocket(s->server);
    closesocket(s->client);
    s->server = new_socket();
    s->client = new_socket();
    bind_local(s->client);
    InterlockedIncrement(&renewed);
}

static void fill(struct slot *s, unsigned char *out, unsigned n)
{
    unsigned i;

    for (i = 0; i < n; i++)
        out[i] = (unsigned char)(s->sent + i);
    s->sent += n;
}

static void start_life(struct slot *s)
{
    DWORD n;

    s->sent = s->received = 0;
    s->server_ended = s->client_ended = s->head = s->count = 0;
    s->target = FIRST + next_random(&s->seed) % 6000;
    s->closes = next_random(&s->seed) % 16 == 0;
    InterlockedIncrement(&lives);
    begin(&s->accept);
    if (!has_started(AcceptEx(s->listener, s->server, s->accept.data, 0, 32, 32, &n, &s->accept.ov)))
        refused(&s->accept, "AcceptEx");
    begin(&s->connect);
    s->first = 1 + next_random(&s->seed) % FIRST;
    fill(s, s->connect.data, s->first);
    if (!has_started(connect_ex(s->client, (struct sockaddr *)&s->where, sizeof s->where, s->connect.data, s->first, &n, &s->connect.ov)))
        refused(&s->connect, "ConnectEx");
}

static void post_receive(struct slot *s)
{
    struct op *o = &s->receive[(s->head + s->count) % RECEIVES];
    WSABUF b[2];
    DWORD flags = 0, cut = 1 + next_random(&s->seed) % (BUF - 1);

    begin(o);
    b[0].buf = (char *)o->data;
    b[0].len = cut;
    b[1].buf = (char *)o->data + cut;
    b[1].len = BUF - cut;
    s->count++;
    if (WSARecv(s->server, b, 2, NULL, &flags, &o->ov, NULL) && WSAGetLastError() != WSA_IO_PENDING) {
        s->count--;
        refused(o, "WSARecv");
    }
}

static void post_send(struct slot *s, struct op *o)
{
    unsigned n = 1 + next_random(&s->seed) % BUF;
    WSABUF b;

    if (n > s->target - s->sent)
        n = s->target - s->sent;
    begin(o);
    fill(s, o->data, n);
    b.buf = (char *)o->data;
    b.len = n;
    if (WSASend(s->client, &b, 1, NULL, 0, &o->ov, NULL) && WSAGetLastError() != WSA_IO_PENDING)
        refused(o, "WSASend");
}

/* Takes in what has arrived, in the order of posting, and posts again. */
static void take_in(struct slot *s)
{
    while (s->count && !s->receive[s->head].pending) {
        struct op *o = &s->receive[s->head];
        unsigned i, n = (unsigned)o->ov.InternalHigh;

        for (i = 0; i < n; i++)
            if (o->data[i] != (unsigned char)(s->received + i)) {
                complain("a byte is out of order", (long)i);
                break;
            }
        s->received += n;
        s->head = (s->head + 1) % RECEIVES;
        s->count--;
    }
    while (s->received < s->target && s->count < RECEIVES && s->connect.pending == 0)
        post_receive(s);
}

static void end_life(struct slot *s)
{
    /* The server's end comes first, so that the client's port is free at once. */
    if (!s->server_ended) {
        s->server_ended = 1;
        begin(&s->end_server);
        if (!has_started(disconnect_ex(s->server, &s->end_server.ov, TF_REUSE_SOCKET, 0)))
            refused(&s->end_server, "DisconnectEx");
    } else if (!s->client_ended) {
        s->client_ended = 1;
        begin(&s->end_client);
        if (!has_started(disconnect_ex(s->client, &s->end_client.ov, TF_REUSE_SOCKET, 0)))
            refused(&s->end_client, "DisconnectEx of the client");
    } else if (goes_on(done_so_far())) {
        if (s->closes)
            renew(s);
        start_life(s);
    } else if (InterlockedIncrement(&halted) == SLOTS) {
        SetEvent(over);
    }
}

static void completed(struct op *o, BOOL ok, DWORD error, DWORD n)
{
    struct slot *s = o->slot;
    int i;

    InterlockedIncrement64(&total);
    EnterCriticalSection(&s->lock);
    if (InterlockedExchange(&o->pending, 0) != 1)
        complain("a second packet", o->kind);
    if (n != o->ov.InternalHigh)
        complain("another count", (long)n);
    for (i = 0; i < GUARD; i++)
        if (o->before[i] != 0xa5 || o->after[i] != 0x5a)
            complain("a guard byte was overwritten", o->kind);
    s->outstanding--;
    if (!ok && !(o->kind == RECEIVE && error == ERROR_OPERATION_ABORTED))
        complain("an operation failed", (long)error * 10 + o->kind);
    if (o->kind == CONNECT) {
        setsockopt(s->client, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, NULL, 0);
        if (n != s->first)
            complain("ConnectEx sent another number of bytes", (long)n);
    }
    if (o->kind == ACCEPT)
        setsockopt(s->server, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (char *)&s->listener, sizeof s->listener);
    if (!s->accept.pending && !s->connect.pending && !s->server_ended) {
        take_in(s);
        for (i = 0; i < SENDS && s->sent < s->target; i++)
            if (!s->send[i].pending)
                post_send(s, &s->send[i]);
        if (s->received > s->target)
            complain("more bytes than were sent", (long)(s->received - s->target));
        if (s->received == s->target && s->count && next_random(&s->seed) % 4)
            CancelIoEx((HANDLE)s->server, NULL);
        else if (s->count && next_random(&s->seed) % 64 == 0)
            CancelIoEx((HANDLE)s->server, &s->receive[s->head].ov);
        if (s->received == s->target && s->count && !s->outstanding)
            complain("a receive is lost", s->count);
    }
    if (!s->outstanding)
        end_life(s);
    else if (s->received == s->target && s->outstanding == s->count && !s->server_ended && !s->accept.pending)
        CancelIoEx((HANDLE)s->server, NULL);
    LeaveCriticalSection(&s->lock);
}

static DWORD WINAPI worker(LPVOID unused)
{
    (void)unused;
    for (;;) {
        DWORD n;
        ULONG_PTR key;
        OVERLAPPED *ov;
        BOOL ok = GetQueuedCompletionStatus(port, &n, &key, &ov, INFINITE);

        if (!ov)
            return 0;
        completed((struct op *)ov, ok, ok ? 0 : GetLastError(), n);
    }
}

static void own(struct slot *s, struct op *o, enum kind kind)
{
    o->slot = s;
    o->kind = kind;
}

int main(int argc, char **argv)
{
    GUID id_connect = WSAID_CONNECTEX, id_disconnect = WSAID_DISCONNECTEX;
    unsigned seed = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 0) : GetTickCount();
    HANDLE w[WORKERS];
    int i, k;

    start();
    last(argc > 1 ? argv[1] : NULL, 200000);
    printf("seed %u\n", seed);
    over = CreateEventA(NULL, TRUE, FALSE, NULL);
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    connect_ex = (LPFN_CONNECTEX)extension(id_connect);
    disconnect_ex = (LPFN_DISCONNECTEX)extension(id_disconnect);
    for (i = 0; i < WORKERS; i++)
        w[i] = thread(worker, NULL);
    for (i = 0; i < SLOTS; i++) {
        struct slot *s = &slots[i];

        InitializeCriticalSection(&s->lock);
        s->seed = seed + (unsigned)i * 7919;
        s->server = s->client = INVALID_SOCKET;
        s->listener = new_socket();
        s->where = bind_local(s->listener);
        listen(s->listener, 5);
        own(s, &s->accept, ACCEPT);
        own(s, &s->connect, CONNECT);
        own(s, &s->end_server, END_SERVER);
        own(s, &s->end_client, END_CLIENT);
        for (k = 0; k < RECEIVES; k++)
            own(s, &s->receive[k], RECEIVE);
        for (k = 0; k < SENDS; k++)
            own(s, &s->send[k], SEND);
        EnterCriticalSection(&s->lock);
        renew(s);
        start_life(s);
        LeaveCriticalSection(&s->lock);
    }
    /* No packet for a long time: something is lost. */
    for (;;) {
        LONG64 before = done_so_far();

        if (WaitForSingleObject(over, 1000) == WAIT_OBJECT_0)
            break;
        watch_memory(done_so_far());
        if (done_so_far() == before && WaitForSingleObject(over, LONG_TIME) != WAIT_OBJECT_0 && done_so_far() == before) {
            complain("operations never completed", seen(&halted));
            break;
        }
    }
    for (i = 0; i < WORKERS; i++)
        PostQueuedCompletionStatus(port, 0, HALT, NULL);
    for (i = 0; i < WORKERS; i++)
        join(w[i]);
    printf("%lld operations, %ld connections, %ld times new sockets\n", (long long)done_so_far(), (long)lives, (long)renewed);
    equal(96, bad, 0, "every operation has one packet, every byte comes once and in order, nothing else is written");
    check_memory();
    return finish_tests();
}
