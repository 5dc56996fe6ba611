#!/bin/sh
# bench.sh PREFIX: what a message costs. Uses the load generator and peers of ../shared/bench where they are: CPU per
# message against raw epoll, system calls and user instructions per message. Bounded: about three minutes.
set -eu
cd "$(dirname "$0")/.."
prefix=$(cd "$1" && pwd)
[ -d ../shared/bench ] || { echo "no ../shared/bench: nothing to compare with" >&2; exit 1; }
mkdir -p .build/bench
cp -R ../shared/bench/. .build/bench
cd .build/bench
make -s all ours PREFIX="$prefix"
grep -E '^(epoll|uring|ours)' servers.txt >peers.txt
[ -f bin/uv ] && grep '^libuv' servers.txt >>peers.txt
for load in "-c 50 -s 64" "-c 500 -s 64" "-c 50 -s 4096" "-c 1 -s 64"; do
  echo "CPU per message, $load"
  # shellcheck disable=SC2086
  ./duel.sh -t "${BENCH_SECONDS:-20}" $load peers.txt
done
echo "system calls per message"
./syscalls.sh "echo64x50 echo64x1" peers.txt || true
echo "user instructions per message"
./instructions.sh peers.txt || true
