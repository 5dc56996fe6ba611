# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""python3 Benchmarks/run BUILD RESULTS [--quick] [--only SECTION,…]: measures and writes a line of JSON per result.

Python's standard library only. Everything runs on loopback; what is started is ended, by its process id."""

import argparse
import json
import os
import resource
import signal
import sys
import time

import machine
import measure
import servers

SECTIONS = ("duels", "wine", "workers", "idle", "system-calls", "allocations", "instructions", "receive")


def sections(build, quick):
    kinds = servers.available(build, [servers.RAW_EPOLL, servers.RAW_RING, servers.RING, servers.EPOLL, servers.UV,
                                      servers.ASIO, servers.NIO])
    native = [kind for kind in kinds if kind is not servers.NIO]
    seconds = 5 if quick else 40
    return {
        "duels": lambda: measure.all_duels(build, kinds, seconds),
        "wine": lambda: measure.wine(build, 4 if quick else 20),
        "workers": lambda: measure.workers(build, 4 if quick else 20),
        "idle": lambda: measure.idle(build, kinds, 2000 if quick else 10000),
        "system-calls": lambda: measure.system_calls(build, kinds, 5000 if quick else 50000),
        "allocations": lambda: measure.allocations(build, kinds, 2000 if quick else 20000),
        "instructions": lambda: measure.instructions(build, native if quick else kinds, 100 if quick else 200,
                                                     3000 if quick else 12000),
        "receive": lambda: measure.cost_of_receive(build, 30 if quick else 100, not quick),
    }


def main():
    parser = argparse.ArgumentParser(prog="run")
    parser.add_argument("build")
    parser.add_argument("results")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default=",".join(SECTIONS))
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    build = os.path.abspath(options.build)
    # Whoever ends this ends the servers too: the contexts that hold them are left.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    with open(options.results, "w") as results:
        def write(record):
            results.write(json.dumps(record, ensure_ascii=False) + "\n")
            results.flush()

        facts = machine.facts()
        write({"section": "machine", "quick": options.quick, **facts})
        if facts["busy_before"] + facts["stolen_before"] > 0.1:
            measure.say("the machine is not quiet: compare ratios, not absolute figures")
        available = sections(build, options.quick)
        for name in options.only.split(","):
            start = time.monotonic()
            for record in measure.attempt(name, lambda: list(available[name]())) or []:
                write(record)
            measure.say(f"({name}: {time.monotonic() - start:.0f} s)")


if __name__ == "__main__":
    main()
