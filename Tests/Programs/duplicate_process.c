/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * WSADuplicateSocket for another process: the program starts itself as the target, and hands the protocol
 * information over through a pipe. */
#include "check.h"
#include <fcntl.h>
#include <sys/wait.h>

/* The way to the child's standard input, and from its standard output. */
struct child {
    pid_t id;
    int to, from;
};

static const char *self;

static struct child start_child(const char *role)
{
    int down[2], up[2];
    struct child c;

    if (pipe(down) || pipe(up))
        exit(2);
    fcntl(down[1], F_SETFD, FD_CLOEXEC);
    fcntl(up[0], F_SETFD, FD_CLOEXEC);
    c.id = fork();
    if (c.id == 0) {
        dup2(down[0], 0);
        dup2(up[1], 1);
        close(down[0]);
        close(up[1]);
        execl(self, self, role, (char *)NULL);
        _exit(127);
    }
    close(down[0]);
    close(up[1]);
    c.to = down[1];
    c.from = up[0];
    return c;
}

static int finish_child(struct child c)
{
    int status = -1;

    close(c.to);
    close(c.from);
    waitpid(c.id, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* One byte that says how far the other process is. */
static void tell(int fd) { check(0, write(fd, "!", 1) == 1, "the other process goes on"); }
static char hear(int fd)
{
    char c = 0;

    return read(fd, &c, 1) == 1 ? c : 0;
}

static SOCKET open_shared(WSAPROTOCOL_INFOA *info)
{
    return WSASocketA(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, info, 0, WSA_FLAG_OVERLAPPED);
}

static int value(SOCKET s, int level, int name)
{
    int v = -1, n = sizeof v;

    return getsockopt(s, level, name, (char *)&v, &n) ? -1 : v;
}

/* MARK: The target. It says '+' or '-' for each thing that holds or does not. */

static void say(int holds) { (void)!write(1, holds ? "+" : "-", 1); }

static int target_stream(void)
{
    WSAPROTOCOL_INFOA info;
    struct sockaddr_in peer;
    WSAOVERLAPPED ov;
    DWORD n = 0;
    int size = sizeof peer;
    char text[16] = "";
    SOCKET s;

    if (read(0, &info, sizeof info) != sizeof info)
        return 3;
    s = open_shared(&info);
    say(s != INVALID_SOCKET);
    say(getpeername(s, (struct sockaddr *)&peer, &size) == 0 && peer.sin_family == AF_INET);
    say(value(s, SOL_SOCKET, SO_RCVTIMEO) == 4321);
    say(open_shared(&info) == INVALID_SOCKET && WSAGetLastError() == WSAEINVAL);
    prepare(&ov);
    say(get(s, text, 5, 0, NULL, &ov, NULL) == WSA_IO_PENDING || HasOverlappedIoCompleted(&ov));
    say(result(s, &ov, &n, NULL) == 0 && n == 5 && !memcmp(text, "hello", 5));
    say(put(s, "child") == 5);
    hear(0);
    say(closesocket(s) == 0);
    return 0;
}

static int target_listener(void)
{
    WSAPROTOCOL_INFOA info;
    SOCKET l, s;

    if (read(0, &info, sizeof info) != sizeof info)
        return 3;
    l = open_shared(&info);
    say(value(l, SOL_SOCKET, SO_ACCEPTCONN) == 1);
    s = accept(l, NULL, NULL);
    say(s != INVALID_SOCKET && put(s, "child") == 5);
    closesocket(s);
    closesocket(l);
    return 0;
}

static int target_datagrams(void)
{
    WSAPROTOCOL_INFOA info;
    SOCKET s;

    if (read(0, &info, sizeof info) != sizeof info)
        return 3;
    s = open_shared(&info);
    say(s != INVALID_SOCKET && put(s, "to the peer") == 11);
    closesocket(s);
    return 0;
}

static int target_wide(void)
{
    WSAPROTOCOL_INFOW info;
    SOCKET s;

    if (read(0, &info, sizeof info) != sizeof info)
        return 3;
    s = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED);
    say(s != INVALID_SOCKET && put(s, "wide") == 4);
    closesocket(s);
    return 0;
}

/* Tries to open what was offered to somebody else. */
static int target_thief(void)
{
    WSAPROTOCOL_INFOA info;

    if (read(0, &info, sizeof info) != sizeof info)
        return 3;
    say(open_shared(&info) == INVALID_SOCKET && WSAGetLastError() == WSAEINVAL);
    return 0;
}

/* MARK: The source */

static int offer(SOCKET s, struct child c, WSAPROTOCOL_INFOA *info)
{
    if (WSADuplicateSocketA(s, (DWORD)c.id, info))
        return WSAGetLastError();
    return write(c.to, info, sizeof *info) == sizeof *info ? 0 : -1;
}

static void stream(void)
{
    static const char *const what[] = {
        "WSASocket opens it in the target", "which knows the peer", "and the options", "once: then WSAEINVAL",
        "an overlapped receive there", "gets what the peer sends", "and its sends arrive",
    };
    struct child c = start_child("stream");
    WSAPROTOCOL_INFOA info;
    SOCKET a, b;
    DWORD time = 4321;
    char text[16] = "";
    size_t i;

    tcp_pair(&a, &b);
    setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, (char *)&time, sizeof time);
    equal(0, offer(b, c, &info), 0, "a connection is offered to another process");
    check(0, info.dwProviderReserved != 0 && info.iAddressFamily == AF_INET && info.iProtocol == IPPROTO_TCP, "as a protocol entry");
    closesocket(b);
    for (i = 0; i < 4; i++)
        check(0, hear(c.from) == '+', what[i]);
    put(a, "hello");
    for (; i < sizeof what / sizeof *what; i++)
        check(0, hear(c.from) == '+', what[i]);
    check(0, recv(a, text, 5, MSG_WAITALL) == 5 && !memcmp(text, "child", 5), "at the peer, although the source has closed its socket");
    tell(c.to);
    check(0, hear(c.from) == '+', "the target closes it");
    equal(0, recv(a, text, 1, 0), 0, "which was the last: the stream ends");
    equal(0, finish_child(c), 0, "the target is content");
    closesocket(a);
}

