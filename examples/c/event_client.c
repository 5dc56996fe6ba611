/* Sends lines to an echo server and prints what comes back, with WSAEventSelect: event_client PORT LINE... */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **lines;        /* those that are still to be sent */
static char reply[1024];
static int expected, received;

static void fail(const char *what, int error)
{
    fprintf(stderr, "%s: error %d\n", what, error);
    exit(1);
}

/* The lines are short and one at a time is under way: such a send does not come short. */
static void send_line(SOCKET s)
{
    if (*lines == NULL) {
        shutdown(s, SD_SEND);       /* the server will close as well: FD_CLOSE */
        return;
    }
    expected = (int)strlen(*lines);
    received = 0;
    if (expected >= (int)sizeof reply || send(s, *lines, expected, 0) != expected)
        fail("send", WSAGetLastError());
}

static void receive(SOCKET s)
{
    int n = recv(s, reply + received, expected - received, 0);

    if (n == SOCKET_ERROR && WSAGetLastError() != WSAEWOULDBLOCK)
        fail("recv", WSAGetLastError());
    if (n > 0 && (received += n) == expected) {
        printf("sent \"%s\", received \"%.*s\"\n", *lines, received, reply);
        lines++;
        send_line(s);
    }
}

int main(int argc, char **argv)
{
    struct sockaddr_in name;
    WSANETWORKEVENTS happened;
    WSAEVENT event;
    WSADATA data;
    SOCKET s;

    if (argc < 2 || WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    lines = argv + 2;
    s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    event = WSACreateEvent();
    /* From here on the socket is nonblocking. */
    if (WSAEventSelect(s, event, FD_CONNECT | FD_READ | FD_CLOSE) == SOCKET_ERROR)
        fail("WSAEventSelect", WSAGetLastError());
    memset(&name, 0, sizeof name);
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons((u_short)atoi(argv[1]));
    if (connect(s, (struct sockaddr *)&name, sizeof name) == SOCKET_ERROR && WSAGetLastError() != WSAEWOULDBLOCK)
        fail("connect", WSAGetLastError());

    do {
        if (WSAWaitForMultipleEvents(1, &event, FALSE, WSA_INFINITE, FALSE) == WSA_WAIT_FAILED ||
            WSAEnumNetworkEvents(s, event, &happened) == SOCKET_ERROR)
            fail("the wait", WSAGetLastError());
        if (happened.lNetworkEvents & FD_CONNECT) {
            if (happened.iErrorCode[FD_CONNECT_BIT] != 0)
                fail("the connection", happened.iErrorCode[FD_CONNECT_BIT]);
            printf("connected\n");
            send_line(s);
        }
        if (happened.lNetworkEvents & FD_READ)
            receive(s);
    } while (!(happened.lNetworkEvents & FD_CLOSE));
    printf("closed with error %d\n", happened.iErrorCode[FD_CLOSE_BIT]);

    WSACloseEvent(event);
    closesocket(s);
    WSACleanup();
    return *lines != NULL;
}
