/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * A reset while a receive waits and a send is under way: both are told of it. A receive that completed with zero bytes
 * would say that the stream is whole. Each case is repeated, because which of the two learns first is a matter of
 * threads. */
#include "check.h"
#include "rio.h"

enum { ROUNDS = 30, LARGE = 8 << 20 };

static char *large;
static char byte;

/* A connection of which b's sends fill what lies between them. */
static void narrow_pair(SOCKET *a, SOCKET *b)
{
    int none = 0;

    tcp_pair(a, b);
    setsockopt(*b, SOL_SOCKET, SO_SNDBUF, (char *)&none, sizeof none);
}

static int send_large(SOCKET s, WSAOVERLAPPED *ov)
{
    WSABUF buffer = { LARGE, large };

    return WSASend(s, &buffer, 1, NULL, 0, ov, NULL) ? WSAGetLastError() : 0;
}

/* MARK: Both overlapped, by events */

static void overlapped(ULONG length, const char *what)
{
    int i, receives = 0, sends = 0, later = 0;
    DWORD n;

    for (i = 0; i < ROUNDS; i++) {
        WSAOVERLAPPED in, out;
        SOCKET a, b;

        narrow_pair(&a, &b);
        prepare(&in);
        prepare(&out);
        get(b, &byte, length, 0, NULL, &in, NULL);
        send_large(b, &out);
        wait_for(a, 1);
        reset(a);
        receives += result(b, &in, NULL, NULL) == WSAECONNRESET;
        sends += result(b, &out, NULL, NULL) == WSAECONNRESET;
        later += get(b, &byte, 1, 0, &n, NULL, NULL) == WSAECONNRESET;
        closesocket(b);
        WSACloseEvent(in.hEvent);
        WSACloseEvent(out.hEvent);
    }
    equal(21, receives, ROUNDS, what);
    equal(21, sends, ROUNDS, "and the send beside it");
    equal(21, later, ROUNDS, "and receives from then on");
}

/* MARK: Blocking calls of two threads */

static DWORD WINAPI receives(LPVOID s)
{
    char c;
    int rc = recv((SOCKET)s, &c, 1, 0);

    return rc == SOCKET_ERROR ? WSAGetLastError() : rc;
}

static void blocking(void)
{
    int i, told = 0;

    for (i = 0; i < ROUNDS; i++) {
        SOCKET a, b;
        HANDLE t;
        DWORD code = 0;

        tcp_pair(&a, &b);
        t = thread(receives, (void *)b);
        if (i % 2)
            put(b, "x");
        reset(a);
        while (send(b, "x", 1, 0) == 1)
            ;
        if (WaitForSingleObject(t, LONG_TIME) == WAIT_OBJECT_0 && GetExitCodeThread(t, &code))
            told += code == WSAECONNRESET;
        CloseHandle(t);
        closesocket(b);
    }
    equal(21, told, ROUNDS, "a thread in recv is told of it while another one sends");
}

/* MARK: At a port, while another thread sends */

static DWORD WINAPI sends(LPVOID s)
{
    while (send((SOCKET)s, "hello", 5, 0) == 5)
        ;
    return WSAGetLastError();
}

static void at_a_port(void)
{
    int i, told = 0;

    for (i = 0; i < ROUNDS; i++) {
        HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0), t;
        WSAOVERLAPPED in, *found = NULL;
        ULONG_PTR key;
        SOCKET a, b;
        char drain[4096];
        DWORD n, code = 0;
        int j;

        tcp_pair(&a, &b);
        CreateIoCompletionPort((HANDLE)b, port, 1, 0);
        memset(&in, 0, sizeof in);
        get(b, &byte, 1, 0, NULL, &in, NULL);
        t = thread(sends, (void *)b);
        for (j = 0; j < 10; j++)
            recv(a, drain, sizeof drain, 0);
        reset(a);
        told += !GetQueuedCompletionStatus(port, &n, &key, &found, LONG_TIME) && found == &in && GetLastError() == ERROR_NETNAME_DELETED;
        WaitForSingleObject(t, LONG_TIME);
        GetExitCodeThread(t, &code);
        if (code != WSAECONNRESET && code != WSAECONNABORTED)
            equal(21, code, WSAECONNRESET, "the send fails");
        CloseHandle(t);
        closesocket(b);
        CloseHandle(port);
    }
    equal(21, told, ROUNDS, "a receive at a port is told of it while another thread sends: ERROR_NETNAME_DELETED");
}

/* MARK: Registered I/O */

