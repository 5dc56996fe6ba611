/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Says which engine carries the operations, after one of them. */
#include "check.h"

int main(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    char buf[8];
    DWORD n;

    start();
    tcp_pair(&a, &b);
    prepare(&ov);
    equal(0, get(b, buf, 8, 0, NULL, &ov, NULL), WSA_IO_PENDING, "a receive pends");
    put(a, "works");
    check(0, result(b, &ov, &n, NULL) == 0 && n == 5, "and completes");
    printf("engine %s\n", WSAGetEngineName());
    closesocket(a);
    closesocket(b);
    return finish_tests();
}
