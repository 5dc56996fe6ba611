/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * AcceptEx, DisconnectEx, TransmitFile and TransmitPackets: what ends a pending one, and what they refuse; notification
 * modes and the thread pool. */
#include "check.h"

enum { AREA = sizeof(struct sockaddr_in) + 16, STATUS_CANCELLED_ = (int)0xC0000120 };

static SOCKET listener, accepting, client;
static OVERLAPPED ov;
static char buf[256];
static DWORD got;
static struct sockaddr_in where;

static void fresh_overlapped(void)
{
    if (ov.hEvent)
        CloseHandle(ov.hEvent);
    memset(&ov, 0, sizeof ov);
    ov.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
}

/* A pending AcceptEx that wants some data, and perhaps a connection that has sent none. */
static void pending_accept(DWORD data, int connects)
{
    listener = tcp();
    where = bind_local(listener);
    listen(listener, 5);
    accepting = tcp();
    client = INVALID_SOCKET;
    fresh_overlapped();
    AcceptEx(listener, accepting, buf, data, AREA, AREA, &got, &ov);
    if (connects) {
        client = tcp();
        connect(client, (struct sockaddr *)&where, sizeof where);
        equal(0, WaitForSingleObject(ov.hEvent, 50), WAIT_TIMEOUT, "AcceptEx waits for the first data");
    }
}

static void is_cancelled(const char *what)
{
    equal(0, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, what);
    equal(0, (int)ov.Internal, STATUS_CANCELLED_, "with STATUS_CANCELLED");
}

static void end_accept(void)
{
    closesocket(client);
    closesocket(listener);
    closesocket(accepting);
}

static void test_what_ends_accept(void)
{
    int seconds = -1, size = sizeof seconds;

    pending_accept(0, 0);
    closesocket(accepting);
    is_cancelled("closing the accepting socket ends an AcceptEx");
    end_accept();

    pending_accept(10, 1);
    getsockopt(accepting, SOL_SOCKET, SO_CONNECT_TIME, (char *)&seconds, &size);
    check(0, seconds >= 0 && seconds < 60, "SO_CONNECT_TIME of a socket whose AcceptEx waits for data");
    closesocket(accepting);
    is_cancelled("closing the accepting socket ends an AcceptEx that waits for data");
    equal(0, recv(client, buf, 1, 0), 0, "and its connection");
    end_accept();

    pending_accept(10, 1);
    closesocket(listener);
    is_cancelled("closing the listener ends an AcceptEx that waits for data");
    end_accept();

    pending_accept(10, 1);
    check(0, !CancelIoEx((HANDLE)accepting, NULL) && GetLastError() == ERROR_NOT_FOUND, "AcceptEx is no operation of the accepting socket");
    check(0, CancelIoEx((HANDLE)listener, &ov), "but one of the listener");
    is_cancelled("CancelIoEx ends an AcceptEx that waits for data");
    end_accept();

    pending_accept(10, 1);
    check(0, CancelIo((HANDLE)listener), "CancelIo");
    is_cancelled("ends it as well");
    end_accept();
}

static void test_accept_arguments(void)
{
    OVERLAPPED second;
    SOCKET other = tcp();
    struct sockaddr_in where;

    pending_accept(0, 0);
    where = name_of(listener);
    memset(&second, 0, sizeof second);
    check(0, !AcceptEx(listener, accepting, buf, 0, AREA, AREA, &got, &second) && WSAGetLastError() == WSAEINVAL,
          "an accepting socket takes part in one AcceptEx at a time");
    equal(0, connect(accepting, (struct sockaddr *)&where, sizeof where) ? WSAGetLastError() : 0, WSAEINVAL, "nor does it connect meanwhile");
    check(0, !AcceptEx(listener, other, NULL, 0, AREA, AREA, &got, &second) && WSAGetLastError() == WSAEINVAL,
          "the output buffer must be given");
    check(0, !AcceptEx(listener, other, buf, 0, AREA, 0, &got, &second) && WSAGetLastError() == WSAEFAULT,
          "the length of the remote address cannot be zero");
    CancelIoEx((HANDLE)listener, &ov);
    is_cancelled("a cancelled AcceptEx");
    client = tcp();
    connect(client, (struct sockaddr *)&where, sizeof where);
    fresh_overlapped();
    check(0, !AcceptEx(listener, accepting, buf, 0, AREA, AREA, &got, &ov) && WSAGetLastError() == ERROR_IO_PENDING,
          "leaves its socket to another one, which pends although the connection is there");
    equal(0, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "and completes");
    closesocket(other);
    end_accept();
}

