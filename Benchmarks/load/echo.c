/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Ping-pong: `depth` messages are under way on each connection, an answer is followed by the next message. A message
 * begins with the number of its connection and its own, the rest is a pattern; every byte of an answer is checked. */
#include "load.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum { HEADER = 8 };
static unsigned char *message, *answers;
static size_t answers_size;

static void prepare(void)
{
    int i;

    answers_size = (size_t)settings.bytes * 2 > 65536 ? (size_t)settings.bytes * 2 : 65536;
    message = malloc((size_t)settings.bytes + HEADER);
    answers = malloc(answers_size);
    if (!message || !answers)
        die("out of memory");
    for (i = 0; i < settings.bytes; i++)
        message[i] = (unsigned char)(i * 131 + 17);
}

/* A message shorter than the header carries its first bytes. */
static uint32_t stamp(const struct connection *connection, uint64_t number)
{
    uint64_t header = number | (uint64_t)connection->number << 48;
    uint32_t length = settings.bytes < HEADER ? (uint32_t)settings.bytes : HEADER;

    memcpy(message, &header, length);
    return length;
}

static void write_due(struct connection *connection)
{
    while (connection->due) {
        ssize_t count;

        stamp(connection, connection->sent);
        count = send(connection->socket, message + connection->written,
                     (size_t)settings.bytes - connection->written, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno == EAGAIN)
            return;
        if (count < 0)
            die("send: %s", strerror(errno));
        connection->written += (uint32_t)count;
        if (connection->written == (uint32_t)settings.bytes) {
            connection->written = 0;
            connection->sent++;
            connection->due--;
        }
    }
}

static void start_message(struct client *client, struct connection *connection, uint64_t now)
{
    if (client->stopping || (client->budget && client->begun == client->budget))
        return;
    connection->started_ns[(connection->sent + connection->due) % DEPTH_MAX] = now;
    connection->due++;
    client->begun++;
    client->unanswered++;
}

static void check_answer(struct client *client, struct connection *connection, const unsigned char *bytes,
                         uint32_t count)
{
    stamp(connection, connection->answered);
    if (memcmp(bytes, message + connection->received, count))
        client->bad++;
    connection->received += count;
}

static void finish_message(struct client *client, struct connection *connection, uint64_t now)
{
    if (client->measuring) {
        histogram_add(&client->latencies, now - connection->started_ns[connection->answered % DEPTH_MAX]);
        client->units++;
    }
    connection->received = 0;
    connection->answered++;
    client->unanswered--;
    start_message(client, connection, now);
}

static void take_answers(struct client *client, struct connection *connection, const unsigned char *bytes,
                         size_t count)
{
    uint64_t now = now_ns();

    while (count > 0) {
        uint32_t part = (uint32_t)settings.bytes - connection->received;

        if (connection->answered == connection->sent && !connection->written)
            die("port %d sent more than it got", client->target->port);
        if (part > count)
            part = (uint32_t)count;
        check_answer(client, connection, bytes, part);
        bytes += part;
        count -= part;
        if (connection->received == (uint32_t)settings.bytes)
            finish_message(client, connection, now);
    }
}

/* Events come on edges: what a full buffer left behind would not be told again. */
static void read_answers(struct client *client, struct connection *connection)
{
    ssize_t count;

    do {
        count = recv(connection->socket, answers, answers_size, MSG_DONTWAIT);
        if (count < 0 && errno == EAGAIN)
            break;
        if (count <= 0)
            die("port %d closed a connection: %s", client->target->port, count ? strerror(errno) : "end of stream");
        take_answers(client, connection, answers, (size_t)count);
    } while ((size_t)count == answers_size);
    write_due(connection);
}

static void begin(struct client *client)
{
    uint64_t now = now_ns();
    int i, depth;

    for (i = 0; i < settings.connections; i++) {
        for (depth = 0; depth < settings.depth; depth++)
            start_message(client, &client->connections[i], now);
        write_due(&client->connections[i]);
    }
}

static void turn(struct client *client, int timeout_ms)
{
    struct epoll_event events[EVENTS_MAX];
    int i, count = epoll_wait(client->poll, events, EVENTS_MAX, timeout_ms);

    for (i = 0; i < count; i++) {
        if (events[i].events & EPOLLOUT)
            write_due(events[i].data.ptr);
        if (events[i].events & ~(uint32_t)EPOLLOUT)
            read_answers(client, events[i].data.ptr);
    }
}

/* Waits for all answers that are under way. */
static void rest(struct client *client)
{
    uint64_t limit = now_ns() + STALL_SECONDS * 1000000000ull;

    client->stopping = true;
    while (client->unanswered) {
        turn(client, 5);
        if (now_ns() > limit)
            die("port %d: %llu messages without an answer", client->target->port,
                (unsigned long long)client->unanswered);
    }
    client->stopping = false;
}

static void finish(struct client *client) { (void)client; }

const struct traffic echo_traffic = { "echo", "messages", 1, EPOLLIN | EPOLLOUT | EPOLLET, prepare, begin, turn, rest,
                                      finish };
