#!/bin/sh
# wine-check.sh PREFIX: the test programs that are plain Windows programs, built with mingw and run under Wine.
set -eu
cd "$(dirname "$0")/.."
for tool in x86_64-w64-mingw32-gcc wine; do
  command -v $tool >/dev/null 2>&1 || { echo "$tool is not installed: nothing is compared" >&2; exit 0; }
done
out=.build/wine
mkdir -p "$out"
for program in contract_call contract_streams contract_routines messages message_threads async_select async_names \
  async_echo; do
  x86_64-w64-mingw32-gcc -O1 "Tests/Programs/$program.c" -o "$out/$program.exe" -lws2_32 -lmswsock
  echo "$program under Wine:"
  WINEDEBUG=-all timeout 120 wine "$out/$program.exe" | tr -d '\r' | grep -v '^ok' || true
done