/* Too small an area for an address is found when the connection is there, and leaves it to the next one that accepts. */
static void test_short_areas(void)
{
    struct sockaddr_in peer, own;
    int i, n;

    for (i = 0; i < 2; i++) {
        SOCKET s;

        listener = tcp();
        where = bind_local(listener);
        listen(listener, 5);
        accepting = tcp();
        fresh_overlapped();
        check(0, !AcceptEx(listener, accepting, buf, 0, i ? AREA : AREA - 1, i ? AREA - 1 : AREA, &got, &ov) && WSAGetLastError() == ERROR_IO_PENDING,
              "AcceptEx with a short area waits");
        client = tcp();
        connect(client, (struct sockaddr *)&where, sizeof where);
        equal(0, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "it ends with the connection");
        check(0, !GetOverlappedResult((HANDLE)listener, &ov, &got, FALSE) && GetLastError() == ERROR_INSUFFICIENT_BUFFER, "ERROR_INSUFFICIENT_BUFFER");
        if (i == 0) {
            s = accept(listener, NULL, NULL);
        } else {
            s = accepting;
            fresh_overlapped();
            check(0, AcceptEx(listener, s, buf, 0, AREA, AREA, &got, &ov) || WSAGetLastError() == ERROR_IO_PENDING, "the socket is free again");
            equal(0, WaitForSingleObject(ov.hEvent, LONG_TIME), WAIT_OBJECT_0, "the next AcceptEx has it");
            setsockopt(s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (char *)&listener, sizeof listener);
        }
        n = sizeof peer;
        check(0, getpeername(s, (struct sockaddr *)&peer, &n) == 0, "the connection is accepted");
        n = sizeof own;
        getsockname(client, (struct sockaddr *)&own, &n);
        equal(0, peer.sin_port, own.sin_port, "it is the same one");
        if (s != accepting)
            closesocket(s);
        closesocket(accepting);
        closesocket(client);
        closesocket(listener);
    }
}

static void test_disconnect(void)
{
    GUID id = WSAID_DISCONNECTEX;
    LPFN_DISCONNECTEX disconnect = (LPFN_DISCONNECTEX)extension(id);
    SOCKET a, b;

    tcp_pair(&a, &b);
    check(0, disconnect(a, NULL, 0, 0), "DisconnectEx");
    check(0, !disconnect(a, NULL, 0, 0) && WSAGetLastError() == WSAENOTCONN, "a second one: WSAENOTCONN");
    check(0, disconnect(a, NULL, TF_REUSE_SOCKET, 0), "except to make the socket fresh");
    check(0, !disconnect(a, NULL, 0, 0) && WSAGetLastError() == WSAENOTCONN, "a fresh socket: WSAENOTCONN");
    closesocket(a);
    closesocket(b);
}

