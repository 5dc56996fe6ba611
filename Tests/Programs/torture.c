/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Threads post, cancel and close over many sockets, in all styles of completion. Every operation completes exactly
 * once, every byte is accounted for, the guard bytes around each buffer stay intact, and memory does not grow.
 *   torture [OPERATIONS | SECONDSs [SEED]] */
#include "torture.h"

enum { PAIRS = 6, OPS = 8, BUF = 512, GUARD = 16, WORKERS = 2 };

struct pair;
struct op {
    OVERLAPPED ov;
    struct pair *pair;
    volatile LONG pending, completions;
    int index;
    unsigned char before[GUARD], data[BUF], after[GUARD];
};

/* One connection: a sender thread writes a sequence of bytes, a receiver thread reads it in one style. */
struct pair {
    SOCKET a, b;
    int style;                  /* 0 events, 1 routines, 2 port */
    unsigned seed, sent, received;
    volatile LONG stop, outstanding, posts, done, cancelled, wrong;
    struct op op[OPS];
    struct op *order[OPS];      /* posted and not yet taken, oldest first */
    int head, count;
    CRITICAL_SECTION lock;
};

static HANDLE port, over;
static volatile LONG cancels, closes, running;

/* Bytes are counted in posting order: completions of one socket may be seen by two workers at once, so what has
 * arrived is checked when all older operations are in. */
static void drain(struct pair *p)
{
    while (p->count && !seen(&p->order[p->head]->pending)) {
        struct op *o = p->order[p->head];
        unsigned i, n = (unsigned)o->ov.InternalHigh;

        for (i = 0; i < n; i++)
            if (o->data[i] != (unsigned char)(p->received + i)) {
                complain("a byte is out of order", (int)i);
                break;
            }
        p->received += n;
        for (i = 0; i < GUARD; i++)
            if (o->before[i] != 0xa5 || o->after[i] != 0x5a)
                complain("a guard byte was overwritten", (int)i);
        p->head = (p->head + 1) % OPS;
        p->count--;
    }
}

static void completed(struct op *o, int ok)
{
    struct pair *p = o->pair;

    InterlockedIncrement64(&total);
    if (InterlockedExchange(&o->completions, 1) != 0)
        complain("a second completion", o->index);
    if (!ok)
        InterlockedIncrement(&p->cancelled);
    EnterCriticalSection(&p->lock);
    InterlockedExchange(&o->pending, 0);
    drain(p);
    LeaveCriticalSection(&p->lock);
    InterlockedDecrement(&p->outstanding);
}

static void CALLBACK routine(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov, DWORD flags)
{
    (void)flags;
    if (bytes != ov->InternalHigh)
        complain("another count", (int)bytes);
    completed((struct op *)ov, error == 0);
}

/* Posts the next operation if one is free. */
static int post(struct pair *p, unsigned *seed)
{
    struct op *o = NULL;
    WSABUF b[3];
    DWORD flags = 0, k = 1 + next_random(seed) % 3, i, len, done = 0;
    HANDLE e;
    int rc;

    EnterCriticalSection(&p->lock);
    if (p->count < OPS)
        o = &p->op[(p->head + p->count) % OPS];
    LeaveCriticalSection(&p->lock);
    if (!o || seen(&p->stop))
        return 0;
    e = o->ov.hEvent;
    memset(&o->ov, 0, sizeof o->ov);
    o->ov.hEvent = p->style == 0 ? e : NULL;
    memset(o->before, 0xa5, GUARD);
    memset(o->after, 0x5a, GUARD);
    len = 1 + next_random(seed) % (BUF / 4);
    for (i = 0; i < k; i++) {
        b[i].buf = (char *)o->data + done;
        b[i].len = len;
        done += len;
    }
    InterlockedExchange(&o->completions, 0);
    EnterCriticalSection(&p->lock);
    InterlockedExchange(&o->pending, 1);
    p->order[(p->head + p->count) % OPS] = o;
    p->count++;
    LeaveCriticalSection(&p->lock);
    InterlockedIncrement(&p->outstanding);
    rc = WSARecv(p->b, b, k, NULL, &flags, &o->ov, p->style == 1 ? routine : NULL);
    if (rc && WSAGetLastError() != WSA_IO_PENDING) {
        if (!seen(&p->stop))
            complain("a receive was refused", WSAGetLastError());
        EnterCriticalSection(&p->lock);
        o->pending = 0;
        p->count--;             /* it was the newest */
        LeaveCriticalSection(&p->lock);
        InterlockedDecrement(&p->outstanding);
        return 0;
    }
    return 1;
}

static void collect_events(struct pair *p)
{
    int i;
    DWORD n, flags;

    for (i = 0; i < OPS; i++) {
        struct op *o = &p->op[i];
        if (seen(&o->pending) && !seen(&o->completions) && WaitForSingleObject(o->ov.hEvent, 0) == WAIT_OBJECT_0) {
            int ok = seen(&p->stop) ? (LONG)o->ov.Internal >= 0 : WSAGetOverlappedResult(p->b, &o->ov, &n, FALSE, &flags);
            completed(o, ok);
        }
    }
}

