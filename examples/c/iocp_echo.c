/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * A Windows server on a completion port: AcceptEx, WSARecv, WSASend, and worker threads that collect.
 *
 *   iocp_echo PORT echo|sink BUFFER [WORKERS [BATCH]]
 *
 * echo gives every byte back, sink drops them. With a BATCH above 1 the workers use GetQueuedCompletionStatusEx.
 * Each connection has one operation under way at a time, so its data needs no lock. Nothing here is special to this
 * library: the same file builds with mingw and MSVC. */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCEPTS = 8, WORKERS_MAX = 64, BATCH_MAX = 256, ADDRESS_SIZE = sizeof(struct sockaddr_in) + 16 };

/* The port gives back the OVERLAPPED; as the first member it leads to the operation and what to do next. */
struct operation {
    OVERLAPPED overlapped;
    void (*completed)(struct operation *, BOOL success, DWORD count);
};

struct connection {
    struct operation operation;
    SOCKET s;
    DWORD offset, length;       /* of the echo under way */
    char *buffer;
};

struct pending_accept {
    struct operation operation;
    SOCKET s;
    char addresses[2 * ADDRESS_SIZE];
};

static HANDLE port;
static SOCKET listener;
static LPFN_ACCEPTEX accept_ex;
static BOOL echoes;
static DWORD buffer_size, batch = 1;
static struct pending_accept accepts[ACCEPTS];

static void received(struct operation *operation, BOOL success, DWORD count);
static void sent(struct operation *operation, BOOL success, DWORD count);

static void fail(const char *what)
{
    fprintf(stderr, "%s: error %lu\n", what, (unsigned long)GetLastError());
    exit(1);
}

static void drop(struct connection *connection)
{
    closesocket(connection->s);
    free(connection->buffer);
    free(connection);
}

/* Success at once is reported to the port like a completion that comes later: there is one path. */
static void post_receive(struct connection *connection)
{
    WSABUF buffer;
    DWORD flags = 0;

    buffer.len = buffer_size;
    buffer.buf = connection->buffer;
    memset(&connection->operation.overlapped, 0, sizeof connection->operation.overlapped);
    connection->operation.completed = received;
    if (WSARecv(connection->s, &buffer, 1, NULL, &flags, &connection->operation.overlapped, NULL) == SOCKET_ERROR &&
        WSAGetLastError() != WSA_IO_PENDING)
        drop(connection);
}

static void post_send(struct connection *connection)
{
    WSABUF buffer;

    buffer.len = connection->length;
    buffer.buf = connection->buffer + connection->offset;
    memset(&connection->operation.overlapped, 0, sizeof connection->operation.overlapped);
    connection->operation.completed = sent;
    if (WSASend(connection->s, &buffer, 1, NULL, 0, &connection->operation.overlapped, NULL) == SOCKET_ERROR &&
        WSAGetLastError() != WSA_IO_PENDING)
        drop(connection);
}

static void received(struct operation *operation, BOOL success, DWORD count)
{
    struct connection *connection = (struct connection *)operation;

    if (!success || count == 0) {
        drop(connection);
    } else if (!echoes) {
        post_receive(connection);
    } else {
        connection->offset = 0;
        connection->length = count;
        post_send(connection);
    }
}

static void sent(struct operation *operation, BOOL success, DWORD count)
{
    struct connection *connection = (struct connection *)operation;

    if (!success) {
        drop(connection);
        return;
    }
    connection->offset += count;
    connection->length -= count;
    if (connection->length)
        post_send(connection);
    else
        post_receive(connection);
}

static SOCKET new_socket(void)
{
    SOCKET s = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);

    if (s == INVALID_SOCKET)
        fail("WSASocket");
    return s;
}

static void post_accept(struct pending_accept *accept)
{
    DWORD count = 0;

    accept->s = new_socket();
    memset(&accept->operation.overlapped, 0, sizeof accept->operation.overlapped);
    if (!accept_ex(listener, accept->s, accept->addresses, 0, ADDRESS_SIZE, ADDRESS_SIZE, &count,
                   &accept->operation.overlapped) &&
        WSAGetLastError() != ERROR_IO_PENDING)
        fail("AcceptEx");
}

