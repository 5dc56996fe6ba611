# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""python3 Benchmarks/run/summary.py RESULTS FOLDER: writes FOLDER/README.md and FOLDER/cost.svg from the results."""

import json
import math
import os
import statistics
import sys

import plot

QUIET = 0.1  # processors that others may use before the machine counts as disturbed


def read(path):
    sections = {}
    with open(path) as file:
        for line in file:
            record = json.loads(line)
            sections.setdefault(record["section"], []).append(record)
    return sections


def median_with_interval(values):
    """The median and its 95 % interval, from order statistics: no assumption on how the values are distributed."""
    ordered = sorted(values)
    half = 0.98 * math.sqrt(len(ordered))
    middle = len(ordered) / 2
    low = max(0, math.floor(middle - half))
    high = min(len(ordered) - 1, math.ceil(middle + half))
    return statistics.median(ordered), ordered[low], ordered[high]


def quartiles(values):
    if len(values) < 2:
        return values[0], values[0]
    first, _, third = statistics.quantiles(values, n=4, method="inclusive")
    return first, third


def reference(records):
    """The raw C server with the lower CPU time per message; its turns are what the others are compared with."""
    raw = [record for record in records if record["raw"]] or records[:1]
    # On a starved machine a slice may pass without a message: it has no cost.
    return min(raw, key=lambda record: statistics.median([cost for cost in record["cpu_us"] if cost > 0] or [math.inf]))


def ratios(record, base, key):
    """Turn by turn, so that what disturbed one turn disturbs both sides of the quotient."""
    return [a / b for a, b in zip(record[key], base[key]) if a > 0 and b > 0]


def number(value):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def ratio_text(values):
    if not values:
        return "–"
    middle, low, high = median_with_interval(values)
    return f"{middle:.2f} ({low:.2f}–{high:.2f})"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def duel_table(records):
    base = reference(records)
    rows = []
    for record in records:
        first, third = quartiles(record["rate"])
        cpu_first, cpu_third = quartiles(record["cpu_us"])
        name = f"**{record['server']}**" if record["ours"] else record["server"]
        rows.append([
            name, f"{number(statistics.median(record['rate']))} ({number(first)}–{number(third)})",
            ratio_text(ratios(record, base, "rate")),
            f"{number(statistics.median(record['cpu_us']))} ({number(cpu_first)}–{number(cpu_third)})",
            ratio_text(ratios(record, base, "cpu_us")),
            *([f"{number(statistics.median(record[key]))}" for key in ("p50_us", "p99_us")]
              if record["unit"] == "messages" else ["–", "–"]),
        ])
    head = ["server", f"{records[0]['unit']}/s (quartiles)", "rate ratio (95 %)", "µs CPU each (quartiles)",
            "CPU ratio (95 %)", "p50 µs", "p99 µs"]
    turns = len(base["rate"])
    return (f"### {records[0]['load']}\n\nAgainst {base['server']}; {turns} turns; the hypervisor took "
            f"{base['stolen']:.2f} processors meanwhile.\n\n" + table(head, rows))


def grouped(records, key):
    groups = {}
    for record in records:
        groups.setdefault(record[key], []).append(record)
    return groups


def call_tables(records):
    out = []
    for connections, group in grouped(records, "connections").items():
        names = sorted({name for record in group for name in record["calls"]} - {"all"})
        rows = [[record["server"], f"{record['calls']['all']:.3f}",
                 *(f"{record['calls'].get(name, 0):.3f}" for name in names)] for record in group]
        out.append(f"### System calls per message, echo 64 B × {connections}\n\n"
                   + table(["server", "all", *names], rows))
    return "\n".join(out)


