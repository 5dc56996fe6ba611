// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The storage behind the thread-local words of CLinux.h.
#include "CLinux.h"

__thread int32_t clinux_last_error;
__thread void *clinux_thread;
