// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Leaves files that do not use Winsock alone, and says clearly why the two cannot be mixed in one.
#ifdef _WINSOCK2API_
#error "<sys/socket.h> declares other functions under the names of Winsock: use either in one source file"
#else
#include_next <sys/socket.h>
#endif
