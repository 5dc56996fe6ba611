#!/bin/sh
# Writes docs/FUNCTIONS.md: every function that the library exports, by the source file that implements it, and the
# programs of Tests/Programs that call it. With --print it goes to standard output; --untested prints the functions that no
# program calls.
set -eu
cd "$(dirname "$0")/.."
mode=${1:-}
table=$(
  {
  # Functions: name, folder, file. Names that libc has as well are exported with ws2_ before them, and the forms for
    # 16-bit characters (ws2_…_16) belong to the function of the plain name.
    find Sources/WS2_32 -name '*.swift' | LC_ALL=C sort | xargs awk '
      FNR == 1 { file = FILENAME; sub(/^Sources\/WS2_32\//, "", file); sub(/\.swift$/, "", file) }
      prev ~ /^@c @implementation$/ && match($0, /^public func [A-Za-z_0-9]+/) {
        name = substr($0, 13, RLENGTH - 12); sub(/^ws2_/, "", name); print "F", name, file
      }
      match($0, /^@c\(ws2_[A-Za-z_0-9]+\)/) {
        name = substr($0, 8, RLENGTH - 8)
        if (name !~ /_16$/) print "F", (name ~ /^(kbhit|getch|get_osfhandle|open_osfhandle)$/ ? "_" name : name), file
      }
      { prev = $0 }' | LC_ALL=C sort -u
    # Identifiers of the test programs.
    for program in Tests/Programs/check.h $(ls Tests/Programs/*.c Tests/Programs/*.cpp | LC_ALL=C sort); do
      tr -cs 'A-Za-z0-9_' '\n' <"$program" | LC_ALL=C sort -u | sed "s|^|T $(basename "$program") |"
    done
  } | awk -v mode="$mode" '
    $1 == "F" { if (!($2 in file)) { order[++count] = $2; file[$2] = $3 } }
    $1 == "T" && ($3 in file) {
      program = $2; sub(/\.(c|cpp)$/, "", program)
      tests[$3] = tests[$3] (tests[$3] == "" ? "" : ", ") (program == "check.h" ? "all" : program)
    }
    END {
      if (mode == "--untested") {
        for (i = 1; i <= count; i++) if (tests[order[i]] == "") print order[i]
        exit
      }
      print "# Functions\n"
      print "Written by `scripts/function-table.sh`: what the library exports, by the source file in `Sources/WS2_32`, and the"
      print "programs in `Tests/Programs` that call it (\"all\": by way of `check.h`). Functions that are macros or inline in the"
      print "headers (Interlocked…, StrSafe.h, the strings of the C library, tchar.h) are not listed.\n"
      print count " functions."
      for (i = 1; i <= count; i++) { n = order[i]; group = file[n]; if (!(group in members)) groups[++last] = group; members[group] = members[group] "\n" n }
      for (i = 2; i <= last; i++) for (j = i; j > 1 && groups[j] < groups[j - 1]; j--) { t = groups[j]; groups[j] = groups[j - 1]; groups[j - 1] = t }
      for (g = 1; g <= last; g++) {
        print "\n## " groups[g] "\n\n| function | called by |\n|---|---|"
        n = split(substr(members[groups[g]], 2), names, "\n")
        for (i = 1; i <= n; i++) print "| `" names[i] "` | " tests[names[i]] " |"
      }
    }'
)
case $mode in
"") printf '%s\n' "$table" >docs/FUNCTIONS.md ;;
--untested) [ -z "$table" ] || printf '%s\n' "$table" ;;
*) printf '%s\n' "$table" ;;
esac
