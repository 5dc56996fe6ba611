/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What a server, the kernel and the machine have used, from /proc. */
#include "load.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads a small file as text; an empty text if it is gone, because the process has ended. */
static void read_text(const char *path, char *text, size_t size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = file < 0 ? 0 : read(file, text, size - 1);

    text[count > 0 ? count : 0] = 0;
    if (file >= 0)
        close(file);
}

static uint64_t number_after(const char *text, const char *key)
{
    const char *place = strstr(text, key);

    return place ? strtoull(place + strlen(key), NULL, 10) : 0;
}

static uint64_t process_cpu_ns(pid_t process)
{
    char path[320], text[128];
    struct dirent *thread;
    uint64_t sum = 0;
    DIR *threads;

    snprintf(path, sizeof path, "/proc/%d/task", (int)process);
    threads = opendir(path);
    while (threads && (thread = readdir(threads))) {
        if (thread->d_name[0] == '.')
            continue;
        /* Nanoseconds on a processor; /proc/PID/stat counts in clock ticks, which is too coarse for a slice. */
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", (int)process, thread->d_name);
        read_text(path, text, sizeof text);
        sum += strtoull(text, NULL, 10);
    }
    if (threads)
        closedir(threads);
    return sum;
}

uint64_t target_cpu_ns(const struct target *target)
{
    uint64_t sum = 0;
    int i;

    for (i = 0; i < target->process_count; i++)
        sum += process_cpu_ns(target->processes[i]);
    return sum;
}

uint64_t target_resident_bytes(const struct target *target)
{
    char path[64], text[8192];
    uint64_t sum = 0;
    int i;

    for (i = 0; i < target->process_count; i++) {
        snprintf(path, sizeof path, "/proc/%d/status", (int)target->processes[i]);
        read_text(path, text, sizeof text);
        sum += number_after(text, "VmRSS:") * 1024;
    }
    return sum;
}

/* What the kernel holds for sockets, requests and threads, on the whole machine. */
uint64_t kernel_bytes(void)
{
    char text[8192];

    read_text("/proc/meminfo", text, sizeof text);
    return (number_after(text, "\nSlab:") + number_after(text, "\nKernelStack:") +
            number_after(text, "\nPageTables:")) * 1024;
}

struct machine_use machine_use(void)
{
    unsigned long long user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft = 0, stolen = 0;
    char text[512];

    read_text("/proc/stat", text, sizeof text);
    sscanf(text, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &user, &nice, &system, &idle, &waiting, &interrupts,
           &soft, &stolen);
    return (struct machine_use){ user + nice + system + interrupts + soft, stolen };
}
