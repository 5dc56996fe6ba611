#!/bin/sh
# bench-build.sh PREFIX OUT: builds the load generator, the probes and the servers. A peer whose package or compiler is
# missing is left out, and named; the load generator, the C servers and ours are always there.
set -eu
cd "$(dirname "$0")/.."
prefix=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
cc=${CC:-cc}
flags="-O2 -Wall -Wextra -Werror"
PKG_CONFIG_PATH=$prefix/lib/pkgconfig
export PKG_CONFIG_PATH
cd Benchmarks

left_out() {
  rm -f "$out/$1"
  echo "left out: $1 ($2)"
}

# shellcheck disable=SC2046,SC2086
{
  $cc -std=gnu11 $flags load/*.c -o "$out/load"
  $cc -std=gnu11 $flags servers/epoll_server.c -o "$out/epoll_server"
  $cc -std=gnu11 $flags servers/ring_server.c -o "$out/ring_server" -luring
  $cc -std=gnu11 $flags $(pkg-config --cflags ws2_32) ../examples/c/iocp_echo.c -o "$out/iocp_echo" \
    $(pkg-config --libs ws2_32)
  $cc -std=gnu11 $flags -c cost_of_receive_peer.c -o "$out/cost_of_receive_peer.o"
  $cc -std=gnu11 $flags $(pkg-config --cflags ws2_32) cost_of_receive.c "$out/cost_of_receive_peer.o" \
    -o "$out/cost_of_receive" $(pkg-config --libs ws2_32)
  $cc -std=gnu11 $flags -fno-builtin -shared -fPIC probes/count_allocations.c -o "$out/count_allocations.so"
  $cc -std=gnu11 $flags -shared -fPIC probes/slow_clock.c -o "$out/slow_clock.so"
  if [ "$(uname -m)" = x86_64 ]; then
    $cc -std=gnu11 $flags probes/count_steps.c -o "$out/count_steps"
  else
    left_out count_steps "x86-64 only"
  fi

  if [ -f /usr/include/uv.h ]; then
    $cc -std=gnu11 $flags servers/uv_server.c -o "$out/uv_server" -luv
  else
    left_out uv_server "no libuv1-dev"
  fi
  if [ -f /usr/include/asio.hpp ]; then
    ${CXX:-c++} -std=c++17 $flags servers/asio_server.cpp -o "$out/asio_server" -pthread
  else
    left_out asio_server "no libasio-dev"
  fi
  if command -v x86_64-w64-mingw32-gcc >/dev/null && command -v wine >/dev/null; then
    x86_64-w64-mingw32-gcc $flags ../examples/c/iocp_echo.c -o "$out/iocp_echo.exe" -lws2_32 -lmswsock
  else
    left_out iocp_echo.exe "no mingw-w64 or no wine"
  fi
}

# SwiftNIO takes minutes to build, once.
[ -n "${BENCH_QUICK:-}" ] && [ ! -x "$out/nio_server" ] && { left_out nio_server "not built in a quick run"; exit 0; }
[ -z "${BENCH_NO_NIO:-}" ] || { left_out nio_server "not wanted"; exit 0; }
[ -x "$out/nio_server" ] && [ "$out/nio_server" -nt servers/nio/Sources/NIOServer/Server.swift ] && exit 0
echo "building the SwiftNIO server"
if timeout 420 swift build -c release --package-path servers/nio --scratch-path "$out/nio" >"$out/nio.log" 2>&1; then
  cp "$out/nio/release/nio-server" "$out/nio_server"
  strip --strip-debug "$out/nio_server" # valgrind 3.19 does not read what Swift writes there
else
  left_out nio_server "see $out/nio.log"
fi
