#!/bin/sh
# run-example.sh PREFIX HOST PORT: builds examples/c and shows a receive. Without HOST a sender is started here.
set -eu
cd "$(dirname "$0")/.."
prefix=$(cd "$1" && pwd)
out=.build/examples
mkdir -p "$out"
PKG_CONFIG_PATH=$prefix/lib/pkgconfig
export PKG_CONFIG_PATH
for name in receive send; do
  ${CC:-cc} -Wall -Wextra -Wno-unknown-pragmas -o "$out/$name" "examples/c/$name.c" $(pkg-config --cflags --libs ws2_32)
done
if [ -n "$2" ]; then
  echo "receiving from $2 port $3"
  exec "$out/receive" "$2" "$3"
fi
echo "starting a sender on 127.0.0.1 port $3"
"$out/send" "$3" &
sender=$!
trap 'kill "$sender" 2>/dev/null || true' EXIT
"$out/receive" 127.0.0.1 "$3"
wait "$sender"
