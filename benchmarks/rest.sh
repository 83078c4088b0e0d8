#!/usr/bin/env bash
# Measures what speaks HTTP, beside Kafka's Java clients at the same nodes: records by the REST proxy, memory of idle streams, the
# Schema Registry of three nodes. Wants a machine that does nothing else.
#   rest.sh [--parts records,idle,registry] [--rounds 5] [--records 200000] [--label NAME] [--publish FOLDER]
#
# Raw rows, report.md and a plot lie in BENCH_HOME/results/NAME; --publish copies report and plot. A run that is given the label of
# another adds its rounds to it.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/kit/common.sh"
PARTS=records,idle,registry ROUNDS=5 RECORDS=200000 PUBLISH=
LABEL=rest-$(date +%Y%m%d-%H%M%S)
while [ $# -gt 0 ]; do case $1 in
  --parts) PARTS=$2; shift 2;; --rounds) ROUNDS=$2; shift 2;; --records) RECORDS=$2; shift 2;;
  --label) LABEL=$2; shift 2;; --publish) PUBLISH=$2; shift 2;;
  *) sed -n '2,7p' "$0" >&2; exit 2;; esac; done
RESULTS=$BENCH_HOME/results/$LABEL
HTTP_PORT=${BENCH_HTTP_PORT:-39292}
JAR=$HERE/../server/target/ottla.jar
[ -e "$JAR" ] || { echo "rest.sh: build the jar first: make build" >&2; exit 1; }
mkdir -p "$RESULTS"
CLASSES=$(mktemp -d)
trap '"$HERE/driver.sh" wipe; rm -rf "$CLASSES"' EXIT
"${JAVA}c" -cp "$JAR" -d "$CLASSES" "$HERE"/rest/*.java

fresh_nodes() { # N
  "$HERE/driver.sh" wipe
  "$HERE/driver.sh" prepare "$1"
  BENCH_HTTP_PORT=$HTTP_PORT "$HERE/driver.sh" start "$1"
  local k i
  for ((k = 0; k < $1; k++)); do
    for ((i = 0; i < 600; i++)); do curl -sf -o /dev/null "http://127.0.0.1:$((HTTP_PORT + k))/health/ready" && break; sleep 0.1; done
  done
}

http() { local k list=; for ((k = 0; k < $1; k++)); do list+=${list:+,}http://127.0.0.1:$((HTTP_PORT + k)); done; echo "$list"; }

bench() { # ARGUMENT...: sorts the rows by product
  "$JAVA" -cp "$JAR:$CLASSES" RestBench "$@" >"$RESULTS/rows.tsv"
  grep '^ottla' "$RESULTS/rows.tsv" >>"$RESULTS/rest-ottla.raw.tsv"
  grep '^kafka' "$RESULTS/rows.tsv" >>"$RESULTS/rest-kafka.raw.tsv" || true
  rm "$RESULTS/rows.tsv"
}

begun=$SECONDS
for part in ${PARTS//,/ }; do
  echo "== $part" >&2
  case $part in
    records)
      fresh_nodes 1
      bench records "$ROUNDS" "$(http 1)" "$("$HERE/driver.sh" bootstrap 1)" "$RECORDS" ;;
    idle)
      for ((round = 1; round <= ROUNDS; round++)); do
        fresh_nodes 1
        bench idle "$round" "$(http 1)" "$("$HERE/driver.sh" pids)" 1000
      done ;;
    registry)
      fresh_nodes 3
      bench registry "$ROUNDS" "$(http 3)" $((RECORDS / 10)) $((RECORDS / 1000)) ;;
    *) echo "rest.sh: no part $part" >&2; exit 2 ;;
  esac
done
printf 'rest\t%d\n' $((SECONDS - begun)) >>"$RESULTS/seconds.tsv"
"$JAVA" "$HERE/Report.java" "$HERE/aims.tsv" "$RESULTS"
if [ -n "$PUBLISH" ]; then mkdir -p "$PUBLISH"; cp "$RESULTS/report.md" "$PUBLISH/rest.md"; cp "$RESULTS/rest.svg" "$PUBLISH"; fi
cat "$RESULTS/report.md"
