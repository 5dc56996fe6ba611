/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What the programs share that run as long as they are told to: "100000" operations, or "60s". And the memory they have. */
#ifndef LASTING_H
#define LASTING_H
#include "check.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif

/* Kilobytes in memory; 0 under a sanitizer, which keeps what is freed. */
static long resident_kilobytes(void)
{
    long all, resident = 0;
    FILE *f = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ? NULL : fopen("/proc/self/statm", "r");

    if (!f)
        return 0;
    if (fscanf(f, "%ld %ld", &all, &resident) != 2)
        resident = 0;
    fclose(f);
    return resident * 4;
}

static LONG64 wanted;               /* operations; 0: until the time is over */
static DWORD began, lasting;        /* milliseconds */
static long warm;                   /* memory when a quarter was done */

static void last(const char *amount, LONG64 otherwise)
{
    char *unit = "";
    LONG64 n = amount ? strtoll(amount, &unit, 10) : otherwise;

    began = GetTickCount();
    if (*unit == 's')
        lasting = (DWORD)n * 1000;
    else
        wanted = n;
}

/* Whether so many operations are not enough yet. */
static int goes_on(LONG64 done) { return wanted ? done < wanted : GetTickCount() - began < lasting; }

/* Called now and then by one thread. */
static void watch_memory(LONG64 done)
{
    if (!warm && (wanted ? done > wanted / 4 : GetTickCount() - began > lasting / 4))
        warm = resident_kilobytes();
}

static void check_memory(void)
{
    long now = resident_kilobytes();

    printf("%lu ms", (unsigned long)(GetTickCount() - began));
    printf(warm ? ", %ld KB of memory, %ld when warm\n" : "\n", now, warm);
    check(0, !warm || now - warm < 1024, "memory does not grow");
}

#endif
