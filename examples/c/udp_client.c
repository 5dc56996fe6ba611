/* Sends datagrams from a connected socket and prints the answers: udp_client PORT TEXT... */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    struct sockaddr_in name;
    DWORD timeout = 20000;      /* ms: a DWORD here, not a struct timeval */
    WSADATA data;
    char bytes[512];
    SOCKET s, stranger;
    int i, n;

    if (argc < 2 || WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    memset(&name, 0, sizeof name);
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons((u_short)atoi(argv[1]));
    s = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    if (setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, (const char *)&timeout, sizeof timeout) == SOCKET_ERROR ||
        connect(s, (struct sockaddr *)&name, sizeof name) == SOCKET_ERROR) {
        fprintf(stderr, "connect: error %d\n", WSAGetLastError());
        return 1;
    }

    /* A connected socket receives from its peer only: what a stranger sends is dropped, and never seen below. */
    n = sizeof name;
    getsockname(s, (struct sockaddr *)&name, &n);
    stranger = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    n = sendto(stranger, "hello from a stranger", 21, 0, (struct sockaddr *)&name, sizeof name);
    printf("a stranger has sent %d bytes\n", n);
    closesocket(stranger);

    for (i = 2; i < argc; i++) {
        if (send(s, argv[i], (int)strlen(argv[i]), 0) == SOCKET_ERROR) {
            fprintf(stderr, "send: error %d\n", WSAGetLastError());
            return 1;
        }
        if (strcmp(argv[i], "stop") == 0)
            break;
        n = recv(s, bytes, sizeof bytes, 0);
        if (n == SOCKET_ERROR) {
            fprintf(stderr, "recv: error %d\n", WSAGetLastError());
            return 1;
        }
        printf("sent %d bytes, the answer is \"%.*s\"\n", (int)strlen(argv[i]), n, bytes);
    }
    closesocket(s);
    WSACleanup();
    return 0;
}