/* TF_REUSE_SOCKET gives the connection up: a receive that waits for it ends, with what has come for it if anything has. */
static void test_reuse_with_receives(void)
{
    GUID id = WSAID_DISCONNECTEX;
    LPFN_DISCONNECTEX disconnect = (LPFN_DISCONNECTEX)extension(id);
    DWORD flags[] = { 0, MSG_PEEK, MSG_WAITALL }, n;
    OVERLAPPED first, second;
    SOCKET a, b;
    int i;

    for (i = 0; i < 6; i++) {
        tcp_pair(&a, &b);
        prepare(&first);
        prepare(&second);
        get(a, buf, 8, flags[i % 3], &n, &first, NULL);
        get(a, buf + 8, 8, 0, &n, &second, NULL);
        if (i < 3)
            check(0, disconnect(a, NULL, TF_REUSE_SOCKET, 0), "DisconnectEx with TF_REUSE_SOCKET beside pending receives");
        else
            check(0, TransmitFile(a, NULL, 0, 0, NULL, NULL, TF_DISCONNECT | TF_REUSE_SOCKET), "TransmitFile that does the same");
        equal(0, WaitForSingleObject(first.hEvent, LONG_TIME), WAIT_OBJECT_0, "ends the first");
        equal(0, WaitForSingleObject(second.hEvent, LONG_TIME), WAIT_OBJECT_0, "and the second");
        equal(0, (int)first.Internal, (int)0xC0000241, "with STATUS_CONNECTION_ABORTED");
        equal(0, (int)second.Internal, (int)0xC0000241, "both of them");
        equal(0, result(a, &first, &n, NULL), WSAECONNABORTED, "WSAECONNABORTED");
        CloseHandle(first.hEvent);
        CloseHandle(second.hEvent);
        closesocket(a);
        closesocket(b);
    }
    tcp_pair(&a, &b);
    prepare(&first);
    prepare(&second);
    get(a, buf, 8, 0, &n, &first, NULL);
    get(a, buf + 8, 8, 0, &n, &second, NULL);
    put(b, "data");
    WaitForSingleObject(first.hEvent, LONG_TIME);
    check(0, disconnect(a, NULL, TF_REUSE_SOCKET, 0), "DisconnectEx behind data");
    equal(0, result(a, &first, &n, NULL), 0, "the receive that has it");
    equal(0, n, 4, "has all of it");
    equal(0, result(a, &second, &n, NULL), WSAECONNABORTED, "and the next one ends");
    CloseHandle(first.hEvent);
    CloseHandle(second.hEvent);
    closesocket(a);
    closesocket(b);
}

/* An OVERLAPPED that is ignored is left alone: nothing would ever complete it. */
static void test_not_overlapped(void)
{
    GUID id = WSAID_DISCONNECTEX;
    LPFN_DISCONNECTEX disconnect = (LPFN_DISCONNECTEX)extension(id);
    SOCKET a, b, l = tcp();
    struct sockaddr_in where = bind_local(l);

    listen(l, 5);
    a = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, 0);
    connect(a, (struct sockaddr *)&where, sizeof where);
    b = accept(l, NULL, NULL);
    fresh_overlapped();
    check(0, TransmitFile(a, NULL, 0, 0, &ov, NULL, 0), "TransmitFile on a socket that is not overlapped");
    check(0, HasOverlappedIoCompleted(&ov), "has not left its OVERLAPPED pending");
    check(0, disconnect(a, &ov, 0, 0), "DisconnectEx on such a socket");
    check(0, HasOverlappedIoCompleted(&ov), "neither");
    equal(0, recv(b, buf, sizeof buf, 0), 0, "it has disconnected");
    closesocket(a);
    closesocket(b);
    closesocket(l);
}

/* A connection that is there, though nobody has looked since it was begun. */
static void test_connect_twice(void)
{
    GUID id = WSAID_CONNECTEX;
    LPFN_CONNECTEX connect_ex = (LPFN_CONNECTEX)extension(id);
    SOCKET l = tcp(), s = tcp(), other;
    struct sockaddr_in where = bind_local(l);

    listen(l, 5);
    nonblocking(s, 1);
    equal(0, connect(s, (struct sockaddr *)&where, sizeof where) ? WSAGetLastError() : 0, WSAEWOULDBLOCK, "connect of a nonblocking socket");
    other = accept(l, NULL, NULL);
    fresh_overlapped();
    check(0, !connect_ex(s, (struct sockaddr *)&where, sizeof where, NULL, 0, &got, &ov), "ConnectEx of the connected socket");
    equal(0, WSAGetLastError(), WSAEISCONN, "WSAEISCONN");
    closesocket(s);
    closesocket(other);
    closesocket(l);
}

