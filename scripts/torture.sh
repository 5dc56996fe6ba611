#!/bin/sh
# torture.sh FOLDER SECONDS AMOUNT: the torture programs in FOLDER on both engines, all side by side: torture for SECONDS,
# once more while system calls fail (WS2_FAULTS), those of ports and of registered I/O for AMOUNT, which is a number of
# operations ("10000000") or a time ("60s"). Prints what each says at its end; fails if one fails.
set -eu
folder=$1 seconds=$2 amount=$3
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
# Far beyond what is needed: who is caught by it hangs.
limit=$((seconds * 6 + 300))
faults=WS2_FAULTS=seed=$$,eintr=10,eagain=10,short=30,enobufs=3,enomem=3,ecanceled=10,ring=4,report=1

# torture "VARIABLES" PROGRAM AMOUNT
torture() {
  output=$results/$2.$(echo "$1" | tr -c 'a-z0-9_' '.')
  status=0
  # shellcheck disable=SC2086
  env $1 timeout "$limit" "$folder/$2" "$3" >"$output" 2>&1 || status=$?
  if [ "$status" -eq 0 ]; then
    printf '%s %s, %s:\n%s\n' "$2" "$3" "$1" "$(grep -v -E '^(ok|seed|passed)' "$output" | sed 's/^/  /')"
  else
    printf '%s %s, %s: FAILED (%s)\n%s\n' "$2" "$3" "$1" "$status" \
      "$(grep -E 'SUMMARY|FAILED|ERROR|^  |^seed' "$output" | sort | uniq -c | head -n 20)"
    touch "$results/failed"
  fi
}

for engine in io_uring epoll; do
  torture WS2_ENGINE=$engine torture "${seconds}s" &
  torture "WS2_ENGINE=$engine $faults" torture "${seconds}s" &
  torture WS2_ENGINE=$engine torture_ports "$amount" &
  torture WS2_ENGINE=$engine rio_torture "$amount" &
done
wait
[ ! -e "$results/failed" ]
