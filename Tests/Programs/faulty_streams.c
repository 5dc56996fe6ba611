/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Streams while system calls fail or come short: each operation completes exactly once, each byte comes once and in
 * order, and a send is never short. */
#include "faulty.h"

enum { PAIRS = 40, RECEIVES = 3, SENDS = 2, ROOM = 1000, TOTAL = 12000 };
enum style { EVENTS, ROUTINES, PORT };

struct pair;
struct op {
    OVERLAPPED ov;
    HANDLE event;
    struct pair *pair;
    int is_send, posted, completions;
    DWORD length;
    char data[ROOM];
};

/* a sends, b receives. */
struct pair {
    SOCKET a, b;
    struct op receive[RECEIVES], send[SENDS];
    unsigned sent, received, next, outstanding_sends;
    int ended;
};

static enum style style;
static HANDLE port;
static struct pair pairs[PAIRS];
static unsigned seed = 1;
static int bad, outstanding;

static unsigned next_random(void)
{
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8;
}

static void complain(const char *what, long detail)
{
    if (bad++ < 10)
        printf("  %s (%ld)\n", what, detail);
}

static void completed(struct op *o, DWORD error, DWORD n);
static void CALLBACK routine(DWORD error, DWORD n, LPWSAOVERLAPPED ov, DWORD flags)
{
    (void)flags;
    completed((struct op *)ov, error, n);
}

static void post(struct op *o)
{
    struct pair *p = o->pair;
    WSABUF b[2];
    DWORD flags = 0;
    int rc;

    memset(&o->ov, 0, sizeof o->ov);
    o->ov.hEvent = style == EVENTS ? o->event : NULL;
    o->length = 2 + next_random() % (ROOM - 2);
    if (o->is_send) {
        if (o->length > TOTAL - p->sent)
            o->length = TOTAL - p->sent;
        fill(o->data, p->sent, o->length);
        p->sent += o->length;
        p->outstanding_sends++;
    }
    cut(b, o->data, o->length, o->length / 3);
    o->posted++;
    outstanding++;
    /* A simple transfer now and then: it takes another way than one of several buffers. */
    if (next_random() % 2) {
        b[0].len = o->length;
        b[1].len = 0;
    }
    if (o->is_send)
        rc = WSASend(p->a, b, b[1].len ? 2 : 1, NULL, 0, &o->ov, style == ROUTINES ? routine : NULL);
    else
        rc = WSARecv(p->b, b, b[1].len ? 2 : 1, NULL, &flags, &o->ov, style == ROUTINES ? routine : NULL);
    if (rc && WSAGetLastError() != WSA_IO_PENDING)
        complain(o->is_send ? "a send was refused" : "a receive was refused", WSAGetLastError());
}

static void completed(struct op *o, DWORD error, DWORD n)
{
    struct pair *p = o->pair;

    outstanding--;
    if (++o->completions != o->posted)
        complain("a second completion", o->completions - o->posted);
    if (error)
        complain("an operation failed", (long)error);
    if (n != o->ov.InternalHigh)
        complain("another count", (long)n);
    if (o->is_send) {
        if (n != o->length)
            complain("a send was short", (long)n);
        p->outstanding_sends--;
        if (p->sent < TOTAL)
            post(o);
        else if (!p->outstanding_sends)
            shutdown(p->a, SD_SEND);
        return;
    }
    if (o != &p->receive[p->next])
        complain("receives complete in another order", (long)(o - p->receive));
    p->next = (p->next + 1) % RECEIVES;
    if (p->ended && n)
        complain("bytes after the end", (long)n);
    if (!is_filled(o->data, p->received, n))
        complain("other bytes than were sent", (long)p->received);
    p->received += n;
    if (n)
        post(o);
    else
        p->ended = 1;
}

/* Takes one completion; 0 if there is none within the time. */
static int take(DWORD ms)
{
    DWORD begin = GetTickCount(), n = 0, flags, error;
    int i, k;

    if (style == ROUTINES)
        return SleepEx(ms, TRUE) == WAIT_IO_COMPLETION;
    if (style == PORT) {
        ULONG_PTR key;
        OVERLAPPED *ov;
        BOOL ok = GetQueuedCompletionStatus(port, &n, &key, &ov, ms);

        if (ov)
            completed((struct op *)ov, ok ? 0 : GetLastError(), n);
        return ov != NULL;
    }
    do {
        for (i = 0; i < PAIRS; i++)
            for (k = 0; k <= SENDS; k++) {
                /* Of the receives the oldest: a wait may bring the next one in before this one is looked at again. */
                struct pair *p = &pairs[i];
                struct op *o = k < SENDS ? &p->send[k] : &p->receive[p->next];

                if (WaitForSingleObject(o->event, 0) != WAIT_OBJECT_0)
                    continue;
                ResetEvent(o->event);
                error = WSAGetOverlappedResult(o->is_send ? p->a : p->b, &o->ov, &n, FALSE, &flags) ? 0 : (DWORD)WSAGetLastError();
                completed(o, error, n);
                return 1;
            }
    } while (GetTickCount() - begin < ms);
    return 0;
}

static void own(struct pair *p, struct op *o, int is_send)
{
    memset(o, 0, sizeof *o);
    o->pair = p;
    o->is_send = is_send;
    o->event = CreateEventA(NULL, TRUE, FALSE, NULL);
}

