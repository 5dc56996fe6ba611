/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * The POSIX side of with_posix.c, which knows nothing of Winsock. */
#include <poll.h>
#include <unistd.h>

int posix_receive(int descriptor, char *bytes, int size, int timeout_ms);
int posix_send(int descriptor, const char *bytes, int size);

int posix_receive(int descriptor, char *bytes, int size, int timeout_ms)
{
    struct pollfd entry = { .fd = descriptor, .events = POLLIN };

    switch (poll(&entry, 1, timeout_ms)) {
    case 0:
        return -2;
    case 1:
        return (int)read(descriptor, bytes, (size_t)size);
    default:
        return -1;
    }
}

int posix_send(int descriptor, const char *bytes, int size) { return (int)write(descriptor, bytes, (size_t)size); }
