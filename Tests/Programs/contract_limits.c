/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Run with WS2_MAX_OPERATIONS=32: too many outstanding requests. */
#include "check.h"

int main(void)
{
    static WSAOVERLAPPED ov[64];
    static char buf[64];
    SOCKET a, b;
    DWORD n;
    int i, posted, rc = 0, good = 1;

    start();
    tcp_pair(&a, &b);
    for (posted = 0; posted < 64; posted++) {
        prepare(&ov[posted]);
        rc = get(b, buf + posted, 1, 0, NULL, &ov[posted], NULL);
        if (rc != WSA_IO_PENDING)
            break;
    }
    equal(36, rc, WSAEWOULDBLOCK, "WSAEWOULDBLOCK: too many outstanding overlapped I/O requests");
    check(36, posted >= 24 && posted <= 32, "at the documented limit");
    for (i = 0; i < posted; i++)
        put(a, "*");
    for (i = 0; i < posted; i++)
        good &= result(b, &ov[i], &n, NULL) == 0 && n == 1;
    check(36, good, "those that were accepted complete");
    equal(36, get(b, buf, 1, 0, NULL, &ov[0], NULL), WSA_IO_PENDING, "and there is room again");
    closesocket(b);
    closesocket(a);
    return finish_tests();
}
