/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * What the parts of the load generator share. One thread, one epoll set per server, loopback only. */
#ifndef LOAD_H
#define LOAD_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { DEPTH_MAX = 64, CONNECTIONS_MAX = 20000, BYTES_MAX = 1 << 20, TARGETS_MAX = 16, PROCESSES_MAX = 32 };
enum { EVENTS_MAX = 512, STALL_SECONDS = 60 };

/* A server: where it listens, and the processes whose time and memory are charged to it. */
struct target {
    int port;
    int process_count;
    pid_t processes[PROCESSES_MAX];
};

struct settings {
    int connections, bytes, depth, processor;
    double seconds;             /* of the whole run */
    double slice, slice_warmup; /* seconds that one server is driven before the next has its turn */
    uint64_t messages;          /* stop after exactly so many; 0: after the time */
    bool gated;                 /* say "ready", wait for a line before the load and before the end */
    int target_count;
    struct target targets[TARGETS_MAX];
};
extern struct settings settings;

struct connection {
    int socket;
    uint16_t number;
    uint32_t received;          /* bytes of the answer that is coming in */
    uint32_t written;           /* bytes of the message that is going out */
    uint32_t due;               /* messages begun whose bytes are not all written */
    uint64_t sent, answered;    /* messages */
    uint64_t started_ns[DEPTH_MAX];
};

/* Durations in buckets that are less than 1.6 % wide. */
enum { HISTOGRAM_STEPS = 64, HISTOGRAM_BUCKETS = 64 * HISTOGRAM_STEPS };
struct histogram {
    uint64_t total, counts[HISTOGRAM_BUCKETS];
};
void histogram_add(struct histogram *, uint64_t ns);
double histogram_us(const struct histogram *, double share);

/* All connections to one server. */
struct client {
    const struct target *target;
    int poll;
    struct connection *connections;
    bool measuring, stopping;   /* stopping: an answer is followed by no new message */
    uint64_t units;             /* messages or bytes since measuring began */
    uint64_t unanswered;        /* messages under way */
    uint64_t begun, budget;     /* messages begun, and how many may be (0: no limit) */
    uint64_t bad;               /* answers with a wrong content, or streams the server did not take to their end */
    struct histogram latencies;
};
void client_connect(struct client *, const struct target *, uint32_t events);
void client_close(struct client *);

/* A kind of load: how it begins on all connections, what one wait does, how it comes to rest. */
struct traffic {
    const char *name, *unit;
    double units_per_message;   /* what `units` is divided by in the report */
    uint32_t events;
    void (*prepare)(void);
    void (*begin)(struct client *);
    void (*turn)(struct client *, int timeout_ms);
    void (*rest)(struct client *);
    void (*finish)(struct client *);
};
extern const struct traffic echo_traffic, sink_traffic;
int run_slices(const struct traffic *);
int run_idle(void);

uint64_t target_cpu_ns(const struct target *);
uint64_t target_resident_bytes(const struct target *);
uint64_t kernel_bytes(void);
struct machine_use { uint64_t busy_ticks, stolen_ticks; };
struct machine_use machine_use(void);

uint64_t now_ns(void);
void gate(void);
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
#endif
