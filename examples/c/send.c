/* Accepts one client and sends it a few messages, then closes: send [PORT] */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <ws2tcpip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma comment(lib, "Ws2_32.lib")

int main(int argc, char **argv)
{
    static const char *const messages[] = { "The first message.\n", "A second, somewhat longer message.\n", "The end.\n" };
    struct sockaddr_in name;
    WSADATA data;
    SOCKET listener, client;
    size_t i;

    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    memset(&name, 0, sizeof name);
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons((u_short)atoi(argc > 1 ? argv[1] : "27015"));
    if (bind(listener, (struct sockaddr *)&name, sizeof name) == SOCKET_ERROR || listen(listener, 1) == SOCKET_ERROR) {
        fprintf(stderr, "cannot listen: error %d\n", WSAGetLastError());
        return 1;
    }
    client = accept(listener, NULL, NULL);
    if (client == INVALID_SOCKET)
        return 1;
    for (i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        if (send(client, messages[i], (int)strlen(messages[i]), 0) == SOCKET_ERROR)
            return 1;
        Sleep(100);     /* so that each message is received by itself */
    }
    shutdown(client, SD_SEND);
    closesocket(client);
    closesocket(listener);
    WSACleanup();
    return 0;
}
