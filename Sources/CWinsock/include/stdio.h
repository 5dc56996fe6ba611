// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
#pragma GCC system_header
// With _FORTIFY_SOURCE, and vprintf where anything is optimised, glibc's functions are inline ones, which cannot be bound to
// the versions of ws2_stdio.h.
#include <features.h>
#pragma push_macro("__USE_FORTIFY_LEVEL")
#pragma push_macro("__USE_EXTERN_INLINES")
#undef __USE_FORTIFY_LEVEL
#undef __USE_EXTERN_INLINES
#define __USE_FORTIFY_LEVEL 0
#include_next <stdio.h>
#pragma pop_macro("__USE_EXTERN_INLINES")
#pragma pop_macro("__USE_FORTIFY_LEVEL")
