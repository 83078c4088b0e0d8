#!/usr/bin/env bash
# Creates partitions on ten simulated brokers and fails one of them over, at several sizes; prints a table, draws a plot.
#   metadata-scale.sh [--rounds 3] [--sizes "25000 50000 75000 100000"] [--plot benchmarks/metadata-scale.svg]
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROUNDS=3
SIZES="25000 50000 75000 100000"
PLOT=$HERE/metadata-scale.svg
while [ $# -gt 0 ]; do case $1 in
  --rounds) ROUNDS=$2; shift 2;;
  --sizes) SIZES=$2; shift 2;;
  --plot) PLOT=$2; shift 2;;
  *) sed -n '2,3p' "$0" >&2; exit 2;; esac; done
JAR=$HERE/../server/target/ottla.jar
[ -e "$JAR" ] || { echo "metadata-scale.sh: build the jar first: make build" >&2; exit 1; }
RUNS=$(mktemp)
trap 'rm -f "$RUNS"' EXIT
# shellcheck disable=SC2086 # the sizes are words
java -Xmx4g -XX:+UseParallelGC -cp "$JAR" "$HERE/MetadataScale.java" "$ROUNDS" $SIZES | tee "$RUNS" >&2
java "$HERE/MetadataPlot.java" <"$RUNS" >"$PLOT"
java "$HERE/MetadataPlot.java" --table <"$RUNS"
