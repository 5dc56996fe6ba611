/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What the network says about datagrams, message by message of ICMP, and datagrams that are too long. */
#include "netlink.h"

static u_short sum(const u_short *words, int count)
{
    unsigned total = 0;

    while (count--)
        total += *words++;
    total = (total & 0xffff) + (total >> 16);
    return (u_short)~(total + (total >> 16));
}

/* An ICMP message about a datagram that the socket has sent to port 9. */
static void say(SOCKET raw, SOCKET s, int type, int code)
{
    u_short message[18] = { 0 };
    unsigned char *b = (unsigned char *)message;
    struct sockaddr_in to = name_of(s);

    b[0] = (unsigned char)type;
    b[1] = (unsigned char)code;
    if (type == 3 && code == 4)
        b[6] = 4; /* the MTU: 1024 */
    b[8] = 0x45;
    b[11] = 28;
    b[17] = IPPROTO_UDP;
    memcpy(b + 20, &to.sin_addr, 4);
    memcpy(b + 24, &to.sin_addr, 4);
    memcpy(b + 28, &to.sin_port, 2);
    b[31] = 9;
    b[33] = 8;
    message[1] = sum(message, 18);
    to.sin_port = 0;
    equal(0, sendto(raw, (char *)message, sizeof message, 0, (struct sockaddr *)&to, sizeof to), sizeof message, "an ICMP message");
}

static int readable(SOCKET s)
{
    struct timeval none = { 0, 0 };
    fd_set set;

    FD_ZERO(&set);
    FD_SET(s, &set);
    return select(0, &set, NULL, NULL, &none);
}

/* The page of WSARecv: "port unreachable" is WSAECONNRESET, a time to live that has expired is WSAENETRESET. Nothing else is told. */
static void messages(void)
{
    static const struct { int type, code, error; const char *what; } table[] = {
        { 3, 0, 0, "net unreachable" }, { 3, 1, 0, "host unreachable" }, { 3, 2, 0, "protocol unreachable" },
        { 3, 3, WSAECONNRESET, "port unreachable" }, { 3, 4, 0, "fragmentation needed" }, { 3, 7, 0, "host unknown" },
        { 3, 13, 0, "administratively prohibited" }, { 11, 0, WSAENETRESET, "time to live expired" }, { 12, 0, 0, "parameter problem" },
    };
    SOCKET raw = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    int i, round;

    for (i = 0; i < (int)(sizeof table / sizeof *table); i++)
        for (round = 0; round < 4; round++) {
            SOCKET s = udp();
            struct sockaddr_in where = bind_local(s);
            WSAOVERLAPPED ov;
            char b[8];
            DWORD flags = 0, n = 0;
            WSABUF buffer = { sizeof b, b };
            int error = table[i].error;

            printf("%s:\n", table[i].what);
            nonblocking(s, 1);
            prepare(&ov);
            if (round == 0) {
                say(raw, s, table[i].type, table[i].code);
                equal(0, readable(s), error != 0, "is something to read if it is told");
                equal(0, recv(s, b, sizeof b, 0) < 0 ? WSAGetLastError() : 0, error ? error : WSAEWOULDBLOCK, "a receive");
            } else if (round == 1) {
                say(raw, s, table[i].type, table[i].code);
                equal(0, sendto(s, "own", 3, 0, (struct sockaddr *)&where, sizeof where), 3, "the next send goes out");
                if (error)
                    equal(0, recv(s, b, sizeof b, 0) < 0 ? WSAGetLastError() : 0, error, "and the receive after it tells");
                equal(0, recv(s, b, sizeof b, 0), 3, "then the datagram comes");
            } else if (round == 2) {
                WSARecv(s, &buffer, 1, NULL, &flags, &ov, NULL);
                say(raw, s, table[i].type, table[i].code);
                sendto(s, "own", 3, 0, (struct sockaddr *)&where, sizeof where);
                equal(0, result(s, &ov, &n, NULL), error, "a receive that is pending");
                equal(0, n, error ? 0 : 3, "with its bytes");
            } else if (error) {
                BOOL off = FALSE;

                equal(0, WSAIoctl(s, error == WSAECONNRESET ? SIO_UDP_CONNRESET : SIO_UDP_NETRESET, &off, sizeof off, NULL, 0, &n, NULL, NULL), 0,
                      "is not wanted");
                say(raw, s, table[i].type, table[i].code);
                equal(0, readable(s), 0, "and is not there");
                equal(0, recv(s, b, sizeof b, 0) < 0 ? WSAGetLastError() : 0, WSAEWOULDBLOCK, "for a receive either");
            }
            WSACloseEvent(ov.hEvent);
            closesocket(s);
        }
    closesocket(raw);
}

/* A socket of both families hears the same about its datagrams of IPv4 as one of IPv4. */
static void both_families(void)
{
    SOCKET s = socket(AF_INET6, SOCK_DGRAM, 0), closed = udp();
    struct sockaddr_in6 to;
    u_short port;
    DWORD off = 0, time = 2000;
    char b[8];

    bind_local(closed);
    port = name_of(closed).sin_port;
    closesocket(closed);
    setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, (char *)&off, sizeof off);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, (char *)&time, sizeof time);
    memset(&to, 0, sizeof to);
    to.sin6_family = AF_INET6;
    to.sin6_port = port;
    inet_pton(AF_INET6, "::ffff:127.0.0.1", &to.sin6_addr);
    equal(0, sendto(s, "to", 2, 0, (struct sockaddr *)&to, sizeof to), 2, "a datagram of IPv4 from a socket of both families");
    equal(22, recv(s, b, sizeof b, 0) < 0 ? WSAGetLastError() : 0, WSAECONNRESET, "nobody has its port: WSAECONNRESET");
    closesocket(s);
}

static unsigned long long used(void)
{
    FILETIME begin, end, kernel, user;

    GetProcessTimes(GetCurrentProcess(), &begin, &end, &kernel, &user);
    return kernel.dwLowDateTime + ((unsigned long long)kernel.dwHighDateTime << 32) + user.dwLowDateTime
           + ((unsigned long long)user.dwHighDateTime << 32);
}

/* A datagram that is too long fails, and leaves nothing behind. */
static void too_long(void)
{
    static char large[65508];
    SOCKET s = udp();
    struct sockaddr_in where = bind_local(s);
    unsigned long long before;
    WSAOVERLAPPED ov;
    char b[8];
    DWORD flags = 0, n = 0;
    WSABUF buffer = { sizeof b, b };

    prepare(&ov);
    equal(0, sendto(s, large, sizeof large, 0, (struct sockaddr *)&where, sizeof where) < 0 ? WSAGetLastError() : 0, WSAEMSGSIZE,
          "a datagram of 65508 bytes is too long");
    equal(0, readable(s), 0, "which is nothing to read");
    equal(0, WSARecv(s, &buffer, 1, NULL, &flags, &ov, NULL) ? WSAGetLastError() : 0, WSA_IO_PENDING, "a receive is pending");
    before = used();
    Sleep(300);
    check(0, used() - before < 1000000, "and takes no time of the processor");
    sendto(s, "own", 3, 0, (struct sockaddr *)&where, sizeof where);
    equal(0, result(s, &ov, &n, NULL), 0, "until a datagram comes");
    equal(0, n, 3, "which it gets");
    WSACloseEvent(ov.hEvent);
    closesocket(s);
}

int main(void)
{
    int has_network = own_network();

    if (has_network)
        loopback_is(1);
    start();
    too_long();
    both_families();
    if (has_network)
        messages();
    else
        printf("a network of its own is not permitted here\n");
    return finish_tests();
}
