/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Pointers that lead nowhere, or to what may only be read: each call fails with an error, and the process lives. On
 * Windows some of these raise an access violation, so this program is for this library alone. */
#include "check.h"
#include <mstcpip.h>

static const char read_only[64] = "1.2.3.4";
static char room[4096];
static SOCKET fresh, dgram, listener, a, b;
static struct sockaddr_in address;
static int length;
static DWORD count;
static WSABUF buffer;
static int bad;
static PTP_TIMER timer;
static PTP_WAIT wait_object;
static HANDLE event, file, pipe_end, other_end;
static LARGE_INTEGER no_distance;

/* A call that must fail; its text is printed if it does not. */
#define FAILS(call) do { length = sizeof address; count = 0; if (call) { printf("  %s did not fail\n", #call); bad++; } } while (0)

static void CALLBACK never(PVOID context, BOOLEAN fired)
{
    (void)context;
    (void)fired;
}

static void CALLBACK timer_never(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_TIMER own)
{
    (void)instance;
    (void)context;
    (void)own;
}

static void CALLBACK wait_never(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WAIT own, TP_WAIT_RESULT result)
{
    (void)result;
    timer_never(instance, context, (PTP_TIMER)own);
}

static void outputs(void *p)
{
    struct sockaddr *to = (struct sockaddr *)room;

    FAILS(getsockname(listener, p, &length) == 0);
    FAILS(getsockname(listener, to, p) == 0);
    FAILS(getpeername(a, p, &length) == 0);
    FAILS(accept(listener, p, &length) != INVALID_SOCKET);
    FAILS(accept(listener, to, p) != INVALID_SOCKET);
    FAILS(recvfrom(dgram, p, 10, 0, to, &length) >= 0);
    FAILS(recvfrom(dgram, room, 10, 0, to, p) >= 0);
    FAILS(getsockopt(fresh, SOL_SOCKET, SO_TYPE, p, &length) == 0);
    FAILS(getsockopt(fresh, SOL_SOCKET, SO_TYPE, room, p) == 0);
    FAILS(ioctlsocket(fresh, FIONREAD, p) == 0);
    FAILS(WSAIoctl(fresh, FIONREAD, NULL, 0, p, 4, &count, NULL, NULL) == 0);
    FAILS(WSAIoctl(fresh, FIONREAD, NULL, 0, room, 4, p, NULL, NULL) == 0);
    FAILS(WSAIoctl(fresh, SIO_ADDRESS_LIST_QUERY, NULL, 0, p, 1000, &count, NULL, NULL) == 0);
    FAILS(WSAIoctl(fresh, SIO_GET_INTERFACE_LIST, NULL, 0, p, 1000, &count, NULL, NULL) == 0);
    FAILS(WSAEnumNetworkEvents(fresh, NULL, p) == 0);
    FAILS(WSARecv(a, &buffer, 1, p, &count, NULL, NULL) == 0);
    FAILS(WSARecv(a, &buffer, 1, &count, p, NULL, NULL) == 0);
    FAILS(WSAStringToAddressA("1.2.3.4", AF_INET, NULL, p, &length) == 0);
    FAILS(WSAAddressToStringA((struct sockaddr *)&address, sizeof address, NULL, room, p) == 0);
    FAILS(WSAHtonl(fresh, 1, p) == 0);
    FAILS(inet_pton(AF_INET, "1.2.3.4", p) == 1);
    FAILS(inet_ntop(AF_INET, room, p, 64) != NULL);
    FAILS(getaddrinfo("127.0.0.1", "80", NULL, p) == 0);
    FAILS(gethostname(p, 256) == 0);
    FAILS(WSAEnumProtocolsA(NULL, NULL, p) >= 0);
    FAILS(WSADuplicateSocketA(fresh, GetCurrentProcessId(), p) == 0);
    FAILS(WSARecvEx(a, room, 10, p) >= 0);
    FAILS(ReadFile(file, room, 10, p, NULL));
    FAILS(WriteFile(file, room, 10, p, NULL));
    FAILS(GetFileSizeEx(file, p));
    FAILS(GetFileSize(file, p) != INVALID_FILE_SIZE);
    FAILS(SetFilePointer(file, 0, p, FILE_BEGIN) != INVALID_SET_FILE_POINTER);
    FAILS(SetFilePointerEx(file, no_distance, p, FILE_BEGIN));
    FAILS(GetFileTime(file, p, NULL, NULL) || GetFileTime(file, NULL, p, NULL) || GetFileTime(file, NULL, NULL, p));
    FAILS(PeekNamedPipe(pipe_end, NULL, 0, p, NULL, NULL) || PeekNamedPipe(pipe_end, NULL, 0, NULL, p, NULL));
    FAILS(GetExitCodeProcess(GetCurrentProcess(), p));
    FAILS(CreateTimerQueueTimer(p, NULL, never, NULL, 0, 0, 0));
    GetAcceptExSockaddrs(room, 0, 32, 32, p, &length, p, &length);
    GetAcceptExSockaddrs(room, 0, 32, 32, (void *)room, p, (void *)room, p);
}

