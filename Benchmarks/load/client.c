/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The connections to one server. */
#define _GNU_SOURCE
#include "load.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Data that is queued here leaves when acknowledgements come in, on the server's processor, and would be charged to
 * the server. A send buffer below the receive window keeps that small. */
enum { SEND_BUFFER = 256 * 1024 };

static int connect_once(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1, size = SEND_BUFFER;

    if (s < 0)
        die("socket: %s", strerror(errno));
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    /* The machine's default may pace a stream by timers; reno is always there and does not. */
    setsockopt(s, IPPROTO_TCP, TCP_CONGESTION, "reno", 4);
    if (setsockopt(s, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size))
        setsockopt(s, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    if (!connect(s, (struct sockaddr *)&address, sizeof address))
        return s;
    close(s);
    return -1;
}

/* A backlog may be full for a moment. */
static int connect_patiently(int port)
{
    int tries, s;

    for (tries = 0; tries < 200; tries++) {
        s = connect_once(port);
        if (s >= 0)
            return s;
        usleep(10000);
    }
    die("port %d: %s", port, strerror(errno));
}

/* Connections block until they are asked for events: `events` 0 leaves them so. */
void client_connect(struct client *client, const struct target *target, uint32_t events)
{
    int i;

    client->target = target;
    client->poll = epoll_create1(EPOLL_CLOEXEC);
    client->connections = calloc((size_t)settings.connections, sizeof *client->connections);
    if (client->poll < 0 || !client->connections)
        die("out of memory");
    for (i = 0; i < settings.connections; i++) {
        struct connection *connection = &client->connections[i];
        struct epoll_event event = { .events = events, .data.ptr = connection };

        connection->number = (uint16_t)i;
        connection->socket = connect_patiently(target->port);
        if (events && epoll_ctl(client->poll, EPOLL_CTL_ADD, connection->socket, &event))
            die("epoll_ctl: %s", strerror(errno));
    }
}

/* Closing by reset leaves no connection in TIME_WAIT behind. */
void client_close(struct client *client)
{
    struct linger reset = { 1, 0 };
    int i;

    for (i = 0; i < settings.connections; i++) {
        setsockopt(client->connections[i].socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(client->connections[i].socket);
    }
    close(client->poll);
    free(client->connections);
}
