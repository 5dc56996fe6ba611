# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""Counts what a process does between the two gates of a program: system calls, heap allocations, instructions.

`count_…(process, program)` attaches to the process, opens the gate, and returns the count when the work is done.
"""

import collections
import glob
import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile

from machine import SERVER_PROCESSOR

SYSTEM_CALLS = ("epoll_wait epoll_pwait epoll_ctl io_uring_enter recvfrom recvmsg read readv sendto sendmsg write "
                "writev futex poll ppoll eventfd2").split()
TRACING = "/sys/kernel/tracing"


def has_hardware_counters():
    if not shutil.which("perf"):
        return False
    seen = subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u", "true"], capture_output=True, text=True)
    return seen.returncode == 0 and re.search(r"^\d+,", seen.stderr, re.M) is not None


class _Perf:
    """perf stat on a process, from `enable` to `finish`. It answers on a pipe when it has begun to count."""

    def __init__(self, events, process, prepare=""):
        self._output = tempfile.NamedTemporaryFile("r", suffix=".csv")
        to_perf, self._control = os.pipe()
        self._answers, from_perf = os.pipe()
        script = (f"{prepare} exec perf stat -x, -o {self._output.name} -e '{events}' -D -1 "
                  f"--control fd:{to_perf},{from_perf} -p {process}")
        self._perf = subprocess.Popen((["unshare", "-m"] if prepare else []) + ["sh", "-c", script],
                                      pass_fds=(to_perf, from_perf), stdout=subprocess.DEVNULL,
                                      stderr=subprocess.PIPE)
        os.close(to_perf)
        os.close(from_perf)

    def _say(self, word):
        try:
            os.write(self._control, word + b"\n")
            answered = os.read(self._answers, 16)  # b"" when perf could not start
        except BrokenPipeError:
            answered = b""
        if not answered:
            raise RuntimeError("perf cannot count: " + self._perf.communicate()[1].decode()[-200:])

    def enable(self):
        self._say(b"enable")

    def finish(self):
        self._say(b"disable")
        self._perf.send_signal(signal.SIGINT)
        self._perf.wait(10)
        os.close(self._control)
        os.close(self._answers)
        counts = {}
        for row in self._output.read().splitlines():
            parts = row.split(",")
            if len(parts) > 2 and parts[0].isdigit():
                counts[parts[2]] = int(parts[0])
        return counts


def _system_calls_by_perf(process, program):
    # The trace file system is mounted in a name space of its own: nothing is left mounted.
    prepare = f"mount -t tracefs nodev {TRACING} 2>/dev/null || test -d {TRACING}/events || exit 1;"
    named = ",".join(f"syscalls:sys_enter_{name}" for name in SYSTEM_CALLS)
    perf = _Perf(f"raw_syscalls:sys_enter,{named}", process, prepare)
    perf.enable()
    program.open()
    counts = perf.finish()
    return {name.split("sys_enter")[-1].lstrip("_") or "all": count for name, count in counts.items() if count}


def _system_calls_by_strace(process, program):
    with tempfile.NamedTemporaryFile("r") as table:
        tracer = subprocess.Popen(["strace", "-c", "-f", "-o", table.name, "-p", str(process)],
                                  stderr=subprocess.PIPE, text=True)
        tracer.stderr.readline()  # "attached"
        program.open()
        tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=20)
        counts = {}
        for row in table.read().splitlines():
            parts = row.split()
            if len(parts) >= 5 and parts[3].isdigit() and parts[-1] != "total":
                counts[parts[-1]] = int(parts[3])
        return {"all": sum(counts.values()), **counts}


def count_system_calls(process, program):
    if shutil.which("perf") and os.geteuid() == 0:
        return _system_calls_by_perf(process, program)
    if shutil.which("strace"):
        return _system_calls_by_strace(process, program)
    raise RuntimeError("system calls: neither perf as root nor strace")


class Allocations:
    """The preloaded counter, and where it counts."""

    def __init__(self, build):
        self._file = tempfile.NamedTemporaryFile()
        self.preload = os.path.join(os.path.abspath(build), "count_allocations.so")
        self.environment = {"ALLOCATION_COUNT": self._file.name}

    def read(self):
        with open(self._file.name, "rb") as file:
            data = file.read(8)
        if len(data) < 8:
            raise RuntimeError("allocations were not counted")
        return struct.unpack("Q", data)[0]


def count_instructions(build, process, program):
    """User instructions of the process: (total, {function: count}); by hardware, else step by step."""
    if has_hardware_counters():
        perf = _Perf("instructions:u", process)
        perf.enable()
        program.open()
        return sum(perf.finish().values()), {}
    with tempfile.NamedTemporaryFile("r") as out:
        # On the processor of what it steps: going to and fro between two costs more than the step.
        stepper = subprocess.Popen([os.path.join(build, "count_steps"), str(process), out.name],
                                   stdout=subprocess.PIPE, text=True,
                                   preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_PROCESSOR}))
        try:
            if stepper.stdout.readline().strip() != "attached":
                raise RuntimeError("count_steps cannot attach")
            program.open()
        finally:
            stepper.terminate()
            stepper.communicate(timeout=20)
        return _read_steps(out.read())


def _read_steps(text):
    total, steps, mappings = 0, [], []
    for line in text.splitlines():
        kind, *rest = line.split()
        if kind == "total":
            total = int(rest[0])
        elif kind == "at":
            steps.append((int(rest[0], 16), int(rest[1])))
        elif kind == "map" and len(rest) >= 6 and rest[5].startswith("/"):
            start, end = (int(part, 16) for part in rest[0].split("-"))
            mappings.append((start, end, int(rest[2], 16), rest[5]))
    functions = collections.Counter()
    for address, count in steps:
        functions[_name(address, mappings)] += count
    return total, dict(functions)


_symbols = {}


def _name(address, mappings):
    for start, end, offset, path in mappings:
        if start <= address < end:
            base = min(s - o for s, _, o, p in mappings if p == path)
            best = f"({os.path.basename(path)})"
            for first, size, name in _symbols_of(path):
                if first <= address - base < first + size:
                    return name
            return best
    return "(vdso)"


def _symbols_of(path):
    if path not in _symbols:
        found = []
        for table in ([], ["-D"]):
            listed = subprocess.run(["nm", *table, "-S", "--defined-only", path], capture_output=True, text=True)
            for line in listed.stdout.splitlines():
                parts = line.split()
                if len(parts) == 4 and parts[2] in "tTwWiV":
                    found.append((int(parts[0], 16), int(parts[1], 16), parts[3].split("@")[0]))
        _symbols[path] = found
    return _symbols[path]


def read_callgrind(pattern):
    """The busiest thread's total in the files of one run with --separate-threads=yes."""
    best = 0
    for path in glob.glob(pattern):
        with open(path) as file:
            for line in file:
                if line.startswith(("summary:", "totals:")):
                    best = max(best, int(line.split()[1]))
    return best
