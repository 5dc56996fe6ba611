/* An echo server for many clients in one thread, with completion routines: routine_server [PORT [CLIENTS]]
 * A routine runs in the thread that has posted the operation, and only while that thread waits alertably.
 * The server ends when CLIENTS clients have come and gone. */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct connection {
    WSAOVERLAPPED overlapped;       /* of the one operation under way */
    SOCKET socket;
    char bytes[4096];
    DWORD total;
};

static int open_connections;

static void CALLBACK received(DWORD error, DWORD count, LPWSAOVERLAPPED overlapped, DWORD flags);
static void CALLBACK sent(DWORD error, DWORD count, LPWSAOVERLAPPED overlapped, DWORD flags);

static void fail(const char *what)
{
    fprintf(stderr, "%s: error %d\n", what, WSAGetLastError());
    exit(1);
}

static void finish(struct connection *c, DWORD error)
{
    printf("a client has gone after %d bytes, error %d\n", (int)c->total, (int)error);
    closesocket(c->socket);
    free(c);
    open_connections--;
}

/* The routine is called for an operation that has succeeded at once (0) as well as for one that is pending. Any
 * other error means that it will not be called. */
static void receive(struct connection *c)
{
    WSABUF buffer = { sizeof c->bytes, c->bytes };
    DWORD flags = 0;

    memset(&c->overlapped, 0, sizeof c->overlapped);
    if (WSARecv(c->socket, &buffer, 1, NULL, &flags, &c->overlapped, received) == SOCKET_ERROR &&
        WSAGetLastError() != WSA_IO_PENDING)
        finish(c, WSAGetLastError());
}

static void CALLBACK received(DWORD error, DWORD count, LPWSAOVERLAPPED overlapped, DWORD flags)
{
    struct connection *c = CONTAINING_RECORD(overlapped, struct connection, overlapped);
    WSABUF buffer = { count, c->bytes };

    (void)flags;
    if (error != 0 || count == 0) {
        finish(c, error);
        return;
    }
    c->total += count;
    memset(&c->overlapped, 0, sizeof c->overlapped);
    if (WSASend(c->socket, &buffer, 1, NULL, 0, &c->overlapped, sent) == SOCKET_ERROR &&
        WSAGetLastError() != WSA_IO_PENDING)
        finish(c, WSAGetLastError());
}

static void CALLBACK sent(DWORD error, DWORD count, LPWSAOVERLAPPED overlapped, DWORD flags)
{
    struct connection *c = CONTAINING_RECORD(overlapped, struct connection, overlapped);

    (void)count;
    (void)flags;
    if (error != 0)
        finish(c, error);
    else
        receive(c);
}

static void welcome(SOCKET s)
{
    struct connection *c = (struct connection *)calloc(1, sizeof *c);
    u_long on = 0;

    if (c == NULL)
        exit(1);
    /* An accepted socket takes over the network events of its listener; this one shall have none. */
    WSAEventSelect(s, NULL, 0);
    ioctlsocket(s, FIONBIO, &on);
    c->socket = s;
    open_connections++;
    printf("a client has come\n");
    receive(c);
}

int main(int argc, char **argv)
{
    int clients = argc > 2 ? atoi(argv[2]) : 1;
    struct sockaddr_in name;
    int length = sizeof name;
    WSAEVENT event;
    WSADATA data;
    SOCKET listener, s;
    DWORD answer;

    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    memset(&name, 0, sizeof name);
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons((u_short)atoi(argc > 1 ? argv[1] : "27015"));
    event = WSACreateEvent();
    if (bind(listener, (struct sockaddr *)&name, sizeof name) == SOCKET_ERROR ||
        listen(listener, SOMAXCONN) == SOCKET_ERROR || WSAEventSelect(listener, event, FD_ACCEPT) == SOCKET_ERROR ||
        getsockname(listener, (struct sockaddr *)&name, &length) == SOCKET_ERROR)
        fail("listen");
    printf("listening on port %d\n", ntohs(name.sin_port));
    fflush(stdout);

    /* While it waits for the next client the thread is alertable: WSA_WAIT_IO_COMPLETION says that routines have run. */
    while (clients > 0) {
        answer = WSAWaitForMultipleEvents(1, &event, FALSE, WSA_INFINITE, TRUE);
        if (answer == WSA_WAIT_FAILED)
            fail("WSAWaitForMultipleEvents");
        if (answer == WSA_WAIT_IO_COMPLETION)
            continue;
        WSAResetEvent(event);
        s = accept(listener, NULL, NULL);
        if (s != INVALID_SOCKET) {
            welcome(s);
            clients--;
        }
    }
    closesocket(listener);
    WSACloseEvent(event);
    while (open_connections > 0)
        if (SleepEx(INFINITE, TRUE) != WAIT_IO_COMPLETION)
            return 1;
    printf("all clients served\n");
    WSACleanup();
    return 0;
}