static void overlapped(enum style which, const char *what)
{
    int i, k, lost = 0;

    style = which;
    bad = 0;
    port = style == PORT ? CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0) : NULL;
    for (i = 0; i < PAIRS; i++) {
        struct pair *p = &pairs[i];

        p->sent = p->received = p->next = p->outstanding_sends = 0;
        p->ended = 0;
        tcp_pair(&p->a, &p->b);
        for (k = 0; k < RECEIVES; k++)
            own(p, &p->receive[k], 0);
        for (k = 0; k < SENDS; k++)
            own(p, &p->send[k], 1);
        if (port) {
            CreateIoCompletionPort((HANDLE)p->a, port, 0, 0);
            CreateIoCompletionPort((HANDLE)p->b, port, 0, 0);
        }
    }
    /* All at once: their completions come in a burst. */
    for (i = 0; i < PAIRS; i++)
        for (k = 0; k < RECEIVES; k++)
            post(&pairs[i].receive[k]);
    for (i = 0; i < PAIRS; i++)
        for (k = 0; k < SENDS; k++)
            post(&pairs[i].send[k]);
    while (outstanding && take(LONG_TIME))
        ;
    if (outstanding)
        complain("operations never completed", outstanding);
    if (take(0))
        complain("a completion too many", 0);
    for (i = 0; i < PAIRS; i++) {
        lost += pairs[i].received != TOTAL || pairs[i].sent != TOTAL;
        closesocket(pairs[i].a);
        closesocket(pairs[i].b);
        for (k = 0; k < RECEIVES; k++)
            CloseHandle(pairs[i].receive[k].event);
        for (k = 0; k < SENDS; k++)
            CloseHandle(pairs[i].send[k].event);
    }
    check(96, !bad && !lost, what);
    CloseHandle(port);
}

static void waiting_for_all(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    WSABUF two[2];
    DWORD flags = MSG_WAITALL, n = 0;
    char in[8000], out[100];
    unsigned i;

    tcp_pair(&a, &b);
    prepare(&ov);
    cut(two, in, sizeof in, 3000);
    WSARecv(b, two, 2, NULL, &flags, &ov, NULL);
    for (i = 0; i < sizeof in; i += sizeof out) {
        fill(out, i, sizeof out);
        send(a, out, sizeof out, 0);
    }
    check(53, result(b, &ov, &n, NULL) == 0 && n == sizeof in && is_filled(in, 0, n), "MSG_WAITALL fills its buffers");
    closesocket(a);
    closesocket(b);
}

static void without_room(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    DWORD n = 1;
    char in[8];
    int i, ok = 0;

    tcp_pair(&a, &b);
    prepare(&ov);
    for (i = 0; i < 20; i++) {
        get(b, in, 0, 0, NULL, &ov, NULL);
        put(a, "x");
        ok += result(b, &ov, &n, NULL) == 0 && n == 0;
        ok += recv(b, in, sizeof in, 0) == 1 && in[0] == 'x';
    }
    equal(44, ok, 40, "a receive without room tells of data, and takes none");
    closesocket(a);
    closesocket(b);
}

static DWORD WINAPI sends_blocking(LPVOID socket)
{
    unsigned done = 0;
    char out[7000];

    while (done < 300000) {
        fill(out, done, sizeof out);
        if (send((SOCKET)(ULONG_PTR)socket, out, sizeof out, 0) != sizeof out)
            return 1;
        done += sizeof out;
    }
    shutdown((SOCKET)(ULONG_PTR)socket, SD_SEND);
    return 0;
}

static void blocking(void)
{
    SOCKET a, b;
    HANDLE t;
    unsigned done = 0;
    int n, ok = 1;
    char in[5000];

    tcp_pair(&a, &b);
    t = thread(sends_blocking, (LPVOID)(ULONG_PTR)a);
    while ((n = recv(b, in, sizeof in, 0)) > 0) {
        ok = ok && is_filled(in, done, (unsigned)n);
        done += (unsigned)n;
    }
    join(t);
    check(45, ok && n == 0 && done == 301000, "blocking calls go on until they have sent all, or have something");
    closesocket(a);
    closesocket(b);
}

static void transmitting(void)
{
    SOCKET a, b;
    HANDLE f;
    OVERLAPPED ov;
    TRANSMIT_FILE_BUFFERS ends;
    DWORD n = 0;
    unsigned done = 0;
    int rc, ok = 1;
    char path[64], in[4000];
    static char data[60000];

    tcp_pair(&a, &b);
    snprintf(path, sizeof path, "ws2-faulty-%lu.tmp", (unsigned long)GetCurrentProcessId());
    f = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    fill(data, 0, sizeof data);
    WriteFile(f, data + 100, sizeof data - 200, &n, NULL);
    SetFilePointer(f, 0, NULL, FILE_BEGIN);
    ends.Head = data;
    ends.HeadLength = ends.TailLength = 100;
    ends.Tail = data + sizeof data - 100;
    prepare(&ov);
    TransmitFile(a, f, 0, 0, &ov, &ends, 0);
    while (done < sizeof data && (rc = recv(b, in, sizeof in, 0)) > 0) {
        ok = ok && is_filled(in, done, (unsigned)rc);
        done += (unsigned)rc;
    }
    check(0, result(a, &ov, &n, NULL) == 0 && n == sizeof data && ok && done == sizeof data && !unread(b),
          "TransmitFile sends head, file and tail once");
    CloseHandle(f);
    DeleteFileA(path);
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    start();
    overlapped(EVENTS, "events: every operation completes once, every byte comes once and in order");
    overlapped(ROUTINES, "routines: the same");
    overlapped(PORT, "a port: the same");
    waiting_for_all();
    without_room();
    blocking();
    transmitting();
    return finish_tests();
}
