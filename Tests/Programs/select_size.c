/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * A program sets FD_SETSIZE before it includes Winsock: its sets hold so many sockets. */
#include <stdlib.h>
#define SOCKETS 150
#undef FD_SETSIZE
#define FD_SETSIZE SOCKETS
#include <stdio.h>
#include <time.h>
#include "check.h"

int main(void)
{
    static SOCKET all[SOCKETS];
    static fd_set set;
    struct timeval soon = { 5, 0 };
    struct sockaddr_in last;
    int i;

    start();
    equal(0, FD_SETSIZE, SOCKETS, "FD_SETSIZE is the program's");
    equal(0, sizeof set.fd_array / sizeof set.fd_array[0], SOCKETS, "and the size of an fd_set");
    FD_ZERO(&set);
    for (i = 0; i < SOCKETS; i++) {
        all[i] = udp();
        last = bind_local(all[i]);
        FD_SET(all[i], &set);
    }
    equal(0, set.fd_count, SOCKETS, "all sockets are in the set");
    sendto(all[0], "x", 1, 0, (struct sockaddr *)&last, sizeof last);
    equal(0, select(0, &set, NULL, NULL, &soon), 1, "select finds the last of them");
    check(0, FD_ISSET(all[SOCKETS - 1], &set) && set.fd_array[0] == all[SOCKETS - 1], "which is then in the set");
    for (i = 0; i < SOCKETS; i++)
        closesocket(all[i]);
    return finish_tests();
}