static void inputs(void *p)
{
    FAILS(bind(fresh, p, sizeof address) == 0);
    FAILS(connect(fresh, p, sizeof address) == 0);
    FAILS(sendto(dgram, "x", 1, 0, p, sizeof address) >= 0);
    FAILS(send(a, p, 10, 0) >= 0);
    FAILS(setsockopt(fresh, SOL_SOCKET, SO_KEEPALIVE, p, 4) == 0);
    FAILS(setsockopt(dgram, IPPROTO_IP, IP_ADD_MEMBERSHIP, p, 8) == 0);
    FAILS(WSAIoctl(fresh, SIO_KEEPALIVE_VALS, p, 12, NULL, 0, &count, NULL, NULL) == 0);
    FAILS(WSAIoctl(fresh, SIO_ROUTING_INTERFACE_QUERY, p, 16, room, 100, &count, NULL, NULL) == 0);
    FAILS(select(0, p, NULL, NULL, NULL) >= 0);
    FAILS(WSAPoll(p, 1, 0) >= 0);
    FAILS(WSASend(a, p, 1, &count, 0, NULL, NULL) == 0);
    FAILS(WSASend(a, p, 0xffffffff, &count, 0, NULL, NULL) == 0);
    FAILS(WSARecv(a, p, 0xffffffff, &count, &count, NULL, NULL) == 0);
    FAILS(WSASendDisconnect(a, p) == 0);
    FAILS(WSASendMsg(dgram, p, 0, &count, NULL, NULL) == 0);
    FAILS(WSASocketA(AF_INET, SOCK_STREAM, 0, p, 0, 0) != INVALID_SOCKET);
    FAILS(WSAAddressToStringA(p, sizeof address, NULL, room, &count) == 0);
    FAILS(inet_addr(p) != INADDR_NONE);
    FAILS(inet_pton(AF_INET, p, room) == 1);
    FAILS(inet_ntop(AF_INET6, p, room, 64) != NULL);
    FAILS(getaddrinfo(p, "80", NULL, (void *)room) == 0);
    FAILS(getaddrinfo("127.0.0.1", p, NULL, (void *)room) == 0);
    FAILS(getnameinfo(p, sizeof address, room, 64, NULL, 0, NI_NUMERICHOST) == 0);
    FAILS(gethostbyname(p) != NULL);
    FAILS(gethostbyaddr(p, 4, AF_INET) != NULL);
    FAILS(getservbyname(p, NULL) != NULL);
    FAILS(getservbyname("http", p) != NULL);
    FAILS(getprotobyname(p) != NULL);
    FAILS(WSAEnumProtocolsA(p, NULL, &count) >= 0);
    FAILS(WSAConnectByNameA(fresh, p, "80", NULL, NULL, NULL, NULL, NULL, NULL));
    FAILS(WSAConnectByNameA(fresh, "127.0.0.1", p, NULL, NULL, NULL, NULL, NULL, NULL));
    FAILS(WSAConnectByList(fresh, p, NULL, NULL, NULL, NULL, NULL, NULL));
    FAILS(TransmitFile(a, NULL, 0, 0, NULL, p, 0));
    FAILS(SetFileTime(file, NULL, p, NULL) || GetLastError() != ERROR_NOACCESS);
    FAILS(SetThreadpoolTimerEx(timer, p, 0, 0) || GetLastError() != ERROR_NOACCESS);
    FAILS(SetThreadpoolWaitEx(wait_object, event, p, NULL) || GetLastError() != ERROR_NOACCESS);
    GetAcceptExSockaddrs(p, 0, 32, 32, (void *)room, &length, (void *)room, &length);
}

int main(void)
{
    static const size_t nowhere[] = { 8, 0xdead0000, 0x7fffffffffff, 0x7000000000000000, (size_t)-1 };
    unsigned i;

    start();
    fresh = tcp();
    dgram = udp();
    bind_local(dgram);
    nonblocking(dgram, 1);
    listener = tcp();
    address = bind_local(listener);
    listen(listener, 1);
    nonblocking(listener, 1);
    tcp_pair(&a, &b);
    nonblocking(a, 1);
    timer = CreateThreadpoolTimer(timer_never, NULL, NULL);
    wait_object = CreateThreadpoolWait(wait_never, NULL, NULL);
    event = CreateEventA(NULL, TRUE, FALSE, NULL);
    file = CreateFileA("/dev/null", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CreatePipe(&pipe_end, &other_end, NULL, 0);
    buffer.buf = room;
    buffer.len = 10;
    for (i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
        outputs((void *)nowhere[i]);
        inputs((void *)nowhere[i]);
    }
    outputs((void *)read_only);
    equal(0, bad, 0, "every call with such a pointer fails");
    return finish_tests();
}