/* A peer that has gone: after its reset Linux would end the process by SIGPIPE. */
static void test_transmit_to_nobody(void)
{
    SOCKET a, b;
    OVERLAPPED ov;
    DWORD n;
    int i, rc = -1;
    HANDLE f = CreateFileA("ws2-nobody.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);

    check(0, WriteFile(f, buf, sizeof buf, &n, NULL), "a file");
    tcp_pair(&a, &b);
    closesocket(b);
    put(a, "answered by a reset");
    for (i = 0; i < 3; i++) {
        rc = 0;
        prepare(&ov);
        if (!TransmitFile(a, f, 0, 0, &ov, NULL, 0)) {
            rc = WSAGetLastError();
            if (rc == WSA_IO_PENDING)
                rc = result(a, &ov, &n, NULL);
        }
        CloseHandle(ov.hEvent);
        if (rc)
            break;
    }
    check(0, rc == WSAECONNRESET || rc == WSAECONNABORTED, "TransmitFile to a peer that has gone fails");
    closesocket(a);
    CloseHandle(f);
}

/* What the page calls WSAEINVAL. */
static void test_transmit_arguments(void)
{
    TRANSMIT_FILE_BUFFERS ends = { (char *)"head", 4, NULL, 0 };
    SOCKET a, b, u, v;
    LARGE_INTEGER size;
    HANDLE f;
    DWORD n;
    char path[64];
    int i;
#ifndef _WIN32
    int before;
#endif

    tcp_pair(&a, &b);
    udp_pair(&u, &v);
    snprintf(path, sizeof path, "ws2-transmit-%lu.tmp", (unsigned long)GetCurrentProcessId());
    f = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    WriteFile(f, "0123456789", 10, &n, NULL);
    check(0, !TransmitFile(a, INVALID_HANDLE_VALUE, 0, 0, NULL, NULL, 0) && WSAGetLastError() == WSAENOTSOCK, "TransmitFile of no file: WSAENOTSOCK");
    check(0, !TransmitFile(u, f, 0, 0, NULL, NULL, 0) && WSAGetLastError() == WSAEINVAL, "TransmitFile on a datagram socket: WSAEINVAL");
    fresh_overlapped();
    ov.Offset = 11;
    check(0, !TransmitFile(a, f, 0, 0, &ov, NULL, 0) && WSAGetLastError() == WSAEINVAL, "an offset beyond the end: WSAEINVAL");
    ov.Offset = 10;
    check(0, TransmitFile(a, f, 0, 0, &ov, NULL, 0) || WSAGetLastError() == ERROR_IO_PENDING, "at the end there is nothing to send");
    check(0, GetOverlappedResult((HANDLE)a, &ov, &n, TRUE) && n == 0, "which is a success");
    size.QuadPart = 0x7fffffff;
    SetFilePointerEx(f, size, NULL, FILE_BEGIN);
    SetEndOfFile(f);
    fresh_overlapped();
    check(0, !TransmitFile(a, f, 0, 0, &ov, NULL, 0) && WSAGetLastError() == WSAEINVAL, "a whole file of 2^31-1 bytes: WSAEINVAL");
    check(0, !TransmitFile(a, f, 0x7ffffffe, 0, &ov, &ends, 0) && WSAGetLastError() == WSAEINVAL, "the head counts as well");
    ov.Offset = 0x7fffffff - 3;
    check(0, TransmitFile(a, f, 0, 0, &ov, &ends, 0) || WSAGetLastError() == ERROR_IO_PENDING, "the end of a large file");
    check(0, GetOverlappedResult((HANDLE)a, &ov, &n, TRUE) && n == 7, "is sent behind its head");
#ifndef _WIN32
    ends.Tail = (PVOID)16;
    ends.TailLength = 4;
    before = WSAGetSocketDescriptor(v);
    closesocket(v);
    for (i = 0; i < 50; i++)
        TransmitFile(a, f, 4, 0, &ov, &ends, 0);
    v = udp();
    equal(0, WSAGetSocketDescriptor(v), before, "a call that fails keeps no descriptor of the file");
#endif
    fresh_overlapped();
    check(0, TransmitFile(a, f, 5, 0, &ov, NULL, TF_DISCONNECT) || WSAGetLastError() == ERROR_IO_PENDING, "TransmitFile with TF_DISCONNECT");
    check(0, GetOverlappedResult((HANDLE)a, &ov, &n, TRUE) && n == 5, "has sent what it was to send");
    for (i = 0; recv(b, buf, sizeof buf, 0) > 0; i++)
        ;
    check(0, i > 0 && send(a, "x", 1, 0) == SOCKET_ERROR && WSAGetLastError() == WSAESHUTDOWN, "and ends the stream");
    fresh_overlapped();
    check(0, !TransmitFile(a, f, 5, 0, &ov, NULL, 0) && WSAGetLastError() == WSAESHUTDOWN, "a further one: WSAESHUTDOWN");
    CloseHandle(f);
    DeleteFileA(path);
    closesocket(a);
    closesocket(b);
    closesocket(u);
    closesocket(v);
}

static void test_transmit(void)
{
    GUID id = WSAID_TRANSMITPACKETS;
    LPFN_TRANSMITPACKETS packets = (LPFN_TRANSMITPACKETS)extension(id);
    TRANSMIT_PACKETS_ELEMENT e[2];
    SOCKET a, b, u, v;
    OVERLAPPED ov;
    HANDLE f;
    char path[64];

    tcp_pair(&a, &b);
    check(0, !TransmitFile(a, NULL, 0x7fffffff, 0, NULL, NULL, 0) && WSAGetLastError() == WSAEINVAL, "TransmitFile of 2^31-1 bytes: WSAEINVAL");
    check(0, TransmitFile(a, NULL, 0x7ffffffe, 0, NULL, NULL, 0), "2^31-2 are allowed");
    snprintf(path, sizeof path, "ws2-extensions-%lu.tmp", (unsigned long)GetCurrentProcessId());
    f = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    prepare(&ov);
    ov.OffsetHigh = 0x80000000;
    check(0, !TransmitFile(a, f, 0, 0, &ov, NULL, 0) && WSAGetLastError() == WSAEINVAL, "an offset beyond all files: WSAEINVAL");
    CloseHandle(f);
    DeleteFileA(path);
    memset(e, 0, sizeof e);
    e[0].dwElFlags = TP_ELEMENT_MEMORY;
    e[0].pBuffer = (char *)"abc";
    e[0].cLength = 3;
    e[1] = e[0];
    e[1].pBuffer = (char *)"defg";
    e[1].cLength = 4;
    check(0, !packets(a, e, 1, 0, NULL, 0x4000) && WSAGetLastError() == WSAEINVAL, "TransmitPackets with an unknown flag: WSAEINVAL");
    check(0, packets(a, e, 2, 0, NULL, 0), "TransmitPackets");
    wait_for(b, 7);
    equal(0, recv(b, buf, sizeof buf, 0), 7, "sends its elements");
    check(0, !memcmp(buf, "abcdefg", 7), "in order");
    e[0].dwElFlags = TP_ELEMENT_MEMORY | TP_ELEMENT_FILE;
    check(0, !packets(a, e, 1, 0, NULL, 0) && WSAGetLastError() == WSAEINVAL, "memory and file exclude each other");
    udp_pair(&u, &v);
    e[0].dwElFlags = TP_ELEMENT_MEMORY | TP_ELEMENT_EOP;
    check(0, packets(u, e, 2, 0xffffffff, NULL, 0), "TransmitPackets on a connected datagram socket");
    wait_for(v, 3);
    equal(0, recv(v, buf, sizeof buf, 0), 3, "ends a datagram with an element that says so");
    equal(0, recv(v, buf, sizeof buf, 0), 4, "and with the last one");
    check(0, !packets(a, e, 1, 0, NULL, TP_REUSE_SOCKET) && WSAGetLastError() == WSAEINVAL, "TP_REUSE_SOCKET alone: WSAEINVAL");
    closesocket(a);
    closesocket(b);
    closesocket(u);
    closesocket(v);
}

/* An event is no file. */
static void test_kinds_of_handles(void)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0), event = CreateEventA(NULL, TRUE, FALSE, NULL);
    OVERLAPPED *out = &ov;
    ULONG_PTR key = 5;
    DWORD n = 6;

    check(0, !CreateIoCompletionPort(event, port, 0, 0) && GetLastError() == ERROR_INVALID_HANDLE, "CreateIoCompletionPort of an event");
    check(0, !SetFileCompletionNotificationModes(event, 1) && GetLastError() == ERROR_INVALID_HANDLE, "SetFileCompletionNotificationModes");
    check(0, !GetQueuedCompletionStatus(event, &n, &key, &out, 0) && GetLastError() == ERROR_INVALID_HANDLE, "GetQueuedCompletionStatus");
    check(0, !out && key == 5 && n == 6, "stores NULL, and nothing else");
    equal(0, WaitForSingleObject(GetCurrentProcess(), 0), WAIT_TIMEOUT, "the process can be waited for");
    CloseHandle(event);
    CloseHandle(port);
}

