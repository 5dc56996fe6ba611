#!/bin/sh
# Writes the linker's version script: the functions that Sources/WS2_32 implements for C, and the entry points
# that the headers bind names of libc to (ws2_*). Everything else, the Swift runtime included, stays inside.
set -eu
cd "$(dirname "$0")/.."
{
  echo "WS2_32 {"
  echo "  global:"
  echo "    ws2_*;"
  find Sources/WS2_32 -name '*.swift' | sort | xargs awk '
    match($0, /^@c\(W(SC|PU)[A-Za-z0-9]+\)$/) { print "    " substr($0, 4, RLENGTH - 4) ";" }
    prev ~ /^@c @implementation$/ && match($0, /^public func [A-Za-z_0-9]+/) {
      name = substr($0, 13, RLENGTH - 12); print "    " name ";"
    }
    { prev = $0 }' | sort -u
  echo "  local: *;"
  echo "};"
} >"$1.new"
if cmp -s "$1.new" "$1"; then rm "$1.new"; else mv "$1.new" "$1"; fi
