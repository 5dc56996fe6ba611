/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The peer on plain epoll: one thread, level-triggered, one buffer for all. This is as little as an echo can cost
 * with readiness: one recv and one send per message, one epoll_wait per batch. */
#define _GNU_SOURCE
#include "server.h"
#include <sys/epoll.h>

enum { EVENTS = 512 };

struct connection {
    int socket;
    char *rest;                 /* of an echo that the socket did not take at once */
    size_t rest_offset, rest_length;
};

static struct arguments arguments;
static int set;
static char *buffer;

static void watch(struct connection *connection, int operation, uint32_t events)
{
    struct epoll_event event = { .events = events, .data.ptr = connection };

    if (epoll_ctl(set, operation, connection->socket, &event))
        fail("epoll_ctl");
}

static void drop(struct connection *connection)
{
    close(connection->socket);
    free(connection->rest);
    free(connection);
}

/* Until the rest is gone nothing is read: the sender is held back. */
static void keep_rest(struct connection *connection, const char *bytes, size_t count)
{
    connection->rest = malloc(count);
    if (!connection->rest)
        fail("malloc");
    memcpy(connection->rest, bytes, count);
    connection->rest_offset = 0;
    connection->rest_length = count;
    watch(connection, EPOLL_CTL_MOD, EPOLLOUT);
}

static void write_rest(struct connection *connection)
{
    ssize_t count = send(connection->socket, connection->rest + connection->rest_offset, connection->rest_length,
                         MSG_NOSIGNAL);

    if (count < 0) {
        if (errno != EAGAIN)
            drop(connection);
        return;
    }
    connection->rest_offset += (size_t)count;
    connection->rest_length -= (size_t)count;
    if (connection->rest_length)
        return;
    free(connection->rest);
    connection->rest = NULL;
    watch(connection, EPOLL_CTL_MOD, EPOLLIN);
}

static void read_and_answer(struct connection *connection)
{
    ssize_t got = recv(connection->socket, buffer, arguments.buffer_size, 0), sent;

    if (got <= 0) {
        if (got == 0 || errno != EAGAIN)
            drop(connection);
        return;
    }
    if (!arguments.echoes)
        return;
    sent = send(connection->socket, buffer, (size_t)got, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN)
        drop(connection);
    else if (sent < got)
        keep_rest(connection, buffer + (sent < 0 ? 0 : sent), (size_t)(got - (sent < 0 ? 0 : sent)));
}

static void accept_all(int listener)
{
    int s;

    while ((s = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *connection = calloc(1, sizeof *connection);

        if (!connection)
            fail("calloc");
        connection->socket = s;
        watch(connection, EPOLL_CTL_ADD, EPOLLIN);
    }
}

int main(int count, char **values)
{
    struct epoll_event events[EVENTS], accepting = { .events = EPOLLIN, .data.ptr = NULL };
    int listener, i, ready;

    arguments = read_arguments(count, values);
    buffer = malloc(arguments.buffer_size);
    set = epoll_create1(EPOLL_CLOEXEC);
    listener = listen_on(arguments.port, SOCK_NONBLOCK);
    if (!buffer || set < 0 || epoll_ctl(set, EPOLL_CTL_ADD, listener, &accepting))
        fail("set-up");
    for (;;) {
        ready = epoll_wait(set, events, EVENTS, -1);
        for (i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;

            if (!connection)
                accept_all(listener);
            else if (connection->rest)
                write_rest(connection);
            else
                read_and_answer(connection);
        }
    }
}
