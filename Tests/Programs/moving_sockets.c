/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Operations that are under way while their socket moves: to a port, which has an engine of its own, or to another
 * handle, when the one under which they were started is closed. They end once, and report where they should. */
#include "check.h"

struct pair {
    SOCKET mine, peer;
};

static struct pair connected(void)
{
    struct pair pair;

    tcp_pair(&pair.mine, &pair.peer);
    return pair;
}

static void receive(SOCKET s, char *buffer, OVERLAPPED *overlapped)
{
    WSABUF vector = { 16, buffer };
    DWORD flags = 0;

    equal(0, WSARecv(s, &vector, 1, NULL, &flags, overlapped, NULL), SOCKET_ERROR, "a receive waits");
    equal(0, WSAGetLastError(), WSA_IO_PENDING, "and is pending");
}

static void expect_packet(HANDLE port, OVERLAPPED *wanted, ULONG_PTR key, DWORD error, DWORD count)
{
    DWORD bytes = UNTOUCHED;
    ULONG_PTR got_key = 0;
    OVERLAPPED *overlapped = NULL;
    BOOL success = GetQueuedCompletionStatus(port, &bytes, &got_key, &overlapped, LONG_TIME);

    equal(0, success ? 0 : GetLastError(), error, "the packet's error");
    check(0, overlapped == wanted, "the packet is the operation's");
    equal(0, got_key, key, "with the socket's key");
    equal(0, bytes, count, "and the count");
}

static void expect_none(HANDLE port)
{
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED *overlapped = NULL;

    check(0, !GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, 0), "no second packet");
    equal(0, GetLastError(), WAIT_TIMEOUT, "but none at all");
}

/* Started before there is a port; ends by data, by CancelIoEx or by closesocket. Then another one, on the port's own
 * engine. */
static void to_a_port(void)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    struct pair pair = connected();
    OVERLAPPED first, second;
    char buffer[16];

    memset(&first, 0, sizeof first);
    memset(&second, 0, sizeof second);
    receive(pair.mine, buffer, &first);
    check(0, CreateIoCompletionPort((HANDLE)pair.mine, port, 7, 0) == port, "the socket gets a port");
    equal(0, send(pair.peer, "abc", 3, 0), 3, "three bytes");
    expect_packet(port, &first, 7, 0, 3);
    receive(pair.mine, buffer, &second);
    equal(0, send(pair.peer, "defg", 4, 0), 4, "four bytes");
    expect_packet(port, &second, 7, 0, 4);
    expect_none(port);
    closesocket(pair.mine);
    closesocket(pair.peer);

    pair = connected();
    memset(&first, 0, sizeof first);
    memset(&second, 0, sizeof second);
    receive(pair.mine, buffer, &first);
    receive(pair.mine, buffer, &second);
    check(0, CreateIoCompletionPort((HANDLE)pair.mine, port, 8, 0) == port, "another gets the port");
    check(0, CancelIoEx((HANDLE)pair.mine, &first), "the receive under way is cancelled");
    expect_packet(port, &first, 8, ERROR_OPERATION_ABORTED, 0);
    equal(0, send(pair.peer, "h", 1, 0), 1, "a byte for the one behind it");
    expect_packet(port, &second, 8, 0, 1);
    expect_none(port);
    closesocket(pair.mine);
    closesocket(pair.peer);

    pair = connected();
    memset(&first, 0, sizeof first);
    memset(&second, 0, sizeof second);
    receive(pair.mine, buffer, &first);
    receive(pair.mine, buffer, &second);
    check(0, CreateIoCompletionPort((HANDLE)pair.mine, port, 9, 0) == port, "a third gets the port");
    equal(0, closesocket(pair.mine), 0, "and is closed");
    expect_packet(port, &first, 9, ERROR_CONNECTION_ABORTED, 0);
    expect_packet(port, &second, 9, ERROR_CONNECTION_ABORTED, 0);
    expect_none(port);
    closesocket(pair.peer);
    CloseHandle(port);
}

