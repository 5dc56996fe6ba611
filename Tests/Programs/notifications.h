/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What the tests of ProcessSocketNotifications share: a port, changing a registration, taking a packet. */
#ifndef NOTIFICATIONS_H
#define NOTIFICATIONS_H

#include "check.h"

#define IN_ SOCK_NOTIFY_EVENT_IN
#define OUT_ SOCK_NOTIFY_EVENT_OUT
#define HANGUP SOCK_NOTIFY_EVENT_HANGUP
#define ERR SOCK_NOTIFY_EVENT_ERR
#define GONE SOCK_NOTIFY_EVENT_REMOVE
#define LEVEL SOCK_NOTIFY_TRIGGER_LEVEL
#define EDGE SOCK_NOTIFY_TRIGGER_EDGE
#define ONESHOT SOCK_NOTIFY_TRIGGER_ONESHOT

static HANDLE port;

/* The result of one registration; its key is the socket. */
static DWORD change(SOCKET s, int operation, int filter, int flags)
{
    SOCK_NOTIFY_REGISTRATION r;
    DWORD rc;

    memset(&r, 0, sizeof r);
    r.socket = s;
    r.completionKey = (PVOID)s;
    r.operation = (UINT8)operation;
    r.eventFilter = (UINT16)filter;
    r.triggerFlags = (UINT8)flags;
    r.registrationResult = UNTOUCHED;
    rc = ProcessSocketNotifications(port, 1, &r, 0, 0, NULL, NULL);
    return rc ? 100000 + rc : r.registrationResult;
}

static DWORD enable(SOCKET s, int filter, int flags) { return change(s, SOCK_NOTIFY_OP_ENABLE, filter, flags); }

/* The events of the next packet, which must be this socket's; -1: none in that time, -2: something else. */
static int next(SOCKET s, DWORD time)
{
    OVERLAPPED_ENTRY e;
    UINT32 n = 77;
    DWORD rc = ProcessSocketNotifications(port, 0, NULL, time, 1, &e, &n);

    if (rc == WAIT_TIMEOUT)
        return n == 0 ? -1 : -2;
    return rc == 0 && n == 1 && e.lpCompletionKey == (ULONG_PTR)s ? (int)SocketNotificationRetrieveEvents(&e) : -2;
}

static void drain(SOCKET s)
{
    char bytes[256];

    while (recv(s, bytes, sizeof bytes, 0) > 0)
        ;
}

#endif
