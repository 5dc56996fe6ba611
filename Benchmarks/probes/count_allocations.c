/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * LD_PRELOAD: counts what a process takes from the heap. The count is the first word of the file that
 * ALLOCATION_COUNT names, so that it can be read while the process runs. glibc only: the allocator that is called
 * on is reached by its own second names, without a look-up that would itself allocate. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static uint64_t before_start, *count = &before_start;

__attribute__((constructor)) static void open_count(void)
{
    const char *path = getenv("ALLOCATION_COUNT");
    int file = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    void *page;

    if (file < 0 || ftruncate(file, 4096))
        return;
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (page == MAP_FAILED)
        return;
    *(uint64_t *)page = before_start;
    count = page;
}

static void add_one(void) { __atomic_fetch_add(count, 1, __ATOMIC_RELAXED); }

void *malloc(size_t size)
{
    add_one();
    return __libc_malloc(size);
}

void *calloc(size_t items, size_t size)
{
    add_one();
    return __libc_calloc(items, size);
}

void *realloc(void *old, size_t size)
{
    add_one();
    return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size)
{
    add_one();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **out, size_t alignment, size_t size)
{
    *out = memalign(alignment, size);
    return *out ? 0 : ENOMEM;
}
