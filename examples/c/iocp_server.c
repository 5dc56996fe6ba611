/* An echo server with an I/O completion port, worker threads and AcceptEx: iocp_server [PORT [CLIENTS]]
 * It stops in good order when CLIENTS clients have come and gone. */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <mswsock.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORKERS = 2, ACCEPTS = 4, ADDRESS_SPACE = sizeof(struct sockaddr_in) + 16 };
enum kind { ACCEPT, RECEIVE, SEND };

/* A connection has one operation under way at a time, first of all its own accept. The OVERLAPPED comes first: its
 * address is the connection's. */
struct connection {
    OVERLAPPED overlapped;
    enum kind kind;
    SOCKET socket;
    char bytes[4096];
};

static LPFN_ACCEPTEX accept_ex;
static SOCKET listener;
static HANDLE port, all_served;
static LONG accepts_open, clients_left, bytes_echoed;

static void fail(const char *what)
{
    fprintf(stderr, "%s: error %d\n", what, WSAGetLastError());
    exit(1);
}

static void discard(struct connection *c)
{
    closesocket(c->socket);
    free(c);
}

static void client_gone(struct connection *c)
{
    discard(c);
    if (InterlockedDecrement(&clients_left) == 0)
        SetEvent(all_served);
}

static int pending(int succeeded) { return succeeded || WSAGetLastError() == WSA_IO_PENDING; }

/* An operation that succeeds at once has its packet in the port all the same. */
static void start_accept(void)
{
    struct connection *c = (struct connection *)calloc(1, sizeof *c);
    DWORD count;

    if (c == NULL)
        exit(1);
    c->kind = ACCEPT;
    c->socket = WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    InterlockedIncrement(&accepts_open);
    if (!pending(accept_ex(listener, c->socket, c->bytes, 0, ADDRESS_SPACE, ADDRESS_SPACE, &count, &c->overlapped))) {
        InterlockedDecrement(&accepts_open);    /* the listener has been closed */
        discard(c);
    }
}

static void start_receive(struct connection *c)
{
    WSABUF buffer = { sizeof c->bytes, c->bytes };
    DWORD flags = 0;

    memset(&c->overlapped, 0, sizeof c->overlapped);
    c->kind = RECEIVE;
    if (!pending(WSARecv(c->socket, &buffer, 1, NULL, &flags, &c->overlapped, NULL) == 0))
        client_gone(c);
}

static void start_send(struct connection *c, DWORD count)
{
    WSABUF buffer = { count, c->bytes };

    memset(&c->overlapped, 0, sizeof c->overlapped);
    c->kind = SEND;
    if (!pending(WSASend(c->socket, &buffer, 1, NULL, 0, &c->overlapped, NULL) == 0))
        client_gone(c);
}

static void accepted(struct connection *c, BOOL succeeded)
{
    InterlockedDecrement(&accepts_open);
    if (!succeeded) {
        discard(c);
        return;
    }
    start_accept();
    /* Only now does the socket know its addresses and that it is connected. */
    if (setsockopt(c->socket, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (const char *)&listener, sizeof listener) != 0 ||
        CreateIoCompletionPort((HANDLE)c->socket, port, 0, 0) == NULL)
        client_gone(c);
    else
        start_receive(c);
}

static DWORD WINAPI work(LPVOID unused)
{
    OVERLAPPED *overlapped;
    struct connection *c;
    ULONG_PTR key;
    DWORD count;
    BOOL succeeded;

    (void)unused;
    for (;;) {
        succeeded = GetQueuedCompletionStatus(port, &count, &key, &overlapped, INFINITE);
        if (overlapped == NULL)     /* posted by main: the end */
            return succeeded ? 0 : 1;
        c = (struct connection *)overlapped;
        if (c->kind == ACCEPT) {
            accepted(c, succeeded);
        } else if (!succeeded || count == 0) {
            client_gone(c);
        } else if (c->kind == RECEIVE) {
            start_send(c, count);
        } else {
            InterlockedExchangeAdd(&bytes_echoed, (LONG)count);
            start_receive(c);
        }
    }
}

static void listen_on(u_short number)
{
    GUID guid = WSAID_ACCEPTEX;
    struct sockaddr_in name;
    int length = sizeof name;
    DWORD n;

    listener = WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    memset(&name, 0, sizeof name);
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons(number);
    if (bind(listener, (struct sockaddr *)&name, sizeof name) == SOCKET_ERROR ||
        listen(listener, SOMAXCONN) == SOCKET_ERROR ||
        getsockname(listener, (struct sockaddr *)&name, &length) == SOCKET_ERROR)
        fail("listen");
    if (WSAIoctl(listener, SIO_GET_EXTENSION_FUNCTION_POINTER, &guid, sizeof guid, &accept_ex, sizeof accept_ex, &n,
                 NULL, NULL) == SOCKET_ERROR ||
        CreateIoCompletionPort((HANDLE)listener, port, 0, 0) == NULL)
        fail("AcceptEx");
    printf("listening on port %d\n", ntohs(name.sin_port));
    fflush(stdout);
}

int main(int argc, char **argv)
{
    HANDLE workers[WORKERS];
    WSADATA data;
    int i;

    clients_left = argc > 2 ? atoi(argv[2]) : 1;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    all_served = CreateEvent(NULL, TRUE, FALSE, NULL);
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    listen_on((u_short)atoi(argc > 1 ? argv[1] : "27015"));
    for (i = 0; i < WORKERS; i++)
        workers[i] = CreateThread(NULL, 0, work, NULL, 0, NULL);
    for (i = 0; i < ACCEPTS; i++)
        start_accept();
    WaitForSingleObject(all_served, INFINITE);

    /* The accepts that are left complete with ERROR_OPERATION_ABORTED, and no buffer is in use any more. */
    closesocket(listener);
    while (InterlockedCompareExchange(&accepts_open, 0, 0) > 0)
        Sleep(1);
    for (i = 0; i < WORKERS; i++)
        PostQueuedCompletionStatus(port, 0, 0, NULL);
    WaitForMultipleObjects(WORKERS, workers, TRUE, INFINITE);
    for (i = 0; i < WORKERS; i++)
        CloseHandle(workers[i]);
    CloseHandle(port);
    CloseHandle(all_served);
    printf("all clients served, %d bytes echoed, %d accepts open\n", (int)bytes_echoed, (int)accepts_open);
    WSACleanup();
    return 0;
}
