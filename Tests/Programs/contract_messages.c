/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Datagrams, and message-oriented connections in their three kinds. */
#include "check.h"

static char buf[256];
static DWORD n;

static int receive_flags(SOCKET s, ULONG len, DWORD *flags)
{
    WSABUF b;

    b.buf = buf;
    b.len = len;
    return WSARecv(s, &b, 1, &n, flags, NULL, NULL) ? WSAGetLastError() : 0;
}

static void datagrams(void)
{
    SOCKET a, b, stranger;
    struct sockaddr_in where;
    WSAOVERLAPPED ov;
    WSABUF two[2];
    DWORD flags = 0, off = 0, bytes;
    WSANETWORKEVENTS told;
    HANDLE event;
    int size;

    udp_pair(&a, &b);
    put(a, "first");
    put(a, "second");
    check(60, get(b, buf, 64, 0, &n, NULL, NULL) == 0 && n == 5, "a receive returns one message, however much room there is");
    two[0].buf = buf;
    two[0].len = 2;
    two[1].buf = buf + 8;
    two[1].len = 8;
    check(60, WSARecv(b, two, 2, &n, &flags, NULL, NULL) == 0 && n == 6 && !memcmp(buf + 8, "cond", 4), "scattered");
    prepare(&ov);
    get(b, buf, 3, 0, NULL, &ov, NULL);
    put(a, "too long");
    check(61, result(b, &ov, &n, NULL) == WSAEMSGSIZE && n == 3 && !memcmp(buf, "too", 3),
          "a longer datagram fills the buffers with its first part: WSAEMSGSIZE");
    put(a, "whole");
    check(61, get(b, buf, 64, 0, &n, NULL, NULL) == 0 && n == 5, "and the excess is lost");
    put(a, "too long");
    n = 99;
    check(61, get(b, buf, 3, 0, &n, NULL, NULL) == WSAEMSGSIZE && n == 3, "a call that is not overlapped says how much fitted as well");
    put(a, "too long");
    n = 99;
    check(61, WSARecvFrom(b, two, 1, &n, &flags, NULL, NULL, NULL, NULL) == SOCKET_ERROR && WSAGetLastError() == WSAEMSGSIZE && n == 2, "so does WSARecvFrom");
    put(a, "too long");
    memset(&where, 0, sizeof where);
    size = sizeof where;
    check(61, recvfrom(b, buf, 3, 0, (struct sockaddr *)&where, &size) == SOCKET_ERROR && WSAGetLastError() == WSAEMSGSIZE &&
          where.sin_port == name_of(a).sin_port, "the sender of one that did not fit is known");
    flags = 0;
    put(a, "source");
    size = 15;
    check(0, recvfrom(b, buf, 64, 0, (struct sockaddr *)&where, &size) == SOCKET_ERROR && WSAGetLastError() == WSAEFAULT && size == 15,
          "a place that is too small for the source address: WSAEFAULT");
    size = sizeof where;
    check(0, recvfrom(b, buf, 64, 0, (struct sockaddr *)&where, &size) == 6 && size == sizeof where && where.sin_port == name_of(a).sin_port, "and the datagram stays");
    put(a, "");
    check(62, get(b, buf, 64, 0, &n, NULL, NULL) == 0 && n == 0, "a datagram may be empty");

    stranger = udp();
    bind_local(stranger);
    where = name_of(a);
    sendto(stranger, "nobody", 6, 0, (struct sockaddr *)&where, sizeof where);
    where = name_of(a);
    sendto(b, "friend", 6, 0, (struct sockaddr *)&where, sizeof where);
    check(63, get(a, buf, 64, 0, &n, NULL, NULL) == 0 && n == 6 && !memcmp(buf, "friend", 6),
          "a connected socket receives only from its peer; other messages are silently discarded");
    equal(64, get(b, buf, 8, MSG_WAITALL, &n, NULL, NULL), WSAEOPNOTSUPP, "MSG_WAITALL is not supported on datagram sockets");
    closesocket(a);
    closesocket(b);

    /* SIO_UDP_CONNRESET off: the bad news of an earlier send is not told. */
    a = udp();
    bind_local(a);
    b = udp();
    where = bind_local(b);
    closesocket(b);
    WSAIoctl(a, SIO_UDP_CONNRESET, &off, sizeof off, NULL, 0, &bytes, NULL, NULL);
    sendto(a, "x", 1, 0, (struct sockaddr *)&where, sizeof where);
    event = WSACreateEvent();
    WSAEventSelect(a, event, FD_READ);
    check(65, WSAEnumNetworkEvents(a, event, &told) == 0 && told.lNetworkEvents == 0, "is no event either");
    equal(65, get(a, buf, 8, 0, &n, NULL, NULL), WSAEWOULDBLOCK, "SIO_UDP_CONNRESET FALSE keeps port-unreachable quiet");
    closesocket(a);

    a = udp();
    bind_local(a);
    WSAEventSelect(a, event, FD_READ);
    sendto(a, "x", 1, 0, (struct sockaddr *)&where, sizeof where);
    check(22, WaitForSingleObject(event, LONG_TIME) == WAIT_OBJECT_0 && WSAEnumNetworkEvents(a, event, &told) == 0 && told.lNetworkEvents == FD_READ,
          "what ICMP says about a datagram is something to read");
    equal(22, get(a, buf, 8, 0, &n, NULL, NULL), WSAECONNRESET, "which the receive reports");
    closesocket(a);
    WSACloseEvent(event);
    closesocket(stranger);
}

