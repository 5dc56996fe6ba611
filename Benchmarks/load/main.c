/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * A bounded load on loopback TCP servers.
 *
 *   load echo|sink|idle [option…] PORT[:PID[+PID…]]…
 *     -c CONNECTIONS   to each server (1)           -s BYTES     of a message or a block (64)
 *     -d DEPTH         messages under way on each connection (1)
 *     -t SECONDS       of the whole run (3)         -n MESSAGES  exactly so many instead
 *     -l SECONDS       of a slice (0.06)            -w SECONDS   of each slice that are not counted (0.01)
 *     -u PROCESSOR     to stay on                   -g           wait at the gate: see gate()
 *
 * echo sends messages and checks every byte of the answers; sink streams blocks; idle measures what connections
 * cost that wait for something, then wakes all of them. Several servers make it a duel: each is driven for a slice
 * in turn, the order rotating, so that what disturbs the machine disturbs neighbours alike. One line is printed per
 * slice, "key=value …"; the statistics are made elsewhere. The exit code is 0 if no content was wrong. */
#define _GNU_SOURCE
#include "load.h"
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

struct settings settings = { .connections = 1, .bytes = 64, .depth = 1, .processor = -1, .seconds = 3,
                             .slice = 0.06, .slice_warmup = 0.01 };

void die(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

uint64_t now_ns(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Whoever counts something about the server (system calls, allocations) does so between the two gates: nothing
 * but the messages happens there. */
void gate(void)
{
    char line[64];

    if (!settings.gated)
        return;
    puts("ready");
    fflush(stdout);
    if (!fgets(line, sizeof line, stdin))
        die("nobody opened the gate");
}

static void add_target(char *text)
{
    struct target *target = &settings.targets[settings.target_count];

    if (settings.target_count++ == TARGETS_MAX)
        die("too many servers");
    target->port = (int)strtol(text, &text, 10);
    if (target->port < 1 || target->port > 65535)
        die("no port");
    while (*text && target->process_count < PROCESSES_MAX)
        target->processes[target->process_count++] = (pid_t)strtol(text + 1, &text, 10);
}

static void read_options(int count, char **arguments)
{
    int option;

    while ((option = getopt(count, arguments, "c:s:d:t:n:l:w:u:g")) != -1) {
        switch (option) {
        case 'c': settings.connections = atoi(optarg); break;
        case 's': settings.bytes = atoi(optarg); break;
        case 'd': settings.depth = atoi(optarg); break;
        case 't': settings.seconds = atof(optarg); break;
        case 'n': settings.messages = strtoull(optarg, NULL, 10); break;
        case 'l': settings.slice = atof(optarg); break;
        case 'w': settings.slice_warmup = atof(optarg); break;
        case 'u': settings.processor = atoi(optarg); break;
        case 'g': settings.gated = true; break;
        default: exit(2);
        }
    }
    while (optind < count)
        add_target(arguments[optind++]);
}

static void check_options(void)
{
    if (!settings.target_count)
        die("no server");
    if (settings.connections < 1 || settings.connections > CONNECTIONS_MAX)
        die("connections: 1 to %d", CONNECTIONS_MAX);
    if (settings.bytes < 1 || settings.bytes > BYTES_MAX)
        die("bytes: 1 to %d", BYTES_MAX);
    if (settings.depth < 1 || settings.depth > DEPTH_MAX)
        die("depth: 1 to %d", DEPTH_MAX);
    if (!(settings.seconds > 0 && settings.seconds <= 300))
        die("seconds: up to 300");
    if (!(settings.slice > settings.slice_warmup && settings.slice_warmup >= 0))
        die("a slice must be longer than its warm-up");
}

static void take_processor_and_descriptors(void)
{
    struct rlimit limit;
    cpu_set_t set;

    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (settings.processor < 0)
        return;
    CPU_ZERO(&set);
    CPU_SET(settings.processor, &set);
    if (sched_setaffinity(0, sizeof set, &set))
        die("no processor %d", settings.processor);
}

int main(int count, char **arguments)
{
    const char *mode = count > 1 ? arguments[1] : "";

    if (count > 1)
        read_options(count - 1, arguments + 1);
    check_options();
    take_processor_and_descriptors();
    if (!strcmp(mode, "echo"))
        return run_slices(&echo_traffic);
    if (!strcmp(mode, "sink"))
        return run_slices(&sink_traffic);
    if (!strcmp(mode, "idle"))
        return run_idle();
    die("usage: load echo|sink|idle [option…] PORT[:PID[+PID…]]…");
}
