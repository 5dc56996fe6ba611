/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Completion ports: which thread gets a packet, and that none waits for one that is there. Each test is a way in which
 * a wake-up could get lost. */
#include "check.h"

#ifdef _WIN32
static void hidden_sleep(void) { Sleep(10); }
#else
int usleep(unsigned);
static void hidden_sleep(void) { usleep(10000); }      /* a sleep that the library does not see */
#endif

enum { KEY_SOCKET = 7, KEY_GO = 1, KEY_END = 99 };

static HANDLE port, taken, go, seen;
static volatile LONG seen_count, stop, apc_count;
static SOCKET server, late;
static OVERLAPPED server_ov;
static char server_buf[8];

static void post_receive(SOCKET s, OVERLAPPED *ov, char *buf)
{
    WSABUF b;
    DWORD flags = 0;

    b.buf = buf;
    b.len = 8;
    memset(ov, 0, sizeof *ov);
    WSARecv(s, &b, 1, NULL, &flags, ov, NULL);
}

/* 0 or the error. */
static DWORD get_packet(DWORD ms, ULONG_PTR *key)
{
    DWORD n;
    OVERLAPPED *ov;

    *key = 0;
    return GetQueuedCompletionStatus(port, &n, key, &ov, ms) ? 0 : GetLastError();
}

static HANDLE new_port(DWORD concurrency)
{
    seen_count = stop = 0;
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, concurrency);
    taken = CreateEventA(NULL, FALSE, FALSE, NULL);
    go = CreateEventA(NULL, FALSE, FALSE, NULL);
    seen = CreateEventA(NULL, FALSE, FALSE, NULL);
    return port;
}

static void end_port(void)
{
    CloseHandle(port);
    CloseHandle(taken);
    CloseHandle(go);
    CloseHandle(seen);
}

static DWORD ended(HANDLE t)
{
    DWORD code = 12345;

    WaitForSingleObject(t, LONG_TIME);
    GetExitCodeThread(t, &code);
    CloseHandle(t);
    return code;
}

/* Takes packets until KEY_END, and tells of those of the socket. */
static DWORD WINAPI second_worker(LPVOID unused)
{
    ULONG_PTR key;

    (void)unused;
    for (;;) {
        get_packet(INFINITE, &key);
        if (key == KEY_END)
            return 0;
        if (key == KEY_SOCKET) {
            InterlockedIncrement(&seen_count);
            SetEvent(seen);
        }
    }
}

/* Posts a receive, ends it, and blocks until the other worker has got its packet. */
static DWORD WINAPI ending_worker(LPVOID closes)
{
    ULONG_PTR key;

    get_packet(INFINITE, &key);
    post_receive(server, &server_ov, server_buf);
    SetEvent(taken);
    WaitForSingleObject(go, LONG_TIME);
    if (closes)
        closesocket(server);
    else
        CancelIoEx((HANDLE)server, &server_ov);
    return WaitForSingleObject(seen, 5000);
}

static void test_ended_by_a_worker(int closes, DWORD concurrency)
{
    SOCKET a;
    HANDLE first, second;

    new_port(concurrency);
    tcp_pair(&a, &server);
    CreateIoCompletionPort((HANDLE)server, port, KEY_SOCKET, 0);
    first = thread(ending_worker, closes ? &port : NULL);
    PostQueuedCompletionStatus(port, 0, KEY_GO, NULL);
    WaitForSingleObject(taken, LONG_TIME);
    second = thread(second_worker, NULL);
    Sleep(50);
    SetEvent(go);
    equal(0, ended(first), 0, closes ? "the packet of a receive whose socket a worker closed reaches the other worker"
                                     : "the packet of a receive that a worker cancelled reaches the other worker");
    PostQueuedCompletionStatus(port, 0, KEY_END, NULL);
    join(second);
    if (!closes)
        closesocket(server);
    closesocket(a);
    end_port();
}

