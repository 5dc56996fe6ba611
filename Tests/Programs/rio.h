/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What the programs for registered I/O share: the function table, one registered buffer, sockets, and waiting. */
#ifndef RIO_H
#define RIO_H

#include "check.h"

#ifndef WSA_FLAG_REGISTERED_IO
#define WSA_FLAG_REGISTERED_IO 0x100
#endif

static RIO_EXTENSION_FUNCTION_TABLE rio;

/* All tests use parts of one buffer. */
enum { MEMORY = 1 << 20 };
static char memory[MEMORY];
static RIO_BUFFERID registered;

static SOCKET rio_socket(int type)
{
    return WSASocketW(AF_INET, type, 0, NULL, 0, WSA_FLAG_REGISTERED_IO);
}

static void start_rio(void)
{
    GUID id = WSAID_MULTIPLE_RIO;
    DWORD n = 0;
    SOCKET s;

    start();
    s = rio_socket(SOCK_STREAM);
    if (WSAIoctl(s, SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &rio, sizeof rio, &n, NULL, NULL)) {
        printf("FAILED no registered I/O: %d\n", WSAGetLastError());
        exit(2);
    }
    closesocket(s);
    registered = rio.RIORegisterBuffer(memory, MEMORY);
}

/* A connection of two sockets for registered I/O: the accepted one is so because its listener is. */
static void rio_tcp_pair(SOCKET *a, SOCKET *b)
{
    SOCKET l = rio_socket(SOCK_STREAM);
    struct sockaddr_in where = bind_local(l);

    listen(l, 1);
    *a = rio_socket(SOCK_STREAM);
    connect(*a, (struct sockaddr *)&where, sizeof where);
    *b = accept(l, NULL, NULL);
    closesocket(l);
}

static RIO_BUF part(ULONG offset, ULONG length)
{
    RIO_BUF b;

    b.BufferId = registered;
    b.Offset = offset;
    b.Length = length;
    return b;
}

static PVOID tag(ULONG_PTR n) { return (PVOID)n; }

static int rio_receive(RIO_RQ q, ULONG offset, ULONG length, DWORD flags, ULONG_PTR context)
{
    RIO_BUF b = part(offset, length);

    WSASetLastError(0);
    return rio.RIOReceive(q, &b, 1, flags, tag(context)) ? 0 : WSAGetLastError();
}

static int rio_send(RIO_RQ q, ULONG offset, ULONG length, DWORD flags, ULONG_PTR context)
{
    RIO_BUF b = part(offset, length);

    WSASetLastError(0);
    return rio.RIOSend(q, &b, 1, flags, tag(context)) ? 0 : WSAGetLastError();
}

/* Polls until there are n results; how many there were in the end. */
static ULONG poll_results(RIO_CQ q, RIORESULT *r, ULONG n)
{
    DWORD begin = GetTickCount();
    ULONG have = 0, got;

    while (have < n && GetTickCount() - begin < LONG_TIME) {
        got = rio.RIODequeueCompletion(q, r + have, n - have);
        if (got == RIO_CORRUPT_CQ)
            break;
        have += got;
    }
    return have;
}

/* One result: its context, after checking that there is one and that it is a success; -1 if not. */
static long long next_result(RIO_CQ q, ULONG *bytes)
{
    RIORESULT r;

    memset(&r, 0, sizeof r);
    if (poll_results(q, &r, 1) != 1 || r.Status)
        return -1;
    if (bytes)
        *bytes = r.BytesTransferred;
    return (long long)r.RequestContext;
}

#endif
