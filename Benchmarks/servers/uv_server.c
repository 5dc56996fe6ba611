/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The peer on libuv: one loop; it writes at once what the socket takes, and queues a request for the rest only. */
#include "server.h"
#include <uv.h>

struct pending_write {
    uv_write_t request;
    char bytes[];
};

static struct arguments arguments;
static char *buffer;

static void closed(uv_handle_t *handle) { free(handle); }

static void close_once(uv_stream_t *stream)
{
    if (!uv_is_closing((uv_handle_t *)stream))
        uv_close((uv_handle_t *)stream, closed);
}

static void lend_buffer(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
    (void)handle;
    (void)suggested;
    *out = uv_buf_init(buffer, (unsigned)arguments.buffer_size);
}

static void written(uv_write_t *request, int status)
{
    if (status < 0)
        close_once(request->handle);
    free(request);
}

static void write_later(uv_stream_t *stream, const char *bytes, size_t count)
{
    struct pending_write *pending = malloc(sizeof *pending + count);
    uv_buf_t part;

    if (!pending)
        fail("malloc");
    memcpy(pending->bytes, bytes, count);
    part = uv_buf_init(pending->bytes, (unsigned)count);
    if (uv_write(&pending->request, stream, &part, 1, written)) {
        free(pending);
        close_once(stream);
    }
}

static void got_bytes(uv_stream_t *stream, ssize_t count, const uv_buf_t *bytes)
{
    uv_buf_t part;
    int sent;

    if (count < 0)
        close_once(stream);
    if (count <= 0 || !arguments.echoes)
        return;
    part = uv_buf_init(bytes->base, (unsigned)count);
    sent = uv_try_write(stream, &part, 1);
    if (sent < 0)
        sent = 0;
    if (sent < count)
        write_later(stream, bytes->base + sent, (size_t)(count - sent));
}

static void connected(uv_stream_t *listener, int status)
{
    uv_tcp_t *connection = status < 0 ? NULL : malloc(sizeof *connection);

    if (!connection)
        return;
    uv_tcp_init(listener->loop, connection);
    if (uv_accept(listener, (uv_stream_t *)connection)) {
        close_once((uv_stream_t *)connection);
        return;
    }
    uv_tcp_nodelay(connection, 1);
    uv_read_start((uv_stream_t *)connection, lend_buffer, got_bytes);
}

int main(int count, char **values)
{
    uv_loop_t *loop = uv_default_loop();
    struct sockaddr_in address;
    uv_tcp_t listener;
    int error;

    arguments = read_arguments(count, values);
    buffer = malloc(arguments.buffer_size);
    uv_tcp_init(loop, &listener);
    uv_ip4_addr("127.0.0.1", arguments.port, &address);
    error = uv_tcp_bind(&listener, (struct sockaddr *)&address, 0);
    if (!error)
        error = uv_listen((uv_stream_t *)&listener, BACKLOG, connected);
    if (error || !buffer) {
        fprintf(stderr, "listen: %s\n", uv_strerror(error));
        return 1;
    }
    return uv_run(loop, UV_RUN_DEFAULT);
}
