#!/bin/sh
# bench.sh PREFIX: what a message costs, against the peers in Benchmarks/. All on loopback, about a quarter of an hour;
# BENCH_QUICK=1 takes less than two minutes. BENCH_ONLY=duels,idle,… runs some sections (Benchmarks/run/__main__.py).
# A full run writes docs/benchmarks; a quick or a partial one writes to .build/bench/docs.
set -eu
cd "$(dirname "$0")/.."
out=.build/bench
command -v python3 >/dev/null || { echo "python3 is needed" >&2; exit 1; }
sh scripts/bench-packages.sh
sh scripts/bench-build.sh "$1" "$out"
# shellcheck disable=SC2086
python3 Benchmarks/run "$out" "$out/results.jsonl" ${BENCH_QUICK:+--quick} ${BENCH_ONLY:+--only "$BENCH_ONLY"}
docs=docs/benchmarks
[ -z "${BENCH_QUICK:-}${BENCH_ONLY:-}" ] || docs=$out/docs
python3 Benchmarks/run/summary.py "$out/results.jsonl" "$docs"