/* FILE_SKIP_SET_EVENT_ON_HANDLE spares the socket's own signal; an event that was given is set all the same. */
static void test_notification_modes(void)
{
    SOCKET a, b;
    WSAOVERLAPPED o;

    tcp_pair(&a, &b);
    SetFileCompletionNotificationModes((HANDLE)b, FILE_SKIP_SET_EVENT_ON_HANDLE);
    prepare(&o);
    put(a, "x");
    wait_for(b, 1);
    get(b, buf, 1, 0, NULL, &o, NULL);
    equal(0, WaitForSingleObject(o.hEvent, LONG_TIME), WAIT_OBJECT_0, "the event of an operation is set");
    CloseHandle(o.hEvent);
    memset(&o, 0, sizeof o);
    put(a, "x");
    wait_for(b, 1);
    get(b, buf, 1, 0, NULL, &o, NULL);
    while (!HasOverlappedIoCompleted(&o))
        Sleep(1);
#ifndef _WIN32      /* Wine sets it */
    equal(0, WaitForSingleObject((HANDLE)b, 0), WAIT_TIMEOUT, "the socket is not");
#endif
    closesocket(a);
    closesocket(b);
}

static void test_notification_modes_of_files(void)
{
    char path[64];
    HANDLE f, port;
    OVERLAPPED o, *out = NULL;
    ULONG_PTR key;
    DWORD n;

    snprintf(path, sizeof path, "ws2-modes-%lu.tmp", (unsigned long)GetCurrentProcessId());
    f = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    check(0, !SetFileCompletionNotificationModes(f, FILE_SKIP_SET_EVENT_ON_HANDLE) && GetLastError() == ERROR_INVALID_PARAMETER,
          "a file that is not overlapped has no notification modes");
    CloseHandle(f);
    f = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_OVERLAPPED, NULL);
    port = CreateIoCompletionPort(f, NULL, 3, 0);
    check(0, SetFileCompletionNotificationModes(f, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE), "an overlapped one has");
    memset(&o, 0, sizeof o);
    if (!WriteFile(f, "data", 4, NULL, &o)) {
        equal(0, GetLastError(), ERROR_IO_PENDING, "a write that is on its way");
        check(0, GetQueuedCompletionStatus(port, &n, &key, &out, LONG_TIME) && out == &o && n == 4 && key == 3, "is told to the port");
    }
