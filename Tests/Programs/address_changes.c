/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * SIO_ADDRESS_LIST_CHANGE and SIO_ROUTING_INTERFACE_CHANGE as operations: event, routine, port, blocking; cancelled,
 * closed, refused. */
#include "netlink.h"
#include <afunix.h>

#define CANCELLED 0xc0000120u /* STATUS_CANCELLED */

static int is_set(HANDLE event) { return WaitForSingleObject(event, 0) == WAIT_OBJECT_0; }

static void events(void)
{
    SOCKET s = udp(), six = socket(AF_INET6, SOCK_DGRAM, 0), t = tcp();
    WSAOVERLAPPED a, b, c, d;
    DWORD n = UNTOUCHED, flags = UNTOUCHED;

    prepare(&a);
    prepare(&b);
    prepare(&c);
    prepare(&d);
    a.InternalHigh = UNTOUCHED;
    equal(0, list_change(s, &a, NULL), WSA_IO_PENDING, "SIO_ADDRESS_LIST_CHANGE with an OVERLAPPED: WSA_IO_PENDING");
    check(0, returned == UNTOUCHED && a.InternalHigh == UNTOUCHED && a.Internal == STATUS_PENDING, "nothing is returned yet");
    equal(0, list_change(s, &b, NULL), WSA_IO_PENDING, "another one of the same socket");
    equal(0, list_change(t, &d, NULL), WSA_IO_PENDING, "and one of a stream socket");
    equal(0, list_change(six, &c, NULL), WSA_IO_PENDING, "and one of an IPv6 socket");
    change_twice(AF_INET6);
    equal(0, result(six, &c, &n, &flags), 0, "an IPv6 address completes the last");
    check(0, n == 0 && flags == 0 && c.InternalHigh == 0, "with 0 bytes and no flags");
    check(0, !is_set(a.hEvent) && a.Internal == STATUS_PENDING && !is_set(b.hEvent) && !is_set(d.hEvent), "the others wait for IPv4");
    equal(0, WSAGetOverlappedResult(s, &a, &n, FALSE, &flags) ? 0 : WSAGetLastError(), WSA_IO_INCOMPLETE, "WSA_IO_INCOMPLETE");
    address(AF_INET, 77, 1);
    equal(0, result(s, &a, &n, &flags), 0, "an IPv4 address completes it");
    check(0, n == 0 && flags == 0 && a.InternalHigh == 0, "with 0 bytes and no flags as well");
    equal(0, result(s, &b, &n, &flags), 0, "the second one, too");
    equal(0, result(t, &d, &n, &flags), 0, "and that of the stream socket");
    ResetEvent(a.hEvent);
    change_twice(AF_INET);
    check(0, !is_set(a.hEvent), "the next change is not told: it has not been asked for");
    equal(0, list_change(s, &a, NULL), WSA_IO_PENDING, "until it is");
    check(0, !is_set(a.hEvent) && a.Internal == STATUS_PENDING, "what was before does not count");
    address(AF_INET, 77, 0);
    equal(0, result(s, &a, &n, &flags), 0, "an address that goes is a change");
    equal(0, list_change(s, &a, NULL), WSA_IO_PENDING, "once more");
    loopback_is(0);
    equal(0, result(s, &a, &n, &flags), 0, "an interface that goes down takes its addresses along");
    loopback_is(1);
    closesocket(s);
    closesocket(six);
    closesocket(t);
}

static int routines;
static DWORD routine_error, routine_count, routine_flags;
static WSAOVERLAPPED *routine_block;

static void CALLBACK routine(DWORD error, DWORD count, WSAOVERLAPPED *ov, DWORD flags)
{
    routines++;
    routine_error = error;
    routine_count = count;
    routine_block = ov;
    routine_flags = flags;
}

static void routines_and_ports(void)
{
    SOCKET s = udp(), p = udp();
    WSAOVERLAPPED a, b;
    HANDLE port = CreateIoCompletionPort((HANDLE)p, NULL, 55, 1);
    DWORD n = UNTOUCHED;
    ULONG_PTR key = 0;
    OVERLAPPED *done = NULL;

    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
    equal(0, list_change(s, &a, routine), WSA_IO_PENDING, "with a completion routine");
    equal(0, list_change(p, &b, NULL), WSA_IO_PENDING, "and a completion port");
    equal(0, SleepEx(0, TRUE), 0, "nothing has come");
    check(0, !GetQueuedCompletionStatus(port, &n, &key, &done, 0) && GetLastError() == WAIT_TIMEOUT, "nor there");
    address(AF_INET, 78, 1);
    equal(0, SleepEx(LONG_TIME, TRUE), WAIT_IO_COMPLETION, "the routine runs");
    check(0, routines == 1 && routine_error == 0 && routine_count == 0 && routine_flags == 0 && routine_block == &a, "with 0 bytes and no error");
    check(0, GetQueuedCompletionStatus(port, &n, &key, &done, LONG_TIME) && n == 0 && key == 55 && done == (OVERLAPPED *)&b, "the port has a packet of 0 bytes");
    change_twice(AF_INET);
    equal(0, SleepEx(0, TRUE), 0, "the routine runs once");
    check(0, !GetQueuedCompletionStatus(port, &n, &key, &done, 0), "and one packet comes");
    equal(0, list_change(p, &b, NULL), WSA_IO_PENDING, "asked again");
    check(0, CancelIoEx((HANDLE)p, (OVERLAPPED *)&b), "and cancelled");
    check(0, !GetQueuedCompletionStatus(port, &n, &key, &done, LONG_TIME) && GetLastError() == ERROR_OPERATION_ABORTED && done == (OVERLAPPED *)&b && n == 0,
          "the port tells of it");
    equal(0, list_change(p, &a, routine), WSAEINVAL, "a routine on a socket with a port: WSAEINVAL");
    address(AF_INET, 78, 0);
    closesocket(s);
    closesocket(p);
    CloseHandle(port);
}

