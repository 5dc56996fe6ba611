/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Registered I/O under load: connections live and die while requests of all kinds are outstanding, their results
 * taken by polling, after events and by the workers of a port. Every request has exactly one result, in order, every
 * byte is accounted for, and the guard bytes around each buffer stay intact.
 * And memory does not grow.
 *   rio_torture [RESULTS | SECONDSs [SEED]] */
#include "rio.h"
#include "torture.h"

enum { PAIRS = 6, OPS = 16, SLOT = 512, GUARD = 16, ROOM = SLOT + 2 * GUARD, WORKERS = 2 };
enum style { POLLED, EVENTS, PORT };

struct pair {
    OVERLAPPED ov;              /* first: it names the pair in a packet of the port */
    enum style style;
    unsigned seed;
    SOCKET a, b;                /* a sends, b receives */
    RIO_CQ in, out;
    RIO_RQ qa, qb;
    HANDLE event, over;
    CRITICAL_SECTION lock;      /* of everything that receives */
    ULONG memory;               /* the pair's part of the registered buffer: receives, then sends */
    int head, count, graceful;
    volatile LONG ended;
    unsigned receive_seed, received, sent, posted, results, limit;
};

static HANDLE port, over;
static volatile LONG closes, running;

static ULONG slot(const struct pair *p, int i) { return p->memory + (ULONG)i * ROOM + GUARD; }
static ULONG send_slot(const struct pair *p, int i) { return p->memory + (ULONG)(OPS * ROOM) + (ULONG)(i * SLOT); }

/* The bytes of one result, which must be the next of the stream. */
static void account(struct pair *p, int i, ULONG n)
{
    unsigned char *data = (unsigned char *)memory + slot(p, i);
    ULONG k;

    for (k = 0; k < n; k++)
        if (data[k] != (unsigned char)((p->received + k) * 7 + (p->received + k) / 251)) {
            complain("a byte is out of order", (int)k);
            break;
        }
    for (k = 0; k < GUARD; k++)
        if (data[-1 - (int)k] != 0xa5 || data[SLOT + k] != 0x5a)
            complain("a guard byte was overwritten", (int)k);
    p->received += n;
}

/* Takes results; how many. Under the pair's lock. */
static ULONG take(struct pair *p)
{
    RIORESULT r[OPS];
    ULONG i, n = rio.RIODequeueCompletion(p->in, r, 1 + next_random(&p->receive_seed) % OPS);

    if (n == RIO_CORRUPT_CQ) {
        complain("the queue is corrupt", 0);
        return 0;
    }
    for (i = 0; i < n; i++) {
        if (!p->count || r[i].RequestContext != (ULONGLONG)p->head || r[i].SocketContext != (ULONG_PTR)p)
            complain("a result that nobody waits for", (int)r[i].RequestContext);
        if (r[i].Status && r[i].Status != WSA_OPERATION_ABORTED)
            complain("a receive failed", r[i].Status);
        account(p, p->head, r[i].BytesTransferred);
        if (r[i].Status || !r[i].BytesTransferred)
            InterlockedExchange(&p->ended, 1);
        p->head = (p->head + 1) % OPS;
        p->count--;
        p->results++;
    }
    return n;
}

/* Posts some receives. The last one is not deferred and notifies, so that something always happens. */
static void post(struct pair *p)
{
    int want = 1 + (int)(next_random(&p->receive_seed) % OPS);

    while (p->count < OPS && want-- > 0 && !seen(&p->ended)) {
        int i = (p->head + p->count) % OPS, rc;
        DWORD flags = want && p->count < OPS - 1 ? next_random(&p->receive_seed) & 3 : 0;
        ULONG n = 1 + next_random(&p->receive_seed) % SLOT;

        if (next_random(&p->receive_seed) % 4 == 0)
            flags |= RIO_MSG_WAITALL;
        memset(memory + slot(p, i) - GUARD, 0xa5, GUARD);
        memset(memory + slot(p, i) + SLOT, 0x5a, GUARD);
        rc = rio_receive(p->qb, slot(p, i), n, flags, (ULONG_PTR)i);
        if (rc) {
            complain("a receive was refused", rc);
            return;
        }
        p->count++;
        p->posted++;
    }
    if (p->count == OPS && rio_receive(p->qb, slot(p, 0), 1, 0, 0) != WSAENOBUFS)
        complain("more receives than were agreed on", 0);
    if (!rio.RIOReceive(p->qb, NULL, 0, RIO_MSG_COMMIT_ONLY, NULL))
        complain("a commit was refused", WSAGetLastError());
}

