/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * WSAAsyncGetHostByName and its kin, and WSACancelAsyncRequest. */
#include "check.h"

#define WM_FOUND (WM_USER + 1)
#define WM_LAST (WM_USER + 2)

static HWND window;
static char buffer[MAXGETHOSTSTRUCT];

/* The answer to a task: its error, or -1 if no message of its own comes. */
static int answer(HANDLE task, int *size)
{
    DWORD begin = GetTickCount();
    MSG m;

    if (!task)
        return -WSAGetLastError();
    while (!PeekMessageA(&m, window, WM_FOUND, WM_FOUND, PM_REMOVE)) {
        if (GetTickCount() - begin > LONG_TIME)
            return -1;
        MsgWaitForMultipleObjects(0, NULL, FALSE, LONG_TIME, QS_ALLINPUT);
    }
    if (size)
        *size = WSAGETASYNCBUFLEN(m.lParam);
    return m.wParam == (WPARAM)task ? WSAGETASYNCERROR(m.lParam) : -1;
}

static int inside(const void *p, int size) { return (const char *)p >= buffer && (const char *)p < buffer + size; }

static void hosts(void)
{
    struct in_addr loopback;
    struct hostent *h = (struct hostent *)buffer;
    int size = 0, small = 0;

    loopback.s_addr = htonl(INADDR_LOOPBACK);
    equal(0, answer(WSAAsyncGetHostByName(window, WM_FOUND, "localhost", buffer, sizeof buffer), &size), 0, "a host");
    check(0, h->h_addrtype == AF_INET && h->h_length == 4 && !memcmp(h->h_addr_list[0], &loopback, 4), "with its address");
    check(0, inside(h->h_name, sizeof buffer) && inside(h->h_addr_list, sizeof buffer) && inside(h->h_addr_list[0], sizeof buffer)
                 && inside(h->h_aliases, sizeof buffer),
          "all of it in the buffer");
    equal(0, answer(WSAAsyncGetHostByName(window, WM_FOUND, "localhost", buffer, 10), &small), WSAENOBUFS, "a buffer that is too small");
    check(0, small >= (int)sizeof(struct hostent), "the size that is needed");
    memset(buffer, 0x55, sizeof buffer);
    equal(0, answer(WSAAsyncGetHostByName(window, WM_FOUND, "localhost", buffer, small), NULL), 0, "is enough");
    equal(0, (unsigned char)buffer[small], 0x55, "and not exceeded");
    equal(0, answer(WSAAsyncGetHostByAddr(window, WM_FOUND, (char *)&loopback, 4, AF_INET, buffer, sizeof buffer), NULL), 0, "a host by its address");
    check(0, h->h_addrtype == AF_INET && !memcmp(h->h_addr_list[0], &loopback, 4), "has that address");
    check(0, answer(WSAAsyncGetHostByName(window, WM_FOUND, "no.such.host.invalid", buffer, sizeof buffer), &size) > 0, "no such host");
#ifndef _WIN32 /* Wine crashes, or does not ask */
    equal(0, answer(WSAAsyncGetHostByName(window, WM_FOUND, NULL, buffer, sizeof buffer), NULL), WSAEFAULT, "a wild name");
    equal(0, answer(WSAAsyncGetHostByName(window, WM_FOUND, "localhost", (char *)16, 1024), NULL), WSAEFAULT, "a wild buffer");
    equal(0, answer(WSAAsyncGetHostByName((HWND)0x1234, WM_FOUND, "localhost", buffer, sizeof buffer), NULL), -WSAEINVAL, "a window that is none");
#endif
}

