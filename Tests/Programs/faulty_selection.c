/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Network events while system calls fail or come short: every WSAEWOULDBLOCK is followed by an event when there is
 * something again, also if it was there all the time. */
#include "faulty.h"

static unsigned seed = 1;

static unsigned next_random(void)
{
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8;
}

static void selecting(void)
{
    SOCKET a, b;
    HANDLE events[2];
    WSANETWORKEVENTS told;
    unsigned sent = 0, done = 0, n;
    int rc, ok = 1, closed = 0;
    char data[3000];

    tcp_pair(&a, &b);
    events[0] = WSACreateEvent();
    events[1] = WSACreateEvent();
    WSAEventSelect(a, events[0], FD_WRITE);
    WSAEventSelect(b, events[1], FD_READ | FD_CLOSE);
    while (!closed && WaitForMultipleObjects(2, events, FALSE, LONG_TIME) != WAIT_TIMEOUT) {
        if (!WSAEnumNetworkEvents(a, events[0], &told) && told.lNetworkEvents & FD_WRITE) {
            for (rc = 1; rc > 0 && sent < 200000; sent += rc > 0 ? (unsigned)rc : 0) {
                n = 1 + next_random() % sizeof data;
                fill(data, sent, n);
                rc = send(a, data, (int)n, 0);
            }
            if (rc > 0)
                shutdown(a, SD_SEND);
            else
                ok = ok && WSAGetLastError() == WSAEWOULDBLOCK;
        }
        if (!WSAEnumNetworkEvents(b, events[1], &told) && told.lNetworkEvents & (FD_READ | FD_CLOSE)) {
            rc = recv(b, data, sizeof data, 0);
            ok = ok && (rc >= 0 ? is_filled(data, done, (unsigned)rc) : WSAGetLastError() == WSAEWOULDBLOCK);
            done += rc > 0 ? (unsigned)rc : 0;
            while (told.lNetworkEvents & FD_CLOSE && !closed) {
                rc = recv(b, data, sizeof data, 0);
                ok = ok && (rc >= 0 ? is_filled(data, done, (unsigned)rc) : WSAGetLastError() == WSAEWOULDBLOCK);
                done += rc > 0 ? (unsigned)rc : 0;
                closed = rc == 0;
            }
        }
    }
    check(0, ok && closed && done == sent && sent >= 200000, "a stream between two sockets with network events is whole");
    closesocket(a);
    closesocket(b);
    WSACloseEvent(events[0]);
    WSACloseEvent(events[1]);
}

/* Nothing arrives after the byte that a receive has failed to get. */
static void one_by_one(SOCKET a, SOCKET b, const char *what)
{
    HANDLE event = WSACreateEvent();
    WSANETWORKEVENTS told;
    int i, rc, got = 0, failed = 0;
    char in[8], out;

    WSAEventSelect(b, event, FD_READ);
    for (i = 0; i < 200; i++) {
        out = (char)i;
        while (send(a, &out, 1, 0) != 1 && WSAGetLastError() == WSAENOBUFS)
            ;
        do {
            if (WaitForSingleObject(event, LONG_TIME) != WAIT_OBJECT_0 || WSAEnumNetworkEvents(b, event, &told))
                break;
            rc = told.lNetworkEvents & FD_READ ? recv(b, in, sizeof in, 0) : -1;
            failed += rc < 0 && told.lNetworkEvents & FD_READ;
        } while (rc < 0 && WSAGetLastError() == WSAEWOULDBLOCK);
        if (rc != 1 || in[0] != out)
            break;
        got++;
    }
    printf("%d receives failed\n", failed);
    equal(0, got, 200, what);
    closesocket(a);
    closesocket(b);
    WSACloseEvent(event);
}

int main(void)
{
    SOCKET a, b;

    start();
    selecting();
    tcp_pair(&a, &b);
    one_by_one(a, b, "FD_READ comes again after WSAEWOULDBLOCK: streams");
    udp_pair(&a, &b);
    one_by_one(a, b, "datagrams");
    return finish_tests();
}
