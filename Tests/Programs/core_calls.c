/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Socket functions one by one: sending, extension functions, events, polling, duplicates. */
#include "check.h"

static void sending(void)
{
    SOCKET a, b, u, v;
    WSABUF buffer = { 5, (char *)"hello" };
    DWORD n = 0, flags = 0;
    char text[16];
    struct sockaddr_in from, to;
    int size = sizeof from, only = 0;
    WSAMSG message;

    tcp_pair(&a, &b);
    check(0, WSASend(a, &buffer, 1, &n, 0, NULL, NULL) == 0 && n == 5, "WSASend");
    wait_for(b, 5);
    check(0, WSARecvEx(b, text, sizeof text, &only) == 5 && !memcmp(text, "hello", 5), "WSARecvEx");
    check(0, WSASendDisconnect(a, NULL) == 0, "WSASendDisconnect");
    check(0, recv(b, text, 1, 0) == 0, "ends the stream");
    check(0, WSARecvDisconnect(b, NULL) == 0, "WSARecvDisconnect");
    check(0, recv(b, text, 1, 0) == SOCKET_ERROR && WSAGetLastError() == WSAESHUTDOWN, "ends receiving");
    closesocket(a);
    closesocket(b);
    udp_pair(&u, &v);
    to = name_of(v);
    check(0, WSASendTo(u, &buffer, 1, &n, 0, (struct sockaddr *)&to, sizeof to, NULL, NULL) == 0 && n == 5, "WSASendTo");
    wait_for(v, 1);
    buffer.buf = text;
    buffer.len = sizeof text;
    check(0, WSARecvFrom(v, &buffer, 1, &n, &flags, (struct sockaddr *)&from, &size, NULL, NULL) == 0 && n == 5 && from.sin_port == name_of(u).sin_port,
          "WSARecvFrom");
    memset(&message, 0, sizeof message);
    buffer.len = 3;
    message.lpBuffers = &buffer;
    message.dwBufferCount = 1;
    check(0, WSASendMsg(u, &message, 0, &n, NULL, NULL) == 0 && n == 3, "WSASendMsg");
    wait_for(v, 1);
    size = sizeof from;
    check(0, recvfrom(v, text, sizeof text, 0, (struct sockaddr *)&from, &size) == 3, "recvfrom");
    closesocket(u);
    closesocket(v);
}

static void extensions(void)
{
    SOCKET l = tcp(), a = tcp(), b = tcp();
    struct sockaddr_in where = bind_local(l), *local = NULL, *remote = NULL;
    char addresses[2 * (sizeof(struct sockaddr_in) + 16)], text[8], path[64];
    int local_size = 0, remote_size = 0;
    OVERLAPPED ov;
    DWORD n = 0;
    HANDLE f;
    TRANSMIT_FILE_BUFFERS ends = { (LPVOID)"<", 1, (LPVOID)">", 1 };

    listen(l, 1);
    prepare(&ov);
    check(0, AcceptEx(l, b, addresses, 0, sizeof *local + 16, sizeof *remote + 16, &n, &ov) || WSAGetLastError() == ERROR_IO_PENDING, "AcceptEx");
    connect(a, (struct sockaddr *)&where, sizeof where);
    equal(0, result(l, &ov, &n, NULL), 0, "completes with a connection");
    GetAcceptExSockaddrs(addresses, 0, sizeof *local + 16, sizeof *remote + 16, (LPSOCKADDR *)&local, &local_size, (LPSOCKADDR *)&remote, &remote_size);
    check(0, local && local->sin_port == where.sin_port && remote && remote->sin_port == name_of(a).sin_port, "GetAcceptExSockaddrs");
    setsockopt(b, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (char *)&l, sizeof l);
    snprintf(path, sizeof path, "ws2-transmit-%lu.tmp", (unsigned long)GetCurrentProcessId());
    f = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    WriteFile(f, "file", 4, &n, NULL);
    SetFilePointer(f, 0, NULL, FILE_BEGIN);
    check(0, TransmitFile(b, f, 0, 0, NULL, &ends, 0), "TransmitFile");
    wait_for(a, 6);
    check(0, recv(a, text, sizeof text, 0) == 6 && !memcmp(text, "<file>", 6), "with head and tail");
    CloseHandle(f);
    DeleteFileA(path);
    WSACloseEvent(ov.hEvent);
    closesocket(a);
    closesocket(b);
    closesocket(l);
}

static void CALLBACK unused(DWORD error, DWORD n, LPWSAOVERLAPPED ov, DWORD flags)
{
    (void)error, (void)n, (void)ov, (void)flags;
}