/* One of two waiting threads takes a packet, posts another one, and blocks: 1 in a wait, 2 where nobody sees it. */
static DWORD WINAPI blocking_worker(LPVOID hidden)
{
    ULONG_PTR key;
    int i;

    get_packet(LONG_TIME, &key);
    if (key != KEY_GO) {
        InterlockedIncrement(&seen_count);
        SetEvent(seen);
        return 0;
    }
    PostQueuedCompletionStatus(port, 0, KEY_SOCKET, NULL);
    if (!hidden)
        return WaitForSingleObject(seen, 5000);
    for (i = 0; i < 500 && InterlockedCompareExchange(&seen_count, 0, 0) == 0; i++)
        hidden_sleep();
    return i == 500;
}

static void test_concurrency_of_one(int hidden)
{
    HANDLE first, second;

    new_port(1);
    first = thread(blocking_worker, hidden ? &port : NULL);
    second = thread(blocking_worker, hidden ? &port : NULL);
    Sleep(50);
    PostQueuedCompletionStatus(port, 0, KEY_GO, NULL);
    equal(0, ended(first) + ended(second), 0, hidden ? "a worker that blocks unseen makes room for another one"
                                                     : "a worker that blocks in a wait makes room for another one");
    end_port();
}

static DWORD WINAPI late_sender(LPVOID unused)
{
    (void)unused;
    Sleep(300);
    put(late, "x");
    Sleep(200);
    put(late, "y");
    return 0;
}

/* After a long wait nobody drives the port: the receive posted then completes all the same. */
static void test_polling_after_a_long_wait(int sleeps)
{
    SOCKET a, b;
    OVERLAPPED ov;
    char buf[8];
    ULONG_PTR key;
    DWORD begin;
    HANDLE sender;

    new_port(0);
    tcp_pair(&a, &b);
    CreateIoCompletionPort((HANDLE)b, port, KEY_SOCKET, 0);
    post_receive(b, &ov, buf);
    late = a;
    sender = thread(late_sender, NULL);
    get_packet(LONG_TIME, &key);
    post_receive(b, &ov, buf);
    for (begin = GetTickCount(); !HasOverlappedIoCompleted(&ov) && GetTickCount() - begin < 5000;)
        if (sleeps)
            Sleep(1);
    check(0, HasOverlappedIoCompleted(&ov), "a receive completes while its only worker polls for it");
    join(sender);
    closesocket(a);
    closesocket(b);
    end_port();
}

static DWORD WINAPI one_packet(LPVOID unused)
{
    ULONG_PTR key;

    (void)unused;
    get_packet(LONG_TIME, &key);
    if (key == KEY_SOCKET)
        InterlockedIncrement(&seen_count);
    return 0;
}

static DWORD WINAPI spinning_worker(LPVOID unused)
{
    ULONG_PTR key;

    (void)unused;
    get_packet(LONG_TIME, &key);
    post_receive(server, &server_ov, server_buf);
    SetEvent(taken);
    while (!InterlockedCompareExchange(&stop, 0, 0))
        ;
    return 0;
}

static void test_who_posted_it(void)
{
    SOCKET a;
    HANDLE worker, spinner;

    new_port(4);
    tcp_pair(&a, &server);
    CreateIoCompletionPort((HANDLE)server, port, KEY_SOCKET, 0);
    worker = thread(one_packet, NULL);
    Sleep(50);
    post_receive(server, &server_ov, server_buf);
    put(a, "z");
    ended(worker);
    equal(0, seen_count, 1, "a receive that no worker posted starts while a worker waits");
    spinner = thread(spinning_worker, NULL);
    PostQueuedCompletionStatus(port, 0, KEY_GO, NULL);
    WaitForSingleObject(taken, LONG_TIME);
    worker = thread(one_packet, NULL);
    put(a, "z");
    ended(worker);
    equal(0, seen_count, 2, "a receive of a worker that computes completes to another one");
    InterlockedExchange(&stop, 1);
    ended(spinner);
    closesocket(a);
    closesocket(server);
    end_port();
}

