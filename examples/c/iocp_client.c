/* Opens many connections to an echo server at once, with a completion port and ConnectEx:
 * iocp_client PORT [CONNECTIONS [MESSAGES]] */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <mswsock.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind { CONNECT, SEND, RECEIVE };

struct connection {
    OVERLAPPED overlapped;
    enum kind kind;
    SOCKET socket;
    int number, messages;       /* echoed so far */
    char message[64], reply[64];
    DWORD length, received;
};

static HANDLE port;
static int messages_each;

static void fail(const char *what, int error)
{
    fprintf(stderr, "%s: error %d\n", what, error);
    exit(1);
}

static void expect_pending(int succeeded, const char *what)
{
    if (!succeeded && WSAGetLastError() != WSA_IO_PENDING)
        fail(what, WSAGetLastError());
}

static void compose(struct connection *c)
{
    c->length = (DWORD)sprintf(c->message, "message %d of connection %d", c->messages + 1, c->number);
    c->received = 0;
}

static void start(struct connection *c, enum kind kind)
{
    WSABUF out = { c->length, c->message };
    WSABUF in = { sizeof c->reply - c->received, c->reply + c->received };
    DWORD flags = 0;

    memset(&c->overlapped, 0, sizeof c->overlapped);
    c->kind = kind;
    if (kind == SEND)
        expect_pending(WSASend(c->socket, &out, 1, NULL, 0, &c->overlapped, NULL) == 0, "WSASend");
    else
        expect_pending(WSARecv(c->socket, &in, 1, NULL, &flags, &c->overlapped, NULL) == 0, "WSARecv");
}

/* ConnectEx wants a bound socket, and sends the first message with the connection. */
static void open_connection(struct connection *c, const struct sockaddr_in *server)
{
    GUID guid = WSAID_CONNECTEX;
    LPFN_CONNECTEX connect_ex;
    struct sockaddr_in any;
    DWORD n;

    c->socket = WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    memset(&any, 0, sizeof any);
    any.sin_family = AF_INET;
    if (bind(c->socket, (struct sockaddr *)&any, sizeof any) == SOCKET_ERROR ||
        WSAIoctl(c->socket, SIO_GET_EXTENSION_FUNCTION_POINTER, &guid, sizeof guid, &connect_ex, sizeof connect_ex, &n,
                 NULL, NULL) == SOCKET_ERROR ||
        CreateIoCompletionPort((HANDLE)c->socket, port, (ULONG_PTR)c, 0) == NULL)
        fail("a socket", WSAGetLastError());
    compose(c);
    c->kind = CONNECT;
    expect_pending(connect_ex(c->socket, (const struct sockaddr *)server, sizeof *server, c->message, c->length, &n,
                              &c->overlapped),
                   "ConnectEx");
}

/* One step of a connection; 1 when it is over. */
static int advance(struct connection *c, DWORD count)
{
    switch (c->kind) {
    case CONNECT:
        if (count != c->length)
            fail("the first message came short", 0);
        /* Makes getpeername, shutdown and their like work. */
        if (setsockopt(c->socket, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, NULL, 0) == SOCKET_ERROR)
            fail("SO_UPDATE_CONNECT_CONTEXT", WSAGetLastError());
        start(c, RECEIVE);
        return 0;
    case SEND:
        start(c, RECEIVE);
        return 0;
    default:
        break;
    }
    if (count == 0)
        return 1;       /* the server has closed as well */
    c->received += count;
    if (c->received < c->length) {
        start(c, RECEIVE);
        return 0;
    }
    if (c->received != c->length || memcmp(c->reply, c->message, c->length) != 0)
        fail("another text came back", 0);
    if (++c->messages < messages_each) {
        compose(c);
        start(c, SEND);
    } else {
        shutdown(c->socket, SD_SEND);
        c->received = 0;
        start(c, RECEIVE);
    }
    return 0;
}

int main(int argc, char **argv)
{
    int connections = argc > 2 ? atoi(argv[2]) : 1, open, i;
    struct connection *all;
    struct sockaddr_in server;
    OVERLAPPED_ENTRY entries[16];
    WSADATA data;
    ULONG n, k;

    if (argc < 2 || connections < 1 || WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    messages_each = argc > 3 ? atoi(argv[3]) : 1;
    memset(&server, 0, sizeof server);
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.sin_port = htons((u_short)atoi(argv[1]));
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    all = (struct connection *)calloc((size_t)connections, sizeof *all);
    if (port == NULL || all == NULL)
        return 1;
    for (i = 0; i < connections; i++) {
        all[i].number = i + 1;
        open_connection(&all[i], &server);
    }
    for (open = connections; open > 0;) {
        if (!GetQueuedCompletionStatusEx(port, entries, 16, &n, INFINITE, FALSE))
            fail("GetQueuedCompletionStatusEx", (int)GetLastError());
        for (k = 0; k < n; k++) {
            struct connection *c = (struct connection *)entries[k].lpCompletionKey;
            DWORD count, flags;

            if (!WSAGetOverlappedResult(c->socket, entries[k].lpOverlapped, &count, FALSE, &flags))
                fail("an operation", WSAGetLastError());
            open -= advance(c, count);
        }
    }
    for (i = 0; i < connections; i++) {
        printf("connection %d: %d messages echoed\n", all[i].number, all[i].messages);
        closesocket(all[i].socket);
    }
    free(all);
    CloseHandle(port);
    WSACleanup();
    return 0;
}
