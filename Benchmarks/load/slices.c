/* SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
 * Drives one server after the other, a slice each, and prints a line for every slice. */
#include "load.h"
#include <stdio.h>
#include <string.h>

static struct client clients[TARGETS_MAX];

struct reading { uint64_t time_ns, cpu_ns; };

static struct reading read_all(const struct client *client)
{
    return (struct reading){ now_ns(), target_cpu_ns(client->target) };
}

static void print_slice(const struct traffic *traffic, const struct client *client, unsigned turn,
                        struct reading from, struct reading to)
{
    double seconds = (double)(to.time_ns - from.time_ns) / 1e9;
    double units = (double)client->units / traffic->units_per_message;

    printf("turn=%u target=%d traffic=%s unit=%s seconds=%.6f units=%.3f rate=%.1f cpu_us=%.4f p50_us=%.2f "
           "p99_us=%.2f bad=%llu\n",
           turn, (int)(client->target - settings.targets), traffic->name, traffic->unit, seconds, units,
           units / seconds, units > 0 ? (double)(to.cpu_ns - from.cpu_ns) / 1e3 / units : 0,
           histogram_us(&client->latencies, 0.5), histogram_us(&client->latencies, 0.99),
           (unsigned long long)client->bad);
}

/* At least one turn, however late it is: a starved machine may take the whole slice away. */
static void drive_until(const struct traffic *traffic, struct client *client, uint64_t end_ns)
{
    uint64_t now, last_units = client->units, last_ns = now_ns();

    do {
        if (client->budget && client->measuring && client->units == client->budget)
            return;
        traffic->turn(client, 5);
        now = now_ns();
        if (client->units != last_units || !client->measuring) {
            last_units = client->units;
            last_ns = now;
        } else if (now - last_ns > STALL_SECONDS * 1000000000ull) {
            die("port %d stalled after %llu", client->target->port, (unsigned long long)client->units);
        }
    } while (now < end_ns);
}

static void run_slice(const struct traffic *traffic, struct client *client, unsigned turn, double seconds)
{
    /* With a given number of messages all of them are counted. */
    double warmup = settings.messages ? 0 : settings.slice_warmup;
    uint64_t start_ns = now_ns();
    struct reading from, to;

    client->units = client->begun = 0;
    client->budget = settings.messages;
    memset(&client->latencies, 0, sizeof client->latencies);
    client->measuring = warmup == 0;
    from = read_all(client);
    traffic->begin(client);
    if (warmup > 0) {
        drive_until(traffic, client, start_ns + (uint64_t)(warmup * 1e9));
        from = read_all(client);
        client->measuring = true;
    }
    drive_until(traffic, client, start_ns + (uint64_t)(seconds * 1e9));
    to = read_all(client);
    client->measuring = false;
    traffic->rest(client);
    print_slice(traffic, client, turn, from, to);
}

/* A few messages on each connection: accepted, allocated and looked up is then what has to be. */
static void warm_up(const struct traffic *traffic, struct client *client)
{
    client->budget = (uint64_t)settings.connections * 4;
    traffic->begin(client);
    while (client->begun < client->budget)
        traffic->turn(client, 5);
    traffic->rest(client);
}

static void print_machine(struct machine_use before, struct machine_use after, uint64_t start_ns)
{
    double seconds = (double)(now_ns() - start_ns) / 1e9;

    /* Clock ticks are hundredths of a second. */
    printf("machine busy=%.3f stolen=%.3f seconds=%.1f\n",
           (double)(after.busy_ticks - before.busy_ticks) / 100 / seconds,
           (double)(after.stolen_ticks - before.stolen_ticks) / 100 / seconds, seconds);
}

int run_slices(const struct traffic *traffic)
{
    struct machine_use before = machine_use();
    uint64_t start_ns, bad = 0;
    unsigned turn = 0;
    int i;

    if ((settings.messages || settings.gated) && traffic != &echo_traffic)
        die("a stream has no messages to count");
    traffic->prepare();
    for (i = 0; i < settings.target_count; i++)
        client_connect(&clients[i], &settings.targets[i], traffic->events);
    if (settings.gated)
        for (i = 0; i < settings.target_count; i++)
            warm_up(traffic, &clients[i]);
    gate();
    start_ns = now_ns();
    if (settings.target_count == 1) {
        run_slice(traffic, &clients[0], 0, settings.seconds);
    } else {
        for (; (double)(now_ns() - start_ns) / 1e9 < settings.seconds; turn++)
            for (i = 0; i < settings.target_count; i++)
                run_slice(traffic, &clients[(i + (int)turn) % settings.target_count], turn, settings.slice);
    }
    print_machine(before, machine_use(), start_ns);
    gate();
    for (i = 0; i < settings.target_count; i++) {
        traffic->finish(&clients[i]);
        bad += clients[i].bad;
        client_close(&clients[i]);
    }
    printf("end bad=%llu\n", (unsigned long long)bad);
    return bad != 0;
}