static DWORD WINAPI worker(LPVOID arg)
{
    DWORD n;
    ULONG_PTR key;
    LPOVERLAPPED ov;

    (void)arg;
    for (;;) {
        BOOL ok = GetQueuedCompletionStatus(port, &n, &key, &ov, INFINITE);
        if (!ov)
            return 0;
        if (n != ov->InternalHigh)
            complain("another count in a packet", (int)n);
        completed((struct op *)ov, ok);
    }
}

static DWORD WINAPI send_thread(LPVOID arg)
{
    struct pair *p = arg;
    unsigned seed = p->seed * 31 + 7, i, n;
    unsigned char out[2048];

    while (!seen(&p->stop)) {
        n = 1 + next_random(&seed) % sizeof out;
        for (i = 0; i < n; i++)
            out[i] = (unsigned char)(p->sent + i);
        if (send(p->a, (char *)out, (int)n, 0) != (int)n)
            break;
        p->sent += n;
        if (next_random(&seed) % 8 == 0)
            Sleep(0);
    }
    shutdown(p->a, SD_SEND);
    return 0;
}

/* One life of a connection. */
static void live(struct pair *p, unsigned *seed)
{
    int i, rounds = 200 + (int)(next_random(seed) % 400);
    DWORD begin;
    HANDLE sender;

    tcp_pair(&p->a, &p->b);
    p->stop = 0;
    p->sent = p->received = 0;
    p->head = p->count = 0;
    p->outstanding = 0;
    p->seed = next_random(seed);
    for (i = 0; i < OPS; i++) {
        p->op[i].pair = p;
        p->op[i].index = i;
        p->op[i].pending = 0;
        p->op[i].completions = 1;
        p->op[i].ov.hEvent = p->style == 0 ? CreateEventA(NULL, TRUE, FALSE, NULL) : NULL;
    }
    if (p->style == 2)
        CreateIoCompletionPort((HANDLE)p->b, port, 1, 0);
    sender = thread(send_thread, p);
    while (rounds-- > 0) {
        while (post(p, seed) && next_random(seed) % 4)
            ;
        if (p->style == 0)
            collect_events(p);
        if (p->style == 1)
            SleepEx(0, TRUE);
        if (next_random(seed) % 16 == 0) {
            struct op *o = &p->op[next_random(seed) % OPS];
            InterlockedIncrement(&cancels);
            if (next_random(seed) % 2)
                CancelIoEx((HANDLE)p->b, &o->ov);
            else
                CancelIo((HANDLE)p->b);
        }
    }
    InterlockedExchange(&p->stop, 1);
    InterlockedIncrement(&closes);
    closesocket(p->b);
    for (begin = GetTickCount(); seen(&p->outstanding) && GetTickCount() - begin < LONG_TIME;) {
        if (p->style == 0)
            collect_events(p);
        SleepEx(1, TRUE);
    }
    if (seen(&p->outstanding))
        complain("operations never completed", (int)p->outstanding);
    join(sender);
    /* The send that the close cut off has moved a part of its bytes, and does not say how many. */
    if (p->received > p->sent + 2048)
        complain("more bytes than were sent", (int)(p->received - p->sent));
    closesocket(p->a);
    for (i = 0; i < OPS && p->style == 0; i++)
        CloseHandle(p->op[i].ov.hEvent);
}

static DWORD WINAPI pair_thread(LPVOID arg)
{
    struct pair *p = arg;
    unsigned seed = p->seed;

    do
        live(p, &seed);
    while (goes_on(done_so_far()));
    if (!InterlockedDecrement(&running))
        SetEvent(over);
    return 0;
}

int main(int argc, char **argv)
{
    static struct pair pairs[PAIRS];
    HANDLE t[PAIRS], w[WORKERS];
    int i;
    unsigned seed = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 0) : GetTickCount();

    start();
    printf("seed %u\n", seed);
    last(argc > 1 ? argv[1] : NULL, 100000);
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    for (i = 0; i < WORKERS; i++)
        w[i] = thread(worker, NULL);
    running = PAIRS;
    over = CreateEventA(NULL, TRUE, FALSE, NULL);
    for (i = 0; i < PAIRS; i++) {
        InitializeCriticalSection(&pairs[i].lock);
        pairs[i].style = i % 3;
        pairs[i].seed = seed + (unsigned)i * 7919;
        t[i] = thread(pair_thread, &pairs[i]);
    }
    while (WaitForSingleObject(over, 100) == WAIT_TIMEOUT)
        watch_memory(done_so_far());
    for (i = 0; i < PAIRS; i++) {
        WaitForSingleObject(t[i], INFINITE);
        CloseHandle(t[i]);
    }
    for (i = 0; i < WORKERS; i++)
        PostQueuedCompletionStatus(port, 0, 0, NULL);
    for (i = 0; i < WORKERS; i++)
        join(w[i]);
    printf("%lld completions, %ld cancels, %ld closes\n", (long long)done_so_far(), (long)cancels, (long)closes);
    equal(96, bad, 0, "every operation completed exactly once, in order, with its bytes, and nothing else was written");
    check_memory();
    return finish_tests();
}
