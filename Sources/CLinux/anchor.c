// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// The storage behind CLinux.h: thread-local words, tables that are zero at first, and switches.
#include "CLinux.h"

__thread int32_t clinux_last_error;
__thread void *clinux_thread;
void *clinux_handle_chunks[CLINUX_HANDLE_CHUNKS];
void *clinux_operation_chunks[CLINUX_OPERATION_CHUNKS];
uint64_t clinux_known_pages[CLINUX_KNOWN_PAGES];
int clinux_switches;

__attribute__((constructor)) static void read_switches(void) {
  clinux_switches = (getenv("WS2_FAULTS") ? CLINUX_FAULTS : 0) | (getenv("WS2_TRACE") ? CLINUX_TRACE : 0) |
                    (getenv("WS2_SPIN_US") ? CLINUX_SPIN : 0);
}
