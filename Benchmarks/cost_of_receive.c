/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What one overlapped receive costs: it is posted, finds no data, a byte comes, it is collected.
 *
 *   cost_of_receive port|event|routine COUNT
 *
 * Says "ready" and waits for a line before the receives and after them, so that whoever counts instructions, system
 * calls or allocations counts those and nothing else. */
#include "cost_of_receive_peer.h"
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Receives before the count: tables are filled, lazy symbols bound. A buffer that a byte does not fill: after a full
 * one there might be more, and the next receive would rightly be tried at once. */
enum { WARM_UP = 100, BUFFER = 64 };

static SOCKET s;
static HANDLE port;
static WSAOVERLAPPED overlapped;
static char received[BUFFER];
static DWORD received_count;

static void fail(const char *what)
{
    fprintf(stderr, "%s: error %d\n", what, WSAGetLastError());
    exit(1);
}

static void post(LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
    WSABUF buffer;
    DWORD flags = 0;

    buffer.len = sizeof received;
    buffer.buf = received;
    if (WSARecv(s, &buffer, 1, NULL, &flags, &overlapped, routine) != SOCKET_ERROR ||
        WSAGetLastError() != WSA_IO_PENDING)
        fail("WSARecv was to pend");
}

static void collect_by_port(void)
{
    LPOVERLAPPED which = NULL;
    ULONG_PTR key;

    if (!GetQueuedCompletionStatus(port, &received_count, &key, &which, INFINITE) || which != &overlapped)
        fail("GetQueuedCompletionStatus");
}

static void collect_by_event(void)
{
    DWORD flags;

    if (WSAWaitForMultipleEvents(1, &overlapped.hEvent, TRUE, WSA_INFINITE, FALSE) != WSA_WAIT_EVENT_0 ||
        !WSAGetOverlappedResult(s, &overlapped, &received_count, FALSE, &flags))
        fail("WSAGetOverlappedResult");
}

static void CALLBACK completed(DWORD error, DWORD count, LPWSAOVERLAPPED which, DWORD flags)
{
    (void)flags;
    if (error || which != &overlapped)
        fail("completion routine");
    received_count = count;
}

static void collect_by_routine(void)
{
    if (SleepEx(INFINITE, TRUE) != WAIT_IO_COMPLETION)
        fail("SleepEx");
}

struct style {
    const char *name;
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
    void (*collect)(void);
};
static const struct style styles[] = {
    { "port", NULL, collect_by_port },
    { "event", NULL, collect_by_event },
    { "routine", completed, collect_by_routine },
};

static void run(const struct style *style, long count)
{
    long i;

    for (i = 0; i < count; i++) {
        post(style->routine);
        if (peer_send((char)i))
            fail("the peer's write");
        received_count = 0;
        style->collect();
        if (received_count != 1 || received[0] != (char)i)
            fail("a wrong byte");
    }
}

static void gate(void)
{
    char line[16];

    puts("ready");
    fflush(stdout);
    if (!fgets(line, sizeof line, stdin))
        exit(1);
}

static void open_socket(const struct style *style)
{
    struct sockaddr_in address;
    WSADATA data;

    if (WSAStartup(MAKEWORD(2, 2), &data))
        fail("WSAStartup");
    s = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (peer_listen(&address.sin_port) || connect(s, (struct sockaddr *)&address, sizeof address) || peer_accept())
        fail("connect");
    if (style->collect == collect_by_port && !(port = CreateIoCompletionPort((HANDLE)s, NULL, 0, 1)))
        fail("CreateIoCompletionPort");
    if (style->collect == collect_by_event)
        overlapped.hEvent = WSACreateEvent();
}

int main(int argc, char **argv)
{
    static char input[256];
    const struct style *style = styles, *end = styles + sizeof styles / sizeof *styles;

    while (argc == 3 && style < end && strcmp(style->name, argv[1]))
        style++;
    if (argc != 3 || style == end) {
        fprintf(stderr, "usage: %s port|event|routine COUNT\n", argv[0]);
        return 2;
    }
    /* A buffer that the C library takes from the heap would be counted. */
    setvbuf(stdin, input, _IOLBF, sizeof input);
    open_socket(style);
    run(style, WARM_UP);
    gate();
    run(style, atol(argv[2]));
    gate();
    return 0;
}