/* Ends the connection from the receiving side, with what is pending. Under the pair's lock. */
static void end_here(struct pair *p)
{
    InterlockedExchange(&p->ended, 1);
    InterlockedIncrement(&closes);
    closesocket(p->b);
    p->b = INVALID_SOCKET;
}

static int is_over(struct pair *p) { return seen(&p->ended) && !p->count; }

static DWORD WINAPI worker(LPVOID arg)
{
    DWORD n;
    ULONG_PTR key;
    OVERLAPPED *ov;

    (void)arg;
    while (GetQueuedCompletionStatus(port, &n, &key, &ov, INFINITE) && ov) {
        struct pair *p = (struct pair *)ov;

        EnterCriticalSection(&p->lock);
        while (take(p))
            ;
        if (!seen(&p->ended)) {
            post(p);
            if (!p->graceful && p->received > p->limit)
                end_here(p);
        }
        if (is_over(p))
            SetEvent(p->over);
        else if (rio.RIONotify(p->in))
            complain("RIONotify failed", 0);
        LeaveCriticalSection(&p->lock);
    }
    return 0;
}

/* The receiving side of a pair that polls or waits for its event. */
static void receive_all(struct pair *p)
{
    while (!is_over(p)) {
        if (!seen(&p->ended) && (p->style == POLLED ? next_random(&p->receive_seed) % 2 : p->count < OPS / 2))
            post(p);
        if (!p->graceful && !seen(&p->ended) && p->received > p->limit)
            end_here(p);
        if (p->style == EVENTS && p->count) {
            if (rio.RIONotify(p->in))
                complain("RIONotify failed", 0);
            if (WaitForSingleObject(p->event, LONG_TIME) != WAIT_OBJECT_0) {
                complain("no notification", p->count);
                return;
            }
        }
        take(p);
    }
}

static DWORD WINAPI sender(LPVOID arg)
{
    struct pair *p = arg;
    unsigned seed = p->seed * 31 + 7, filled = 0, total_bytes = 2000 + next_random(&seed) % 60000;
    int head = 0, count = 0, failed = 0, done = 0;
    ULONG length[OPS], i, n;
    RIORESULT r[OPS];

    while (count || !done) {
        int want = (int)(next_random(&seed) % OPS);

        while (!done && count < OPS && want-- > 0) {
            int k = (head + count) % OPS;

            length[k] = 1 + next_random(&seed) % SLOT;
            for (i = 0; i < length[k]; i++)
                memory[send_slot(p, k) + i] = (char)((filled + i) * 7 + (filled + i) / 251);
            if (rio_send(p->qa, send_slot(p, k), length[k], next_random(&seed) % 3 ? RIO_MSG_DEFER : 0, (ULONG_PTR)k)) {
                complain("a send was refused", WSAGetLastError());
                return 1;
            }
            filled += length[k];
            count++;
            done = filled >= total_bytes || failed;
        }
        rio.RIOSend(p->qa, NULL, 0, RIO_MSG_COMMIT_ONLY, NULL);
        n = rio.RIODequeueCompletion(p->out, r, OPS);
        for (i = 0; i < n; i++) {
            if (!count || r[i].RequestContext != (ULONGLONG)head)
                complain("a result of no send", (int)r[i].RequestContext);
            if (!r[i].Status && r[i].BytesTransferred != length[head])
                complain("a send was short", (int)r[i].BytesTransferred);
            if (r[i].Status)
                failed = done = 1;
            p->sent += r[i].BytesTransferred;
            head = (head + 1) % OPS;
            count--;
            InterlockedIncrement64(&total);
        }
        if (!n)
            Sleep(0);
    }
    if (rio.RIODequeueCompletion(p->out, r, OPS))
        complain("a second result", 0);
    shutdown(p->a, SD_SEND);
    if (failed && p->graceful)
        complain("a send failed", 0);
    return 0;
}

