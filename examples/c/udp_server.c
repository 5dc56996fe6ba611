/* Answers datagrams, with overlapped WSARecvFrom: udp_server [PORT]. A datagram "stop" ends it.
 * The buffer is small on purpose: what does not fit is cut off, and the receive completes with WSAEMSGSIZE. */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what)
{
    fprintf(stderr, "%s: error %d\n", what, WSAGetLastError());
    exit(1);
}

int main(int argc, char **argv)
{
    static const char note[] = "too long";
    struct sockaddr_in name, from;
    int length = sizeof name, from_length, error;
    char bytes[16];
    WSABUF buffer, answer;
    WSAOVERLAPPED overlapped;
    DWORD count, flags;
    WSADATA data;
    SOCKET s;

    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    s = WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, NULL, 0, WSA_FLAG_OVERLAPPED);
    memset(&name, 0, sizeof name);
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons((u_short)atoi(argc > 1 ? argv[1] : "27015"));
    if (bind(s, (struct sockaddr *)&name, sizeof name) == SOCKET_ERROR ||
        getsockname(s, (struct sockaddr *)&name, &length) == SOCKET_ERROR)
        fail("bind");
    printf("listening on port %d\n", ntohs(name.sin_port));
    fflush(stdout);

    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = WSACreateEvent();
    for (;;) {
        /* The flags, the address and its length are written when the receive completes: they, too, live until then. */
        buffer.buf = bytes;
        buffer.len = sizeof bytes;
        flags = 0;
        from_length = sizeof from;
        error = 0;
        if (WSARecvFrom(s, &buffer, 1, NULL, &flags, (struct sockaddr *)&from, &from_length, &overlapped, NULL) ==
                SOCKET_ERROR &&
            WSAGetLastError() != WSA_IO_PENDING)
            error = WSAGetLastError();
        else if (!WSAGetOverlappedResult(s, &overlapped, &count, TRUE, &flags))
            error = WSAGetLastError();
        answer = buffer;
        if (error == WSAEMSGSIZE) {
            printf("a datagram was cut off: \"%.*s\"\n", (int)sizeof bytes, bytes);
            answer.buf = (char *)note;
            answer.len = sizeof note - 1;
        } else if (error != 0) {
            WSASetLastError(error);
            fail("WSARecvFrom");
        } else {
            printf("%d bytes: \"%.*s\"\n", (int)count, (int)count, bytes);
            if (count == 4 && memcmp(bytes, "stop", 4) == 0)
                break;
            answer.len = count;
        }
        /* A send without an OVERLAPPED blocks. */
        if (WSASendTo(s, &answer, 1, &count, 0, (struct sockaddr *)&from, from_length, NULL, NULL) == SOCKET_ERROR)
            fail("WSASendTo");
    }
    WSACloseEvent(overlapped.hEvent);
    closesocket(s);
    WSACleanup();
    return 0;
}
