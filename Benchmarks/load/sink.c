/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Streams blocks as fast as the server takes them. */
#include "load.h"
#include <errno.h>
#include <linux/sockios.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { BURST = 8 };             /* blocks before the next connection has its turn */
static char *block;

static void prepare(void)
{
    block = calloc(1, (size_t)settings.bytes);
    if (!block)
        die("out of memory");
}

static void begin(struct client *client) { (void)client; }

static void write_burst(struct client *client, const struct connection *connection)
{
    int i;

    for (i = 0; i < BURST; i++) {
        ssize_t count = send(connection->socket, block, (size_t)settings.bytes, MSG_NOSIGNAL | MSG_DONTWAIT);

        if (count < 0 && errno == EAGAIN)
            return;
        if (count < 0)
            die("send: %s", strerror(errno));
        if (client->measuring)
            client->units += (uint64_t)count;
    }
}

static void turn(struct client *client, int timeout_ms)
{
    struct epoll_event events[EVENTS_MAX];
    int i, count = epoll_wait(client->poll, events, EVENTS_MAX, timeout_ms);

    for (i = 0; i < count; i++)
        write_burst(client, events[i].data.ptr);
}

/* Waits until the server's kernel has acknowledged everything: nothing flows into the next server's slice. */
static void rest(struct client *client)
{
    uint64_t limit = now_ns() + STALL_SECONDS * 1000000000ull;
    int i;

    for (i = 0; i < settings.connections; i++) {
        int queued = 0;

        while (!ioctl(client->connections[i].socket, SIOCOUTQ, &queued) && queued > 0) {
            if (now_ns() > limit)
                die("port %d takes no more", client->target->port);
            usleep(100);
        }
    }
}

/* The server closes when it has read the end of the stream: so it has read all before. */
static void finish(struct client *client)
{
    struct timeval limit = { .tv_sec = 3 };
    char byte;
    int i;

    for (i = 0; i < settings.connections; i++) {
        int s = client->connections[i].socket;

        shutdown(s, SHUT_WR);
        setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        if (recv(s, &byte, 1, 0) != 0)
            client->bad++;
    }
}

const struct traffic sink_traffic = { "sink", "MB", 1e6, EPOLLOUT, prepare, begin, turn, rest, finish };
