/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What closesocket, CancelIo and CancelIoEx end: what has come before them is not lost, though no thread was there to
 * take it; and blocking calls of other threads are operations of the socket as well. */
#include "check.h"
#include <mstcpip.h>

enum { ROUNDS = 30, RECEIVES = 4, PART = 10 };

/* All that was sent has reached the other side. */
static void wait_until_arrived(SOCKET s)
{
    DWORD version = 0, n, begin = GetTickCount();
    TCP_INFO_v0 info;

    do
        WSAIoctl(s, SIO_TCP_INFO, &version, sizeof version, &info, sizeof info, &n, NULL, NULL);
    while (info.BytesInFlight > 0 && GetTickCount() - begin < LONG_TIME);
}

enum { CLOSE, CANCEL_ALL, CANCEL_OWN };

static void arrived(int how, const char *what)
{
    int i, j, whole = 0, cancelled = 0;

    for (i = 0; i < ROUNDS; i++) {
        WSAOVERLAPPED ov[RECEIVES];
        char room[RECEIVES][PART];
        SOCKET a, b, any = udp();
        DWORD n, flags;

        tcp_pair(&a, &b);
        for (j = 0; j < RECEIVES; j++) {
            prepare(&ov[j]);
            get(b, room[j], PART, 0, NULL, &ov[j], NULL);
        }
        send(a, "0123456789abcdefghijABCDEFGHIJ", (RECEIVES - 1) * PART, 0);
        wait_until_arrived(a);
        if (how == CLOSE)
            closesocket(b);
        else if (how == CANCEL_ALL)
            CancelIoEx((HANDLE)b, NULL);
        else
            CancelIo((HANDLE)b);
        for (j = 0; j < RECEIVES; j++) {
            WaitForSingleObject(ov[j].hEvent, LONG_TIME);
            /* The handle may be gone: the block tells. */
            if (WSAGetOverlappedResult(how == CLOSE ? any : b, &ov[j], &n, FALSE, &flags))
                whole += n == PART && room[j][0] == "0aA"[j];
            else
                cancelled += j == RECEIVES - 1 && WSAGetLastError() == (how == CLOSE ? WSAECONNABORTED : WSA_OPERATION_ABORTED);
            WSACloseEvent(ov[j].hEvent);
        }
        closesocket(a);
        if (how != CLOSE)
            closesocket(b);
        closesocket(any);
    }
    equal(0, whole, ROUNDS * (RECEIVES - 1), what);
    equal(0, cancelled, ROUNDS, "and ends what still waits");
}

/* MARK: Whose operations */

static HANDLE begun;
static HANDLE over;

struct foreign { SOCKET s; WSAOVERLAPPED ov; char byte; };

static DWORD WINAPI posts_and_stays(LPVOID arg)
{
    struct foreign *f = arg;

    get(f->s, &f->byte, 1, 0, NULL, &f->ov, NULL);
    SetEvent(begun);
    WaitForSingleObject(over, LONG_TIME);
    return 0;
}

static int is_pending(WSAOVERLAPPED *ov) { return WaitForSingleObject(ov->hEvent, 20) == WAIT_TIMEOUT && !HasOverlappedIoCompleted(ov); }

static int is_cancelled(SOCKET s, WSAOVERLAPPED *ov)
{
    DWORD n = 77;

    return result(s, ov, &n, NULL) == WSA_OPERATION_ABORTED && n == 0 && ov->Internal == 0xC0000120;
}