static void accepted(struct operation *operation, BOOL success, DWORD count)
{
    struct pending_accept *accept = (struct pending_accept *)operation;
    struct connection *connection;
    SOCKET s = accept->s;
    BOOL yes = TRUE;

    (void)count;
    post_accept(accept);
    if (!success) {             /* the client has gone away already */
        closesocket(s);
        return;
    }
    setsockopt(s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (const char *)&listener, sizeof listener);
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, (const char *)&yes, sizeof yes);
    connection = (struct connection *)calloc(1, sizeof *connection);
    if (!connection || !(connection->buffer = (char *)malloc(buffer_size)))
        fail("malloc");
    connection->s = s;
    if (!CreateIoCompletionPort((HANDLE)s, port, 0, 0))
        fail("CreateIoCompletionPort");
    post_receive(connection);
}

static void complete(OVERLAPPED *overlapped, BOOL success, DWORD count)
{
    struct operation *operation = (struct operation *)overlapped;

    operation->completed(operation, success, count);
}

static void collect_one(void)
{
    OVERLAPPED *overlapped = NULL;
    ULONG_PTR key = 0;
    DWORD count = 0;
    BOOL success = GetQueuedCompletionStatus(port, &count, &key, &overlapped, INFINITE);

    if (!overlapped)
        fail("GetQueuedCompletionStatus");
    complete(overlapped, success, count);
}

static void collect_batch(void)
{
    OVERLAPPED_ENTRY entries[BATCH_MAX];
    ULONG i, count = 0;

    if (!GetQueuedCompletionStatusEx(port, entries, batch, &count, INFINITE, FALSE))
        fail("GetQueuedCompletionStatusEx");
    for (i = 0; i < count; i++)     /* Internal is the NTSTATUS: 0 is success */
        complete(entries[i].lpOverlapped, entries[i].lpOverlapped->Internal == 0,
                 entries[i].dwNumberOfBytesTransferred);
}

static DWORD WINAPI work(void *unused)
{
    (void)unused;
    for (;;) {
        if (batch > 1)
            collect_batch();
        else
            collect_one();
    }
    return 0;
}

static void listen_on(unsigned short number)
{
    struct sockaddr_in address;
    GUID id = WSAID_ACCEPTEX;
    BOOL yes = TRUE;
    DWORD count;

    listener = new_socket();
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(number);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, (const char *)&yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, SOMAXCONN))
        fail("listen");
    if (!CreateIoCompletionPort((HANDLE)listener, port, 0, 0))
        fail("CreateIoCompletionPort");
    if (WSAIoctl(listener, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &accept_ex, sizeof accept_ex, &count,
                 NULL, NULL))
        fail("AcceptEx");
}

int main(int argc, char **argv)
{
    int i, workers = argc > 4 ? atoi(argv[4]) : 1;
    WSADATA data;

    if (argc > 5)
        batch = (DWORD)atoi(argv[5]);
    if (argc < 4 || workers < 1 || workers > WORKERS_MAX || batch < 1 || batch > BATCH_MAX) {
        fprintf(stderr, "usage: %s PORT echo|sink BUFFER [WORKERS [BATCH]]\n", argv[0]);
        return 2;
    }
    echoes = !strcmp(argv[2], "echo");
    buffer_size = (DWORD)atoi(argv[3]);
    if (WSAStartup(MAKEWORD(2, 2), &data))
        fail("WSAStartup");
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, (DWORD)workers);
    if (!port)
        fail("CreateIoCompletionPort");
    listen_on((unsigned short)atoi(argv[1]));
    for (i = 0; i < ACCEPTS; i++) {
        accepts[i].operation.completed = accepted;
        post_accept(&accepts[i]);
    }
    for (i = 1; i < workers; i++)
        if (!CreateThread(NULL, 0, work, NULL, 0, NULL))
            fail("CreateThread");
    return (int)work(NULL);
}
