// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
#pragma GCC system_header
// The FD_SETSIZE that a program has set before is the size of Winsock's fd_set: glibc would replace it by its own.
#ifdef FD_SETSIZE
#pragma push_macro("FD_SETSIZE")
#undef FD_SETSIZE
#include_next <sys/select.h>
#undef FD_SETSIZE
#pragma pop_macro("FD_SETSIZE")
#else
#include_next <sys/select.h>
#endif
