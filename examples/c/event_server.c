/* An echo server for many clients in one thread, with WSAEventSelect: event_server [PORT [CLIENTS]]
 * Each socket has an event; its network events say what can be done without blocking.
 * The server ends when CLIENTS clients have come and gone. */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct connection {
    SOCKET socket;
    char bytes[4096];       /* received, and not yet sent back: count bytes from first on */
    int first, count, total;
};

/* The two arrays go together: WSAWaitForMultipleEvents wants its events side by side. Number 0 is the listener. */
static struct connection *connections[WSA_MAXIMUM_WAIT_EVENTS];
static WSAEVENT events[WSA_MAXIMUM_WAIT_EVENTS];
static DWORD used;

static void fail(const char *what)
{
    fprintf(stderr, "%s: error %d\n", what, WSAGetLastError());
    exit(1);
}

static void add(SOCKET s, long interest)
{
    struct connection *c = (struct connection *)calloc(1, sizeof *c);

    if (c == NULL || used == WSA_MAXIMUM_WAIT_EVENTS) {     /* a thread can wait for 64 events, and no more */
        free(c);
        closesocket(s);
        return;
    }
    c->socket = s;
    events[used] = WSACreateEvent();
    connections[used] = c;
    if (events[used] == WSA_INVALID_EVENT || WSAEventSelect(s, events[used], interest) == SOCKET_ERROR)
        fail("WSAEventSelect");
    used++;
}

static void drop(DWORD i)
{
    closesocket(connections[i]->socket);
    WSACloseEvent(events[i]);
    free(connections[i]);
    used--;
    connections[i] = connections[used];
    events[i] = events[used];
}

static void listen_on(u_short port)
{
    SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    struct sockaddr_in name;
    int length = sizeof name;

    memset(&name, 0, sizeof name);
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons(port);
    if (bind(s, (struct sockaddr *)&name, sizeof name) == SOCKET_ERROR || listen(s, SOMAXCONN) == SOCKET_ERROR ||
        getsockname(s, (struct sockaddr *)&name, &length) == SOCKET_ERROR)
        fail("listen");
    add(s, FD_ACCEPT);
    printf("listening on port %d\n", ntohs(name.sin_port));
    fflush(stdout);
}

/* Receives and sends back until either would block; 0 when the connection is over. FD_READ is recorded again only
 * after a receive, and FD_WRITE only after a send that would block: so both are done until they do. */
static int serve(struct connection *c)
{
    int n;

    for (;;) {
        while (c->count > 0) {
            n = send(c->socket, c->bytes + c->first, c->count, 0);
            if (n == SOCKET_ERROR)
                return WSAGetLastError() == WSAEWOULDBLOCK;
            c->first += n;
            c->count -= n;
        }
        n = recv(c->socket, c->bytes, sizeof c->bytes, 0);
        if (n == SOCKET_ERROR)
            return WSAGetLastError() == WSAEWOULDBLOCK;
        if (n == 0)
            return 0;
        c->first = 0;
        c->count = n;
        c->total += n;
    }
}

int main(int argc, char **argv)
{
    int clients = argc > 2 ? atoi(argv[2]) : 1, served = 0;
    WSANETWORKEVENTS happened;
    WSADATA data;
    SOCKET s;
    DWORD i;

    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    listen_on((u_short)atoi(argc > 1 ? argv[1] : "27015"));
    while (served < clients) {
        i = WSAWaitForMultipleEvents(used, events, FALSE, WSA_INFINITE, FALSE);
        if (i == WSA_WAIT_FAILED)
            fail("WSAWaitForMultipleEvents");
        i -= WSA_WAIT_EVENT_0;
        /* What has happened is taken and the event reset, both in one. */
        if (WSAEnumNetworkEvents(connections[i]->socket, events[i], &happened) == SOCKET_ERROR)
            fail("WSAEnumNetworkEvents");
        if (happened.lNetworkEvents & FD_ACCEPT) {
            s = accept(connections[i]->socket, NULL, NULL);
            if (s != INVALID_SOCKET) {
                printf("a client has come\n");
                add(s, FD_READ | FD_WRITE | FD_CLOSE);      /* instead of the interest taken over from the listener */
            }
        } else if (happened.lNetworkEvents != 0 && !serve(connections[i])) {
            printf("it has gone after %d bytes\n", connections[i]->total);
            drop(i);
            served++;
        }
    }
    drop(0);
    printf("%d clients served\n", served);
    WSACleanup();
    return 0;
}
