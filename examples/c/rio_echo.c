/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * A plain Windows program: echo or sink server with registered I/O. Connections come by AcceptEx, results through one
 * completion queue whose notifications go to the same port; one thread does everything.
 *   rio_echo PORT echo|sink BUF [poll]      poll: never wait while there are connections */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <windows.h>

enum { ACCEPTS = 8, RESULTS = 64, ADDRESS = sizeof(struct sockaddr_in) + 16 };

struct connection {
    SOCKET s;
    RIO_RQ queue;
    RIO_BUF data;
    char *memory;
};

struct accept {
    OVERLAPPED ov;
    SOCKET s;
    char addresses[2 * ADDRESS];
};

enum { RECEIVED = 1, SENT };    /* request contexts */

static HANDLE port;
static SOCKET listener;
static int sink, polls, buf_size;
static ULONG connections, room;
static RIO_CQ results;
static RIO_EXTENSION_FUNCTION_TABLE rio;
static LPFN_ACCEPTEX accept_ex;
static struct accept accepts[ACCEPTS];
static OVERLAPPED notification;

static void die(const char *what)
{
    fprintf(stderr, "%s: error %d\n", what, (int)GetLastError());
    exit(1);
}

static SOCKET new_socket(void)
{
    SOCKET s = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO);

    if (s == INVALID_SOCKET)
        die("WSASocket");
    return s;
}

static void post_accept(struct accept *a)
{
    DWORD n;

    a->s = new_socket();
    memset(&a->ov, 0, sizeof a->ov);
    if (!accept_ex(listener, a->s, a->addresses, 0, ADDRESS, ADDRESS, &n, &a->ov) && WSAGetLastError() != ERROR_IO_PENDING)
        die("AcceptEx");
}

static void drop(struct connection *c)
{
    closesocket(c->s);
    rio.RIODeregisterBuffer(c->data.BufferId);
    free(c->memory);
    free(c);
    connections--;
}

static void receive(struct connection *c)
{
    c->data.Length = (ULONG)buf_size;
    if (!rio.RIOReceive(c->queue, &c->data, 1, 0, (PVOID)RECEIVED))
        drop(c);
}

static void accepted(struct accept *a, BOOL ok)
{
    struct connection *c;
    int on = 1;

    if (!ok) {
        closesocket(a->s);
        post_accept(a);
        return;
    }
    setsockopt(a->s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (char *)&listener, sizeof listener);
    setsockopt(a->s, IPPROTO_TCP, TCP_NODELAY, (char *)&on, sizeof on);
    if (!(c = calloc(1, sizeof *c)) || !(c->memory = malloc((size_t)buf_size)))
        die("malloc");
    c->s = a->s;
    c->data.BufferId = rio.RIORegisterBuffer(c->memory, (DWORD)buf_size);
    if (2 * ++connections > room && !rio.RIOResizeCompletionQueue(results, room *= 2))
        die("RIOResizeCompletionQueue");
    c->queue = rio.RIOCreateRequestQueue(c->s, 1, 1, 1, 1, results, results, c);
    if (c->data.BufferId == RIO_INVALID_BUFFERID || c->queue == RIO_INVALID_RQ)
        die("RIOCreateRequestQueue");
    receive(c);
    post_accept(a);
}

/* One request is outstanding per connection, so a result is the last one of its connection when that is dropped. */
static void completed(const RIORESULT *r)
{
    struct connection *c = (struct connection *)(ULONG_PTR)r->SocketContext;

    if (r->Status || !r->BytesTransferred)
        drop(c);
    else if (r->RequestContext == SENT || sink)
        receive(c);
    else {
        c->data.Length = r->BytesTransferred;
        if (!rio.RIOSend(c->queue, &c->data, 1, 0, (PVOID)SENT))
            drop(c);
    }
}

/* Handles what is there; whether there was anything. */
static int handle_results(void)
{
    RIORESULT r[RESULTS];
    ULONG i, n = rio.RIODequeueCompletion(results, r, RESULTS);

    if (n == RIO_CORRUPT_CQ)
        die("RIODequeueCompletion");
    for (i = 0; i < n; i++)
        completed(&r[i]);
    return n > 0;
}

static void make_queue(void)
{
    RIO_NOTIFICATION_COMPLETION how;

    memset(&how, 0, sizeof how);
    how.Type = RIO_IOCP_COMPLETION;
    how.Iocp.IocpHandle = port;
    how.Iocp.Overlapped = &notification;
    results = rio.RIOCreateCompletionQueue(room = 256, &how);
    if (results == RIO_INVALID_CQ)
        die("RIOCreateCompletionQueue");
    if (rio.RIONotify(results))
        die("RIONotify");
}

int main(int argc, char **argv)
{
    WSADATA data;
    struct sockaddr_in a;
    GUID accept_id = WSAID_ACCEPTEX, rio_id = WSAID_MULTIPLE_RIO;
    DWORD n;
    ULONG_PTR key;
    OVERLAPPED *ov;
    BOOL ok;
    int i;

    if (argc < 4) {
        fprintf(stderr, "usage: %s PORT echo|sink BUF [poll]\n", argv[0]);
        return 2;
    }
    sink = !strcmp(argv[2], "sink");
    buf_size = atoi(argv[3]);
    polls = argc > 4;
    if (WSAStartup(MAKEWORD(2, 2), &data))
        die("WSAStartup");
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    listener = new_socket();
    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_port = htons((u_short)atoi(argv[1]));
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&a, sizeof a) || listen(listener, 4096))
        die("listen");
    if (!CreateIoCompletionPort((HANDLE)listener, port, 0, 0))
        die("CreateIoCompletionPort");
    if (WSAIoctl(listener, SIO_GET_EXTENSION_FUNCTION_POINTER, &accept_id, sizeof accept_id, &accept_ex, sizeof accept_ex, &n, NULL, NULL) ||
        WSAIoctl(listener, SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER, &rio_id, sizeof rio_id, &rio, sizeof rio, &n, NULL, NULL))
        die("WSAIoctl");
    make_queue();
    for (i = 0; i < ACCEPTS; i++)
        post_accept(&accepts[i]);
    for (;;) {
        ok = GetQueuedCompletionStatus(port, &n, &key, &ov, polls && connections ? 0 : INFINITE);
        if (ov && ov != &notification)
            accepted((struct accept *)ov, ok);
        else if (ov || polls) {
            while (handle_results())
                ;
            if (ov && rio.RIONotify(results))
                die("RIONotify");
        } else if (!ok)
            die("GetQueuedCompletionStatus");
    }
}
