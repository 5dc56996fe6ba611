/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What Windows programs take for granted and LP64 makes different; as C and as C++. */
#include "check.h"
#include <sys/time.h>
#include <mstcpip.h>

#ifndef __MINGW32__      /* whose __forceinline is extern */
static __forceinline int twice(int x) { return 2 * x; }
__forceinline static int thrice(int x) { return 3 * x; }
__forceinline int once(int x) { return x; }
#endif

static void numbers_of_the_system(void)
{
    SOCKET a = udp();
    struct timeval now = { 0, -1 };
    u_long on = 1;
#ifdef __cplusplus
    unsigned long more = ~0ul;
#endif

    equal(0, gettimeofday(&now, NULL), 0, "gettimeofday fills the timeval of Windows");
    check(0, now.tv_usec >= 0 && now.tv_usec < 1000000 && llabs(now.tv_sec - (long long)time(NULL)) <= 1, "with the time");
    equal(0, ioctlsocket(a, FIONBIO, &on), 0, "ioctlsocket");
    bind_local(a);
#ifdef __cplusplus
    equal(0, ioctlsocket(a, FIONREAD, &more), 0, "with an unsigned long");
    equal(0, (long long)more, 0, "all of it is written");
    equal(0, ioctlsocket(a, FIONBIO, (unsigned long *)NULL) ? WSAGetLastError() : 0, WSAEFAULT, "NULL is refused");
#endif
    closesocket(a);
#ifndef __MINGW32__
    equal(0, once(1) + twice(1) + thrice(1), 6, "__forceinline, with static and without");
#endif
}

/* Programs rely on it that an AcceptEx pends although a connection waits. */
static void accept_pends(void)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    SOCKET l = tcp(), a = tcp(), b = tcp();
    struct sockaddr_in where = bind_local(l);
    char output[2 * (sizeof(struct sockaddr_in) + 16)];
    OVERLAPPED ov, *taken;
    ULONG_PTR key;
    DWORD n;
    BOOL rc;

    listen(l, 1);
    connect(a, (struct sockaddr *)&where, sizeof where);
    CreateIoCompletionPort((HANDLE)l, port, 7, 0);
    SetFileCompletionNotificationModes((HANDLE)l, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS);
    memset(&ov, 0, sizeof ov);
    rc = AcceptEx(l, b, output, 0, sizeof output / 2, sizeof output / 2, &n, &ov);
    check(0, !rc && WSAGetLastError() == ERROR_IO_PENDING, "AcceptEx pends where a connection waits");
    check(0, GetQueuedCompletionStatus(port, &n, &key, &taken, LONG_TIME) && taken == &ov && key == 7, "and has one packet");
    check(0, !GetQueuedCompletionStatus(port, &n, &key, &taken, 0) && taken == NULL, "and no other");
    closesocket(a);
    closesocket(b);
    closesocket(l);
    CloseHandle(port);
}

static void select_with_a_negative_time(void)
{
    struct timeval past = { 0, -1000 }, invalid = { -1, 0 };
    SOCKET a, b;
    fd_set set;

    tcp_pair(&a, &b);
    FD_ZERO(&set);
    FD_SET(b, &set);
    equal(0, select(0, &set, NULL, NULL, &past), 0, "select with negative microseconds looks and does not wait");
    put(a, "x");
    wait_for(b, 1);
    FD_ZERO(&set);
    FD_SET(b, &set);
    equal(0, select(0, &set, NULL, NULL, &past), 1, "and finds what is there");
    equal(0, select(0, &set, NULL, NULL, &invalid) ? WSAGetLastError() : 0, WSAEINVAL, "negative seconds are refused");
    closesocket(a);
    closesocket(b);
}

/* mstcpip.h: addresses of either family. MinGW has none of these. */
static void addresses(void)
{
#ifndef __MINGW32__
    SOCKADDR_STORAGE a;
    SOCKADDR *any = (SOCKADDR *)&a;
    short families[2] = { AF_INET, AF_INET6 };
    SCOPE_ID scope;
    IN_ADDR four;
    int i;

    memset(&scope, 0, sizeof scope);
    for (i = 0; i < 2; i++) {
        memset(&a, 0x55, sizeof a);
        a.ss_family = families[i];
        INETADDR_SETANY(any);
        check(0, INETADDR_ISANY(any) && !INETADDR_ISLOOPBACK(any) && a.ss_family == families[i] && SS_PORT(any) == 0,
              "INETADDR_SETANY");
        INETADDR_SETLOOPBACK(any);
        SS_PORT(any) = htons(80);
        check(0, INETADDR_ISLOOPBACK(any) && !INETADDR_ISANY(any) && INETADDR_PORT(any) == htons(80), "INETADDR_SETLOOPBACK");
        equal(0, INETADDR_ADDRESS(any)[i ? 15 : 0], i ? 1 : 127, "INETADDR_ADDRESS");
    }
    IN4ADDR_SETLOOPBACK((SOCKADDR_IN *)&a);
    four = ((SOCKADDR_IN *)&a)->sin_addr;
    check(0, IN4_IS_ADDR_LOOPBACK(&four) && !IN4_IS_ADDR_MULTICAST(&four) && !IN4_IS_ADDR_RFC1918(&four), "IN4ADDR_SETLOOPBACK, IN4_IS_ADDR_LOOPBACK");
    IN6ADDR_SETV4MAPPED((SOCKADDR_IN6 *)&a, &four, scope, htons(80));
    check(0, IN6ADDR_ISV4MAPPED((SOCKADDR_IN6 *)&a) && SS_PORT(any) == htons(80) && !memcmp(INETADDR_ADDRESS(any) + 12, &four, 4), "IN6ADDR_SETV4MAPPED");
    four.s_addr = htonl(0xE0000001);
    check(0, IN4_IS_ADDR_MULTICAST(&four) && !IN4_IS_ADDR_LINKLOCAL(&four) && !IN4_IS_ADDR_BROADCAST(&four), "IN4_IS_ADDR_MULTICAST");
    four.s_addr = htonl(0xAC1F0001);
    check(0, IN4_IS_ADDR_RFC1918(&four) && !IN4_IS_ADDR_UNSPECIFIED(&four), "IN4_IS_ADDR_RFC1918");
    a.ss_family = AF_INET;
    check(0, !IN6ADDR_ISANY((SOCKADDR_IN6 *)&a) && !IN6ADDR_ISLOOPBACK((SOCKADDR_IN6 *)&a), "another family is neither");
#endif
}

int main(void)
{
    start();
    numbers_of_the_system();
    addresses();
    accept_pends();
    select_with_a_negative_time();
    return finish_tests();
}
