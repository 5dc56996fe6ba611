#!/bin/sh
# sanitize.sh address|thread SECONDS: the test programs against an instrumented library, with Swift's own clang, whose
# run-time library fits. Prints one line per program and engine; fails on any report.
set -eu
cd "$(dirname "$0")/.."
kind=$1
tools=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
scratch=.build/$kind
flags=
# Swift's own lock is unknown to the thread sanitizer.
[ "$kind" = thread ] && flags="-Xswiftc -DWS2_THREAD_SANITIZER"
# shellcheck disable=SC2086
swift build -c debug --product ws2_32 --scratch-path "$scratch" --sanitize="$kind" $flags >"$scratch.log" 2>&1 ||
  { tail -n 20 "$scratch.log"; exit 1; }
include=$WS2_PREFIX/include/ws2_32
status=0
programs="contract_call contract_streams contract_messages contract_routines message_threads async_echo names_ex
  names_slow notification_ports notifications ports extensions rio rio_datagrams torture torture_ports rio_torture"
# Addresses that are wild for the program may lie in the thread sanitizer's own memory.
[ "$kind" = address ] && programs="contract_errors rio_errors $programs"
for program in $programs; do
  # shellcheck disable=SC2086
  "$tools/bin/clang" -fsanitize=$kind -g -O1 -std=gnu11 -I"$include" "Tests/Programs/$program.c" \
    -L"$scratch/debug" -lws2_32 -L"$tools/lib/swift/linux" -ldispatch -lBlocksRuntime -lpthread \
    -Wl,-rpath,"$PWD/$scratch/debug" -Wl,-rpath,"$tools/lib/swift/linux" -o "$scratch/$program" 2>"$scratch.link" ||
    { tail -n 5 "$scratch.link"; exit 1; }
  amount=$2
  [ "$program" = torture_ports ] && amount=$(($2 * 2000))   # operations
  for engine in io_uring epoll; do
    if WS2_ENGINE=$engine ASAN_OPTIONS=detect_leaks=0 timeout $(($2 + 120)) "$scratch/$program" "$amount" >"$scratch.out" 2>&1; then
      echo "$kind $program $engine: $(tail -n 1 "$scratch.out")"
    else
      status=1
      echo "$kind $program $engine: FAILED"
      grep -E 'SUMMARY|FAILED' "$scratch.out" | sort | uniq -c | head -n 10
    fi
  done
done
exit $status