static void events(void)
{
    SOCKET a, b, copy;
    HANDLE e = WSACreateEvent(), port;
    WSANETWORKEVENTS happened;
    WSAPOLLFD poll[1];
    WSAPROTOCOL_INFOA info;
    WSAPROTOCOL_INFOW wide;
    OVERLAPPED_ENTRY entries[4];
    ULONG taken = 0;
    OVERLAPPED ov;
    DWORD n = 0;
    char text[4];
    fd_set set;
    DWORD moment = 100;

    tcp_pair(&a, &b);
    setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, (char *)&moment, sizeof moment);
    check(0, WSAEventSelect(b, NULL, 0) == 0 && recv(b, text, 1, 0) == -1 && WSAGetLastError() == WSAEWOULDBLOCK,
          "WSAEventSelect makes the socket non-blocking, also without events");
    nonblocking(b, 0);
    check(0, recv(b, text, 1, 0) == -1 && WSAGetLastError() == WSAETIMEDOUT, "until FIONBIO says otherwise");
    moment = 0;
    setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, (char *)&moment, sizeof moment);
    check(0, WSAEventSelect(b, e, FD_READ) == 0, "WSAEventSelect");
    put(a, "ab");
    equal(0, WSAWaitForMultipleEvents(1, &e, FALSE, LONG_TIME, FALSE), WSA_WAIT_EVENT_0, "is signalled by data");
    check(0, WSAEnumNetworkEvents(b, e, &happened) == 0 && happened.lNetworkEvents == FD_READ && happened.iErrorCode[FD_READ_BIT] == 0, "WSAEnumNetworkEvents");
    WSAEventSelect(b, NULL, 0);
    nonblocking(b, 0);
    poll[0].fd = b;
    poll[0].events = POLLRDNORM;
    check(0, WSAPoll(poll, 1, LONG_TIME) == 1 && poll[0].revents == POLLRDNORM, "WSAPoll");
    FD_ZERO(&set);
    FD_SET(b, &set);
    check(0, __WSAFDIsSet(b, &set) && !__WSAFDIsSet(a, &set), "__WSAFDIsSet");
    recv(b, text, 2, 0);
    check(0, WSADuplicateSocketA(b, GetCurrentProcessId(), &info) == 0, "WSADuplicateSocket");
    copy = WSASocketA(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, 0);
    put(a, "c");
    check(0, copy != INVALID_SOCKET && recv(copy, text, 1, 0) == 1 && text[0] == 'c', "is the same connection");
    closesocket(copy);
    check(0, WSADuplicateSocketW(b, GetCurrentProcessId(), &wide) == 0, "WSADuplicateSocketW");
    copy = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &wide, 0, 0);
    check(0, copy != INVALID_SOCKET && closesocket(copy) == 0, "WSASocketW of a duplicate");
    port = CreateIoCompletionPort((HANDLE)b, NULL, 7, 0);
    check(0, SetFileCompletionNotificationModes((HANDLE)b, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS), "SetFileCompletionNotificationModes");
    memset(&ov, 0, sizeof ov);
    equal(0, get(b, text, 1, 0, NULL, &ov, unused), WSAEINVAL, "a socket of a port refuses a routine");
    check(0, !HasOverlappedIoCompleted(&ov), "which leaves the OVERLAPPED pending, as every call that fails");
    equal(0, get(b, text, 1, 0, NULL, &ov, NULL), WSA_IO_PENDING, "a receive that pends");
    put(a, "d");
    check(0, GetQueuedCompletionStatusEx(port, entries, 4, &taken, LONG_TIME, FALSE) && taken == 1 && entries[0].lpOverlapped == &ov &&
          entries[0].dwNumberOfBytesTransferred == 1 && entries[0].lpCompletionKey == 7, "GetQueuedCompletionStatusEx");
    check(0, GetOverlappedResultEx((HANDLE)b, &ov, &n, 0, FALSE) && n == 1, "GetOverlappedResultEx");
    check(0, !WSAIsBlocking(), "WSAIsBlocking");
#ifdef __linux__
    check(0, WSAGetSocketDescriptor(b) > 2 && WSAGetSocketDescriptor(INVALID_SOCKET) == -1, "WSAGetSocketDescriptor");
#endif
    CloseHandle(port);
    WSACloseEvent(e);
    closesocket(a);
    closesocket(b);
}

static void CALLBACK ignored(PTP_CALLBACK_INSTANCE i, PVOID c, PVOID ov, ULONG error, ULONG_PTR n, PTP_IO io)
{
    (void)i; (void)c; (void)ov; (void)error; (void)n; (void)io;
}

static void threadpool_io(void)
{
    SOCKET a, b;
    PTP_IO io;

    tcp_pair(&a, &b);
    io = CreateThreadpoolIo((HANDLE)b, ignored, NULL, NULL);
    StartThreadpoolIo(io);
    CancelThreadpoolIo(io);
    WaitForThreadpoolIoCallbacks(io, FALSE);
    check(0, io != NULL, "CancelThreadpoolIo takes a start back");
    CloseThreadpoolIo(io);
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    start();
    sending();
    extensions();
    events();
    threadpool_io();
    return finish_tests();
}
