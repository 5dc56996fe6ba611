/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * FD_ADDRESS_LIST_CHANGE and FD_ROUTING_INTERFACE_CHANGE: told to an event or a window once for each time that WSAIoctl
 * asks; NotifyAddrChange and NotifyRouteChange. */
#include "netlink.h"
#include <iphlpapi.h>

#define BOTH (FD_ADDRESS_LIST_CHANGE | FD_ROUTING_INTERFACE_CHANGE)

static HANDLE event;

static void select_on(SOCKET s, long events) { equal(0, WSAEventSelect(s, event, events), 0, "WSAEventSelect"); }

/* The recorded events of s, whose error entries are left in `found`. */
static WSANETWORKEVENTS found;

static long take(SOCKET s)
{
    memset(&found, 0x7a, sizeof found);
    return WSAEnumNetworkEvents(s, event, &found) ? -1 : found.lNetworkEvents;
}

/* The next ones, which the event must tell of. */
static long next(SOCKET s) { return WaitForSingleObject(event, LONG_TIME) == WAIT_OBJECT_0 ? take(s) : -2; }

static void silent(SOCKET s, const char *what)
{
    check(0, WaitForSingleObject(event, 0) == WAIT_TIMEOUT && take(s) == 0, what);
}

static void address_lists(void)
{
    SOCKET s = udp(), never = udp();
    HANDLE other = WSACreateEvent();

    select_on(s, FD_ADDRESS_LIST_CHANGE | FD_READ);
    WSAEventSelect(never, other, BOTH);
    change_twice(AF_INET);
    silent(s, "nothing is told before it is asked for");
    equal(0, list_change(s, NULL, NULL), WSAEWOULDBLOCK, "WSAEventSelect has made the socket non-blocking: WSAEWOULDBLOCK");
    silent(s, "what was before does not count");
    change_twice(AF_INET6);
    silent(s, "an IPv6 address is none of an IPv4 socket's");
    address(AF_INET, 77, 1);
    equal(0, next(s), FD_ADDRESS_LIST_CHANGE, "an IPv4 address is told: FD_ADDRESS_LIST_CHANGE");
    equal(0, found.iErrorCode[FD_ADDRESS_LIST_CHANGE_BIT], 0, "without an error");
    change_twice(AF_INET);
    silent(s, "once, until it is asked for again");
    list_change(s, NULL, NULL);
    list_change(s, NULL, NULL);
    address(AF_INET, 77, 0);
    equal(0, next(s), FD_ADDRESS_LIST_CHANGE, "two requests");
    change_twice(AF_INET);
    silent(s, "are one");
    list_change(s, NULL, NULL);
    address(AF_INET, 77, 1);
    equal(0, WaitForSingleObject(event, LONG_TIME), WAIT_OBJECT_0, "the event is set");
    ResetEvent(event);
    change_twice(AF_INET);
    equal(0, take(s), FD_ADDRESS_LIST_CHANGE, "the record stays when the event is reset");
    list_change(s, NULL, NULL);
    select_on(s, FD_READ);
    change_twice(AF_INET);
    silent(s, "what is not selected is not told");
    select_on(s, FD_ADDRESS_LIST_CHANGE);
    equal(0, next(s), FD_ADDRESS_LIST_CHANGE, "but when it is selected later");
    list_change(s, NULL, NULL);
    select_on(s, FD_READ);
    change_twice(AF_INET);
    list_change(s, NULL, NULL);
    select_on(s, FD_ADDRESS_LIST_CHANGE);
    silent(s, "unless it is asked for anew meanwhile");
    change_twice(AF_INET);
    equal(0, next(s), FD_ADDRESS_LIST_CHANGE, "which counts from then");
    check(0, WaitForSingleObject(other, 0) == WAIT_TIMEOUT, "a socket that never asks is never told");
    address(AF_INET, 77, 0);
    closesocket(s);
    closesocket(never);
    WSACloseEvent(other);
}

