# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The measurements. Each yields records for the results file; what cannot be measured here says why and is skipped."""

import contextlib
import os
import shutil
import statistics
import subprocess
import tempfile

import counters
import load
import servers
from machine import PROCESSORS, SERVER_PROCESSOR
from servers import Server

# Name, traffic, options of the generator, buffer of the server, share of the time.
DUELS = [
    ("echo 64 B × 50", "echo", ("-c", 50, "-s", 64), 4096, 1.0),
    ("echo 64 B × 500", "echo", ("-c", 500, "-s", 64), 4096, 1.0),
    ("echo 4 KiB × 50", "echo", ("-c", 50, "-s", 4096), 4096, 1.0),
    ("echo 64 B × 1", "echo", ("-c", 1, "-s", 64), 4096, 1.0),
    ("receive 64 KiB × 1", "sink", ("-c", 1, "-s", 65536), 65536, 0.6),
    ("receive 64 KiB × 8", "sink", ("-c", 8, "-s", 65536), 65536, 0.6),
]


def say(text):
    print(text, flush=True)


def attempt(what, work):
    """A measurement that fails is named and left out; the others go on."""
    try:
        return work()
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        say(f"  {what}: not measured: {error}")
        return None


def duel(build, name, traffic, options, buffer, kinds, seconds, processors=(SERVER_PROCESSOR,)):
    """All servers alive at once, driven in turn; a record per server with a value per turn."""
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(Server(build, kind, traffic, buffer, processors)) for kind in kinds]
        command = load.generator(build, traffic, *options, "-t", seconds, *(s.target for s in running))
        lines = load.run(command, seconds * 2 + 60)
    values = [{"rate": [], "cpu_us": [], "p50_us": [], "p99_us": []} for _ in kinds]
    unit, stolen = "", 0.0
    for word, line in lines:
        if word == "machine":
            stolen = line["stolen"]
        if word.startswith("turn="):
            unit = line["unit"]
            for key, list_of_values in values[int(line["target"])].items():
                list_of_values.append(line[key])
    for kind, value in zip(kinds, values):
        yield {"section": "duel", "load": name, "unit": unit, "server": kind.name, "raw": kind.raw,
               "ours": kind.ours, "stolen": stolen, **value}
        say(f"  {kind.name:38} {statistics.median(value['rate']):>10,.0f} {unit}/s"
            f" {statistics.median(value['cpu_us']):8.2f} µs CPU each")


def all_duels(build, kinds, seconds):
    for name, traffic, options, buffer, share in DUELS:
        say(f"{name}:")
        yield from duel(build, name, traffic, options, buffer, kinds, seconds * share)


def wine(build, seconds):
    kinds = servers.available(build, [servers.RAW_EPOLL, servers.RING, servers.EPOLL, servers.WINE])
    if servers.WINE not in kinds:
        return
    prefix = os.path.join(os.path.abspath(build), "wine")
    if not os.path.isdir(prefix):
        say("preparing a Wine prefix")
        attempt("Wine", lambda: _first_wine_start(build))
    say("the same program under Wine, echo 64 B × 50:")
    records = attempt("Wine", lambda: list(duel(build, "same program under Wine, echo 64 B × 50", "echo",
                                                ("-c", 50, "-s", 64), 4096, kinds, seconds)))
    yield from records or []


def _first_wine_start(build):
    with Server(build, servers.WINE, patience=120):
        pass


def workers(build, seconds):
    """One worker against two, and completions collected one by one or 64 at once; on all processors."""
    kinds = []
    for kind in (servers.RING, servers.EPOLL):
        for count, batch in ((1, 1), (2, 1), (1, 64)):
            how = "1 worker" if count == 1 else f"{count} workers"
            how += ", batches of 64" if batch > 1 else ""
            kinds.append(kind.variant(f"{kind.name}, {how}", (str(count), str(batch))))
    name = "workers, echo 4 KiB × 50"
    say(f"{name}:")
    yield from duel(build, name, "echo", ("-c", 50, "-s", 4096), 4096, kinds, seconds, tuple(PROCESSORS[:2]))


def idle(build, kinds, connections):
    say(f"{connections:,} connections that wait, then a byte to each:")
    for kind in kinds:
        def work(kind=kind):
            with Server(build, kind, "echo", 64) as server:
                return load.run(load.generator(build, "idle", "-c", connections, server.target), 120)[0][1]
        found = attempt(kind.name, work)
        if found:
            yield {"section": "idle", "server": kind.name, **found}
            say(f"  {kind.name:38} {found['resident_bytes']:6.0f} B resident {found['kernel_bytes']:6.0f} B kernel,"
                f" {found['woken']:.0f} of {found['connections']:.0f} woke in {found['wake_ms']:.0f} ms")


def _gated_load(build, server, connections, messages, size=64):
    command = load.generator(build, "echo", "-g", "-c", connections, "-s", size, "-n", messages, "-t", 120,
                             server.target)
    return load.Gated(command)


def system_calls(build, kinds, messages):
    for connections in (50, 1):
        say(f"system calls per message, echo 64 B × {connections}:")
        for kind in kinds:
            def work(kind=kind, connections=connections):
                with Server(build, kind) as server, _gated_load(build, server, connections, messages) as program:
                    return counters.count_system_calls(server.process.pid, program)
            found = attempt(kind.name, work)
            if found:
                each = {name: round(count / messages, 4) for name, count in found.items()}
                yield {"section": "system calls", "connections": connections, "server": kind.name, "calls": each}
                say(f"  {kind.name:38} " + "  ".join(f"{name} {count:.3f}" for name, count in each.items()))


