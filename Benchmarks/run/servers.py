# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""The servers: what they are called, how they are started, and how exactly those processes are ended."""

import os
import signal
import socket
import subprocess
import time
import uuid

from machine import SERVER_PROCESSOR

TAG = "WS2_BENCH_TAG"


class Kind:
    """A server that can be started: PROGRAM PORT echo|sink BUFFER [more…]."""

    def __init__(self, name, program, environment=None, more=(), launcher=(), raw=False, ours=False):
        self.name = name
        self.program = program
        self.environment = environment or {}
        self.more = list(more)
        self.launcher = list(launcher)
        self.raw = raw
        self.ours = ours

    def variant(self, name, more):
        return Kind(name, self.program, self.environment, more, self.launcher, self.raw, self.ours)


RING = Kind("ws2_32, io_uring", "iocp_echo", {"WS2_ENGINE": "io_uring"}, ours=True)
EPOLL = Kind("ws2_32, epoll", "iocp_echo", {"WS2_ENGINE": "epoll"}, ours=True)
RAW_EPOLL = Kind("epoll in C", "epoll_server", raw=True)
RAW_RING = Kind("liburing in C", "ring_server", raw=True)
UV = Kind("libuv", "uv_server")
ASIO = Kind("Asio", "asio_server")
NIO = Kind("SwiftNIO", "nio_server")
WINE = Kind("Wine, same program", "iocp_echo.exe", {"WINEDEBUG": "-all"}, launcher=["wine"])


def available(build, kinds):
    return [kind for kind in kinds if os.path.exists(os.path.join(build, kind.program))]


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _listens(port):
    row = f" 0100007F:{port:04X} 00000000:0000 0A "
    with open("/proc/net/tcp") as table:
        return row in table.read()


class Server:
    """A running server; a context that ends it."""

    def __init__(self, build, kind, mode="echo", buffer=4096, processors=(SERVER_PROCESSOR,), under=(), preload=(),
                 environment=None, patience=30):
        self.kind = kind
        self.port = _free_port()
        self._tag = uuid.uuid4().hex
        command = [*under, *kind.launcher, os.path.join(build, kind.program), str(self.port), mode, str(buffer),
                   *kind.more]
        variables = {**os.environ, **kind.environment, **(environment or {}), TAG: self._tag}
        if kind.launcher:
            variables["WINEPREFIX"] = os.path.join(os.path.abspath(build), "wine")
        if preload:
            variables["LD_PRELOAD"] = " ".join(preload)
        self._log = open(os.path.join(build, "server.log"), "ab")
        self.process = subprocess.Popen(
            command, env=variables, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
            start_new_session=True, preexec_fn=lambda: os.sched_setaffinity(0, processors))
        try:
            self._wait_until_it_listens(patience)
        except BaseException:
            self.stop()
            raise

    def _wait_until_it_listens(self, patience):
        end = time.monotonic() + patience
        while not _listens(self.port):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.kind.name} does not listen (see server.log)")
            time.sleep(0.02)

    @property
    def processes(self):
        """All that were started for it: Wine brings a server process of its own and several services."""
        if not self.kind.launcher:
            return [self.process.pid]
        mark = f"{TAG}={self._tag}".encode()
        found = []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/environ", "rb") as file:
                    if mark in file.read().split(b"\0"):
                        found.append(int(name))
            except OSError:
                pass  # it has ended, or is not ours
        return found

    @property
    def target(self):
        """How the load generator names it."""
        return f"{self.port}:" + "+".join(map(str, self.processes))

    def stop(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            for process in self.processes:
                try:
                    os.kill(process, number)
                except ProcessLookupError:
                    pass
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                continue
            if not self.kind.launcher or self._others_end():
                break
        self._log.close()

    def _others_end(self):
        for _ in range(50):
            if not self.processes:
                return True
            time.sleep(0.1)
        return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
