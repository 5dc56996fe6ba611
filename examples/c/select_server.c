/* Answers in capital letters, for many clients in one thread, with select: select_server [PORT [CLIENTS]]
 * The server ends when CLIENTS clients have come and gone. */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <windows.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct connection {
    SOCKET socket;
    char bytes[4096];       /* to be sent: count bytes from first on */
    int first, count;
};

static struct connection connections[FD_SETSIZE - 1];       /* a set holds the listener and these */
static int used;

static void fail(const char *what)
{
    fprintf(stderr, "%s: error %d\n", what, WSAGetLastError());
    exit(1);
}

static SOCKET listen_on(u_short port)
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
    printf("listening on port %d\n", ntohs(name.sin_port));
    fflush(stdout);
    return s;
}

static void welcome(SOCKET listener)
{
    SOCKET s = accept(listener, NULL, NULL);
    u_long on = 1;

    if (s == INVALID_SOCKET)
        return;
    if (used == FD_SETSIZE - 1) {
        closesocket(s);
        return;
    }
    ioctlsocket(s, FIONBIO, &on);
    memset(&connections[used], 0, sizeof connections[used]);
    connections[used++].socket = s;
    printf("a client has come\n");
}

/* 0 when the connection is over. */
static int receive(struct connection *c)
{
    int i, n = recv(c->socket, c->bytes, sizeof c->bytes, 0);

    if (n == SOCKET_ERROR)
        return WSAGetLastError() == WSAEWOULDBLOCK;
    if (n == 0)
        return 0;
    printf("received \"%.*s\"\n", n, c->bytes);
    for (i = 0; i < n; i++)
        c->bytes[i] = (char)toupper((unsigned char)c->bytes[i]);
    c->first = 0;
    c->count = n;
    return 1;
}

static int answer(struct connection *c)
{
    int n = send(c->socket, c->bytes + c->first, c->count, 0);

    if (n == SOCKET_ERROR)
        return WSAGetLastError() == WSAEWOULDBLOCK;
    c->first += n;
    c->count -= n;
    return 1;
}

int main(int argc, char **argv)
{
    int clients = argc > 2 ? atoi(argv[2]) : 1, served = 0, i, alive;
    fd_set readable, writable;
    struct timeval limit;
    WSADATA data;
    SOCKET listener;

    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    listener = listen_on((u_short)atoi(argc > 1 ? argv[1] : "27015"));
    while (served < clients) {
        FD_ZERO(&readable);
        FD_ZERO(&writable);
        FD_SET(listener, &readable);
        /* Who has not taken the last answer yet is asked for no more. */
        for (i = 0; i < used; i++)
            FD_SET(connections[i].socket, connections[i].count > 0 ? &writable : &readable);
        limit.tv_sec = 60;
        limit.tv_usec = 0;
        switch (select(0, &readable, &writable, NULL, &limit)) {    /* the first argument has no meaning here */
        case SOCKET_ERROR:
            fail("select");
            break;
        case 0:
            printf("nothing for a minute\n");
            return 1;
        }
        for (i = used - 1; i >= 0; i--) {
            alive = 1;
            if (FD_ISSET(connections[i].socket, &readable))
                alive = receive(&connections[i]);
            else if (FD_ISSET(connections[i].socket, &writable))
                alive = answer(&connections[i]);
            if (!alive) {
                printf("it has gone\n");
                closesocket(connections[i].socket);
                connections[i] = connections[--used];
                served++;
            }
        }
        if (FD_ISSET(listener, &readable))
            welcome(listener);
    }
    closesocket(listener);
    printf("%d clients served\n", served);
    WSACleanup();
    return 0;
}