#ifndef _WIN32      /* Wine sets it */
    equal(0, WaitForSingleObject(f, 0), WAIT_TIMEOUT, "and does not signal the file");
#endif
    CloseHandle(f);
    CloseHandle(port);
    DeleteFileA(path);
}

/* What IP_HOPLIMIT asks for comes as IP_TTL, and IP_TTL may be sent. */
static void test_time_to_live(void)
{
    GUID id = WSAID_WSARECVMSG;
    LPFN_WSARECVMSG receive = (LPFN_WSARECVMSG)extension(id);
    union { WSACMSGHDR header; char bytes[WSA_CMSG_SPACE(sizeof(INT))]; } control;
    WSABUF data = { 5, buf };
    WSAMSG m;
    WSACMSGHDR *h;
    SOCKET u, v;
    DWORD n, on = 1;

    udp_pair(&u, &v);
    setsockopt(v, IPPROTO_IP, IP_HOPLIMIT, (char *)&on, sizeof on);
    memset(&m, 0, sizeof m);
    m.lpBuffers = &data;
    m.dwBufferCount = 1;
    m.Control.buf = control.bytes;
    m.Control.len = sizeof control;
    h = WSA_CMSG_FIRSTHDR(&m);
    h->cmsg_level = IPPROTO_IP;
    h->cmsg_type = IP_TTL;
    h->cmsg_len = WSA_CMSG_LEN(sizeof(INT));
    *(INT *)WSA_CMSG_DATA(h) = 33;
    check(0, WSASendMsg(u, &m, 0, &n, NULL, NULL) == 0, "WSASendMsg with IP_TTL");
    memset(&control, 0, sizeof control);
    wait_for(v, 5);
    check(0, receive(v, &m, &n, NULL, NULL) == 0 && n == 5, "WSARecvMsg");
    h = WSA_CMSG_FIRSTHDR(&m);
    check(0, h && h->cmsg_level == IPPROTO_IP && h->cmsg_type == IP_TTL && h->cmsg_len == WSA_CMSG_LEN(sizeof(INT)), "the time to live comes as IP_TTL");
#ifndef _WIN32      /* Wine does not send it */
    equal(0, *(INT *)WSA_CMSG_DATA(h), 33, "as it was sent");
#endif
    closesocket(u);
    closesocket(v);
}

