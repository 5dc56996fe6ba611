/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What the test programs share: checks, which print one line each, and connected sockets. The programs are plain
 * Windows programs; the sockets live on the loopback, on ports that the system chooses. */
#ifndef CHECK_H
#define CHECK_H

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00
#endif
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef SIO_UDP_CONNRESET
#define SIO_UDP_CONNRESET _WSAIOW(IOC_VENDOR, 12)
#endif
#ifndef MSG_PUSH_IMMEDIATE
#define MSG_PUSH_IMMEDIATE 0x20
#endif

#define LONG_TIME 20000      /* ms: what must happen happens far sooner */
#define UNTOUCHED 0x7a7a7a7au

static int failures;

#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wunused-function"
#endif

/* One check: the rule's number in docs/CONTRACT.md (0: none), what holds, and whether it does. */
static void check(int rule, int holds, const char *what)
{
    if (!holds)
        failures++;
    if (rule)
        printf("%s R%d %s\n", holds ? "ok" : "FAILED", rule, what);
    else
        printf("%s %s\n", holds ? "ok" : "FAILED", what);
    fflush(stdout);
}

static void equal(int rule, long long got, long long want, const char *what)
{
    if (got != want)
        printf("  got %lld, want %lld\n", got, want);
    check(rule, got == want, what);
}

static void start(void)
{
    WSADATA data;

    if (WSAStartup(MAKEWORD(2, 2), &data)) {
        printf("FAILED WSAStartup\n");
        exit(2);
    }
}

static int finish_tests(void)
{
    WSACleanup();
    printf("%s\n", failures ? "FAILED" : "passed");
    return failures != 0;
}

static SOCKET tcp(void) { return WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED); }
static SOCKET udp(void) { return WSASocketW(AF_INET, SOCK_DGRAM, IPPROTO_UDP, NULL, 0, WSA_FLAG_OVERLAPPED); }

static struct sockaddr_in name_of(SOCKET s)
{
    struct sockaddr_in a;
    int n = sizeof a;

    memset(&a, 0, sizeof a);
    getsockname(s, (struct sockaddr *)&a, &n);
    return a;
}

static struct sockaddr_in bind_local(SOCKET s)
{
    struct sockaddr_in a;

    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(s, (struct sockaddr *)&a, sizeof a);
    return name_of(s);
}

/* A connection: a is the client, b the accepted side. */
static void tcp_pair(SOCKET *a, SOCKET *b)
{
    SOCKET l = tcp();
    struct sockaddr_in where = bind_local(l);
    BOOL on = TRUE;

    listen(l, 1);
    *a = tcp();
    connect(*a, (struct sockaddr *)&where, sizeof where);
    *b = accept(l, NULL, NULL);
    closesocket(l);
    setsockopt(*a, IPPROTO_TCP, TCP_NODELAY, (char *)&on, sizeof on);
    setsockopt(*b, IPPROTO_TCP, TCP_NODELAY, (char *)&on, sizeof on);
    if (*a == INVALID_SOCKET || *b == INVALID_SOCKET) {
        printf("FAILED to connect\n");
        exit(2);
    }
}

/* Two bound datagram sockets, of which a is connected to b. */
static void udp_pair(SOCKET *a, SOCKET *b)
{
    struct sockaddr_in where;

    *a = udp();
    *b = udp();
    where = bind_local(*b);
    bind_local(*a);
    connect(*a, (struct sockaddr *)&where, sizeof where);
}

static void nonblocking(SOCKET s, u_long on) { ioctlsocket(s, FIONBIO, &on); }

static u_long unread(SOCKET s)
{
    u_long n = 0;

    ioctlsocket(s, FIONREAD, &n);
    return n;
}

static void wait_for(SOCKET s, u_long bytes)
{
    DWORD begin = GetTickCount();

    while (unread(s) < bytes && GetTickCount() - begin < LONG_TIME)
        Sleep(1);
}

/* A receive with flags; 0 or the error. */
static int get(SOCKET s, char *buf, ULONG len, DWORD flags, DWORD *n, WSAOVERLAPPED *ov, LPWSAOVERLAPPED_COMPLETION_ROUTINE r)
{
    WSABUF b;

    b.buf = buf;
    b.len = len;
    WSASetLastError(0);
    return WSARecv(s, &b, 1, n, &flags, ov, r) ? WSAGetLastError() : 0;
}

static int put(SOCKET s, const char *text) { return send(s, text, (int)strlen(text), 0); }

static void prepare(WSAOVERLAPPED *ov)
{
    memset(ov, 0, sizeof *ov);
    ov->hEvent = WSACreateEvent();
}

/* Waits for an operation; 0 or the error. */
static int result(SOCKET s, WSAOVERLAPPED *ov, DWORD *n, DWORD *flags)
{
    DWORD count = 0, out = 0;
    int rc;

    if (WaitForSingleObject(ov->hEvent, LONG_TIME) != WAIT_OBJECT_0)
        return -1;
    WSASetLastError(0);
    rc = WSAGetOverlappedResult(s, ov, &count, FALSE, &out) ? 0 : WSAGetLastError();
    if (n)
        *n = count;
    if (flags)
        *flags = out;
    return rc;
}

/* Closes a connection by a reset. */
static void reset(SOCKET s)
{
    struct linger hard = { 1, 0 };

    setsockopt(s, SOL_SOCKET, SO_LINGER, (char *)&hard, sizeof hard);
    closesocket(s);
}

/* A function of WSAIoctl, which has the same ones for all sockets. */
static void *extension(GUID id)
{
    void *f = NULL;
    DWORD n;
    SOCKET s = tcp();

    WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &f, sizeof f, &n, NULL, NULL);
    closesocket(s);
    return f;
}

static HANDLE thread(LPTHREAD_START_ROUTINE f, void *arg) { return CreateThread(NULL, 0, f, arg, 0, NULL); }

static void join(HANDLE t)
{
    WaitForSingleObject(t, LONG_TIME);
    CloseHandle(t);
}

#endif
