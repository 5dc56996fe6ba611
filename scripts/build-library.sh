#!/bin/sh
# Builds libws2_32.so in release, with the Swift runtime and liburing inside. Arguments: more flags for swift.
set -eu
cd "$(dirname "$0")/.."
scratch=${WS2_SCRATCH:-.build/library}
mkdir -p "$scratch"
sh scripts/exports.sh "$scratch/exports.map"
# Where the linker finds only the static form of the C++ library, which the Swift runtime uses.
mkdir -p "$scratch/static"
ln -sf "$(${CXX:-c++} -print-file-name=libstdc++.a)" "$scratch/static/libstdc++.a"
# lld says what it does not find in a version script; the names bound to ws2_* are not there by intent.
# Frame pointers would cost a register and three instructions per function; debuggers find their way without.
# The library stays once it is loaded: threads of its own run in it.
swift build -c release --product ws2_32 --scratch-path "$scratch" -Xswiftc -static-stdlib --omit-frame-pointers \
  -Xswiftc -enforce-exclusivity=unchecked -Xswiftc -cross-module-optimization -Xcc -O2 -Xcc -ftls-model=initial-exec \
  -Xlinker "--version-script=$PWD/$scratch/exports.map" -Xlinker -soname=libws2_32.so.0 \
  -Xlinker -z -Xlinker nodelete -Xlinker --gc-sections -Xlinker --exclude-libs=ALL \
  -Xlinker "-L$PWD/$scratch/static" -Xswiftc -use-ld=lld -Xlinker --undefined-version \
  -Xswiftc -Xclang-linker -Xswiftc -static-libgcc "$@"
echo "$scratch/release/libws2_32.so"