static DWORD WINAPI abandoned(LPVOID several)
{
    OVERLAPPED_ENTRY e[4];
    ULONG count;
    ULONG_PTR key;

    if (!several)
        return get_packet(LONG_TIME, &key);
    return GetQueuedCompletionStatusEx(port, e, 4, &count, LONG_TIME, TRUE) ? 0 : GetLastError();
}

static void test_closed_while_waited_for(void)
{
    HANDLE t[4];
    DWORD sum = 0;
    int i;

    new_port(0);
    for (i = 0; i < 4; i++)
        t[i] = thread(abandoned, i % 2 ? &port : NULL);
    Sleep(50);
    CloseHandle(port);
    for (i = 0; i < 4; i++)
        sum += ended(t[i]);
#ifndef _WIN32      /* Wine lets them wait */
    equal(0, sum, 4 * ERROR_ABANDONED_WAIT_0, "threads that wait for a port that is closed are told so");
#endif
}

static void CALLBACK count_apc(ULONG_PTR unused)
{
    (void)unused;
    InterlockedIncrement(&apc_count);
}

static DWORD WINAPI waits_plainly(LPVOID unused)
{
    ULONG_PTR key;
    DWORD error = get_packet(300, &key);

    (void)unused;
    return error == WAIT_TIMEOUT ? (DWORD)apc_count : error;
}

static DWORD WINAPI waits_alertably(LPVOID unused)
{
    OVERLAPPED_ENTRY e[2];
    ULONG count = 77;
    BOOL ok = GetQueuedCompletionStatusEx(port, e, 2, &count, LONG_TIME, TRUE);

    (void)unused;
    return ok ? 0 : GetLastError() + count;
}

static void test_user_procedures(void)
{
    HANDLE t;

    new_port(0);
    t = thread(waits_plainly, NULL);
    Sleep(50);
    QueueUserAPC(count_apc, t, 0);
    equal(0, ended(t), 0, "GetQueuedCompletionStatus runs no user procedure");
    apc_count = 0;
    t = thread(waits_alertably, NULL);
    Sleep(50);
    QueueUserAPC(count_apc, t, 0);
    equal(0, ended(t), WAIT_IO_COMPLETION + 1, "GetQueuedCompletionStatusEx does if it is alertable, and stores 1");
    equal(0, apc_count, 1, "once");
    CloseHandle(port);
}

static volatile LONG order[4], released;

static DWORD WINAPI in_order(LPVOID number)
{
    ULONG_PTR key;

    get_packet(LONG_TIME, &key);
    order[InterlockedIncrement(&released) - 1] = (LONG)(LONG_PTR)number;
    SetEvent(seen);
    return 0;
}

static void test_last_in_first_out(void)
{
    HANDLE t[4];
    LONG_PTR i;

    new_port(8);
    for (i = 0; i < 4; i++) {
        t[i] = thread(in_order, (void *)i);
        Sleep(50);
    }
    for (i = 0; i < 4; i++) {
        PostQueuedCompletionStatus(port, 0, KEY_GO, NULL);
        WaitForSingleObject(seen, LONG_TIME);
        ended(t[3 - i]);
    }
#ifndef _WIN32      /* Wine releases them the other way round */
    check(0, order[0] == 3 && order[1] == 2 && order[2] == 1 && order[3] == 0, "waiting threads are released last in, first out");
#endif
    end_port();
}

int main(void)
{
    start();
    test_ended_by_a_worker(0, 0);
    test_ended_by_a_worker(1, 0);
    test_ended_by_a_worker(0, 1);
    test_ended_by_a_worker(1, 1);
    test_concurrency_of_one(0);
    test_concurrency_of_one(1);
    test_polling_after_a_long_wait(0);
    test_polling_after_a_long_wait(1);
    test_who_posted_it();
    test_closed_while_waited_for();
    test_user_procedures();
    test_last_in_first_out();
    return finish_tests();
}