static void whose(void)
{
    SOCKET a, b;
    struct foreign f;
    WSAOVERLAPPED ov[3];
    char room[3];
    HANDLE t;
    DWORD n;
    int i;

    over = CreateEventW(NULL, TRUE, FALSE, NULL);
    tcp_pair(&a, &b);
    f.s = b;
    prepare(&f.ov);
    t = thread(posts_and_stays, &f);
    WaitForSingleObject(begun, LONG_TIME);
    check(0, CancelIo((HANDLE)b) && is_pending(&f.ov), "CancelIo of a thread that has no operation is TRUE, and ends none of another");
    for (i = 0; i < 3; i++) {
        prepare(&ov[i]);
        get(b, room + i, 1, 0, NULL, &ov[i], NULL);
    }
    check(0, CancelIoEx((HANDLE)b, &ov[1]) && is_cancelled(b, &ov[1]), "CancelIoEx ends the operation that is named");
    check(0, is_pending(&ov[0]) && is_pending(&ov[2]) && is_pending(&f.ov), "and no other");
    check(0, !CancelIoEx((HANDLE)b, &ov[1]) && GetLastError() == ERROR_NOT_FOUND, "a second time: ERROR_NOT_FOUND");
    check(0, CancelIo((HANDLE)b) && is_cancelled(b, &ov[0]) && is_cancelled(b, &ov[2]), "CancelIo ends those of its thread");
    check(0, is_pending(&f.ov), "and no other");
    check(0, !CancelSynchronousIo(t) && GetLastError() == ERROR_NOT_FOUND, "CancelSynchronousIo of a thread that is in no such call: ERROR_NOT_FOUND");
    put(a, "x");
    check(0, result(b, &f.ov, &n, NULL) == 0 && n == 1 && f.byte == 'x', "which gets its data");
    SetEvent(over);
    join(t);
    for (i = 0; i < 3; i++)
        WSACloseEvent(ov[i].hEvent);
    WSACloseEvent(f.ov.hEvent);
    CloseHandle(over);
    closesocket(a);
    closesocket(b);
}

/* MARK: Blocking calls */

static char large[1 << 20];

static DWORD WINAPI receives(LPVOID s)
{
    SetEvent(begun);
    return recv((SOCKET)s, large, 1, 0) == SOCKET_ERROR ? WSAGetLastError() : 0;
}

static DWORD WINAPI receives_from(LPVOID s)
{
    SetEvent(begun);
    return recvfrom((SOCKET)s, large, 1, 0, NULL, NULL) == SOCKET_ERROR ? WSAGetLastError() : 0;
}

static DWORD WINAPI accepts(LPVOID s)
{
    SetEvent(begun);
    return accept((SOCKET)s, NULL, NULL) == INVALID_SOCKET ? WSAGetLastError() : 0;
}

static DWORD WINAPI sends(LPVOID s)
{
    SetEvent(begun);
    while (send((SOCKET)s, large, sizeof large, 0) > 0)
        ;
    return WSAGetLastError();
}

/* The way in which .NET ends blocking calls before it closes a socket: until they have come back. */
static void unblock(LPTHREAD_START_ROUTINE call, SOCKET s, const char *what)
{
    DWORD code = 0, begin = GetTickCount();
    HANDLE t = thread(call, (void *)s);

    WaitForSingleObject(begun, LONG_TIME);
    do
        CancelIoEx((HANDLE)s, NULL);
    while (WaitForSingleObject(t, 1) == WAIT_TIMEOUT && GetTickCount() - begin < LONG_TIME);
    GetExitCodeThread(t, &code);
    equal(0, code, WSA_OPERATION_ABORTED, what);
    CloseHandle(t);
}

static void blocking(void)
{
    SOCKET a, b, u = udp(), l = tcp();
    WSAOVERLAPPED other;

    tcp_pair(&a, &b);
    bind_local(u);
    bind_local(l);
    listen(l, 1);
    memset(&other, 0, sizeof other);
    unblock(receives, b, "CancelIoEx without an OVERLAPPED ends a recv of another thread");
    unblock(receives_from, u, "a recvfrom");
    unblock(accepts, l, "an accept");
    unblock(sends, b, "a send");
    check(0, !CancelIoEx((HANDLE)b, NULL) && GetLastError() == ERROR_NOT_FOUND, "then nothing is left: ERROR_NOT_FOUND");
    check(0, !CancelIoEx((HANDLE)b, &other) && GetLastError() == ERROR_NOT_FOUND, "and none has this OVERLAPPED");
    closesocket(a);
    closesocket(b);
    closesocket(u);
    closesocket(l);
}

int main(void)
{
    start();
    begun = CreateEventW(NULL, FALSE, FALSE, NULL);
    arrived(CLOSE, "closesocket delivers what has come before it");
    arrived(CANCEL_ALL, "so does CancelIoEx");
    arrived(CANCEL_OWN, "so does CancelIo");
    whose();
    blocking();
    CloseHandle(begun);
    return finish_tests();
}