/* A datagram for which there is no way: a socket for IPv6 only cannot reach an address of IPv4. */
static void no_way(void)
{
    SOCKET s = WSASocketW(AF_INET6, SOCK_DGRAM, IPPROTO_UDP, NULL, 0, WSA_FLAG_OVERLAPPED);
    struct sockaddr_in6 to;
    WSAOVERLAPPED ov;
    WSABUF part = { 1, buf };
    int i;

    memset(&to, 0, sizeof to);
    to.sin6_family = AF_INET6;
    bind(s, (struct sockaddr *)&to, sizeof to);
    to.sin6_port = htons(9);
    inet_pton(AF_INET6, "::ffff:127.0.0.1", &to.sin6_addr);
    for (i = 0; i < 2; i++) {
        check(0, sendto(s, "x", 1, 0, (struct sockaddr *)&to, sizeof to) == SOCKET_ERROR && WSAGetLastError() == WSAENETUNREACH, "no way for a datagram: WSAENETUNREACH");
        nonblocking(s, 1);
    }
    prepare(&ov);
    check(0, WSASendTo(s, &part, 1, NULL, 0, (struct sockaddr *)&to, sizeof to, &ov, NULL) == SOCKET_ERROR &&
          (WSAGetLastError() == WSAENETUNREACH || (WSAGetLastError() == WSA_IO_PENDING && result(s, &ov, &n, NULL) == WSAENETUNREACH)), "overlapped as well");
    equal(0, get(s, buf, 8, 0, &n, NULL, NULL), WSAEWOULDBLOCK, "which is no news for the receives");
    check(0, connect(s, (struct sockaddr *)&to, sizeof to) == SOCKET_ERROR && WSAGetLastError() == WSAENETUNREACH, "nor is there a connect");
    WSACloseEvent(ov.hEvent);
    closesocket(s);
}

#ifdef _WIN32
static void connections(void) { printf("message-oriented connections: not on this system\n"); }
#else
static WSAPROTOCOL_INFOA *find(DWORD set, DWORD clear)
{
    static WSAPROTOCOL_INFOA list[64];
    DWORD size = sizeof list;
    int i, count = WSAEnumProtocolsA(NULL, list, &size);

    for (i = 0; i < count; i++)
        if (list[i].iAddressFamily == AF_UNIX && list[i].iSocketType == SOCK_SEQPACKET &&
            (list[i].dwServiceFlags1 & set) == set && !(list[i].dwServiceFlags1 & clear))
            return &list[i];
    return NULL;
}

