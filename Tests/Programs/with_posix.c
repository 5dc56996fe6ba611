/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * A socket of Winsock in the hands of POSIX code: the descriptor goes to with_posix_side.c as a plain int, as it would
 * go to OpenSSL or another library. */
#include "check.h"

int posix_receive(int descriptor, char *bytes, int size, int timeout_ms);
int posix_send(int descriptor, const char *bytes, int size);

int main(void)
{
    char bytes[64] = "";
    int descriptor;
    SOCKET a, b;
    DWORD n;

    start();
    tcp_pair(&a, &b);
    descriptor = WSAGetSocketDescriptor(b);
    check(0, descriptor >= 0 && (SOCKET)descriptor != b, "a descriptor, which is another number than the handle");
    equal(0, posix_receive(descriptor, bytes, sizeof bytes, 0), -2, "poll times out where nothing is");
    put(a, "from winsock");
    equal(0, posix_receive(descriptor, bytes, sizeof bytes, LONG_TIME), 12, "read gets what send has sent");
    check(0, memcmp(bytes, "from winsock", 12) == 0, "and the same bytes");
    equal(0, posix_send(descriptor, "from posix", 10), 10, "write");
    equal(0, get(a, bytes, sizeof bytes, 0, &n, NULL, NULL), 0, "WSARecv gets what write has written");
    check(0, n == 10 && memcmp(bytes, "from posix", 10) == 0, "and the same bytes");
    closesocket(b);
    equal(0, recv(a, bytes, sizeof bytes, 0), 0, "the handle owns the descriptor: closesocket closes the connection");
    equal(0, posix_send(descriptor, "x", 1), -1, "and the descriptor");
    equal(0, WSAGetSocketDescriptor(b), -1, "a closed handle has none");
    equal(0, WSAGetLastError(), WSAENOTSOCK, "WSAENOTSOCK");
    closesocket(a);
    return finish_tests();
}
