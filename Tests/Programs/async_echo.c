/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The classic server of one thread and one window: it is told what its sockets can do, and answers twelve clients that
 * are threads of their own. Each sends more than the buffers hold, in pieces of odd sizes. */
#include "check.h"

#define WM_SOCKET (WM_USER + 1)
#define CLIENTS 12
#define TOTAL 300000

typedef struct {
    SOCKET s;
    char data[4096]; /* received and not yet sent back */
    int first, last;
} Connection;

static Connection connections[CLIENTS];
static int opened, closed, strange;
static SOCKET listener;
static struct sockaddr_in where;

static Connection *find(SOCKET s)
{
    int i;

    for (i = 0; i < opened; i++)
        if (connections[i].s == s)
            return &connections[i];
    return NULL;
}

static void hang_up(Connection *c)
{
    closesocket(c->s);
    c->s = INVALID_SOCKET;
    if (++closed == CLIENTS)
        PostQuitMessage(0);
}

/* Sends what was received and receives more, until one of both would block. */
static void move(Connection *c)
{
    int n;

    for (;;) {
        while (c->first < c->last) {
            n = send(c->s, c->data + c->first, c->last - c->first, 0);
            if (n < 0) {
                strange += WSAGetLastError() != WSAEWOULDBLOCK;
                return; /* FD_WRITE comes */
            }
            c->first += n;
        }
        c->first = c->last = 0;
        n = recv(c->s, c->data, sizeof c->data, 0);
        if (n < 0) {
            strange += WSAGetLastError() != WSAEWOULDBLOCK;
            return; /* FD_READ comes */
        }
        if (n == 0) {
            hang_up(c);
            return;
        }
        c->last = n;
    }
}

static LRESULT CALLBACK procedure(HWND h, UINT m, WPARAM w, LPARAM l)
{
    Connection *c;

    if (m != WM_SOCKET)
        return DefWindowProcA(h, m, w, l);
    strange += WSAGETSELECTERROR(l) != 0;
    switch (WSAGETSELECTEVENT(l)) {
    case FD_ACCEPT:
        strange += w != (WPARAM)listener;
        connections[opened].s = accept(listener, NULL, NULL);
        if (connections[opened].s != INVALID_SOCKET)
            opened++;
        break;
    case FD_READ:
    case FD_WRITE:
    case FD_CLOSE:
        c = find((SOCKET)w);
        if (c) /* a message may outlive its socket */
            move(c);
        break;
    default:
        strange++;
    }
    return 0;
}

static unsigned char byte_at(unsigned client, unsigned i) { return (unsigned char)(i * 7 + i / 251 + client * 31); }

static DWORD WINAPI send_all(void *argument)
{
    SOCKET s = ((SOCKET *)argument)[0];
    unsigned client = (unsigned)((SOCKET *)argument)[1], at = 0, n, i;
    unsigned char block[5000];

    while (at < TOTAL) {
        n = 1 + (at * 13 + client) % sizeof block;
        if (n > TOTAL - at)
            n = TOTAL - at;
        for (i = 0; i < n; i++)
            block[i] = byte_at(client, at + i);
        if (send(s, (char *)block, (int)n, 0) != (int)n)
            return 1;
        at += n;
    }
    shutdown(s, SD_SEND);
    return 0;
}

/* One client: a thread sends, this one compares what comes back. The bytes that were wrong or missing. */
static DWORD WINAPI client(void *argument)
{
    SOCKET pair[2];
    unsigned char block[3000];
    unsigned at = 0, wrong = 0;
    int n, i;
    HANDLE sender;

    pair[0] = tcp();
    pair[1] = (SOCKET)(ULONG_PTR)argument;
    if (connect(pair[0], (struct sockaddr *)&where, sizeof where))
        return TOTAL;
    sender = thread(send_all, pair);
    while ((n = recv(pair[0], (char *)block, sizeof block, 0)) > 0)
        for (i = 0; i < n; i++)
            wrong += block[i] != byte_at((unsigned)pair[1], at++);
    join(sender);
    closesocket(pair[0]);
    return wrong + (TOTAL - at);
}

int main(void)
{
    HANDLE clients[CLIENTS];
    WNDCLASSA c;
    HWND window;
    MSG m;
    int i;

    start();
    memset(&c, 0, sizeof c);
    c.lpfnWndProc = procedure;
    c.lpszClassName = "echo";
    c.hInstance = GetModuleHandleA(NULL);
    RegisterClassA(&c);
    window = CreateWindowExA(0, "echo", NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, c.hInstance, NULL);
    listener = tcp();
    where = bind_local(listener);
    listen(listener, CLIENTS);
    equal(0, WSAAsyncSelect(listener, window, WM_SOCKET, FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE), 0, "WSAAsyncSelect");
    for (i = 0; i < CLIENTS; i++)
        clients[i] = thread(client, (void *)(ULONG_PTR)i);
    SetTimer(window, 1, LONG_TIME, NULL); /* ends what hangs */
    while (GetMessageA(&m, NULL, 0, 0) > 0) {
        if (m.message == WM_TIMER)
            break;
        DispatchMessageA(&m);
    }
    equal(0, opened, CLIENTS, "all clients were accepted");
    equal(0, closed, CLIENTS, "and all have gone");
    equal(0, strange, 0, "no strange message");
    for (i = 0; i < CLIENTS; i++) {
        DWORD wrong = 1;

        WaitForSingleObject(clients[i], LONG_TIME);
        GetExitCodeThread(clients[i], &wrong);
        equal(0, wrong, 0, "a client has everything back");
        CloseHandle(clients[i]);
    }
    closesocket(listener);
    return finish_tests();
}
