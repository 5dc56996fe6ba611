// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
#pragma GCC system_header
// With _FORTIFY_SOURCE glibc's wide functions are inline ones, which cannot be bound to the versions of ws2_stdio.h.
#include <features.h>
#pragma push_macro("__USE_FORTIFY_LEVEL")
#undef __USE_FORTIFY_LEVEL
#define __USE_FORTIFY_LEVEL 0
#include_next <wchar.h>
#pragma pop_macro("__USE_FORTIFY_LEVEL")
