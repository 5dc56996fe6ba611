/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Many connections that wait: what each costs in memory, and whether every one of them wakes. */
#include "load.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static unsigned char byte_of(const struct connection *connection, int round)
{
    return (unsigned char)(connection->number * 7 + round);
}

static void send_byte(const struct connection *connection, int round)
{
    unsigned char byte = byte_of(connection, round);

    if (send(connection->socket, &byte, 1, MSG_NOSIGNAL) != 1)
        die("send: %s", strerror(errno));
}

/* One byte to each connection, then the answers in whatever order they come; returns how many came in full. */
static int wake_all(struct client *client, int round)
{
    uint64_t last_ns = now_ns();
    int i, woken = 0;

    for (i = 0; i < settings.connections; i++)
        send_byte(&client->connections[i], round);
    while (woken < settings.connections && now_ns() - last_ns < STALL_SECONDS * 1000000000ull) {
        struct epoll_event events[EVENTS_MAX];
        int count = epoll_wait(client->poll, events, EVENTS_MAX, 100);

        for (i = 0; i < count; i++) {
            struct connection *connection = events[i].data.ptr;
            unsigned char bytes[2];
            ssize_t got = recv(connection->socket, bytes, sizeof bytes, MSG_DONTWAIT);

            if (got < 0 && errno == EAGAIN)
                continue;
            last_ns = now_ns();
            /* Exactly one byte, the right one, and only once. */
            if (got != 1 || bytes[0] != byte_of(connection, round) || connection->answered != (uint64_t)round)
                client->bad++;
            connection->answered++;
            woken++;
        }
    }
    return woken;
}

/* The first connection brings in what a server needs once, its code and its first tables: it is not counted. */
static void serve_one(struct client *client, const struct target *target)
{
    int connections = settings.connections;

    settings.connections = 1;
    client_connect(client, target, EPOLLIN);
    wake_all(client, 0);
    client_close(client);
    settings.connections = connections;
    usleep(300000);
}

int run_idle(void)
{
    static struct client client;
    const struct target *target = &settings.targets[0];
    uint64_t resident, kernel, start_ns;
    double per_connection = 1.0 / settings.connections;
    int live, woken;

    serve_one(&client, target);
    resident = target_resident_bytes(target);
    kernel = kernel_bytes();
    client_connect(&client, target, EPOLLIN);
    /* After one exchange the server has accepted everybody and waits again. */
    live = wake_all(&client, 0);
    usleep(300000);
    resident = target_resident_bytes(target) - resident;
    kernel = kernel_bytes() - kernel;
    start_ns = now_ns();
    woken = wake_all(&client, 1);
    printf("connections=%d live=%d resident_bytes=%.0f kernel_bytes=%.0f woken=%d wake_ms=%.1f bad=%llu\n",
           settings.connections, live, (double)(int64_t)resident * per_connection,
           (double)(int64_t)kernel * per_connection, woken, (double)(now_ns() - start_ns) / 1e6,
           (unsigned long long)client.bad);
    client_close(&client);
    return live != settings.connections || woken != settings.connections || client.bad != 0;
}
