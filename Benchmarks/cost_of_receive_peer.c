/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The other end of cost_of_receive, on plain Linux sockets: a byte costs it one system call and some thirty
 * instructions, which are in the result (a third of what write costs in a process with threads). */
#define _GNU_SOURCE
#include "cost_of_receive_peer.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int listener = -1, peer = -1;

int peer_listen(unsigned short *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;

    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1) ||
        getsockname(listener, (struct sockaddr *)&address, &length))
        return -1;
    *port = address.sin_port;
    return 0;
}

int peer_accept(void)
{
    int yes = 1;

    peer = accept(listener, NULL, NULL);
    setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return peer < 0 ? -1 : 0;
}

int peer_send(char byte) { return syscall(SYS_write, peer, &byte, 1) == 1 ? 0 : -1; }
