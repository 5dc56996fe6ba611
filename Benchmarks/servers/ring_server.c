/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The peer on liburing: one thread that alone uses the ring, a buffer per connection, one io_uring_enter per batch.
 * This is as little as an echo can cost with completions. */
#define _GNU_SOURCE
#include "server.h"
#include <liburing.h>

enum { SUBMISSIONS = 1024, COMPLETIONS = 16384 };
enum kind { ACCEPT, RECEIVE, SEND, KIND_MASK = 3 };

struct connection {
    int socket;
    size_t offset, length;      /* of the echo under way */
    char *buffer;
};

static struct arguments arguments;
static struct io_uring ring;
static int listener;

static struct io_uring_sqe *next_entry(void)
{
    struct io_uring_sqe *entry;

    while (!(entry = io_uring_get_sqe(&ring)))
        io_uring_submit(&ring);
    return entry;
}

/* A pointer from the heap has its low bits free: they say which operation it was. */
static void tag(struct io_uring_sqe *entry, struct connection *connection, enum kind kind)
{
    io_uring_sqe_set_data64(entry, (uintptr_t)connection | (uint64_t)kind);
}

static void post_accept(void)
{
    struct io_uring_sqe *entry = next_entry();

    io_uring_prep_multishot_accept(entry, listener, NULL, NULL, SOCK_CLOEXEC);
    tag(entry, NULL, ACCEPT);
}

static void post_receive(struct connection *connection)
{
    struct io_uring_sqe *entry = next_entry();

    io_uring_prep_recv(entry, connection->socket, connection->buffer, arguments.buffer_size, 0);
    tag(entry, connection, RECEIVE);
}

static void post_send(struct connection *connection)
{
    struct io_uring_sqe *entry = next_entry();

    io_uring_prep_send(entry, connection->socket, connection->buffer + connection->offset, connection->length,
                       MSG_NOSIGNAL);
    tag(entry, connection, SEND);
}

static void drop(struct connection *connection)
{
    close(connection->socket);
    free(connection->buffer);
    free(connection);
}

static void accepted(int result, bool more)
{
    struct connection *connection = calloc(1, sizeof *connection);

    if (result < 0 || !connection || !(connection->buffer = malloc(arguments.buffer_size)))
        fail("accept");
    connection->socket = result;
    post_receive(connection);
    if (!more)
        post_accept();
}

static void received(struct connection *connection, int result)
{
    if (result <= 0) {
        drop(connection);
    } else if (!arguments.echoes) {
        post_receive(connection);
    } else {
        connection->offset = 0;
        connection->length = (size_t)result;
        post_send(connection);
    }
}

static void sent(struct connection *connection, int result)
{
    if (result < 0) {
        drop(connection);
        return;
    }
    connection->offset += (size_t)result;
    connection->length -= (size_t)result;
    if (connection->length)
        post_send(connection);
    else
        post_receive(connection);
}

static void handle(const struct io_uring_cqe *completion)
{
    struct connection *connection = (void *)(uintptr_t)(completion->user_data & ~(uint64_t)KIND_MASK);

    switch (completion->user_data & KIND_MASK) {
    case ACCEPT: accepted(completion->res, completion->flags & IORING_CQE_F_MORE); break;
    case RECEIVE: received(connection, completion->res); break;
    case SEND: sent(connection, completion->res); break;
    }
}

static void open_ring(void)
{
    struct io_uring_params parameters = { .cq_entries = COMPLETIONS };
    int error;

    parameters.flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
                       IORING_SETUP_DEFER_TASKRUN;
    error = io_uring_queue_init_params(SUBMISSIONS, &ring, &parameters);
    if (error < 0) {
        errno = -error;
        fail("io_uring_queue_init_params");
    }
    io_uring_register_ring_fd(&ring);
}

int main(int count, char **values)
{
    arguments = read_arguments(count, values);
    open_ring();
    listener = listen_on(arguments.port, 0);
    post_accept();
    for (;;) {
        struct io_uring_cqe *completion;
        unsigned head, taken = 0;

        io_uring_submit_and_wait(&ring, 1);
        io_uring_for_each_cqe(&ring, head, completion) {
            handle(completion);
            taken++;
        }
        io_uring_cq_advance(&ring, taken);
    }
}