static void expect_receive(SOCKET s, SOCKET peer, HANDLE port, OVERLAPPED *overlapped, const char *text)
{
    int length = (int)strlen(text);
    char buffer[16];
    DWORD bytes = 0, flags = 0;

    receive(s, buffer, overlapped);
    equal(0, send(peer, text, length, 0), length, "bytes for the socket");
    if (port) {
        expect_packet(port, overlapped, 5, 0, length);
    } else {
        equal(0, WaitForSingleObject(overlapped->hEvent, LONG_TIME), WAIT_OBJECT_0, "its event is set");
        check(0, WSAGetOverlappedResult(s, overlapped, &bytes, FALSE, &flags), "with a success");
        equal(0, bytes, length, "and the count");
    }
    check(0, !memcmp(buffer, text, length), "and the bytes");
}

/* Two descriptors of one socket; the one under which the first receive was started is closed, and its number may go to
 * others while the socket lives on under the other one. */
static void to_another_handle(HANDLE port)
{
    struct pair pair = connected();
    WSAPROTOCOL_INFOW info;
    OVERLAPPED overlapped;
    HANDLE events[8];
    SOCKET other;
    char byte;
    int i;

    equal(0, WSADuplicateSocketW(pair.mine, GetCurrentProcessId(), &info), 0, "a second descriptor is offered");
    other = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED);
    check(0, other != INVALID_SOCKET && other != pair.mine, "and opened");
    if (port)
        check(0, CreateIoCompletionPort((HANDLE)pair.mine, port, 5, 0) == port, "the socket gets a port");
    memset(&overlapped, 0, sizeof overlapped);
    if (!port)
        overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    expect_receive(pair.mine, pair.peer, port, &overlapped, "x");
    equal(0, closesocket(pair.mine), 0, "the first descriptor is closed");
    for (i = 0; i < 8; i++)
        events[i] = CreateEventW(NULL, TRUE, FALSE, NULL);
    expect_receive(other, pair.peer, port, &overlapped, "yz");
    for (i = 0; i < 8; i++)
        CloseHandle(events[i]);
    expect_receive(other, pair.peer, port, &overlapped, "abc");
    equal(0, closesocket(other), 0, "the second descriptor is closed");
    equal(0, recv(pair.peer, &byte, 1, 0), 0, "which ends the connection");
    closesocket(pair.peer);
    if (!port)
        CloseHandle(overlapped.hEvent);
}

/* Threads that wait for the socket itself, alone and together, are released by a completion. */
static DWORD WINAPI waiter(void *socket)
{
    return WaitForSingleObject((HANDLE)socket, LONG_TIME);
}

static void waited_for(void)
{
    struct pair pair = connected();
    OVERLAPPED overlapped;
    HANDLE threads[3];
    char buffer[16];
    int i;

    memset(&overlapped, 0, sizeof overlapped);
    receive(pair.mine, buffer, &overlapped);
    for (i = 0; i < 3; i++)
        threads[i] = CreateThread(NULL, 0, waiter, (void *)pair.mine, 0, NULL);
    equal(0, send(pair.peer, "w", 1, 0), 1, "a byte");
    equal(0, WaitForMultipleObjects(3, threads, TRUE, LONG_TIME), WAIT_OBJECT_0, "all threads go on");
    for (i = 0; i < 3; i++) {
        DWORD code = UNTOUCHED;

        GetExitCodeThread(threads[i], &code);
        equal(0, code, WAIT_OBJECT_0, "because the socket was signalled");
        CloseHandle(threads[i]);
    }
    closesocket(pair.mine);
    closesocket(pair.peer);
}

int main(void)
{
    HANDLE port;

    start();
    to_a_port();
    to_another_handle(NULL);
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    to_another_handle(port);
    CloseHandle(port);
    waited_for();
    return finish_tests();
}
