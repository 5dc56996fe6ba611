# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""What the benchmark runs on, and how quiet it is there."""

import datetime
import os
import platform
import time

PROCESSORS = sorted(os.sched_getaffinity(0))
SERVER_PROCESSOR = PROCESSORS[0]
LOAD_PROCESSOR = PROCESSORS[1 % len(PROCESSORS)]


def _first_value(path, key):
    try:
        with open(path) as file:
            for line in file:
                if line.startswith(key):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return "unknown"


def _ticks():
    with open("/proc/stat") as file:
        user, nice, system, _, _, interrupts, soft, stolen = map(int, file.readline().split()[1:9])
    return user + nice + system + interrupts + soft, stolen


def use_by_others(seconds=1.0):
    """Processors that other work keeps busy now, and what the hypervisor takes; nothing of ours may be running."""
    before = _ticks()
    time.sleep(seconds)
    after = _ticks()
    rate = os.sysconf("SC_CLK_TCK") * seconds
    return (after[0] - before[0]) / rate, (after[1] - before[1]) / rate


def facts():
    busy, stolen = use_by_others()
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "kernel": platform.release(),
        "processor": _first_value("/proc/cpuinfo", "model name"),
        "processors": len(PROCESSORS),
        "load_average": os.getloadavg()[0],
        "busy_before": round(busy, 3),
        "stolen_before": round(stolen, 3),
    }
