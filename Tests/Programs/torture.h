/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What the torture programs share: chance that can be repeated, a count of what is done, and of what is wrong. */
#ifndef TORTURE_H
#define TORTURE_H
#include "lasting.h"

static volatile LONG bad;
static volatile LONG64 total;

/* How much is done; other threads count it. */
static LONG64 done_so_far(void) { return InterlockedCompareExchange64(&total, 0, 0); }

/* Reads a word that another thread writes. */
static LONG seen(volatile LONG *p) { return InterlockedCompareExchange(p, 0, 0); }

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* The first are said, all are counted. */
static void complain(const char *what, long detail)
{
    if (InterlockedIncrement(&bad) < 10) {
        printf("  %s (%ld)\n", what, detail);
        fflush(stdout);
    }
}

#endif