/* One life of a connection. */
static void live(struct pair *p)
{
    HANDLE t;
    RIORESULT r;

    rio_tcp_pair(&p->a, &p->b);
    p->qa = rio.RIOCreateRequestQueue(p->a, 0, 1, OPS, 1, p->out, p->out, p);
    p->qb = rio.RIOCreateRequestQueue(p->b, OPS, 1, 0, 1, p->in, p->in, p);
    if (!p->qa || !p->qb)
        complain("no request queue", WSAGetLastError());
    p->receive_seed = next_random(&p->seed);
    p->graceful = (int)(next_random(&p->seed) % 2);
    p->limit = next_random(&p->seed) % 30000;
    p->head = p->count = 0;
    p->ended = 0;
    p->received = p->sent = p->posted = p->results = 0;
    t = thread(sender, p);
    if (p->style == PORT) {
        EnterCriticalSection(&p->lock);
        post(p);
        if (rio.RIONotify(p->in))
            complain("RIONotify failed", 0);
        LeaveCriticalSection(&p->lock);
        if (WaitForSingleObject(p->over, LONG_TIME) != WAIT_OBJECT_0)
            complain("receives never completed", p->count);
    } else
        receive_all(p);
    join(t);
    EnterCriticalSection(&p->lock);
    if (p->results != p->posted || rio.RIODequeueCompletion(p->in, &r, 1))
        complain("requests and results differ in number", (int)(p->posted - p->results));
    if (p->graceful ? p->received != p->sent : p->received > p->sent + OPS * SLOT)
        complain("bytes were lost or made up", (int)(p->sent - p->received));
    InterlockedExchangeAdd64(&total, p->results);
    LeaveCriticalSection(&p->lock);
    closesocket(p->a);
    if (p->b != INVALID_SOCKET)
        closesocket(p->b);
}

static DWORD WINAPI pair_thread(LPVOID arg)
{
    while (goes_on(done_so_far()))
        live(arg);
    if (!InterlockedDecrement(&running))
        SetEvent(over);
    return 0;
}

static void make(struct pair *p, int i, unsigned seed)
{
    RIO_NOTIFICATION_COMPLETION how;

    memset(p, 0, sizeof *p);
    memset(&how, 0, sizeof how);
    p->style = (enum style)(i % 3);
    p->seed = seed + (unsigned)i * 7919;
    p->memory = (ULONG)i * OPS * (ROOM + SLOT);
    InitializeCriticalSection(&p->lock);
    p->event = CreateEventA(NULL, i % 2, FALSE, NULL);
    p->over = CreateEventA(NULL, FALSE, FALSE, NULL);
    how.Type = p->style == EVENTS ? RIO_EVENT_COMPLETION : RIO_IOCP_COMPLETION;
    if (p->style == EVENTS) {
        how.Event.EventHandle = p->event;
        how.Event.NotifyReset = TRUE;
    } else {
        how.Iocp.IocpHandle = port;
        how.Iocp.Overlapped = &p->ov;
    }
    p->in = rio.RIOCreateCompletionQueue(OPS, p->style == POLLED ? NULL : &how);
    p->out = rio.RIOCreateCompletionQueue(OPS, NULL);
}

int main(int argc, char **argv)
{
    static struct pair pairs[PAIRS];
    HANDLE t[PAIRS], w[WORKERS];
    int i;
    unsigned seed = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 0) : GetTickCount();

    start_rio();
    last(argc > 1 ? argv[1] : NULL, 20000);
    printf("seed %u\n", seed);
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    for (i = 0; i < WORKERS; i++)
        w[i] = thread(worker, NULL);
    running = PAIRS;
    over = CreateEventA(NULL, TRUE, FALSE, NULL);
    for (i = 0; i < PAIRS; i++) {
        make(&pairs[i], i, seed);
        t[i] = thread(pair_thread, &pairs[i]);
    }
    while (WaitForSingleObject(over, 100) == WAIT_TIMEOUT)
        watch_memory(done_so_far());
    for (i = 0; i < PAIRS; i++) {
        WaitForSingleObject(t[i], INFINITE);
        CloseHandle(t[i]);
        rio.RIOCloseCompletionQueue(pairs[i].in);
        rio.RIOCloseCompletionQueue(pairs[i].out);
    }
    for (i = 0; i < WORKERS; i++)
        PostQueuedCompletionStatus(port, 0, 0, NULL);
    for (i = 0; i < WORKERS; i++)
        join(w[i]);
    printf("%lld results, %ld closes\n", (long long)done_so_far(), (long)closes);
    equal(0, bad, 0, "every request had exactly one result, in order, with its bytes, and nothing else was written");
    check_memory();
    return finish_tests();
}