static DWORD CALLBACK asks_and_ends(void *argument)
{
    WSAOVERLAPPED *ov = argument;

    return (DWORD)list_change((SOCKET)ov->Pointer, ov, NULL);
}

static void ends(void)
{
    SOCKET s = udp(), t = tcp();
    WSAOVERLAPPED a, b, c, d;
    HANDLE h;
    DWORD code = 0;

    prepare(&a);
    prepare(&b);
    prepare(&c);
    prepare(&d);
    list_change(s, &a, NULL);
    list_change(s, &b, NULL);
    path_change(s, ten(1), &c);
    check(0, CancelIoEx((HANDLE)s, (OVERLAPPED *)&b), "CancelIoEx of one");
    equal(0, result(s, &b, NULL, NULL), WSA_OPERATION_ABORTED, "WSA_OPERATION_ABORTED");
    check(0, !is_set(a.hEvent) && !is_set(c.hEvent), "the others stay");
    check(0, !CancelIoEx((HANDLE)s, (OVERLAPPED *)&b) && GetLastError() == ERROR_NOT_FOUND, "once: ERROR_NOT_FOUND");
    address(AF_INET, 79, 1);
    equal(0, result(s, &a, NULL, NULL), 0, "and complete when the change comes");
    ResetEvent(b.hEvent);
    change_twice(AF_INET);
    check(0, !is_set(b.hEvent) && b.Internal == CANCELLED, "the one that was cancelled does not");
    list_change(s, &a, NULL);
    list_change(t, &b, NULL);
    closesocket(s);
    equal(0, a.Internal, CANCELLED, "closesocket ends what waits");
    equal(0, c.Internal, CANCELLED, "each of them");
    check(0, is_set(a.hEvent) && is_set(c.hEvent), "and signals it");
    closesocket(t);
    check(0, is_set(b.hEvent) && b.Internal == CANCELLED, "of a stream socket alike");
    address(AF_INET, 79, 0);

    s = udp();
    d.Pointer = (void *)s;
    h = thread(asks_and_ends, &d);
    WaitForSingleObject(h, LONG_TIME);
    check(0, GetExitCodeThread(h, &code) && code == WSA_IO_PENDING, "a thread asks, and ends");
    equal(0, result(s, &d, NULL, NULL), WSA_OPERATION_ABORTED, "its request ends with it");
    CloseHandle(h);
    closesocket(s);
}

static HANDLE in_call;
static SOCKET blocking;
static int blocking_code, blocking_returned;

static INT_PTR CALLBACK hook(void)
{
    SetEvent(in_call);
    return FALSE;
}

static DWORD CALLBACK blocks(void *argument)
{
    WSASetBlockingHook(hook);
    blocking_code = argument ? path_change(blocking, *(struct sockaddr_in *)argument, NULL) : list_change(blocking, NULL, NULL);
    blocking_returned = (int)returned;
    return 0;
}

/* Starts a call that blocks, and waits until it does. */
static HANDLE begin_call(struct sockaddr_in *to)
{
    HANDLE h;

    in_call = CreateEventW(NULL, FALSE, FALSE, NULL);
    blocking = udp();
    blocking_code = -1;
    h = thread(blocks, to);
    WaitForSingleObject(in_call, LONG_TIME);
    CloseHandle(in_call);
    return h;
}