def per_message_table(sections):
    rows = {}
    for record in sections.get("instructions", []):
        rows.setdefault(record["server"], {})[record["method"]] = number(record["each"])
    for record in sections.get("allocations", []):
        rows.setdefault(record["server"], {})["heap"] = f"{record['each']:.4f}"
    head = ["server", "instructions, callgrind", "instructions, step by step", "instructions, hardware",
            "heap allocations"]
    keys = ("callgrind", "steps", "hardware", "heap")
    used = [i for i, key in enumerate(keys) if any(key in row for row in rows.values())]
    return table([head[0], *(head[i + 1] for i in used)],
                 [[name, *(row.get(keys[i], "–") for i in used)] for name, row in rows.items()])


def receive_table(records):
    def text(record, key, form):
        return "–" if record.get(key) is None else form.format(record[key])

    rows = [[record["server"], record["style"], text(record, "instructions", "{:,.0f}"),
             text(record, "callgrind", "{:,.0f}"), text(record, "system_calls", "{:.2f}"),
             text(record, "allocations", "{:.4f}")] for record in records]
    return table(["engine", "collected by", "instructions", "by callgrind", "system calls", "heap allocations"], rows)


def idle_table(records):
    rows = [[record["server"], f"{record['connections']:,.0f}", number(record["resident_bytes"]),
             number(record["kernel_bytes"]), f"{record['woken']:,.0f}", f"{record['bad']:.0f}",
             number(record["wake_ms"])] for record in records]
    return table(["server", "connections", "bytes resident each", "bytes in the kernel each", "woken by one byte each",
                  "wrong or double", "ms for all"], rows)


def machine_text(machine):
    quiet = machine["busy_before"] + machine["stolen_before"] <= QUIET
    state = "quiet" if quiet else "NOT QUIET: ratios hold, absolute figures do not"
    kind = "quick run" if machine["quick"] else "full run"
    return (f"Measured on {machine['date']} ({kind}) with `make bench`: Linux {machine['kernel']}, "
            f"{machine['processors']} × {machine['processor']}. Before the run others used "
            f"{machine['busy_before']:.2f} processors and the hypervisor took {machine['stolen_before']:.2f}: {state}.\n")


def document(sections):
    parts = ["# Benchmark results\n", machine_text(sections["machine"][0]),
             "What is measured and how: [Benchmarks/README.md](../../Benchmarks/README.md). This file is written by "
             "`make bench`.\n"]
    duels = grouped(sections.get("duel", []), "load")
    if duels:
        parts.append("![CPU time per message against the best plain C server](cost.svg)\n")
        parts.append("## Rate, CPU time and latency\n")
        parts += [duel_table(records) for records in duels.values()]
    if "system calls" in sections:
        parts += ["## System calls\n", call_tables(sections["system calls"])]
    if "instructions" in sections or "allocations" in sections:
        parts += ["## User instructions and heap allocations per message, echo 64 B × 50\n",
                  per_message_table(sections)]
    if "receive" in sections:
        parts += ["## One overlapped receive, posted without data and collected\n",
                  receive_table(sections["receive"])]
    if "idle" in sections:
        parts += ["## Connections that wait with a receive pending\n",
                  "What a server itself keeps for a connection is included. The program over ws2_32 keeps 160 bytes in "
                  "two blocks: a structure with an OVERLAPPED, and a buffer of 64 bytes.\n",
                  idle_table(sections["idle"])]
    return "\n".join(parts)


def panels(sections):
    """For the picture: per load, the CPU ratio of each server with its interval."""
    for load, records in grouped(sections.get("duel", []), "load").items():
        if load.startswith(("workers", "same program")):
            continue
        base = reference(records)
        bars = [(record["server"], record["ours"], *median_with_interval(ratios(record, base, "cpu_us")))
                for record in records if ratios(record, base, "cpu_us")]
        yield f"{load}  (1 = {base['server']})", bars


def main(results, folder):
    sections = read(results)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "README.md"), "w") as file:
        file.write(document(sections))
    with open(os.path.join(folder, "cost.svg"), "w") as file:
        file.write(plot.bars("CPU time per message, against the best plain C server: less is better",
                             list(panels(sections))))
    print(f"written: {folder}/README.md and cost.svg")


if __name__ == "__main__":
    main(*sys.argv[1:])
