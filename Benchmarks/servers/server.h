/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What the peers in C share: the arguments PORT echo|sink BUFFER, and the listening socket. */
#ifndef SERVER_H
#define SERVER_H
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096 };

struct arguments {
    uint16_t port;
    bool echoes;
    size_t buffer_size;
};

static inline void fail(const char *what)
{
    perror(what);
    exit(1);
}

static inline struct arguments read_arguments(int count, char **values)
{
    struct arguments arguments;
    struct rlimit limit;

    if (count != 4) {
        fprintf(stderr, "usage: %s PORT echo|sink BUFFER\n", values[0]);
        exit(2);
    }
    arguments.port = (uint16_t)atoi(values[1]);
    arguments.echoes = !strcmp(values[2], "echo");
    arguments.buffer_size = (size_t)atoi(values[3]);
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    return arguments;
}

/* Accepted sockets inherit TCP_NODELAY from it. */
static inline int listen_on(uint16_t port, int flags)
{
    struct sockaddr_in address;
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0), yes = 1;

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (s < 0 || bind(s, (struct sockaddr *)&address, sizeof address) || listen(s, BACKLOG))
        fail("listen");
    return s;
}
#endif