static void blocking_calls(void)
{
    struct sockaddr_in to = ten(2);
    HANDLE h = begin_call(NULL);

    equal(0, WaitForSingleObject(h, 0), WAIT_TIMEOUT, "without an OVERLAPPED a blocking socket waits");
    address(AF_INET, 80, 1);
    join(h);
    check(0, blocking_code == 0 && blocking_returned == 0, "the change ends it with 0 bytes");
    closesocket(blocking);
    h = begin_call(&to);
    address(AF_INET, 80, 0);
    change_twice(AF_INET);
    equal(0, WaitForSingleObject(h, 0), WAIT_TIMEOUT, "SIO_ROUTING_INTERFACE_CHANGE waits for its destination");
    route(2, 1);
    join(h);
    check(0, blocking_code == 0 && blocking_returned == 0, "and ends when there is a way");
    route(2, 0);
    closesocket(blocking);
    h = begin_call(NULL);
    closesocket(blocking);
    join(h);
    equal(0, blocking_code, WSAEINTR, "closesocket ends a blocking call: WSAEINTR");
    h = begin_call(NULL);
    check(0, CancelSynchronousIo(h), "CancelSynchronousIo");
    join(h);
    equal(0, blocking_code, WSA_OPERATION_ABORTED, "WSA_OPERATION_ABORTED");
    closesocket(blocking);
}

static void paths(void)
{
    SOCKET s = udp();
    WSAOVERLAPPED a, b;
    DWORD n = UNTOUCHED;

    prepare(&a);
    prepare(&b);
    equal(0, path_change(s, ten(3), &a), WSA_IO_PENDING, "SIO_ROUTING_INTERFACE_CHANGE");
    equal(0, path_change(s, ten(4), &b), WSA_IO_PENDING, "for another destination");
    route(3, 1);
    equal(0, result(s, &a, &n, NULL), 0, "a route to the first completes the first");
    check(0, n == 0 && !is_set(b.hEvent), "with 0 bytes, and only that");
    equal(0, path_change(s, ten(3), &a), WSA_IO_PENDING, "asked again");
    address(AF_INET, 81, 1);
    address(AF_INET, 81, 0);
    route(4, 1);
    equal(0, result(s, &b, &n, NULL), 0, "a route to the second completes the second");
    check(0, !is_set(a.hEvent), "and not the first");
    route(3, 0);
    equal(0, result(s, &a, &n, NULL), 0, "that the way is gone is a change");
    route(4, 0);
    closesocket(s);
}

static void bad_input(void)
{
    SOCKET s = udp(), six = socket(AF_INET6, SOCK_DGRAM, 0), local = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_in to = ten(5);
    WSAOVERLAPPED ov;

    memset(&ov, 0, sizeof ov);
    nonblocking(s, 1);
    nonblocking(six, 1);
    equal(0, list_change((SOCKET)0x40, NULL, NULL), WSAENOTSOCK, "no socket: WSAENOTSOCK");
    equal(0, list_change(local, NULL, NULL), WSAEOPNOTSUPP, "AF_UNIX has no addresses: WSAEOPNOTSUPP");
    equal(0, path_change(local, to, NULL), WSAEOPNOTSUPP, "and no routes");
    equal(0, path_change(six, to, NULL), WSAEAFNOSUPPORT, "an address of another family: WSAEAFNOSUPPORT");
    equal(0, request(s, SIO_ROUTING_INTERFACE_CHANGE, &to, 8, NULL, NULL), WSAEFAULT, "half an address: WSAEFAULT");
    equal(0, request(s, SIO_ROUTING_INTERFACE_CHANGE, NULL, 0, NULL, NULL), WSAEFAULT, "none: WSAEFAULT");
    equal(0, request(s, SIO_ROUTING_INTERFACE_CHANGE, (void *)8, sizeof to, NULL, NULL), WSAEFAULT, "a wild one: WSAEFAULT");
    equal(0, request(s, SIO_ROUTING_INTERFACE_CHANGE, &to, 0x80000000u, NULL, NULL), WSAEFAULT, "2^31 bytes: WSAEFAULT");
    equal(0, list_change(s, (WSAOVERLAPPED *)8, NULL), WSAEFAULT, "a wild OVERLAPPED: WSAEFAULT");
    equal(0, WSAIoctl(s, SIO_ADDRESS_LIST_CHANGE, NULL, 0, NULL, 0, NULL, &ov, NULL) ? WSAGetLastError() : 0, WSAEFAULT, "no place for the count: WSAEFAULT");
    ov.hEvent = (HANDLE)0x40;
    equal(0, list_change(s, &ov, NULL), WSA_INVALID_HANDLE, "no event: WSA_INVALID_HANDLE");
    equal(0, list_change(s, NULL, NULL), WSAEWOULDBLOCK, "a non-blocking socket does not wait: WSAEWOULDBLOCK");
    equal(0, returned, UNTOUCHED, "and returns nothing");
    equal(0, path_change(s, to, NULL), WSAEWOULDBLOCK, "for a destination alike");
    ov.hEvent = WSACreateEvent();
    equal(0, list_change(s, &ov, NULL), WSA_IO_PENDING, "with an OVERLAPPED it is pending all the same");
    closesocket(s);
    equal(0, ov.Internal, CANCELLED, "until it is closed");
    closesocket(six);
    closesocket(local);
}

int main(void)
{
    require_own_network();
    start();
    events();
    routines_and_ports();
    ends();
    blocking_calls();
    paths();
    bad_input();
    return finish_tests();
}
