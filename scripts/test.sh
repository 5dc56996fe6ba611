#!/bin/sh
# The tests. WS2_PREFIX names the installation that the test programs are built against.
set -eu
cd "$(dirname "$0")/.."
swift test --scratch-path .build/tests "$@"