static void overlapped_as_well(void)
{
    SOCKET s = udp();
    WSAOVERLAPPED ov;

    prepare(&ov);
    select_on(s, FD_ADDRESS_LIST_CHANGE);
    equal(0, list_change(s, &ov, NULL), WSA_IO_PENDING, "an overlapped request");
    address(AF_INET, 77, 1);
    equal(0, result(s, &ov, NULL, NULL), 0, "completes");
    equal(0, next(s), FD_ADDRESS_LIST_CHANGE, "and lets the event be recorded like any call of WSAIoctl");
    list_change(s, NULL, NULL);
    equal(0, WSAEventSelect(s, NULL, 0), 0, "the selection ends");
    address(AF_INET, 77, 0);
    change_twice(AF_INET);
    check(0, WaitForSingleObject(event, 0) == WAIT_TIMEOUT, "and nothing comes");
    list_change(s, &ov, NULL);
    closesocket(s);
    change_twice(AF_INET);
    check(0, WaitForSingleObject(event, 0) == WAIT_TIMEOUT, "nor of a socket that is closed");
}

static void routes(void)
{
    SOCKET s = udp();

    select_on(s, BOTH);
    equal(0, path_change(s, ten(3), NULL), WSAEWOULDBLOCK, "SIO_ROUTING_INTERFACE_CHANGE: WSAEWOULDBLOCK");
    equal(0, path_change(s, ten(4), NULL), WSAEWOULDBLOCK, "of another destination");
    change_twice(AF_INET);
    silent(s, "addresses do not matter");
    route(3, 1);
    equal(0, next(s), FD_ROUTING_INTERFACE_CHANGE, "a route to the first: FD_ROUTING_INTERFACE_CHANGE");
    equal(0, found.iErrorCode[FD_ROUTING_INTERFACE_CHANGE_BIT], 0, "without an error");
    route(3, 0);
    change_twice(AF_INET);
    silent(s, "that has not been asked for again");
    path_change(s, ten(3), NULL);
    route(4, 1);
    equal(0, next(s), FD_ROUTING_INTERFACE_CHANGE, "the second waits still");
    path_change(s, ten(4), NULL);
    route(4, 0);
    equal(0, next(s), FD_ROUTING_INTERFACE_CHANGE, "that a way is gone is told");
    equal(0, found.iErrorCode[FD_ROUTING_INTERFACE_CHANGE_BIT], WSAENETUNREACH, "with WSAENETUNREACH");
    path_change(s, ten(4), NULL);
    list_change(s, NULL, NULL);
    loopback_is(0);
    loopback_is(1);
    equal(0, next(s), FD_ADDRESS_LIST_CHANGE, "an interface goes down and comes back");
    closesocket(s);
}

