/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Counts the user instructions of a running program by letting it go one instruction at a time. It is for machines
 * without hardware counters and for programs that use io_uring, which valgrind does not know: the kernel does its part
 * of the ring as ever, only the steps in user space are counted. Each costs some microseconds.
 *
 *   count_steps PID OUT
 *
 * Says "attached", counts until SIGTERM, lets the program go and writes OUT: "total N", "at ADDRESS N" for each
 * address, and the mappings that give the addresses a name as "map …". A repeated string instruction stops
 * after each round at the same address; it counts once, as processors count it. The processor's time stamps are made to
 * grow a thousand times more slowly, as slow_clock.c has it with the clocks. Only the first thread runs; the others
 * are held still, because they would find the first one a thousand times too slow and step in for it. x86-64. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ADDRESSES = 1 << 20, THREADS = 256, FACTOR = 1000 };

static struct { uint64_t address, steps; bool reads_time; } table[ADDRESSES];
static pid_t threads[THREADS];
static int thread_count;
static uint64_t steps, last_address;
static volatile sig_atomic_t ending;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void end(int number) { ending = number; }

static uint16_t instruction_at(pid_t id, uint64_t address)
{
    return (uint16_t)ptrace(PTRACE_PEEKTEXT, id, address, 0);
}

/* Returns whether the instruction at the address reads the time stamp. */
static bool count_at(pid_t id, uint64_t address)
{
    uint64_t slot = address * 0x9e3779b97f4a7c15u >> 44;

    while (table[slot].steps && table[slot].address != address)
        slot = (slot + 1) % ADDRESSES;
    if (!table[slot].steps++) {
        table[slot].address = address;
        table[slot].reads_time = instruction_at(id, address) == 0x310f;  /* rdtsc */
    }
    return table[slot].reads_time;
}

static void slow_time(pid_t id)
{
    static uint64_t start;
    struct user_regs_struct registers;
    uint64_t now;

    ptrace(PTRACE_GETREGS, id, 0, &registers);
    now = registers.rdx << 32 | (registers.rax & 0xffffffff);
    if (!start)
        start = now;
    now = start + (now - start) / FACTOR;
    registers.rax = now & 0xffffffff;
    registers.rdx = now >> 32;
    ptrace(PTRACE_SETREGS, id, 0, &registers);
}

static void count_step(pid_t id)
{
    static bool has_read_time;
    uint64_t address = (uint64_t)ptrace(PTRACE_PEEKUSER, id, offsetof(struct user_regs_struct, rip), 0);

    if (address == last_address)
        return;
    if (has_read_time)
        slow_time(id);
    last_address = address;
    steps++;
    has_read_time = count_at(id, address);
}

static void attach_all(pid_t program)
{
    char path[64];
    struct dirent *entry;
    DIR *folder;

    snprintf(path, sizeof path, "/proc/%d/task", (int)program);
    folder = opendir(path);
    if (!folder)
        fail(path);
    while ((entry = readdir(folder))) {
        pid_t id = (pid_t)atoi(entry->d_name);

        /* The kernel's workers for io_uring stand among the threads, but cannot be traced. */
        if (!id || thread_count == THREADS || ptrace(PTRACE_SEIZE, id, 0, 0))
            continue;
        threads[thread_count++] = id;
        ptrace(PTRACE_INTERRUPT, id, 0, 0);
    }
    closedir(folder);
    if (!thread_count)
        fail("ptrace");
}

static bool trap_is_pending(pid_t id)
{
    struct __ptrace_peeksiginfo_args first = { .off = 0, .flags = 0, .nr = 1 };
    siginfo_t signal;

    return ptrace(PTRACE_PEEKSIGINFO, id, &first, &signal) == 1 && signal.si_signo == SIGTRAP;
}

/* A thread goes free only from a stop. The one that was stepping is stopped for it; the trap of its last step may
 * still be under way then, and would end it once nobody takes it. */
static void release_all(pid_t program)
{
    int i, status;

    ptrace(PTRACE_INTERRUPT, program, 0, 0);
    waitpid(program, &status, __WALL);
    while (WIFSTOPPED(status) && status >> 16 && trap_is_pending(program)) {
        ptrace(PTRACE_CONT, program, 0, 0);
        waitpid(program, &status, __WALL);
    }
    for (i = 0; i < thread_count; i++)
        ptrace(PTRACE_DETACH, threads[i], 0, 0);
}

static void write_maps(pid_t program, FILE *out)
{
    char path[64], line[4096];
    FILE *maps;

    snprintf(path, sizeof path, "/proc/%d/maps", (int)program);
    maps = fopen(path, "r");
    while (maps && fgets(line, sizeof line, maps))
        fprintf(out, "map %s", line);
    if (maps)
        fclose(maps);
}

static void write_counts(pid_t program, const char *path)
{
    FILE *out = fopen(path, "w");
    int i;

    if (!out)
        fail(path);
    fprintf(out, "total %llu\n", (unsigned long long)steps);
    for (i = 0; i < ADDRESSES; i++)
        if (table[i].steps)
            fprintf(out, "at %llx %llu\n", (unsigned long long)table[i].address, (unsigned long long)table[i].steps);
    write_maps(program, out);
    fclose(out);
}

/* Returns the signal that the thread is to be given when it goes on. */
static int stopped(pid_t id, int status)
{
    int number = WSTOPSIG(status);

    if (status >> 16)           /* the interruption that began it all */
        return 0;
    if (number != SIGTRAP)
        return number;
    count_step(id);
    return 0;
}

int main(int count, char **arguments)
{
    struct sigaction ends = { .sa_handler = end };
    pid_t program, id;
    int status;

    if (count != 3) {
        fprintf(stderr, "usage: %s PID OUT\n", arguments[0]);
        return 2;
    }
    program = (pid_t)atoi(arguments[1]);
    sigaction(SIGTERM, &ends, NULL);
    attach_all(program);
    puts("attached");
    fflush(stdout);
    while (!ending && ((id = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR))
        if (id == program && WIFSTOPPED(status))
            ptrace(PTRACE_SINGLESTEP, id, 0, stopped(id, status));
    write_counts(program, arguments[2]);
    release_all(program);
    return 0;
}
