#!/bin/sh
# sanitize.sh address|thread SECONDS: the unit tests and the test programs, with and without faults, against an
# instrumented library, with Swift's own clang, whose run-time library fits; then SECONDS of torture on both engines.
# Prints one line per run; fails on any report.
set -eu
cd "$(dirname "$0")/.."
kind=$1 seconds=$2
tools=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
scratch=.build/$kind
# What the library keeps for as long as the process runs is no leak.
export ASAN_OPTIONS=detect_leaks=0
status=0

swift build -c debug --product ws2_32 --scratch-path "$scratch" --sanitize="$kind" >"$scratch.log" 2>&1 ||
  { tail -n 20 "$scratch.log"; exit 1; }
for engine in io_uring epoll; do
  if WS2_ENGINE=$engine swift test --scratch-path "$scratch" --sanitize="$kind" --filter OverlappedTests \
    >"$scratch.log" 2>&1; then
    echo "$kind OverlappedTests $engine: $(grep -a 'Test run with' "$scratch.log" | tail -n 1)"
  else
    status=1
    echo "$kind OverlappedTests $engine: FAILED"
    grep -a -E 'error|SUMMARY|✘' "$scratch.log" | head -n 20
  fi
done

build() {
  "$tools/bin/clang" -fsanitize="$kind" -g -O1 -std=gnu11 -I"$WS2_PREFIX/include/ws2_32" "Tests/Programs/$1.c" \
    -L"$scratch/debug" -lws2_32 -L"$tools/lib/swift/linux" -ldispatch -lBlocksRuntime -lpthread \
    -Wl,-rpath,"$PWD/$scratch/debug" -Wl,-rpath,"$tools/lib/swift/linux" -o "$scratch/$1" 2>"$scratch.link" ||
    { tail -n 5 "$scratch.link"; exit 1; }
}

# run "VARIABLES" PROGRAM ARGUMENTS…: on both engines.
run() {
  variables=$1 program=$2
  shift 2
  for engine in io_uring epoll; do
    # shellcheck disable=SC2086
    if env WS2_ENGINE=$engine $variables timeout 300 "$scratch/$program" "$@" >"$scratch.out" 2>&1; then
      echo "$kind $program${*:+ $*} $engine $variables: $(tail -n 1 "$scratch.out")"
    else
      status=1
      echo "$kind $program${*:+ $*} $engine $variables: FAILED"
      grep -a -E 'SUMMARY|FAILED' "$scratch.out" | sort | uniq -c | head -n 10
    fi
  done
}

programs="contract_call contract_streams contract_messages contract_routines message_threads async_echo names_ex
  names_slow notification_ports notifications ports extensions address_torture moving_sockets rio rio_datagrams"
# Addresses that are wild for the program may lie in the thread sanitizer's own memory.
[ "$kind" = address ] && programs="contract_errors rio_errors $programs"
for program in $programs; do
  build "$program"
  run "" "$program"
done

build robust
# Its threads return while their locals are in use.
run ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0 robust

for program in contract_faults faulty_streams faulty_selection faulty_messages faulty_shortage; do build "$program"; done
run WS2_FAULTS=fail=100 contract_faults 37 10050
run WS2_FAULTS=fail=102 contract_faults 38 10052
run WS2_FAULTS=fail=110 contract_faults 39 10060
run WS2_FAULTS=fail=104 contract_faults 21 10054
run WS2_FAULTS=fail=113 contract_faults 38 10052 udp
for faults in short=90 ring=4; do run WS2_FAULTS=$faults faulty_streams; done
for faults in eintr=50 eagain=50 ecanceled=50; do
  run WS2_FAULTS=$faults faulty_streams
  run WS2_FAULTS=$faults faulty_messages
done
for faults in eintr=50 enobufs=40 enomem=40; do run WS2_FAULTS=$faults faulty_selection; done
for faults in enobufs=40 enomem=40 eintr=10,eagain=10,enobufs=3,enomem=3,ecanceled=10,short=30,ring=4; do
  run WS2_FAULTS=$faults faulty_streams
  run WS2_FAULTS=$faults faulty_messages fails
done
for errno in 12 105; do run WS2_FAULTS=fail=$errno faulty_shortage receives; done
for shortage in enomem enobufs; do run WS2_FAULTS=$shortage=100 faulty_shortage sends; done

for program in torture torture_ports rio_torture; do build "$program"; done
echo "$kind torture, $seconds s"
sh scripts/torture.sh "$scratch" "$seconds" "${seconds}s" || status=1
exit $status
