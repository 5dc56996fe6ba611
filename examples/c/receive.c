/* Receives from a server until it closes, with overlapped WSARecv and an event: receive HOST [PORT] */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <stdio.h>
#include <stdlib.h>

#pragma comment(lib, "Ws2_32.lib")

static SOCKET connect_to(const char *host, const char *port)
{
    struct addrinfo hints, *list = NULL, *a;
    SOCKET s = INVALID_SOCKET;
    int tries, rc;

    ZeroMemory(&hints, sizeof hints);
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_protocol = IPPROTO_TCP;
    rc = getaddrinfo(host, port, &hints, &list);
    if (rc != 0) {
        fprintf(stderr, "getaddrinfo: error %d\n", rc);
        return INVALID_SOCKET;
    }
    for (tries = 0; tries < 50 && s == INVALID_SOCKET; tries++) {   /* the server may still be starting */
        for (a = list; a && s == INVALID_SOCKET; a = a->ai_next) {
            s = WSASocket(a->ai_family, a->ai_socktype, a->ai_protocol, NULL, 0, WSA_FLAG_OVERLAPPED);
            if (s != INVALID_SOCKET && connect(s, a->ai_addr, (int)a->ai_addrlen) == SOCKET_ERROR) {
                closesocket(s);
                s = INVALID_SOCKET;
            }
        }
        if (s == INVALID_SOCKET)
            Sleep(100);
    }
    if (s == INVALID_SOCKET)
        fprintf(stderr, "connect: error %d\n", WSAGetLastError());
    freeaddrinfo(list);
    return s;
}

int main(int argc, char **argv)
{
    WSADATA data;
    WSAOVERLAPPED overlapped;
    char bytes[4096];
    WSABUF buffer = { sizeof bytes, bytes };
    DWORD count, flags, total = 0;
    SOCKET s;
    int rc, error = 0;

    rc = WSAStartup(MAKEWORD(2, 2), &data);
    if (rc != 0) {
        fprintf(stderr, "WSAStartup: error %d\n", rc);
        return 1;
    }
    s = connect_to(argc > 1 ? argv[1] : "127.0.0.1", argc > 2 ? argv[2] : "27015");
    if (s == INVALID_SOCKET)
        return 1;
    printf("connected\n");

    ZeroMemory(&overlapped, sizeof overlapped);
    overlapped.hEvent = WSACreateEvent();
    do {
        flags = 0;
        rc = WSARecv(s, &buffer, 1, NULL, &flags, &overlapped, NULL);
        if (rc == SOCKET_ERROR && (error = WSAGetLastError()) != WSA_IO_PENDING) {
            fprintf(stderr, "WSARecv: error %d\n", error);
            return 1;
        }
        if (WSAWaitForMultipleEvents(1, &overlapped.hEvent, TRUE, WSA_INFINITE, FALSE) == WSA_WAIT_FAILED ||
            !WSAGetOverlappedResult(s, &overlapped, &count, FALSE, &flags)) {
            fprintf(stderr, "the receive failed: error %d\n", WSAGetLastError());
            return 1;
        }
        WSAResetEvent(overlapped.hEvent);
        printf("received %lu bytes\n", (unsigned long)count);
        total += count;
    } while (count != 0);
    printf("the server has closed; %lu bytes in all\n", (unsigned long)total);

    WSACloseEvent(overlapped.hEvent);
    closesocket(s);
    WSACleanup();
    return 0;
}