static void registered_io(void)
{
    int i, told = 0;

    for (i = 0; i < ROUNDS; i++) {
        RIO_CQ ins = rio.RIOCreateCompletionQueue(4, NULL), outs = rio.RIOCreateCompletionQueue(4, NULL);
        SOCKET a, b;
        RIO_RQ q;
        RIORESULT r;
        int none = 0;

        rio_tcp_pair(&a, &b);
        setsockopt(b, SOL_SOCKET, SO_SNDBUF, (char *)&none, sizeof none);
        q = rio.RIOCreateRequestQueue(b, 1, 1, 1, 1, ins, outs, NULL);
        rio_receive(q, 0, 1, 0, 1);
        rio_send(q, 1, MEMORY - 1, 0, 2);
        wait_for(a, 1);
        reset(a);
        told += poll_results(ins, &r, 1) == 1 && r.Status == WSAECONNRESET && r.BytesTransferred == 0;
        closesocket(b);
        rio.RIOCloseCompletionQueue(ins);
        rio.RIOCloseCompletionQueue(outs);
    }
    equal(21, told, ROUNDS, "a RIOReceive beside a RIOSend");
}

/* MARK: Urgent data that does not come any more */

/* A receive of urgent data ends with the connection, and leaves the data proper to others. */
static void urgent(int hard, int unread_before, int blocks)
{
    const int error = hard ? WSAECONNRESET : 0;
    WSAOVERLAPPED in;
    SOCKET a, b;
    DWORD n = 0, flags;
    char text[160];
    int rc;

    tcp_pair(&a, &b);
    prepare(&in);
    if (unread_before) {
        put(a, "abc");
        wait_for(b, 3);
    }
    rc = blocks ? 0 : get(b, &byte, 1, MSG_OOB, NULL, &in, NULL);
    if (hard)
        reset(a);
    else
        closesocket(a);
    if (blocks)
        rc = recv(b, &byte, 1, MSG_OOB) == SOCKET_ERROR ? WSAGetLastError() : 0;
    else if (rc == WSA_IO_PENDING)
        rc = result(b, &in, &n, &flags);
    snprintf(text, sizeof text, "%s receive of urgent data ends with %s%s", blocks ? "a blocking" : "an overlapped", hard ? "the reset" : "the stream",
             unread_before ? ", beside unread data" : "");
    equal(hard ? 21 : 48, rc, error, text);
    equal(hard ? 21 : 48, n, 0, "without a byte");
    if (unread_before)
        equal(0, recv(b, text, 8, 0), 3, "which others receive");
    closesocket(b);
    WSACloseEvent(in.hEvent);
}

/* MARK: A look takes nothing from the receives to come */

static void looked_at(int how, const char *what)
{
    HANDLE event = WSACreateEvent();
    struct timeval time = { LONG_TIME / 1000, 0 };
    WSAPOLLFD p;
    WSANETWORKEVENTS told;
    fd_set set;
    SOCKET a, b;
    char text[8];

    tcp_pair(&a, &b);
    if (how == 2)
        WSAEventSelect(b, event, FD_READ | FD_CLOSE);
    put(a, "abc");
    wait_for(b, 3);
    reset(a);
    FD_ZERO(&set);
    FD_SET(b, &set);
    p.fd = b;
    p.events = POLLRDNORM;
    if (how == 0)
        select(0, &set, NULL, NULL, &time);
    else if (how == 1)
        WSAPoll(&p, 1, LONG_TIME);
    else if (WaitForSingleObject(event, LONG_TIME) == WAIT_OBJECT_0)
        WSAEnumNetworkEvents(b, event, &told);
    check(21, recv(b, text, sizeof text, 0) == 3 && !memcmp(text, "abc", 3), what);
    check(21, recv(b, text, sizeof text, 0) == SOCKET_ERROR && WSAGetLastError() == WSAECONNRESET, "and then the reset");
    closesocket(b);
    WSACloseEvent(event);
}

/* MARK: What is no reset */

/* The end of a stream is no reset, whoever ends first. */
static void ends(void)
{
    WSAOVERLAPPED in;
    SOCKET a, b;
    DWORD n;
    int i, whole = 0;

    for (i = 0; i < ROUNDS; i++) {
        tcp_pair(&a, &b);
        prepare(&in);
        get(b, &byte, 1, 0, NULL, &in, NULL);
        if (i % 3 == 1)
            shutdown(b, SD_SEND);
        else if (i % 3 == 2)
            put(b, "not read");
        shutdown(a, SD_SEND);
        whole += result(b, &in, &n, NULL) == 0 && n == 0;
        if (i % 3 == 1)
            closesocket(a);
        whole += recv(b, &byte, 1, 0) == 0;
        if (i % 3 != 1)
            closesocket(a);
        closesocket(b);
        WSACloseEvent(in.hEvent);
    }
    equal(48, whole, 2 * ROUNDS, "the end of a stream completes with zero bytes, also after this side's own end");
}

int main(void)
{
    int i;

    start_rio();
    large = calloc(1, LARGE);
    overlapped(1, "a receive that waits beside a send is told of the reset: WSAECONNRESET");
    overlapped(0, "one without room as well");
    blocking();
    at_a_port();
    registered_io();
    for (i = 0; i < 8; i++)
        urgent(i & 1, i & 2, i & 4);
    looked_at(0, "select leaves the data before a reset");
    looked_at(1, "so does WSAPoll");
    looked_at(2, "so do network events");
    ends();
    free(large);
    return finish_tests();
}
