/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What the programs share that FaultTests runs while system calls fail or come short (WS2_FAULTS). They hold without the
 * variable as well. */
#ifndef FAULTY_H
#define FAULTY_H
#include "check.h"

/* The byte at a place of a stream, or of a message. */
static char byte_at(unsigned i) { return (char)(i * 7 + i / 251); }

static void fill(char *out, unsigned from, unsigned n)
{
    unsigned i;

    for (i = 0; i < n; i++)
        out[i] = byte_at(from + i);
}

/* Whether these are the bytes from that place on. */
static int is_filled(const char *in, unsigned from, unsigned n)
{
    unsigned i;

    for (i = 0; i < n; i++)
        if (in[i] != byte_at(from + i))
            return 0;
    return 1;
}

/* Two buffers over one piece of memory. */
static void cut(WSABUF b[2], char *data, ULONG n, ULONG first)
{
    b[0].buf = data;
    b[0].len = first;
    b[1].buf = data + first;
    b[1].len = n - first;
}

#endif
