#!/bin/sh
# Installs the Debian packages that are missing for the library and its tests; with sudo when not root. Without either
# it says which. Tests that want more (clang, cmake, python3, script) say that they are left out.
set -eu
missing=
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need cc gcc
need c++ g++
need nm binutils
need pkg-config pkg-config
[ -f /usr/include/liburing.h ] || missing="$missing liburing-dev"
need swift "a Swift 6.3 toolchain (swift.org/install)"
case $missing in
*swift.org*) echo "not found:$missing" >&2; exit 1 ;;
"") exit 0 ;;
esac
echo "installing Debian packages:$missing"
if [ "$(id -u)" -eq 0 ]; then run=; elif command -v sudo >/dev/null 2>&1; then run=sudo; else
  echo "please install them first: apt-get install$missing" >&2
  exit 1
fi
$run apt-get update -qq
# shellcheck disable=SC2086
$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing
