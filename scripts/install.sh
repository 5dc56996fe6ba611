#!/bin/sh
# install.sh PREFIX: headers, library, pkg-config file and CMake package. Build the library first.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 PREFIX" >&2; exit 2; }
cd "$(dirname "$0")/.."
mkdir -p "$1"
prefix=$(cd "$1" && pwd)
library=${WS2_SCRATCH:-.build/library}/release/libws2_32.so
version=$(cat VERSION)
include=$prefix/include/ws2_32

rm -rf "$include"
mkdir -p "$include" "$prefix/lib/pkgconfig" "$prefix/lib/cmake/ws2_32"
cp -R Sources/CWinsock/include/. "$include"
rm -f "$include/module.modulemap" "$include/ws2_module.h" "$include/ws2_tags.h"
# What a compiler has to say of the headers themselves (C90, -pedantic) is of no use to the programs that include them.
find "$include" -name '*.h' -exec sed -i '1s|^// \(SPDX.*\)$|#pragma GCC system_header  /* \1 */|' {} +
# The spellings that programs use. Copies, not links: on a file system that ignores case they are the same file.
while read -r header spellings; do
  [ -f "$include/$header" ] || continue
  for spelling in $spellings; do
    [ -e "$include/$spelling" ] || cp "$include/$header" "$include/$spelling"
  done
done <scripts/spellings.txt

cp "$library" "$prefix/lib/libws2_32.so.0.new"
if command -v strip >/dev/null && [ -z "${WS2_KEEP_SYMBOLS:-}" ]; then strip --strip-unneeded "$prefix/lib/libws2_32.so.0.new"; fi
mv "$prefix/lib/libws2_32.so.0.new" "$prefix/lib/libws2_32.so.0"
# The other import libraries that makefiles of Windows projects name are this one library, too.
names="ws2_32 wsock32 mswsock iphlpapi kernel32 user32 winmm advapi32 bcrypt ole32 shell32 ntdll"
for name in $names; do ln -sf libws2_32.so.0 "$prefix/lib/lib$name.so"; done
# The main of programs that begin with wmain or WinMain: the linker takes it only where there is no other.
${CC:-cc} -O2 -fPIC -c Sources/Start/main.c -o "$prefix/lib/ws2_main.o"
rm -f "$prefix/lib/libws2_main.a"
ar rcs "$prefix/lib/libws2_main.a" "$prefix/lib/ws2_main.o"
rm -f "$prefix/lib/ws2_main.o"

cat >"$prefix/lib/pkgconfig/ws2_32.pc" <<EOF
prefix=\${pcfiledir}/../..
Name: ws2_32
Description: Winsock 2 with overlapped I/O for Linux
Version: $version
Cflags: -I\${prefix}/include/ws2_32
Libs: -L\${prefix}/lib -lws2_main -lws2_32 -Wl,-rpath,\${prefix}/lib -pthread
EOF

sed "s/@names@/$names/" >"$prefix/lib/cmake/ws2_32/ws2_32-config.cmake" <<'EOF'
# find_package(ws2_32): the target ws2_32::ws2_32. target_link_libraries(app ws2_32) of a Windows project works as
# well, and so do the other import libraries that such projects name: all of them are this one library.
get_filename_component(_ws2_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
find_package(Threads REQUIRED)
if(NOT TARGET ws2_32::ws2_32)
  add_library(ws2_32::ws2_32 SHARED IMPORTED)
  set_target_properties(ws2_32::ws2_32 PROPERTIES
    IMPORTED_LOCATION "${_ws2_prefix}/lib/libws2_32.so.0"
    IMPORTED_SONAME libws2_32.so.0
    INTERFACE_INCLUDE_DIRECTORIES "${_ws2_prefix}/include/ws2_32"
    INTERFACE_LINK_LIBRARIES "${_ws2_prefix}/lib/libws2_main.a;Threads::Threads")
  foreach(_ws2_name @names@)
    if(NOT TARGET ${_ws2_name})
      add_library(${_ws2_name} INTERFACE IMPORTED)
      set_target_properties(${_ws2_name} PROPERTIES INTERFACE_LINK_LIBRARIES ws2_32::ws2_32)
    endif()
  endforeach()
endif()
unset(_ws2_name)
unset(_ws2_prefix)
EOF

cat >"$prefix/lib/cmake/ws2_32/ws2_32-config-version.cmake" <<EOF
set(PACKAGE_VERSION "$version")
if(PACKAGE_FIND_VERSION VERSION_GREATER PACKAGE_VERSION)
  set(PACKAGE_VERSION_COMPATIBLE FALSE)
else()
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()
EOF
echo "installed in $prefix"