def allocations(build, kinds, messages):
    say("heap allocations per message, echo 64 B × 50:")
    for kind in kinds:
        def work(kind=kind):
            counter = counters.Allocations(build)
            with Server(build, kind, preload=[counter.preload], environment=counter.environment) as server, \
                    _gated_load(build, server, 50, messages) as program:
                # The first messages fill tables and caches that then stay.
                before = counter.read()
                program.open()
                return (counter.read() - before) / messages
        found = attempt(kind.name, work)
        if found is not None:
            yield {"section": "allocations", "server": kind.name, "each": round(found, 4)}
            say(f"  {kind.name:38} {found:.4f}")


def _callgrind_total(build, kind, messages):
    with tempfile.TemporaryDirectory() as folder:
        under = ["valgrind", "--tool=callgrind", "--separate-threads=yes", f"--callgrind-out-file={folder}/out"]
        clock = os.path.join(os.path.abspath(build), "slow_clock.so")
        with Server(build, kind, under=under, preload=[clock], patience=60) as server:
            load.run(load.generator(build, "echo", "-c", 50, "-n", messages, "-t", 60, server.port), 90)
        return counters.read_callgrind(f"{folder}/out*")


def _by_callgrind(build, kind, short, long):
    """What a start costs falls out of the difference of two runs."""
    first, second = (_callgrind_total(build, kind, count) for count in (short, long))
    if second <= first:
        raise RuntimeError("callgrind counted nothing")
    return (second - first) / (long - short)


def _step_by_step(build, kind, messages):
    clock = os.path.join(os.path.abspath(build), "slow_clock.so")
    with Server(build, kind, preload=[clock]) as server, _gated_load(build, server, 50, messages) as program:
        total, functions = counters.count_instructions(build, server.process.pid, program)
    return total / messages, {name: round(count / messages, 1) for name, count in functions.items()}


def instructions(build, kinds, messages, long):
    """By callgrind where it can run the server, and step by step (or by hardware) for the ring and as a check."""
    say("user instructions per message, echo 64 B × 50:")
    stepped = [servers.RAW_EPOLL, servers.RAW_RING, servers.RING, servers.EPOLL]
    has_callgrind = shutil.which("valgrind") is not None
    for kind in kinds:
        if has_callgrind and kind not in (servers.RAW_RING, servers.RING):
            found = attempt(kind.name, lambda kind=kind: _by_callgrind(build, kind, long // 6, long))
            if found:
                yield {"section": "instructions", "server": kind.name, "method": "callgrind", "each": round(found, 1)}
                say(f"  {kind.name:38} {found:8.0f} (callgrind)")
        if kind in stepped:
            found = attempt(kind.name, lambda kind=kind: _step_by_step(build, kind, messages))
            if found:
                method = "hardware" if counters.has_hardware_counters() else "steps"
                yield {"section": "instructions", "server": kind.name, "method": method,
                       "each": round(found[0], 1), "functions": found[1]}
                say(f"  {kind.name:38} {found[0]:8.0f} ({method})")


def cost_of_receive(build, count, is_checked):
    """Per overlapped receive, posted while no data is there and collected: instructions, system calls, heap."""
    program = os.path.join(build, "cost_of_receive")
    clock = os.path.join(os.path.abspath(build), "slow_clock.so")
    say("one overlapped receive, posted and collected:")
    for engine in (servers.RING, servers.EPOLL):
        for style in ("port", "event", "routine"):
            record = {"section": "receive", "server": engine.name, "style": style}

            def gated(number, environment, engine=engine, style=style):
                return load.Gated([program, style, str(number)], {**engine.environment, **environment},
                                  {SERVER_PROCESSOR})

            def steps():
                with gated(count, {"LD_PRELOAD": clock}) as running:
                    return counters.count_instructions(build, running.process.pid, running)

            def calls():
                with gated(2000, {}) as running:
                    return counters.count_system_calls(running.process.pid, running)

            def heap():
                counter = counters.Allocations(build)
                with gated(2000, {"LD_PRELOAD": counter.preload, **counter.environment}) as running:
                    before = counter.read()
                    running.open()
                    return (counter.read() - before) / 2000

            found = attempt(f"{engine.name}, {style}", steps)
            if found:
                record["instructions"] = round(found[0] / count, 1)
                record["functions"] = {name: round(n / count, 1) for name, n in found[1].items()}
            found = attempt(f"{engine.name}, {style}", calls)
            if found:
                # One of them is the peer's write in the same process.
                record["system_calls"] = round(found["all"] / 2000 - 1, 3)
            record["allocations"] = attempt(f"{engine.name}, {style}", heap)
            if is_checked and engine is servers.EPOLL and shutil.which("valgrind"):
                record["callgrind"] = attempt("callgrind", lambda: _receive_by_callgrind(program, engine, style, clock))
            yield record
            say(f"  {engine.name:16} {style:8} " + "  ".join(
                f"{key} {value}" for key, value in record.items() if isinstance(value, float)))


def _receive_by_callgrind(program, engine, style, clock):
    totals = []
    for count in (500, 5500):
        with tempfile.TemporaryDirectory() as folder:
            command = ["valgrind", "--tool=callgrind", "--separate-threads=yes",
                       f"--callgrind-out-file={folder}/out", program, style, str(count)]
            subprocess.run(command, input="go\ngo\n", text=True, capture_output=True, timeout=60, check=True,
                           env={**os.environ, **engine.environment, "LD_PRELOAD": clock})
            totals.append(counters.read_callgrind(f"{folder}/out*"))
    return round((totals[1] - totals[0]) / 5000, 1)
