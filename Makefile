# make run | test | install PREFIX=… | bench | check | clean.  What each does is printed as it is done.
.POSIX:
SHELL = /bin/sh
PREFIX ?= .build/prefix
HOST ?=
PORT ?= 27015

.PHONY: all packages library install run test check format bench wine-check clean

all: install

## Debian packages that are missing are installed, or named.
packages:
	@sh scripts/packages.sh

library: packages
	@sh scripts/build-library.sh

install: library
	@sh scripts/install.sh "$(PREFIX)"

## Builds, starts a sender on loopback, and the receiver prints what it receives. HOST=… receives from there.
run: install
	@sh scripts/run-example.sh "$(PREFIX)" "$(HOST)" "$(PORT)"

## All tests, on both engines.
test: install
	@WS2_PREFIX="$$(cd "$(PREFIX)" && pwd)" sh scripts/test.sh

check: test
	@WS2_PREFIX="$$(cd "$(PREFIX)" && pwd)" sh scripts/check.sh

format:
	@swift format --in-place --recursive Sources Tests Package.swift

## What a message costs, against the peers in Benchmarks/. BENCH_QUICK=1 is short.
bench: install
	@sh scripts/bench.sh "$(PREFIX)"

wine-check: install
	@sh scripts/wine-check.sh "$(PREFIX)"

clean:
	rm -rf .build
