/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * fork in a host process, followed by exec or _exit: operations of the parent go on. What else a child may not do stands in
 * docs/DEVIATIONS.md. */
#include "check.h"
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 20

int main(void)
{
    SOCKET a, b;
    WSAOVERLAPPED ov;
    char data[8];
    DWORD n;
    int k, status, fine = 0;

    start();
    tcp_pair(&a, &b);
    prepare(&ov);
    equal(0, get(b, data, 4, 0, &n, &ov, NULL), WSA_IO_PENDING, "a receive pends");
    for (k = 0; k < CHILDREN; k++) {
        pid_t child = fork();

        if (child == 0) {
            if (k % 2)
                _exit(0);
            execl("/bin/true", "true", (char *)NULL);
            _exit(9);
        }
        fine += child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    equal(0, fine, CHILDREN, "children that exec or exit");
    put(a, "abcd");
    check(0, result(b, &ov, &n, NULL) == 0 && n == 4 && !memcmp(data, "abcd", 4), "the parent's receive completes");
    closesocket(a);
    closesocket(b);
    WSACloseEvent(ov.hEvent);
    return finish_tests();
}
