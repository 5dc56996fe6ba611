/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Errors that need a broken network: every receive fails with the errno that WS2_FAULTS names. Arguments: the rule,
 * the Winsock code that is expected, and "udp" for a datagram socket. */
#include "check.h"

int main(int argc, char **argv)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    char buf[8];
    DWORD n;
    int rule = atoi(argv[1]), want = atoi(argv[2]);

    start();
    if (argc > 3)
        udp_pair(&a, &b);
    else
        tcp_pair(&a, &b);
    prepare(&ov);
    equal(rule, get(b, buf, 8, 0, NULL, &ov, NULL), want, "an overlapped receive fails with the documented code");
    equal(rule, WaitForSingleObject(ov.hEvent, 0), WAIT_TIMEOUT, "without an indication");
    equal(rule, get(b, buf, 8, 0, &n, NULL, NULL), want, "and so does a blocking one");
    closesocket(a);
    closesocket(b);
    return finish_tests();
}
