#!/bin/sh
# wine-check.sh PREFIX: the examples and the test programs that are plain Windows programs, here and, built with MinGW,
# under Wine. What Wine does otherwise must stand with its reason in scripts/wine-differences.txt; anything else fails.
set -eu
cd "$(dirname "$0")/.."
prefix=$(cd "$1" && pwd)
for tool in x86_64-w64-mingw32-gcc wine; do
  command -v $tool >/dev/null 2>&1 || { echo "$tool is not installed: nothing is compared" >&2; exit 0; }
done
out=$PWD/.build/wine
mkdir -p "$out"
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
# A program that crashes shall end instead of waiting for a debugger.
export WINEPREFIX="${WINEPREFIX:-$out/prefix}" WINEDEBUG=-all WINEDLLOVERRIDES="winedbg.exe=d;mscoree=d;mshtml=d"
wine cmd /c exit >/dev/null 2>&1 || true
status=0

build() {  # NAME SOURCE OPTION...: both ways
  name=$1
  source=$2
  shift 2
  # shellcheck disable=SC2046
  case $source in
  *.cpp)
    c++ -O1 -std=c++17 "$@" "$source" $(pkg-config --cflags --libs ws2_32) -o "$out/$name"
    mingw=x86_64-w64-mingw32-g++-posix
    command -v $mingw >/dev/null 2>&1 || mingw=x86_64-w64-mingw32-g++
    $mingw -O1 -std=c++17 -static "$@" "$source" -o "$out/$name.exe" -lws2_32 -lmswsock 2>"$out/$name.errors"
    ;;
  *)
    cc -O1 -std=gnu11 "$@" "$source" $(pkg-config --cflags --libs ws2_32) -o "$out/$name"
    x86_64-w64-mingw32-gcc -O1 "$@" "$source" -o "$out/$name.exe" -lws2_32 -lmswsock -liphlpapi \
      -lwinmm -lsynchronization -lole32 -lntdll 2>"$out/$name.errors"
    ;;
  esac
}

not_built() {  # NAME: must be listed
  reason=$(sed -n "s/^$1	builds	//p" scripts/wine-differences.txt)
  echo "$1 is not built with MinGW: ${reason:-$(grep -m 1 -E 'error|undefined' "$out/$1.errors")}"
  [ -n "$reason" ] || status=1
}

same=0
for source in examples/c/*.c examples/cpp/echo.cpp; do
  name=$(basename "${source%.*}")
  build "$name" "$source" -Wno-unknown-pragmas || not_built "$name"
done
for example in $(sh scripts/example.sh list); do
  sh scripts/example.sh "$example" "$out" >"$out/native" 2>&1 || true
  sh scripts/example.sh "$example" "$out" .exe wine >"$out/wine" 2>&1 || true
  if cmp -s "$out/native" "$out/wine"; then
    same=$((same + 1))
  else
    status=1
    echo "example $example differs (here <, Wine >):"
    diff "$out/native" "$out/wine" || true
  fi
done
echo "examples: $same transcripts are the same"

# These use variables or functions of this library, print no checks, or run as long as they are told to.
ours=" contract_faults contract_limits fallback faulty_shortage stdio_mix torture torture_ports with_posix with_posix_side "
for source in Tests/Programs/*.c; do
  program=$(basename "${source%.c}")
  case $ours in *" $program "*) continue ;; esac
  build "$program" "$source" || { not_built "$program"; continue; }
  timeout 120 "$out/$program" >"$out/native" 2>&1 || true
  timeout 30 wine "$out/$program.exe" 2>/dev/null | tr -d '\r' >"$out/wine" || true
  awk -v program="$program" -f scripts/wine-compare.awk scripts/wine-differences.txt "$out/native" "$out/wine" || status=1
done
[ "$status" -eq 0 ] && echo "nothing differs that is not listed"
exit "$status"
