/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Aligned blocks of Microsoft's C library, beside glibc's <malloc.h>. */
#include <malloc.h>
#include "check.h"
#include <errno.h>

static int is_aligned(const void *p, size_t to) { return p && (ULONG_PTR)p % to == 0; }

static int holds(const unsigned char *p, size_t n, int value)
{
    while (n-- > 0)
        if (*p++ != value)
            return 0;
    return 1;
}

int main(void)
{
    volatile size_t zero = 0, huge = (size_t)-1;
    size_t alignment;
    unsigned char *p, *q;
    int good = 1;

    start();
    for (alignment = 1; alignment <= 1 << 20; alignment *= 2) {
        p = (unsigned char *)_aligned_malloc(100, alignment);
        good &= is_aligned(p, alignment) && _aligned_msize(p, alignment, 0) == 100;
        if (p)
            memset(p, 0xA5, 100);
        q = (unsigned char *)_aligned_realloc(p, 5000, alignment);
        good &= is_aligned(q, alignment) && holds(q, 100, 0xA5) && _aligned_msize(q, alignment, 0) == 5000;
        memset(q, 0x5A, 5000);
        q = (unsigned char *)_aligned_realloc(q, 10, alignment);
        good &= is_aligned(q, alignment) && holds(q, 10, 0x5A);
        _aligned_free(q);
    }
    check(0, good, "blocks begin where they should, and keep what they hold");
    errno = 0;
    check(0, !_aligned_malloc(10, 48) && errno == EINVAL, "48 is no power of two");
    errno = 0;
    check(0, !_aligned_malloc(10, zero) && errno == EINVAL, "nor is 0");
    errno = 0;
    check(0, !_aligned_malloc(huge - 100, 64) && errno == ENOMEM, "what does not fit");
    p = (unsigned char *)_aligned_malloc(zero, 64);
    check(0, is_aligned(p, 64), "a block of 0 bytes is one");
    check(0, !_aligned_realloc(p, zero, 64), "one that becomes 0 bytes is freed");
    p = (unsigned char *)_aligned_recalloc(NULL, 10, 20, 128);
    check(0, is_aligned(p, 128) && holds(p, 200, 0) && _aligned_msize(p, 128, 0) == 200, "_aligned_recalloc");
    memset(p, 1, 200);
    p = (unsigned char *)_aligned_recalloc(p, 30, 20, 128);
    check(0, holds(p, 200, 1) && holds(p + 200, 400, 0), "adds zeroes");
    errno = 0;
    check(0, !_aligned_recalloc(p, huge / 2, 4, 128) && errno == ENOMEM && holds(p, 200, 1), "and leaves alone what it cannot change");
    _aligned_free(p);
    _aligned_free(NULL);
    errno = 0;
    check(0, _aligned_msize(NULL, 16, 0) == (size_t)-1 && errno == EINVAL, "_aligned_msize of a block");
    p = (unsigned char *)malloc(10);
    check(0, malloc_usable_size(p) >= 10, "glibc's own functions are there");
    free(p);
    return finish_tests();
}