static int message_pair(WSAPROTOCOL_INFOA *entry, SOCKET *a, SOCKET *b)
{
    struct { USHORT family; char path[108]; } name;
    SOCKET l;

    if (!entry)
        return 0;
    memset(&name, 0, sizeof name);
    name.family = AF_UNIX;
    snprintf(name.path, sizeof name.path, "/tmp/ws2-contract-%lu-%lu", (unsigned long)GetCurrentProcessId(),
             (unsigned long)entry->dwCatalogEntryId);
    remove(name.path);
    l = WSASocketA(-1, -1, -1, entry, 0, WSA_FLAG_OVERLAPPED);
    *a = WSASocketA(-1, -1, -1, entry, 0, WSA_FLAG_OVERLAPPED);
    bind(l, (struct sockaddr *)&name, sizeof name);
    listen(l, 1);
    connect(*a, (struct sockaddr *)&name, sizeof name);
    *b = accept(l, NULL, NULL);
    closesocket(l);
    remove(name.path);
    return *b != INVALID_SOCKET;
}

static DWORD told_error, told_bytes, told_flags;

static void CALLBACK told_part(DWORD error, DWORD bytes, LPWSAOVERLAPPED ov, DWORD flags)
{
    (void)ov;
    told_error = error;
    told_bytes = bytes;
    told_flags = flags;
}

static void connections(void)
{
    SOCKET a, b;
    DWORD flags, in;
    WSAOVERLAPPED ov;

    check(66, message_pair(find(XP1_MESSAGE_ORIENTED | XP1_PARTIAL_MESSAGE, XP1_PSEUDO_STREAM), &a, &b),
          "the catalog offers message-oriented connections with partial messages");
    put(a, "a long message");
    flags = 0;
    check(67, receive_flags(b, 6, &flags) == 0 && n == 6 && flags == MSG_PARTIAL, "a part: MSG_PARTIAL is set");
    equal(0, unread(b), 8, "FIONREAD counts the rest");
    flags = 0;
    check(67, receive_flags(b, 64, &flags) == 0 && n == 8 && flags == 0, "subsequent receives get the rest, MSG_PARTIAL clear at its end");
    prepare(&ov);
    in = 0;
    get(b, buf, 4, 0, NULL, &ov, NULL);
    put(a, "pending");
    check(68, result(b, &ov, &n, &in) == 0 && n == 4 && in == MSG_PARTIAL, "WSAGetOverlappedResult has the flag after a late completion");
    flags = 0;
    receive_flags(b, 64, &flags);
    memset(&ov, 0, sizeof ov);
    get(b, buf, 4, 0, NULL, &ov, told_part);
    put(a, "pending");
    check(68, SleepEx(LONG_TIME, TRUE) == WAIT_IO_COMPLETION && told_error == 0 && told_bytes == 4 && told_flags == MSG_PARTIAL, "a routine is told it as well");
    flags = MSG_PEEK;
    check(50, receive_flags(b, 2, &flags) == 0 && n == 2 && flags == MSG_PARTIAL && !memcmp(buf, "in", 2), "MSG_PEEK looks at the rest");
    flags = 0;
    check(50, receive_flags(b, 64, &flags) == 0 && n == 3 && flags == 0 && !memcmp(buf, "ing", 3), "and leaves it");
    put(a, "");
    flags = 0;
    check(69, receive_flags(b, 64, &flags) == 0 && n == 0, "a zero byte message is a message");
    shutdown(a, SD_SEND);
    flags = 0;
    equal(70, receive_flags(b, 64, &flags), WSAEDISCON, "WSAEDISCON: message oriented and gracefully closed");
    closesocket(a);
    closesocket(b);

    check(71, message_pair(find(XP1_MESSAGE_ORIENTED, XP1_PSEUDO_STREAM | XP1_PARTIAL_MESSAGE), &a, &b), "and without");
    put(a, "all of it");
    flags = 0;
    equal(72, receive_flags(b, 3, &flags), WSAEMSGSIZE, "reliable without MSG_PARTIAL: WSAEMSGSIZE");
    flags = 0;
    check(72, receive_flags(b, 64, &flags) == 0 && n == 9, "and a larger buffer retrieves the entire message");
    closesocket(a);
    closesocket(b);

    check(73, message_pair(find(XP1_MESSAGE_ORIENTED | XP1_PSEUDO_STREAM, 0), &a, &b), "and as a pseudo stream");
    put(a, "one");
    put(a, "two");
    wait_for(b, 6);
    flags = 0;
    check(73, receive_flags(b, 64, &flags) == 0 && n == 6, "which acts as a byte stream");
    closesocket(a);
    closesocket(b);
}
#endif

int main(void)
{
    start();
    datagrams();
    no_way();
    connections();
    return finish_tests();
}
