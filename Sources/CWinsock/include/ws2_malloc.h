// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
// Blocks of memory that begin at a multiple of a power of two. They are freed by _aligned_free, and by nothing else.
#ifndef WS2_MALLOC_H
#define WS2_MALLOC_H

#include <alloca.h>
#include <stddef.h>

#define _alloca alloca

#ifdef __cplusplus
extern "C" {
#endif
void *_aligned_malloc(size_t _Size, size_t _Alignment);
void *_aligned_realloc(void *_Memory, size_t _Size, size_t _Alignment);
void *_aligned_recalloc(void *_Memory, size_t _Count, size_t _Size, size_t _Alignment);
size_t _aligned_msize(void *_Memory, size_t _Alignment, size_t _Offset);
void _aligned_free(void *_Memory);
#ifdef __cplusplus
}
#endif

#endif
