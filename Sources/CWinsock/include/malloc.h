// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
#pragma GCC system_header
// glibc's, and the aligned blocks of Microsoft's C library.
#include_next <malloc.h>
#include "ws2_malloc.h"