static void windows(void)
{
    HWND w = CreateWindowA("Message", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    SOCKET s = udp();
    MSG m;

    check(0, w && WSAAsyncSelect(s, w, WM_USER, BOTH) == 0, "WSAAsyncSelect");
    list_change(s, NULL, NULL);
    change_twice(AF_INET);
    check(0, PeekMessageA(&m, w, WM_USER, WM_USER, PM_REMOVE) && m.wParam == (WPARAM)s && m.lParam == FD_ADDRESS_LIST_CHANGE, "a message tells of the address");
    check(0, !PeekMessageA(&m, w, WM_USER, WM_USER, PM_REMOVE), "one");
    route(3, 1);
    path_change(s, ten(3), NULL);
    route(3, 0);
    change_twice(AF_INET);
    check(0, PeekMessageA(&m, w, WM_USER, WM_USER, PM_REMOVE) && WSAGETSELECTEVENT(m.lParam) == FD_ROUTING_INTERFACE_CHANGE &&
          WSAGETSELECTERROR(m.lParam) == WSAENETUNREACH, "another of the route, with its error");
    closesocket(s);
    DestroyWindow(w);
}

static DWORD CALLBACK waits(void *argument)
{
    *(DWORD *)argument = NotifyAddrChange(NULL, NULL);
    return 0;
}

static void notices(void)
{
    OVERLAPPED a, b;
    HANDLE h = NULL, same = NULL, t;
    DWORD n = UNTOUCHED, rc = UNTOUCHED;
    int i;

    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
    a.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    b.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    check(0, !CancelIPChangeNotify(&a) && GetLastError() == ERROR_NOT_FOUND, "nothing to cancel: ERROR_NOT_FOUND");
    equal(0, NotifyAddrChange(&h, &a), ERROR_IO_PENDING, "NotifyAddrChange: ERROR_IO_PENDING");
    equal(0, NotifyRouteChange(&same, &b), ERROR_IO_PENDING, "NotifyRouteChange: ERROR_IO_PENDING");
    check(0, h != NULL && h != INVALID_HANDLE_VALUE, "with a handle");
    equal(0, NotifyAddrChange(&h, &a), ERROR_INVALID_PARAMETER, "the same OVERLAPPED again: ERROR_INVALID_PARAMETER");
    check(0, !GetOverlappedResult(h, &a, &n, FALSE) && GetLastError() == ERROR_IO_INCOMPLETE, "nothing has come");
    route(5, 1);
    check(0, GetOverlappedResult(same, &b, &n, TRUE) && n == 0, "a route");
    check(0, a.Internal == STATUS_PENDING, "is no address");
    address(AF_INET, 77, 1);
    check(0, GetOverlappedResult(h, &a, &n, TRUE) && n == 0, "an address is told");
    ResetEvent(a.hEvent);
    address(AF_INET, 77, 0);
    change_twice(AF_INET);
    equal(0, WaitForSingleObject(a.hEvent, 0), WAIT_TIMEOUT, "once");
    equal(0, NotifyAddrChange(NULL, &a), ERROR_IO_PENDING, "the handle is not needed");
    check(0, CancelIPChangeNotify(&a), "CancelIPChangeNotify");
    check(0, !GetOverlappedResult(h, &a, &n, TRUE) && GetLastError() == ERROR_OPERATION_ABORTED, "ERROR_OPERATION_ABORTED");
    check(0, !CancelIPChangeNotify(&a) && GetLastError() == ERROR_NOT_FOUND, "once");
    equal(0, NotifyAddrChange(&h, NULL), ERROR_INVALID_PARAMETER, "a handle without an OVERLAPPED: ERROR_INVALID_PARAMETER");
    equal(0, NotifyAddrChange((HANDLE *)8, &a), ERROR_INVALID_PARAMETER, "no place for it: ERROR_INVALID_PARAMETER");
    equal(0, NotifyRouteChange(&h, (OVERLAPPED *)8), ERROR_INVALID_PARAMETER, "a wild OVERLAPPED: ERROR_INVALID_PARAMETER");
    check(0, !CancelIPChangeNotify(NULL) && GetLastError() == ERROR_NOT_FOUND, "none");
    t = thread(waits, &rc);
    /* Whether it waits already is not to be seen from here: changes come until it has seen one. */
    for (i = 0; i < 1000 && WaitForSingleObject(t, 20) != WAIT_OBJECT_0; i++)
        address(AF_INET, 77, i % 2 == 0);
    equal(0, rc, 0, "without both it waits for the change");
    CloseHandle(t);
    route(5, 0);
}

static void without_winsock(void)
{
    OVERLAPPED a;
    HANDLE h = NULL;

    memset(&a, 0, sizeof a);
    a.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    equal(0, NotifyAddrChange(&h, &a), ERROR_IO_PENDING, "a request outlives Winsock");
    WSACleanup();
    equal(0, a.Internal, STATUS_PENDING, "WSACleanup leaves it alone");
    address(AF_INET, 90, 1);
    equal(0, WaitForSingleObject(a.hEvent, LONG_TIME), WAIT_OBJECT_0, "it is told");
    equal(0, a.Internal, 0, "with success");
    start();
}

int main(void)
{
    require_own_network();
    start();
    event = WSACreateEvent();
    address_lists();
    overlapped_as_well();
    routes();
    windows();
    notices();
    without_winsock();
    return finish_tests();
}
