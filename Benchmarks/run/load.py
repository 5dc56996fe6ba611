# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""Runs the load generator, and programs with the same gate."""

import os
import subprocess

from machine import LOAD_PROCESSOR


def fields(line):
    """key=value key=value … as a dictionary, numbers as numbers."""
    result = {}
    for part in line.split():
        key, found, value = part.partition("=")
        if found:
            try:
                result[key] = float(value)
            except ValueError:
                result[key] = value
    return result


def generator(build, mode, *options):
    return [os.path.join(build, "load"), mode, "-u", str(LOAD_PROCESSOR), *map(str, options)]


def run(command, timeout):
    """The lines of a run; a wrong content or a stall is an error."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout[-300:]}{done.stderr[-300:]}")
    return [(line.split()[0], fields(line)) for line in done.stdout.splitlines() if line]


class Gated:
    """A program that says "ready" before and after what is to be counted, and waits for a line each time."""

    def __init__(self, command, environment=None, processors=None):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
            env={**os.environ, **(environment or {})},
            preexec_fn=(lambda: os.sched_setaffinity(0, processors)) if processors else None)
        self._until_ready()

    def _until_ready(self):
        for line in self.process.stdout:
            if line.strip() == "ready":
                return
        raise RuntimeError(f"{self.process.args[0]} ended too early ({self.process.wait()})")

    def open(self):
        """Lets the counted part run, to its end."""
        self.process.stdin.write("go\n")
        self._until_ready()

    def close(self):
        if self.process.poll() is None:
            try:
                self.process.communicate("go\n", timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.communicate()
        if self.process.returncode:
            raise RuntimeError(f"{self.process.args[0]} ended with {self.process.returncode}")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind:
            self.process.kill()
            self.process.communicate()
        else:
            self.close()
