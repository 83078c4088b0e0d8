#!/usr/bin/env bash
# How fast one cleaner thread compacts the same log in Apache Kafka and in Ottla; prints a table of medians.
#   compaction.sh [--rounds 3] [--records 400000] [--keys 40000]
# Rounds alternate in their order. MB/s is what the broker itself logs of the compaction; the CPU is that of the cleaner's thread.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/kit/common.sh"
ROUNDS=3
RECORDS=400000
KEYS=40000
while [ $# -gt 0 ]; do case $1 in
  --rounds) ROUNDS=$2; shift 2;;
  --records) RECORDS=$2; shift 2;;
  --keys) KEYS=$2; shift 2;;
  *) sed -n '2,4p' "$0" >&2; exit 2;; esac; done
mkdir -p "$BENCH_HOME"
fetch_libs clients "$CLIENTS_LIB" "clients.version=$CLIENTS_VERSION"
PROPS=$BENCH_HOME/compaction.properties
printf '%s\n' log.cleaner.threads=1 log.cleaner.backoff.ms=500 log.cleaner.dedupe.buffer.size=134217728 >"$PROPS"
export BENCH_EXTRA_PROPS=$PROPS
ROWS=$BENCH_HOME/compaction.tsv
: >"$ROWS"
declare -A DRIVER=([kafka]=$HERE/kit/kafka.sh [ottla]=$HERE/driver.sh)
LABEL=
trap '[ -z "$LABEL" ] || "${DRIVER[$LABEL]}" wipe' EXIT

# what the broker's log says of the largest compaction: MB per second; the line comes when all of it is done
logged() {
  local i found
  for ((i = 0; i < 50; i++)); do
    found=$(found_in_log "$1")
    [ -n "$found" ] && break
    sleep 0.2
  done
  echo "${found:--}"
}
found_in_log() {
  case $1 in
    kafka) { grep -hoE '\([0-9.,]+ MB/sec\)' "$BENCH_HOME/kafka/1/logs/server.log" || true; } | tr -d '(), MBsec/' | sort -n | tail -1 ;;
    ottla) sed -nE 's/.*compaction-0: compacted to offset [0-9]+, ([0-9]+) bytes .* ([0-9]+) ms *$/\1 \2/p' \
      "$BENCH_HOME/ottla/1/console.log" | sort -n | tail -1 | awk '{printf "%.1f\n", $1 / 1048576 / ($2 / 1000)}' ;;
  esac
}

for ((round = 0; round < ROUNDS; round++)); do
  order="kafka ottla"; [ $((round % 2)) = 0 ] || order="ottla kafka"
  for LABEL in $order; do
    "${DRIVER[$LABEL]}" wipe
    "${DRIVER[$LABEL]}" start 1
    figures=$("${JAVA}" -cp "$CLIENTS_LIB/*" "$HERE/Compaction.java" "$("${DRIVER[$LABEL]}" bootstrap 1)" \
      "$("${DRIVER[$LABEL]}" pids)" "$RECORDS" "$KEYS" 2>/dev/null)
    printf '%s\t%s\t%s\n' "$LABEL" "$figures" "$(logged "$LABEL")" | tee -a "$ROWS" >&2
    "${DRIVER[$LABEL]}" wipe
  done
done
LABEL=

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
echo "| broker | log, MB | seconds until compacted | CPU of the cleaner, s | MB per CPU second | MB/s as logged |"
echo "| --- | --- | --- | --- | --- | --- |"
for label in kafka ottla; do
  column() { awk -F'\t' -v l="$label" -v c="$1" '$1 == l {print $c}' "$ROWS" | median; }
  echo "| $label | $(column 2) | $(column 3) | $(column 4) |" \
    "$(awk -v m="$(column 2)" -v c="$(column 4)" 'BEGIN {printf "%.0f", m / c}') | $(column 5) |"
done