/* Closing one of two leaves the other alone. */
static void both(void)
{
    struct child c = start_child("stream");
    WSAPROTOCOL_INFOA info;
    SOCKET a, b;
    DWORD time = 4321;
    char text[16];
    int i;

    tcp_pair(&a, &b);
    setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, (char *)&time, sizeof time);
    offer(b, c, &info);
    put(a, "hello");
    for (i = 0; i < 7; i++)
        check(0, hear(c.from) == '+', "the target works");
    recv(a, text, 5, MSG_WAITALL);
    tell(c.to);
    hear(c.from);
    finish_child(c);
    put(a, "x");
    check(0, recv(b, text, 1, 0) == 1 && text[0] == 'x' && put(b, "y") == 1 && recv(a, text, 1, 0) == 1, "when the target is gone the source goes on");
    closesocket(a);
    closesocket(b);
}

static void others(void)
{
    struct child c = start_child("listener");
    WSAPROTOCOL_INFOA info;
    WSAPROTOCOL_INFOW wide;
    SOCKET l = tcp(), s = tcp(), u, v;
    struct sockaddr_in where = bind_local(l);
    char text[16] = "";

    listen(l, 5);
    equal(0, offer(l, c, &info), 0, "a listener");
    check(0, hear(c.from) == '+', "listens in the target");
    connect(s, (struct sockaddr *)&where, sizeof where);
    check(0, hear(c.from) == '+', "which accepts");
    check(0, recv(s, text, 5, MSG_WAITALL) == 5 && !memcmp(text, "child", 5), "and answers");
    equal(0, finish_child(c), 0, "the target is content");
    closesocket(s);
    closesocket(l);

    c = start_child("datagrams");
    udp_pair(&u, &v);
    equal(0, offer(u, c, &info), 0, "a connected datagram socket");
    check(0, hear(c.from) == '+', "sends in the target");
    check(0, recv(v, text, sizeof text, 0) == 11 && !memcmp(text, "to the peer", 11), "to the peer of the source");
    equal(0, finish_child(c), 0, "the target is content");

    c = start_child("wide");
    equal(0, WSADuplicateSocketW(u, (DWORD)c.id, &wide), 0, "with a wide entry");
    equal(0, closesocket(u), 0, "closed by the source before the target opens it");
    check(0, write(c.to, &wide, sizeof wide) == sizeof wide && hear(c.from) == '+', "the same");
    check(0, recv(v, text, sizeof text, 0) == 4 && !memcmp(text, "wide", 4), "happens");
    equal(0, finish_child(c), 0, "the target is content");
    closesocket(v);
}

static void refused(void)
{
    struct child right = start_child("datagrams"), wrong = start_child("thief");
    WSAPROTOCOL_INFOA info;
    SOCKET u, v;
    char text[16];

    udp_pair(&u, &v);
    equal(0, WSADuplicateSocketA(u, (DWORD)right.id, &info), 0, "offered to one process");
    check(0, write(wrong.to, &info, sizeof info) == sizeof info && hear(wrong.from) == '+', "another one does not get it: WSAEINVAL");
    check(0, open_shared(&info) == INVALID_SOCKET && WSAGetLastError() == WSAEINVAL, "nor does the source");
    check(0, write(right.to, &info, sizeof info) == sizeof info && hear(right.from) == '+', "the right one still does");
    equal(0, recv(v, text, sizeof text, 0), 11, "and uses it");
    finish_child(right);
    finish_child(wrong);
    equal(0, WSADuplicateSocketA(u, (DWORD)wrong.id, &info) ? WSAGetLastError() : 0, WSAEINVAL, "a process that has ended: WSAEINVAL");
    equal(0, WSADuplicateSocketA(u, 0, &info) ? WSAGetLastError() : 0, WSAEINVAL, "no process: WSAEINVAL");
    equal(0, WSADuplicateSocketA(u, 0xFFFFFFFFu, &info) ? WSAGetLastError() : 0, WSAEINVAL, "no number of a process: WSAEINVAL");
    equal(0, WSADuplicateSocketA(u, GetCurrentProcessId(), NULL) ? WSAGetLastError() : 0, WSAEFAULT, "no place for the entry: WSAEFAULT");
    closesocket(u);
    equal(0, WSADuplicateSocketA(u, GetCurrentProcessId(), &info) ? WSAGetLastError() : 0, WSAENOTSOCK, "a closed socket: WSAENOTSOCK");
    closesocket(v);
}

int main(int argc, char **argv)
{
    self = argv[0];
    start();
    if (argc > 1)
        switch (argv[1][0]) {
        case 's': return target_stream();
        case 'l': return target_listener();
        case 'd': return target_datagrams();
        case 'w': return target_wide();
        default: return target_thief();
        }
    stream();
    both();
    others();
    refused();
    return finish_tests();
}
