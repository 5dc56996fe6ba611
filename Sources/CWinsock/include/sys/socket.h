// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Leaves files that do not use Winsock alone, and says clearly why the two cannot be mixed in one. A file that is built
// as one for Windows has no such header: its names are Winsock's.
#ifndef _WINSOCK2API_
#include_next <sys/socket.h>
#elif !defined(_WIN32)
#error "<sys/socket.h> declares other functions under the names of Winsock: use either in one source file"
#endif
