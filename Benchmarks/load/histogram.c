/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Durations: one bucket per nanosecond below 64, then 64 buckets for each power of two. */
#include "load.h"

static unsigned bucket_of(uint64_t ns)
{
    unsigned shift;

    if (ns < HISTOGRAM_STEPS)
        return (unsigned)ns;
    shift = 63 - 6 - (unsigned)__builtin_clzll(ns);
    return (shift + 1) * HISTOGRAM_STEPS + (unsigned)((ns >> shift) - HISTOGRAM_STEPS);
}

static double middle_of(unsigned bucket)
{
    unsigned shift;

    if (bucket < HISTOGRAM_STEPS)
        return bucket;
    shift = bucket / HISTOGRAM_STEPS - 1;
    return ((double)(HISTOGRAM_STEPS + bucket % HISTOGRAM_STEPS) + 0.5) * (double)(1ull << shift);
}

void histogram_add(struct histogram *histogram, uint64_t ns)
{
    histogram->total++;
    histogram->counts[bucket_of(ns)]++;
}

/* The duration that `share` of all do not exceed. */
double histogram_us(const struct histogram *histogram, double share)
{
    uint64_t rank = (uint64_t)((double)histogram->total * share), below = 0;
    unsigned bucket;

    for (bucket = 0; bucket < HISTOGRAM_BUCKETS; bucket++) {
        below += histogram->counts[bucket];
        if (below > rank)
            return middle_of(bucket) / 1e3;
    }
    return 0;
}
