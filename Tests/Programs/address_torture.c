/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Many requests for changes of the network while it changes: each completes exactly once, with the change, or cancelled. */
#include "netlink.h"

enum { THREADS = 4, ROUNDS = 400, REQUESTS = 6 };

static LONG asked, told, cancelled, other, running;
static HANDLE port;

static void count(DWORD error)
{
    InterlockedIncrement(error == 0 ? &told : error == WSA_OPERATION_ABORTED ? &cancelled : &other);
}

static void CALLBACK routine(DWORD error, DWORD n, WSAOVERLAPPED *ov, DWORD flags)
{
    (void)ov;
    count(n || flags ? 1 : error);
}

static int one(SOCKET s, unsigned kind, WSAOVERLAPPED *ov, LPWSAOVERLAPPED_COMPLETION_ROUTINE r)
{
    struct sockaddr_in to = ten(3);
    int rc = kind % 2 ? list_change(s, ov, r) : request(s, SIO_ROUTING_INTERFACE_CHANGE, &to, sizeof to, ov, r);

    if (rc == WSA_IO_PENDING)
        InterlockedIncrement(&asked);
    return rc;
}

static DWORD CALLBACK worker(void *argument)
{
    unsigned seed = (unsigned)(ULONG_PTR)argument, round, i;
    int failed = 0;

    for (round = 0; round < ROUNDS; round++) {
        SOCKET s = udp(), p = udp();
        WSAOVERLAPPED with_event[REQUESTS], with_routine[REQUESTS], *with_port = calloc(REQUESTS, sizeof *with_port);

        CreateIoCompletionPort((HANDLE)p, port, (ULONG_PTR)with_port, 0);
        memset(with_routine, 0, sizeof with_routine);
        for (i = 0; i < REQUESTS; i++) {
            prepare(&with_event[i]);
            failed += one(s, i, &with_event[i], NULL) != WSA_IO_PENDING;
            failed += one(s, i + 1, &with_routine[i], routine) != WSA_IO_PENDING;
            failed += one(p, i, &with_port[i], NULL) != WSA_IO_PENDING;
        }
        /* The changes go on until the threads have ended: each thread is told of one at least. */
        if (round == 0)
            WaitForSingleObject(with_event[0].hEvent, LONG_TIME);
        seed = seed * 1103515245 + 12345;
        for (i = seed >> 16 & 3; i; i--)
            SleepEx(0, TRUE);
        CancelIoEx((HANDLE)s, (OVERLAPPED *)&with_event[seed >> 20 & 3]);
        CancelIoEx((HANDLE)p, (OVERLAPPED *)&with_port[seed >> 24 & 3]);
        if (seed >> 28 & 1)
            CancelIo((HANDLE)s);
        closesocket(s);
        closesocket(p);
        for (i = 0; i < REQUESTS; i++) {
            count(WaitForSingleObject(with_event[i].hEvent, 0) ? 1 : with_event[i].Internal == 0 ? 0 : WSA_OPERATION_ABORTED);
            WSACloseEvent(with_event[i].hEvent);
        }
        while (SleepEx(0, TRUE) == WAIT_IO_COMPLETION)
            ;
    }
    InterlockedDecrement(&running);
    return (DWORD)failed;
}

int main(void)
{
    HANDLE threads[THREADS];
    DWORD n, code, failed = 0, packets = 0;
    ULONG_PTR key;
    OVERLAPPED *done;
    int i;

    require_own_network();
    start();
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    running = THREADS;
    for (i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, worker, (void *)(ULONG_PTR)(i + 1), 0, NULL);
    for (i = 0; InterlockedOr(&running, 0); i++) {
        address(AF_INET, 77, i % 2 == 0);
        route(3, i % 2 == 0);
        /* The next change comes when the requests have seen this one, or there are none. */
        while (done = NULL, GetQueuedCompletionStatus(port, &n, &key, &done, 1) || done) {
            count(n ? 1 : done->Internal == 0 ? 0 : WSA_OPERATION_ABORTED);
            packets++;
        }
    }
    for (i = 0; i < THREADS; i++) {
        WaitForSingleObject(threads[i], LONG_TIME);
        GetExitCodeThread(threads[i], &code);
        failed += code;
        CloseHandle(threads[i]);
    }
    while (done = NULL, GetQueuedCompletionStatus(port, &n, &key, &done, 0) || done) {
        count(n ? 1 : done->Internal == 0 ? 0 : WSA_OPERATION_ABORTED);
        packets++;
    }
    equal(0, failed, 0, "every request is pending");
    equal(0, asked, THREADS * ROUNDS * REQUESTS * 3, "as many as were meant");
    equal(0, told + cancelled + other, asked, "each completes once");
    equal(0, packets, THREADS * ROUNDS * REQUESTS, "one packet each at the port");
    equal(0, other, 0, "with the change, or cancelled");
    check(0, told > 0 && cancelled > 0, "both happen");
    return finish_tests();
}
