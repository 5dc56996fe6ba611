#!/bin/sh
# check.sh: what takes longer than a test may. Format, sanitizers with five minutes of torture each, the shared suites 20
# times, and five minutes of torture and ten million operations of ports and of registered I/O on each engine.
# WS2_PREFIX names the installation; CHECK_SECONDS and CHECK_ROUNDS shorten it.
set -eu
cd "$(dirname "$0")/.."
seconds=${CHECK_SECONDS:-300}
rounds=${CHECK_ROUNDS:-20}
status=0
echo "format"
swift format lint --strict --recursive Sources Tests Package.swift
for kind in address thread; do sh scripts/sanitize.sh $kind "$seconds" || status=1; done
if [ -d ../shared/conformance ]; then
  for round in $(seq "$rounds"); do
    for engine in io_uring epoll; do
      echo "conformance $round $engine: $(CC="${CC:-cc} -fshort-wchar" WS2_ENGINE=$engine \
        bash ../shared/conformance/run.sh --prefix "$WS2_PREFIX" 2>&1 | tail -n 1)"
    done
  done
fi
export PKG_CONFIG_PATH="$WS2_PREFIX/lib/pkgconfig"
for program in torture torture_ports rio_torture; do
  # shellcheck disable=SC2046
  ${CC:-cc} -O1 $(pkg-config --cflags ws2_32) "Tests/Programs/$program.c" $(pkg-config --libs ws2_32) -o ".build/$program"
done
operations=$(((seconds * 10000000 + 299) / 300))
echo "torture, $seconds s and $operations operations"
sh scripts/torture.sh .build "$seconds" "$operations" || status=1
[ "$status" -eq 0 ] && echo "all checks passed" || echo "checks FAILED"
exit $status