static void test_duplicates(void)
{
    WSAPROTOCOL_INFOA info;
    SOCKET a, b, c;
    WSAOVERLAPPED o;
    DWORD ms = LONG_TIME;

    tcp_pair(&a, &b);
    WSADuplicateSocketA(b, GetCurrentProcessId(), &info);
    prepare(&o);
    get(b, buf, sizeof buf, 0, NULL, &o, NULL);
    closesocket(b);
    equal(0, WaitForSingleObject(o.hEvent, 50), WAIT_TIMEOUT, "a duplicate that is not yet opened keeps the socket");
    put(a, "hello");
    equal(0, WaitForSingleObject(o.hEvent, LONG_TIME), WAIT_OBJECT_0, "and its operations");
    c = WSASocketA(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED);
    put(a, "again");
    setsockopt(c, SOL_SOCKET, SO_RCVTIMEO, (char *)&ms, sizeof ms);
    equal(0, recv(c, buf, sizeof buf, 0), 5, "it works when it is opened");
    closesocket(c);
    equal(0, recv(a, buf, sizeof buf, 0), 0, "and closing it ends the connection");
    closesocket(a);
}

static volatile LONG started;
static DWORD WINAPI blocks(LPVOID e)
{
    InterlockedIncrement(&started);
    return WaitForSingleObject(e, LONG_TIME);
}

static void test_pool(void)
{
    HANDLE e = CreateEventA(NULL, TRUE, FALSE, NULL);
    int i;

    for (i = 0; i < 60; i++)
        QueueUserWorkItem(blocks, e, 0);
    for (i = 0; i < 1000 && InterlockedCompareExchange(&started, 0, 0) < 60; i++)
        Sleep(10);
    equal(0, started, 60, "work items that block do not keep others from running");
    SetEvent(e);
}

int main(void)
{
    start();
    test_what_ends_accept();
    test_accept_arguments();
    test_disconnect();
    test_reuse_with_receives();
    test_not_overlapped();
    test_connect_twice();
    test_transmit();
    test_transmit_to_nobody();
    test_short_areas();
    test_transmit_arguments();
    test_kinds_of_handles();
    test_notification_modes();
    test_notification_modes_of_files();
    test_time_to_live();
    test_duplicates();
    test_pool();
    return finish_tests();
}