static void services(void)
{
    struct servent *s = (struct servent *)buffer;
    struct protoent *p = (struct protoent *)buffer;

    equal(0, answer(WSAAsyncGetServByName(window, WM_FOUND, "http", "tcp", buffer, sizeof buffer), NULL), 0, "a service");
    check(0, s->s_port == htons(80) && !strcmp(s->s_name, "http") && !strcmp(s->s_proto, "tcp") && inside(s->s_name, sizeof buffer), "http");
    equal(0, answer(WSAAsyncGetServByPort(window, WM_FOUND, htons(80), NULL, buffer, sizeof buffer), NULL), 0, "by its port");
    check(0, s->s_port == htons(80) && !strcmp(s->s_name, "http"), "the same");
    equal(0, answer(WSAAsyncGetServByName(window, WM_FOUND, "no such service", NULL, buffer, sizeof buffer), NULL), WSANO_DATA, "no such service");
    equal(0, answer(WSAAsyncGetProtoByName(window, WM_FOUND, "tcp", buffer, sizeof buffer), NULL), 0, "a protocol");
    check(0, p->p_proto == IPPROTO_TCP && !strcmp(p->p_name, "tcp") && inside(p->p_name, sizeof buffer), "tcp");
    equal(0, answer(WSAAsyncGetProtoByNumber(window, WM_FOUND, 17, buffer, sizeof buffer), NULL), 0, "by its number");
    check(0, p->p_proto == IPPROTO_UDP && !strcmp(p->p_name, "udp"), "udp");
    equal(0, answer(WSAAsyncGetProtoByNumber(window, WM_FOUND, 200, buffer, sizeof buffer), NULL), WSANO_DATA, "no such protocol");
}

static int cancelled(HANDLE task) { return WSACancelAsyncRequest(task) ? WSAGetLastError() : 0; }

static void cancelling(void)
{
    HANDLE tasks[20], last;
    int i, n = 0, gone = 0;
    MSG m;

    last = WSAAsyncGetProtoByNumber(window, WM_FOUND, 6, buffer, sizeof buffer);
    equal(0, answer(last, NULL), 0, "a task that is over");
#ifndef _WIN32 /* Wine cancels nothing, and says that it did */
    equal(0, cancelled(last), WSAEALREADY, "cannot be cancelled");
    equal(0, cancelled(NULL), WSAEINVAL, "0 is no task");
    equal(0, cancelled((HANDLE)0x77777777), WSAEINVAL, "nor is any number");
    for (i = 0; i < 20; i++)
        tasks[i] = WSAAsyncGetHostByName(window, WM_FOUND, "localhost", buffer, sizeof buffer);
    for (i = 0; i < 20; i++) {
        int error = cancelled(tasks[i]);

        check(0, error == 0 || error == WSAEALREADY, "WSACancelAsyncRequest");
        gone += error == 0;
    }
    /* Lookups are answered in turn: behind this one nothing more comes. */
    check(0, WSAAsyncGetProtoByNumber(window, WM_LAST, 6, buffer, sizeof buffer) != NULL, "one more");
    do {
        GetMessageA(&m, window, 0, 0);
        n += m.message == WM_FOUND;
    } while (m.message != WM_LAST);
    equal(0, n + gone, 20, "each is either cancelled or answered");
    for (i = 0; i < 20; i++)
        equal(0, cancelled(tasks[i]), WSAEALREADY, "and is over then");
    last = WSAAsyncGetHostByName(window, WM_FOUND, "localhost", buffer, sizeof buffer);
    WSACleanup();
    start();
    equal(0, cancelled(last), WSAEALREADY, "WSACleanup ends them");
#else
    (void)tasks, (void)i, (void)n, (void)gone, (void)m;
#endif
}

int main(void)
{
    WNDCLASSA c;
    HANDLE task;

    memset(&c, 0, sizeof c);
    c.lpfnWndProc = DefWindowProcA;
    c.lpszClassName = "names";
    c.hInstance = GetModuleHandleA(NULL);
    RegisterClassA(&c);
    window = CreateWindowExA(0, "names", NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, c.hInstance, NULL);
#ifndef _WIN32 /* Wine does not ask for WSAStartup */
    task = WSAAsyncGetProtoByNumber(window, WM_FOUND, 6, buffer, sizeof buffer);
    check(0, !task && WSAGetLastError() == WSANOTINITIALISED, "WSAStartup comes first");
#else
    (void)task;
#endif
    start();
    hosts();
    services();
    cancelling();
    return finish_tests();
}
