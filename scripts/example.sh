#!/bin/sh
# example.sh NAME FOLDER [SUFFIX [RUNNER]]: runs a built example, with its test client where it is a server, and
# prints the transcripts of both; port numbers are written as N.  example.sh list: the names.
set -eu
name=$1
[ "$name" = list ] && { echo "event routine iocp select udp echo"; exit 0; }
folder=$2
suffix=${3:-}
runner=${4:-}
out=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$out"' EXIT

program() {
  tool=$1
  shift
  timeout 60 $runner "$folder/$tool$suffix" "$@"
}
# The server writes the port it has been given as its first line.
start() {
  : >"$out/server"
  program "$@" >"$out/server" 2>&1 &
  server=$!
  while port=$(sed -n 's/^listening on port \([0-9]*\).*/\1/p' "$out/server") && [ -z "$port" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$out/server" >&2; exit 1; }
    sleep 0.05
  done
}
client() {
  tool=$1
  shift
  echo "$tool:"
  status=0
  program "$tool" "$port" "$@" >"$out/client" 2>&1 || status=$?
  tr -d '\r' <"$out/client"
  [ "$status" -eq 0 ] || { echo "exit status $status"; exit 1; }
}
finish() {
  status=0
  wait "$server" || status=$?
  server=
  echo "server:"
  tr -d '\r' <"$out/server" | sed 's/port [0-9]*$/port N/'
  echo "exit status $status"
}

case $name in
event | routine | select)
  start "${name}_server" 0 2
  client event_client "Hello." "A second, somewhat longer line."
  client event_client "Another client."
  finish
  ;;
iocp)
  start iocp_server 0 9
  client iocp_client 8 25
  client event_client "A client of another kind."
  finish
  ;;
udp)
  start udp_server 0
  client udp_client "short" "exactly sixteen!" "one that does not fit" "" stop
  finish
  ;;
echo)
  program echo >"$out/client" 2>&1 || echo "exit status $?"
  tr -d '\r' <"$out/client"
  ;;
*)
  echo "no example is called $name" >&2
  exit 2
  ;;
esac
