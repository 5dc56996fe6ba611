#!/bin/sh
# bench-packages.sh: installs the Debian packages that the benchmark's peers and counters need; with sudo when not root.
# Without either it names them, and the benchmark runs without those peers.
set -eu
missing=
[ -f /usr/include/uv.h ] || missing="$missing libuv1-dev"
[ -f /usr/include/asio.hpp ] || missing="$missing libasio-dev"
command -v valgrind >/dev/null 2>&1 || missing="$missing valgrind"
command -v perf >/dev/null 2>&1 || command -v strace >/dev/null 2>&1 || missing="$missing strace"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -eq 0 ]; then run=; elif command -v sudo >/dev/null 2>&1; then run=sudo; else
  echo "not installed, left out:$missing"
  exit 0
fi
echo "installing Debian packages:$missing"
# shellcheck disable=SC2086
$run apt-get update -qq && $run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null ||
  echo "could not be installed, left out:$missing"
